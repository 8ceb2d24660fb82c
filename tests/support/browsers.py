"""The desk in a real browser: an issue in; a page of Chromium that shows it out."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.needs import find_chromium

_PATIENCE = 60_000  # milliseconds
_ENDING = 20  # seconds


@contextmanager
def serve_desk(magazine: Path, issue: str) -> Iterator[str]:
    """Run the command, as a person would; give the address."""
    command = [sys.executable, "-P", "-m", "pressroom.cli", "desk", issue, "--no-open", "--jobs", "1"]
    with subprocess.Popen(command, cwd=magazine, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the desk said no address"
            yield found[0]
        finally:
            process.terminate()
            process.wait(_ENDING)


@contextmanager
def open_page(address: str, wide: int = 1440, high: int = 900, **options: Any) -> Iterator[Any]:
    """Open an address in Chromium; whatever its page complains of fails the test."""
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": wide, "height": high}, **options)
        page.set_default_timeout(_PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(address)
        yield page
        browser.close()
    assert not complaints, "\n".join(complaints)


def wait_until(page: Any, expression: str, given: Any = None) -> None:
    """Wait until something is true in a page; its policy lets nobody wait inside it."""
    end = time.monotonic() + _PATIENCE / 1000
    while not page.evaluate(expression, given):
        assert time.monotonic() < end, f"waited in vain for {expression}"
        page.wait_for_timeout(20)
