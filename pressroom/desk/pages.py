"""Draw pages of runs as they are asked for: a PDF, a page and a width in; a PNG or the letters of the page out."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pressroom.pictures.pages import draw_part, open_document

WIDEST = 12_000  # pixels across a page: 400 per cent of a tabloid on a fine screen
_LARGEST = 24_000_000  # pixels of one picture
_ROOM = 160_000_000  # bytes of pictures that are kept
_TEXTS = 200


@dataclass(frozen=True)
class Letters:
    """The letters of a page in reading order, each with its box: left, top, right, bottom, in shares of the page."""

    text: str
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class PageView:
    """What is wanted of a page: its width in pixels, and the part of it (left, top, width, height); all, if none.

    ``beyond`` is how much is shown beyond its edges, in points.
    """

    width: int
    part: tuple[int, int, int, int] | None = None
    beyond: float = 0.0

    @property
    def allowed(self) -> bool:
        """Whether it is a picture that a screen can show."""
        if not 8 <= self.width <= WIDEST:
            return False
        if self.part is None:
            return self.width * self.width <= _LARGEST
        left, top, width, height = self.part
        return min(left, top) >= 0 and min(width, height) > 0 and width * height <= _LARGEST


class PageShelf:
    """Pages that were drawn, and their letters, as long as there is room."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[tuple[str, int, PageView], bytes] = OrderedDict()
        self._letters: OrderedDict[tuple[str, int], Letters] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def draw(self, file: Path, digest: str, number: int, view: PageView) -> bytes:
        """A page as a PNG; the file is that of the digest.

        :raises IndexError: if it has no such page.
        :raises OSError: if the file is gone.
        """
        key = (digest, number, view)
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        data = _draw(file, number, view)
        with self._lock:
            self._pictures[key] = data
            self._size += len(data)
            while self._size > _ROOM and len(self._pictures) > 1:
                self._size -= len(self._pictures.popitem(last=False)[1])
        return data

    def read(self, file: Path, digest: str, number: int) -> Letters:
        """The letters of a page.

        :raises IndexError: if it has no such page.
        :raises OSError: if the file is gone.
        """
        with self._lock:
            if (digest, number) in self._letters:
                return self._letters[digest, number]
        letters = _read(file, number)
        with self._lock:
            self._letters[digest, number] = letters
            while len(self._letters) > _TEXTS:
                self._letters.popitem(last=False)
        return letters


def _draw(file: Path, number: int, view: PageView) -> bytes:
    with open_document(file) as document:
        if number >= document.pages:
            raise IndexError(number)
        picture = draw_part(document, number, view.width, view.part, view.beyond)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _read(file: Path, number: int) -> Letters:
    with open_document(file) as document:
        if number >= document.pages:
            raise IndexError(number)
        with document.page(number) as page, closing(page.get_textpage()) as text:
            wide, tall = page.get_width(), page.get_height()
            said: list[str] = []
            boxes: list[tuple[float, float, float, float]] = []
            for index in range(text.count_chars()):
                char = text.get_text_range(index, 1)
                if len(char) != 1 or not char.isalnum():
                    continue
                left, bottom, right, top = text.get_charbox(index)
                said.append(char)
                boxes.append((left / wide, 1 - top / tall, right / wide, 1 - bottom / tall))
    return Letters("".join(said), tuple(boxes))
