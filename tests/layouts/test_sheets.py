"""What a layout is made of: words in its sheet, colours that can be read, and faults that are found at their line."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pressroom.report import LayoutError, Severity
from tests.support.layouts import luminance, read_layout_of, write_copy, write_issue
from tests.support.paths import LAYOUTS
from tests.support.press import paste, set_once


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_words_are_in_the_sheet_and_not_in_templates(layout: str) -> None:
    for file in sorted((LAYOUTS / layout).rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        own = re.sub(r'tokens\["part-[^"]*"', "", text)
        assert not re.search(r"[\u3400-\u9fff]", own), file.name


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_colours_can_be_read_on_white(layout: str) -> None:
    read = read_layout_of(layout)
    tokens = dict(read.tokens)
    assert len(read.palette) >= 10
    parts = [colour for name, colour in tokens.items() if name.startswith("part-")]
    for colour in [*read.palette, *dict(read.departments).values(), tokens["grey"], tokens["tide"], *parts]:
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def copied_layouts(folder: Path) -> Path:
    shutil.copytree(LAYOUTS, folder / "layouts")
    return folder / "layouts"


def test_unknown_field_in_a_template_is_found_at_its_line(tmp_path: Path) -> None:
    layouts = copied_layouts(tmp_path)
    file = layouts / "base" / "macros.html"
    lines = file.read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if "article.deck" in text)
    lines[line] = lines[line].replace("article.deck", "article.dek")
    file.write_text("\n".join(lines), encoding="utf-8")
    plan: list[dict[str, object]] = [{"kind": "feature", "folio": 1, "pages": 1, "copy": "a"}]
    with pytest.raises(LayoutError) as caught:
        paste(write_issue(tmp_path, "base", plan, {"a": write_copy(1)}), layouts)
    (finding,) = caught.value.report.findings
    assert (finding.place.file, finding.place.line) == (file, line + 1)
    assert "dek" in finding.message


def test_css_error_is_found_at_line_and_column(tmp_path: Path) -> None:
    layouts = copied_layouts(tmp_path)
    file = layouts / "chaoyong" / "print.css"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n.head {{\n  colour: red;\n}}\n", encoding="utf-8")
    pasteups, _ = paste(
        write_issue(
            tmp_path, "chaoyong", [{"kind": "feature", "folio": 1, "pages": 1, "copy": "a"}], {"a": write_copy(1)}
        ),
        layouts,
    )
    (finding,) = set_once(pasteups[0]).findings
    assert finding.severity == Severity.STOP
    assert (finding.place.file, finding.place.line, finding.place.column) == (file, text.count("\n") + 3, 3)


def test_a_part_has_its_own_colour(tmp_path: Path) -> None:
    plan: list[dict[str, object]] = [
        {"kind": "feature", "folio": 1, "pages": 1, "copy": "a", "department": "甲", "part": "产"},
        {"kind": "feature", "folio": 2, "pages": 1, "copy": "b", "department": "甲"},
    ]
    pasteups, read = paste(write_issue(tmp_path, "chaoyong", plan, {"a": write_copy(1), "b": write_copy(2)}))
    assert f"--colour: {dict(read.tokens)['part-产']}" in pasteups[0].html
    assert f"--colour: {read.palette[0]}" in pasteups[1].html
    assert replace(pasteups[0], html="") != pasteups[0]
