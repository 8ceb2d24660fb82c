"""The composer in the engine: what is not its own is left alone, its hooks go again, and another engine is refused."""

from __future__ import annotations

import random

import pytest
import weasyprint

from pressroom.composer import ComposerError, composing
from pressroom.composer.weasy import ENTERED, check_engine, digest_entered, inline
from tests.support.pages import STRICT, TEXTS, page, paragraphs, places, render


def test_english_is_untouched():
    chance = random.Random(7)
    words = [
        "the",
        "quick",
        "brown",
        "fox",
        "jumps",
        "over",
        "responsibility",
        "international",
        "development",
        "of",
        "“quoted”",
        "–",
        "dashes",
    ]
    html = page(
        "".join(f"<p>{' '.join(chance.choice(words) for _ in range(80))}</p>" for _ in range(20)), 24, language="en"
    )
    assert places(render(html)) == places(render(html, compose=False))


@pytest.mark.parametrize("css", ["p{--composer:none}", "p{text-align:center}", "p{white-space:pre;text-align:left}"])
def test_what_is_not_ours_is_left_to_the_engine(css):
    html = page(f"<p>他说：“好（的）。”{STRICT}</p>", 24, css)
    assert places(render(html)) == places(render(html, compose=False))


def test_the_hooks_are_taken_away_again():
    before = inline.split_inline_box
    with composing(), composing():
        assert inline.split_inline_box is not before
    assert inline.split_inline_box is before
    with pytest.raises(RuntimeError), composing():
        raise RuntimeError
    assert inline.split_inline_box is before


def test_two_lines_are_enough(tmp_path):
    (tmp_path / "in.html").write_text(page(paragraphs(TEXTS[:1])), encoding="utf-8")
    with composing():
        weasyprint.HTML(tmp_path / "in.html").write_pdf(tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("version", ["69.0", "71.0", "7.0"])
def test_another_engine_is_refused(version):
    with pytest.raises(ComposerError, match=rf"WeasyPrint {version} is installed"):
        check_engine(version)


@pytest.mark.skipif(not weasyprint.__version__.startswith("70.0"), reason="the digests are those of WeasyPrint 70.0")
def test_what_is_entered_has_not_moved():
    moved = [name for name, digest in digest_entered().items() if digest != ENTERED[name]]
    assert moved == [], "these functions of WeasyPrint are not what the composer was made for"
