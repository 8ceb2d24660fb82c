"""Pages for the composer's tests: HTML from paragraphs, and what was laid out, read back from the engine's boxes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from pressroom.composer import ComposerStyle, composing
from pressroom.fonts import read_catalogue
from tests.support.paths import FONTS, TESTS

#: Our own text: paragraphs with all that happens in Chinese lines.
TEXTS = (TESTS / "composer" / "texts.txt").read_text(encoding="utf-8").splitlines()


@cache
def faces() -> tuple[Any, FontConfiguration]:
    """The style sheet of the house's faces, read once."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=read_catalogue([FONTS]).stylesheet(FONTS.as_uri() + "/"), font_config=fonts)
    return sheet, fonts


def page(
    body: str, em: float = 17, css: str = "", language: str = "zh-CN", size: float = 10, height: float = 700
) -> str:
    """A page whose measure is so many em of so many points, on a leading of 1.6."""
    return (
        f"<!doctype html><html lang={language}><meta charset=utf-8><style>"
        f"@page{{size:{em * size + 60}pt {height}pt;margin:30pt}}"
        f'html{{font:{size}pt/{size * 1.6}pt "Pressroom Latin","Pressroom Song"}} body{{margin:0}}'
        f"p{{margin:0;text-align:justify;text-indent:2em}} b{{font-family:'Pressroom Song Bold'}}"
        f"i{{font-family:'Pressroom Kai';font-style:normal}} {css}</style><body>{body}"
    )


def render(html: str, style: ComposerStyle | None = None, compose: bool = True) -> weasyprint.Document:
    sheet, fonts = faces()
    with composing(style) if compose else contextlib.nullcontext():
        return weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=fonts)


def write(html: str, file: Path, style: ComposerStyle | None = None, compose: bool = True) -> Path:
    sheet, fonts = faces()
    with composing(style) if compose else contextlib.nullcontext():
        weasyprint.HTML(string=html).write_pdf(file, stylesheets=[sheet], font_config=fonts)
    return file


def walk(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()) or ():
        yield from walk(getattr(child, "_box", child))


def lines(document: weasyprint.Document) -> list[Any]:
    """The lines of a document, page by page."""
    return [box for sheet in document.pages for box in walk(sheet._page_box) if isinstance(box, boxes.LineBox)]


def line_texts(document: weasyprint.Document) -> list[str]:
    return ["".join(box.text for box in walk(line) if isinstance(box, boxes.TextBox)) for line in lines(document)]


def texts(document: weasyprint.Document) -> str:
    return "".join(
        box.text for sheet in document.pages for box in walk(sheet._page_box) if isinstance(box, boxes.TextBox)
    )


def places(document: weasyprint.Document) -> list[tuple[str, float, float, float]]:
    """Where every text stands: to compare two settings."""
    return [
        (box.text, round(box.position_x, 3), round(box.position_y, 3), round(box.width, 3))
        for sheet in document.pages
        for box in walk(sheet._page_box)
        if isinstance(box, boxes.TextBox)
    ]


STRICT = "潮水涌上江岸今年开工项目"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)
