"""Write a flatplan as one PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from pressroom.flatplan.board import Board
from pressroom.flatplan.sheet import PAGE, Rectangle, SheetDrawing, SheetFaces, SheetText, choose_lettering, draw_sheet
from pressroom.flatplan.showing import take_pictures
from pressroom.fonts import Face
from pressroom.fonts.outlines import outline_letter

_SCALE = 1.6  # pixels to a unit


def write_png(board: Board, faces: Sequence[Face]) -> bytes:
    """Write the sheet."""
    lettering = choose_lettering(faces)
    drawing = draw_sheet(board, lettering)
    pictures = {(leaf.slot.index, leaf.number): picture for leaf, picture in take_pictures(board, round(PAGE * _SCALE))}
    image = _paint(drawing, lettering, pictures)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=False, compress_level=6)
    return buffer.getvalue()


def _paint(
    drawing: SheetDrawing, lettering: SheetFaces, pictures: dict[tuple[int, int], Image.Image | None]
) -> Image.Image:
    """Paint all shapes."""
    image = Image.new("RGB", (round(drawing.width * _SCALE), round(drawing.height * _SCALE)), "#ffffff")
    pen = ImageDraw.Draw(image)
    fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
    for shape in drawing.shapes:
        if isinstance(shape, SheetText):
            _paint_words(pen, shape, lettering, fonts)
            continue
        box = [round(value * _SCALE) for value in (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)]
        if isinstance(shape, Rectangle):
            if box[2] > box[0]:
                corners = (box[0], box[1], max(box[2] - 1, box[0]), max(box[3] - 1, box[1]))
                pen.rectangle(corners, shape.fill or None, shape.stroke or None, max(1, round(shape.weight * _SCALE)))
        elif picture := pictures.get((shape.leaf.slot.index, shape.leaf.number)):
            image.paste(picture.resize((box[2] - box[0], box[3] - box[1])), (box[0], box[1]))
    return image


def _paint_words(
    pen: ImageDraw.ImageDraw,
    words: SheetText,
    lettering: SheetFaces,
    fonts: dict[tuple[str, int], ImageFont.FreeTypeFont],
) -> None:
    """Paint a line of text, letter by letter."""
    x, size = words.x, round(words.size * _SCALE)
    for char in words.text:
        for face in lettering.faces(words.bold):
            path, _ = outline_letter(char, (face,))
            if path:
                key = (str(face.path), size)
                font = fonts.get(key) or fonts.setdefault(key, ImageFont.truetype(key[0], size))
                pen.text((x * _SCALE, words.y * _SCALE), char, words.colour, font, anchor="ls")
                break
        x += outline_letter(char, lettering.faces(words.bold))[1] * words.size
