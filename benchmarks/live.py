"""How long the desk takes from a save to the page: `python -m benchmarks.live`.

A copy of the sample issue is opened at a desk without a browser. Sources are saved as an editor saves them; the time
runs from the save to the PNG of the first page of the slot in view, drawn at the size of a fitted spread: through the
watcher, the reader, a worker and PDFium. What a browser adds (fetching from this machine, decoding) is not in it.
"""

from __future__ import annotations

import os
import platform
import queue
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.tables import describe_machine, replace_between
from pressroom.desk.pages import PageShelf, PageView
from pressroom.desk.press import WarmPress
from pressroom.desk.watching import watch_folders
from pressroom.run import Run
from pressroom.workshop.config import config_of

README = Path(__file__).resolve().parent / "README.md"
_ROOT = Path(__file__).resolve().parents[1]
_ISSUE = "2021-01"
_WIDTH = 620  # pixels: a page of a spread that fits a screen
_PATIENCE = 60.0  # seconds
_REST = 1.3  # seconds between saves: the desk reads the whole issue meanwhile


@dataclass(frozen=True)
class Edit:
    """A kind of edit: the file, what is replaced by something of the same length, the slot in view, and its gate."""

    name: str
    file: str
    slug: str
    word: str
    other: str
    gate: float


EDITS = (
    Edit("article of 2 pages", "copy/star-board.md", "star-board", "的", "之", 0.25),
    Edit("article of 3 pages", "copy/projects.md", "projects", "的", "之", 0.35),
    Edit("piece of a forum of 8 pages", "copy/aerospace-roundtable.md", "aerospace-roundtable", "的", "之", 0.4),
    Edit("headline, listed in the contents", "copy/metro.md", "metro", "新区进入", "新区走入", 0.4),
    Edit("style sheet", "layouts/chaoyong/print.css", "star-board", "", "", 0.4),
    Edit("token", "layouts/chaoyong/layout.yaml", "star-board", "", "", 0.4),
)


@dataclass(frozen=True)
class Times:
    """How long it took, in seconds, time after time."""

    edit: Edit
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The time in the middle."""
        return statistics.median(self.seconds)


class Desk:
    """A desk at work, and a person who saves and looks."""

    def __init__(self, press: WarmPress, folder: Path, root: Path, told: queue.Queue[float]) -> None:
        self.press, self.folder, self.root, self._told = press, folder, root, told
        self._shelf = PageShelf()

    def settle(self) -> None:
        """Wait until nothing is to be done."""
        end = time.monotonic() + _PATIENCE * 3
        while not self.press.settled and time.monotonic() < end:
            time.sleep(0.02)

    def digest(self, slot: int) -> str:
        """What is shown of a slot."""
        look = self.press.look
        shown = look.states[slot].shown if look else None
        return shown.digest if isinstance(shown, Run) else ""

    def find_slot(self, slug: str) -> int:
        """The slot that shows an article."""
        look = self.press.look
        assert look is not None
        return next(
            slot.index
            for slot in look.prepared.issue.flatplan
            if any(article.slug == slug for article in slot.articles)
        )

    def time_save(self, file: Path, text: str, slot: int) -> float:
        """Save a file, and wait for the picture of the first page of a slot."""
        before = self.digest(slot)
        start = time.monotonic()
        file.write_text(text, encoding="utf-8")
        while self.digest(slot) == before:
            self._told.get(timeout=_PATIENCE)
        digest = self.digest(slot)
        found = self.press.find_file(digest)
        assert found is not None
        self._shelf.draw(found, digest, 0, PageView(_WIDTH))
        return time.monotonic() - start


@contextmanager
def open_desk(jobs: int) -> Iterator[tuple[Desk, float]]:
    """Open a desk on a copy of the sample issue; give it with the seconds to its first page, its cache warm."""
    told: queue.Queue[float] = queue.Queue()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copytree(_ROOT / "issues", root / "issues")
        shutil.copytree(_ROOT / "layouts", root / "layouts")
        folder, config = root / "issues" / _ISSUE, config_of(root)

        def tell(_name: str, _data: dict[str, Any]) -> None:
            told.put(time.monotonic())

        with WarmPress(folder, config, jobs, tell) as press:
            Desk(press, folder, root, told).settle()
        start, ended = time.monotonic(), threading.Event()
        with WarmPress(folder, config, jobs, tell) as press:
            desk = Desk(press, folder, root, told)
            while not desk.digest(0):
                told.get(timeout=_PATIENCE)
            first = time.monotonic() - start
            watcher = threading.Thread(
                target=watch_folders,
                args=((folder, root / "layouts"), (config.cache,), press.saved, ended),
                daemon=True,
            )
            watcher.start()
            desk.settle()
            time.sleep(1)
            yield desk, first
            ended.set()
            watcher.join()


def measure(desk: Desk, edit: Edit, rounds: int) -> Times:
    """Save a file again and again, each time a little otherwise."""
    file = (desk.root if edit.file.startswith("layouts") else desk.folder) / edit.file
    saved, slot = file.read_text(encoding="utf-8"), desk.find_slot(edit.slug)
    desk.press.see([slot])
    seconds = []
    for number in range(rounds):
        seconds.append(desk.time_save(file, _change(saved, edit, number), slot))
        desk.settle()
        time.sleep(_REST)
    file.write_text(saved, encoding="utf-8")
    desk.press.saved([file.resolve()])
    time.sleep(_REST)
    desk.settle()
    return Times(edit, tuple(seconds))


def _change(text: str, edit: Edit, number: int) -> str:
    """The text of a source, changed in the so many-th way."""
    if edit.file.endswith(".css"):
        return f"{text}\n.deck {{ letter-spacing: 0.0{number + 1}em }}\n"
    if edit.file.endswith(".yaml"):
        return text.replace("tokens:\n", f'tokens:\n  size: "{10 + (number + 1) / 100:g}pt"\n', 1)
    if len(edit.word) > 1:
        return text.replace(edit.word, edit.other + chr(0x4E00 + number), 1)
    head = text.index("\n---", 4)
    places = [place for place in range(head, len(text)) if text[place] == edit.word]
    place = places[number % len(places)]
    return text[:place] + edit.other + text[place + 1 :]


def write_table(times: list[Times], first: float) -> str:
    """The table for the README."""
    lines = [
        describe_machine(platform.system(), platform.machine(), os.cpu_count()),
        f"Load while it ran: {os.getloadavg()[0]:.1f}. From the command's press to its first page, cache warm: "
        f"{first:.2f} s.",
        "",
        "| saved | in view, median | fastest | slowest | goal, quiet |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in times:
        row = (one.median, min(one.seconds), max(one.seconds), one.edit.gate)
        lines.append(f"| {one.edit.name} | " + " | ".join(f"{value:.2f} s" for value in row) + " |")
    return "\n".join(lines)


@click.command()
@click.option("--rounds", default=20, show_default=True, help="Saves of each kind.")
@click.option("--jobs", default=2, show_default=True, help="Workers.")
@click.option("--write/--no-write", default=True, help="Write the table into the README.")
def main(rounds: int, jobs: int, write: bool) -> None:
    """Measure the desk, and write the table."""
    if platform.system() != "Linux":
        raise click.ClickException("this is measured on Linux")
    with open_desk(jobs) as (desk, first):
        times = [measure(desk, edit, rounds if edit.file.endswith(".md") else max(rounds // 4, 2)) for edit in EDITS]
    table = write_table(times, first)
    click.echo(table)
    if write:
        replace_between(README, "live", table)


if __name__ == "__main__":
    main()
