"""What a command costs is measured: its whole tree of processes, or the largest of them."""

from __future__ import annotations

import sys

import pytest

from benchmarks.cost import CommandError, largest_of, run_measured

pytestmark = pytest.mark.alone


@pytest.mark.skipif(sys.platform != "linux", reason="processes are measured on Linux")
def test_the_largest_process_is_looked_at_and_wall_time_ends_with_the_command(tmp_path):
    (tmp_path / "linger.py").write_text("import time\ntime.sleep(3)\n", encoding="utf-8")
    start = "import subprocess, sys, time; heap = bytearray(90_000_000); time.sleep(0.15)\n"
    start += "subprocess.Popen([sys.executable, 'linger.py'])"
    cost = run_measured([sys.executable, "-c", start], tmp_path, look=largest_of)
    assert 86 < cost.memory < 160
    assert cost.wall < 2.5


@pytest.mark.skipif(sys.platform != "linux", reason="processes are measured on Linux")
def test_cost_counts_the_whole_tree_of_processes(tmp_path):
    burn = "import time\nheap = bytearray(60_000_000)\nwhile time.process_time() < 0.4: pass\n"
    (tmp_path / "burn.py").write_text(burn, encoding="utf-8")
    # An orphan: nobody waits for it. Its processor time counts, the wall time is that of the command.
    start = "import subprocess, sys, time; subprocess.Popen([sys.executable, 'burn.py']); time.sleep(0.3)"
    cost = run_measured([sys.executable, "-c", start], tmp_path)
    assert cost.cpu > 0.4
    assert cost.wall >= 0.3
    assert 50 < cost.memory < 200
    with pytest.raises(CommandError, match="no such page"):
        run_measured([sys.executable, "-c", "raise SystemExit('no such page')"], tmp_path)
    with pytest.raises(CommandError, match="ended with -9"):
        run_measured([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=0.3)
