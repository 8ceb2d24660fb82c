"""What is made once a test run: the first worker that needs a thing makes it, the others wait for it and take it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

Value = TypeVar("Value")
#: The variable that says where the folder of a test run is.
RUN_FOLDER = "PRESSROOM_TESTS"


@dataclass(frozen=True)
class Shared:
    """The folder that all workers of a test run have in common."""

    folder: Path

    def value(self, name: str, make: Callable[[], Value]) -> Value:
        """Give a value that is made once; it has to stand being pickled, and nobody may change it."""

        def write(file: Path) -> None:
            file.write_bytes(pickle.dumps(make()))

        value: Value = pickle.loads(self.file(f"{name}.pickle", write).read_bytes())
        return value

    def file(self, name: str, write: Callable[[Path], object]) -> Path:
        """Give a file that is written once; nobody may change it."""
        file = self.folder / name
        with FileLock(f"{file}.lock"):
            if not file.exists():
                beside = file.with_name(f"new-{name}")
                write(beside)
                beside.replace(file)
        return file
