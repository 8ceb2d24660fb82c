"""The start script, tried on small houses of its own: no network, a package of a few lines, wheels made here."""

from __future__ import annotations

import ast
import ensurepip
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from system_packages import TOOLS
from tests.support.paths import ROOT

SCRIPT = ROOT / "build.py"
#: What the script imports.
BESIDE = ROOT / "system_packages.py"

CLI = """
import os, sys

def main():
    print(sys.argv[1:], os.getcwd())
    for name in os.environ.get("SHOWN", "").split():
        print(f"{name}={os.environ.get(name)}")
    return int(os.environ.get("WANTED_CODE", "0"))
"""
#: Taken in by the script alone, which hands no other Python's modules on.
BE_SOMEBODY = "import os; os.geteuid = lambda: int(os.environ['WHO'])"
#: An apt-get of root, which installs Ghostscript, and that of a user, which leaves an archive in the cache it is given.
APT = """
echo "$*" >>"$BIN/log"
for word; do case $word in
    Dir::Cache=*) cache=${word#Dir::Cache=} ;;
    ghostscript) [ -z "$SAYS" ] || { echo "$SAYS"; exit 100; }
        if [ "$cache" ]; then echo >"$cache/archives/gs_1.deb"; else cp "$BIN/java" "$BIN/gs"; fi ;;
esac; done"""
DPKG = """
mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
cp "$BIN/java" "$3/usr/bin/gs\""""
ON_ALL_CORES = ["-n", "auto", "--dist", "worksteal"]
PYTEST_MAIN = "import os, sys; print('pytest', sys.argv[1:], os.getcwd()); sys.exit(5)"


def make_wheel(folder: Path, name: str, files: dict[str, str], version: str = "1.0") -> str:
    """Write a wheel that pip installs; return its line for a lock."""
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,\n" for file in files)
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, text in {**files, f"{about}/RECORD": record}.items():
            archive.writestr(file, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class House:
    """A folder with the start script, a package and locks, and the wheels that pip may install from."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "印 刷 house"
        self.wheels = folder / "wheels"
        self.programs = folder / "programs"
        (self.root / "pressroom").mkdir(parents=True)
        self.wheels.mkdir()
        self.programs.mkdir()
        for tool in TOOLS.values():
            self.add_program(tool.programs[0], "exit 0")
        shutil.copy(SCRIPT, self.root)
        shutil.copy(BESIDE, self.root)
        (self.root / "pressroom" / "__init__.py").touch()
        (self.root / "pressroom" / "cli.py").write_text(CLI, encoding="utf-8")
        weasyprint = make_wheel(self.wheels, "weasyprint", {"weasyprint.py": ""})
        fake_pytest = make_wheel(self.wheels, "pytest", {"pytest/__main__.py": PYTEST_MAIN})
        self.write_lock(weasyprint)
        (self.root / "requirements-java.lock").touch()
        (self.root / "requirements-test.lock").write_text(weasyprint + fake_pytest, encoding="utf-8")

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def site_packages(self) -> Path:
        return next(self.venv.glob("lib/python*/site-packages"))

    def write_lock(self, text: str) -> None:
        (self.root / "requirements.lock").write_text(text, encoding="utf-8")

    def add_program(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (self.programs / name).chmod(0o755)

    def lack_ghostscript(self, who: int, **changes: str) -> dict[str, str]:
        """Make this Debian, without Ghostscript; return the variables of root or a user there."""
        for program in ("sh", "env", "cp", "mkdir", "readlink", "dirname"):
            found = shutil.which(program)
            assert found
            (self.programs / program).symlink_to(found)
        (self.programs / "gs").unlink()
        self.add_program("apt-get", APT)
        self.add_program("dpkg-deb", DPKG)
        somebody = self.wheels / "sitecustomize.py"
        somebody.write_text(BE_SOMEBODY, encoding="utf-8")
        ours = {"PYTHONPATH": str(somebody.parent), "WHO": str(who), "BIN": str(self.programs)}
        return {"PATH": str(self.programs), "PRESSROOM_NO_SYSTEM": "", **ours, **changes}

    @property
    def apt_calls(self) -> list[str]:
        log = self.programs / "log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "build.py"), *arguments]

    def variables(self, **changes: str) -> dict[str, str]:
        """Our own variables without pip's settings: the only packages to be had are our wheels, all tools are there."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        return {**kept, **pip, "PATH": path, "PRESSROOM_NO_SYSTEM": "1", **changes}

    def start(self, *arguments: str, cwd: Path | None = None, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.root,
            env=self.variables(**changes),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def empty_house(tmp_path: Path) -> House:
    """A house on its first day."""
    return House(tmp_path)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that was started once; its tests leave it fit for the next."""
    house = House(tmp_path_factory.mktemp("house"))
    done = house.start("first")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("\n") == 1
    assert "setting up .venv from requirements.lock" in done.stderr
    return house


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The start script as a module."""
    found = importlib.util.spec_from_file_location("build_script", SCRIPT)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.alone
def test_second_start_is_quiet_and_quick(house: House) -> None:
    made = house.venv.joinpath("pyvenv.cfg").stat().st_mtime_ns
    begin = time.monotonic()
    done = house.start("check")
    assert done.stderr == ""
    assert time.monotonic() - begin < 3
    assert house.venv.joinpath("pyvenv.cfg").stat().st_mtime_ns == made


def test_no_argument_builds_the_newest_issue(house: House) -> None:
    assert house.start().stdout.startswith("['build']")


def test_arguments_folder_and_exit_code_are_handed_over(house: House, tmp_path: Path) -> None:
    done = house.start("build", "二 月", "--out", "a b", "", cwd=tmp_path, WANTED_CODE="1")
    assert done.stdout == f"{['build', '二 月', '--out', 'a b', '']} {tmp_path}\n"
    assert done.returncode == 1


def test_other_pythons_modules_stay_out(house: House, tmp_path: Path) -> None:
    (tmp_path / "pressroom").mkdir()
    (tmp_path / "pressroom" / "__init__.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    elsewhere = str(tmp_path)
    done = house.start("check", cwd=tmp_path, PYTHONPATH=elsewhere, VIRTUAL_ENV=elsewhere, PYTHONSTARTUP=elsewhere)
    assert done.returncode == 0, done.stderr


def test_nothing_is_written_but_the_environment(house: House) -> None:
    names = {path.name for path in house.root.iterdir()}
    locks = {"requirements.lock", "requirements-test.lock", "requirements-java.lock"}
    beside = {"__pycache__"}  # of the module beside the script
    assert names - beside == {".venv", "build.py", "system_packages.py", "pressroom", *locks}


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_command_works_wherever_the_folder_is_moved(house: House, tmp_path: Path) -> None:
    moved = tmp_path / "移 动"
    house.root.rename(moved)
    try:
        (tmp_path / "link").symlink_to(moved / ".venv" / "bin" / "pressroom")
        done = subprocess.run(
            [tmp_path / "link", "a b"], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path
        )
        assert done.stdout.startswith("['a b']")
        again = subprocess.run(
            [sys.executable, moved / "build.py", "x"], capture_output=True, encoding="utf-8", check=True
        )
        assert (again.stdout[:5], again.stderr) == ("['x']", "")
    finally:
        moved.rename(house.root)


def test_tests_are_installed_on_top_and_handed_to_pytest(house: House, tmp_path: Path) -> None:
    first = house.start("test", "-k", "a b", cwd=tmp_path)
    assert "adding the packages of requirements-test.lock" in first.stderr
    assert first.stdout == f"pytest {[*ON_ALL_CORES, '-k', 'a b']} {house.root}\n"
    assert first.returncode == 5
    second = house.start("test")
    assert (second.stderr, second.returncode) == ("", 5)
    assert house.start("check").stderr == ""


@pytest.mark.parametrize("damage", ["half-made", "package gone", "no python"])
def test_a_damaged_environment_is_made_again(house: House, damage: str) -> None:
    if damage == "half-made":
        (house.venv / "requirements.lock.json").unlink()
    elif damage == "package gone":
        (house.site_packages / "weasyprint.py").unlink()
    else:
        (house.venv / "bin" / "python").unlink()
    leftover = house.site_packages / "leftover.py"
    leftover.touch()
    done = house.start("check")
    assert done.returncode == 0, done.stderr
    assert "setting up .venv" in done.stderr
    assert not leftover.exists()
    assert house.start("check").stderr == ""


@pytest.mark.parametrize("stamp", [b"", b'{"digest": "12', b"[]", b"{}", b"\xff"])
def test_a_torn_stamp_counts_as_none(script: ModuleType, tmp_path: Path, stamp: bytes) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "requirements.lock.json").write_bytes(stamp)
    (tmp_path / "requirements.lock").touch()
    assert not script._is_installed(tmp_path, "requirements.lock")


def test_a_changed_lock_makes_the_environment_again(house: House) -> None:
    leftover = house.site_packages / "leftover.py"
    leftover.touch()
    addition = make_wheel(house.wheels, "addition", {"addition.py": ""})
    house.write_lock((house.root / "requirements.lock").read_text(encoding="utf-8") + addition)
    assert "setting up .venv again" in house.start("check").stderr
    assert (house.site_packages / "addition.py").exists()
    assert not leftover.exists()


def test_the_python_of_the_environment_makes_it_again_too(house: House) -> None:
    """It empties what it runs from: the new one must not be made from that."""
    (house.site_packages / "weasyprint.py").unlink()
    started = subprocess.run(
        [house.venv / "bin" / "python", *house.command("check")[1:]],
        env=house.variables(),
        cwd=house.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert started.returncode == 0, started.stderr
    assert "setting up .venv again" in started.stderr
    assert house.start("check").stderr == ""


def test_two_first_starts_at_once_make_it_once(empty_house: House) -> None:
    starts = [
        subprocess.Popen(
            empty_house.command("check"),
            env=empty_house.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    said = "".join(start.communicate(timeout=120)[1] for start in starts)
    assert [start.returncode for start in starts] == [0, 0], said
    assert said.count("setting up .venv from") == 1
    assert said.count("waiting for another build.py") == 1


def test_a_package_that_cannot_be_had_leaves_nothing(empty_house: House) -> None:
    empty_house.write_lock("no-such-thing==1.0 --hash=sha256:" + "0" * 64 + "\n")
    done = empty_house.start("check")
    assert done.returncode == 2
    assert "could not install requirements.lock" in done.stderr
    assert "No matching distribution found for no-such-thing==1.0" in done.stderr
    assert "mend the network" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in empty_house.venv.iterdir()] == ["build.lock"]


def test_a_file_that_is_not_the_locked_one_is_refused(empty_house: House) -> None:
    empty_house.write_lock("weasyprint==1.0 --hash=sha256:" + "0" * 64 + "\n")
    done = empty_house.start("check")
    assert done.returncode == 2
    assert "not the one that was locked" in done.stderr


def test_missing_pango_names_the_packages_of_each_system(empty_house: House) -> None:
    failing = {"weasyprint.py": "raise OSError(\"cannot load library 'libpango-1.0-0'\")"}
    empty_house.write_lock(make_wheel(empty_house.wheels, "weasyprint", failing, "2.0"))
    done = empty_house.start("check", PATH=str(empty_house.programs))
    assert done.returncode == 2
    assert "cannot load library 'libpango-1.0-0'" in done.stderr
    for tool in ("apt-get install libpango-1.0-0", "dnf install", "pacman -S", "apk add", "brew install", "MSYS2"):
        assert tool in done.stderr
    (empty_house.site_packages / "weasyprint.py").write_text("", encoding="utf-8")
    mended = empty_house.start("check")
    assert (mended.returncode, mended.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_leaves_nothing_half_made(empty_house: House) -> None:
    """The index of packages takes the call and never answers: pip waits until it is interrupted."""
    with socket.create_server(("127.0.0.1", 0)) as index:
        index.settimeout(60)
        address = f"http://127.0.0.1:{index.getsockname()[1]}/simple"
        start = subprocess.Popen(
            empty_house.command(),
            env=empty_house.variables(PIP_NO_INDEX="0", PIP_INDEX_URL=address),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        assert start.stderr
        assert "setting up" in start.stderr.readline()
        index.accept()[0].close()
        os.killpg(start.pid, signal.SIGINT)
        assert start.communicate(timeout=60)[1] == "build.py: stopped\n"
    assert start.returncode == 130
    assert [path.name for path in empty_house.venv.iterdir()] == ["build.lock"]


def test_an_environment_of_somebody_else_is_kept_aside(empty_house: House) -> None:
    empty_house.venv.mkdir()
    (empty_house.venv / "precious.txt").touch()
    done = empty_house.start("check")
    assert "it is now .venv.before-1" in done.stderr
    assert (empty_house.root / ".venv.before-1" / "precious.txt").exists()
    assert done.returncode == 0


def test_an_old_python_is_told_how_to_get_a_newer_one(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "NEWER_PYTHONS", ())
    with pytest.raises(script.StartError) as told:
        script.use_right_python([], (3, 6))
    assert "needs Python 3.11 or newer; this is 3.6" in str(told.value)
    for tool in ("apt install", "dnf install", "pacman -S", "brew install", "winget install"):
        assert tool in str(told.value)


def test_an_old_python_starts_a_newer_one(script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[str]] = []
    too_old = tmp_path / "python3.14"
    too_old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    too_old.chmod(0o755)
    (tmp_path / "python3.12").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(script, "NEWER_PYTHONS", ("python3.14", "python3.12"))
    monkeypatch.setattr(script, "_replace_process", lambda command, _: asked.append(command) or sys.exit(0))
    with pytest.raises(SystemExit):
        script.use_right_python(["build", "x"], (3, 8))
    assert asked == [[str(tmp_path / "python3.12"), str(SCRIPT), "build", "x"]]


def test_a_python_without_venv_is_told_the_package(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    (tmp_path / "requirements.lock").touch()
    with pytest.raises(script.StartError, match=r"apt-get install python3\.\d+-venv"):
        script.ready_environment(tmp_path, ("requirements.lock",), allowed=False)


UNIX = pytest.mark.skipif(os.name == "nt", reason="managers and shells of Unix")


@UNIX
def test_root_gets_what_the_tests_call_installed_first(empty_house: House) -> None:
    root = empty_house.lack_ghostscript(0)
    first = empty_house.start("test", "-x", **root)
    said = first.stderr.splitlines()
    assert said[0] == (
        "build.py: installing with apt-get: ghostscript (Ghostscript draws pages and separates plates) …"
    )
    assert [line.split()[1] for line in said] == ["installing", "setting", "adding", "adding"]
    assert first.stdout.startswith(f"pytest {[*ON_ALL_CORES, '-x']}")
    assert len(empty_house.apt_calls) == 2
    second = empty_house.start("test", **root)
    assert (second.stderr, len(empty_house.apt_calls)) == ("", 2)


@UNIX
def test_the_press_itself_needs_no_tools(empty_house: House) -> None:
    assert empty_house.start("check", **empty_house.lack_ghostscript(0)).returncode == 0
    assert empty_house.apt_calls == []


@UNIX
@pytest.mark.parametrize("way", ["option", "variable"])
def test_where_it_is_forbidden_nothing_is_brought_and_the_command_is_told(empty_house: House, way: str) -> None:
    option, variable = (["--no-system"], "") if way == "option" else ([], "1")
    root = empty_house.lack_ghostscript(0, PRESSROOM_NO_SYSTEM=variable)
    done = empty_house.start("test", *option, "-x", **root)
    told = "missing: Ghostscript (draws pages and separates plates); tests that call them are left out, by name."
    assert f"build.py: {told} To install:\n  sudo apt-get install ghostscript\n" in done.stderr
    assert done.stdout.startswith(f"pytest {[*ON_ALL_CORES, '-x']}")
    assert empty_house.apt_calls == []


@UNIX
def test_what_cannot_be_had_is_asked_for_again_only_by_strict_tests(empty_house: House) -> None:
    root = empty_house.lack_ghostscript(0, SAYS="E: Unable to locate package ghostscript")
    first = empty_house.start("test", **root)
    assert "apt-get could not install ghostscript:\n  | E: Unable to locate package" in first.stderr
    assert "tests that call them are left out" in first.stderr
    calls = len(empty_house.apt_calls)
    second = empty_house.start("test", **root)
    assert (second.stderr, len(empty_house.apt_calls)) == ("", calls)
    strict = empty_house.start("test", "-x", "--strict", **{**root, "SAYS": ""})
    assert "installing with apt-get" in strict.stderr
    assert strict.stdout.startswith(f"pytest {[*ON_ALL_CORES, '-x', '--all-tools']}")
    assert (empty_house.programs / "gs").exists()


@UNIX
def test_a_mirror_that_does_not_answer_is_asked_again_next_time(empty_house: House) -> None:
    root = empty_house.lack_ghostscript(0, SAYS="E: Failed to fetch http://mirror/ghostscript.deb")
    for _ in range(2):
        done = empty_house.start("test", **root)
        assert "The package mirror cannot be reached. Nothing was installed" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout.startswith("pytest")


@UNIX
def test_a_user_without_rights_gets_it_unpacked_and_every_way_in_finds_it(empty_house: House, tmp_path: Path) -> None:
    user = empty_house.lack_ghostscript(1000)
    done = empty_house.start("test", **user)
    assert "unpacking into .venv, without a right to install: ghostscript" in done.stderr
    shown = {"SHOWN": "PATH LD_LIBRARY_PATH", "LD_LIBRARY_PATH": "/before"}
    moved = empty_house.root.rename(tmp_path / "elsewhere, 搬")
    system = moved / ".venv" / "system"
    script = [sys.executable, str(moved / "build.py"), "x"]
    for command in (script, [str(moved / ".venv" / "bin" / "pressroom"), "x"]):
        variables = empty_house.variables(**user, **shown)
        said = subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", check=True)
        paths = dict(line.partition("=")[::2] for line in said.stdout.splitlines()[1:])
        libraries = [Path(part).resolve() for part in paths["LD_LIBRARY_PATH"].split(os.pathsep)]
        assert libraries == [system / "usr" / "lib" / "x86_64-linux-gnu", Path("/before")]
        programs = [Path(part).resolve() for part in paths["PATH"].split(os.pathsep)]
        assert programs == [moved / ".venv" / "bin", empty_house.programs, system / "bin", system / "usr" / "bin"]


@UNIX
def test_what_was_unpacked_outlives_a_changed_lock(empty_house: House) -> None:
    user = empty_house.lack_ghostscript(1000)
    empty_house.start("test", **user)
    calls = len(empty_house.apt_calls)
    empty_house.write_lock((empty_house.root / "requirements.lock").read_text(encoding="utf-8") + "\n")
    assert "setting up .venv again" in empty_house.start("test", **user).stderr
    assert len(empty_house.apt_calls) == calls


@UNIX
def test_an_unpacked_pip_makes_the_environment(empty_house: House) -> None:
    folders = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    pip = next((wheel for folder in folders for wheel in folder.glob("pip-*.whl")), None)
    if pip is None:
        pytest.skip("this Python brings no wheel of pip")
    wheels = empty_house.venv / "system" / "usr" / "share" / "python-wheels"
    wheels.mkdir(parents=True)
    (empty_house.venv / "build.lock").touch()
    shutil.copy(pip, wheels)
    done = empty_house.start("check")
    assert done.returncode == 0, done.stderr
    assert (empty_house.site_packages / "pip").is_dir()
    assert (empty_house.site_packages / "weasyprint.py").is_file()


@pytest.mark.parametrize("file", [SCRIPT, BESIDE], ids=lambda file: file.name)
def test_the_script_parses_on_python_3_6_and_needs_only_the_standard_library(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 6))
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {BESIDE.stem}
    assert "__future__" not in names  # its `annotations` are not known before 3.7
    late = {node.lineno for node in nodes if isinstance(node, (ast.NamedExpr, ast.Match))}
    assert not late


def test_the_stamp_names_the_lock(house: House) -> None:
    stamp = json.loads((house.venv / "requirements.lock.json").read_text(encoding="utf-8"))
    assert stamp["digest"] == hashlib.sha256((house.root / "requirements.lock").read_bytes()).hexdigest()
