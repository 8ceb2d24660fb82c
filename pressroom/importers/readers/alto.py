"""Read ALTO 2 to 4: a file in, its pages with lines in the order of their blocks out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from pressroom.importers.ocr.wrapping import join_texts
from pressroom.importers.pages import PICTURE, Region, SourceLine, SourcePage, SourcePicture
from pressroom.importers.places.values import ScannedPage
from pressroom.importers.readers.xml import number, read_xml

_PRINTED_BLOCKS = ("TextBlock", "ComposedBlock", "Illustration", "GraphicalElement")


def read_alto(file: Path, first: int = 1) -> list[ScannedPage]:
    """Read the pages of an ALTO file; they count from ``first``.

    :raises SourceError: where it is no sound XML.
    """
    root = read_xml(file)
    sizes = {style.get("ID", ""): number(style.get("FONTSIZE")) for style in root.iter("TextStyle")}
    bold = frozenset(s.get("ID", "") for s in root.iter("TextStyle") if "bold" in (s.get("FONTSTYLE") or "").lower())
    return [_read_page(page, first + at, sizes, bold) for at, page in enumerate(root.iter("Page"))]


def _read_page(element: Element, place: int, sizes: dict[str, float], bold: frozenset[str]) -> ScannedPage:
    """Read one page."""
    page = SourcePage(
        place, element.get("PRINTED_IMG_NR") or "", number(element.get("WIDTH")), number(element.get("HEIGHT"))
    )
    lines: list[SourceLine] = []
    blocks: list[int] = []
    for count, block in enumerate(_blocks(element)):
        for line in _lines(block, place, sizes, bold):
            lines.append(line)
            blocks.append(count)
    return ScannedPage(page, tuple(lines), True, tuple(blocks))


def _blocks(element: Element) -> Iterator[Element]:
    """The blocks of a page in their order, inside composed ones too."""
    for child in element:
        if child.tag in ("TextBlock", "Illustration"):
            yield child
        elif child.tag in (*_PRINTED_BLOCKS, "PrintSpace", "TopMargin", "BottomMargin", "LeftMargin", "RightMargin"):
            yield from _blocks(child)


def _lines(block: Element, place: int, sizes: dict[str, float], bold: frozenset[str]) -> Iterator[SourceLine]:
    """The lines of a block, or the picture that it is."""
    if block.tag == "Illustration":
        yield SourceLine(0, "", mark=PICTURE, page=place, box=_box(block), picture=SourcePicture(""))
        return
    styles = (block.get("STYLEREFS") or "").split()
    for line in block.iter("TextLine"):
        text = ""
        sure: list[float] = []
        for piece in line:
            if piece.tag == "String":
                text = join_texts(text, piece.get("CONTENT") or "") if text else piece.get("CONTENT") or ""
                sure.append(number(piece.get("WC"), 1))
            elif piece.tag == "HYP":
                text += "-"
        box = _box(line)
        own = [*(line.get("STYLEREFS") or "").split(), *styles]
        size = next((sizes[name] for name in own if sizes.get(name)), 0) and box.height * 0.85
        if text.strip():
            heavy = ((0, len(text)),) if any(name in bold for name in own) else ()
            confidence = sum(sure) / len(sure) if sure else 1
            yield SourceLine(
                0, text, page=place, box=box, size=size or box.height * 0.85, bold=heavy, confidence=confidence
            )


def _box(element: Element) -> Region:
    """The place of an element."""
    left, top = number(element.get("HPOS")), number(element.get("VPOS"))
    return Region(left, top, left + number(element.get("WIDTH")), top + number(element.get("HEIGHT")))
