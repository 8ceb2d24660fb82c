"""What style sheets refer to, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.pictures import Art
from pressroom.report import Place
from pressroom.workshop import open_workshop
from pressroom.workshop.styles import Reference, list_references
from tests.support.press import config_in


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { color: red }", []),
        ("/* url(x) @import */ a { content: 'url(x)' }", []),
        ("a {\n  background: url( x.png ) }", [Reference("url(", "x.png", 2, 15)]),
        ('@media print { a { src: URL("y.png") } }', [Reference("url(", "y.png", 1, 25)]),
        (r"a { background: \75rl(x) }", [Reference("url(", "x", 1, 17)]),
        ("@IMPORT 'a.css';", [Reference("@import", "a.css", 1, 1)]),
        (r"@\69mport url(a.css);", [Reference("@import", "a.css", 1, 1)]),
        ("@import/**/url('a.css')print;", [Reference("url(", "a.css", 1, 12)]),
        ("@import screen; a { content: 'b.css' }", []),
        ("a { background: Image-Set('a.png' 1x, url(b.png) type('image/png')) }", [Reference("image-set(", "a.png", 1, 27), Reference("url(", "b.png", 1, 39)]),
        ("a { --u: 'x'; background: src(var(--u)) }", [Reference("src(", "", 1, 27)]),
        ("a { cursor: url(c.cur), auto; mask: url(m.svg#m) }", [Reference("url(", "c.cur", 1, 13), Reference("url(", "m.svg#m", 1, 37)]),
        ("a { src: src('z') }", [Reference("src(", "z", 1, 10)]),
        ("fill: url(#a)", [Reference("url(", "#a", 1, 7)]),
    ],
)  # fmt: skip
def test_what_a_sheet_refers_to_is_found_where_it_stands(css: str, found: list[Reference]) -> None:
    assert list(list_references(css)) == found


def test_sheets_may_be_nested_as_deep_as_their_writers_like() -> None:
    assert [one.address for one in list_references("(" * 5000 + "url(x)")] == ["x"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'


@pytest.mark.parametrize(
    ("drawing", "check"),
    [
        ('<path d="M0 0" fill="url(#a)"/><desc>see url(x) and @import</desc>', None),
        ("<style>a { fill: url(#a) }</style>", None),
        ("<style>a { fill: url(http://example.org/a) }</style>", "remote-reference"),
        (r"<style>a { fill: u\72l(http://example.org/a) }</style>", "remote-reference"),
        ("<style>@import 'a.css';</style>", "remote-reference"),
        (r'<path d="M0 0" style="fill: \75rl(/etc/passwd)"/>', "remote-reference"),
        ('<path d="M0 0" fill="url(a.svg#b)"/>', "remote-reference"),
    ],
)
def test_drawings_refer_to_nothing_outside(drawing: str, check: str | None, tmp_path: Path) -> None:
    (tmp_path / "art.svg").write_text(SVG.format(drawing), encoding="utf-8")
    place = Place(tmp_path / "issue.yaml", 1, 1)
    with open_workshop(config_in(tmp_path), tmp_path) as workshop:
        file, findings = Art(tmp_path, workshop).find("art.svg", place)
    assert [finding.check for finding in findings] == ([check] if check else [])
    assert (file is None) == bool(check)
