"""What the commands share: where things are found, options, and what is shown on the terminal."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pressroom.editions import EDITIONS
from pressroom.pipeline.orders import USUAL_PROFILE
from pressroom.report import Report
from pressroom.workshop.config import GIGABYTE, Config, Limits

if TYPE_CHECKING:
    from pressroom.proof import Proof
    from pressroom.workshop.nursery import Nursery

Steps = Callable[[str, int, int], None]
_PACKAGE = Path(__file__).resolve().parent.parent


def find_home() -> Path:
    """The folder that holds layouts and fonts: here, or where Pressroom itself lies."""
    here = Path.cwd()
    return here if (here / "layouts").is_dir() else _PACKAGE.parent


def find_config(
    keep: bool = True, cache_room: float = 2.0, slot_seconds: float = 300.0, slot_memory: int = 2000
) -> Config:
    """Where the press finds its things."""
    home = find_home()
    cache = Path(os.environ.get("PRESSROOM_CACHE", home / ".pressroom"))
    own, house = home / "fonts", _PACKAGE.parent / "fonts"
    fonts = (own, house) if (own / "fonts.yaml").is_file() and own.resolve() != house.resolve() else (house,)
    limits = Limits(slot_seconds, slot_memory)
    return Config(home / "layouts", fonts, cache, keep, int(cache_room * GIGABYTE), limits)


def start_nursery() -> Nursery | None:
    """Start what workers are forked from, where there is such a thing; it loads the engine by itself."""
    from pressroom.workshop.nursery import Nursery

    return Nursery("pressroom.setting.slot") if sys.platform.startswith("linux") else None


def find_issues(names: Sequence[str]) -> list[Path]:
    """Find issues by slug or by folder; the newest where none is named."""
    root = find_home() / "issues"
    if not names:
        from pressroom.read import newest_issue

        return [newest_issue(root)]
    folders = []
    for name in names:
        folder = next((path for path in (root / name, Path(name)) if (path / "issue.yaml").is_file()), None)
        if folder is None:
            known = ", ".join(sorted(path.parent.name for path in root.glob("*/issue.yaml"))) or "none"
            raise click.UsageError(f"there is no issue {name!r} (known issues: {known})")
        folders.append(folder)
    return folders


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
_CONFIG_OPTIONS = (
    click.option("--cache/--no-cache", "keep", default=True, help="Set again only what has changed.  [default: cache]"),
    click.option("--cache-room", type=click.FloatRange(0), default=2.0, show_default=True, help="Its size, in GB."),
    click.option(
        "--slot-seconds", type=click.FloatRange(0), default=300.0, show_default=True, help="Time for a slot; 0: any."
    ),
    click.option(
        "--slot-memory", type=click.IntRange(0), default=2000, show_default=True, help="Megabytes for a slot; 0: any."
    ),
)


def config_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what a build stands on."""
    return reduce(lambda made, option: option(made), reversed(_CONFIG_OPTIONS), jobs_option(command))


def _reports(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Read the names of reports."""
    for file in files:
        if file.suffix.lower() not in (".html", ".json"):
            raise click.BadParameter(f"{file.name}: known endings are .html, .json")
    return files


def show_report(report: Report, most: int = 0) -> None:
    """Print what was found, the worst first; where ``most`` is given, no more than so many of a check."""
    counts: Counter[str] = Counter()
    for finding in report.findings:
        counts[finding.check] += 1
        if not most or counts[finding.check] <= most:
            click.echo(str(finding), err=True)
    for check, count in counts.items():
        if most and count > most:
            click.echo(f"+{count - most} more of {check}: --report has them all", err=True)


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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def step(what: str, done: int, count: int) -> None:
            bar.update(task, description=f"{name}  {what}", completed=done, total=count)

        yield step
