"""The commands about faces: add, prepare, check."""

from __future__ import annotations

import click

from pressroom.cli.options import find_config, show_report

_CLEAR, _STOPPED = 0, 1


@click.group()
def fonts() -> None:
    """Add, prepare and prove the faces of the press."""


@fonts.command()
@click.argument("families", nargs=-1)
def prepare(families: tuple[str, ...]) -> None:
    """Fetch the source packages named in fonts.yaml and derive the faces anew (needs npm); all, or those named."""
    from pressroom.fonts import prepare_fonts

    config = find_config()
    prepare_fonts(config.fonts[0], config.cache / "font-sources", click.echo, families, config.fonts[-1])


@fonts.command("check")
def check_() -> None:
    """Prove digests, coverage and embedding rights of the faces: the magazine's, its layouts', the house's."""
    from pressroom.fonts import check_fonts

    config = find_config()
    layouts = sorted(file.parent for file in config.layouts.glob("*/fonts/fonts.yaml"))
    report = check_fonts((*layouts, *config.fonts))
    show_report(report)
    click.echo("fonts: clear" if report.clear else "fonts: stopped")
    raise SystemExit(_CLEAR if report.clear else _STOPPED)
