"""Set a short title upright: a text in, a column of cells out, for layouts that stand a title on end.

Each character has a cell of its own and the form that fonts keep for vertical lines. Two figures stand abreast in one
cell (纵中横), a single letter or figure upright, a longer word lies on its side. Marks take half a cell.
"""

from __future__ import annotations

import re

from pressroom.galley.html import wrap
from pressroom.workshop.markup import escape

_PIECE = re.compile(r"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ.,%+&/’'-]*(?: [A-Za-z0-9][A-Za-z0-9.,%+&/’'-]*)*|\S", re.S)
_CAPITAL, _LETTER, _SPACE = 0.7, 0.55, 0.27  # em: how wide they are in a word that lies on its side, about
_OPENS = frozenset("（《〈【〔「『“‘［｛")
_CLOSES = frozenset("）》〉】〕」』”’］｝，。、；：")


def set_vertical(text: str) -> str:
    """Set a short text as a column."""
    cells = "".join(_set_piece(found[0]) for found in _PIECE.finditer(text))
    return wrap("span", cells, class_="vertical")


def _set_piece(piece: str) -> str:
    """Set what stands in one cell."""
    if len(piece) == 2 and piece.isdigit():
        return wrap("span", piece, class_="cell abreast")
    if len(piece) > 1:
        lying = wrap("span", escape(piece), class_="lying")
        length = sum(_CAPITAL if sign.isupper() else _SPACE if sign == " " else _LETTER for sign in piece)
        return wrap("span", lying, class_="cell turned", style=f"--length: {length:.2f}em")
    kind = " opens" if piece in _OPENS else " closes" if piece in _CLOSES else " dash" if piece == "—" else ""
    return wrap("span", escape(piece), class_=f"cell{kind}")
