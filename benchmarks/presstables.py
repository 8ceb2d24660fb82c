"""Render what the press costs: trials in, Markdown with ratios and gates out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_MISS = "✗"
_LEAST = 0.001  # seconds
#: Wall time of a manner by that of another: what it may be at most.
RATIO_GATES = {("cold", "weasyprint"): 0.8, ("cold", "vivliostyle"): 0.25, ("edit", "cold"): 0.15}
SECOND_GATES = {"edit": 1.2, "nothing": 0.5}
MEMORY_GATE = 500.0  # MB of any process
SIZE_GATE = 1.1  # by the file of plain WeasyPrint
_LINEAR = 1.2  # times the processor time for a page that the shortest issue takes
_FLAT = 1.2  # times the memory of the issue half as long
_MEGABYTE = 1_048_576 / 1_000_000  # of a mebibyte


@dataclass(frozen=True)
class Trial:
    """One run of a command: seconds, seconds of processors, the most memory of one process in MiB, pages, bytes."""

    wall: float
    cpu: float
    memory: float
    pages: int
    size: int


@dataclass(frozen=True)
class Times:
    """An issue in words, how many rounds it was timed, and its trials by manner, each with a label."""

    what: str
    rounds: int
    labels: Mapping[str, str]
    trials: Mapping[str, tuple[Trial, ...]]

    def median(self, name: str, value: Callable[[Trial], float]) -> float:
        """The median of a value of a manner."""
        return statistics.median(value(trial) for trial in self.trials[name])

    def ratio(self, name: str, other: str, value: Callable[[Trial], float] = lambda trial: trial.wall) -> float:
        """The median over the rounds of one manner by another."""
        pairs = zip(self.trials[name], self.trials[other], strict=False)
        return statistics.median(value(one) / max(value(two), _LEAST) for one, two in pairs)


@dataclass(frozen=True)
class Growth:
    """An issue of some length: its photos, the build from nothing, the build with nothing to do, and binding alone."""

    pages: int
    photos: int
    cold: Trial
    nothing: Trial
    binding: Mapping[str, float]


def render_times(times: Times, binding: Mapping[str, float], notes: Sequence[str]) -> str:
    """Write the table of manners, all against the build from nothing, and the gates."""
    lines = [
        f"Issue: {times.what}. Median of {times.rounds} rounds, in turns.",
        "",
        "| | wall time ÷ from nothing | processor time ÷ from nothing | memory of the largest process | pages | file |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, label in times.labels.items():
        if name not in times.trials:
            continue
        wall, cpu = times.ratio(name, "cold"), times.ratio(name, "cold", lambda trial: trial.cpu)
        memory = times.median(name, lambda trial: trial.memory) * _MEGABYTE
        trial = times.trials[name][0]
        lines.append(
            f"| {label} | {wall:.3g} | {cpu:.3g} | {memory:.0f} MB | {trial.pages} | {trial.size / 1e6:.1f} MB |"
        )
    lines += ["", "| gate | measured | at most |", "|---|---:|---:|"]
    lines += [f"| {what} | {_mark(value, gate)}{unit} | {gate:g}{unit} |" for what, value, gate, unit in _gates(times)]
    share = binding["seconds"] / max(times.median("cold", lambda trial: trial.wall), _LEAST)
    lines += ["", f"Binding alone takes {share:.0%} of a build from nothing.".replace("%", " %")]
    lines += [f"\n- {note}" for note in dict.fromkeys(notes)]
    return "\n".join(lines)


def _gates(times: Times) -> list[tuple[str, float, float, str]]:
    """What is measured against each gate: its words, the value, the most it may be, the unit."""
    labels, found = times.labels, times.trials
    rows = [
        (f"wall time: {labels[name]} ÷ {labels[other]}", times.ratio(name, other), gate, "")
        for (name, other), gate in RATIO_GATES.items()
        if name in found and other in found
    ]
    rows += [
        (f"wall time: {labels[name]}", times.median(name, lambda trial: trial.wall), gate, " s")
        for name, gate in SECOND_GATES.items()
        if name in found
    ]
    memory = times.median("cold", lambda trial: trial.memory) * _MEGABYTE
    rows.append((f"memory of the largest process: {labels['cold']}", memory, MEMORY_GATE, " MB"))
    if "weasyprint" in found:
        size = times.ratio("cold", "weasyprint", lambda trial: trial.size)
        rows.append((f"file: {labels['cold']} ÷ {labels['weasyprint']}", size, SIZE_GATE, ""))
    return rows


def render_growth(found: Sequence[Growth]) -> str:
    """Write how the cost grows with the pages."""
    lines = [
        "| pages | photos | file | processor time for a page ÷ shortest | wall time for a page ÷ shortest "
        "| largest process | binding ÷ build | binding for a page ÷ shortest | memory of binding | nothing to do |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    before: Growth | None = None
    first = found[0]
    for one in found:
        cpu = (one.cold.cpu / one.pages) / max(first.cold.cpu / first.pages, _LEAST)
        wall = (one.cold.wall / one.pages) / max(first.cold.wall / first.pages, _LEAST)
        bound = (one.binding["seconds"] / one.pages) / max(first.binding["seconds"] / first.pages, _LEAST / 100)
        memory = one.cold.memory * _MEGABYTE
        most = MEMORY_GATE if one.pages <= 104 or before is None else before.cold.memory * _MEGABYTE * _FLAT
        lines.append(
            f"| {one.pages} | {one.photos} | {one.cold.size / 1e6:.0f} MB | {_mark(cpu, _LINEAR)} | {wall:.2f} "
            f"| {_mark(memory, most, 0)} MB | {one.binding['seconds'] / max(one.cold.wall, _LEAST):.0%} "
            f"| {bound:.2f} | {one.binding['memory'] * _MEGABYTE:.0f} MB | {_mark(one.nothing.wall, 0.5)} s |"
        )
        before = one
    return "\n".join(lines).replace("%", " %")


def _mark(value: float, gate: float, digits: int = 2) -> str:
    """A figure, with a cross where it is over its gate."""
    shown = f"{value:.{digits}f}"
    return shown if value <= gate else f"{shown} {_MISS}"
