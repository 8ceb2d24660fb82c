#!/usr/bin/env python3
"""Start the press on a machine that has only Python.

    python3 build.py                    build the newest issue
    python3 build.py COMMAND …          any command of pressroom, such as: build 2021-01, check, --help
    python3 build.py test [ARGUMENT …]  the tests, on all cores; the arguments go to pytest

On first use, and when requirements.lock changes, its libraries are installed into .venv beside this file.
Standard library only. It has to parse on Python 3.6, to be able to say that it needs a newer one.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
#: Held while .venv is made or changed. It is the first file in .venv, so its presence also says that .venv is ours.
GUARD = "build.lock"
#: Left in .venv when WeasyPrint has found its libraries once.
LIBRARIES_FOUND = "libraries-found"
#: The tests run on all cores; `build.py test -n 0` runs them one after the other.
PYTEST = ("-m", "pytest", "-n", "auto", "--dist", "worksteal")
#: Variables that would bring other Pythons' modules in, or send ours elsewhere.
NOT_INHERITED = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_CONSTRAINT")

GET_PYTHON = """\
  Debian, Ubuntu   sudo apt install python3 python3-venv   (from Debian 12 and Ubuntu 24.04 on)
  Fedora           sudo dnf install python3
  Arch             sudo pacman -S python
  macOS            brew install python
  Windows          winget install Python.Python.3.13"""

GET_PANGO = """\
  Debian, Ubuntu   sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  Fedora           sudo dnf install pango harfbuzz
  Arch             sudo pacman -S pango
  Alpine           sudo apk add pango harfbuzz-subset fontconfig
  macOS            brew install pango
  Windows          in MSYS2 (https://www.msys2.org): pacman -S mingw-w64-ucrt-x86_64-pango"""

#: The command in .venv: for the shell a script that calls the Python beside it, for Python a string and then the call.
ENTRY = """\
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" -P "$0" "$@"
' '''
import sys

if __name__ == "__main__":
    from pressroom.cli import main

    sys.exit(main())
"""


class StartError(Exception):
    """Something that keeps the press from starting; the text says what it is and how to mend it."""


def main(arguments: "list[str]") -> int:
    """Make the environment ready and hand over; return an exit code where that cannot be done."""
    root = Path(__file__).resolve().parent
    try:
        use_right_python(arguments)
        if arguments[:1] == ["test"]:
            ready_environment(root, (RUN_LOCK, TEST_LOCK))
            os.chdir(str(root))
            return _replace_process([str(_python(root)), *PYTEST, *arguments[1:]], _variables(root))
        ready_environment(root, (RUN_LOCK,))
        return _replace_process([str(_python(root)), str(_entry(root)), *(arguments or ["build"])], _variables(root))
    except StartError as error:
        _say(str(error))
    except OSError as error:
        _say(f"cannot set up {_venv(root)}: {error}. It holds the libraries and must be writable.")
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    return 2


def use_right_python(arguments: "list[str]", version: "tuple[int, ...]" = sys.version_info[:2]) -> None:
    """Start again with a newer Python when this one is too old; raise StartError when there is none."""
    if version >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found and _is_new_enough(found):
            _replace_process([found, str(Path(__file__).resolve()), *arguments], dict(os.environ))
    needed, here = ".".join(map(str, OLDEST)), ".".join(map(str, version))
    raise StartError(f"needs Python {needed} or newer; this is {here}, and PATH has no newer one:\n{GET_PYTHON}")


def _is_new_enough(python: str) -> bool:
    test = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    return subprocess.call([python, "-c", test], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def ready_environment(root: Path, locks: "tuple[str, ...]") -> None:
    """See that .venv holds what the locks name, and that Pango loads; raise StartError when it cannot be."""
    if _is_ready(root, locks):
        return
    with _one_at_a_time(root):
        if not (_works(root) and _is_installed(root, RUN_LOCK)):
            _make_environment(root)
        for lock in locks:
            if not _is_installed(root, lock):
                _say(f"adding the packages of {lock} to .venv …")
                _install(root, lock)
        _check_libraries(root)


def _is_ready(root: Path, locks: "tuple[str, ...]") -> bool:
    installed = all(_is_installed(root, lock) for lock in locks)
    return installed and (_venv(root) / LIBRARIES_FOUND).exists() and _works(root)


def _works(root: Path) -> bool:
    """Tell whether the environment's own Python starts and is still the version that .venv was made with."""
    question = "import sys; print('python%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.check_output([str(_python(root)), "-ISc", question], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return os.name == "nt" or answer.decode().strip() == _site_packages(root).parent.name


def _is_installed(root: Path, lock: str) -> bool:
    """Tell whether the stamp of a lock is there, is of today's lock, and all that it lists is still there."""
    try:
        stamp = json.loads(_stamp(root, lock).read_text(encoding="utf-8"))
        return bool(stamp["digest"] == _digest(root, lock) and set(stamp["packages"]) <= set(_packages(root)))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _make_environment(root: Path) -> None:
    """Make .venv anew. The stamp is written last: without it, what is there counts as half-made."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            package = "python{}.{}-venv".format(*sys.version_info)
            hint = f"  Debian, Ubuntu   sudo apt install python3-venv   (or {package})"
            raise StartError(f"{sys.executable} cannot make virtual environments, its {module} is missing:\n{hint}")
    again = " again" if _stamp(root, RUN_LOCK).exists() else ""
    _say(f"setting up .venv{again} from {RUN_LOCK} (once, about a minute) …")
    try:
        _empty(root)
        _run(root, [sys.executable, "-I", "-m", "venv", str(_venv(root))], "could not make the virtual environment")
        _add_package(root)
        _install(root, RUN_LOCK)
    except BaseException:
        _empty(root)
        raise


def _install(root: Path, lock: str) -> None:
    if _stamp(root, lock).exists():
        _stamp(root, lock).unlink()
    pip = "-m pip --disable-pip-version-check --no-input install --progress-bar off --require-hashes --no-deps -r"
    _run(root, [str(_python(root)), *pip.split(), str(root / lock)], f"could not install {lock}")
    stamp = {"digest": _digest(root, lock), "packages": _packages(root)}
    _stamp(root, lock).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def _add_package(root: Path) -> None:
    """Put the package on the path of .venv and write its command; paths are relative, so the folder may move."""
    packages = _site_packages(root)
    (packages / "pressroom.pth").write_text(os.path.relpath(str(root), str(packages)) + "\n", encoding="utf-8")
    _entry(root).write_text(ENTRY, encoding="utf-8")
    _entry(root).chmod(0o755)
    if os.name == "nt":
        command = f'@"%~dp0python.exe" -P "%~dp0{_entry(root).name}" %*\n'
        (_entry(root).parent / "pressroom.cmd").write_text(command, encoding="utf-8")


def _check_libraries(root: Path) -> None:
    """Load WeasyPrint once; raise StartError that names the packages when Pango or HarfBuzz is missing."""
    found = _venv(root) / LIBRARIES_FOUND
    if found.exists():
        return
    # Without HarfBuzz's subsetter other code writes the fonts: many times slower, and with other bytes.
    strict = "error:HarfBuzz-Subset:DeprecationWarning"
    code, output = _start(root, [str(_python(root)), "-W", strict, "-c", "import weasyprint"])
    last = (output.strip().splitlines() or [""])[-1]
    if code and last.startswith(("OSError", "DeprecationWarning: HarfBuzz")):
        raise StartError(f"cannot load Pango or HarfBuzz, which set the type:\n  | {last}\nInstall:\n{GET_PANGO}")
    if code:
        raise StartError(f"cannot load WeasyPrint:\n{_last_lines(output)}\nDelete .venv and start again.")
    found.touch()


def _replace_process(command: "list[str]", variables: "dict[str, str]") -> int:
    """Go on as another process with its exit code; this returns only on Windows, which cannot do that."""
    if os.name != "nt":
        os.execve(command[0], command, variables)
    process = subprocess.Popen(command, env=variables)
    while process.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):  # the child is told too, and says how it ends
            process.wait()
    sys.exit(process.returncode)


def _run(root: Path, command: "list[str]", trouble: str) -> None:
    code, output = _start(root, command)
    if code:
        raise StartError(f"{trouble}:\n{_last_lines(output)}\n{_advice(output)}")


def _start(root: Path, command: "list[str]") -> "tuple[int, str]":
    """Run a command of the environment to its end; return its exit code and all that it said."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_variables(root),
        cwd=str(root),
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", errors="replace")


def _advice(output: str) -> str:
    if "DO NOT MATCH THE HASHES" in output:
        return "A downloaded file is not the one that was locked. Nothing was kept; try another network or index."
    if "No space left" in output:
        return "The disk is full. Nothing was kept; make room and start again."
    signs = ("onnection", "name resolution", "No matching distribution", "SSLError", "timed out")
    if any(sign in output for sign in signs):
        return (
            "The package index cannot be reached or lacks a package. Nothing was kept; mend the network, start again."
        )
    return "Nothing was kept; mend what the lines above name and start again."


def _last_lines(output: str, count: int = 12) -> str:
    return "\n".join("  | " + line for line in [line for line in output.splitlines() if line.strip()][-count:])


def _variables(root: Path) -> "dict[str, str]":
    """Return the variables for the environment's Python: no other Python's modules, UTF-8 everywhere."""
    variables = {name: text for name, text in os.environ.items() if name not in NOT_INHERITED}
    variables.update(PYTHONNOUSERSITE="1", PYTHONSAFEPATH="1", PYTHONUTF8="1", PIP_USER="0")
    variables["VIRTUAL_ENV"] = str(_venv(root))
    variables["PATH"] = os.pathsep.join([str(_python(root).parent), os.environ.get("PATH", os.defpath)])
    return variables


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> "Iterator[None]":
    """Hold the guard of .venv, waiting for another start that holds it."""
    _set_aside(root)
    _venv(root).mkdir(exist_ok=True)
    with (_venv(root) / GUARD).open("a") as guard:
        if not _lock(guard.fileno()):
            _say("waiting for another build.py that is setting up .venv …")
            while not _lock(guard.fileno()):
                time.sleep(0.2)
        yield


def _lock(descriptor: int) -> bool:
    """Try to lock an open file until it is closed; tell whether that went well."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: better unguarded than not at all
        return True
    return True


def _set_aside(root: Path) -> None:
    """Keep a .venv that somebody else made under another name, instead of emptying it."""
    venv = _venv(root)
    ours = venv.is_dir() and not venv.is_symlink() and ((venv / GUARD).exists() or not any(venv.iterdir()))
    if ours or not os.path.lexists(str(venv)):
        return
    names = (root / f".venv.before-{number}" for number in range(1, 1000))
    aside = next(name for name in names if not os.path.lexists(str(name)))
    venv.rename(aside)
    _say(f"found a .venv that build.py did not make; it is now {aside.name}")


def _empty(root: Path) -> None:
    for path in _venv(root).iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif path.name != GUARD:
            path.unlink()


def _venv(root: Path) -> Path:
    return root / ".venv"


def _python(root: Path) -> Path:
    return _venv(root) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _entry(root: Path) -> Path:
    return _python(root).parent / ("pressroom-script.py" if os.name == "nt" else "pressroom")


def _site_packages(root: Path) -> Path:
    """Return the folder of the installed packages; one that is not there when .venv is not whole."""
    return next(_venv(root).glob("lib/python*/site-packages"), _venv(root) / "Lib" / "site-packages")


def _packages(root: Path) -> "list[str]":
    return sorted(path.name for path in _site_packages(root).iterdir())


def _stamp(root: Path, lock: str) -> Path:
    return _venv(root) / f"{lock}.json"


def _digest(root: Path, lock: str) -> str:
    return hashlib.sha256((root / lock).read_bytes()).hexdigest()


def _say(text: str) -> None:
    print(f"build.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
