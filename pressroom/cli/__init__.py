"""The command line."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pressroom import __version__
from pressroom.cli.archive import archive, diff, index, verify
from pressroom.cli.desk import build_again, desk, lsp
from pressroom.cli.fonts import fonts
from pressroom.cli.importing import facsimile, import_
from pressroom.cli.options import (
    as_seen,
    config_options,
    edition_option,
    find_config,
    find_issues,
    jobs_option,
    limit_options,
    profile_option,
    report_option,
    say_before,
    show_fits,
    show_progress,
    show_report,
    start_nursery,
)
from pressroom.cli.parting import export, offprint, package, print_to
from pressroom.cli.sandbox import enter_sandbox, sandbox_option
from pressroom.cli.starting import new
from pressroom.pipeline.builds import find_build
from pressroom.pipeline.orders import Order, Scrutiny
from pressroom.report import Place, PressroomError, Report
from pressroom.workshop.config import Limits, config_of
from pressroom.workshop.files import write_file
from pressroom.workshop.nursery import explain

# What takes long to load is loaded by the commands that need it: a build that finds nothing to do is over before.

_CLEAR, _STOPPED, _WRONG = 0, 1, 2
_REPORT = "please report this, with what you did; PRESSROOM_TRACEBACK=1 shows where it comes from"
_SOME = 5  # queries of one check that `build` shows
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
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if os.environ.get("PRESSROOM_TRACEBACK"):
                raise
            click.echo(f"{explain(error)}\n    {_REPORT}", err=True)
        ctx.exit(_WRONG)


@click.group(cls=_Press, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Make magazines: YAML, Markdown and pictures in, a PDF and an EPUB out."""


@main.command()
@click.argument("issues", nargs=-1)
@edition_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that files are written to.  [default: out, in the magazine's folder]",
)
@profile_option
@config_options
@sandbox_option
@click.option("--watch", is_flag=True, help="Build again whenever a source is saved, until Ctrl-C.")
@click.option("--open", "opens", is_flag=True, help="Show the PDF when it is built.")
@click.option("--slot", default="", help="Only one slot, or the one of an article, with its real folios: 038-focus.")
def build(
    issues: tuple[str, ...],
    editions: tuple[str, ...],
    out: Path | None,
    profile: str,
    jobs: int,
    magazine: Path | None,
    sandbox: bool,
    watch: bool,
    opens: bool,
    slot: str,
    **config: Any,
) -> None:
    """Build issues (slugs or folders; the one you stand in, or the newest, if none is named)."""
    orders = []
    for issue in find_issues(issues, magazine):
        found = find_config(issue.magazine, **config)
        target = out or as_seen(issue.magazine / "out")
        if sandbox:
            enter_sandbox(found, [target])
        orders.append(Order(issue.folder, found, editions, target, jobs, Scrutiny(profile)))
    clear = _build_all(orders, slot, opens)
    if watch:
        build_again(orders, lambda: _build_all(orders, slot, opens=False))
    raise SystemExit(_CLEAR if clear else _STOPPED)


def _build_all(orders: list[Order], slot: str, opens: bool) -> bool:
    """Build what was asked for, and say so; tell whether all of it is clear."""
    clear = True
    for order in orders:
        if slot:
            name = order.folder.resolve().name
            file = order.target / f"{name}.{slot}.pdf"
            print_to(order, slot, file)
            files: tuple[Path, ...] = (file,)
        else:
            said, report, files = _build(order)
            name = order.folder.name
            show_report(report, _SOME, said, stops=True, where=f"`pressroom check {name} --report all.html`")
            _say_built(order, report, files)
            clear = clear and report.clear
        pdf = next((file for file in files if file.suffix == ".pdf"), None)
        if opens and pdf:
            click.launch(str(pdf))
    return clear


def _say_built(order: Order, report: Report, files: tuple[Path, ...]) -> None:
    for file in files:
        click.echo(f"{file} ({file.stat().st_size / 1e6:.2f} MB)")
    if not report.clear:
        wrote = "only the proof" if files else "nothing"
        click.echo(f"{order.folder.resolve().name}: stopped, {wrote} written", err=True)


def _build(order: Order) -> tuple[Report, Report, tuple[Path, ...]]:
    """Build an issue, if there is anything to do; give what was said before, what was found, and the files."""
    done = find_build(order)
    if done is not None:
        return Report(), *done
    nursery = start_nursery()  # it has loaded the engine by the time that the builder is loaded
    said = say_before(order.folder)
    from pressroom.pipeline.publish import publish_issue

    with show_progress(order.folder.name) as progress:
        published = publish_issue(order, progress, nursery)
    return said, published.report, published.files


@main.command()
@click.argument("issues", nargs=-1)
@edition_option
@profile_option
@report_option
@config_options
@sandbox_option
@click.option("--quick", is_flag=True, help="No deeper than a build: no marks of pages, no other programs.")
@click.option("--list", "listing", is_flag=True, help="List the checks and leave.")
def check(
    issues: tuple[str, ...],
    editions: tuple[str, ...],
    profile: str,
    reports: tuple[Path, ...],
    jobs: int,
    magazine: Path | None,
    sandbox: bool,
    quick: bool,
    listing: bool,
    **config: Any,
) -> None:
    """Look at issues and their finished editions, deeper than a build does, and write nothing."""
    named = [] if listing else find_issues(issues, magazine)
    if reports and len(named) > 1:
        raise click.UsageError("--report is for one issue at a time")
    if sandbox and named:
        enter_sandbox(find_config(named[0].magazine, **config), {file.absolute().parent for file in reports})
    nursery = start_nursery() if named else None
    said = {issue.folder: say_before(issue.folder) for issue in named}
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
    for issue in named:
        scrutiny = Scrutiny(profile, not quick, reports)
        order = Order(issue.folder, find_config(issue.magazine, **config), editions, jobs=jobs, scrutiny=scrutiny)
        name = issue.folder.resolve().name
        with show_progress(name) as progress:
            checked = check_issue(order, progress, nursery)
        nursery = None  # it ended with its workshop
        found.append(checked.report)
        show_fits(checked.proof)
        show_report(checked.report, _MOST, said[issue.folder])
        click.echo(f"{name}: {'clear' if checked.report.clear else 'stopped'}")
    raise SystemExit(_CLEAR if all(report.clear for report in found) else _STOPPED)


@main.command("set")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@limit_options
def set_(source: Path, out: Path, slot_seconds: float, slot_memory: int) -> None:
    """Set any HTML file as a PDF with the Chinese composer, without an issue."""
    from pressroom.pipeline.publish import set_page

    config = config_of(source.resolve().parent)
    show_report(set_page(source, out, replace(config, limits=Limits(slot_seconds, slot_memory))))
    click.echo(f"{out} ({out.stat().st_size / 1e6:.2f} MB)")


@main.command()
@click.argument("target")
@jobs_option
@limit_options
def lint(target: str, jobs: int, slot_seconds: float, slot_memory: int) -> None:
    """Measure the typesetting of an issue or of any finished PDF, rule by rule."""
    from pressroom.lint import LintReport, find_line, index_copy, lint_pdf, render_report
    from pressroom.pipeline.apart import do_apart
    from pressroom.pipeline.publish import publish_issue

    def measure(pdf: Path) -> LintReport:
        made: LintReport = do_apart(lint_pdf, pdf, what=pdf.name, place=Place(pdf), limits=limits)
        return made

    file, limits = Path(target), Limits(slot_seconds, slot_memory)
    if file.is_file():
        report = measure(file)
    elif os.path.lexists(file) and not file.is_dir():
        raise click.UsageError(f"{target} is no file")
    else:
        (issue,) = find_issues([target])
        folder = issue.folder
        with tempfile.TemporaryDirectory() as bench, show_progress(folder.name) as progress:
            config = replace(find_config(issue.magazine), limits=limits)
            files = publish_issue(Order(folder, config, ("screen",), Path(bench), jobs), progress).files
            if not files:
                raise click.UsageError(f"{target} does not build: look at it with `pressroom check`")
            report = measure(next(path for path in files if path.suffix == ".pdf"))
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
def flatplan(issue: str | None, out: Path, jobs: int, magazine: Path | None, **config: Any) -> None:
    """Show an issue as its flatplan: every page small, in spreads."""
    from pressroom.flatplan import FORMS
    from pressroom.flatplan.setting import set_flatplan

    if out.suffix.lower() not in FORMS:
        raise click.BadParameter(f"{out.name}: known endings are {', '.join(FORMS)}", param_hint="--to")
    (found,) = find_issues([issue] if issue else [], magazine)
    with (
        show_progress(found.folder.name) as progress,
        set_flatplan(found.folder, find_config(found.magazine, **config), jobs, progress) as (board, faces),
    ):
        write_file(out, FORMS[out.suffix.lower()](board, faces))
    click.echo(f"{out} ({out.stat().st_size / 1e6:.2f} MB)")


main.add_command(desk)
main.add_command(lsp)
main.add_command(offprint)
main.add_command(export)
main.add_command(package)
main.add_command(import_)
main.add_command(facsimile)
main.add_command(archive)
main.add_command(verify)
main.add_command(diff)
main.add_command(index)


@main.command()
@click.argument("issues", nargs=-1)
@click.option("--write", is_flag=True, help="Write the lines, instead of showing them.")
def normalise(issues: tuple[str, ...], write: bool) -> None:
    """Show what the rules of GB/T 15834 would change in the copy of issues."""
    from pressroom.read.sheet import read_text
    from pressroom.typography.normaliser import apply_changes, find_changes

    for issue in find_issues(issues):
        for file in sorted(issue.folder.glob("copy/*.md")):
            text = read_text(file)
            changes = find_changes(text)
            for change in changes:
                click.echo(f"{file}:{change.line}:{change.column}:\n  - {change.before}\n  + {change.after}")
            if write and changes:
                write_file(file, apply_changes(text, changes).encode())


main.add_command(new)


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"), show_default=True)
def schema(out: Path) -> None:
    """Write the JSON Schemas of magazine.yaml, issue.yaml, front matter and layout.yaml."""
    from pressroom.read.schema import json_schemas

    for name, values in json_schemas().items():
        file = out / name
        write_file(file, (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode())
        click.echo(str(file))


@main.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write: CycloneDX, as JSON.")
def sbom(out: Path | None) -> None:
    """Show what is installed with Pressroom, each part with its licence; or write it as a bill of materials (SBOM)."""
    from pressroom.cli.materials import list_components, write_bill

    components = list_components()
    for one in components:
        click.echo(f"{one.name:28} {one.version:16} {one.licence or 'no licence is named'}")
    if out:
        write_file(out, write_bill(components).encode())
        click.echo(str(out))


main.add_command(fonts)
