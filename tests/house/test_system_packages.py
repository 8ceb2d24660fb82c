"""What the start script brings of the system, tried with package managers that only write down how they are called."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from system_packages import MANAGERS, PANGO, TOOLS, VENV, Need, bring, find_missing, find_paths, tell_commands

pytestmark = pytest.mark.skipif(os.name == "nt", reason="managers and shells of Unix")

SAW = Need("Saw", "cuts", dict.fromkeys(MANAGERS, "saw-tools saw-data"), programs=("saw", "fretsaw"))
RASP = Need("Rasp", "smooths", dict.fromkeys(MANAGERS, "rasp"), programs=("rasp",))
#: A manager that installs programs named as the packages begin, and says what it is called with.
MANAGER = """
for word; do case $word in
    update) [ -z "$NO_UPDATE" ] || { echo "$NO_UPDATE"; exit 100; } ;;
    rasp) [ -z "$NO_RASP" ] || { echo "$NO_RASP"; exit 100; } ;;
esac; done
for word; do case $word in
    saw-tools) cp "$BIN/true" "$BIN/saw" ;;
    rasp) cp "$BIN/true" "$BIN/rasp" ;;
esac; done"""
#: apt-get as a user without rights calls it: it leaves archives in the cache that it is given.
FETCH = """
[ -z "$NO_UPDATE" ] || { echo "$NO_UPDATE"; exit 100; }
for word; do case $word in
    Dir::Cache=*) cache=${word#Dir::Cache=} ;;
    saw-tools) for name in saw libc6; do echo "$name" >"$cache/archives/${name}_1.deb"; done ;;
    rasp) echo rasp >"$cache/archives/rasp_1.deb" ;;
esac; done"""
UNPACK = """
mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu" "$3/etc/fonts"
read -r name <"$2"
cp "$BIN/true" "$3/usr/bin/$name"
echo '<dir>/usr/share/fonts</dir>' >"$3/etc/fonts/fonts.conf"
ln -sf "/usr/bin/$name" "$3/usr/lib/x86_64-linux-gnu/$name.so.0"
ln -sf /usr/bin/elsewhere "$3/usr/lib/x86_64-linux-gnu/elsewhere\""""


class Machine:
    """A machine with a few programs, and with what was called and said on it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin, self.system, self.log = folder / "bin", folder / "魔 法" / "system", folder / "log"
        self.said: list[str] = []
        self._monkeypatch = monkeypatch
        self.bin.mkdir()
        self.system.parent.mkdir()
        self.log.touch()
        for program in ("sh", "env", "cp", "mkdir", "ln", "true"):
            found = shutil.which(program)
            assert found
            (self.bin / program).symlink_to(found)
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.setenv("BIN", str(self.bin))
        self.be_user()

    def add(self, program: str, script: str = "") -> None:
        file = self.bin / program
        file.write_text(f'#!/bin/sh\necho "{program} $*" >>"{self.log}"\n{script}\n', encoding="utf-8")
        file.chmod(0o755)

    def add_sudo(self, password: bool) -> None:
        """A sudo that may or may not ask for a password."""
        self.add("sudo", f'[ "$1" != -n ] || exit {int(password)}\nexec "$@"')

    def be_user(self, number: int = 1000) -> None:
        self._monkeypatch.setattr(os, "geteuid", lambda: number)

    def sit_at_terminal(self, answer: str) -> io.StringIO:
        """Have somebody answer; return what they read."""
        keyboard, screen = io.StringIO(answer), io.StringIO()
        for file in (keyboard, screen):
            self._monkeypatch.setattr(file, "isatty", lambda: True)
        self._monkeypatch.setattr(sys, "stdin", keyboard)
        self._monkeypatch.setattr(sys, "stderr", screen)
        return screen

    def bring(self, *needs: Need) -> bool:
        return bring(needs, self.system, self.said.append)

    def missing(self, *needs: Need) -> list[str]:
        path = os.pathsep.join([str(self.bin), *map(str, find_paths(self.system)["PATH"])])
        return [need.name for need in find_missing(needs, path, self.system)]

    @property
    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize("manager", [name for name in MANAGERS if name != "brew"])
def test_root_installs_with_the_manager_of_the_machine(machine: Machine, manager: str) -> None:
    machine.add(manager, MANAGER)
    machine.be_user(0)
    assert machine.missing(SAW, RASP) == ["Saw", "Rasp"]
    assert not machine.bring(SAW, RASP)
    assert machine.missing(SAW, RASP) == []
    assert machine.said == [f"installing with {manager}: saw-tools saw-data (Saw cuts), rasp (Rasp smooths) …"]
    assert machine.calls[-1] == f"{manager} {MANAGERS[manager].install} saw-tools saw-data rasp"
    refreshes = {"apt-get": f"apt-get {MANAGERS['apt-get'].refresh}", "pacman": "pacman -Sy"}
    assert machine.calls[:-1] == [call for name, call in refreshes.items() if name == manager]


def test_the_first_manager_that_is_found_is_the_machines(machine: Machine) -> None:
    for manager in ("brew", "apt-get"):
        machine.add(manager, MANAGER)
    machine.be_user(0)
    machine.bring(SAW)
    assert {call.split()[0] for call in machine.calls} == {"apt-get"}


def test_homebrew_is_called_by_its_user_and_not_by_root(machine: Machine) -> None:
    machine.add("brew", MANAGER)
    machine.be_user(0)
    machine.bring(SAW)
    assert (machine.calls, machine.said) == ([], [])
    assert tell_commands([SAW]) == ["brew install saw-tools saw-data"]
    machine.be_user()
    machine.bring(SAW)
    assert machine.calls == ["brew install --quiet saw-tools saw-data"]


def test_a_user_whom_sudo_asks_nothing_installs(machine: Machine) -> None:
    machine.add("dnf", MANAGER)
    machine.add_sudo(password=False)
    machine.bring(SAW)
    environment = "env DEBIAN_FRONTEND=noninteractive LC_ALL=C"
    install = f"dnf {MANAGERS['dnf'].install} saw-tools saw-data"
    assert machine.calls == ["sudo -n true", f"sudo {environment} {install}", install]
    assert machine.missing(SAW) == []


@pytest.mark.parametrize("answer", ["y\n", "Yes\n", "\n"])
def test_at_a_terminal_one_question_is_asked(machine: Machine, answer: str) -> None:
    machine.add("dnf", MANAGER)
    machine.add_sudo(password=True)
    screen = machine.sit_at_terminal(answer)
    machine.bring(SAW, RASP)
    asked = "missing: saw-tools saw-data (Saw cuts), rasp (Rasp smooths). Install with sudo dnf? [Y/n] "
    assert screen.getvalue() == f"build.py: {asked}"
    assert machine.missing(SAW, RASP) == []


@pytest.mark.parametrize("answer", ["n\n", "no\n", "later\n", ""])
def test_who_says_no_is_left_alone(machine: Machine, answer: str) -> None:
    machine.add("dnf", MANAGER)
    machine.add_sudo(password=True)
    machine.sit_at_terminal(answer)
    assert not machine.bring(SAW)
    assert machine.calls == ["sudo -n true"]
    assert machine.said == []


def test_without_rights_and_terminal_nothing_is_called_but_the_command_is_told(machine: Machine) -> None:
    machine.add("dnf", MANAGER)
    assert not machine.bring(SAW)
    machine.add_sudo(password=True)
    assert not machine.bring(SAW)
    assert machine.calls == ["sudo -n true"]
    assert tell_commands([SAW, RASP]) == ["sudo dnf install saw-tools saw-data rasp"]


def test_where_no_manager_is_known_the_commands_of_all_are_told(machine: Machine) -> None:
    assert not machine.bring(SAW)
    assert tell_commands([SAW]) == [
        "sudo apt-get install saw-tools saw-data",
        "sudo dnf install saw-tools saw-data",
        "sudo zypper install saw-tools saw-data",
        "sudo pacman -S saw-tools saw-data",
        "sudo apk add saw-tools saw-data",
        "brew install saw-tools saw-data",
    ]
    assert "MSYS2" in tell_commands([PANGO])[-1]


def test_a_package_that_a_release_lacks_does_not_take_the_others_along(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.add("apt-get", MANAGER)
    machine.be_user(0)
    monkeypatch.setenv("NO_RASP", "E: Unable to locate package rasp")
    assert not machine.bring(SAW, RASP)
    assert machine.missing(SAW, RASP) == ["Rasp"]
    assert machine.said[1:] == ["apt-get could not install rasp:\n  | E: Unable to locate package rasp"]


@pytest.mark.parametrize(
    "silence",
    [
        "E: Failed to fetch http://mirror/  Temporary failure resolving 'mirror'",
        "Curl error (6): Couldn't resolve host name",
        "error: failed to synchronize all databases",
    ],
)
def test_a_mirror_that_does_not_answer_is_named_and_may_be_tried_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    machine.add("apt-get", MANAGER)
    machine.be_user(0)
    monkeypatch.setenv("NO_RASP", silence)
    assert machine.bring(SAW, RASP)
    cure = "The package mirror cannot be reached. Nothing was installed; mend the network, start again."
    assert machine.said[1:] == [f"apt-get could not install saw-tools saw-data rasp:\n  | {silence}\n{cure}"]


def test_lists_that_cannot_be_fetched_matter_only_when_the_old_ones_do_not_do(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.add("apt-get", MANAGER)
    machine.be_user(0)
    monkeypatch.setenv("NO_UPDATE", "Could not resolve 'mirror'")
    assert not machine.bring(SAW)
    assert machine.missing(SAW) == []
    monkeypatch.setenv("NO_RASP", "E: Unable to locate package rasp")
    assert machine.bring(RASP)
    assert machine.said[-1].startswith("apt-get could not fetch the lists of packages:\n  | Could not resolve 'mirror'")


class TestUnpacking:
    """On Debian, a user without rights."""

    @pytest.fixture
    def debian(self, machine: Machine) -> Machine:
        machine.add("apt-get", FETCH)
        machine.add("dpkg-deb", UNPACK)
        return machine

    def test_packages_are_unpacked_and_found(self, debian: Machine) -> None:
        assert not debian.bring(SAW)
        assert debian.missing(SAW) == []
        said = "unpacking into .venv, without a right to install: saw-tools saw-data (Saw cuts) …"
        assert debian.said == [said]
        assert [path.name for path in debian.system.parent.iterdir()] == ["system"]

    def test_the_lists_and_the_cache_are_our_own(self, debian: Machine) -> None:
        debian.bring(SAW)
        update, install = (call for call in debian.calls if call.startswith("apt-get"))
        for call in (update, install):
            assert f"Dir::State::Lists={debian.system.parent}/apt-" in call
            assert f"Dir::Cache={debian.system.parent}/apt-" in call
            assert "Debug::NoLocking=1" in call
        assert "--download-only" in install
        assert update.endswith(" update")

    def test_links_point_into_the_folder(self, debian: Machine) -> None:
        debian.bring(SAW)
        libraries = debian.system / "usr" / "lib" / "x86_64-linux-gnu"
        assert (libraries / "saw.so.0").readlink() == Path("../../bin/saw")
        assert (libraries / "elsewhere").readlink() == Path("/usr/bin/elsewhere")
        moved = debian.system.rename(debian.system.with_name("moved"))
        assert (moved / "usr" / "lib" / "x86_64-linux-gnu" / "saw.so.0").exists()

    def test_a_second_c_library_is_left_where_it_is(self, debian: Machine) -> None:
        debian.bring(SAW)
        assert not (debian.system / "usr" / "bin" / "libc6").exists()

    def test_what_is_added_later_keeps_what_was_there(self, debian: Machine) -> None:
        debian.bring(SAW)
        debian.bring(RASP)
        assert debian.missing(SAW, RASP) == []
        assert json.loads((debian.system / "packages.json").read_text(encoding="utf-8"))["packages"] == [
            "rasp",
            "saw-data",
            "saw-tools",
        ]

    def test_the_folders_are_named_to_programs(self, debian: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        assert {name: folders for name, folders in find_paths(debian.system).items() if folders} == {}
        debian.bring(SAW)
        monkeypatch.setattr(Path, "exists", lambda path: str(path) != "/etc/fonts/fonts.conf")
        named = {
            name: [str(folder.relative_to(debian.system)) for folder in folders]
            for name, folders in find_paths(debian.system).items()
            if folders
        }
        assert named == {
            "PATH": ["bin", "usr/bin"],
            "LD_LIBRARY_PATH": ["usr/lib/x86_64-linux-gnu"],
            "FONTCONFIG_PATH": ["etc/fonts"],
        }
        fonts = (debian.system / "etc" / "fonts" / "fonts.conf").read_text(encoding="utf-8")
        assert fonts.startswith('<dir prefix="relative">../../usr/share/fonts</dir>')

    @pytest.mark.parametrize("trouble", ["Could not resolve 'mirror'", "E: no"])
    def test_what_cannot_be_fetched_leaves_what_was_there(
        self, debian: Machine, monkeypatch: pytest.MonkeyPatch, trouble: str
    ) -> None:
        debian.bring(SAW)
        monkeypatch.setenv("NO_UPDATE", trouble)
        assert debian.bring(RASP) == (trouble == "Could not resolve 'mirror'")
        assert debian.missing(SAW, RASP) == ["Rasp"]
        assert [path.name for path in debian.system.parent.iterdir()] == ["system"]
        assert trouble in debian.said[-1]

    def test_an_archive_that_is_torn_leaves_nothing(self, debian: Machine) -> None:
        debian.add("dpkg-deb", "echo 'dpkg-deb: error: unexpected end of file'; exit 2")
        debian.bring(SAW)
        assert [*debian.system.parent.iterdir()] == []
        assert "could not unpack saw_1.deb:\n  | dpkg-deb: error: unexpected end of file" in debian.said[-1]

    def test_who_says_no_to_sudo_gets_them_unpacked(self, debian: Machine) -> None:
        debian.add_sudo(password=True)
        debian.sit_at_terminal("n\n")
        debian.bring(SAW)
        assert debian.missing(SAW) == []
        assert not [call for call in debian.calls if call.startswith("sudo env")]

    @pytest.mark.parametrize("program", ["gs", "chromium", "ebook-convert"])
    def test_programs_that_look_for_their_files_at_the_root_are_told_where_they_are(
        self, debian: Machine, program: str
    ) -> None:
        script = FETCH.replace("saw-tools) for name in saw libc6", f"saw-tools) for name in {program}")
        debian.add("apt-get", script)
        debian.bring(SAW)
        wrapper = debian.system / "bin" / program
        assert os.access(wrapper, os.X_OK)
        assert wrapper.read_text(encoding="utf-8").startswith("#!/bin/sh\nsystem=")


def test_a_library_is_looked_for_where_it_was_unpacked(machine: Machine) -> None:
    need = Need("Rare", "is rare", {}, libraries=("libpressroom-rare",))
    assert machine.missing(need) == ["Rare"]
    libraries = machine.system / "usr" / "lib" / "x86_64-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / "libpressroom-rare.so.0").touch()
    assert machine.missing(need) == []


def test_an_unpacked_pip_stands_in_for_ensurepip(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert machine.missing(VENV) == ["ensurepip"]
    wheels = machine.system / "usr" / "share" / "python-wheels"
    wheels.mkdir(parents=True)
    (wheels / "pip-99-py3-none-any.whl").touch()
    assert machine.missing(VENV) == []


@pytest.mark.parametrize("need", [PANGO, *TOOLS.values()], ids=lambda need: need.name)
def test_every_need_has_its_packages(need: Need) -> None:
    assert need.packages.keys() <= MANAGERS.keys()
    assert {"apt-get", "dnf", "pacman"} <= need.packages.keys()
    assert need.programs or need.libraries


def test_pango_is_brought_on_every_system() -> None:
    assert PANGO.packages.keys() == MANAGERS.keys()
