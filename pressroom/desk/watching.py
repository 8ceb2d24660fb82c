"""Notice what is saved: the folders of an issue and its layouts in, the files that were written out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path

import watchfiles

_STEP, _DEBOUNCE = 5, 40  # milliseconds
_OURS = (".pressroom", "out", "__pycache__", "node_modules")


def watch_folders(
    folders: Collection[Path], without: Collection[Path], tell: Callable[[set[Path]], None], ended: threading.Event
) -> None:
    """Tell of files that were written in some folders, until it is ended; those in ``without`` are passed over."""
    left_out = [folder.resolve() for folder in without]
    real = [folder.resolve() for folder in folders if folder.is_dir()]

    def wanted(_change: watchfiles.Change, path: str) -> bool:
        file = Path(path)
        hidden = any(part.startswith(".") or part in _OURS for part in _below(file, real))
        return not hidden and not any(file.is_relative_to(folder) for folder in left_out)

    found = watchfiles.watch(
        *real, watch_filter=wanted, step=_STEP, debounce=_DEBOUNCE, stop_event=ended, raise_interrupt=False
    )
    for changes in found:
        tell({Path(path) for _, path in changes})


def _below(file: Path, roots: Collection[Path]) -> tuple[str, ...]:
    """The parts of a path below the folder that is watched."""
    root = next((root for root in roots if file.is_relative_to(root)), None)
    return file.relative_to(root).parts if root else file.parts
