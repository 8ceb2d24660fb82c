"""The commands of the archive: all issues again, whether they are the same, what differs, and where things stand."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressroom.cli.options import edition_option, find_config, magazine_option, show_progress, stand_in_magazine
from pressroom.workshop.config import Limits

if TYPE_CHECKING:
    from pressroom.archive.tasks import Answer, Task

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
