"""Write what was measured as Markdown: counts of rules in, tables with the best figure in bold out."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import Setting
from pressroom.lint import RULES

_RAGGED = 0.05  # share of lines that miss the edge: the pitch of lines that are not justified says nothing
_PITCH_RULES = ("R10", "R10a", "R10b", "R10c", "R10d", "R10e")
_TEXT_RULE = "R18"
_MISS = "✗"
_NONE = "–"


@dataclass(frozen=True)
class Count:
    """How many cases of a rule there were, and how many break it."""

    broken: int = 0
    cases: int = 0

    @property
    def share(self) -> float:
        """The share that breaks it, 0 to 1."""
        return self.broken / self.cases if self.cases else 0

    def __add__(self, other: Count) -> Count:
        return Count(self.broken + other.broken, self.cases + other.cases)


@dataclass(frozen=True)
class Sheet:
    """What one engine made of one text in one setting; the examples are the first violations of each rule."""

    peer: str
    text: str
    setting: Setting
    counts: Mapping[str, Count]
    examples: tuple[str, ...] = ()


def gate_of(rule: str) -> float:
    """The share of cases that may break a rule."""
    return RULES[rule].gate if rule in RULES else 0


def summary_of(rule: str) -> str:
    """The rule as one true sentence."""
    return RULES[rule].summary if rule in RULES else "The text of the source is in the PDF, character by character."


def rule_names() -> tuple[str, ...]:
    """All rules in their order."""
    return (*sorted(RULES), _TEXT_RULE)


def add_up(sheets: Iterable[Sheet]) -> dict[str, Count]:
    """The counts of several sheets together."""
    total = dict.fromkeys(rule_names(), Count())
    for sheet in sheets:
        for rule, count in sheet.counts.items():
            total[rule] = total.get(rule, Count()) + count
    return total


def missed(counts: Mapping[str, Count]) -> tuple[str, ...]:
    """The rules whose gate is missed."""
    return tuple(rule for rule, count in counts.items() if count.share > gate_of(rule))


def render_composition(sheets: Sequence[Sheet], titles: Mapping[str, str]) -> str:
    """Write all tables; titles name the engines in their order."""
    peers = [peer for peer in titles if any(sheet.peer == peer for sheet in sheets)]
    measures = sorted({sheet.setting.measure for sheet in sheets})
    parts = ["### All measures together", *_table(sheets, peers, titles, sentences=True)]
    for measure in measures:
        chosen = [sheet for sheet in sheets if sheet.setting.measure == measure]
        settings = sorted({(sheet.setting.size, sheet.setting.columns) for sheet in chosen})
        sizes = ", ".join(f"{size:g} pt in {columns}" for size, columns in settings)
        parts += [f"\n### {measure} em ({sizes})", *_table(chosen, peers, titles, sentences=False)]
    return "\n".join(parts)


def _table(sheets: Sequence[Sheet], peers: Sequence[str], titles: Mapping[str, str], sentences: bool) -> Iterator[str]:
    """One table: a line a rule, a column an engine."""
    counts = {peer: add_up(sheet for sheet in sheets if sheet.peer == peer) for peer in peers}
    kept = [rule for rule in rule_names() if not any(counts[peer][rule].broken for peer in peers)]
    tried = [rule for rule in kept if any(counts[peer][rule].cases for peer in peers)]
    yield ""
    yield f"| rule | gate | {' | '.join(titles[peer] for peer in peers)} |"
    yield "|---|---:|" + "---:|" * len(peers)
    for rule in rule_names():
        if rule not in kept:
            name = f"{rule} {summary_of(rule).rstrip('.')}" if sentences else rule
            cells = render_row(rule, {peer: counts[peer][rule] for peer in peers}, _ragged(counts))
            yield f"| {name} | {render_share(gate_of(rule))} | {' | '.join(cells)} |"
    yield f"| gates missed | | {' | '.join(str(len(missed(counts[peer]))) for peer in peers)} |"
    yield ""
    if tried:
        yield f"No engine breaks {', '.join(tried)}."


def _ragged(counts: Mapping[str, Mapping[str, Count]]) -> set[str]:
    """The engines that leave lines ragged: how solid their lines are is no merit."""
    return {peer for peer, found in counts.items() if found.get("R09", Count()).share > _RAGGED}


def render_row(rule: str, counts: Mapping[str, Count], ragged: Iterable[str] = ()) -> list[str]:
    """One cell an engine: its share, a cross where the gate is missed, the best in bold where they differ.

    In parentheses, and out of the running, are pitches of an engine that does not justify.
    """
    outside = {peer for peer in counts if not counts[peer].cases or (rule in _PITCH_RULES and peer in set(ragged))}
    shares = [counts[peer].share for peer in counts if peer not in outside]
    best = min(shares) if shares and min(shares) < max(shares) else None
    return [_cell(rule, count, peer in outside, best) for peer, count in counts.items()]


def _cell(rule: str, count: Count, outside: bool, best: float | None) -> str:
    """The share of one engine."""
    if not count.cases:
        return _NONE
    shown = render_share(count.share)
    if outside:
        return f"({shown})"
    cross = f" {_MISS}" if count.share > gate_of(rule) else ""
    return f"**{shown}**{cross}" if count.share == best else shown + cross


def render_share(share: float) -> str:
    """A share in per cent with one decimal; what is more than nothing is never shown as 0."""
    if share == 0:
        return "0"
    return "< 0.1 %" if share < 0.0005 else f"{share:.1%}".replace("%", " %")


def render_misses(sheets: Sequence[Sheet], peer: str) -> Iterator[str]:
    """The gates that an engine misses, measure by measure and text by text."""
    groups = sorted({(sheet.setting.measure, sheet.text) for sheet in sheets if sheet.peer == peer})
    for measure, text in groups:
        counts = add_up(s for s in sheets if (s.peer, s.setting.measure, s.text) == (peer, measure, text))
        for rule in missed(counts):
            count, gate = counts[rule], render_share(gate_of(rule))
            shown = f"{render_share(count.share)} ({count.broken} of {count.cases}), gate {gate}"
            yield f"- {rule} at {measure} em, text *{text}*: {shown}. {summary_of(rule)}"


def describe_machine(system: str, machine: str, processors: int | None) -> str:
    """The machine in general words."""
    return f"{system} on {machine}, {processors or 'unknown'} processors, Python {platform.python_version()}"


def replace_between(file: Path, name: str, text: str) -> None:
    """Put a text between the two markers of a name; markers and the rest of the file stay.

    :raises ValueError: where the file lacks the markers.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = file.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{file.name} lacks the markers {begin} and {end}")
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
