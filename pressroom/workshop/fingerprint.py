"""Know the engine: the system's own libraries that pages depend on, in; one digest out."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from pressroom.workshop.cache import make_key
from pressroom.workshop.ledger import Ledger

_LIBRARIES = re.compile(r"/lib(?:pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject|graphite)[^/]*$")


@dataclass(frozen=True)
class Engine:
    """The files of the libraries that the engine has loaded, and the number of Pango's version."""

    libraries: tuple[str, ...]
    pango: int


def find_engine(pango: int) -> Engine:
    """Find the libraries that this process has loaded; only Linux tells, elsewhere Pango's version has to do."""
    lines: list[str] = []
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    files = {line.split(maxsplit=5)[5] for line in lines if line.count(" ") > 5 and "/" in line}
    return Engine(tuple(sorted(file for file in files if _LIBRARIES.search(file))), pango)


def engine_digest(engine: Engine, ledger: Ledger) -> str:
    """A digest of the engine's libraries; what fonts are installed is no matter, none of them is used."""
    libraries = [(Path(file).name, ledger.digest(Path(file))) for file in engine.libraries]
    return make_key("engine", engine.pango, libraries)
