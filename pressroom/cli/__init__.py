"""The command line."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from pressroom import __version__
from pressroom.cli.fonts import fonts
from pressroom.cli.options import (
    config_options,
    edition_option,
    find_config,
    find_issues,
    jobs_option,
    profile_option,
    report_option,
    show_fits,
    show_progress,
    show_report,
    start_nursery,
)
from pressroom.pipeline.builds import find_build
from pressroom.pipeline.orders import Order, Scrutiny
from pressroom.report import PressroomError, Report
from pressroom.workshop.files import write_file

# What takes long to load is loaded by the commands that need it: a build that finds nothing to do is over before.

_CLEAR, _STOPPED, _WRONG = 0, 1, 2
_MOST = 12  # findings of one check that `check` shows


class _Press(click.Group):
    """A group that shows what is wrong with sources as a list, never as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a broken source or a disk that refuses exits with 2."""
        try:
            return super().invoke(ctx)
        except PressroomError as error:
            show_report(error.report)
        except OSError as error:
            click.echo(f"{error.filename or 'a file'}: cannot be read or written: {error.strerror or error}", err=True)
        ctx.exit(_WRONG)


@click.group(cls=_Press, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Make magazines: YAML, Markdown and pictures in, a PDF and an EPUB out."""


@main.command()
@click.argument("issues", nargs=-1)
@edition_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True)
@profile_option
@config_options
def build(
    issues: tuple[str, ...], editions: tuple[str, ...], out: Path, profile: str, jobs: int, **config: Any
) -> None:
    """Build issues (slugs or folders; the newest if none is named) into --out."""
    clear = True
    for folder in find_issues(issues):
        report, files = _build(Order(folder, find_config(**config), editions, out, jobs, Scrutiny(profile)))
        show_report(report)
        for file in files:
            click.echo(f"{file} ({file.stat().st_size / 1e6:.2f} MB)")
        if not report.clear:
            click.echo(f"{folder.name}: stopped, {'only the proof' if files else 'nothing'} written", err=True)
        clear = clear and report.clear
    raise SystemExit(_CLEAR if clear else _STOPPED)


def _build(order: Order) -> tuple[Report, tuple[Path, ...]]:
    """Build an issue, if there is anything to do."""
    done = find_build(order)
    if done is not None:
        return done
    nursery = start_nursery()  # it has loaded the engine by the time that the builder is loaded
    from pressroom.pipeline.publish import publish_issue

    with show_progress(order.folder.name) as progress:
        published = publish_issue(order, progress, nursery)
    return published.report, published.files


@main.command()
@click.argument("issues", nargs=-1)
@edition_option
@profile_option
@report_option
@config_options
@click.option("--quick", is_flag=True, help="No deeper than a build: no marks of pages, no other programs.")
@click.option("--list", "listing", is_flag=True, help="List the checks and leave.")
def check(
    issues: tuple[str, ...],
    editions: tuple[str, ...],
    profile: str,
    reports: tuple[Path, ...],
    jobs: int,
    quick: bool,
    listing: bool,
    **config: Any,
) -> None:
    """Look at issues and their finished editions, deeper than a build does, and write nothing."""
    nursery = None if listing else start_nursery()
    from pressroom.pipeline.publish import check_issue
    from pressroom.preflight import CHECKS
    from pressroom.preflight.epub import BOOK_CHECKS
    from pressroom.preflight.pdf import FILE_CHECKS

    if listing:
        known: list[Any] = [*CHECKS.values(), *BOOK_CHECKS.values(), *FILE_CHECKS.values()]
        for one in known:
            click.echo(f"{one.id:23} {one.severity.name.lower():6} {one.summary}")
        return
    found = []
    folders = find_issues(issues)
    if reports and len(folders) > 1:
        raise click.UsageError("--report is for one issue at a time")
    for folder in folders:
        order = Order(
            folder, find_config(**config), editions, jobs=jobs, scrutiny=Scrutiny(profile, not quick, reports)
        )
        with show_progress(folder.name) as progress:
            checked = check_issue(order, progress, nursery)
        nursery = None  # it ended with its workshop
        found.append(checked.report)
        show_fits(checked.proof)
        show_report(checked.report, _MOST)
        click.echo(f"{folder.name}: {'clear' if checked.report.clear else 'stopped'}")
    raise SystemExit(_CLEAR if all(report.clear for report in found) else _STOPPED)


@main.command("set")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def set_(source: Path, out: Path) -> None:
    """Set any HTML file as a PDF with the Chinese composer, without an issue."""
    from pressroom.pipeline.publish import set_page
    from pressroom.workshop.nursery import forget_fonts

    forget_fonts()
    show_report(set_page(source, out, find_config()))
    click.echo(f"{out} ({out.stat().st_size / 1e6:.2f} MB)")


@main.command()
@click.argument("target")
@jobs_option
def lint(target: str, jobs: int) -> None:
    """Measure the typesetting of an issue or of any finished PDF, rule by rule."""
    from pressroom.lint import find_line, index_copy, lint_pdf, render_report
    from pressroom.pipeline.publish import publish_issue

    file = Path(target)
    if file.is_file():
        report = lint_pdf(file)
    else:
        (folder,) = find_issues([target])
        with tempfile.TemporaryDirectory() as bench, show_progress(folder.name) as progress:
            files = publish_issue(Order(folder, find_config(), ("screen",), Path(bench), jobs), progress).files
            if not files:
                raise click.UsageError(f"{target} does not build: look at it with `pressroom check`")
            report = lint_pdf(next(path for path in files if path.suffix == ".pdf"))
        index = index_copy({path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("copy/*.md"))})
        for result in report.results:
            for violation in () if result.passed else result.violations:
                place = find_line(violation.text, index)
                click.echo(f"{place or folder}: {result.rule} on {violation.label}: {violation.text}", err=True)
    click.echo(render_report(report))
    raise SystemExit(_CLEAR if report.passed else _STOPPED)


@main.command()
@click.argument("issue", required=False)
@click.option(
    "--to",
    "out",
    default=Path("flatplan.html"),
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .html, .svg or .png.",
)
@config_options
def flatplan(issue: str | None, out: Path, jobs: int, **config: Any) -> None:
    """Show an issue as its flatplan: every page small, in spreads."""
    from pressroom.flatplan import FORMS
    from pressroom.flatplan.setting import set_flatplan

    if out.suffix.lower() not in FORMS:
        raise click.BadParameter(f"{out.name}: known endings are {', '.join(FORMS)}", param_hint="--to")
    (folder,) = find_issues([issue] if issue else [])
    with (
        show_progress(folder.name) as progress,
        set_flatplan(folder, find_config(**config), jobs, progress) as (board, faces),
    ):
        write_file(out, FORMS[out.suffix.lower()](board, faces))
    click.echo(f"{out} ({out.stat().st_size / 1e6:.2f} MB)")


@main.group("import")
def import_() -> None:
    """Turn old material into an issue folder."""


@import_.command()
@click.argument("scan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The issue folder to make."
)
@click.option("--layout", default="base", show_default=True, help="The layout that issue.yaml asks for.")
def ocr(scan: Path, out: Path, layout: str) -> None:
    """Read the text of a scanned issue into an issue folder, with a report of every doubt."""
    from pressroom.importers.ocr import import_scan  # slow to load, and no other command needs it

    with show_progress(scan.name) as progress:
        result = import_scan(scan, out, layout=layout, progress=progress)
    click.echo(result.summary)
    click.echo(f"{out}; every doubt is in {out / 'import-report.md'}")


@main.command()
@click.argument("issues", nargs=-1)
@click.option("--write", is_flag=True, help="Write the lines, instead of showing them.")
def normalise(issues: tuple[str, ...], write: bool) -> None:
    """Show what the rules of GB/T 15834 would change in the copy of issues."""
    from pressroom.read.sheet import read_text
    from pressroom.typography.normaliser import apply_changes, find_changes

    for folder in find_issues(issues):
        for file in sorted(folder.glob("copy/*.md")):
            text = read_text(file)
            changes = find_changes(text)
            for change in changes:
                click.echo(f"{file}:{change.line}:{change.column}:\n  - {change.before}\n  + {change.after}")
            if write and changes:
                write_file(file, apply_changes(text, changes).encode())


@main.command()
@click.argument("slug")
def new(slug: str) -> None:
    """Make the folder of a new issue under issues/."""
    from pressroom.importers.blank import new_issue

    for file in new_issue(Path("issues"), slug):
        click.echo(str(file))


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"), show_default=True)
def schema(out: Path) -> None:
    """Write the JSON Schemas of magazine.yaml, issue.yaml, front matter and layout.yaml."""
    from pressroom.read.schema import json_schemas

    for name, values in json_schemas().items():
        file = out / name
        write_file(file, (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode())
        click.echo(str(file))


main.add_command(fonts)
