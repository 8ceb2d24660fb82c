"""Find where pictures stand: the pages of a document in, how large each picture is where it is largest out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pikepdf
from pikepdf import Name

from pressroom.editions.pdf.content import content_of, read_lines
from pressroom.editions.pdf.matrix import IDENTITY, Matrix, matrix_of, multiply, read_matrix

_DEEP = 12  # groups within groups


@dataclass(frozen=True)
class PrintedSize:
    """The names that pages call a picture, and its largest width and height on them, in points."""

    names: tuple[str, ...]
    width: float
    height: float


def find_places(target: pikepdf.Pdf) -> dict[tuple[int, int], PrintedSize]:
    """Find all pictures of a document, by their numbers in it."""
    if not any(isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image for item in target.objects):
        return {}
    found: dict[tuple[int, int], PrintedSize] = {}
    for page in target.pages:
        for number, name, matrix in _walk(content_of(page.obj), page.obj.Resources, IDENTITY, 0):
            _note(found, number, name, matrix)
    return found


def _note(found: dict[tuple[int, int], PrintedSize], number: tuple[int, int], name: str, matrix: Matrix) -> None:
    """Note a place of a picture, which fills a square of one unit (ISO 32000-1, 8.9.5)."""
    a, b, c, d, _, _ = matrix
    known = found.get(number, PrintedSize((), 0, 0))
    names = tuple(dict.fromkeys((*known.names, name)))
    found[number] = PrintedSize(names, max(known.width, hypot(a, b)), max(known.height, hypot(c, d)))


def _walk(data: bytes, resources: Any, matrix: Matrix, depth: int) -> Iterator[tuple[tuple[int, int], str, Matrix]]:
    """The pictures that a stream draws, and those of the groups and tiles it draws with."""
    things = resources.get("/XObject", {})
    saved: list[Matrix] = []
    for line, operator in read_lines(data):
        if operator == b"q":
            saved.append(matrix)
        elif operator == b"Q" and saved:
            matrix = saved.pop()
        elif operator == b"cm":
            matrix = multiply(read_matrix(line.split()[:-1]), matrix)
        elif operator == b"Do":
            name = line.split()[0].decode("ascii")
            yield from _look_at(things.get(name), name, matrix, depth)
    for pattern in resources.get("/Pattern", {}).values() if depth < _DEEP else ():
        if isinstance(pattern, pikepdf.Stream):
            yield from _walk(pattern.read_bytes(), pattern.Resources, matrix_of(pattern), depth + 1)


def _look_at(thing: Any, name: str, matrix: Matrix, depth: int) -> Iterator[tuple[tuple[int, int], str, Matrix]]:
    """A picture, or what a group draws."""
    if thing is None or depth >= _DEEP:
        return
    if thing.get("/Subtype") == Name.Image:
        yield thing.objgen, name.removeprefix("/i")[:32], matrix
    elif "/Resources" in thing:
        own = multiply(matrix_of(thing), matrix)
        yield from _walk(thing.read_bytes(), thing.Resources, own, depth + 1)
