"""What composing costs: work grows with the length, and takes about as long as without."""

from __future__ import annotations

import cProfile
import pstats
import time
from pathlib import Path

import pytest

from tests.support import fuzz
from tests.support.pages import STRICT, TEXTS, page, paragraphs, render, texts


def count_work(text: str) -> int:
    """How many functions of the composer are called to set a paragraph."""
    profile = cProfile.Profile()
    profile.runcall(render, page(f"<p>{text}</p>", 17))
    rows = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return sum(row[0] for (file, _, _), row in rows if "composer" in Path(file).parts[:-1])


def test_work_grows_with_the_length():
    text = (STRICT + "，" + STRICT + "。“江A岸”") * 100
    once, four_times = count_work(text), count_work(text * 4)
    assert once > 1000
    assert four_times < 4.3 * once


@pytest.mark.alone
def test_a_paragraph_of_100_000_characters():
    text = (STRICT + "，" + STRICT + "。") * 4000
    started = time.process_time()
    document = render(page(f"<p>{text}</p>", 17))
    assert time.process_time() - started < 20
    assert len(fuzz.visible(texts(document))) == len(text)


@pytest.mark.alone
def test_the_composer_is_about_as_fast_as_the_engine():
    html = page(paragraphs(TEXTS * 8), 40, "body{columns:2;column-gap:2em}")
    render(html)
    spent = {}
    for compose in (False, True):
        runs = []
        for _ in range(3):
            started = time.process_time()
            render(html, compose=compose)
            runs.append(time.process_time() - started)
        spent[compose] = min(runs)
    assert spent[True] < 1.5 * spent[False]
