"""Find where pictures stand: the pages of a document in, how large each picture is where it is largest out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pikepdf
from pikepdf import Array, Name

Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
_DEEP = 12  # groups within groups


@dataclass(frozen=True)
class Place:
    """The names that pages call a picture, and its largest width and height on them, in points."""

    names: tuple[str, ...]
    width: float
    height: float


def find_places(target: pikepdf.Pdf) -> dict[tuple[int, int], Place]:
    """Find all pictures of a document, by their numbers in it."""
    if not any(isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image for item in target.objects):
        return {}
    found: dict[tuple[int, int], Place] = {}
    for page in target.pages:
        contents = page.obj.Contents
        parts = contents if isinstance(contents, Array) else (contents,)
        data = b"\n".join(part.read_bytes() for part in parts)
        for number, name, matrix in _walk(data, page.obj.Resources, _AS_IT_IS, 0):
            _note(found, number, name, matrix)
    return found


def _note(found: dict[tuple[int, int], Place], number: tuple[int, int], name: str, matrix: Matrix) -> None:
    """Note a place of a picture, which fills a square of one unit (ISO 32000-1, 8.9.5)."""
    a, b, c, d, _, _ = matrix
    known = found.get(number, Place((), 0, 0))
    names = tuple(dict.fromkeys((*known.names, name)))
    found[number] = Place(names, max(known.width, hypot(a, b)), max(known.height, hypot(c, d)))


def _walk(data: bytes, resources: Any, matrix: Matrix, depth: int) -> Iterator[tuple[tuple[int, int], str, Matrix]]:
    """The pictures that a stream draws, and those of the groups and tiles it draws with."""
    things = resources.get("/XObject", {})
    saved: list[Matrix] = []
    for line in data.split(b"\n"):
        operator = line[line.rfind(b" ") + 1 :]
        if operator == b"q":
            saved.append(matrix)
        elif operator == b"Q" and saved:
            matrix = saved.pop()
        elif operator == b"cm":
            matrix = multiply(_read(line), matrix)
        elif operator == b"Do":
            name = line.split()[0].decode("ascii")
            yield from _look_at(things.get(name), name, matrix, depth)
    for pattern in resources.get("/Pattern", {}).values() if depth < _DEEP else ():
        if isinstance(pattern, pikepdf.Stream):
            own = multiply(_matrix_of(pattern), _AS_IT_IS)
            yield from _walk(pattern.read_bytes(), pattern.Resources, own, depth + 1)


def _look_at(thing: Any, name: str, matrix: Matrix, depth: int) -> Iterator[tuple[tuple[int, int], str, Matrix]]:
    """A picture, or what a group draws."""
    if thing is None or depth >= _DEEP:
        return
    if thing.get("/Subtype") == Name.Image:
        yield thing.objgen, name.removeprefix("/i")[:32], matrix
    elif "/Resources" in thing:
        own = multiply(_matrix_of(thing), matrix)
        yield from _walk(thing.read_bytes(), thing.Resources, own, depth + 1)


def _matrix_of(thing: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in thing.get("/Matrix", _AS_IT_IS))
    return a, b, c, d, e, f


def _read(line: bytes) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in line.split()[:6])
    return a, b, c, d, e, f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
