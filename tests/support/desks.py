"""A warm press at work: an issue in; what it tells, and what its pages look like, out."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from pressroom.desk.pages import PageShelf, PageView
from pressroom.desk.press import WarmPress
from pressroom.pictures.pages import draw_part, open_document
from pressroom.run import Run
from pressroom.workshop.config import Config

_PATIENCE = 120.0  # seconds


class DeskWatch:
    """A press, and all that it has told."""

    def __init__(self, press: WarmPress, told: list[tuple[str, dict[str, Any]]]) -> None:
        self.press, self.told = press, told

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Wait for something; fail where it does not come."""
        end = time.monotonic() + _PATIENCE
        while not until():
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.01)

    def settle(self) -> None:
        """Wait until all that was saved is read and set, and looked at."""
        self.wait(lambda: self.press.settled, "a settled desk")

    def save(self, file: Path, text: str) -> None:
        """Save a source, and say so."""
        file.write_text(text, encoding="utf-8")
        self.press.saved([file.resolve()])

    def names(self) -> list[str]:
        """The names of what was told so far."""
        return [name for name, _ in self.told]

    def messages(self) -> list[str]:
        """What was found last."""
        return [finding["message"] for finding in self.press.findings]

    def runs(self) -> list[Run]:
        """What is shown of each slot."""
        look = self.press.look
        assert look is not None
        shown = [look.states[index].shown for index in sorted(look.states)]
        assert all(isinstance(run, Run) for run in shown), shown
        return [run for run in shown if isinstance(run, Run)]

    def pages(self, width: int) -> list[bytes]:
        """All pages as the browser is shown them: their pixels."""
        shelf = PageShelf()
        pictures = []
        for run in self.runs():
            file = self.press.find_file(run.digest)
            assert file is not None
            for number in range(run.set_pages + run.blank_pages):
                data = shelf.draw(file, run.digest, number, PageView(width))
                pictures.append(Image.open(io.BytesIO(data)).convert("RGB").tobytes())
        return pictures


@contextmanager
def open_desk(folder: Path, config: Config, jobs: int = 1) -> Iterator[DeskWatch]:
    """Open a desk without a browser."""
    told: list[tuple[str, dict[str, Any]]] = []
    lock = threading.Lock()

    def tell(name: str, data: dict[str, Any]) -> None:
        with lock:
            told.append((name, data))

    with WarmPress(folder, config, jobs, tell) as press:
        yield DeskWatch(press, told)


def pixels_of(pdf: Path, width: int) -> list[bytes]:
    """The pixels of all pages of a PDF."""
    with open_document(pdf) as document:
        return [draw_part(document, number, width).tobytes() for number in range(document.pages)]
