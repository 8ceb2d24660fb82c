"""The sandbox: inside, there is no network, and of the machine only the magazine, the house and Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressroom.cli.materials import list_components, write_bill
from pressroom.cli.sandbox import wrap_command
from tests.support.nurseries import run_command
from tests.support.paths import ROOT

BWRAP = shutil.which("bwrap") or ""


def works() -> bool:
    probe = [BWRAP, "--unshare-all", "--ro-bind", "/", "/", "true"]
    return bool(BWRAP) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


sandboxed = pytest.mark.skipif(not works(), reason="there is no bubblewrap that works here")
LOOK = """
import os, socket, sys
from pathlib import Path
said = {}
def tell(name, look):
    try:
        said[name] = str(look())
    except OSError as error:
        said[name] = type(error).__name__
inside, out, secret = map(Path, sys.argv[1:])
tell("read", lambda: (inside / "a.txt").read_text())
tell("write", lambda: (inside / "a.txt").write_text("b"))
tell("out", lambda: (out / "a.txt").write_text("b"))
tell("secret", lambda: secret.read_text())
tell("passwd", lambda: Path("/etc/passwd").read_text())
tell("home", lambda: sorted(os.listdir("/root")))
tell("network", lambda: socket.create_connection(("1.1.1.1", 53), 2))
tell("devices", lambda: open("/dev/sda", "rb"))
tell("others", lambda: sorted(name for name in os.listdir("/proc") if name.isdigit() and int(name) > 20))
tell("token", lambda: os.environ.get("SECRET_TOKEN", "none"))
import json
print(json.dumps(said))
"""


@sandboxed
def test_inside_there_is_nothing_but_what_is_worked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, out, secret = tmp_path / "magazine", tmp_path / "magazine" / "out", tmp_path / "secret.txt"
    out.mkdir(parents=True)
    (inside / "a.txt").write_text("a", encoding="utf-8")
    secret.write_text("secret", encoding="utf-8")
    monkeypatch.setenv("SECRET_TOKEN", "secret")
    monkeypatch.chdir(inside)
    python = [Path(folder) for folder in (sys.prefix, sys.base_prefix)]
    code = [sys.executable, "-c", LOOK, str(inside), str(out), str(secret)]
    done = subprocess.run(wrap_command(BWRAP, code, [inside, *python], [out], {}), capture_output=True, text=True, check=True)  # fmt: skip
    said = json.loads(done.stdout)
    assert said.pop("read") == "a"
    assert said.pop("out") == "1"
    assert said.pop("token") == "none"
    assert said.pop("others") == "[]"
    home = said.pop("home")  # Python may lie below it; nothing else does
    assert "secret" not in home
    assert set(said.values()) <= {"OSError", "FileNotFoundError", "PermissionError", "ConnectionError", "TimeoutError"}
    assert (inside / "a.txt").read_text(encoding="utf-8") == "a"


@sandboxed
def test_an_issue_is_built_inside_and_is_the_same(desk: Path) -> None:
    command = [sys.executable, "-m", "pressroom.cli", "build", "issue", "--edition", "screen,epub", "--out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for folder, more in (("in", ["--sandbox"]), ("without", ["--no-cache"])):
        done = subprocess.run([*command, folder, *more], cwd=desk, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
    made = {folder: {file.name: file.read_bytes() for file in (desk / folder / "issue").iterdir()} for folder in ("in", "without")}  # fmt: skip
    assert made["in"] == made["without"]
    assert len(made["in"]) == 3


def test_where_there_is_no_sandbox_nothing_is_built(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setattr("pressroom.cli.sandbox.shutil.which", lambda _name: None)
    result = run_command("build", "issue", "--sandbox")
    assert result.exit_code == 2
    assert "bubblewrap" in result.output
    assert not (desk / "out").exists()


def test_folders_that_lie_in_others_are_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    command = wrap_command("bwrap", ["true"], [tmp_path / "a" / "b", tmp_path / "a"], [tmp_path / "a" / "b"], {})
    readable = [command[at + 1] for at, word in enumerate(command) if word == "--ro-bind-try"]
    assert [path for path in readable if str(tmp_path) in path] == [str(tmp_path / "a")]
    assert command[command.index("--bind") + 1] == str(tmp_path / "a" / "b")
    assert command[-2:] == ["--", "true"]


# ---- the bill of materials ----


def test_all_that_is_installed_is_on_the_bill_with_its_licence() -> None:
    components = list_components()
    names = {one.name for one in components}
    assert components[0].name == "pressroom"
    assert {"weasyprint", "pillow", "jinja2", "pydyf", "brotli"} <= names
    assert not {"pytest", "mypy", "ruff"} & names
    assert [one.name for one in components if not one.licence] == []
    bill = json.loads(write_bill(components))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = {bill["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in bill["components"])}
    assert refs == {one["ref"] for one in bill["dependencies"]}
    assert all(set(one["dependsOn"]) <= refs for one in bill["dependencies"])
    assert write_bill(list_components()) == write_bill(components)


def test_the_bill_is_written_and_shown(tmp_path: Path) -> None:
    result = run_command("sbom", "--out", str(tmp_path / "bill.json"))
    assert result.exit_code == 0
    assert "weasyprint" in result.output
    assert json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))["components"]
