"""Passages in another language: of words, of blocks, of directives."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pressroom.galley import Galley
from pressroom.issue import Article
from pressroom.report import Place, Severity, SourceError
from tests.support.paths import GOOD
from tests.support.press import galley_of

FOLDER = GOOD / "issue"


def galley(copy: str) -> Galley:
    article = Article("one", ("Title",), copy, Place(FOLDER / "copy" / "one.md", 1, 1), copy_line=5)
    return galley_of(article, FOLDER, ["one", "two"])


def tree(copy: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{galley(copy).html}</body>")


def said(copy: str) -> list[tuple[str, str, str]]:
    """Elements that say a language: tag, language, text."""
    return [
        (element.tag, element.get("lang", ""), "".join(element.itertext()).strip())
        for element in tree(copy).iter()
        if element.get("lang")
    ]


def test_words_in_brackets_have_the_language_behind_them() -> None:
    assert said("The [mot *juste*]{lang=fr}, and [Wort]{lang=de}.") == [
        ("span", "fr", "mot juste"),
        ("span", "de", "Wort"),
    ]


def test_they_may_hold_one_another_and_links() -> None:
    found = said("[un [kleines]{lang=de} mot et [un lien](two)]{lang=fr}")
    assert found == [("span", "fr", "un kleines mot et un lien"), ("span", "de", "kleines")]
    assert "pressroom:two" in galley("[un [lien](two)]{lang=fr}").html


def test_a_line_above_a_block_is_of_that_block_alone() -> None:
    copy = "{lang=fr}\nUn paragraphe.\n\nOne more.\n\n{lang=de}\n## Kopf\n\n{lang=es}\n> cita\n"
    assert said(copy) == [("p", "fr", "Un paragraphe."), ("h2", "de", "Kopf"), ("blockquote", "es", "cita")]
    assert "lang=" not in "".join(tree(copy).itertext())


def test_lists_tables_and_items_of_tight_lists() -> None:
    assert [tag for tag, _, _ in said("{lang=fr}\n- un\n- deux\n")] == ["ul"]
    assert [tag for tag, _, _ in said("{lang=fr}\n| un | deux |\n|---|---|\n| 1 | 2 |\n")] == ["table"]
    assert said("- one\n- {lang=fr}\n  deux\n") == [("li", "fr", "deux")]


@pytest.mark.parametrize(
    ("opening", "tag"),
    [("pullquote {lang=fr}", "aside"), ("databox {title=Mots lang=fr}", "aside"), ("list {lang=fr}", "section")],
)
def test_directives_take_it_among_their_options(opening: str, tag: str) -> None:
    assert said(f"::: {opening}\n- mot\n:::\n")[0][:2] == (tag, "fr")


def test_blocks_keep_their_ids_and_lines() -> None:
    made = galley("{lang=fr}\nUn.\n\nTwo.\n")
    assert [(block.ident, block.line, block.length) for block in made.blocks] == [("one-b1", 6, 3), ("one-b2", 8, 4)]


def test_the_languages_that_are_spoken_are_known_with_their_places() -> None:
    made = galley("A [mot]{lang=fr}.\n\n{lang=ar}\nنص\n")
    assert [(tag, place.line, place.column) for tag, place in made.spoken] == [("fr", 5, 8), ("ar", 7, 1)]


def test_signs_of_chinese_pages_stand_beside_them() -> None:
    html = galley("{汉|hàn}与[mot]{lang=fr}、{.要点.}").html
    assert "<ruby>" in html
    assert 'class="stress"' in html
    assert 'lang="fr"' in html


@pytest.mark.parametrize(
    "copy",
    ["{lang=fr}\n", "{lang=fr}\n\nUn.\n", "{lang=fr}\n\n{lang=de}\nWort\n", "Word.\n\n{lang=fr}\n::: note\nmot\n:::\n"],
)
def test_a_language_of_no_block_is_a_stop(copy: str) -> None:
    with pytest.raises(SourceError) as caught:
        galley(copy)
    (finding,) = caught.value.report.findings
    assert finding.check == "lone-language"
    assert finding.place.column == 1


@pytest.mark.parametrize("copy", ["[mot]{lang=french}", "{lang=french}\nmot", "::: note {lang=french}\nmot\n:::"])
def test_what_is_no_tag_is_a_stop_at_its_place(copy: str) -> None:
    with pytest.raises(SourceError) as caught:
        galley(copy)
    assert {finding.check for finding in caught.value.report.findings} == {"bad-language"}
    assert all(finding.place.line == 5 for finding in caught.value.report.findings)


def test_an_unknown_tag_and_a_slip_are_queries() -> None:
    (unknown,) = galley("[mot]{lang=en-UK}").queries
    assert (unknown.check, unknown.severity) == ("unknown-language", Severity.QUERY)
    (slip,) = galley("[mot]{lng=fr}").queries
    assert slip.check == "stray-mark"
    assert "{lang=fr}" in slip.hint
    assert galley("`[mot]{lang=fr}` and \\[mot\\]").queries == ()
    assert galley("An array[1] and {braces}.").queries == ()
