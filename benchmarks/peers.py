"""The engines that are measured: install them, and have each set a page.

All of them come from registries by name, at the versions named here, into a folder that git ignores; Chromium is
the one of the system.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from benchmarks.cost import Cost, run_measured

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().parent / ".peers"

#: The only place where versions are named. Vivliostyle wants a newer Node.js than systems have; npm has that too.
VERSIONS = {"typst": "0.15.2", "@vivliostyle/cli": "11.3.3", "node": "22.23.3"}

_TYPST = (
    "import sys, typst; "
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)


class PeerError(RuntimeError):
    """An engine that is missing and cannot be installed, and what to do about it."""


@dataclass(frozen=True)
class Peer:
    """An engine: what it reads (``html`` or ``typ``), how it is installed, the command that sets a source to a PDF."""

    name: str
    title: str
    reads: str
    version: Callable[[], str]
    install: Callable[[], None]
    command: Callable[[Path, Path], list[str]]

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.title} {self.version()}".strip()


def set_page(
    peer: Peer, source: Path, out: Path, limit: float = 900, look: Callable[[Sequence[int]], float] | None = None
) -> Cost:
    """Have an engine set a page to a PDF; give what it cost, its whole tree of processes together.

    HTML may name files beside it; Typst finds faces in ``fonts/`` beside the source.

    :raises CommandError: if the engine fails or takes longer than the limit in seconds.
    """
    variables = dict(os.environ)
    if peer.name == "vivliostyle":
        variables["PATH"] = f"{_node().parent}{os.pathsep}{variables.get('PATH', '')}"
    folder = ROOT if peer.name in ("pressroom", "weasyprint") else source.parent
    out.unlink(missing_ok=True)
    cost = run_measured(peer.command(source.resolve(), out.resolve()), folder, variables, limit, look)
    if not out.is_file():
        raise PeerError(f"{peer.title} wrote no PDF: run its command by hand: {' '.join(peer.command(source, out))}")
    return cost


def install_peer(peer: Peer) -> None:
    """Install an engine where it is not there.

    :raises PeerError: with what is missing and what to do.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    peer.install()


def _run(command: list[str], doing: str) -> None:
    """Run a command of an installation."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise PeerError(f"{doing}: {command[0]} cannot be run: {error.strerror}") from error
    if done.returncode:
        raise PeerError(f"{doing} failed: {(done.stderr or done.stdout).strip()[-500:]}")


def _need(tool: str, cure: str) -> str:
    """Where a tool of the system is."""
    found = shutil.which(tool)
    if found is None:
        raise PeerError(f"{tool} is missing: {cure}")
    return found


def _nothing() -> None:
    """Pressroom and WeasyPrint are there: they run this."""


def _weasy(manner: str) -> Callable[[Path, Path], list[str]]:
    """The command that sets a page with WeasyPrint."""
    return lambda source, out: [sys.executable, "-m", "benchmarks.weasy", manner, str(source), str(out)]


def _typst_python() -> Path:
    """The interpreter that Typst is installed for."""
    return FOLDER / "typst" / "bin" / "python"


def _install_typst() -> None:
    stamp = FOLDER / "typst" / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == VERSIONS["typst"]:
        return
    _run([sys.executable, "-m", "venv", "--clear", str(FOLDER / "typst")], "making a folder for Typst")
    wanted = f"typst=={VERSIONS['typst']}"
    _run([str(_typst_python()), "-m", "pip", "install", "--quiet", wanted], f"pip install {wanted}")
    stamp.write_text(VERSIONS["typst"], encoding="utf-8")


def _typst_command(source: Path, out: Path) -> list[str]:
    return [str(_typst_python()), "-c", _TYPST, str(source), str(out), str(source.parent / "fonts")]


def _vivliostyle() -> Path:
    """Where Vivliostyle CLI is installed."""
    return FOLDER / "npm" / "node_modules" / "@vivliostyle" / "cli"


def _node_package() -> str:
    """The package that holds Node.js for this machine."""
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine())
    return f"node-{platform.system().lower()}-{machine}"


def _node() -> Path:
    """The Node.js that runs Vivliostyle."""
    return FOLDER / "npm" / "node_modules" / _node_package() / "bin" / "node"


def _install_vivliostyle() -> None:
    _install_chromium()
    if _node().is_file() and _installed_version(_vivliostyle()) == VERSIONS["@vivliostyle/cli"]:
        return
    npm = _need("npm", "install Node.js, which brings it")
    folder = FOLDER / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    wanted = [f"{_node_package()}@{VERSIONS['node']}", f"@vivliostyle/cli@{VERSIONS['@vivliostyle/cli']}"]
    quiet = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"]
    _run([npm, "install", "--prefix", str(folder), *quiet, *wanted], f"npm install {' '.join(wanted)}")


def _installed_version(package: Path) -> str:
    """The version of an npm package that is installed; empty where it is not."""
    sheet = package / "package.json"
    return str(json.loads(sheet.read_text(encoding="utf-8"))["version"]) if sheet.is_file() else ""


def _vivliostyle_command(source: Path, out: Path) -> list[str]:
    command = [str(_node()), str(_vivliostyle() / "dist" / "cli.js"), "build", source.name, "--output", str(out)]
    return [*command, "--executable-browser", _chromium(), "--log-level", "silent", "--timeout", "900"]


def _chromium() -> str:
    """Where Chromium is.

    :raises PeerError: where it is not.
    """
    return _need("chromium", "apt-get install chromium")


def _install_chromium() -> None:
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _chromium()
    _run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"], "apt-get install chromium")


@cache
def _chromium_version() -> str:
    shown = subprocess.run([_chromium(), "--version"], capture_output=True, text=True, check=False).stdout
    return next((word for word in shown.split() if word[:1].isdigit()), "of unknown version")


def _chromium_command(source: Path, out: Path) -> list[str]:
    # A profile of its own: a browser that is open would take the page over.
    profile = FOLDER / "chromium"
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
    return [_chromium(), *rights, *options, f"--print-to-pdf={out}", source.as_uri()]


#: In the order of the tables.
PEERS = {
    peer.name: peer
    for peer in (
        Peer("pressroom", "Pressroom", "html", lambda: "", _nothing, _weasy("composer")),
        Peer("weasyprint", "WeasyPrint", "html", lambda: version("weasyprint"), _nothing, _weasy("plain")),
        Peer("typst", "Typst", "typ", lambda: VERSIONS["typst"], _install_typst, _typst_command),
        Peer(
            "vivliostyle",
            "Vivliostyle CLI",
            "html",
            lambda: VERSIONS["@vivliostyle/cli"],
            _install_vivliostyle,
            _vivliostyle_command,
        ),
        Peer("chromium", "Chromium", "html", _chromium_version, _install_chromium, _chromium_command),
    )
}
