"""Keep runs: a run in, bytes for the cache out, and back where all that it was made from is still the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from pressroom.fonts.matching import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit
from pressroom.run import Run, Served
from pressroom.workshop.cache import Cache, make_key, plain
from pressroom.workshop.ledger import Ledger

_PAGES = "pages"
#: What of a slot is not set, or is in the HTML.
_NOT_SET = {"place", "articles", "art", "index", "listing", "note", "department", "part"}


def key_of_run(pasteup: Pasteup, faces: Faces, fit: Fit, engine: str) -> str:
    """Make the key of a run from all that it is made from, but for files: these are looked at when it is found."""
    folders = [folder.resolve().as_uri() for folder in pasteup.folders]

    def hide(value: Any) -> Any:
        """Leave out where the folders lie."""
        for number, folder in enumerate(folders if isinstance(value, str) else ()):
            value = value.replace(f"{folder}/", f"press:{number}/")
        return value

    sheets = [hide(file.resolve().as_uri()) for file in pasteup.stylesheets]
    slot = {name: value for name, value in _entries(pasteup.slot) if name not in _NOT_SET}
    own = {name: hide(value) for name, value in _entries(pasteup) if name not in {"slot", "stylesheets", "folders"}}
    return make_key("runs", engine, fit, slot, own, sheets, faces.key, len(folders))


def keep_run(kept: Cache, key: str, run: Run, served: Sequence[Served]) -> None:
    """Keep a run and the list of files that it was made from; one that the engine complains of is made anew."""
    if not run.findings and all(file.folder >= 0 for file in served):
        kept.store_file(_PAGES, run.digest, run.file)
        facts = json.dumps([plain(replace(run, file=Path())), plain(served)], ensure_ascii=False)
        kept.store(key, facts.encode("utf-8", "surrogatepass"))


def find_run(kept: Cache, ledger: Ledger, key: str, folders: Sequence[Path]) -> Run | None:
    """Find a run; it counts only where all files that it was made from are still what they were."""
    found = kept.lookup(key)
    if found is None:
        return None
    run, served = json.loads(found)
    files = ((folders[file["folder"]].resolve() / file["name"], file["digest"]) for file in served)
    if any(ledger.digest(file) != value for file, value in files):
        return None
    file = kept.find_file(_PAGES, run["digest"])
    return _adapter().validate_python({**run, "file": file}) if file else None


@cache
def _adapter() -> TypeAdapter[Run]:
    return TypeAdapter(Run)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a value."""
    return ((entry.name, getattr(value, entry.name)) for entry in fields(value))
