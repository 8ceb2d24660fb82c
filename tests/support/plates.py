"""Count the letters of a finished file by what they are printed in, and prove on its plates where the black ones are.

The reader here had no part in making the file. Run it on one: ``python -m tests.support.plates out/2021-01/2021-01.print.pdf``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy
import pikepdf
from pikepdf import Array, Name, Stream, String
from PIL import Image

BLACK = "0 0 0 1 k"
_SHOWS = {"Tj", "TJ", "'", '"'}
_INVISIBLE = 3
_AT_A_TIME = 12  # pages whose plates lie on the disk


@dataclass(frozen=True)
class State:
    """What letters are drawn with: their ink as it is written, and whether they overprint."""

    ink: str = "0 g"
    space: str = ""
    overprints: bool = False
    kept: int = 0  # OPM
    mode: int = 0


@dataclass
class Letters:
    """Letters by ink, and those that overprint; ``wrong`` are pages where black ones do not."""

    drawn: Counter[str] = field(default_factory=Counter)
    overprinting: Counter[str] = field(default_factory=Counter)
    wrong: set[int] = field(default_factory=set)


class Reader:
    """Reads the streams of one page after the other; with ``strip`` it takes black letters out."""

    def __init__(self, pdf: pikepdf.Pdf, strip: bool = False) -> None:
        self.pdf, self.strip, self.letters = pdf, strip, Letters()
        self.page = 0
        self._stripped: set[tuple[int, int]] = set()

    def read(self) -> Letters:
        for number, page in enumerate(self.pdf.pages):
            self.page = number
            kept = self._walk(page.obj, page.obj.Resources, State())
            if self.strip:
                page.obj.Contents = self.pdf.make_stream(kept)
        return self.letters

    def _walk(self, holder: Any, resources: Any, state: State) -> bytes:
        saved: list[State] = []
        kept = []
        for operands, operator in pikepdf.parse_content_stream(holder):
            name = str(operator)
            if name == "q":
                saved.append(state)
            elif name == "Q":
                state = saved.pop()
            elif name == "Do":
                self._draw(resources, str(operands[0]), state)
            elif name in _SHOWS and state.mode != _INVISIBLE:
                self._count(state, glyphs(operands))
                if state.ink == BLACK:
                    continue
            else:
                state = change(state, name, operands, resources)
            kept.append((operands, operator))
        return pikepdf.unparse_content_stream(kept) if self.strip else b""

    def _draw(self, resources: Any, name: str, state: State) -> None:
        item = resources.get("/XObject", {}).get(name)
        if not isinstance(item, Stream) or item.get("/Subtype") != Name.Form:
            return
        kept = self._walk(item, item.get("/Resources", resources), state)
        if self.strip and item.objgen not in self._stripped:
            self._stripped.add(item.objgen)
            item.write(kept)

    def _count(self, state: State, number: int) -> None:
        self.letters.drawn[state.ink] += number
        if state.overprints:
            self.letters.overprinting[state.ink] += number
        if (state.ink == BLACK) != (state.overprints and state.kept == 1):
            self.letters.wrong.add(self.page)


def change(state: State, name: str, operands: Any, resources: Any) -> State:
    """The state after an operator that sets something."""
    if name in {"g", "rg", "k"}:
        return replace(state, ink=f"{say(operands)} {name}")
    if name == "cs":
        return replace(state, space=colour_space(resources, str(operands[0])), ink="")
    if name in {"sc", "scn"}:
        return replace(state, ink=f"{say(operands)} {'k' if state.space == '/DeviceCMYK' else state.space}")
    if name == "Tr":
        return replace(state, mode=int(operands[0]))
    if name == "gs":
        found = resources.ExtGState[str(operands[0])]
        over = bool(found.get("/op", found.get("/OP", state.overprints)))
        return replace(state, overprints=over, kept=int(found.get("/OPM", state.kept)))
    return state


def say(operands: Any) -> str:
    """Numbers as a file writes them."""
    return " ".join(f"{float(value):g}" for value in operands if not isinstance(value, Name))


def colour_space(resources: Any, name: str) -> str:
    """The name of a colour space; that of its ink where it is a plate of its own."""
    found = resources.get("/ColorSpace", {}).get(name)
    return str(found[1]) if isinstance(found, Array) and found[0] == Name.Separation else name


def glyphs(operands: Any) -> int:
    """How many glyphs are shown: fonts of these files take two bytes for each."""
    pieces = operands[-1] if isinstance(operands[-1], Array) else [operands[-1]]
    return sum(len(bytes(piece)) for piece in pieces if isinstance(piece, String)) // 2


def read_letters(file: Path) -> Letters:
    with pikepdf.open(file) as pdf:
        return Reader(pdf).read()


def plates(file: Path, ppi: int, numbers: range) -> Iterator[dict[str, Any]]:
    """The plates of pages, by ink: parts of 255, 0 is none. Pages are numbered from 1."""
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{ppi}", "-dUseBleedBox"]
    pages = [f"-dFirstPage={numbers[0]}", f"-dLastPage={numbers[-1]}"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*command, *pages, f"-sOutputFile={folder}/p%d.tif", str(file)], check=True, capture_output=True)
        for number in range(1, len(numbers) + 1):
            found = {}
            for path in Path(folder).glob(f"p{number}(*).tif"):
                match = re.search(r"\((.*)\)\.tif$", path.name)
                assert match
                with Image.open(path) as image:
                    found[match[1]] = 255 - numpy.asarray(image.convert("L"))
            yield found


@dataclass(frozen=True)
class Proved:
    """What taking black letters out changes: spots of the black plate, and of others by page and ink; of those none may."""

    pages: int
    black: int
    others: tuple[tuple[int, str, int], ...]


def prove(file: Path, ppi: int = 150) -> Proved:
    """Take all black letters out of a copy and compare its plates.

    Where letters are in black alone and overprint, all plates but the black one stay as they are, spot by spot.
    """
    with tempfile.TemporaryDirectory() as desk:
        bare = Path(desk) / "bare.pdf"
        with pikepdf.open(file) as pdf:
            Reader(pdf, strip=True).read()
            pdf.save(bare)
            count = len(pdf.pages)
        black, others = 0, []
        for first in range(1, count + 1, _AT_A_TIME):
            numbers = range(first, min(first + _AT_A_TIME, count + 1))
            for number, changed in zip(numbers, _compare(file, bare, ppi, numbers), strict=True):
                if changed.keys() - {"Black"}:  # Ghostscript may draw a glyph otherwise for what stood on pages before
                    (changed,) = _compare(file, bare, ppi, range(number, number + 1))
                black += changed.pop("Black", 0)
                others += [(number, ink, spots) for ink, spots in sorted(changed.items())]
        return Proved(count, black, tuple(others))


def _compare(file: Path, bare: Path, ppi: int, numbers: range) -> list[dict[str, int]]:
    """How many spots of each plate differ, page by page."""
    nothing = numpy.zeros(1, "uint8")
    return [
        {
            ink: changed
            for ink in full.keys() | empty.keys()
            if (changed := int((full.get(ink, nothing) != empty.get(ink, nothing)).sum()))
        }
        for full, empty in zip(plates(file, ppi, numbers), plates(bare, ppi, numbers), strict=True)
    ]


def main(file: Path) -> int:
    """Say what is in a file; 1 where black letters are not in black alone, or do not overprint."""
    counted, proved = read_letters(file), prove(file)
    for said, number in counted.drawn.most_common():
        sys.stdout.write(f"{number:8} letters in {said}, {counted.overprinting[said]} overprint\n")
    sys.stdout.write(f"pages where black letters do not overprint, or others do: {sorted(counted.wrong)}\n")
    sys.stdout.write(
        f"{proved.pages} pages; without black letters {proved.black} spots of the black plate change, and of "
    )
    sys.stdout.write(f"others {proved.others or 'none'}\n")
    return int(bool(counted.wrong or proved.others))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
