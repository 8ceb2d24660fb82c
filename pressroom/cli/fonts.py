"""The commands about faces: add, prepare, check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pressroom.cli.options import magazine_option, show_report, stand_in_magazine
from pressroom.read.faces import ROLES
from pressroom.workshop.config import config_of

_CLEAR, _STOPPED = 0, 1


@click.group()
def fonts() -> None:
    """Add, prepare and prove the faces of the press."""


@fonts.command()
@click.argument("what")
@click.option("--role", type=click.Choice(ROLES), help="What it is for; else its letters and name tell.")
@click.option("--family", default="", help="What it is to be called; weights and italics are added to it.")
@click.option("--weight", "weights", type=click.IntRange(1, 1000), multiple=True, help="A weight; else 400 and 700.")
@click.option("--style", "styles", type=click.Choice(["normal", "italic"]), multiple=True, help="Else both.")
@click.option("--file", "file", default="", help="The font in a package that has several: a part of its name.")
@click.option(
    "--licence", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The text of its licence."
)
@click.option("--layout", default="", help="Add it to the fonts of a layout, instead of the magazine's.")
@magazine_option
def add(what: str, layout: str, role: str | None, magazine: Path | None, **wish: Any) -> None:
    """Add a face: a package of npm or PyPI (NAME, NAME@1.2, pypi:NAME), or the file of a font."""
    from pressroom.fonts import Wish, add_fonts

    config = config_of(stand_in_magazine(magazine))
    home = config.layouts[0] / layout if layout else config.magazine
    if layout and not (home / "layout.yaml").is_file():
        raise click.UsageError(f"there is no layout {layout!r} in {config.layouts[0]}")
    wanted = Wish(what, role=role or "", **wish)
    for face in add_fonts(wanted, home / "fonts", config.font_folders, config.cache / "font-sources", click.echo):
        click.echo(f'"{face.family}": {face.path} ({face.path.stat().st_size / 1e6:.2f} MB)')


@fonts.command()
@click.argument("families", nargs=-1)
@magazine_option
def prepare(families: tuple[str, ...], magazine: Path | None) -> None:
    """Fetch the source packages named in fonts.yaml and derive the faces anew (needs npm); all, or those named."""
    from pressroom.fonts import prepare_fonts

    config = config_of(stand_in_magazine(magazine))
    prepare_fonts(config.font_folders[0], config.cache / "font-sources", click.echo, families, config.fonts[-1])


@fonts.command("check")
@magazine_option
def check_(magazine: Path | None) -> None:
    """Prove digests, coverage and embedding rights of the faces: the magazine's, its layouts', the house's."""
    from pressroom.fonts import check_fonts

    config = config_of(stand_in_magazine(magazine))
    layouts = sorted(file.parent for file in config.layouts[0].glob("*/fonts/fonts.yaml"))
    report = check_fonts((*layouts, *config.font_folders))
    show_report(report)
    click.echo("fonts: clear" if report.clear else "fonts: stopped")
    raise SystemExit(_CLEAR if report.clear else _STOPPED)
