"""Write a flatplan as one SVG: pictures within, and letters as outlines, so that it needs no font."""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.flatplan.board import Board
from pressroom.flatplan.sheet import Photograph, Rectangle, Shape, SheetFaces, SheetText, choose_lettering, draw_sheet
from pressroom.flatplan.showing import describe, take_pictures
from pressroom.fonts import Face
from pressroom.fonts.outlines import outline_letter
from pressroom.pictures.pages import embed
from pressroom.workshop.markup import escape

_WIDTH = 210  # pixels of a page
_QUALITY = 72


def write_svg(board: Board, faces: Sequence[Face]) -> bytes:
    """Write the sheet."""
    lettering = choose_lettering(faces)
    drawing = draw_sheet(board, lettering)
    pictures = {
        (leaf.slot.index, leaf.number): embed(picture, "JPEG", _QUALITY)
        for leaf, picture in take_pictures(board, _WIDTH)
        if picture is not None
    }
    glyphs: dict[tuple[str, bool], str] = {}
    body = [_write(shape, board, lettering, pictures, glyphs) for shape in drawing.shapes]
    letters = "".join(
        f'<path id="{name}" d="{outline_letter(char, lettering.faces(bold))[0]}"/>'
        for (char, bold), name in glyphs.items()
    )
    title = escape(f"{board.words['flatplan']} · {board.title}")
    size = f'width="{drawing.width:g}" height="{drawing.height:g}" viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{size} role="img" aria-label="{title}">\n<title>{title}</title>\n<defs>{letters}</defs>\n'
        + "\n".join(filter(None, body))
        + "\n</svg>\n"
    ).encode()


def _write(
    shape: Shape,
    board: Board,
    lettering: SheetFaces,
    pictures: dict[tuple[int, int], str],
    glyphs: dict[tuple[str, bool], str],
) -> str:
    """Write one shape."""
    if isinstance(shape, SheetText):
        return _write_words(shape, lettering, glyphs)
    box = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
    if isinstance(shape, Rectangle):
        line = f' stroke="{shape.stroke}" stroke-width="{shape.weight:g}"' if shape.stroke else ""
        return f'<rect {box} fill="{escape(shape.fill) or "none"}"{line}/>'
    assert isinstance(shape, Photograph)
    data = pictures.get((shape.leaf.slot.index, shape.leaf.number))
    says = escape(describe(shape.leaf, board.words))
    address = f'xlink:href="{data}"'
    return f'<image {box} preserveAspectRatio="none" {address}><title>{says}</title></image>' if data else ""


def _write_words(words: SheetText, lettering: SheetFaces, glyphs: dict[tuple[str, bool], str]) -> str:
    """Write a line of text as outlines, each letter kept once."""
    x, parts = 0.0, []
    for char in words.text:
        path, advance = outline_letter(char, lettering.faces(words.bold))
        if path:
            name = glyphs.setdefault((char, words.bold), f"g{len(glyphs)}")
            parts.append(f'<use xlink:href="#{name}" x="{x:.0f}"/>')
        x += 1000 * advance
    scale = words.size / 1000
    place = f"translate({words.x:.1f} {words.y:.1f}) scale({scale:g} -{scale:g})"
    return f'<g transform="{place}" fill="{escape(words.colour)}">{"".join(parts)}</g>'
