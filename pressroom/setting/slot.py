"""Set slots in a worker: a pasteup in; its run, and the files that it was made from, out."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from weasyprint.text.ffi import pango

from pressroom.fonts.matching import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit
from pressroom.report import PressError
from pressroom.run import Served, SetSlot
from pressroom.setting.copyfit import fit_slot
from pressroom.setting.render import Renderer
from pressroom.setting.sheets import SheetShelf
from pressroom.workshop.fingerprint import Engine, find_engine

_COLLECT = 50_000  # objects: the engine makes many that live long, and looking at them again and again takes time


def make_setter(
    stylesheets: Sequence[Path], folders: tuple[Path, ...], faces: Faces
) -> tuple[Callable[[Pasteup, Faces, Fit, Path], SetSlot], Engine]:
    """Make a worker ready while the builder still reads: parse the style sheets of the last build, if they are there.

    Gives the function that sets slots, and what the engine is.
    """
    shelf = SheetShelf()
    if stylesheets:
        with contextlib.suppress(OSError):  # they are parsed, or missed, with the first slot
            shelf.load(stylesheets, folders, faces)
    gc.set_threshold(_COLLECT, 20, 20)

    def work(pasteup: Pasteup, faces: Faces, fit: Fit, bench: Path) -> SetSlot:
        return set_slot(pasteup, faces, fit, bench, shelf)

    return work, find_engine(int(pango.pango_version()))


def set_slot(pasteup: Pasteup, faces: Faces, fit: Fit, bench: Path, shelf: SheetShelf) -> SetSlot:
    """Set one slot; its PDF is left in a file on the bench, so that the builder need not hold it in memory.

    What stops it is handed back, so that it leaves the other slots' work usable.

    :raises OSError: where the disk is full.
    """
    try:
        renderer = Renderer(pasteup, faces, shelf)
        laid = fit_slot(pasteup, fit, renderer)
        run = renderer.draw(laid, _find_file(bench))
    except PressError as error:
        return SetSlot(None, stopped=error)
    return SetSlot(run, _number_files(renderer.served, pasteup.folders))


def _find_file(bench: Path) -> Path:
    """Find a name that no other worker has."""
    handle, name = tempfile.mkstemp(prefix="run-", suffix=".pdf", dir=bench)
    os.close(handle)
    file = Path(name)
    file.chmod(0o644)
    return file


def _number_files(files: Mapping[Path, str], folders: Sequence[Path]) -> tuple[Served, ...]:
    """Say of each file in which folder it lies, so that the list is true wherever these lie."""
    roots = [folder.resolve() for folder in folders]
    found = []
    for file, value in files.items():
        number = next((number for number, root in enumerate(roots) if file.is_relative_to(root)), -1)
        found.append(Served(number, file.relative_to(roots[number]).as_posix() if number >= 0 else str(file), value))
    return tuple(sorted(found))
