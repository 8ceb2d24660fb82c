"""Read XML of strangers: a file in, its root element without namespaces out; entities and bombs are refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pressroom.importers.pages import Region
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 256 * 1024 * 1024


def read_xml(file: Path) -> Element:
    """Read an XML file.

    :raises SourceError: where it is too large, no XML, or declares entities.
    """
    if file.stat().st_size > MOST_BYTES:
        message = f"more than {MOST_BYTES // 2**20} MiB of XML"
        raise SourceError([stop("huge-scan", message, Place(file), "give one file a page")])
    try:
        root: Element = fromstring(file.read_bytes())
    except ParseError as error:
        place = Place(file, *error.position)
        raise SourceError([stop("broken-xml", f"no sound XML: {error.msg}", place, "make it anew")]) from None
    except (DefusedXmlException, ValueError, LookupError) as error:
        message = f"it declares entities or external files: {type(error).__name__}"
        raise SourceError([stop("hostile-xml", message, Place(file), "make it anew without a DTD")]) from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of an element that have one of some names."""
    return (child for child in element if child.tag in names)


def box_of_points(points: str) -> Region | None:
    """The box around points written ``10,20 30,40``."""
    pairs = [pair.split(",") for pair in points.split()]
    numbers = [(float(x), float(y)) for x, y in (pair for pair in pairs if len(pair) == 2)]
    if not numbers:
        return None
    return Region(
        min(x for x, _ in numbers), min(y for _, y in numbers), max(x for x, _ in numbers), max(y for _, y in numbers)
    )


def number(text: str | None, otherwise: float = 0) -> float:
    """A number of an attribute."""
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise
