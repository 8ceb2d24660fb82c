"""Files of fonts: bytes in, a whole file or none out."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_file(file: Path, data: bytes) -> None:
    """Write a file beside its place and move it there, so that no half file is ever found."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        beside.chmod(0o644)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
