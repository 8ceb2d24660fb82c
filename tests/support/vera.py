"""veraPDF for tests: what it says of files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support import veracheck


def validate(flavours: str, *files: Path) -> dict[tuple[str, str], Sequence[str]]:
    """Validate files; for each flavour and file name the clauses that are broken, with what is said of them."""
    command = [sys.executable, veracheck.__file__, flavours, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    verdicts: dict[tuple[str, str], list[str]] = {}
    for line in done.stdout.splitlines():
        if line.startswith(("PASS ", "FAIL ")):
            verdict, flavour, name, count = line.split()
            assert int(count.removeprefix("assertions=")) > 100
            broken = verdicts[flavour, Path(name).name] = [] if verdict == "PASS" else ["FAIL"]
        elif line.startswith("  "):
            broken.append(line.strip())
    assert len(verdicts) == len(files) * len(flavours.split(",")), done.stdout + done.stderr
    return verdicts
