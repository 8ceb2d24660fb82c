"""The rules the code keeps: who may import whom, where a library lives, how long things grow, what is never done."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.support.paths import ROOT

#: The rooms of the house, from the bottom up, each with the rooms it may import. A module belongs to the innermost room
#: that its name begins with; a room may always import what lies in itself. What is not listed is not allowed.
ROOMS: dict[str, str] = {
    "report": "",
    "workshop": "",
    "typography": "",
    "issue": "report",
    "language": "report",
    "run": "report",
    "pictures": "report workshop",
    "read": "issue language pictures report workshop",
    "fonts": "read report workshop",
    "galley.charts": "workshop",
    "galley": "galley.charts issue language pictures report typography workshop",
    "makeup": "galley galley.charts issue language read report workshop",
    "proof": "fonts galley issue makeup read run",
    "composer.lines": "typography",
    "composer.weasy": "report typography",
    "composer.boxes": "composer.lines composer.weasy",
    "composer": "composer.boxes composer.lines composer.weasy",
    "setting.columns.search": "",
    "setting.columns": "composer.boxes composer.lines composer.weasy read run setting.columns.search",
    "setting.tagging": "composer setting.columns",
    "setting": "composer fonts makeup pictures read report run setting.columns setting.tagging workshop",
    "editions.pdf": "fonts issue language proof report workshop",
    "editions.print": "editions.pdf fonts issue pictures proof workshop",
    "editions.epub.pagelist": "editions.epub issue pictures proof run",
    "editions.epub": "editions.pdf editions.epub.pagelist fonts galley galley.charts issue language pictures proof read "
    "report typography workshop",
    "editions.epub.fixed": "editions.epub editions.epub.pagelist editions.pdf fonts pictures proof run workshop",
    "editions": "editions.epub editions.epub.fixed editions.pdf editions.print issue pictures proof report run workshop",
    "preflight.registry": "proof report",
    "preflight.proof": "galley issue language makeup preflight.registry proof report run typography",
    "preflight.contents": "issue pictures report",
    "preflight.epub": "galley preflight.registry report",
    "preflight.pdf.marks": "",
    "preflight.pdf": "issue pictures preflight.pdf.checks preflight.pdf.marks preflight.registry proof read report",
    "preflight.pdf.checks": "issue preflight.pdf preflight.pdf.marks report",
    "preflight.report": "pictures preflight.pdf preflight.pdf.marks preflight.registry report workshop",
    "preflight": "editions issue preflight.contents preflight.epub preflight.pdf preflight.proof preflight.registry "
    "preflight.report proof read report workshop",
    "lint": "pictures report",
    "pipeline": "editions fonts galley issue language makeup pictures preflight proof read report run setting workshop",
    "archive": "editions fonts issue pictures pipeline proof report setting workshop",
    "flatplan": "fonts issue makeup pictures pipeline proof read report run workshop",
    "importers": "issue language pictures read report typography workshop",
    "desk": "flatplan fonts galley issue makeup pictures pipeline preflight proof read report run typography workshop",
    "exporting": "galley issue report workshop",
    "cli": "archive desk editions exporting flatplan fonts importers language lint pipeline preflight preflight.epub preflight.pdf preflight.proof "
    "proof read report starting typography workshop",
    "starting": "language read report workshop",
}

#: The home of each library, a module or a package; nobody else imports it.
HOMES = {
    "PIL": "archive pictures flatplan editions.epub preflight importers",
    "asyncssh": "archive.cluster",
    "babel": "language.locales",
    "bagit": "archive",
    "barcode": "galley.codes",
    "bokeh": "archive.cluster",
    "budoux": "typography.phrases",
    "cffi": "setting",
    "click": "cli",
    "defusedxml": "pictures galley importers",
    "dask": "archive.cluster",
    "dask_jobqueue": "archive.cluster",
    "distributed": "archive.cluster",
    "ebooklib": "editions.epub",
    "filelock": "workshop.files",
    "fontTools": "fonts preflight.epub",
    "jinja2": "makeup workshop.markup",
    "markdown_it": "galley",
    "markupsafe": "archive makeup",
    "mdit_py_plugins": "galley",
    "numpy": "preflight",
    "pikepdf": "archive editions preflight",
    "pydantic": "read pipeline",
    "pydantic_core": "read",
    "lsprotocol": "desk.language_server",
    "pygls": "desk.language_server",
    "pylopdf_fonts_zh_cn": "fonts",
    "pyphen": "composer.weasy",
    "rapidfuzz": "importers",
    "rich": "cli",
    "pypinyin": "editions.epub",
    "onnxruntime": "importers.readers",
    "pypandoc": "importers.readers exporting",
    "pypdfium2": "archive.reading pictures lint preflight.contents importers.readers",
    "rapidocr": "importers.readers",
    "segno": "galley.codes",
    "starlette": "desk",
    "tinycss2": "workshop.styles preflight.epub fonts",
    "uvicorn": "cli.desk",
    "watchfiles": "desk",
    "weasyprint": "setting composer.weasy",
    "yaml": "read",
    "zxingcpp": "preflight",
}
#: The import name of a distribution, where it is not the distribution's own.
IMPORT_NAMES = {
    "fonttools": "fontTools",
    "python-barcode": "barcode",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "pypandoc_binary": "pypandoc",
    "pyyaml": "yaml",
    "zxing-cpp": "zxingcpp",
}

#: Libraries that come with another one, as a part of it.
PARTS = {"lsprotocol", "markupsafe", "pydantic_core"}

MODULE_LINES = 600
FUNCTION_LINES = 60
CLOCKS = {"time.time", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
CHANCE = {"random", "secrets"}
#: What is made of chance or of the clock, in modules that also make other things.
CHANCE_CALLS = {"uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7", "uuid.uuid8", "os.urandom"}


@dataclass(frozen=True)
class Module:
    """A file of the package: its dotted name below the package, and its source."""

    name: str
    source: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def room(self) -> str:
        return room_of(self.name)


@dataclass(frozen=True)
class Import:
    """A dotted name that is imported, and the line."""

    name: str
    line: int

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


def package_modules() -> list[Module]:
    package = ROOT / "pressroom"
    modules = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules.append(Module(name, path.read_text(encoding="utf-8")))
    return modules


MODULES = package_modules()


def imports_of(tree: ast.AST) -> Iterator[Import]:
    """Yield every import below a node, those inside functions too; `from a import b` is a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def lies_in(name: str, homes: str) -> bool:
    return any(name == home or name.startswith(f"{home}.") for home in homes.split())


def dotted(node: ast.expr) -> str:
    """Write out names such as os.environ.get; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


# The rules: each yields a message for every place that breaks it.


def room_of(name: str) -> str:
    """The innermost room that a module lies in; empty where there is none."""
    parts = name.split(".")
    rooms = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((room for room in rooms if room in ROOMS), "")


def has_a_room(module: Module) -> Iterator[str]:
    if module.name and not module.room:
        yield f"{module.name} lies in no room: give it a line in ROOMS"


def imports_what_its_room_may(module: Module) -> Iterator[str]:
    allowed = {module.room, *ROOMS.get(module.room, "").split()}
    for imported in imports_of(module.tree):
        target = imported.name.removeprefix("pressroom.") if imported.name.startswith("pressroom.") else ""
        room = room_of(target)
        if room and room not in allowed:
            yield f"line {imported.line}: {module.room} imports {target}, which is not for it"


def libraries_stay_home(module: Module) -> Iterator[str]:
    for imported in imports_of(module.tree):
        if imported.top in sys.stdlib_module_names or imported.top == "pressroom":
            continue
        home = HOMES.get(imported.top, "")
        if not lies_in(module.name, home):
            yield f"line {imported.line}: {imported.top} is imported, its home is {home or 'nowhere'}"


def imports_are_absolute(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: relative import"


def lines_know_no_engine(module: Module) -> Iterator[str]:
    """What lines are is said without the engine, so that it can be tested, and kept when the engine changes."""
    if module.name.startswith("composer.lines"):
        for imported in imports_of(module.tree):
            if imported.top == "weasyprint" or imported.name.startswith(
                ("pressroom.composer.boxes", "pressroom.composer.weasy")
            ):
                yield f"line {imported.line}: {imported.name}"


def modules_are_small(module: Module) -> Iterator[str]:
    lines = len(module.source.splitlines())
    if lines > MODULE_LINES:
        yield f"{lines} lines, {MODULE_LINES} at most"


def functions_are_small(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"line {node.lineno}: {node.name} has {lines} lines, {FUNCTION_LINES} at most"


def says_what_it_is_for(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield "no docstring"


def annotations_are_not_run(module: Module) -> Iterator[str]:
    defines = any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(module.tree))
    if defines and not any(imported.name == "__future__.annotations" for imported in imports_of(module.tree)):
        yield "no `from __future__ import annotations`"


def nothing_is_printed(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "print":
            yield f"line {node.lineno}: print"


def only_cli_reads_the_environment(module: Module) -> Iterator[str]:
    if module.room == "cli":
        return
    for imported in imports_of(module.tree):
        if imported.name in {"os.environ", "os.environb", "os.getenv"}:
            yield f"line {imported.line}: {imported.name}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.environb", "os.getenv"}:
            yield f"line {node.lineno}: {dotted(node)}"


def no_clock_and_no_chance(module: Module) -> Iterator[str]:
    if module.name in {"cli.starting", "cli.desk"}:  # a new issue is dated today; nobody may guess the desk's address
        return
    for imported in imports_of(module.tree):
        if imported.top in CHANCE or imported.name in CHANCE_CALLS:
            yield f"line {imported.line}: {imported.name} (same sources, same bytes)"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ".".join(dotted(node.func).split(".")[-2:]) in CLOCKS:
            yield f"line {node.lineno}: {dotted(node.func)} (the issue's date is the only clock)"
        if isinstance(node, ast.Attribute) and dotted(node) in CHANCE_CALLS:
            yield f"line {node.lineno}: {dotted(node)} (same sources, same bytes)"


def nothing_changes_folder(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in {"os.chdir", "chdir"}:
            yield f"line {node.lineno}: chdir"


Rule = Callable[[Module], Iterator[str]]

#: Each rule with a module that breaks it, and with one that comes near and does not.
LONG_FUNCTION = "def f():\n" + "    pass\n" * FUNCTION_LINES
RULES: dict[Rule, tuple[Module, Module]] = {
    has_a_room: (Module("managers", ""), Module("preflight.proof.pages", "")),
    imports_what_its_room_may: (
        Module("galley.html", "def f():\n    from pressroom.makeup.pasteup import make_up\n"),
        Module("galley.html", "from pressroom.galley.tokens import x\nfrom pressroom.issue import Article\n"),
    ),
    lines_know_no_engine: (
        Module("composer.lines.plan", "from pressroom.composer.weasy import boxes"),
        Module("composer.lines.plan", "from pressroom.composer.lines.paragraph import Space"),
    ),
    libraries_stay_home: (
        Module("editions.screen", "from ebooklib import epub"),
        Module("editions.epub", "from ebooklib import epub\nimport json\nimport pikepdf"),
    ),
    imports_are_absolute: (Module("galley.html", "from . import tokens"), Module("galley.html", "import json")),
    modules_are_small: (Module("read", "\n" * (MODULE_LINES + 1)), Module("read", "\n" * MODULE_LINES)),
    functions_are_small: (
        Module("read", f"class A:\n    async {LONG_FUNCTION.replace(chr(10), chr(10) + '    ')}"),
        Module("read", LONG_FUNCTION.removesuffix("    pass\n")),
    ),
    says_what_it_is_for: (Module("read", "# Read."), Module("read", '"""Read."""')),
    annotations_are_not_run: (
        Module("read", "def f(): ..."),
        Module("read", "from __future__ import annotations\ndef f(): ..."),
    ),
    nothing_is_printed: (Module("cli", "def f():\n    print()"), Module("cli", "import click\nclick.echo('print()')")),
    only_cli_reads_the_environment: (
        Module("read", "import os\nx = os.environ.get('HOME')"),
        Module("cli.build", "import os\nx = os.environ.get('HOME')"),
    ),
    no_clock_and_no_chance: (
        Module("colophon", "import datetime\nx = datetime.datetime.now()"),
        Module("colophon", "import datetime\nimport time\nx = datetime.date(2021, 1, 1), time.perf_counter()"),
    ),
    nothing_changes_folder: (Module("run", "import os\nos.chdir('/')"), Module("run", "import os\nos.fspath('')")),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    broken = [f"pressroom.{module.name}: {message}" for module in MODULES for message in rule(module)]
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_catches_a_planted_breach(rule: Rule) -> None:
    breach, near = RULES[rule]
    assert list(rule(breach))
    assert list(rule(near)) == []


@pytest.mark.parametrize(
    ("source", "breaks"),
    [
        ("import uuid\nx = uuid.uuid5(uuid.NAMESPACE_URL, 'x')", False),
        ("import uuid\nx = uuid.uuid4()", True),
        ("import uuid\nmake = uuid.uuid1", True),
        ("from uuid import uuid4", True),
        ("from uuid import NAMESPACE_URL, uuid5", False),
        ("import os\nx = os.urandom(8)", True),
        ("import random", True),
        ("from secrets import token_hex", True),
    ],
)
def test_names_made_of_names_are_no_chance(source: str, breaks: bool) -> None:
    assert bool(list(no_clock_and_no_chance(Module("colophon", source)))) is breaks


def test_the_rules_look_at_the_whole_package() -> None:
    names = {module.name for module in MODULES}
    assert {"", "report", "read", "galley", "makeup.pasteup", "run", "proof", "pipeline.publish"} <= names


def test_every_room_exists_and_is_allowed_no_more_than_it_uses() -> None:
    """A list of what may be imported is only worth something where it is close to what is."""
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module in MODULES:
        for imported in imports_of(module.tree) if module.room else ():
            if imported.name.startswith("pressroom.") and (room := room_of(imported.name.removeprefix("pressroom."))):
                used[module.room].add(room)
    assert {room for room in ROOMS if not any(module.room == room for module in MODULES)} == set(), "empty rooms"
    idle = {room: set(allowed.split()) - used[room] for room, allowed in ROOMS.items()}
    assert {room: names for room, names in idle.items() if names} == {}


def doubled(modules: list[Module]) -> dict[str, list[str]]:
    """Names of classes that several modules have, each with these modules."""
    found: dict[str, list[str]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module.name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_a_word_means_one_thing() -> None:
    """No two classes are called alike, so that a name in a message, a trace or a talk says which is meant."""
    assert doubled(MODULES) == {}


def test_a_planted_second_meaning_is_found() -> None:
    there, other = Module("read.a", "class Sheet: ..."), Module("galley.b", "def f():\n    class Sheet: ...")
    assert doubled([there, other]) == {"Sheet": ["read.a", "galley.b"]}


def test_the_rooms_are_told_to_contributors() -> None:
    """The table of rooms in docs/contributors.md has every room of the tree."""
    table = (ROOT / "docs" / "contributors.md").read_text(encoding="utf-8").partition("## A build")[0]
    missing = [room for room in {room.partition(".")[0] for room in ROOMS} if f"`{room}" not in table]
    assert missing == []


def modules_imported(module: Module, names: set[str]) -> set[str]:
    """The modules that a module imports: at its top, for types, and inside functions."""
    found = set()
    for imported in imports_of(module.tree):
        dotted_name = imported.name.removeprefix("pressroom.")
        if imported.top == "pressroom":
            found.add(dotted_name if dotted_name in names else dotted_name.rpartition(".")[0])
    return (found & names) - {"", module.name}


def cycle_in(modules: list[Module]) -> list[str]:
    """Return modules that import each other in a ring, and those that lead into one; empty if there is none."""
    names = {module.name for module in modules}
    left = {module.name: modules_imported(module, names) for module in modules}
    while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_modules_do_not_import_each_other_in_a_ring() -> None:
    assert cycle_in(MODULES) == []


def test_a_planted_ring_is_found() -> None:
    there = Module("galley.a", "from pressroom.galley.b import x")
    for back in (
        "from pressroom.galley import a",
        "if TYPE_CHECKING:\n    from pressroom.galley import a",
        "def f():\n    from pressroom.galley.a import y",
    ):
        assert cycle_in([there, Module("galley.b", back)]) == ["galley.a", "galley.b"]
    assert cycle_in([there, Module("galley.b", "from pressroom.issue import Article")]) == []


def dependencies() -> dict[str, str]:
    """Map each library that the package declares to its version clause."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["cluster"], *extras["lsp"], *extras["ocr"], *extras["office"]]
    matches = [re.fullmatch(r"([\w.-]+)(\[[\w,]+\])?(.*)", line) for line in lines]
    return {match[1].lower(): match[3] for match in matches if match}


def test_weasyprint_is_pinned_because_the_composer_enters_it() -> None:
    assert dependencies()["weasyprint"] == "==70.0"


def test_every_declared_library_has_a_home() -> None:
    names = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in dependencies()}
    assert names - HOMES.keys() == set()


def test_every_library_that_is_imported_is_declared() -> None:
    names = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in dependencies()}
    imported = {found.top for module in MODULES for found in imports_of(module.tree)}
    assert imported - names - PARTS - set(sys.stdlib_module_names) - {"pressroom"} == set()
