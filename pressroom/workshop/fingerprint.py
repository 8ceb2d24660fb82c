"""Know the engine: the system's own libraries and fonts that pages depend on, in; one digest out."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressroom.workshop.cache import make_key
from pressroom.workshop.ledger import Ledger

_LIBRARIES = re.compile(r"/lib(?:pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject|graphite)[^/]*$")
_FONTS = ("/etc/fonts", "/usr/share/fonts", "/usr/local/share/fonts")
_OWN_FONTS = (".fonts", ".local/share/fonts", ".config/fontconfig")


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
    """A digest of the engine's libraries and of the fonts that are installed on this system.

    Text inside drawings may be set in a font of the system: what fonts there are is told by the folders they lie in.
    """
    libraries = [(Path(file).name, ledger.digest(Path(file))) for file in engine.libraries]
    return make_key("engine", engine.pango, libraries, list(_font_folders()))


def _font_folders() -> Iterator[tuple[str, int]]:
    """The folders of the system's fonts, and when something in each last changed."""
    roots = [Path(name) for name in _FONTS]
    with contextlib.suppress(RuntimeError):
        roots += [Path.home() / name for name in _OWN_FONTS]
    for root in roots:
        for path, folders, _ in os.walk(root):
            folders.sort()
            with contextlib.suppress(OSError):
                yield path, os.stat(path).st_mtime_ns  # noqa: PTH116  there may be hundreds
