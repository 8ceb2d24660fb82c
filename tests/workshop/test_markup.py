"""Pressroom's own pages: templates beside the modules that fill them, and one way to escape texts."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

from pressroom.workshop.markup import escape, fill_template
from tests.support.paths import ROOT


def fill(tmp_path: Path, template: str, **values: object) -> str:
    file = tmp_path / "page.html"
    file.write_text(template, encoding="utf-8")
    return fill_template(file, **values)


def test_values_are_escaped_but_those_that_the_template_calls_safe(tmp_path: Path) -> None:
    template = '<p title="{{ text }}">{{ text }}</p><style>{{ style|safe }}</style>\n'
    page = fill(tmp_path, template, text="<b>\"江\" & '潮'</b>", style="a > b {}")
    assert "<b>" not in page
    assert "a > b {}" in page
    words = re.findall(r"江|潮", page)
    assert words == ["江", "潮", "江", "潮"]


def test_a_name_that_nobody_gave_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError, match="titel"):
        fill(tmp_path, "{{ titel }}", title="x")


def test_lines_of_a_template_that_only_steer_leave_none(tmp_path: Path) -> None:
    page = fill(tmp_path, "<ul>\n  {% for one in many %}\n  <li>{{ one }}</li>\n  {% endfor %}\n</ul>\n", many=(1, 2))
    assert page == "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n"


def test_text_is_escaped_for_elements_and_attributes() -> None:
    assert escape('<a href="x">&</a>') == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;"


def test_nothing_else_escapes_texts() -> None:
    others = re.compile(
        r"from html import[^\n]*(?<!un)escape|\bimport html\b|saxutils|html\.escape|markupsafe import.*escape"
    )
    found = [file for file in (ROOT / "pressroom").rglob("*.py") if others.search(file.read_text(encoding="utf-8"))]
    assert found == []
