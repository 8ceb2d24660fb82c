"""Time the whole press on an illustrated issue: ``python -m benchmarks.press``.

In one run and in turns: a build from nothing, a build with nothing to do, a build after one article of two pages was
edited, and the same issue as one document set by plain WeasyPrint, Vivliostyle CLI and Typst. Then issues of other
lengths. Gates are those of the flatplan engine.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pypdfium2

from benchmarks.cost import CommandError, largest_of, run_measured
from benchmarks.magazine import edit_article, make_magazine
from benchmarks.peers import FOLDER, PEERS, ROOT, Peer, PeerError, install_peer
from benchmarks.presstables import Growth, Times, Trial, render_growth, render_times
from benchmarks.reading import open_reading
from benchmarks.tables import describe_machine, replace_between
from benchmarks.whole import read_departures, write_documents
from pressroom.pipeline.prepare import prepare_issue

README = Path(__file__).resolve().parent / "README.md"
PAGES = 104
LENGTHS = (26, 52, 104, 208, 416)
_QUICK = 26
_QUICK_LENGTHS = (13, 26)
_LIMIT = 3600.0  # seconds for one command
_EDITED_PAGES = 2
_OTHERS = ("weasyprint", "vivliostyle", "typst")


@dataclass(frozen=True)
class Bench:
    """Where a benchmark works: the issue, what is kept between builds, what is released, and the documents of peers."""

    desk: Path
    pages: int
    layout: str

    @property
    def issue(self) -> Path:
        """The issue that was made."""
        return self.desk / f"{self.pages}-pages" / f"made-{self.pages}"

    @property
    def cache(self) -> Path:
        """What builds keep."""
        return self.desk / f"{self.pages}-pages" / "cache"

    @property
    def released(self) -> Path:
        """The PDF that a build releases."""
        return self.desk / f"{self.pages}-pages" / "out" / self.issue.name / f"{self.issue.name}.screen.pdf"

    @property
    def documents(self) -> Path:
        """The folder of the documents that other engines are given."""
        return self.desk / f"{self.pages}-pages" / "whole"


@click.command(help=(__doc__ or "").partition("\n")[0])
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="How often each is timed.")
@click.option("--pages", default=PAGES, show_default=True, type=click.IntRange(12), help="Pages of the issue.")
@click.option("--layout", default="base", show_default=True, help="The layout of the issue.")
@click.option("--only", type=click.Choice(["times", "growth"]), help="One of the two tables.")
@click.option("--peer", "names", multiple=True, type=click.Choice(_OTHERS), help="These engines alone.")
@click.option("--quick", is_flag=True, help="A short issue, once, printed and not written.")
@click.option("--print", "only_print", is_flag=True, help="Print the tables; leave README.md as it is.")
def main(
    rounds: int, pages: int, layout: str, only: str | None, names: tuple[str, ...], quick: bool, only_print: bool
) -> None:
    """Time the press, and write the tables into benchmarks/README.md."""
    rounds, pages, lengths = (1, _QUICK, _QUICK_LENGTHS) if quick else (rounds, pages, LENGTHS)
    desk = FOLDER / "press"
    machine = f"Machine: {describe_machine(platform.system(), platform.machine(), os.cpu_count())}."
    if only != "growth":
        _give("press", f"{machine}  \n{_time_all(Bench(desk, pages, layout), rounds, names)}", quick or only_print)
    if only != "times":
        found = [measure_growth(Bench(desk, length, layout)) for length in lengths]
        _give("growth", f"{machine}\n\n{render_growth(found)}", quick or only_print)


def _give(name: str, text: str, only_print: bool) -> None:
    """Print a table, or write it between its markers."""
    if only_print:
        click.echo(text)
    else:
        replace_between(README, name, text)


def _time_all(bench: Bench, rounds: int, names: Sequence[str]) -> str:
    """Time an issue in all manners, in turns."""
    photos = make_magazine(bench.issue, bench.pages, bench.desk / "photos", bench.layout)
    peers, notes = _find_peers([PEERS[name] for name in names or _OTHERS])
    _cold(bench)  # not counted: it makes what the others are given, and reads all files once
    html, typst = write_bench_documents(bench)
    trials: dict[str, list[Trial]] = {}
    loads: list[float] = []
    for number in range(rounds):
        manners: list[tuple[str, Callable[[], Trial]]] = [("cold", lambda: _cold(bench))]
        manners += [("nothing", lambda: _build(bench)), ("edit", lambda number=number: _edit(bench, number))]  # type: ignore[misc]
        others = [(peer.name, lambda peer=peer: set_document(peer, html, typst, bench)) for peer in peers]
        for name, time in [*others, *manners] if number % 2 else [*manners, *others]:
            click.echo(f"round {number + 1} of {rounds}: {name}", err=True)
            loads.append(os.getloadavg()[0])
            try:
                trial = time()
                trials.setdefault(name, []).append(trial)
            except (CommandError, PeerError) as error:
                notes.append(f"{name}: {str(error)[:300]}")
    labels = {"cold": "Pressroom, from nothing", "edit": "Pressroom, one article of two pages edited"}
    labels |= {"nothing": "Pressroom, nothing to do"} | {peer.name: peer.label for peer in peers}
    binding = measure_binding(bench)
    what = f"{bench.pages} numbered pages and 4 of the cover, {photos} photos, layout {bench.layout}"
    busy = max(loads) - 1 if loads else 0
    notes += [f"Other work on the machine at the time: a load of up to {busy:.1f}."] if busy > 1 else []
    return render_times(
        Times(what, rounds, labels, {name: tuple(found) for name, found in trials.items()}), binding, notes
    )


def _find_peers(wanted: Sequence[Peer]) -> tuple[list[Peer], list[str]]:
    """The engines that can be had, and what is said of the others."""
    found, notes = [], []
    for peer in wanted:
        try:
            install_peer(peer)
            found.append(peer)
        except PeerError as error:
            notes.append(f"{peer.title} was not measured: {error}.")
    return found, notes


def _build(bench: Bench) -> Trial:
    """Build the issue with what is kept."""
    command = [sys.executable, "-m", "pressroom.cli", "build", str(bench.issue), "--edition", "screen"]
    variables = dict(os.environ) | {"PRESSROOM_CACHE": str(bench.cache)}
    out = bench.released.parent.parent
    cost = run_measured([*command, "--out", str(out)], ROOT, variables, _LIMIT, largest_of)
    return Trial(cost.wall, cost.cpu, cost.memory, count_pages(bench.released), bench.released.stat().st_size)


def _cold(bench: Bench) -> Trial:
    """Build the issue with nothing kept."""
    shutil.rmtree(bench.cache, ignore_errors=True)
    return _build(bench)


def _edit(bench: Bench, number: int) -> Trial:
    """Build the issue after an article was edited."""
    edit_article(bench.issue, _EDITED_PAGES, number)
    return _build(bench)


def write_bench_documents(bench: Bench) -> tuple[Path, Path]:
    """Write the issue that was built as one document for other engines."""
    shutil.rmtree(bench.documents, ignore_errors=True)
    with open_reading(bench.issue, cache=bench.cache) as workshop:
        prepared = prepare_issue(bench.issue, workshop)
    return write_documents(prepared, read_departures(bench.released.parent / "colophon.json"), bench.documents)


def set_document(peer: Peer, html: Path, typst: Path, bench: Bench) -> Trial:
    """Have another engine set the whole issue."""
    from benchmarks.peers import set_page

    out = bench.documents / f"{peer.name}.pdf"
    cost = set_page(peer, typst if peer.reads == "typ" else html, out, _LIMIT, largest_of)
    return Trial(cost.wall, cost.cpu, cost.memory, count_pages(out), out.stat().st_size)


def measure_binding(bench: Bench) -> dict[str, float]:
    """Bind the issue that was built, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.binding", str(bench.issue), str(bench.cache)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_growth(bench: Bench) -> Growth:
    """Build an issue of some length from nothing."""
    click.echo(f"{bench.pages} pages", err=True)
    photos = make_magazine(bench.issue, bench.pages, bench.desk / "photos", bench.layout)
    cold = _cold(bench)
    return Growth(bench.pages, photos, cold, _build(bench), measure_binding(bench))


def count_pages(file: Path) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    main()
