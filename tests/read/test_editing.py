"""Sheets are edited by place: what is changed is changed, and every other character stays."""

from __future__ import annotations

import pytest

from pressroom.read.editing import (
    EditError,
    insert_item,
    move_item,
    remove_item,
    remove_key,
    set_inner_value,
    set_value,
    write_scalar,
)

SHEET = """\
# the plan
pages: 8 # numbered ones
tokens:
  tide: "#123f63"   # the sea
  size: 10pt
flatplan:
  - {kind: cover,  art: 'art/a.svg'}

  # the news
  - kind: briefs
    folio: 1
    copy: [one, two]
  - {kind: story, folio: 3}  # long
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("pages",), 12, "pages: 8 #", "pages: 12 #"),
        (("tokens", "tide"), "#ff0000", '"#123f63"', '"#ff0000"'),
        (("tokens", "size"), "11.5pt", "10pt", "11.5pt"),
        (("flatplan", 0, "art"), "art/it's.svg", "'art/a.svg'", "'art/it''s.svg'"),
        (("flatplan", 1, "folio"), 2, "folio: 1\n", "folio: 2\n"),
        (("flatplan", 2, "department"), "产业: 前沿", "folio: 3}", 'folio: 3, department: "产业: 前沿"}'),
        (("flatplan", 1, "note"), "two", "[one, two]\n", "[one, two]\n    note: two\n"),
        (("tokens", "rule"), "#000000", "  size: 10pt\n", '  size: 10pt\n  rule: "#000000"\n'),
    ],
)
def test_one_value_is_changed(path: tuple[str | int, ...], value: str | int, before: str, after: str) -> None:
    assert SHEET.count(before) == 1
    assert set_value(SHEET, path, value) == SHEET.replace(before, after)


def test_a_mapping_that_is_not_there_is_added() -> None:
    assert set_value("number: 8\n", ("tokens", "tide"), "1") == 'number: 8\ntokens:\n  tide: "1"\n'
    allowed = set_inner_value("number: 8\n", ("allow", "overset"), "agreed")
    assert allowed == "number: 8\nallow: {overset: agreed}\n"
    added = set_inner_value("number: 8\nallow:\n  a: b\n", ("allow", "low-resolution", "art/a.png"), "old")
    assert added == "number: 8\nallow:\n  a: b\n  low-resolution: {art/a.png: old}\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("story", "story"),
        ("12", '"12"'),
        ("true", '"true"'),
        (True, "true"),
        (7, "7"),
        ("10pt", "10pt"),
        ("width * 0.1", '"width * 0.1"'),
        ("#fff", '"#fff"'),
        ("a: b", '"a: b"'),
        ("", '""'),
        ("产城", "产城"),
    ],
)
def test_values_are_quoted_where_they_would_be_read_as_something_else(value: str | int | bool, written: str) -> None:
    assert write_scalar(value) == written


def test_an_entry_moves_with_the_comments_above_it() -> None:
    moved = move_item(SHEET, ("flatplan",), 1, 2)
    assert moved.endswith(
        "  - {kind: story, folio: 3}  # long\n  # the news\n  - kind: briefs\n    folio: 1\n    copy: [one, two]\n"
    )
    assert move_item(moved, ("flatplan",), 2, 1) == SHEET


def test_entries_come_and_go() -> None:
    added = insert_item(SHEET, ("flatplan",), 2, "{kind: ad, folio: 3}")
    assert added == SHEET.replace("  - {kind: story", "  - {kind: ad, folio: 3}\n  - {kind: story")
    assert remove_item(added, ("flatplan",), 2) == SHEET
    assert insert_item("a:\n- x\n- y", ("a",), 2, "z") == "a:\n- x\n- y\n- z\n"
    assert remove_key(SHEET, ("flatplan", 1, "copy")) == SHEET.replace("    copy: [one, two]\n", "")
    assert remove_key(SHEET, ("flatplan", 2, "folio")) == SHEET.replace("{kind: story, folio: 3}", "{kind: story}")


@pytest.mark.parametrize("text", ["a: [x, y]\n", "a: x\n", "a: [\n"])
def test_what_cannot_be_done_by_place_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        move_item(text, ("a",), 0, 1)
