"""The registry of rules, and how a rule says what it found."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressroom.lint.columns import TextSetting
from pressroom.lint.letters import GlyphBox, LetterPage
from pressroom.lint.lines import Line

_AROUND = 9  # letters of context on each side


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that breaks a rule: the letters, the text around them, and what was measured."""

    page: LetterPage
    box: GlyphBox
    text: str
    message: str


#: Yields one value for every case: None where the rule is kept.
Measure = Callable[[TextSetting], Iterator[Fault | None]]


@dataclass(frozen=True)
class Rule:
    """A rule: its id, the share of cases that may break it (0 to 1), where it comes from, and how it is measured."""

    id: str
    gate: float
    source: str
    measure: Measure

    @property
    def summary(self) -> str:
        """The rule as one true sentence."""
        return (inspect.getdoc(self.measure) or "").partition("\n")[0]


RULES: dict[str, Rule] = {}


def rule(name: str, gate: float, source: str) -> Callable[[Measure], Measure]:
    """Register a function as a rule."""

    def register(measure: Measure) -> Measure:
        assert name not in RULES, f"two rules named {name}"
        assert measure.__doc__, f"{name} needs a docstring"
        RULES[name] = Rule(name, gate, source, measure)
        return measure

    return register


def at(line: Line, first: int, last: int, message: str) -> Fault:
    """A fault at the letters first to last of a line."""
    text = line.text[max(0, first - _AROUND) : last + 1 + _AROUND]
    return Fault(line.page, _around(line, first, last), text, message)


def between(above: Line, line: Line, message: str) -> Fault:
    """A fault where one line ends and the next begins; the box is that of the line's first letter."""
    return Fault(line.page, _around(line, 0, 0), above.text[-_AROUND:] + line.text[:_AROUND], message)


def whole(line: Line, message: str) -> Fault:
    """A fault of a whole line."""
    last = len(line.letters) - 1
    return Fault(line.page, _around(line, 0, last), line.text, message)


def _around(line: Line, first: int, last: int) -> GlyphBox:
    """The cells of some letters of a line."""
    letters = line.letters[first : last + 1]
    return GlyphBox(
        min(letter.x for letter in letters),
        min(letter.y - 0.12 * letter.size for letter in letters),
        max(letter.end for letter in letters),
        max(letter.y + 0.88 * letter.size for letter in letters),
    )
