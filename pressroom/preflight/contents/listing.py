"""Read the printed contents page: characters and where headlines stand among them in, the folio beside each out.

How a contents page shows which folio belongs to which headline (before it, behind it, above, below) is the layout's
affair. So every manner is tried, and the one that explains the most entries of the page is taken for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from pressroom.preflight.contents.folding import fold, read_label
from pressroom.preflight.contents.values import Box, Sign, TextSpot, join_lines, same_line

_DECORATION = frozenset(("", "第", "页", "頁", "p", "page"))
_MANNERS = ("before", "behind", "above", "below")


@dataclass(frozen=True)
class ContentsLine:
    """An entry on the contents page: where its headline stands, and the folio that the flatplan wants beside it."""

    spot: TextSpot
    folio: str


@dataclass(frozen=True)
class _Token:
    """A folio on the page, beside nothing yet."""

    label: str
    box: Box


Beside = tuple[float, _Token]


def read_folios(lines: Sequence[ContentsLine], signs: Mapping[int, Sequence[Sign]]) -> tuple[str, ...]:
    """Read the folio beside each headline; empty where there is none."""
    folios = [""] * len(lines)
    for page, shown in signs.items():
        own = [number for number, line in enumerate(lines) if line.spot.page == page]
        tokens = find_tokens(shown, [lines[number].spot for number in own])
        for number, label in zip(own, _read_page([lines[number] for number in own], tokens), strict=True):
            folios[number] = label
    return tuple(folios)


def find_tokens(signs: Sequence[Sign], spots: Sequence[TextSpot]) -> list[_Token]:
    """Find what could be a folio: it stands in no headline, and not in the midst of other words."""
    taken = {index for spot in spots for index in range(spot.start, spot.end)}
    words = list(_split(signs, taken))
    tokens: list[_Token] = []
    for number, word in enumerate(words):
        label = read_label("".join(signs[index].text for index in word))
        if not label or taken.intersection(word):
            continue
        beside = [words[other] for other in (number - 1, number + 1) if 0 <= other < len(words)]
        if len(beside) == 2 and all(_touches(word, other, signs) for other in beside):
            continue
        tokens.append(_Token(label, next(join_lines([signs[index] for index in word]))))
    return tokens


def _split(signs: Sequence[Sign], taken: set[int]) -> Iterator[list[int]]:
    """Split a page into words: at spaces, at gaps, where the size changes and where a headline begins or ends."""
    word: list[int] = []
    for index, sign in enumerate(signs):
        if not sign.text.strip():
            yield from [word] if word else []
            word = []
            continue
        last = signs[word[-1]] if word else None
        if last and (
            not same_line(last.box, sign.box)
            or abs(sign.box.left - last.box.right) > 0.5 * sign.size
            or abs(sign.size - last.size) > 0.15 * last.size
            or (index in taken) != (word[-1] in taken)
        ):
            yield word
            word = []
        word.append(index)
    yield from [word] if word else []


def _touches(word: Sequence[int], other: Sequence[int], signs: Sequence[Sign]) -> bool:
    """Whether words stand right beside each other, as in 等 10 则."""
    if fold("".join(signs[index].text for index in other)) in _DECORATION:
        return False
    (one, *_), (two, *_) = (list(join_lines([signs[index] for index in part])) for part in (word, other))
    gap = max(one.left - two.right, two.left - one.right)
    alike = abs(signs[word[0]].size - signs[other[0]].size) < 0.15 * signs[word[0]].size
    return alike and same_line(one, two) and gap < 0.5 * signs[word[0]].size


def _read_page(lines: Sequence[ContentsLine], tokens: Sequence[_Token]) -> tuple[str, ...]:
    """Read the folios of one page in the manner that fits it best."""
    if not lines:
        return ()
    found = {manner: [_beside(manner, line, lines, tokens) for line in lines] for manner in _MANNERS}
    best = max(_MANNERS, key=lambda manner: _merit(found[manner], lines))
    usual = found[best]
    claimed = {beside[1] for beside, line in zip(usual, lines, strict=True) if beside and line.folio}
    reach = 1.5 * max(
        (beside[0] for beside, line in zip(usual, lines, strict=True) if beside and line.folio), default=0
    )
    folios: list[str] = []
    for number, line in enumerate(lines):
        beside = usual[number]
        if not line.folio:
            beside = beside if beside and beside[0] <= reach and beside[1] not in claimed else None
        elif beside is None:
            free = [other for manner in _MANNERS if (other := found[manner][number]) and other[1] not in claimed]
            beside = min(free, key=lambda other: other[0], default=None)
        folios.append(beside[1].label if beside else "")
    return tuple(folios)


def _merit(found: Sequence[Beside | None], lines: Sequence[ContentsLine]) -> tuple[bool, float, float]:
    """How well a manner explains a page: most folios as planned, most found at all, the nearest."""
    numbered = [(beside, line.folio) for beside, line in zip(found, lines, strict=True) if line.folio]
    present = [beside for beside, _ in numbered if beside]
    right = sum(1 for beside, folio in numbered if beside and beside[1].label == folio)
    return right * 2 >= len(numbered), len(present), -median([distance for distance, _ in present] or [0])


def _beside(manner: str, line: ContentsLine, lines: Sequence[ContentsLine], tokens: Sequence[_Token]) -> Beside | None:
    """The nearest folio on one side of a headline, with no other headline between."""
    near: list[Beside] = []
    for token in tokens:
        gaps = [gap for box in line.spot.lines if (gap := _gap(manner, box, token.box, line.spot.size)) is not None]
        if gaps and not any(_between(manner, line, other, token, min(gaps)) for other in lines if other is not line):
            near.append((min(gaps), token))
    return min(near, key=lambda beside: beside[0], default=None)


def _between(manner: str, line: ContentsLine, other: ContentsLine, token: _Token, gap: float) -> bool:
    """Whether another headline stands nearer to a folio, on the same side of it."""
    gaps = [_gap(manner, box, token.box, line.spot.size) for box in other.spot.lines]
    return any(found is not None and found < gap for found in gaps)


def _gap(manner: str, headline: Box, token: Box, size: float) -> float | None:
    """How far a folio is from a line of a headline on one side of it; none if it is not on that side."""
    if manner in ("before", "behind"):
        gap = headline.left - token.right if manner == "before" else token.left - headline.right
        return gap if same_line(headline, token) and gap > -1 else None
    gap = headline.top - token.bottom if manner == "above" else token.top - headline.bottom
    apart = max(token.left - headline.right, headline.left - token.right)
    return gap if gap > -0.4 * size and apart < 2 * size else None
