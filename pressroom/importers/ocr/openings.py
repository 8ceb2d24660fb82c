"""Find where each article opens: the entries of the contents page and the lines of the body in, positions out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.text import ends_with_pause, fold, has_stop, is_finished, measure, split_segments, undress
from pressroom.importers.ocr.values import Contents, ContentsEntry
from pressroom.importers.ocr.words import BULLETS
from pressroom.importers.pages import SourceLine

_LEAST = 72.0  # how alike, of 100, an opening and an entry must be
_WINDOW = 4  # lines that a headline may take
_TAG = 6  # letters of a section tag that the contents page prints
_LONGEST = 90  # characters of a headline
_FURNITURE = 3  # lines that may stand above a headline: department, part, kicker
_OPENING = _FURNITURE + _WINDOW


def find_openings(contents: Contents, body: Sequence[SourceLine]) -> tuple[int | None, ...]:
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


def how_like(entry: ContentsEntry, lines: Sequence[SourceLine]) -> float:
    """How alike, of 100, an entry and the lines are that an article opens with."""
    return max((likeness for index, likeness in _candidates(entry, lines[:_OPENING]) if index <= _FURNITURE), default=0)


def _candidates(entry: ContentsEntry, body: Sequence[SourceLine]) -> list[tuple[int, float]]:
    """The lines where an entry may open, each with its likeness."""
    variants = headline_variants(entry)
    tag = fold(entry.text) if len(fold(entry.text)) <= _TAG else ""
    found: list[tuple[int, float]] = []
    for index, line in enumerate(body):
        if tag:
            likeness = _tag_likeness(tag, fold(entry.part), line)
        else:
            likeness = max(
                (_window_likeness(variants, body, index, size) for size in range(1, _WINDOW + 1)), default=0.0
            )
        if likeness >= _LEAST:
            found.append((index, likeness))
    return found


def headline_variants(entry: ContentsEntry) -> tuple[str, ...]:
    """What of an entry the body may open with: all of it, or its last lines or phrases."""
    lines = [line.text for line in entry.lines]
    phrases = [phrase for line in lines for phrase in split_segments(line)]
    texts = ["".join(lines[start:]) for start in range(len(lines))]
    texts += ["".join(phrases[start:]) for start in range(len(phrases))]
    folded = dict.fromkeys(fold(text) for text in texts)
    whole = fold("".join(lines))
    return tuple(text for text in folded if len(text) >= min(6, len(whole)))


def _tag_likeness(tag: str, part: str, line: SourceLine) -> float:
    """How likely a line is the section tag or the short headline that the contents page prints."""
    bare = undress(line.text)
    if part and fold(bare) == part + tag:
        return 100.0
    if fold(bare) != tag:
        first = split_segments(bare)[:1]
        return 78.0 if first and fold(first[0]) == tag and len(tag) > 3 and not _is_text(line) else 0.0
    dressed = any(sign in line.text for sign in BULLETS + "[]【】") or line.mark == "#"
    return 100.0 if dressed else 85.0


def _window_likeness(variants: Sequence[str], body: Sequence[SourceLine], index: int, size: int) -> float:
    """How alike some lines of the body and an entry are: what either says beyond the other counts against it."""
    lines = body[index : index + size]
    if len(lines) < size or any(_is_text(line) for line in lines):
        return 0.0
    text = fold("".join(line.text for line in lines))
    if not text or len(text) > _LONGEST:
        return 0.0
    whole = len(variants[0])
    best = 0.0
    for variant in variants:
        more = max(0, len(text) - len(variant)) / len(variant)
        missing = 1 - len(variant) / whole
        best = max(best, _alike(variant, text) - min(14.0, 8 * more) - 45 * missing)
    return best - 0.5 * (size - 1)


def _alike(variant: str, text: str) -> float:
    """How alike a text and an entry are; the text may say more."""
    return _partial(variant, text) if len(variant) <= len(text) else _ratio(variant, text)


@lru_cache(maxsize=200_000)
def _partial(one: str, two: str) -> float:
    return float(fuzz.partial_ratio(one, two))


@lru_cache(maxsize=200_000)
def _ratio(one: str, two: str) -> float:
    return float(fuzz.ratio(one, two))


def _is_text(line: SourceLine) -> bool:
    """Whether a line is running text and no headline."""
    text = line.text
    if has_stop(text[:-1]) or measure(text) > _LONGEST:
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


def _back_over_furniture(position: int, entry: ContentsEntry, body: Sequence[SourceLine], names: set[str]) -> int:
    """Take in the department, the part and the kicker that stand right above a headline."""
    start = position
    kickers = {fold(line.text) for line in entry.lines}
    for _ in range(_FURNITURE):
        above = fold(undress(body[start - 1].text)) if start else ""
        known = above in names or above == fold(entry.part) or (above in kickers and len(above) > 3)
        if above and (known or (start == position and _is_kicker(body, start))):
            start -= 1
    return start


def _is_kicker(body: Sequence[SourceLine], position: int) -> bool:
    """Whether the line above a headline is its kicker: short, apart from what stands above it, which has ended."""
    line = body[position - 1]
    size = measure(line.text)
    apart = line.gap > body[position].gap and (line.gap >= 2 or not body[position].gap)
    alone = (apart or position < 2) and body[position].gap <= 1 and 4 <= size <= 30 and not _is_item(line)
    if not alone or is_finished(line.text) or ends_with_pause(line.text) or read_byline(line.text):
        return False
    return position < 2 or is_finished(body[position - 2].text)


def _is_item(line: SourceLine) -> bool:
    """Whether a line is an item or a caption and no furniture of a headline."""
    return line.mark == "-" or line.text[:1] in tuple(BULLETS) or line.text[:1].isdigit()
