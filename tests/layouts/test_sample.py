"""The real issue in its layout: nothing found, hardly a departure, no page half empty, all text to be read."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy
import pymupdf
import pytest

from pressroom.lint import lint_pdf
from pressroom.read.layout import read_layout
from pressroom.report import Place
from tests.support.layouts import luminance
from tests.support.paths import ROOT, SAMPLE
from tests.support.press import Pulled
from tests.support.sharing import Shared

LAYOUTS = ("base", "chaoyong", "chaoyong-dusk")
DISPLAY = 17.9  # points: from here on text is display
SCALE = 2


@pytest.fixture(scope="module")
def bound(sample: Pulled, shared: Shared) -> Path:
    """All pages in one file, as they were set."""

    def write(file: Path) -> None:
        with pymupdf.open() as whole:
            for run in sample.runs:
                with pymupdf.open(stream=run.pdf) as pages:
                    whole.insert_pdf(pages)
            whole.save(file)

    return shared.file("sample.pages.pdf", write)


def test_every_slot_is_set_as_it_was_drawn(sample: Pulled) -> None:
    layout = sample.layout
    steps = []
    for pasteup, run in sample.parts:
        assert run.findings == (), pasteup.slot.name
        assert run.overset is None, pasteup.slot.name
        assert not run.blank_pages, pasteup.slot.name
        names = [
            step.name for step in (layout.fit.tighter if run.fit in str(layout.fit.tighter) else layout.fit.looser)
        ]
        steps.append((names.index(run.fit) + 1) / len(names) if run.fit else 0.0)
    assert statistics.median(steps) <= 1 / 3
    assert max(steps) <= 1 / 2


def test_no_page_is_emptier_than_a_third(sample: Pulled) -> None:
    layout = sample.layout
    for pasteup, run in sample.parts:
        if pasteup.slot.kind in layout.fit.unfilled:
            continue
        assert min(run.fills) >= 0.35, (pasteup.slot.name, run.fills)
        assert run.fills[-1] >= layout.fit.fill, (pasteup.slot.name, run.fills)


def test_it_has_pictures_enough_and_each_its_words() -> None:
    copy = [file.read_text(encoding="utf-8") for file in sorted((SAMPLE / "copy").glob("*.md"))]
    sheet = (SAMPLE / "issue.yaml").read_text(encoding="utf-8")
    shown = set(re.findall(r"art/[\w-]+\.svg", "".join([*copy, sheet])))
    assert len(shown) >= 70
    assert {f"art/{file.name}" for file in (SAMPLE / "art").glob("*.svg")} == shown


def test_the_composers_gates_hold(bound: Path) -> None:
    report = lint_pdf(bound)
    missed = [f"{result.rule}: {result.violations[0]}" for result in report.results if not result.passed]
    assert missed == []


def test_all_text_can_be_read(bound: Path) -> None:
    faint: Counter[str] = Counter()
    with pymupdf.open(bound) as document:
        for page in document:
            for size, colour, ground, text in texts(page):
                if contrast(colour, ground) < (3 if size >= DISPLAY else 4.5):
                    faint[f"p. {page.number + 1}: {colour} on {ground}, {size:.1f} pt: {text[:12]}"] += 1
    assert faint == {}


def texts(page: pymupdf.Page) -> Iterator[tuple[float, str, str, str]]:
    """Each piece of text: its size in points, its colour, the commonest colour around it, its words."""
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE))
    image = numpy.frombuffer(pixels.samples, numpy.uint8).reshape(pixels.h, pixels.w, pixels.n)[:, :, :3]
    for block in page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for span in (span for line in block.get("lines", ()) for span in line["spans"]):
            left, top, right, bottom = (round(edge * SCALE) for edge in span["bbox"])
            crop = image[max(top - 2, 0) : bottom + 2, max(left - 3, 0) : right + 3].reshape(-1, 3)
            colour = f"#{span['color']:06x}"
            if span["text"].strip() and len(crop):
                yield span["size"], colour, ground_of(crop, colour), span["text"]


def ground_of(crop: numpy.ndarray, colour: str) -> str:
    """The commonest colour of a piece of a page that is not about that of its text."""
    own = numpy.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    others = crop[numpy.abs(crop.astype(int) - own).max(axis=1) > 40]
    if not len(others):
        return colour
    packed = others.astype(numpy.uint32) @ numpy.array([65536, 256, 1], numpy.uint32)
    values, counts = numpy.unique(packed, return_counts=True)
    return f"#{values[counts.argmax()]:06x}"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 counts it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str, share: float) -> str:
    """A tint on white, as the templates make it."""
    return "#" + "".join(f"{round(255 - (255 - int(colour[at : at + 2], 16)) * share):02x}" for at in (1, 3, 5))


@pytest.mark.parametrize("name", LAYOUTS)
def test_tokens_can_be_read_on_paper_and_tints(name: str) -> None:
    layout = read_layout([ROOT / "layouts"], name, Place(ROOT))
    tokens = dict(layout.tokens)
    parts = [value for token, value in tokens.items() if token.startswith("part-")]
    colours = [*layout.palette, *dict(layout.departments).values(), *parts, tokens["colour"], tokens["tide"]]
    assert len(layout.palette) >= 10
    for colour in colours:
        assert contrast(colour, tokens["paper"]) >= 4.5, colour
        assert contrast(tokens["ink"], tint(colour, 0.12)) >= 7, colour
        # box titles and quotations stand in their colour on its own tint
        assert contrast(colour, tint(colour, 0.12)) >= 4, colour
    for token in ("ink", "grey"):
        assert contrast(tokens[token], tokens["paper"]) >= 4.5
    assert contrast(tokens["paper"], tokens["tide"]) >= 7


def test_departments_are_of_one_lightness() -> None:
    for name in LAYOUTS[1:]:
        layout = read_layout([ROOT / "layouts"], name, Place(ROOT))
        seen = [contrast(colour, "#ffffff") for colour in dict(layout.departments).values()]
        assert max(seen) / min(seen) <= 1.6, (name, seen)
