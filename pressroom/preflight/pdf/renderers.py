"""Have other programs draw a finished file: its plates by Ghostscript, its pages by four renderers.

They run beside each other as soon as the first is asked for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import Image

from pressroom.pictures.pages import draw_at, open_document
from pressroom.report import Finding, Place, PressError, stop

PLATE_PPI = 72
VIEW_PPI = 40
_SECONDS = 240
_FINER = 3  # PDFium draws no line thinner than a pixel, Ghostscript skips pixels of line art: drawn larger, they do not
_GHOSTSCRIPT = ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER")
_PLATE = re.compile(r"p(\d+)\((.+)\)\.tif$")
#: The program of each renderer that is one, and the package that brings it.
PROGRAMS = {
    "poppler": ("pdftoppm", "poppler-utils"),
    "mupdf": ("mutool", "mupdf-tools"),
    "ghostscript": ("gs", "ghostscript"),
}
Pages = list[Any]


class Drawings:
    """The drawings of a file, in a folder of their own that goes with them."""

    def __init__(self, file: Path, pages: int) -> None:
        self.file, self.pages = file, pages
        self._desk = tempfile.TemporaryDirectory(prefix="pressroom-preflight-")
        self._crew = ThreadPoolExecutor(max_workers=4)
        self._started: dict[str, Future[Any]] = {}

    def __enter__(self) -> Drawings:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._crew.shutdown(cancel_futures=True)
        self._desk.cleanup()

    def start(self, plates: bool) -> None:
        """Start what will be asked for; programs that are missing are told of when it is."""
        for name, draw in (("plates", self._draw_plates), *self._renderers()):
            if (plates or name != "plates") and name not in self._started and not self.missing(name):
                self._started[name] = self._crew.submit(draw)

    @staticmethod
    def missing(name: str) -> str:
        """What is missing for a drawing: the program and its package; empty where nothing is."""
        program, package = PROGRAMS.get("ghostscript" if name == "plates" else name, ("", ""))
        return f"{program} (Debian: {package})" if program and shutil.which(program) is None else ""

    @cached_property
    def plates(self) -> list[dict[str, Path]]:
        """The plates of each page by their inks, as TIFF files of what lies within the bleed: 255 is no ink.

        :raises PressError: if Ghostscript is missing or fails.
        """
        return list(self._ask("plates", self._draw_plates))

    def views(self) -> dict[str, Pages]:
        """Each page by each renderer, as arrays of grey: 255 is paper.

        :raises PressError: if one of them is missing or fails.
        """
        return {name: self._ask(name, draw) for name, draw in self._renderers()}

    def draw_page(self, number: int, ppi: float) -> Any:
        """One page by PDFium, as an array of grey."""
        with open_document(self.file) as document:
            return _as_array(draw_at(document, number, ppi, grey=True))

    def _renderers(self) -> Iterator[tuple[str, Callable[[], Pages]]]:
        yield "ghostscript", self._draw_ghostscript
        yield "poppler", self._draw_poppler
        yield "mupdf", self._draw_mupdf
        yield "pdfium", self._draw_pdfium

    def _ask(self, name: str, draw: Callable[[], Any]) -> Any:
        if lacks := self.missing(name):
            message = f"{lacks} is not installed: nothing can be said of {_MEANT[name]}"
            raise PressError([stop("tool-missing", message, Place(self.file), "install it, and check again")])
        future = self._started.get(name) or self._crew.submit(draw)
        self._started[name] = future
        return future.result()

    def _run(self, command: Sequence[str]) -> None:
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PressError([self._failed(command[0], str(error))]) from error
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
            raise PressError([self._failed(command[0], said[-1] if said else f"exit {done.returncode}")])

    def _failed(self, program: str, said: str) -> Finding:
        message = f"{program} cannot draw the file: {said[:200]}"
        return stop("tool-failed", message, Place(self.file), "a renderer of the printer may not, either")

    def _folder(self, name: str) -> Path:
        folder = Path(self._desk.name) / name
        folder.mkdir()
        return folder

    def _draw_plates(self) -> list[dict[str, Path]]:
        folder = self._folder("plates")
        out = f"-sOutputFile={folder}/p%d.tif"
        options = (f"-r{PLATE_PPI}", "-dUseBleedBox", "-dMaxSpots=16", out)
        self._run((*_GHOSTSCRIPT, "-sDEVICE=tiffsep", *options, str(self.file)))
        pages: list[dict[str, Path]] = [{} for _ in range(self.pages)]
        for path in sorted(folder.iterdir()):
            found = _PLATE.search(path.name)
            if found and int(found[1]) <= self.pages:
                pages[int(found[1]) - 1][found[2]] = path
        return pages

    def _draw_ghostscript(self) -> Pages:
        folder = self._folder("ghostscript")
        out = f"-sOutputFile={folder}/%05d.pgm"
        options = (f"-r{VIEW_PPI * _FINER}", "-dUseCropBox", out)
        self._run((*_GHOSTSCRIPT, "-sDEVICE=pgmraw", *options, str(self.file)))
        return [_coarsen(read_grey(path)) for path in sorted(folder.iterdir())]

    def _draw_poppler(self) -> Pages:
        folder = self._folder("poppler")
        self._run(("pdftoppm", "-q", "-r", str(VIEW_PPI), "-gray", "-cropbox", str(self.file), f"{folder}/p"))
        return _read_folder(folder)

    def _draw_mupdf(self) -> Pages:
        folder = self._folder("mupdf")
        out = f"{folder}/%05d.ppm"  # in grey it only adds up inks
        self._run(("mutool", "draw", "-q", "-r", str(VIEW_PPI), "-c", "rgb", "-o", out, str(self.file)))
        return _read_folder(folder)

    def _draw_pdfium(self) -> Pages:
        with open_document(self.file) as document:
            drawn = (draw_at(document, number, VIEW_PPI * _FINER, grey=True) for number in range(document.pages))
            return [_coarsen(_as_array(picture)) for picture in drawn]


_MEANT = {
    "plates": "the ink on the sheet",
    **dict.fromkeys(("ghostscript", "poppler", "mupdf", "pdfium"), "whether all renderers show the same"),
}


def _coarsen(drawn: Any) -> Any:
    """A drawing at the size of the others."""
    height, width = drawn.shape[0] // _FINER, drawn.shape[1] // _FINER
    cut = drawn[: height * _FINER, : width * _FINER]
    return cut.reshape(height, _FINER, width, _FINER).mean(axis=(1, 3), dtype="float32")


def _read_folder(folder: Path) -> Pages:
    """Read the pages that a renderer has drawn."""
    return [read_grey(path) for path in sorted(folder.iterdir())]


def read_grey(path: Path) -> Any:
    """Read a drawing as an array of grey."""
    with Image.open(path) as image:
        return _as_array(image.convert("L"))


def _as_array(picture: Image.Image) -> Any:
    """A picture in grey as an array."""
    import numpy as np  # it takes long to load

    return np.asarray(picture)
