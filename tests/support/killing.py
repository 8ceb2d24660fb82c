"""Kill builds at random moments and see what is left: `python -m tests.support.killing FOLDER [ROUNDS [SEED]]`.

FOLDER is empty or absent: the good little issue is built in it again and again, now in one version, now in another.
The builder, a worker or all of them are killed, or a file of the cache is harmed. After each round whatever is in
``out/`` must be whole, and the next build must give the bytes that an undisturbed build without a cache gives.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support.paths import GOOD, ROOT

VICTIMS = ("builder", "worker", "all", "cache")


def command(desk: Path, *options: str, cache: str = "kept") -> subprocess.Popen:
    """Start a build in a session of its own."""
    environment = os.environ | {"PRESSROOM_CACHE": str(desk / cache), "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "pressroom.cli", "build", "issue", "--jobs", "2", *options]
    return subprocess.Popen(
        line, cwd=desk, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(build: subprocess.Popen) -> tuple[int, str]:
    _, said = build.communicate(timeout=600)
    return build.returncode, said.decode()


def read_folder(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.is_dir() else {}


def write_version(desk: Path, version: int) -> None:
    copy = desk / "issue" / "copy" / "bridge.md"
    original = (GOOD / "issue" / "copy" / "bridge.md").read_text(encoding="utf-8")
    copy.write_text(original.rstrip("\n") + "又一天。" * version + "\n", encoding="utf-8")


def descendants(parent: int) -> list[int]:
    """The processes below one, found through /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {parent}
    while new := {child for child, above in parents.items() if above in found} - found:
        found |= new
    return sorted(found - {parent})


def kill(build: subprocess.Popen, victim: str, chance: random.Random) -> None:
    below = descendants(build.pid)
    targets = {"builder": [build.pid], "worker": below and [chance.choice(below)], "all": [build.pid, *below]}
    for pid in targets.get(victim, []):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def harm(cache: Path, chance: random.Random) -> str:
    """Cut a file of the cache off, turn a bit of it, or put another in its place."""
    files = sorted(path for path in cache.rglob("*") if path.is_file())
    if not files:
        return "nothing to harm"
    file, other = chance.choice(files), chance.choice(files)
    data = file.read_bytes()
    how = chance.choice(["cut", "turn", "swap", "empty"])
    if how == "turn" and data:
        spot = chance.randrange(len(data))
        data = data[:spot] + bytes([data[spot] ^ (1 << chance.randrange(8))]) + data[spot + 1 :]
    data = {"cut": data[: chance.randrange(len(data) + 1)], "swap": other.read_bytes(), "empty": b""}.get(how, data)
    file.write_bytes(data)
    return f"{how} {file.relative_to(cache)}"


def harass(desk: Path, rounds: int, seed: int, versions: int = 2) -> list[str]:
    """Kill builds; say what went wrong."""
    chance = random.Random(seed)
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    right: list[dict[str, bytes]] = []
    for version in range(versions):
        write_version(desk, version)
        code, said = finish(command(desk, "--no-cache", "--out", f"right-{version}"))
        if code:
            return [f"the good issue does not build: {said}"]
        right.append(read_folder(desk / f"right-{version}" / "issue"))
    lasts = 3.0
    wrong: list[str] = []
    for number in range(rounds):
        version, victim = chance.randrange(versions), chance.choice(VICTIMS)
        write_version(desk, version)
        begun = time.monotonic()
        build = command(desk)
        what = f"round {number}: {victim}"
        if victim == "cache":
            finish(build)
            what += f" {harm(desk / 'kept', chance)}"
        else:
            time.sleep(chance.uniform(0, lasts))
            kill(build, victim, chance)
            finish(build)
        wrong += [f"{what}: {error}" for error in look(desk, right, version, whole=False)]
        begun = time.monotonic()
        code, said = finish(command(desk))
        lasts = max(lasts * 0.7, (time.monotonic() - begun) * 1.1)
        if code:
            wrong.append(f"{what}: the next build ended with {code}: {said}")
        wrong += [f"{what}: {error}" for error in look(desk, right, version, whole=True)]
    return wrong


def look(desk: Path, right: list[dict[str, bytes]], version: int, whole: bool) -> list[str]:
    """Say what is not as it should be in ``out/``, and, after a whole build, what was left lying about."""
    wrong = []
    there = read_folder(desk / "out" / "issue")
    if whole and there != right[version]:
        wrong.append(f"other files or bytes than those of version {version}: {sorted(there)}")
    for name, data in there.items():
        if data not in [files.get(name) for files in right]:
            wrong.append(f"{name} is no whole file")
    if whole:
        left = [*desk.glob("out/.*"), *desk.glob("out/issue/.*"), *desk.glob("kept/.bench-*"), *desk.rglob(".*.pdf.*")]
        wrong += [f"{path.relative_to(desk)} was left" for path in left]
    return wrong


if __name__ == "__main__":
    folder, rounds, seed = (*sys.argv[1:], *("killing", "50", "2021")[len(sys.argv) - 1 :])
    problems = harass(Path(folder), int(rounds), int(seed))
    sys.stdout.write("\n".join([*problems, f"{rounds} rounds, {len(problems)} problems"]) + "\n")
    raise SystemExit(1 if problems else 0)
