"""What the composer costs: `python -m benchmarks.speed`.

The same HTML is set with the composer and by plain WeasyPrint, in turns, each time in a fresh process; what is compared
is the processor time of the setting alone, round by round, and the peak of memory of the process.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pypdfium2

from benchmarks.pages import Setting, lay_out_fonts, write_html
from benchmarks.peers import FOLDER, PEERS, set_page
from benchmarks.tables import describe_machine, replace_between
from benchmarks.texts import invent_english, read_own, stretch

README = Path(__file__).resolve().parent / "README.md"
_TWO_COLUMNS = Setting(17, 9.5, 2)
_ONE_COLUMN = Setting(24, 10, 1)
_CHINESE, _ENGLISH = 82_000, 167_000  # characters: 60 pages each
_HEADS = 12  # paragraphs from heading to heading
_LONG = (25_000, 50_000, 100_000)  # characters of one paragraph
_SLOWEST = 20.0  # seconds for the longest
_LINEAR = 2.4  # times as long for twice the text


@dataclass(frozen=True)
class Document:
    """A document that is timed: what it is, its HTML, and how much more than plain WeasyPrint it may take."""

    name: str
    html: str
    gate: float
    memory_gate: float = 1.3


@dataclass(frozen=True)
class Timing:
    """One setting: pages, processor time in seconds, peak of memory in MiB."""

    pages: int
    cpu: float
    memory: float


@dataclass(frozen=True)
class Comparison:
    """A document set in turns, with the composer and without."""

    document: Document
    composed: tuple[Timing, ...]
    plain: tuple[Timing, ...]

    @property
    def times(self) -> tuple[float, ...]:
        """Processor time with the composer by that without, round by round."""
        return tuple(one.cpu / other.cpu for one, other in zip(self.composed, self.plain, strict=True))

    @property
    def time(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.times)

    @property
    def memory(self) -> float:
        """Peak of memory with the composer by that without, the median of the rounds."""
        pairs = zip(self.composed, self.plain, strict=True)
        return statistics.median(one.memory / other.memory for one, other in pairs)


@click.command()
@click.option("--rounds", default=7, show_default=True, type=click.IntRange(1), help="How often each document is set.")
@click.option("--print", "only_print", is_flag=True, help="Print the table; leave README.md as it is.")
def main(rounds: int, only_print: bool) -> None:
    """Compare the composer with plain WeasyPrint, and write the table into benchmarks/README.md."""
    own = read_own().paragraphs
    desk = FOLDER / "speed"
    chinese, long = stretch(own, _CHINESE), "".join(stretch(own, _LONG[-1]))
    faces = lay_out_fonts(desk / "fonts", (*chinese, long))
    documents = (
        Document("Chinese", write_html(chinese, _TWO_COLUMNS, faces, heads=_HEADS), 1.15),
        Document("English", write_html(invent_english(_ENGLISH), _TWO_COLUMNS, faces, "en", heads=_HEADS), 1.02),
    )
    found = [_compare(document, rounds, desk) for document in documents]
    paragraphs = []
    for length in _LONG:
        click.echo(f"one paragraph of {length:,} characters", err=True)
        paragraphs.append(_set("pressroom", write_html([long[:length]], _ONE_COLUMN, faces), desk).cpu)
    report = render_speed(found, dict(zip(_LONG, paragraphs, strict=True)))
    if only_print:
        click.echo(report)
    else:
        replace_between(README, "speed", report)


def _compare(document: Document, rounds: int, desk: Path) -> Comparison:
    """Set a document in turns; which comes first changes from round to round."""
    timings: dict[str, list[Timing]] = {"pressroom": [], "weasyprint": []}
    for number in range(rounds):
        click.echo(f"{document.name}, round {number + 1} of {rounds}", err=True)
        for name in sorted(timings, reverse=number % 2 == 1):
            timings[name].append(_set(name, document.html, desk))
    return Comparison(document, tuple(timings["pressroom"]), tuple(timings["weasyprint"]))


def _set(name: str, html: str, desk: Path) -> Timing:
    """Set a document once, in a process of its own."""
    source, out = desk / "page.html", desk / f"{name}.pdf"
    source.write_text(html, encoding="utf-8")
    set_page(PEERS[name], source, out)
    facts = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    document = pypdfium2.PdfDocument(out)
    try:
        return Timing(len(document), facts["cpu"], facts["memory"])
    finally:
        document.close()


def render_speed(found: Sequence[Comparison], paragraphs: dict[int, float]) -> str:
    """Write the tables: ratios with their gates, and the seconds that one long paragraph takes."""
    rounds = len(found[0].times) if found else 0
    machine = describe_machine(platform.system(), platform.machine(), os.cpu_count())
    lines = [
        f"Machine: {machine}. Median of {rounds} rounds.\n",
        "| two columns | pages | processor time ÷ plain WeasyPrint | all rounds | gate | memory ÷ plain | gate |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        lines.append(
            f"| {one.document.name} | {one.composed[0].pages} | {_mark(one.time, one.document.gate)} "
            f"| {min(one.times):.2f}–{max(one.times):.2f} | ≤ {one.document.gate:g} "
            f"| {_mark(one.memory, one.document.memory_gate)} | ≤ {one.document.memory_gate:g} |"
        )
    lines += ["\n| one paragraph of | seconds | ÷ one half as long | gate |", "|---|---:|---:|---:|"]
    before = 0.0
    for length, seconds in paragraphs.items():
        growth = _mark(seconds / before, _LINEAR) if before else ""
        gate = f"≤ {_SLOWEST:g} s, ≤ {_LINEAR:g}" if length == max(paragraphs) else ""
        shown = _mark(seconds, _SLOWEST) if gate else f"{seconds:.1f}"
        lines.append(f"| {length:,} characters | {shown} | {growth} | {gate} |")
        before = seconds
    return "\n".join(lines)


def _mark(value: float, gate: float) -> str:
    """A figure, with a cross where it is over its gate."""
    return f"{value:.2f}" if value <= gate else f"{value:.2f} ✗"


if __name__ == "__main__":
    main()
