"""Set slots in a worker: a pasteup in; its run, and the files that it was made from, out."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from weasyprint.text.ffi import pango

from pressroom.fonts.catalogue import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit
from pressroom.report import PressError
from pressroom.run import Run, Served
from pressroom.setting.copyfit import fit_slot
from pressroom.setting.fetcher import serving
from pressroom.setting.sheets import load_sheets
from pressroom.workshop.files import digest
from pressroom.workshop.fingerprint import Engine, find_engine

_COLLECT = 50_000  # objects: the engine makes many that live long, and looking at them again and again takes time


def learn(stylesheets: Sequence[Path], folders: tuple[Path, ...], css: str) -> Engine:
    """Make a worker ready while the builder still reads: load the style sheets of the last build, if they are there."""
    with contextlib.suppress(OSError):  # they are loaded, or missed, with the first slot
        load_sheets(stylesheets, folders, css)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT, 20, 20)
    return find_engine(int(pango.pango_version()))


def set_slot_apart(pasteup: Pasteup, faces: Faces, fit: Fit) -> tuple[Run | PressError, tuple[Served, ...]]:
    """Set one slot in a worker; its PDF is left in a file at the desk, so that the builder need not hold it in memory.

    :raises OSError: where the disk is full.
    """
    run, served = set_slot(pasteup, faces, fit)
    if isinstance(run, Run):
        handle, name = tempfile.mkstemp(prefix="run-", suffix=".pdf")
        with os.fdopen(handle, "wb") as stream:
            stream.write(run.data)
        Path(name).chmod(0o644)
        run = replace(run, data=b"", file=Path(name), digest=digest(run.data))
    return run, served


def set_slot(pasteup: Pasteup, faces: Faces, fit: Fit) -> tuple[Run | PressError, tuple[Served, ...]]:
    """Set one slot; what stops it is handed back, so that it leaves the other slots' work usable."""
    with serving() as files:
        try:
            run: Run | PressError = fit_slot(pasteup, faces, fit)
        except PressError as error:
            run = error
    return run, _number_files(files, (*pasteup.folders, *faces.folders))


def _number_files(files: dict[Path, str], folders: Sequence[Path]) -> tuple[Served, ...]:
    """Say of each file in which folder it lies, so that the list is true wherever these lie."""
    roots = [folder.resolve() for folder in folders]
    found = []
    for file, value in files.items():
        number = next((number for number, root in enumerate(roots) if file.is_relative_to(root)), -1)
        found.append(Served(number, file.relative_to(roots[number]).as_posix() if number >= 0 else str(file), value))
    return tuple(sorted(found))
