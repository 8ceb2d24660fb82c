"""What the commands share: where things are found, options, and what is shown on the terminal."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pressroom.editions import EDITIONS
from pressroom.pipeline.orders import USUAL_PROFILE
from pressroom.report import PressroomError, Report, Severity
from pressroom.workshop.config import GIGABYTE, Config, Limits, config_of
from pressroom.workshop.places import ISSUE, find_magazine, list_issues, magazine_of

if TYPE_CHECKING:
    from pressroom.proof import Proof
    from pressroom.workshop.nursery import Nursery

Steps = Callable[[str, int, int], None]


def stand_in_magazine(folder: Path | None = None, before: str = "") -> Path:
    """The folder of the magazine that is named, or that the user stands in; ``before`` stands before what is wrong.

    :raises UsageError: where there is none.
    """
    found = find_magazine(folder or Path.cwd())
    if found is None:
        where = folder or "this folder and those above it"
        hint = "go to the folder of a magazine, name it with --magazine, or make one with `pressroom new magazine`"
        raise click.UsageError(f"{before}{where}: no magazine here (no issues/magazine.yaml)\n{hint}")
    return found


def as_seen(path: Path) -> Path:
    """A path as it is called from where the user stands, where it lies below that."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def find_config(
    magazine: Path,
    keep: bool = True,
    cache_room: float = 2.0,
    slot_seconds: float = 300.0,
    slot_memory: int = 2000,
) -> Config:
    """Where the press finds the things of a magazine."""
    cache = os.environ.get("PRESSROOM_CACHE")
    config = config_of(magazine, Path(cache) if cache else None)
    limits = Limits(slot_seconds, slot_memory)
    return replace(config, keep=keep, room=int(cache_room * GIGABYTE), limits=limits)


def start_nursery() -> Nursery | None:
    """Start what workers are forked from, where there is such a thing; it loads the engine by itself."""
    from pressroom.workshop.nursery import Nursery

    return Nursery("pressroom.setting.slot") if sys.platform.startswith("linux") else None


@dataclass(frozen=True)
class FoundIssue:
    """An issue that a command is to work on, and the magazine that it belongs to."""

    folder: Path
    magazine: Path


def find_issues(names: Sequence[str], magazine: Path | None = None) -> list[FoundIssue]:
    """Find issues by slug or by folder; where none is named, the one that the user stands in, or else the newest.

    :raises UsageError: where there is no magazine, or no issue of that name in it.
    """
    if names:
        return [_find_issue(name, magazine) for name in names]
    here = _below(Path.cwd())
    if magazine is None and (here / ISSUE).is_file():
        return [FoundIssue(here, magazine_of(here))]
    from pressroom.read import newest_issue

    home = stand_in_magazine(magazine)
    return [FoundIssue(newest_issue(home / "issues"), home)]


def _find_issue(name: str, magazine: Path | None) -> FoundIssue:
    """Find an issue: a slug of the magazine, or a folder anywhere."""
    folder = _below(Path(name))
    home = find_magazine(magazine or Path.cwd())
    if home and (home / "issues" / name / ISSUE).is_file():
        return FoundIssue(home / "issues" / name, home)
    if (folder / ISSUE).is_file():
        return FoundIssue(folder, find_magazine(magazine) or magazine_of(folder) if magazine else magazine_of(folder))
    home = home or stand_in_magazine(magazine, f"there is no issue {name!r}; ")
    known = ", ".join(path.name for path in list_issues(home)) or "none"
    raise click.UsageError(f"there is no issue {name!r} in {home} (known issues: {known})")


def _below(folder: Path) -> Path:
    """A folder as it is called from where the user stands; whole where that would say nothing of where it lies."""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  links are kept as the user named them
    seen = as_seen(whole)
    return seen if seen.parts else whole


def _editions(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Read ``screen,epub``."""
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    unknown = [name for name in names if name not in EDITIONS]
    if unknown or not names:
        raise click.BadParameter(f"unknown edition {', '.join(unknown)!r}; known: {', '.join(EDITIONS)}")
    return names


edition_option = click.option(
    "--edition",
    "editions",
    default=",".join(name for name, edition in EDITIONS.items() if not edition.for_the_desk | edition.on_request),
    show_default=True,
    callback=_editions,
    help="Which editions.",
)
report_option = click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=lambda _context, _option, files: _reports(files),
    help="Write what was found to a file: .html with pictures of the pages, .json for programs.",
)
profile_option = click.option(
    "--profile", default=USUAL_PROFILE, show_default=True, help="The limits of the printer: a file of profiles/."
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, show_default="all cores", help="Slots at once."
)
magazine_option = click.option(
    "--magazine",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the magazine.  [default: the one that you stand in]",
)
_LIMIT_OPTIONS = (
    click.option(
        "--slot-seconds", type=click.FloatRange(0), default=300.0, show_default=True, help="Time for a slot; 0: any."
    ),
    click.option(
        "--slot-memory", type=click.IntRange(0), default=2000, show_default=True, help="Megabytes for a slot; 0: any."
    ),
)
_CONFIG_OPTIONS = (
    click.option("--cache/--no-cache", "keep", default=True, help="Set again only what has changed.  [default: cache]"),
    click.option("--cache-room", type=click.FloatRange(0), default=2.0, show_default=True, help="Its size, in GB."),
    *_LIMIT_OPTIONS,
)


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of how much its work may take."""
    return reduce(lambda made, option: option(made), reversed(_LIMIT_OPTIONS), command)


def config_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what a build stands on."""
    return reduce(lambda made, option: option(made), reversed(_CONFIG_OPTIONS), jobs_option(magazine_option(command)))


def _reports(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Read the names of reports."""
    for file in files:
        if file.suffix.lower() not in (".html", ".json"):
            raise click.BadParameter(f"{file.name}: known endings are .html, .json")
    return files


def say_before(folder: Path) -> Report:
    """Say before an issue is built what its magazine cannot expect: a language that nothing sets by its rules."""
    from pressroom.language.check import check_served
    from pressroom.preflight.proof.languages import place_of_language
    from pressroom.read import read_magazine

    try:
        magazine = read_magazine(folder)
    except PressroomError:
        return Report()  # what is wrong with it is told with all else
    finding = check_served(magazine.language, place_of_language(magazine))
    report = Report.of([finding] if finding else [])
    show_report(report)
    return report


def show_report(
    report: Report, most: int = 0, said: Report | None = None, stops: bool = False, where: str = "--report"
) -> None:
    """Print what was found and not said before, the worst first.

    Where ``most`` is given, no more than so many of a check are, but for ``stops``; ``where`` has them all.
    """
    counts: Counter[str] = Counter()
    for finding in (finding for finding in report.findings if not said or finding not in said.findings):
        counts[finding.check] += 1
        if not most or counts[finding.check] <= most or (stops and finding.severity == Severity.STOP):
            click.echo(str(finding), err=True)
    queries = {finding.check for finding in report.findings if finding.severity == Severity.QUERY}
    for check, count in counts.items():
        if most and count > most and (check in queries or not stops):
            click.echo(f"+{count - most} more of {check}: {where} has them all", err=True)


def show_fits(proof: Proof) -> None:
    """Print which slots copyfit touched: how full the last page is, the step that it took, and what that changed."""
    rows = [(part.slot, part.run) for part in proof.parts if part.run.departures]
    if not rows:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("slot", "pages", "full", "step", "changed", title="Copyfit", title_justify="left")
    for slot, run in rows:
        changes = [f"{change.token} {change.was} → {change.now}" for change in run.departures]
        changes += [f"{len(run.left_out)} blocks left out"] if run.left_out else []
        full = f"{run.fills[-1]:.0%}" if run.overset is None else "over"
        table.add_row(slot.name, str(slot.pages), full, run.fit, ", ".join(changes))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


@contextmanager
def show_progress(name: str) -> Iterator[Steps]:
    """A progress bar on a terminal, and silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # It is drawn when there is a step: a thread that did so would be in the way of copies of this process.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(name, total=None)

        def step(what: str, done: int, count: int) -> None:
            bar.update(task, description=f"{name}  {what}", completed=done, total=count, refresh=True)

        yield step
