"""Cut the body into chapters: an entry of the contents page each, with the lines of the scan that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.furniture import cut_back, drop_furniture
from pressroom.importers.ocr.openings import find_openings, how_like
from pressroom.importers.ocr.text import fold, is_finished
from pressroom.importers.ocr.values import Contents, ContentsEntry
from pressroom.importers.pages import SourceLine
from pressroom.importers.values import Doubt, LeftOver, Notes


@dataclass(frozen=True)
class Cut:
    """An entry and its lines; it was not found where there are none of its own.

    ``quoted``: its headline is not in the text, but what the contents page says to introduce it.
    """

    entry: ContentsEntry
    lines: tuple[SourceLine, ...]
    found: bool
    quoted: bool = False


def cut_body(
    contents: Contents, body: Sequence[SourceLine], title: str = ""
) -> tuple[tuple[Cut, ...], tuple[SourceLine, ...], Notes]:
    """Give each entry its lines; give also the lines before the first article, and what is doubtful."""
    headlines = [entry.text for entry in contents.entries]
    lines, left = drop_furniture(body, contents.departments, title, headlines)
    lines, back = cut_back(lines)
    left += tuple(LeftOver(line.number, line.text, "behind the last article") for line in back)
    openings = find_openings(contents, lines)
    known = [position for position in openings if position is not None]
    cuts: list[Cut] = []
    for index, (entry, position) in enumerate(zip(contents.entries, openings, strict=True)):
        if position is None:
            cuts.append(Cut(entry, (), False))
            continue
        later = [other for other in openings[index + 1 :] if other is not None]
        cuts.append(Cut(entry, lines[position : later[0] if later else len(lines)], True))
    head = lines[: known[0]] if known else lines
    if head and not cuts[0].found and any(is_finished(line.text) for line in head):
        cuts[0], head = Cut(cuts[0].entry, head, False), ()
    cuts = _carve(cuts)
    doubts = tuple(_doubt(cut) for cut in cuts if not cut.found)
    vague = (cut for cut in cuts if cut.found and cut.lines and how_like(cut.entry, cut.lines) < _LIKE)
    doubts += tuple(_doubt_opening(cut) for cut in vague)
    return tuple(cuts), head, Notes(doubts, left)


def _doubt(cut: Cut) -> Doubt:
    """Say that an entry was not found in the body."""
    what = f"no article opens with {cut.entry.text!r}"
    decision = f"took the text from line {cut.lines[0].number} on" if cut.lines else "its page has the headline only"
    return Doubt(cut.entry.lines[0].number, what, decision)


_LIKE = 80.0  # of 100, that an opening and its entry are: those that are known to be right are more alike
UNLIKE = "is only somewhat like the contents page"


def _doubt_opening(cut: Cut) -> Doubt:
    """Say that an article opens with words that may be others, such as a subhead that has some of them."""
    what = f"the opening {cut.lines[0].text.strip()[:24]!r} {UNLIKE}"
    return Doubt(cut.lines[0].number, what, f"took it for that of {cut.entry.text!r}")


def _carve(cuts: Sequence[Cut]) -> list[Cut]:
    """Give an entry that was not found the end of the article before it, where that article has closed."""
    carved = list(cuts)
    for index in range(1, len(carved)):
        cut, before = carved[index], carved[index - 1]
        if cut.found or not before.lines:
            continue
        quoted = _at_blurb(cut.entry, before)
        at = _closing(before) or quoted
        if at:
            carved[index - 1] = Cut(before.entry, before.lines[:at], before.found)
            carved[index] = Cut(cut.entry, before.lines[at:], False, quoted > 0)
    return carved


def _closing(cut: Cut) -> int:
    """The index behind a line that closes an article: ``[整理 甲]``; 0 where there is none or nothing follows it."""
    for index in range(1, len(cut.lines) - 1):
        line = cut.lines[index]
        closes = line.text.strip()[:1] in "[【（(" and bool(read_byline(line.text))
        if closes and any(is_finished(other.text) for other in cut.lines[index + 1 :]):
            return index + 1
    return 0


def _at_blurb(entry: ContentsEntry, before: Cut) -> int:
    """The index of the paragraph that the contents page quotes; 0 where there is none."""
    for blurb in entry.blurb:
        for index, line in enumerate(before.lines):
            if index and fuzz.ratio(fold(blurb.text), fold(line.text)) > 80:
                return index
    return 0
