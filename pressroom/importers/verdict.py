"""Judge an import: what was read, written and doubtful in; sound, to be looked at, or not an issue out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median


class Verdict(Enum):
    """What an import is worth, with the exit code of the command."""

    SOUND = "sound"
    LOOK = "to be looked at"
    NONE = "not an issue"

    @property
    def code(self) -> int:
        """The exit code: 0 sound, 1 to be looked at, 2 not an issue."""
        return {Verdict.SOUND: 0, Verdict.LOOK: 1, Verdict.NONE: 2}[self]


@dataclass(frozen=True)
class Extent:
    """An article as the plan has it: headline, letters of its copy, pages, whether its opening was found."""

    headline: str
    letters: int
    pages: int
    found: bool
    paragraphs: int
    broken: int = 0


@dataclass(frozen=True)
class Figures:
    """What an import is judged by, counted.

    ``share`` is the share of the text that stands in articles whose opening was found, ``order`` that of the folios
    that agree with the order of the articles. ``taken`` are letters that stand in the folder, ``left`` those that do
    not and are listed, ``lost`` those of them that nobody knows a reason for.
    """

    printed: int
    found: int
    share: float
    order: float
    letters: int
    taken: int
    left: int
    lost: int
    language: str
    extents: tuple[Extent, ...] = ()
    columns: int = 0
    misread: int = 0
    guessed: int = 0
    vague: int = 0
    deserted: tuple[str, ...] = ()
    hidden: int = 0
    clashes: int = 0
    missing: tuple[str, ...] = ()
    unlikely: tuple[str, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether every letter of the source stands in the folder or is listed."""
        return self.letters == self.taken + self.left


_FULL_SHARE = 0.985
_HALF = 0.5
_MOST_LOST = 0.004  # of the letters
_FEW = 4  # letters, in whatever short a text
_CROWDED = 4.0  # times as many letters on a page as most articles have
_EMPTY = 10  # letters of an article that has none to speak of
_SOME = 40  # letters of an article whose density counts
_LONG = 1200  # letters of an article that may hold another
_MOST_BROKEN = 0.2  # of the paragraphs


def judge(figures: Figures) -> tuple[Verdict, tuple[str, ...]]:
    """Judge an import by its figures, and say what speaks against it."""
    reasons = tuple(_reasons(figures))
    if figures.found < _HALF * figures.printed or figures.share < _HALF:
        return Verdict.NONE, reasons
    return (Verdict.LOOK if reasons else Verdict.SOUND), reasons


def _reasons(figures: Figures) -> Iterator[str]:
    """Everything that makes an import doubtful as a whole."""
    unknown = figures.letters - figures.taken - figures.left
    sayings = (
        (figures.printed - figures.found, f"{{}} of {figures.printed} entries open no article"),
        (
            figures.share < _FULL_SHARE,
            f"only {figures.share:.1%} of the text stands in articles whose opening was found",
        ),
        (figures.order < 1, f"only {figures.order:.0%} of the folios agree with the order of the articles"),
        (figures.misread, "{} folios could not be read"),
        (figures.guessed, "{} folios were put right by their order alone"),
        (figures.vague, "{} openings are only somewhat like the contents page"),
        (figures.hidden, "{} bylines or tags of other articles stand inside the text of one"),
        (figures.clashes, "{} entries have a folio that is taken"),
        (figures.columns, "columns were read across in {} places"),
        (
            figures.lost * (figures.lost > max(_FEW, _MOST_LOST * figures.letters)),
            "{} letters stand nowhere, and nobody knows why",
        ),
        (unknown, "{} letters are not accounted for"),
    )
    yield from (words.format(count) for count, words in sayings if count)
    yield from (f"{what} was not found" for what in figures.missing)
    yield from (f"no entry stands in the department {name!r}" for name in figures.deserted)
    yield from figures.unlikely
    yield from _of_extents(figures.extents)


def _of_extents(extents: Sequence[Extent]) -> Iterator[str]:
    """What the lengths of articles tell: none is empty, and none holds so much that another must be in it."""
    for one in extents:
        if one.found and one.letters < _EMPTY and one.pages > 1:
            yield f"{one.headline!r} has {one.pages} pages and no text"
        if one.broken > 2 and one.broken > _MOST_BROKEN * one.paragraphs:
            yield f"{one.broken} of {one.paragraphs} paragraphs of {one.headline!r} do not end"
    dense = [one.letters / one.pages for one in extents if one.pages and one.letters >= _SOME]
    if len(dense) < 4:
        return
    usual = median(dense)
    for one in extents[:-1]:
        if one.pages and one.letters > _LONG and one.letters / one.pages > _CROWDED * usual:
            yield f"{one.headline!r} has {one.letters} letters for {one.pages} pages: another article may be in it"
