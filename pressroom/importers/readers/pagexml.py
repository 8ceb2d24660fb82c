"""Read PAGE XML: a file in, its page with lines in the order of its regions out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from pressroom.importers.pages import PICTURE, Region, SourceLine, SourcePage, SourcePicture
from pressroom.importers.places.values import ScannedPage
from pressroom.importers.readers.xml import box_of_points, children, number, read_xml

_LARGE = 1.5  # times the height of a line: what a region that is a heading is taken for


def read_page_xml(file: Path, first: int = 1) -> list[ScannedPage]:
    """Read the page of a PAGE file; pages count from ``first``.

    :raises SourceError: where it is no sound XML.
    """
    root = read_xml(file)
    return [_read_page(page, first + at) for at, page in enumerate(root.iter("Page"))]


def _read_page(element: Element, place: int) -> ScannedPage:
    """Read one page."""
    page = SourcePage(place, "", number(element.get("imageWidth")), number(element.get("imageHeight")))
    lines: list[SourceLine] = []
    blocks: list[int] = []
    for count, region in enumerate(_in_order(element)):
        for line in _lines(region, place):
            lines.append(line)
            blocks.append(count)
    return ScannedPage(page, tuple(lines), True, tuple(blocks))


def _in_order(page: Element) -> list[Element]:
    """The regions of a page in reading order, those that it does not name behind the others."""
    names = [
        ref.get("regionRef", "")
        for order in page.iter("ReadingOrder")
        for ref in sorted(order.iter(), key=lambda one: number(one.get("index")))
        if ref.get("regionRef")
    ]
    rank = {name: at for at, name in enumerate(names)}
    regions = [*children(page, "TextRegion", "ImageRegion", "GraphicRegion", "TableRegion")]
    return sorted(regions, key=lambda region: rank.get(region.get("id", ""), len(rank)))


def _lines(region: Element, place: int) -> Iterator[SourceLine]:
    """The lines of a region, or the picture that it is."""
    kind = region.get("type") or ""
    if region.tag in ("ImageRegion", "GraphicRegion"):
        yield SourceLine(0, "", mark=PICTURE, page=place, box=_box(region), picture=SourcePicture(""))
        return
    for line in region.iter("TextLine"):
        equivalent = next(children(line, "TextEquiv"), None)
        text = "" if equivalent is None else "".join((one.text or "") for one in children(equivalent, "Unicode"))
        box = _box(line)
        size = (box.height if box else 10) * 0.75 * (_LARGE if kind == "heading" else 1)
        sure = number(equivalent.get("conf"), 1) if equivalent is not None else 1
        if text.strip():
            yield SourceLine(0, text.strip(), page=place, box=box, size=size, confidence=sure)


def _box(element: Element) -> Region | None:
    """The place of an element."""
    points = next((one.get("points") for one in children(element, "Coords")), "")
    return box_of_points(points or "")
