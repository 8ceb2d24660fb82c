"""Keep corrections: what an import wrote is remembered, and a second one changes only what nobody has touched."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from pressroom.importers.folder import write_folder
from pressroom.importers.merging import merge_texts
from pressroom.workshop.files import open_bench

KEPT = ".import"
_BASE = f"{KEPT}/base"
_DIGESTS = f"{KEPT}/art.json"
_REPORTS = ("import-report.md", "import-report.json")


def holds_import(folder: Path) -> bool:
    """Whether a folder was made by an import."""
    return (folder / _BASE).is_dir()


def write_or_merge(folder: Path, texts: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write an import into a new folder, or merge it into one that an import has made; say what was merged.

    What has been corrected since the first import stays; where the new one says something else there, it is said.
    """
    kept = {f"{_BASE}/{name}": text for name, text in texts.items() if name not in _REPORTS}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    memory = {**kept, _DIGESTS: json.dumps(digests, indent=1) + "\n"}
    if not holds_import(folder):
        write_folder(folder, {**texts, **memory}, files)
        return ()
    said: list[str] = []
    with open_bench(folder.parent) as bench:
        made = bench / "issue"
        shutil.copytree(folder, made)
        shutil.rmtree(made / KEPT)
        for name, text in texts.items():
            said += _merge_text(folder, made, name, text)
        for name, data in files.items():
            said += _merge_file(folder, made, name, data)
        said += _drop_gone(folder, made, frozenset({*texts, *files}))
        for name, text in memory.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        folder.replace(bench / "before")
        made.replace(folder)
    return tuple(said)


def _merge_text(folder: Path, made: Path, name: str, text: str) -> list[str]:
    """Merge one text; give what an editor should look at."""
    own, base = folder / name, folder / _BASE / name
    target = made / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if name in _REPORTS or (not own.exists() and not base.exists()):
        target.write_text(text, encoding="utf-8")
        return []
    if not own.exists():
        return [f"{name}: has been taken out since; it stays out"]
    if not base.exists():
        return [f"{name}: was there already; it stays as it is"]
    merged = merge_texts(base.read_text(encoding="utf-8"), own.read_text(encoding="utf-8"), text)
    target.write_text(merged.text, encoding="utf-8")
    return [
        f"{name}:{line}: a correction stands here, and the new import says something else" for line in merged.conflicts
    ]


def _merge_file(folder: Path, made: Path, name: str, data: bytes) -> list[str]:
    """Take a picture, unless another one has been put in its place."""
    own = folder / name
    before = _digests(folder).get(name)
    if own.exists() and before is not None and hashlib.sha256(own.read_bytes()).hexdigest() != before:
        return [f"{name}: another picture stands here; it stays"]
    (made / name).parent.mkdir(parents=True, exist_ok=True)
    (made / name).write_bytes(data)
    return []


def _digests(folder: Path) -> dict[str, str]:
    """The digests of the pictures that the import before wrote."""
    file = folder / _DIGESTS
    if not file.exists():
        return {}
    values: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return values


def _drop_gone(folder: Path, made: Path, names: frozenset[str]) -> list[str]:
    """Take out what the import before wrote and this one does not, unless somebody has worked on it."""
    said: list[str] = []
    base = folder / _BASE
    for file in sorted(path for path in base.rglob("*") if path.is_file()):
        name = file.relative_to(base).as_posix()
        own = made / name
        if name in names or not own.exists():
            continue
        if own.read_bytes() == file.read_bytes():
            own.unlink()
        else:
            said.append(f"{name}: is no longer imported, but has been worked on; it stays")
    return said
