"""What the workers of the pool's tests do."""

from __future__ import annotations

import errno
import os
import signal
import time


def make(word: str):
    return work, word


def work(what: str, number: int) -> int:
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(60)
    if what == "spin":
        while True:
            number += 1
    if what == "eat":
        return len(bytearray(number))
    if what == "fill":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if what == "fail":
        raise ValueError("not this one")
    return number * 2


def stillborn() -> None:
    os._exit(3)
