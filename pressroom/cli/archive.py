"""The commands of the archive: all issues again, whether they are the same, what differs, and where things stand."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressroom.cli.options import (
    edition_option,
    find_config,
    magazine_option,
    show_progress,
    show_report,
    stand_in_magazine,
)
from pressroom.workshop.config import Limits
from pressroom.workshop.files import write_file

if TYPE_CHECKING:
    from pressroom.archive.comparing import Difference
    from pressroom.archive.tasks import Answer, Task
    from pressroom.archive.verifying import Proven

_MADE, _STOPPED, _LOST = 0, 1, 2


@click.group()
def archive() -> None:
    """Make, prove and search the archive of all issues."""


@archive.command()
@click.argument("issues", nargs=-1)
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder of the archive."
)
@edition_option
@magazine_option
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=os.cpu_count() or 1, show_default="all cores", help="Issues at once."
)
@click.option("--cluster", help="A cluster of Dask: tcp://HOST:PORT of its scheduler, slurm, or ssh:HOST,HOST …")
@click.option("--only-changed", is_flag=True, help="Leave issues alone whose sources have not changed.")
@click.option("--retry-failed", is_flag=True, help="Try those again that their sources stopped, unchanged as they are.")
@click.option("--limit-memory", type=click.IntRange(0), default=4000, show_default=True, help="MB an issue; 0: any.")
@click.option(
    "--limit-seconds", type=click.FloatRange(0), default=3600, show_default=True, help="Time an issue; 0: any."
)
@click.option("--cache/--no-cache", "keep", default=True, help="Set again only what has changed.  [default: cache]")
def build(
    issues: tuple[str, ...],
    out: Path,
    editions: tuple[str, ...],
    magazine: Path | None,
    jobs: int,
    cluster: str | None,
    only_changed: bool,
    retry_failed: bool,
    limit_memory: int,
    limit_seconds: float,
    keep: bool,
) -> None:
    """Make issues again, each with its bag: all of the magazine you stand in, or those, and magazines, that are named.

    What is there and sound is not made again. Exits with 0 where all are made, 1 where sources stop one, 2 where the
    work on one was lost.
    """
    limits = Limits(limit_seconds, limit_memory)
    tasks = list(_plan(issues, magazine, out, editions, limits, keep, (only_changed, retry_failed)))
    answers: list[Answer] = []
    with show_progress(out.name) as progress:
        for answer in _run(tasks, jobs, limits, cluster):
            answers.append(answer)
            progress(f"{answer.record.issue} {answer.record.fate}", len(answers), len(tasks))
    _show_table(answers)
    fates = {answer.record.fate.value for answer in answers}
    raise SystemExit(_LOST if "lost" in fates else _STOPPED if "stopped" in fates else _MADE)


def _run(tasks: Sequence[Task], jobs: int, limits: Limits, cluster: str | None) -> Iterator[Answer]:
    """Give tasks to the processes of this machine, or to those of a cluster."""
    if cluster:
        from pressroom.archive.cluster import build_on_cluster, open_cluster

        with open_cluster(cluster, jobs) as client:
            click.echo(f"dashboard: {client.dashboard_link}", err=True)
            yield from build_on_cluster(client, tasks, limits)
        return
    from pressroom.archive.building import build_archive

    yield from build_archive(tasks, jobs, limits)


def _plan(
    names: Sequence[str],
    magazine: Path | None,
    out: Path,
    editions: tuple[str, ...],
    limits: Limits,
    keep: bool,
    how: tuple[bool, bool],
) -> Iterator[Task]:
    """Turn what is named into tasks, with what the journal says of each."""
    from pressroom.archive.journal import read_journal
    from pressroom.archive.stock import list_stock
    from pressroom.archive.tasks import Task

    journal = read_journal(out)
    if journal.damaged:
        click.echo(f"{out}: {journal.damaged} lines of the journal are not whole; their issues are looked at", err=True)
    slot_memory = min(2000, limits.megabytes // 2) if limits.megabytes else 0
    for one in list_stock(_find_folders(names, magazine)):
        config = find_config(one.magazine.absolute(), keep, slot_memory=slot_memory)
        config = replace(config, cache=config.cache.absolute())
        before = journal.records.get(one.name)
        yield Task(one.name, one.folder.absolute(), config, out.absolute(), editions, before, *how)


def _find_folders(names: Sequence[str], magazine: Path | None) -> list[Path]:
    """The folders that are meant: a slug is an issue of the magazine that is named, or that one stands in."""
    if not names:
        return [stand_in_magazine(magazine)]
    return [Path(name) if Path(name).is_dir() else stand_in_magazine(magazine) / "issues" / name for name in names]


def _show_table(answers: Sequence[Answer]) -> None:
    """Print what became of each issue that is not as it was, and how many there are of each kind."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("issue", "", "pages", "seconds", "", title="Archive", title_justify="left")
    for answer in sorted(answers, key=lambda answer: answer.record.issue):
        record = answer.record
        if answer.fresh or record.fate != "made":
            table.add_row(
                record.issue, record.fate.value, str(record.pages or ""), f"{record.seconds:.1f}", escape(record.told)
            )
    console = Console(width=None if sys.stdout.isatty() else 200)
    if table.row_count:
        console.print(table)
    counts = Counter(
        "there already" if not one.fresh and one.record.fate == "made" else one.record.fate.value for one in answers
    )
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))


@click.command()
@click.argument("bags", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(bags: tuple[Path, ...]) -> None:
    """Prove bags, or all bags of an archive: whole, and made again from what lies in them, the same.

    Exits with 0 where all are the same or look the same, 1 where an issue has changed, 2 where a bag is broken.
    """
    from pressroom.archive.verifying import find_bags, verify_bag

    found = [bag for folder in bags for bag in find_bags(folder)]
    if not found:
        raise click.UsageError("there is no bag in these folders")
    likeness = set()
    for bag in found:
        with tempfile.TemporaryDirectory(prefix="pressroom-") as bench:
            proven = verify_bag(bag, Path(bench))
        likeness.add(proven.likeness.value)
        click.echo(f"{bag}: {proven.likeness.value}")
        for line in _tell_proven(proven):
            click.echo(f"    {line}")
    raise SystemExit(_LOST if "broken" in likeness else _STOPPED if "changed" in likeness else _MADE)


def _tell_proven(proven: Proven) -> Iterator[str]:
    """What is said of a bag that is not the same."""
    yield from (str(finding) for finding in proven.findings)
    yield from (f"{name} was {then}, is {now} here" for name, then, now in proven.versions if proven.files)
    yield from (_tell(difference) for difference in proven.differences)
    if proven.files:
        yield f"other bytes: {', '.join(proven.files)}"
    if proven.pages:
        yield f"other looks: p. {', '.join(proven.pages)}"


def _tell(difference: Difference) -> str:
    """A difference in a line, with its texts below."""
    head = f"{difference.article or 'issue'} {difference.title}".strip()
    texts = [f"\n        {text}" for text in (difference.before, difference.after) if text]
    return f"{head}: {difference.kind}: {difference.told}{''.join(texts)}"


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--article", help="Only what concerns this article, by its slug.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Show pages side by side in this file.")
def diff(before: str, after: str, article: str | None, as_json: bool, html: Path | None) -> None:
    """Compare two states of an issue by article: folders, builds, bags, screen PDFs, or revisions of git.

    A revision is one of the issue that the other side names. Exits with 1 where something differs.
    """
    from pressroom.archive.comparing import compare
    from pressroom.archive.reading import read_screen
    from pressroom.archive.reviewing import list_differences, write_review
    from pressroom.archive.sides import find_side

    with tempfile.TemporaryDirectory(prefix="pressroom-") as bench:
        places = [Path(before), Path(after)]
        one, other = (
            find_side(name, places[1 - side], Path(bench) / str(side), find_config)
            for side, name in enumerate((before, after))
        )
        found = compare(read_screen(one), read_screen(other))
        found = tuple(change for change in found if article in (None, change.article))
        if html:
            write_file(html, write_review(f"{before} → {after}", found, one, other))
    if as_json:
        click.echo(list_differences(found), nl=False)
    else:
        for change in found:
            click.echo(_tell(change))
        click.echo("nothing differs" if not found else f"{len(found)} differences")
    raise SystemExit(_STOPPED if found else _MADE)


@archive.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--in",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the archive.",
)
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many articles are shown.")
@click.option("--anew", is_flag=True, help="Make the catalogue anew before.")
def find(words: tuple[str, ...], folder: Path, most: int, anew: bool) -> None:
    """Find articles in an archive by words, Chinese ones too; exits with 1 where there is none."""
    from pressroom.archive.catalogue import CATALOGUE, find_articles, make_catalogue

    if anew or not (folder / CATALOGUE).is_file():
        make_catalogue(folder)
    hits = find_articles(folder, " ".join(words), most)
    for hit in hits:
        click.echo(f"{hit.title}  {hit.issue} ({hit.date}), {hit.pages}  [{hit.bag}]\n    {hit.excerpt}")
    raise SystemExit(_MADE if hits else _STOPPED)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.  [default: the archive]"
)
@click.option("--check", "only_check", is_flag=True, help="Only say what does not agree from issue to issue.")
@click.option("--email", help="Write a deposit for Crossref, too, that is answered to this address.")
def index(folder: Path, out: Path | None, only_check: bool, email: str | None) -> None:
    """Index all issues of an archive: by year, author, subject, department, as HTML and CSV, and cite every article.

    Exits with 1 where something does not agree from issue to issue.
    """
    from pressroom.archive.citing import FORMS, write_crossref
    from pressroom.archive.indexing import check_serials, list_entries, read_serials, write_csv, write_html
    from pressroom.report import Report

    found = read_serials(folder)
    if not found:
        raise click.UsageError(f"{folder}: no bag in it says what it is")
    report = Report.of(check_serials(found))
    show_report(report)
    serials = [serial for _, serial in found]
    if not only_check:
        entries = list_entries(serials)
        title = " / ".join(dict.fromkeys(serial.magazine for serial in serials))
        files = {"index.html": write_html(title, entries), "index.csv": write_csv(entries)}
        files |= {f"citations.{ending}": write(serials) for ending, write in FORMS.values()}
        files |= {"citations.crossref.xml": write_crossref(serials, email)} if email else {}
        for name, text in files.items():
            write_file((out or folder) / name, text.encode())
            click.echo(str((out or folder) / name))
    raise SystemExit(_STOPPED if report.findings else _MADE)
