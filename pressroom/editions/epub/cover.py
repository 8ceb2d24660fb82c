"""Draw the cover of a book: the issue's title and theme round its cover picture, as one SVG that refers to nothing.

It is drawn on white with its own colours, so that it is the same by day and by night. Its letters are embedded as a
font; where a reading system ignores that, it draws them in its own.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from pressroom.editions.epub.book import COVER_IMAGE, Resource
from pressroom.editions.epub.markup import SVG, read_tree, write_tree
from pressroom.editions.epub.pictures import picture_type
from pressroom.fonts import Face, subset_for_epub
from pressroom.galley.html import escape
from pressroom.issue import Issue, Picture
from pressroom.proof import Proof

WIDTH = 1200.0  # units; everything below is in these
_MARGIN = 84.0
_HEAD = 0.27  # of the height, above the picture
_FOOT = 0.19  # of the height, below the picture
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|mm|cm|in|pt|pc)?\s*$")
_PIXELS = {None: 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
_PLAIN = "#26313b"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ROOT_ONLY = {
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "preserveAspectRatio",
    "version",
    "baseProfile",
    "role",
    "overflow",
}


def cover_picture(issue: Issue) -> Picture | None:
    """The picture of the issue's cover."""
    return next((slot.art for slot in issue.flatplan if slot.kind == "cover" and slot.art), None)


def draw_cover(proof: Proof, faces: Sequence[Face]) -> Resource:
    """Draw the cover in the proportions of the magazine's page."""
    issue = proof.issue
    height = round(WIDTH * proof.layout.height / proof.layout.width, 1)
    colour = dict(proof.layout.tokens).get("colour") or _PLAIN
    lines = [*_head_lines(issue, height), *_foot_lines(issue, height)]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height:g}" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{escape(issue.title)}">\n'
        f"<title>{escape(issue.title)}</title>\n<style>{_write_styles(lines, faces)}</style>\n"
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#ffffff" />\n'
        f"{_draw_picture(cover_picture(issue), height, colour)}\n"
        f'<rect width="{WIDTH:g}" height="{height * _HEAD:.1f}" fill="#ffffff" />\n'
        f'<rect y="{height * (1 - _FOOT):.1f}" width="{WIDTH:g}" height="{height * _FOOT:.1f}" fill="#ffffff" />\n'
        f"{''.join(line.svg for line in lines)}</svg>\n"
    )
    return Resource(COVER_IMAGE, "image/svg+xml", drawing.encode(), ("cover-image",))


class _Line:
    """A line of text on the cover."""

    def __init__(self, text: str, y: float, size: float, style: str, end: bool = False) -> None:
        self.text, self.style = text, style
        size = min(size, (WIDTH - 2 * _MARGIN) / max(_count_ems(text), 0.1))
        x = WIDTH - _MARGIN if end else _MARGIN
        anchor = ' text-anchor="end"' if end else ""
        self.svg = f'<text class="{style}" x="{x:g}" y="{y:.1f}" font-size="{size:.1f}"{anchor}>{escape(text)}</text>\n'


def _count_ems(text: str) -> float:
    """How many em a text is wide, roughly: Han and full-width marks one, all else a bit more than half."""
    return sum(1.0 if ord(sign) >= 0x2E80 else 0.6 for sign in text)


def _head_lines(issue: Issue, height: float) -> list[_Line]:
    """The nameplate with the number and the date under it."""
    base = height * _HEAD
    number = f"No. {issue.number} · {issue.date.replace('-', '.')}"
    lines = [_Line(issue.magazine.title, base - 116, 232, "nameplate"), _Line(number, base - 40, 40, "line", end=True)]
    if issue.magazine.subtitle:
        room = (WIDTH - 2 * _MARGIN) - 40 * _count_ems(number) - 40
        size = min(34.0, room / _count_ems(issue.magazine.subtitle))
        lines.append(_Line(issue.magazine.subtitle, base - 40, size, "line"))
    return lines


def _foot_lines(issue: Issue, height: float) -> list[_Line]:
    """The theme, and what the cover calls out."""
    base = height * (1 - _FOOT)
    theme, called = issue.theme, [line for line in issue.cover_lines if line != issue.theme]
    if not theme and called:
        theme, called = called[0], called[1:]
    lines = [_Line(theme, base + 122, 92, "theme")] if theme else []
    step = 58
    return lines + [_Line(text, base + 198 + step * number, 42, "line") for number, text in enumerate(called[:2])]


def _write_styles(lines: Sequence[_Line], faces: Sequence[Face]) -> str:
    """Write the styles of the lines, each with the letters that it needs."""
    rules = []
    for styles, role, weight, generic in (
        (("nameplate", "theme"), "song", 700, "serif"),
        (("line",), "sans", 400, "sans-serif"),
    ):
        signs = sorted({sign for line in lines if line.style in styles for sign in line.text})
        face = next((face for face in faces if (face.role, face.weight) == (role, weight)), None)
        name = generic
        if face and signs:
            font = base64.b64encode(subset_for_epub(face, signs)).decode("ascii")
            rules.append(f'@font-face{{font-family:"Cover {role}";src:url(data:font/ttf;base64,{font})}}')
            name = f'"Cover {role}",{generic}'
        selectors = ",".join(f".{style}" for style in styles)
        rules.append(f"{selectors}{{font-family:{name};font-weight:{weight if not face else 'normal'};fill:#111111}}")
    return "".join(rules)


def _draw_picture(picture: Picture | None, height: float, colour: str) -> str:
    """Draw the picture from edge to edge between head and foot, cut to its frame; a plain field where there is none."""
    y, tall = height * _HEAD, height * (1 - _HEAD - _FOOT)
    if picture is None:
        return f'<rect y="{y:.1f}" width="{WIDTH:g}" height="{tall:.1f}" fill="{escape(colour)}" />'
    if picture.file.suffix.lower() == ".svg":
        return _frame_drawing(read_tree(picture.file.read_text(encoding="utf-8-sig")), y, tall)
    data = base64.b64encode(picture.file.read_bytes()).decode("ascii")
    return (
        f'<image xmlns:xlink="http://www.w3.org/1999/xlink" x="0" y="{y:.1f}" width="{WIDTH:g}" height="{tall:.1f}" '
        f'preserveAspectRatio="xMidYMid slice" xlink:href="data:{picture_type(picture.file)};base64,{data}" />'
    )


def _frame_drawing(drawing: Element, y: float, tall: float) -> str:
    """Scale a drawing so that it fills a frame, its middle in the frame's middle; what stands over is painted over.

    A group and plain numbers: not every engine knows how to place a drawing inside a drawing.
    """
    left, top, width, height = _read_box(drawing)
    scale = max(WIDTH / width, tall / height)
    across, down = (WIDTH - width * scale) / 2 - left * scale, y + (tall - height * scale) / 2 - top * scale
    drawing.tag = f"{SVG}g"
    for key in _ROOT_ONLY:
        drawing.attrib.pop(key, None)
    drawing.set("transform", f"translate({across:.2f} {down:.2f}) scale({scale:.5f})")
    return write_tree(drawing)


def _read_box(drawing: Element) -> tuple[float, float, float, float]:
    """The box of a drawing: left, top, width and height in its own units."""
    numbers = [float(number) for number in _NUMBER.findall(drawing.get("viewBox", ""))]
    if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
        return numbers[0], numbers[1], numbers[2], numbers[3]
    return 0.0, 0.0, _pixels(drawing.get("width")), _pixels(drawing.get("height"))


def _pixels(length: str | None) -> float:
    """Read a length of SVG in pixels; what cannot be read counts as a hundred."""
    found = _LENGTH.match(length or "")
    return float(found[1]) * _PIXELS[found[2]] or 100.0 if found else 100.0
