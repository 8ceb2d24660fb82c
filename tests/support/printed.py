"""What could be read of a finished PDF, made by hand: characters on a page, words at its edges, places of texts."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.preflight.contents.folding import find_folded, fold, unfold
from pressroom.preflight.contents.values import Box, PrintedPage, Sign, TextSpot, Word, join_lines

HEIGHT = 400.0


def write(x: float, y: float, text: str, size: float = 10.0) -> list[Sign]:
    """Characters in a line: each as wide as it is high, figures and Latin letters half as wide."""
    signs = []
    for sign in text:
        width = size / 2 if sign.isascii() else size
        signs.append(Sign(sign, size, Box(x, y, x + width, y + size)))
        x += width
    return signs


def lay(*lines: Sequence[Sign]) -> tuple[Sign, ...]:
    """Lines of a page, one after the other; a space stands between them."""
    signs: list[Sign] = []
    for line in lines:
        signs += [*line, Sign(" ", line[-1].size, line[-1].box)]
    return tuple(signs)


def spot(signs: Sequence[Sign], text: str, page: int = 0, *, alone: bool = True, edge: bool = False) -> TextSpot:
    """The first place of a text among the characters of a page."""
    shown = [sign.text for sign in signs]
    folded, origin, wanted = fold("".join(shown)), unfold(shown), fold(text)
    start = next(find_folded(folded, wanted))
    found = origin[start : start + len(wanted)]
    own = [signs[index] for index in found]
    return TextSpot(page, found[0], found[-1] + 1, own[0].size, alone, edge, tuple(join_lines(own)))


def place(page: int, size: float = 10.0, top: float = 60.0, *, alone: bool = True, edge: bool = False) -> TextSpot:
    """A place of a text, wherever it stands."""
    return TextSpot(page, 0, 4, size, alone, edge, (Box(30, top, 30 + 4 * size, top + size),))


def printed_page(label: str, *edges: tuple[float, float, str]) -> PrintedPage:
    """A page with words at its edges: left, top and what they say."""
    words = [Word(text, Box(x, y, x + 5 * len(text), y + 10)) for x, y, text in edges]
    return PrintedPage(label, HEIGHT, tuple(words))
