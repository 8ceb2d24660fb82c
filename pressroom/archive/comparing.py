"""Compare two screen editions: pages that were read in; what differs, article by article, out.

Where an article stands is compared apart from how it is set: one that only has other folios has moved, and nothing else
is said of it, of its folios, or of their numbers on the contents page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pressroom.archive.reading import FURNITURE, PrintedBox, PrintedElement, PrintedLine, ReadIssue, frame, set_lines
from pressroom.archive.works import join_elements, say

_WORD = re.compile(r"\s*(?:[A-Za-zÀ-ɏ0-9][\w.,’'-]*\w|\w|\S)")
_NEAR = 0.6  # points: what is nearer was not moved


@dataclass(frozen=True)
class FramedSpot:
    """A spot on a page, numbered from 0, that is to be looked at."""

    page: int
    box: PrintedBox


@dataclass(frozen=True)
class Difference:
    """What differs: its kind, the article, in a few words; texts before and after; and the spots on both sides.

    Kinds are ``added``, ``removed``, ``text``, ``set``, ``moved``, ``pictures``, ``contents``, ``furniture``.
    """

    kind: str
    article: str
    title: str
    told: str
    before: str = ""
    after: str = ""
    here: tuple[FramedSpot, ...] = field(default=(), compare=False)
    there: tuple[FramedSpot, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class _Laid:
    """An article on its pages: page numbers, labels, and elements by page."""

    pages: tuple[int, ...]
    labels: tuple[str, ...]
    elements: tuple[tuple[int, PrintedElement], ...]

    @property
    def paragraphs(self) -> list[str]:
        """What it says, element by element."""
        parts = join_elements(element for _, element in self.elements)
        return [text for text in (say(part) for part in parts) if text]

    @property
    def pictures(self) -> Counter[str]:
        """The pictures and drawings that it shows."""
        return Counter(mark for _, one in self.elements if one.tag == "Figure" for mark in one.marks)


def compare(one: ReadIssue, other: ReadIssue) -> tuple[Difference, ...]:
    """Compare two editions of an issue."""
    differences: list[Difference] = []
    moved: dict[str, str] = {}
    for slug in dict.fromkeys([*one.titles, *other.titles]):
        before, after = _lay(one, slug), _lay(other, slug)
        title = other.titles.get(slug) or one.titles[slug]
        if slug not in other.titles:
            differences.append(Difference("removed", slug, title, "is gone", here=_frame_all(before)))
        elif slug not in one.titles:
            differences.append(Difference("added", slug, title, "is new", there=_frame_all(after)))
        else:
            moved |= dict(zip(before.labels, after.labels, strict=False))
            differences += _compare_articles(slug, title, before, after)
    return (*differences, *_compare_rest(one, other, moved), *_compare_furniture(one, other))


def _lay(issue: ReadIssue, slug: str) -> _Laid:
    """Find an article on the pages of an issue."""
    found = [(n, e) for n, page in enumerate(issue.pages) for e in page.elements if e.article == slug]
    pages = tuple(dict.fromkeys(number for number, _ in found))
    return _Laid(pages, tuple(issue.pages[number].label for number in pages), tuple(found))


def _compare_articles(slug: str, title: str, before: _Laid, after: _Laid) -> Iterator[Difference]:
    """What differs in one article."""
    one, other = before.paragraphs, after.paragraphs
    if _joined(one) != _joined(other):
        yield from _compare_texts(slug, title, before, after)
    elif _settings(before) != _settings(after) and not _alike(before, after):
        here, there = _changed_lines(before, after), _changed_lines(after, before)
        yield Difference("set", slug, title, "says the same on other lines", here=here, there=there)
    if before.pictures != after.pictures:
        gone, new = before.pictures - after.pictures, after.pictures - before.pictures
        told = f"{gone.total()} pictures gone, {new.total()} new" if gone.total() != new.total() else "pictures swapped"
        yield Difference("pictures", slug, title, told, here=_frame_all(before), there=_frame_all(after))
    if before.labels != after.labels:
        yield Difference("moved", slug, title, f"{_range(before.labels)} → {_range(after.labels)}")


def _joined(texts: Sequence[str]) -> str:
    """All that is said, without white space and without how it is parted."""
    return re.sub(r"\s", "", "".join(texts))


def _compare_texts(slug: str, title: str, before: _Laid, after: _Laid) -> Iterator[Difference]:
    """Which words differ, paragraph by paragraph."""
    one, other = before.paragraphs, after.paragraphs
    here, there = _changed_lines(before, after), _changed_lines(after, before)
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what != "equal":
            old, new = mark_words("\n".join(one[a:b]), "\n".join(other[c:d]))
            yield Difference("text", slug, title, _count(old, new), old, new, here, there)


def mark_words(one: str, other: str) -> tuple[str, str]:
    """Mark in two texts the words that differ: ``[-gone-]``, ``{+new+}``."""
    olds, news = _WORD.findall(one), _WORD.findall(other)
    left, right = [word.strip() for word in olds], [word.strip() for word in news]
    old, new = "", ""
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = what == "equal"
        old += "".join(olds[a:b]) if same else _enclose("[-", olds[a:b], "-]")
        new += "".join(news[c:d]) if same else _enclose("{+", news[c:d], "+}")
    return old, new


def _enclose(before: str, words: Sequence[str], after: str) -> str:
    """Enclose words in marks, without the white space before them."""
    text = "".join(words)
    bare = text.lstrip()
    return f"{text[: len(text) - len(bare)]}{before}{bare}{after}" if bare else ""


def _count(old: str, new: str) -> str:
    gone, come = sum(map(len, re.findall(r"\[-(.*?)-\]", old))), sum(map(len, re.findall(r"\{\+(.*?)\+\}", new)))
    return f"{gone} letters gone, {come} new"


def _settings(laid: _Laid) -> list[list[tuple[str, float, float, float]]]:
    """The lines of an article, page by page: what they say, their place from its first corner, and their size."""
    pages = []
    for number in laid.pages:
        lines = [line for n, element in laid.elements if n == number for line in set_lines(element.letters)]
        left, top = min((line.box.left for line in lines), default=0), min((line.box.top for line in lines), default=0)
        pages.append([(_spell_line(line), line.box.left - left, line.box.top - top, line.size) for line in lines])
    return pages


def _alike(before: _Laid, after: _Laid) -> bool:
    """Whether two settings differ by less than one can see."""
    one, other = _settings(before), _settings(after)
    if [[line[0] for line in page] for page in one] != [[line[0] for line in page] for page in other]:
        return False
    pairs = zip(
        (n for page in one for line in page for n in line[1:]),
        (n for page in other for line in page for n in line[1:]),
        strict=True,
    )
    return all(abs(a - b) < _NEAR for a, b in pairs)


def _changed_lines(laid: _Laid, against: _Laid) -> tuple[FramedSpot, ...]:
    """The lines of an article that are not those of its other edition."""
    mine = [(n, line) for n, element in laid.elements for line in set_lines(element.letters)]
    theirs = [line for _, element in against.elements for line in set_lines(element.letters)]
    one, other = [_spell_line(line) for _, line in mine], [_spell_line(line) for line in theirs]
    frames = []
    for what, a, b, _c, _d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        frames += [FramedSpot(page, line.box) for page, line in (mine[a:b] if what != "equal" else [])]
    return tuple(frames)


def _spell_line(line: PrintedLine) -> str:
    return "".join(word for word, _ in line.words)


def _frame_all(laid: _Laid) -> tuple[FramedSpot, ...]:
    """A frame around an article on each of its pages."""
    frames = []
    for number in laid.pages:
        boxes = [letter.box for n, element in laid.elements if n == number for letter in element.letters]
        frames += [FramedSpot(number, frame(boxes))] if boxes else []
    return tuple(frames)


def _compare_rest(one: ReadIssue, other: ReadIssue, moved: dict[str, str]) -> Iterator[Difference]:
    """What differs on the contents page, the cover, and whatever else belongs to no article."""
    old, new = (_rest(issue) for issue in (one, other))
    followed = [next((text for text in new if _follows(before, text, moved)), before) for before in old]
    for what, a, b, c, d in SequenceMatcher(None, followed, new, autojunk=False).get_opcodes():
        if what != "equal":
            left, right = mark_words("\n".join(old[a:b]), "\n".join(new[c:d]))
            yield Difference("contents", "", "", "contents page, cover and the like", left, right)


def _follows(before: str, after: str, moved: dict[str, str]) -> bool:
    """Whether a text is another but for folios that have moved."""
    one, other = re.split(r"(\d+)", before), re.split(r"(\d+)", after)
    same = (a == b or moved.get(a) == b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and all(same)


def _rest(issue: ReadIssue) -> list[str]:
    """What is said outside of articles, each once: however many pages are left blank."""
    parts = join_elements(
        element for page in issue.pages for element in page.elements if not element.article and element.tag != FURNITURE
    )
    return [text for text in dict.fromkeys(say(part) for part in parts) if text]


def _compare_furniture(one: ReadIssue, other: ReadIssue) -> Iterator[Difference]:
    """What differs in running heads and feet, folios left aside."""
    old, new = _furniture(one), _furniture(other)
    if old != new:
        gone, come = " / ".join(sorted(old - new)), " / ".join(sorted(new - old))
        yield Difference("furniture", "", "", "running heads and feet", gone, come)


def _furniture(issue: ReadIssue) -> set[str]:
    lines = (
        (page.label, _spell_line(line))
        for page in issue.pages
        for element in page.elements
        if element.tag == FURNITURE
        for line in set_lines(element.letters)
    )
    return {re.sub(rf"(?<!\d){re.escape(label)}(?!\d)", "", text).strip() for label, text in lines} - {""}


def _range(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}" if labels else "nowhere"
