"""Run a command in a sandbox: the files of a stranger see no network, and of this machine only what a build needs.

It is made by bubblewrap, of what Linux gives to users without rights: namespaces. The whole command runs inside, with
its workers. The magazine, the house and Python are there to be read; the folder of editions and the cache to be
written. All else of the machine is not there at all.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pressroom.workshop.config import Config
from pressroom.workshop.places import house

#: Set inside, so that a command knows that it is there.
INSIDE = "PRESSROOM_SANDBOX"
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives"),
)
_PACKAGE = Path(__file__).resolve().parents[1]
_KEPT = ("LANG", "LC_ALL", "PATH", "PRESSROOM_CACHE", "SOURCE_DATE_EPOCH")


def _enter(context: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    """Note that a sandbox is wanted, where the command does not run in one already."""
    return value and INSIDE not in os.environ and not context.resilient_parsing


sandbox_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--sandbox",
    is_flag=True,
    callback=_enter,
    help="Work in a sandbox: no network, nothing of the machine but the magazine (Linux, bubblewrap).",
)


def enter_sandbox(config: Config, writable: Iterable[Path]) -> None:
    """Run the command that was given once more, inside; end as it ends.

    :raises UsageError: where there is no sandbox.
    """
    found = shutil.which("bwrap")
    if not sys.platform.startswith("linux") or found is None:
        raise click.UsageError("there is no sandbox here: it needs Linux and bubblewrap (apt install bubblewrap)")
    folders = [*writable, *((config.cache,) if config.keep else ())]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    readable = [*config.roots, *_list_own()]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    inner = [sys.executable, "-P", "-m", "pressroom.cli", *sys.argv[1:]]
    os.execv(found, wrap_command(found, inner, readable, folders, kept))


def wrap_command(
    bwrap: str, command: Sequence[str], readable: Iterable[Path], writable: Iterable[Path], kept: dict[str, str]
) -> list[str]:
    """Put a command in bubblewrap: folders that it may read and write, and variables that it is told."""
    read = [str(folder) for folder in _outermost(readable)]
    write = [os.path.realpath(folder) for folder in writable]
    seen = os.pathsep.join(path for path in sys.path if path and Path(path).is_dir())
    told = {**kept, INSIDE: "1", "HOME": "/tmp", "PYTHONPATH": seen}
    return [
        *(bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
        *(word for name, value in sorted(told.items()) for word in ("--setenv", name, value)),
        *(word for path in _SYSTEM for word in ("--ro-bind-try", path, path)),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *(word for path in read for word in ("--ro-bind-try", path, path)),
        *(word for path in write for word in ("--bind", path, path)),
        *("--chdir", str(Path.cwd()), "--", *command),
    ]


def _list_own() -> Iterator[Path]:
    """What Pressroom itself is made of: Python, its libraries, the package and what comes with it."""
    yield from (Path(folder) for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix))
    yield _PACKAGE
    yield from (house() / name for name in ("layouts", "fonts", "profiles"))


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Folders by where they truly lie, without those that lie in another of them."""
    real = sorted({Path(os.path.realpath(folder)) for folder in folders})
    return [folder for folder in real if not any(other in folder.parents for other in real)]
