"""Prove drawings: an SVG file in, what is wrong with it out.

A drawing comes from somebody else. It fetches nothing, runs nothing and does not grow beyond what a page can hold:
whatever could name something outside is read with an XML parser and a CSS parser, and has to be a place in the drawing
or pixels that it holds itself.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from PIL import Image

from pressroom.pictures.plain import find_undrawn
from pressroom.pictures.reading import WHOLE, strict
from pressroom.report import Finding, Place, stop
from pressroom.workshop.sources import MEGABYTE
from pressroom.workshop.styles import Reference, list_references

LARGEST = 32 * MEGABYTE  # bytes of the file
_MOST_TOLD = 6  # things that one drawing is said to lose
_DEEPEST = 150  # elements in each other, and drawings by reference in each other
_MOST = 200_000  # elements, those that are drawn again by reference counted each time
_ACTIVE = frozenset(
    [
        *("animate", "animatecolor", "animatemotion", "animatetransform", "audio", "base", "discard", "embed"),
        *("foreignobject", "handler", "iframe", "link", "listener", "meta", "object", "script", "set", "video"),
    ]
)
#: Attributes that hold nothing but addresses, whatever they stand on.
_ADDRESSES = frozenset(
    [
        *("action", "archive", "background", "base", "cite", "classid", "codebase", "data", "formaction", "href"),
        *("imagesrcset", "longdesc", "manifest", "ping", "poster", "src", "srcdoc", "srcset"),
    ]
)
_PIXELS = {"data:image/png": "PNG", "data:image/jpeg": "JPEG", "data:image/jpg": "JPEG"}
_CURE = "export it again as plain SVG"


def check_drawing(file: Path, name: str, place: Place) -> list[Finding]:
    """Parse a drawing; refuse scripts, entities, anything outside the file, and what grows without end."""
    try:
        root = _parse(file)
    except DefusedXmlException:
        return [stop("damaged-picture", f"{name} declares entities", place, _CURE)]
    except _TooLargeError as error:
        return [stop("huge-picture", f"{name} {error}", place, "draw it in fewer pieces, or save it as a PNG")]
    except (ParseError, ValueError, LookupError, OSError, RecursionError) as error:
        return [stop("damaged-picture", f"{name} is not sound SVG: {error}", place, _CURE)]
    if _local(root.tag) != "svg":
        return [stop("not-a-picture", f"{name} is XML but not SVG", place, _CURE)]
    found = list(islice(_find(root, name, place), _MOST_TOLD))
    return found if all(one.check == "undrawable-picture" for one in found) else found[:1]


class _TooLargeError(Exception):
    """A drawing of more than can be drawn."""


class _Builder(TreeBuilder):
    """Builds the tree of a drawing, as far as it is neither deep nor long without end; no sheets from outside."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        """Begin an element."""
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > _DEEPEST:
            raise _TooLargeError(f"has elements {_DEEPEST} deep in each other")
        if self._count > _MOST:
            raise _TooLargeError(f"has more than {_MOST:,} elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag)

    def pi(self, target: str, text: str | None = None, /) -> Any:
        """Refuse sheets that stand beside a drawing; other notes to programs are nothing to us."""
        if target.lower().startswith("xml-stylesheet"):
            raise ValueError(f"it asks for a style sheet: {(text or '')[:60]}")
        return None


def _parse(file: Path) -> Element:
    """Read a drawing as a tree."""
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=False)
    with file.open("rb") as stream:
        while data := stream.read(1 << 16):
            parser.feed(data)
    root: Element = parser.close()
    return root


def _find(root: Element, name: str, place: Place) -> Iterator[Finding]:
    """Find what a drawing must not hold."""
    pixels = 0
    for element in root.iter():
        local = _local(element.tag)
        if local.lower() in _ACTIVE:
            yield stop("active-picture", f"{name} holds <{local}>", place, _CURE)
        for key in element.keys():  # noqa: SIM118  an element, not a mapping
            if _local(key).lower().startswith("on"):
                yield stop("active-picture", f"{name} runs code: {_local(key)}", place, _CURE)
        for address in _list_addresses(element):
            if address.startswith("#"):
                continue
            held, wrong = _look_into(address)
            pixels += held
            if wrong or pixels > WHOLE:
                said = wrong or f"holds more than {WHOLE // 10**6} million pixels"
                yield stop("remote-reference", f"{name} {said}", place, "embed it or leave it out")
    grown = _grow(root)
    if grown:
        yield stop("huge-picture", f"{name} {grown}", place, "draw it in fewer pieces, or save it as a PNG")
    for lost in find_undrawn(root):
        hint = "turn it into plain shapes in the drawing program, or save the drawing as a PNG"
        yield stop("undrawable-picture", f"{name} cannot be printed: {lost}", place, hint)


def _list_addresses(element: Element) -> Iterator[str]:
    """All addresses that an element names: in attributes, in values of style, in a sheet that it holds."""
    for key, value in element.items():
        if _local(key).lower() in _ADDRESSES:
            yield value.strip()
        elif "(" in value or "\\" in value or "@" in value:  # paths are long, and have none
            yield from map(_address_of, list_references(value))
    if _local(element.tag).lower() == "style":
        yield from map(_address_of, list_references("".join(element.itertext())))


def _address_of(reference: Reference) -> str:
    """The address of a reference; one that cannot be told, and is not just left out, is said as it is written."""
    if reference.kind == "@import":
        return f"@import {reference.address}"
    address = reference.address.strip()
    return address or ("#" if reference.kind == "url(" else reference.kind)


def _look_into(address: str) -> tuple[int, str]:
    """How many pixels an address holds, and what is wrong with it."""
    head, comma, body = address.partition(",")
    kind, *rest = head.replace(" ", "").lower().split(";")
    if kind not in _PIXELS or not comma:
        return 0, f"refers to {address[:60]}: nothing outside a drawing is read"
    try:
        data = base64.b64decode(unquote_to_bytes(body)) if "base64" in rest else unquote_to_bytes(body)
        with strict(), Image.open(io.BytesIO(data), formats=[_PIXELS[kind]]) as image:
            held = image.size[0] * image.size[1]
            if held > WHOLE:
                return held, f"holds a picture of {image.size[0]} × {image.size[1]} pixels"
            image.load()
    except (OSError, SyntaxError, ValueError, binascii.Error, Image.DecompressionBombError) as error:
        return 0, f"holds a picture that is damaged: {error}"
    return held, ""


def _grow(root: Element) -> str:
    """Say whether a drawing grows beyond all bounds by what it draws again; empty if not."""
    named = {ident: element for element in root.iter() if (ident := element.get("id"))}
    sizes: dict[Element, int] = {}
    try:
        _measure(root, named, sizes, [])
    except _TooLargeError as error:
        return str(error)
    return ""


def _measure(element: Element, named: Mapping[str, Element], sizes: dict[Element, int], around: list[Element]) -> int:
    """How many elements one is when all that it refers to is drawn."""
    if element in sizes:
        return sizes[element]
    if element in around:
        raise _TooLargeError(f"draws <{_local(element.tag)}> within itself")
    if len(around) > _DEEPEST:
        raise _TooLargeError(f"draws more than {_DEEPEST} things in each other")
    around.append(element)
    total = 1 + sum(_measure(child, named, sizes, around) for child in element)
    for address in _list_addresses(element) if element.attrib else ():
        target = named.get(address[1:]) if address.startswith("#") else None
        total += _measure(target, named, sizes, around) if target is not None else 0
    around.pop()
    if total > _MOST:
        raise _TooLargeError(f"grows to more than {_MOST:,} elements by what it draws again")
    sizes[element] = total
    return total


def _local(name: Any) -> str:
    """A name without its namespace."""
    return str(name).rpartition("}")[2]
