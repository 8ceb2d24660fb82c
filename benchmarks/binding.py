"""Measure binding alone: ``python -m benchmarks.binding ISSUE CACHE``.

The runs come from the cache that a build has left. What it took is printed as JSON: seconds, processor time, size in
bytes, and the peak of memory of the process in MiB, before and after.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.peers import ROOT
from benchmarks.weasy import peak_memory
from pressroom.editions.pdf.binding import bind_file
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.pull import pull_proof, setting_service
from pressroom.workshop import open_workshop
from pressroom.workshop.config import config_of


def measure_binding(folder: Path, cache: Path) -> dict[str, float]:
    """Bind an issue that was built before."""
    config = config_of(ROOT, cache)
    with open_workshop(config, folder, setting_service(folder)) as workshop:
        proof = pull_proof(plan_issue(folder, workshop), workshop)
        before, start, used = peak_memory(), time.perf_counter(), time.process_time()
        with tempfile.TemporaryDirectory() as bench:
            file = Path(bench) / "bound.pdf"
            bind_file(proof, file)
            seconds, cpu = time.perf_counter() - start, time.process_time() - used
            size = file.stat().st_size
    return {"seconds": seconds, "cpu": cpu, "size": size, "before": before, "memory": peak_memory()}


if __name__ == "__main__":
    print(json.dumps(measure_binding(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
