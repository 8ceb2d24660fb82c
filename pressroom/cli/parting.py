"""Commands that hand on a part of an issue, or all of it: offprints, exports, packages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pressroom import __version__
from pressroom.cli.options import config_options, find_config, find_issues, show_progress, show_report, start_nursery
from pressroom.pipeline.orders import Order
from pressroom.workshop.files import digest_of, write_file

_FORMS = ("html", "docx", "md", "json")
_EDITIONS = ("screen", "print", "epub")
_STOPPED = 1

issue_option = click.option("--issue", help="The issue.  [default: the one that you stand in, or the newest]")


@click.command()
@click.argument("article")
@issue_option
@click.option("--to", "out", type=click.Path(dir_okay=False, path_type=Path), help="The PDF.  [default: ARTICLE.pdf]")
@config_options
def offprint(
    article: str, issue: str | None, out: Path | None, jobs: int, magazine: Path | None, **config: Any
) -> None:
    """Print one article, or one slot, on its own: with the folios that it has in its issue."""
    (found,) = find_issues([issue] if issue else [], magazine)
    order = Order(found.folder, find_config(found.magazine, **config), (), jobs=jobs)
    target = out or Path(f"{article}.pdf")
    print_to(order, article, target)


def print_to(order: Order, name: str, target: Path) -> None:
    """Print a slot to a file, and say so."""
    nursery = start_nursery()
    from pressroom.pipeline.offprint import print_part

    show_report(print_part(order, name, target, nursery))
    click.echo(f"{target} ({target.stat().st_size / 1e6:.2f} MB)")


@click.command()
@click.argument("article")
@issue_option
@click.option("--to", "form", type=click.Choice(_FORMS), default="html", show_default=True, help="The form.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file.  [default: ARTICLE.FORM]")
@config_options
def export(
    article: str, issue: str | None, form: str, out: Path | None, jobs: int, magazine: Path | None, **config: Any
) -> None:
    """Write one article for others: as a page that stands for itself, a Word document, Markdown or JSON."""
    del jobs  # nothing is set
    from pressroom.exporting import PrintedPiece, write_piece
    from pressroom.pipeline.offprint import find_part
    from pressroom.pipeline.prepare import prepare_issue
    from pressroom.workshop import open_workshop

    (found,) = find_issues([issue] if issue else [], magazine)
    with open_workshop(find_config(found.magazine, **config), found.folder) as workshop:
        prepared = prepare_issue(found.folder, workshop)
    slot = find_part(prepared, article)
    galley = next((one for one in prepared.galleys if one.article.slug == article), None)
    if galley is None:
        known = ", ".join(one.slug for one in slot.articles)
        raise click.UsageError(f"{article} is a slot: name one of its articles: {known}")
    target = out or Path(f"{article}.{form}")
    write_file(target, write_piece(PrintedPiece(prepared.issue, galley.article, galley, slot.labels), form))
    click.echo(str(target))


@click.command()
@click.argument("issue", required=False)
@click.option(
    "--to", "out", type=click.Path(file_okay=False, path_type=Path), help="The folder.  [default: ISSUE-package]"
)
@config_options
def package(issue: str | None, out: Path | None, jobs: int, magazine: Path | None, **config: Any) -> None:
    """Make a folder with all that a printer or a colleague needs: editions, sources, layouts, fonts, and a list."""
    from pressroom.pipeline.publish import publish_issue

    (found,) = find_issues([issue] if issue else [], magazine)
    target = out or Path(f"{found.folder.resolve().name}-package")
    if target.exists() and any(target.iterdir()):
        raise click.UsageError(f"{target} is there already, and not empty")
    settings = find_config(found.magazine, **config)
    order = Order(found.folder, settings, _EDITIONS, target / "editions", jobs)
    with show_progress(found.folder.name) as progress:
        published = publish_issue(order, progress, start_nursery())
    show_report(published.report)
    if not published.report.clear:
        raise SystemExit(_STOPPED)
    layouts = published.proof.layout.folders
    for source, name in _list_sources(found.folder, published.proof.issue.magazine.place.file, layouts):
        shutil.copytree(source, target / name) if source.is_dir() else _copy(source, target / name)
    for face in published.proof.faces:
        _copy(face.path, target / "fonts" / face.path.name)
    write_file(target / "PACKAGE.txt", _list_files(target, published.proof.issue.title).encode())
    click.echo(str(target))


def _list_sources(folder: Path, sheet: Path, layouts: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    """What the issue was made from, and where it goes."""
    yield folder, f"issues/{folder.resolve().name}"
    yield sheet, "issues/magazine.yaml"
    yield from ((layout, f"layouts/{layout.name}") for layout in layouts)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _list_files(folder: Path, title: str) -> str:
    """A list of all files with their digests, and how they are built again."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [f"{digest_of(file)}  {file.relative_to(folder).as_posix()}" for file in files]
    head = f"{title}\nMade by Pressroom {__version__}. In this folder, `pressroom build` makes it again.\n\nSHA-256\n"
    return head + "\n".join(lines) + "\n"
