"""Find where each article opens: the entries of the contents page and the lines of the body in, positions out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from pressroom.importers.ocr.text import fold, is_finished, split_segments, undress
from pressroom.importers.ocr.values import Contents, Entry, Line
from pressroom.importers.ocr.words import BULLETS

_LEAST = 72.0  # how alike, of 100, an opening and an entry must be
_WINDOW = 4  # lines that a headline may take
_LONGEST = 90  # characters of a headline


def find_openings(contents: Contents, body: Sequence[Line]) -> tuple[int | None, ...]:
    """Give each entry the index of the line of the body where its article opens; none where it is not found.

    Openings follow each other as the entries do; the choice is the one with the highest likeness in all.
    """
    candidates = [_candidates(entry, body) for entry in contents.entries]
    chosen = _align(candidates)
    names = {fold(name) for name in contents.departments}
    return tuple(
        _back_over_furniture(position, entry, body, names) if position is not None else None
        for position, entry in zip(chosen, contents.entries, strict=True)
    )


def _candidates(entry: Entry, body: Sequence[Line]) -> list[tuple[int, float]]:
    """The lines where an entry may open, each with its likeness."""
    variants = headline_variants(entry)
    tag = fold(entry.text) if len(fold(entry.text)) <= 6 else ""
    found: list[tuple[int, float]] = []
    for index, line in enumerate(body):
        if tag:
            likeness = _tag_likeness(tag, line)
        else:
            likeness = max(
                (_window_likeness(variants, body, index, size) for size in range(1, _WINDOW + 1)), default=0.0
            )
        if likeness >= _LEAST:
            found.append((index, likeness))
    return found


def headline_variants(entry: Entry) -> tuple[str, ...]:
    """What of an entry the body may open with: all of it, or its last lines or phrases."""
    lines = [line.text for line in entry.lines]
    phrases = [phrase for line in lines for phrase in split_segments(line)]
    texts = ["".join(lines[start:]) for start in range(len(lines))]
    texts += ["".join(phrases[start:]) for start in range(len(phrases))]
    folded = dict.fromkeys(fold(text) for text in texts)
    whole = fold("".join(lines))
    return tuple(text for text in folded if len(text) >= min(6, len(whole)))


def _tag_likeness(tag: str, line: Line) -> float:
    """How likely a short line is the section tag that the contents page prints."""
    bare = undress(line.text)
    if fold(bare) != tag:
        return 0.0
    dressed = any(sign in line.text for sign in BULLETS + "[]【】") or line.mark == "#"
    return 100.0 if dressed else 85.0


def _window_likeness(variants: Sequence[str], body: Sequence[Line], index: int, size: int) -> float:
    """How alike some lines of the body and an entry are."""
    lines = body[index : index + size]
    if len(lines) < size or any(_is_text(line) for line in lines):
        return 0.0
    text = fold("".join(line.text for line in lines))
    if not text or len(text) > _LONGEST:
        return 0.0
    whole = _ratio(variants[0], text)
    best = max(_ratio(variant, text) - 3 * (variant != variants[0]) for variant in variants)
    inside = max(
        (fuzz.partial_ratio(variant, text) - 8 for variant in variants if len(variant) <= len(text)), default=0.0
    )
    inside = inside if len(text) <= 3 * len(variants[-1]) + 6 else 0.0
    return max(whole, best, inside) - 0.5 * (size - 1)


@lru_cache(maxsize=200_000)
def _ratio(one: str, two: str) -> float:
    return float(fuzz.ratio(one, two))


def _is_text(line: Line) -> bool:
    """Whether a line is running text and no headline."""
    text = line.text
    if "。" in text[:-1] or len(fold(text)) > _LONGEST:
        return True
    return is_finished(text) and text.rstrip()[-1:] not in '？！?!”"…'


def _align(candidates: Sequence[Sequence[tuple[int, float]]]) -> list[int | None]:
    """Choose one candidate an entry so that they go up and their likeness is highest in all."""
    best: list[tuple[float, int, list[int | None]]] = [(0.0, -1, [])]
    for options in candidates:
        following: dict[int, tuple[float, int, list[int | None]]] = {}
        for score, last, chosen in best:
            _keep(following, (score, last, [*chosen, None]))
            for position, likeness in options:
                if position > last:
                    _keep(following, (score + likeness - _LEAST + 20, position, [*chosen, position]))
        best = _front(list(following.values()))
    return max(best, key=lambda state: state[0])[2]


def _keep(states: dict[int, tuple[float, int, list[int | None]]], state: tuple[float, int, list[int | None]]) -> None:
    """Keep the better of two ways that end at the same line."""
    if state[1] not in states or states[state[1]][0] < state[0]:
        states[state[1]] = state


def _front(states: list[tuple[float, int, list[int | None]]]) -> list[tuple[float, int, list[int | None]]]:
    """Leave out ways that end later than a better one."""
    kept: list[tuple[float, int, list[int | None]]] = []
    for state in sorted(states, key=lambda one: one[1]):
        if not kept or state[0] > kept[-1][0]:
            kept.append(state)
    return kept


def _back_over_furniture(position: int, entry: Entry, body: Sequence[Line], names: set[str]) -> int:
    """Take in the department, the part and the kicker that stand right above a headline."""
    start = position
    kickers = {fold(line.text) for line in entry.lines}
    for _ in range(3):
        above = fold(undress(body[start - 1].text)) if start else ""
        if above and (above in names or above == fold(entry.part) or (above in kickers and len(above) > 3)):
            start -= 1
    return start


def is_stray_folio(line: Line) -> bool:
    """Whether a line is a page number that the scanner left in the text."""
    return re.fullmatch(r"[-—·\s]*\d{1,3}(?:\s*[-—·/]?\s*\d{0,3})?\s*[:：.·—-]*", line.text.strip()) is not None
