"""Part display lines into phrases: a tree in; headlines, decks and pull quotes with places to break them out.

Screens are narrow, and break Chinese between any two characters. With ``<wbr>`` between phrases and ``word-break:
keep-all`` they break between these; a reading system that knows neither breaks as it always did.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pressroom.editions.epub.markup import SVG
from pressroom.typography.phrases import find_phrases

_HEADINGS = frozenset({"h1", "h2", "h3"})
_CLASSES = frozenset({"deck", "kicker", "pullquote", "box-title", "chart-title"})
_WHOLE = frozenset({"ruby"})  # what is not parted
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "blockquote"})
_Slot = tuple[Element, bool, str]


def part_phrases(root: Element, language: str) -> None:
    """Part all display lines of a tree."""
    for line in list(_lines(root, False)):
        _part(line, language)


def _lines(element: Element, display: bool) -> Iterator[Element]:
    """The display lines of a tree: blocks that hold no other, in a heading, a deck or a quote."""
    if str(element.tag).startswith(SVG):
        return
    display = display or element.tag in _HEADINGS or bool(_CLASSES & set(element.get("class", "").split()))
    inner = [child for child in element if child.tag in _BLOCKS or child.get("class") == "line"]
    if display and not inner:
        yield element
        return
    for child in element:
        yield from _lines(child, display and child in inner)


def _part(line: Element, language: str) -> None:
    """Put a place to break before each phrase but the first."""
    slots = list(_slots(line))
    text = "".join(text for _, _, text in slots)
    places = set(find_phrases(text, language))
    begin = 0
    for element, follows, piece in slots:
        inner = sorted(place - begin for place in places if begin <= place < begin + len(piece))
        if (inner and element.tag not in _WHOLE | {"rt", "rp"}) or (inner and follows):
            _break(element, follows, inner, line)
        begin += len(piece)


def _slots(element: Element) -> Iterator[_Slot]:
    """The texts of an element in their order, each with the element that it begins or follows; no readings."""
    if element.tag in {"rt", "rp"} or str(element.tag).startswith(SVG):
        return
    yield element, False, element.text or ""
    for child in element:
        yield from _slots(child)
        yield child, True, child.tail or ""


def _break(element: Element, follows: bool, places: list[int], line: Element) -> None:
    """Put places to break into one text."""
    text = (element.tail if follows else element.text) or ""
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    breaks = []
    for piece in pieces[1:]:
        breaks.append(Element("wbr"))
        breaks[-1].tail = piece
    if follows:
        parent = next(parent for parent in line.iter() if element in list(parent))
        element.tail = pieces[0]
        place = list(parent).index(element) + 1
    else:
        parent, place = element, 0
        element.text = pieces[0]
    for number, found in enumerate(breaks):
        parent.insert(place + number, found)
