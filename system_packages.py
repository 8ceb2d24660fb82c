"""Bring what the press needs of the system: by the machine's package manager, or unpacked into .venv.

Standard library only; it has to parse on Python 3.6, as build.py, which calls it.
"""

import contextlib
import ctypes
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple


class Need(NamedTuple):
    """A program, library or module that is needed, why, and the packages of each manager that bring it."""

    name: str
    why: str
    packages: "dict[str, str]"
    programs: "tuple[str, ...]" = ()
    libraries: "tuple[str, ...]" = ()
    modules: "tuple[str, ...]" = ()


class Manager(NamedTuple):
    """A package manager: the arguments that fetch its lists, where it needs that, and those that install."""

    refresh: str
    install: str


class RefusalError(Exception):
    """Something that keeps packages from being brought; the text says what it is."""


#: The first that is found is the machine's.
MANAGERS = {
    "apt-get": Manager(
        "-q -o Acquire::Retries=3 -o APT::Update::Error-Mode=any update",
        "-q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 --no-install-recommends install",
    ),
    "dnf": Manager("", "-q -y --setopt=install_weak_deps=False install"),
    "zypper": Manager("", "--non-interactive --quiet install --no-recommends"),
    "pacman": Manager("", "-S --needed --noconfirm --noprogressbar"),
    "apk": Manager("", "add --quiet --no-cache"),
    "brew": Manager("", "install --quiet"),
}

PANGO = Need(
    "Pango",
    "sets the type",
    {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0",
        "dnf": "pango",
        "zypper": "libpango-1_0-0",
        "pacman": "pango",
        "apk": "pango fontconfig",
        "brew": "pango",
    },
    libraries=("libpango-1.0", "libpangoft2-1.0"),
)
VENV = Need(
    "ensurepip",
    "makes virtual environments",
    {"apt-get": "python{}.{}-venv".format(*sys.version_info)},
    modules=("venv", "ensurepip"),
)
#: Programs of other people that the tests have look at what Pressroom makes.
TOOLS = {
    "poppler": Need(
        "Poppler",
        "draws pages and reads their text",
        {
            **dict.fromkeys(("apt-get", "dnf", "apk"), "poppler-utils"),
            **dict.fromkeys(("pacman", "brew"), "poppler"),
            "zypper": "poppler-tools",
        },
        programs=("pdftotext",),
    ),
    "mupdf": Need(
        "MuPDF",
        "draws pages",
        {
            **dict.fromkeys(("apt-get", "pacman", "apk", "brew"), "mupdf-tools"),
            **dict.fromkeys(("dnf", "zypper"), "mupdf"),
        },
        programs=("mutool",),
    ),
    "ghostscript": Need(
        "Ghostscript",
        "draws pages and separates plates",
        dict.fromkeys(MANAGERS, "ghostscript"),
        programs=("gs",),
    ),
    "chromium": Need(
        "Chromium",
        "opens books in reading systems",
        dict.fromkeys(("apt-get", "dnf", "zypper", "pacman", "apk"), "chromium"),
        programs=("chromium", "chromium-browser", "google-chrome"),
    ),
    "calibre": Need(
        "calibre",
        "converts books",
        dict.fromkeys(("apt-get", "dnf", "zypper", "pacman", "brew"), "calibre"),
        programs=("ebook-convert",),
    ),
    "java": Need(
        "Java",
        "runs EPUBCheck",
        {
            "apt-get": "default-jre-headless",
            "dnf": "java-latest-openjdk-headless",
            "zypper": "java-21-openjdk-headless",
            "pacman": "jre-openjdk-headless",
            "apk": "openjdk21-jre-headless",
        },
        programs=("java",),
    ),
}

#: What managers, and pip, say when nothing answers.
_NO_ANSWER = (
    "onnection",
    "Could not resolve",
    "name resolution",
    "Failed to fetch",
    "Unable to fetch",
    "Cannot download",
    "failed to synchronize",
    "failed retrieving",
    "temporary error",
    "Curl error",
    "curl: (",
    "timed out",
)
#: Programs that look for their own files where a package would have put them. `$system` is the folder of all.
_WRAPPERS = {
    "gs": 'export GS_LIB="$(echo "$system"/usr/share/ghostscript/*/Resource/Init)'
    ':$(echo "$system"/usr/share/ghostscript/*/lib):$(echo "$system"/usr/share/ghostscript/*/Resource/Font)"\n'
    'exec "$system/usr/bin/gs" "$@"',
    "chromium": 'export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$(echo "$system"/usr/lib/*/pulseaudio)"\n'
    'exec "$system/usr/lib/chromium/chromium" "$@"',
    "ebook-convert": 'export CALIBRE_PYTHON_PATH="$system/usr/lib/calibre"\n'
    'export CALIBRE_RESOURCES_PATH="$system/usr/share/calibre" CALIBRE_EXECUTABLES_PATH="$system/usr/bin"\n'
    'export CALIBRE_EXTENSIONS_PATH="$system/usr/lib/calibre/calibre/plugins"\n'
    'export PYTHONPATH="$system/usr/lib/python3/dist-packages"\n'
    'exec "$system/usr/bin/ebook-convert" "$@"',
}
_RECORD = "packages.json"
_HOMEBREW = [Path("/opt/homebrew/lib"), Path("/usr/local/lib")]
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


def find_missing(needs: "Iterable[Need]", path: str, system: Path) -> "list[Need]":
    """Return those of the needs that are not met, with the programs on a path and what is unpacked in a folder."""
    return [need for need in needs if not _is_met(need, path, system)]


def _is_met(need: Need, path: str, system: Path) -> bool:
    programs = [shutil.which(program, path=path) for program in need.programs]
    libraries = [_loads(library, system) for library in need.libraries]
    modules = [importlib.util.find_spec(module) for module in need.modules]
    wheel = "ensurepip" in need.modules and find_pip(system)
    return all(libraries) and bool(wheel or all(modules)) and (any(programs) or not programs)


def _loads(library: str, system: Path) -> bool:
    """Tell whether a library of the system can be loaded, or is unpacked."""
    name = f"{library}.0.dylib" if sys.platform == "darwin" else f"{library}.so.0"
    paths = find_paths(system)
    if any((folder / name).exists() for kind in _LIBRARY_PATHS for folder in paths[kind]):
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def find_pip(system: Path) -> "Path | None":
    """Return the wheel of pip that is unpacked, for a Python that lacks its own."""
    return next(system.glob("usr/share/python-wheels/pip-*.whl"), None)


def find_paths(system: Path) -> "dict[str, list[Path]]":
    """Return the folders of what is unpacked, and of Homebrew's libraries, by the variables that tell of them."""
    paths = {
        "PATH": [system / "bin", system / "usr" / "bin"],
        "LD_LIBRARY_PATH": [*system.glob("usr/lib/*-linux-gnu*"), *system.glob("lib/*-linux-gnu*")],
        # Where a Python that is not Homebrew's does not look.
        "DYLD_FALLBACK_LIBRARY_PATH": _HOMEBREW if sys.platform == "darwin" else [],
        "FONTCONFIG_PATH": [] if Path("/etc/fonts/fonts.conf").exists() else [system / "etc" / "fonts"],
    }
    return {name: [folder for folder in folders if folder.is_dir()] for name, folders in paths.items()}


def tell_commands(needs: "Iterable[Need]") -> "list[str]":
    """Return the command that a person installs packages with; those of all systems where none is known here."""
    needs, manager = list(needs), find_manager()
    told = {name: _packages(needs, name) for name in MANAGERS}
    if told.get(manager):
        return [f"{_command(manager)} {' '.join(told[manager])}"]
    commands = [f"{_command(name)} {' '.join(packages)}" for name, packages in told.items() if packages]
    windows = "on Windows, in MSYS2 (https://www.msys2.org): pacman -S mingw-w64-ucrt-x86_64-pango"
    return [*commands, *([windows] if PANGO in needs else [])]


def find_manager() -> str:
    """Return the name of the machine's package manager; empty where none is known."""
    return next((name for name in MANAGERS if os.name != "nt" and shutil.which(name)), "")


def _packages(needs: "Iterable[Need]", manager: str) -> "list[str]":
    return [package for need in needs for package in need.packages.get(manager, "").split()]


def _command(manager: str) -> str:
    verb = next(word for word in MANAGERS[manager].install.split() if word in ("install", "add", "-S"))
    return f"{manager} {verb}" if manager == "brew" else f"sudo {manager} {verb}"


def bring(needs: "Iterable[Need]", system: Path, say: "Callable[[str], None]") -> bool:
    """Install packages where we may, or unpack them into a folder where that can be; say what is done.

    Tell whether trying again may help. What could not be had, `find_missing` tells.
    """
    manager = find_manager()
    needs = [need for need in needs if manager in need.packages]
    try:
        become = _right_to_install(manager, needs) if needs else None
        if become is not None:
            say(f"installing with {manager}: {_list(needs, manager)} …")
            _install(become, manager, needs, say)
        elif needs and manager == "apt-get":
            say(f"unpacking into .venv, without a right to install: {_list(needs, manager)} …")
            _unpack(system, _packages(needs, manager))
    except RefusalError as refusal:
        say(str(refusal))
        return is_silence(str(refusal))
    finally:
        importlib.invalidate_caches()
    return False


def _list(needs: "list[Need]", manager: str) -> str:
    """Return packages with what they bring and why."""
    return ", ".join(f"{need.packages[manager]} ({need.name} {need.why})" for need in needs)


def _right_to_install(manager: str, needs: "list[Need]") -> "list[str] | None":
    """Return what a command of the manager has to begin with; None where we may not call it."""
    root = os.geteuid() == 0
    if manager == "brew":  # it belongs to its user, and refuses root
        return None if root else []
    if root or not shutil.which("sudo"):
        return [] if root else None
    quiet = subprocess.call(["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    return ["sudo"] if quiet or _agrees(manager, needs) else None


def _agrees(manager: str, needs: "list[Need]") -> bool:
    """Ask whether to install with sudo, where somebody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"build.py: missing: {_list(needs, manager)}. Install with sudo {manager}? [Y/n] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()  # empty at the end of the input, which is no yes
    return answer.strip().lower() in ("y", "yes") or answer == "\n"


def _install(become: "list[str]", manager: str, needs: "list[Need]", say: "Callable[[str], None]") -> None:
    """Install all at once, or of these what can be had; raise RefusalError where the manager gets no answer."""
    stale = _refresh([*become, manager], manager)
    try:
        _install_together(become, manager, needs)
    except RefusalError as refusal:
        if is_silence(stale):
            raise RefusalError(stale) from refusal
        if len(needs) == 1 or is_silence(str(refusal)):
            raise
        for need in needs:  # what this release does not have must not take the others along
            try:
                _install_together(become, manager, [need])
            except RefusalError as single:
                say(str(single))


def _refresh(command: "list[str]", manager: str) -> str:
    """Have a manager fetch its lists; return what kept it from that, for often enough the old ones do."""
    refresh = MANAGERS[manager].refresh
    if manager == "pacman" and not any(Path("/var/lib/pacman/sync").glob("*.db")):
        refresh = "-Sy"  # only where there are no lists yet: lists that are newer than the system break it
    try:
        if refresh:
            _call([*command, *refresh.split()], f"{manager} could not fetch the lists of packages")
    except RefusalError as refusal:
        return str(refusal)
    return ""


def _install_together(become: "list[str]", manager: str, needs: "list[Need]") -> None:
    packages = _packages(needs, manager)
    command = [*become, manager, *MANAGERS[manager].install.split(), *packages]
    _call(command, f"{manager} could not install {' '.join(packages)}")


def _unpack(system: Path, packages: "list[str]") -> None:
    """Make the folder anew, with what was in it, more packages, and all that they need and the system lacks."""
    wanted = sorted({*packages, *_unpacked(system)})
    new = system.with_name("system.new")
    shutil.rmtree(str(new), ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(dir=str(system.parent), prefix="apt-") as folder:
            _unpack_archives(_download(Path(folder), wanted), new)
        _settle(new)
        (new / _RECORD).write_text(json.dumps({"release": _release(), "packages": wanted}), encoding="utf-8")
        shutil.rmtree(str(system), ignore_errors=True)
        new.rename(system)
    finally:
        shutil.rmtree(str(new), ignore_errors=True)


def _unpacked(system: Path) -> "list[str]":
    """Return the packages that an unpacked folder was made of; none where it is of another release."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        record = json.loads((system / _RECORD).read_text(encoding="utf-8"))
        if record["release"] == _release():
            return list(record["packages"])
    return []


def _release() -> str:
    with contextlib.suppress(OSError):
        return Path("/etc/os-release").read_text(encoding="utf-8", errors="replace")
    return ""


def _download(folder: Path, packages: "list[str]") -> "list[Path]":
    """Fetch packages, and what they need and the system lacks, with lists and a cache of our own."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    ours = (f"Dir::State::Lists={folder / 'lists'}", f"Dir::Cache={folder / 'cache'}", "Debug::NoLocking=1")
    apt = ["apt-get", *(word for option in ours for word in ("-o", option))]
    stale = _refresh(apt, "apt-get")
    install = [*apt, "--download-only", *MANAGERS["apt-get"].install.split(), *packages]
    try:
        _call(install, f"apt-get could not fetch {' '.join(packages)}")
    except RefusalError as refusal:
        raise RefusalError(stale or str(refusal)) from refusal
    # A second C library would not get on with the loader of the first.
    return sorted(archive for archive in folder.glob("cache/archives/*.deb") if not archive.name.startswith("libc6_"))


def _unpack_archives(archives: "list[Path]", folder: Path) -> None:
    folder.mkdir()
    with ThreadPoolExecutor(os.cpu_count()) as crew:
        list(crew.map(lambda archive: _unpack_archive(archive, folder), archives))


def _unpack_archive(archive: Path, folder: Path) -> None:
    _call(["dpkg-deb", "-x", str(archive), str(folder)], f"could not unpack {archive.name}")


def _settle(system: Path) -> None:
    """Have what was unpacked find its own files in the folder, wherever that lies, instead of at the machine's root."""
    for folder, folders, files in os.walk(str(system)):
        for name in (*folders, *files):
            _turn(Path(folder, name), system)
    fonts = system / "etc" / "fonts" / "fonts.conf"
    if fonts.exists():
        ours = '<dir prefix="relative">../../usr/share/fonts</dir>\n\t<dir>'
        fonts.write_text(fonts.read_text(encoding="utf-8").replace("<dir>", ours, 1), encoding="utf-8")
    (system / "bin").mkdir(exist_ok=True)
    for name, script in _WRAPPERS.items():
        if (system / "usr" / "bin" / name).exists():
            wrapper = system / "bin" / name
            start = '#!/bin/sh\nsystem=$(dirname -- "$(readlink -f -- "$0")")/..\n'
            wrapper.write_text(f"{start}{script}\n", encoding="utf-8")
            wrapper.chmod(0o755)


def _turn(link: Path, system: Path) -> None:
    """Make a link to something at the root of the machine one to the same in the folder, where it was unpacked too."""
    if not link.is_symlink() or not link.readlink().is_absolute():
        return
    target = system.joinpath(*link.readlink().parts[1:])
    if os.path.lexists(str(target)):
        link.unlink()
        link.symlink_to(os.path.relpath(str(target), str(link.parent)))


def _call(command: "list[str]", trouble: str) -> None:
    """Run a command to its end; raise RefusalError with the trouble and what it said last where it fails."""
    become, rest = (command[:1], command[1:]) if command[0] == "sudo" else ([], command)
    done = subprocess.run(
        [*become, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", *rest],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.decode("utf-8", errors="replace").splitlines() if line.strip()]
        said = "\n".join(f"  | {line}" for line in lines[-4:])
        silence = "\nThe package mirror cannot be reached. Nothing was installed; mend the network, start again."
        raise RefusalError(f"{trouble}:\n{said}{silence if is_silence(said) else ''}")


def is_silence(output: str) -> bool:
    """Tell whether a manager failed because nobody answered."""
    return any(sign in output for sign in _NO_ANSWER)
