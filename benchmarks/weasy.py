"""Set one HTML file with WeasyPrint, with or without the composer: `python -m benchmarks.weasy plain|composer IN OUT`.

What it took is written beside the PDF, as JSON: processor time of the setting alone in seconds, and peak of memory
of the whole process in MiB.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import weasyprint

from pressroom.composer import composing


def set_html(source: Path, out: Path, composed: bool) -> float:
    """Set a file; give the processor time in seconds that it took."""
    start = time.process_time()
    with composing() if composed else nullcontext():
        weasyprint.HTML(source).write_pdf(out)
    return time.process_time() - start


def main(manner: str, source: str, out: str) -> None:
    """Set a file and write down what it took."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    cpu = set_html(Path(source), Path(out), manner == "composer")
    facts = {"cpu": cpu, "memory": peak_memory()}
    Path(out).with_suffix(".json").write_text(json.dumps(facts), encoding="utf-8")


def peak_memory() -> float:
    """The most memory that this process had, in MiB; unlike ru_maxrss, nothing of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:4])
