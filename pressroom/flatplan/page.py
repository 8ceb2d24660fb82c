"""Write a flatplan as one HTML page that holds all it needs: pictures, style and script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressroom.flatplan.board import Board, Leaf, Spread, Stand
from pressroom.flatplan.showing import describe, list_facts, take_pictures
from pressroom.fonts import Face
from pressroom.pictures.pages import embed
from pressroom.workshop.markup import fill_template

_WIDTH = 520  # pixels of a page: small enough for a hundred, large enough to look closer
_QUALITY = 52
_TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True)
class _Card:
    """A page as it is shown: its classes, what it says in words, its picture, and what is noted on it.

    The headline of a ``wide`` one may run on below the page beside it. The note on a page that ``is_shown`` is a badge.
    """

    leaf: Leaf
    classes: str
    says: str
    picture: str
    note: str
    is_shown: bool
    fill: str
    wide: bool


def write_html(board: Board, _faces: Sequence[Face] = ()) -> bytes:
    """Write the page."""
    pictures = {
        (leaf.slot.index, leaf.number): embed(picture, "WEBP", _QUALITY)
        for leaf, picture in take_pictures(board, _WIDTH)
        if picture is not None
    }
    return fill_template(
        _TEMPLATE,
        board=board,
        words=board.words,
        title=f"{board.words['flatplan']} · {board.title}",
        facts=list(list_facts(board)),
        spreads=[tuple(_lay_out(spread, board, pictures)) for spread in board.spreads],
        style=_TEMPLATE.with_suffix(".css").read_text(encoding="utf-8"),
        script=_TEMPLATE.with_suffix(".js").read_text(encoding="utf-8"),
    ).encode()


def _lay_out(spread: Spread, board: Board, pictures: Mapping[tuple[int, int], str]) -> Iterator[_Card]:
    """The pages of a spread as they are shown."""
    alone = spread.verso and (spread.recto is None or spread.recto.slot is spread.verso.slot)
    for leaf, side in ((spread.verso, "verso"), (spread.recto, "recto")):
        if leaf is None:
            continue
        hidden = leaf.stand is Stand.BLANK or leaf.stand is Stand.UNSET
        yield _Card(
            leaf,
            " ".join(_classes(leaf, side)),
            describe(leaf, board.words),
            pictures.get((leaf.slot.index, leaf.number), ""),
            "" if leaf.stand is Stand.UNSET and not leaf.lead else leaf.note,
            not hidden,
            f"{100 * leaf.fill:.0f}%" if leaf.fill is not None else "0",
            bool(alone and side == "verso" and leaf.lead and spread.recto),
        )


def _classes(leaf: Leaf, side: str) -> Iterator[str]:
    """What the style sheet goes by."""
    yield from ("leaf", side, leaf.stand.value)
    if not leaf.pinned:
        yield "auto"
    if not leaf.slot.department:
        yield "bare"
    if leaf.fill is None:
        yield "unknown"
    if leaf.stand is Stand.SET and leaf.note:
        yield "long"
