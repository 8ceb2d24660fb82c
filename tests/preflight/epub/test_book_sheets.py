"""The style sheets of a book as checks read them."""

from __future__ import annotations

import pytest

from pressroom.preflight.epub.sheets import list_addresses, list_rules, list_tokens
from pressroom.preflight.epub.style import _contrast, _is_readers, _list_stumbles
from pressroom.preflight.epub.values import BookPart


def sheet(css: str) -> BookPart:
    return BookPart("style.css", "style", "text/css", (), css.encode())


def test_rules_are_found_within_others_and_not_in_comments() -> None:
    css = "/* p { color: red } */ @media print { a:hover  b { color: red; margin: 0 } } @font-face { src: url(x) }"
    rules = [(rule.selector, [(one.name, one.text) for one in rule.declarations]) for rule in list_rules(sheet(css))]
    assert rules == [("a:hover b", [("color", "red"), ("margin", "0")]), ("@font-face", [("src", "url(x)")])]


def test_addresses_are_found_however_they_are_written() -> None:
    css = "a { src: url( 'a b.ttf' ), url(c.ttf) } b { content: 'url(no)'; background: \\75rl(d.png) }"
    assert list(list_addresses(list_tokens(sheet(css)))) == ["a b.ttf", "c.ttf", "d.png"]


@pytest.mark.parametrize(
    ("value", "contrast"),
    [
        ("#fff", 1.0),
        ("#000000", 21.0),
        ("black !important", 21.0),
        ("gray", 3.9),
        ("rgb(0 0 0 / 50%)", 3.95),
        ("lab(50 20 20)", None),
    ],
)
def test_contrast_is_that_of_wcag(value: str, contrast: float | None) -> None:
    (rule,) = list_rules(sheet(f"p {{ color: {value} }}"))
    if contrast is None:
        assert _contrast(rule.declarations[0]) == float("inf"), "nothing is said of what cannot be read"
    else:
        assert _contrast(rule.declarations[0]) == pytest.approx(contrast, abs=0.06)


def test_colours_that_readers_choose_are_theirs() -> None:
    (rule,) = list_rules(sheet("p { color: currentColor; background: TRANSPARENT; background-color: #fff }"))
    assert [_is_readers(declaration) for declaration in rule.declarations] == [True, True, False]


def test_what_readers_stumble_over_is_found_once_it_is_no_text() -> None:
    assert list(_list_stumbles(sheet("/* a comment */ p::before { content: 'var(--x) & @import' }"))) == []
    css = "@import 'x'; p { --ink: red; color: var(--ink) } a { & b { margin: 0 } } /* one -- two */"
    found = list(_list_stumbles(sheet(css)))
    assert {what for what, _ in found} == {"a variable", "nesting", "@import", "two hyphens in a comment"}
    assert ("a variable", "--ink:") in found
    assert ("two hyphens in a comment", "/* one --") in found
