"""What Pressroom uses of WeasyPrint though it is private: all of it is listed, and is what it was made for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from pressroom.composer import ComposerError
from pressroom.composer.weasy.door import PLACES
from pressroom.composer.weasy.guard import ENGINE, ENTERED, PUBLIC, check_engine, digest_entered
from tests.support.paths import ROOT

PACKAGE = ROOT / "pressroom"


def test_what_is_entered_has_not_moved():
    moved = [name for name, digest in digest_entered().items() if digest != ENTERED[name]]
    assert moved == [], f"of WeasyPrint {ENGINE} these are not what Pressroom was made for; see composer/weasy/guard.py"


@pytest.mark.parametrize("version", ["69.9", "70.1", "70.0rc1", "71.0"])
def test_another_release_is_refused_in_one_message(version):
    with pytest.raises(ComposerError) as caught:
        check_engine(version)
    (finding,) = caught.value.report.findings
    assert finding.message == f"WeasyPrint {version} is installed; Pressroom is made for {ENGINE}"
    assert "build.py" in finding.hint


def test_this_release_is_taken():
    check_engine()


def test_a_name_that_is_gone_is_empty(monkeypatch):
    monkeypatch.setattr("pressroom.composer.weasy.guard.ENTERED", {"layout.inline.no_such_thing": "1"})
    assert digest_entered() == {"layout.inline.no_such_thing": ""}


def uses(tree: ast.Module) -> Iterator[str]:
    """Everything of WeasyPrint that a module names, dotted, without `weasyprint` before it."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "weasyprint":
            before = (node.module or "").partition(".")[2]
            for alias in node.names:
                known[alias.asname or alias.name] = f"{before}.{alias.name}".strip(".")
        elif isinstance(node, ast.Import):
            known |= dict.fromkeys({alias.name.split(".")[0] for alias in node.names} & {"weasyprint"}, "")
    modules = {name for name, dotted in known.items() if not dotted or is_module(dotted)}
    yield from (dotted for name, dotted in known.items() if name not in modules)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (name := dotted_name(node)):
            head, _, rest = name.partition(".")
            if head in modules:
                yield f"{known[head]}.{rest}".strip(".")


def is_module(dotted: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(f"weasyprint.{dotted}") is not None
    except ModuleNotFoundError:
        return False


def dotted_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted_name(node.value)):
        return f"{before}.{node.attr}"
    return ""


#: Where the package re-exports what it was made of: the name that the engine's own module has for it.
HOMES = {
    "pdf.add_tags": "pdf.tags.add_tags",
    "svg.draw_gradient": "svg.defs.draw_gradient",
    "draw.draw_text": "draw.text.draw_text",
    "layout.preferred.inline_min_content_width": "layout.preferred.inline_min_content_width",
    "layout.inline.inline_min_content_width": "layout.preferred.inline_min_content_width",
    "layout.inline.float_layout": "layout.float.float_layout",
    "layout.block.float_layout": "layout.float.float_layout",
}


def is_listed(name: str) -> bool:
    name = HOMES.get(name, name)
    parts = name.split(".")
    return name in PUBLIC or any(".".join(parts[:length]) in {*ENTERED, *PUBLIC} for length in range(1, len(parts) + 1))


def unlisted(source: str) -> set[str]:
    """What a module names that is neither public nor listed; names of modules alone are nothing yet."""
    return {name for name in uses(ast.parse(source)) if name and not is_listed(name) and not is_module(name)}


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_nothing_is_entered_that_is_not_listed(file):
    assert unlisted(file.read_text(encoding="utf-8")) == set()


def test_a_planted_use_is_found():
    source = (
        "from weasyprint.layout import inline\nfrom weasyprint.css import computed_values\ninline._hidden_thing()\n"
    )
    assert unlisted(source) == {"layout.inline._hidden_thing"}
    assert unlisted("from weasyprint.images import SVGImage") == {"images.SVGImage"}
    assert unlisted("import weasyprint\nweasyprint.HTML(string='')") == set()


def test_every_place_of_the_door_is_listed():
    for owner, name in PLACES.values():
        module = owner.__name__ if isinstance(owner, type(ast)) else f"{owner.__module__}.{owner.__name__}"
        assert is_listed(f"{module}.{name}".removeprefix("weasyprint.")), f"{module}.{name}"
