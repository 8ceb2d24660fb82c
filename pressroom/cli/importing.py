"""The command that imports: sources of any kind in, issue folders with their verdicts out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pressroom.cli.options import find_issues, show_progress, show_report
from pressroom.report import PressroomError

if TYPE_CHECKING:
    from pressroom.importers.many import Outcome

_LOOK, _NONE = 1, 2


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="The issue folder to make, or the folder of many."
)
@click.option("--into", "issue", help="An issue that takes one article.")
@click.option("--slot", help="The slot of that issue: its folio, or its name as `pressroom check` says it.")
@click.option("--replace", is_flag=True, help="Let the article take the place of the copy that the slot has.")
@click.option(
    "--contents",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A typed contents page: text or CSV.",
)
@click.option("--title", default="", help="The name of the magazine.")
@click.option("--number", default="", help="The number of the issue.")
@click.option("--volume", default="", help="The volume that it belongs to.")
@click.option("--date", default="", help="Its date, YYYY-MM or YYYY-MM-DD.")
@click.option("--language", default="", help="Its language, as zh-CN, zh-Hant, ja, en.")
@click.option("--pages", type=click.IntRange(1), help="How many numbered pages it has.")
@click.option(
    "--first-folio", type=click.IntRange(1, 9999), help="The folio of its first page, where folios run through a year."
)
@click.option("--layout", default="base", show_default=True, help="The layout that issue.yaml asks for.")
@click.option("--ocr", "engine", type=click.Choice(["rapidocr", "tesseract"]), help="What reads images of pages.")
@click.option("--facsimile", is_flag=True, help="Keep the images of pages, and show scan and copy side by side.")
@click.option("--each", is_flag=True, help="Each source is an issue of its own, also where they are pages.")
def import_(sources: tuple[Path, ...], out: Path | None, **options: Any) -> None:
    """Turn old material into issue folders: text, PDF, page images, ALTO, hOCR, Word files and more.

    Exits with 0 where all is sound, 1 where something is to be looked at, 2 where something is not an issue.
    """
    sources = _without_ocr(sources)
    if options["date"] and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", options["date"]):
        raise click.BadParameter("write YYYY-MM or YYYY-MM-DD", param_hint="--date")
    if options["issue"]:
        _import_article(sources, options)
        return
    if out is None:
        raise click.UsageError(
            "name the folder to make: --out FOLDER, or the issue that takes an article: --into ISSUE"
        )
    from pressroom.importers.many import are_many

    missing = [source for source in sources if not source.exists()]
    if missing and len(sources) == 1:
        raise click.UsageError(f"there is no {missing[0]}")
    if are_many(sources, each=options["each"]):
        _import_many(sources, out, options)
    else:
        _import_one(sources, out, options)


def _without_ocr(sources: tuple[Path, ...]) -> tuple[Path, ...]:
    """Sources as they were named when `import ocr` was a command of its own."""
    return sources[1:] if len(sources) > 1 and sources[0] == Path("ocr") and not sources[0].exists() else sources


def _order(options: dict[str, Any]) -> Any:
    """What is to be imported, and how."""
    from pressroom.importers.orders import ImportOrder
    from pressroom.importers.values import Known

    keys = ("title", "number", "volume", "date", "language", "pages", "first_folio", "layout")
    known = Known(**{key: options[key] for key in keys})
    return ImportOrder(known, options["contents"], options["engine"] or "", options["facsimile"])


def _import_one(sources: Sequence[Path], out: Path, options: dict[str, Any]) -> None:
    """Import one issue, and say its verdict."""
    from pressroom.importers.orders import import_issue

    with show_progress(sources[0].name) as progress:
        result = import_issue(sources, out, _order(options), progress)
    for line in result.lines:
        click.echo(line)
    for said in result.merged:
        click.echo(said)
    click.echo(f"{out}; every doubt is in {out / 'import-report.md'}")
    raise SystemExit(result.verdict.code)


def _import_many(sources: Sequence[Path], out: Path, options: dict[str, Any]) -> None:
    """Import many issues, one after the other; one that cannot be read stops nothing."""
    from pressroom.importers.many import import_many

    with show_progress(out.name) as progress:
        outcomes = import_many(sources, out, _order(options), progress)
    _show_table(outcomes)
    raise SystemExit(max((outcome.code for outcome in outcomes), default=0))


def _show_table(outcomes: Sequence[Outcome]) -> None:
    """Print what became of each source."""
    width = max((len(outcome.name) for outcome in outcomes), default=0)
    for outcome in outcomes:
        click.echo(f"{outcome.name:{width}}  {outcome.verdict:16}  {outcome.told}")
    counts = {
        verdict: sum(1 for one in outcomes if one.verdict == verdict)
        for verdict in dict.fromkeys(o.verdict for o in outcomes)
    }
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))


def _import_article(sources: Sequence[Path], options: dict[str, Any]) -> None:
    """Put one article where it belongs."""
    from pressroom.importers.single import import_article

    if len(sources) != 1 or not options["slot"]:
        raise click.UsageError("name one source, and the slot that takes it: --slot FOLIO")
    (found,) = find_issues([options["issue"]])
    try:
        files = import_article(sources[0], found.folder, options["slot"], replace=options["replace"])
    except PressroomError as error:
        show_report(error.report)
        raise SystemExit(_NONE) from None
    for file in files:
        click.echo(str(file))


@click.command()
@click.argument("issue")
@click.option(
    "--proof",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The set issue: its proof or screen edition.",
)
def facsimile(issue: str, proof: Path) -> None:
    """Show the scanned and the set pages of an imported issue side by side."""
    from pressroom.importers.facsimile import write_facsimile

    (found,) = find_issues([issue])
    try:
        click.echo(str(write_facsimile(found.folder, proof)))
    except FileNotFoundError:
        raise click.UsageError(f"{issue} was not imported with `--facsimile`") from None
