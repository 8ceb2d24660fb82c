"""A campaign of issues of strangers: each is read, set and made into editions in a process that is listened to.

By hand, for a longer run: ``python -m tests.hostile.campaign 5000`` (cases), with a second number to begin with
another seed. An audit hook hears every file that Python opens, every link, rename, removal, process and connection.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pressroom.makeup.contents import list_contents
from pressroom.preflight.epub import inspect_book
from pressroom.proof import Proof, join_parts
from pressroom.report import PressroomError
from tests.support.paths import GOOD, ROOT
from tests.support.press import EDITIONS, Config, bench, config_in, prepare, reading, set_fitted
from tests.support.sharing import RUN_FOLDER
from tests.support.strangers import make_case

SECRET = "the words that nobody may read"
_SECONDS, _MEGABYTES = 20, 2500  # of the processor, and of memory
_SETTING = "setting"
_EVERY = 4  # of so many cases that can be read, one is set
_READ = [ROOT, sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/etc/mime.types", "/proc", "/dev/null", "/dev/urandom", "/etc/apache2", "/etc/httpd", "/opt"]  # fmt: skip
_OPEN, _CHANGES = "open", {"os.remove": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.mkdir": 1, "os.rmdir": 1, "os.chmod": 1, "os.chown": 1, "os.truncate": 1, "os.utime": 1}  # fmt: skip
_NEVER = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request", "ftplib.", "smtplib.", "webbrowser.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass
class Told:
    """What came of a case: ``how`` it ended, what was heard that may not be, and what it took."""

    seed: int
    family: str
    how: str = "died"
    said: str = ""
    heard: list[str] = field(default_factory=list)
    seconds: float = 0
    megabytes: int = 0

    @property
    def held(self) -> bool:
        """Whether all promises were kept."""
        return self.how in {"refused", "read", "set", "ended"} and not self.heard


def run_case(seed: int, cache: Path, deep: bool) -> Told:
    """Try the case of a seed in a process of its own; where it can be read, and it is to go ``deep``, it is set."""
    family, files = make_case(GOOD, seed)
    told = Told(seed, family)
    with tempfile.TemporaryDirectory(prefix="stranger-") as folder:
        ours, theirs = os.pipe()
        begun = time.monotonic()
        pid = os.fork()
        if not pid:
            os.close(ours)
            _be_case(told, Path(folder), files, cache, deep, theirs)
        os.close(theirs)
        with os.fdopen(ours, "rb") as stream:
            data = stream.read()
        _, status, usage = os.wait4(pid, 0)
        was_set = Path(folder, _SETTING).exists()
    found = Told(**json.loads(data)) if data else told
    found.seconds, found.megabytes = time.monotonic() - begun, usage.ru_maxrss // 1024
    if status and not data and was_set:
        found.how = "ended"  # at its limits, as a worker is that sets a slot; nothing that is read may come so far
    if status and not data:
        found.said = f"ended by {signal.Signals(status & 127).name}" if status & 127 else f"status {status >> 8}"
    return found


def _be_case(told: Told, folder: Path, files: dict[str, bytes], cache: Path, deep: bool, pipe: int) -> None:
    """Be the process of a case."""
    try:
        desk = folder / "desk"
        shutil.copytree(GOOD, desk)
        (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
        (desk / "issue/art/link.svg").symlink_to(folder / "secret.txt")
        for name, data in files.items():
            (desk / name).write_bytes(data)
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + _MEGABYTES * 10**6,) * 2)
        tempfile.tempdir = os.environ[RUN_FOLDER] = str(folder)
        bench.cache_clear()
        _listen(told.heard, [folder, cache], folder / "secret.txt")
        told.how, told.said = _try_it(desk, cache, deep, told.heard)
    except BaseException as error:
        told.how, frame = "broke", traceback.extract_tb(error.__traceback__)[-1]
        told.said = f"{type(error).__name__}: {str(error)[:200]} ({frame.filename}:{frame.lineno})"
    told.heard = told.heard[:5]
    os.write(pipe, json.dumps(asdict(told)).encode()[:60_000])
    os._exit(0)


def _try_it(desk: Path, cache: Path, deep: bool, heard: list[str]) -> tuple[str, str]:
    """Read, set and publish an issue, all in this process; say how far it came."""
    given = config_in(desk)
    config = Config(given.magazine, given.layouts, given.fonts, given.profiles, cache)
    try:
        prepared = prepare(desk / "issue", config)
        if not deep:
            return "read", ""
        (desk.parent / _SETTING).touch()
        runs = [set_fitted(pasteup, prepared.layout.fit, prepared.faces) for pasteup in prepared.pasteups]
        contents = list_contents(prepared.issue, prepared.layout)
        parts = join_parts(zip(prepared.pasteups, runs, strict=True))
        proof = Proof(prepared.issue, prepared.layout, prepared.galleys, contents, prepared.faces, parts)
        with reading(desk / "issue", config) as workshop:
            for name in ("screen", "epub"):
                file = desk / f"a.{EDITIONS[name].ending}"
                EDITIONS[name].make(proof, workshop, file)
                if SECRET.encode() in file.read_bytes():
                    heard.append(f"{name} tells the secret")
        far = [str(one) for one in inspect_book(desk / "a.epub").findings if one.check == "book-asks-for-nothing"]
        heard += far[:3]
    except PressroomError as error:
        if SECRET in str(error):
            heard.append("a message tells the secret")
        return "refused", str(error.report.findings[0])[:200]
    return "set", ""


def _listen(heard: list[str], own: Sequence[Path], secret: Path) -> None:
    """Hear what is opened and changed from now on, and note what lies outside."""
    inside = tuple(os.path.realpath(path) for path in own)
    readable = (*inside, *(os.path.realpath(path) for path in map(str, _READ)))
    gone = os.path.realpath(secret)

    def lies_in(path: object, folders: Sequence[str]) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True  # a number of what is open already
        real = os.path.realpath(os.fsdecode(path))
        return real != gone and any(real == folder or real.startswith(f"{folder}/") for folder in folders)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == _OPEN:
            path, mode, flags = arguments
            writes = bool(flags & _WRITING) or (isinstance(mode, str) and any(sign in mode for sign in "wax+"))
            if not lies_in(path, inside if writes else readable) and path != "/dev/null":
                heard.append(f"{'writes' if writes else 'reads'} {path!r}")
        elif event in _CHANGES and not (event in {"os.remove", "os.rmdir"} and arguments[1] != -1):  # of an open folder
            heard.extend(f"{event} {path!r}" for path in arguments[: _CHANGES[event]] if not lies_in(path, inside) and event != "os.symlink")  # fmt: skip
        elif event == "shutil.rmtree":
            heard.extend([] if lies_in(arguments[0], inside) else [f"{event} {arguments[0]!r}"])
        elif event.startswith(_NEVER) and not (
            event == "urllib.Request" and arguments[0].startswith(("file:", "data:"))
        ):
            heard.append(f"{event} {arguments!r}"[:200])

    sys.addaudithook(hear)


def campaign(count: int, first: int = 0) -> Iterator[Told]:
    """Try many cases."""
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="strangers-") as cache:
        for seed in range(first, first + count):
            yield run_case(seed, Path(cache), deep=seed // 5 % _EVERY == 0)


def report(every: Iterator[Told]) -> Iterator[str]:
    """Say of each case where a promise was broken, and at the end what came of all."""
    counts: Counter[tuple[str, str]] = Counter()
    slowest, largest = Told(0, ""), Told(0, "")
    for told in every:
        counts[told.family, told.how if told.held else "broken"] += 1
        slowest, largest = max(slowest, told, key=_time_of), max(largest, told, key=_size_of)
        if not told.held:
            yield f"seed {told.seed}, {told.family}: {told.how}: {told.said} {told.heard}"
    for family in sorted({family for family, _ in counts}):
        yield f"{family}: { ({how: number for (one, how), number in sorted(counts.items()) if one == family}) }"
    yield f"slowest: seed {slowest.seed} ({slowest.family}), {slowest.seconds:.1f} s"
    yield f"largest: seed {largest.seed} ({largest.family}), {largest.megabytes} MB"


def _time_of(told: Told) -> float:
    return told.seconds


def _size_of(told: Told) -> int:
    return told.megabytes


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] or [1000]
    for line in report(campaign(*numbers)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
