"""The real issue in its layout: nothing found, hardly a departure, no page half empty, all text to be read."""

from __future__ import annotations

import colorsys
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy
import pymupdf
import pytest
import yaml

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


def shown() -> set[str]:
    """The pictures that the issue shows."""
    copy = [file.read_text(encoding="utf-8") for file in sorted((SAMPLE / "copy").glob("*.md"))]
    sheet = (SAMPLE / "issue.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"art/[\w-]+\.(?:svg|jpg)", "".join([*copy, sheet])))


def test_it_has_pictures_enough_and_each_its_words() -> None:
    assert 45 <= len(shown()) <= 66
    assert {f"art/{file.name}" for file in (SAMPLE / "art").iterdir() if file.suffix != ".md"} == shown()


def test_photographs_are_few_and_light() -> None:
    photographs = sorted((SAMPLE / "art").glob("*.jpg"))
    assert 6 <= len(photographs) <= 12
    assert max(file.stat().st_size for file in photographs) <= 600 * 1024


def test_no_formula_of_sun_and_river() -> None:
    """At most eight pictures have a sun, at most eight a river: found by their shapes, whatever they are called."""
    suns = [name for name in sorted(shown()) if name.endswith(".svg") and has_sun((SAMPLE / name).read_text("utf-8"))]
    rivers = [name for name in sorted(shown()) if has_river(SAMPLE / name)]
    assert len(suns) <= 8, suns
    assert len(rivers) <= 8, rivers


_DISC = re.compile(r"M([\d.-]+)[ ,]([\d.-]+)\s*a([\d.]+)[ ,]([\d.]+)[ ,]0[ ,]1[ ,][01]")


def has_sun(drawing: str) -> bool:
    """A whole disc of warm yellow, a twenty-fifth of the drawing's width or more, in its upper three fifths."""
    _, _, width, height = (float(number) for number in re.findall(r'viewBox="([^"]*)"', drawing)[0].split())
    for element in re.findall(r"<(?:path|circle)[^>]*>", drawing):
        fill = re.search(r'fill="#([0-9a-fA-F]{6})"', element)
        disc = _DISC.search(element)
        if not fill or not disc or not is_warm(fill[1]):
            continue
        _, y, across, along = (float(number) for number in disc.groups())
        if across == along and 2 * across >= width / 25 and y < height * 0.6:
            return True
    return False


def is_warm(colour: str) -> bool:
    """The yellow to orange that suns are drawn in."""
    hue, light, full = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    return 0.07 <= hue <= 0.16 and full >= 0.5 and light >= 0.45


def has_river(picture: Path) -> bool:
    """A band of blue from edge to edge in the lower half, under something that is not blue."""
    with pymupdf.open(picture) as document:
        pixels = document[0].get_pixmap(
            matrix=pymupdf.Matrix(120 / document[0].rect.width, 120 / document[0].rect.width)
        )
    image = numpy.frombuffer(pixels.samples, numpy.uint8).reshape(pixels.h, pixels.w, pixels.n)[:, :, :3].astype(int)
    red, green, blue = image[:, :, 0], image[:, :, 1], image[:, :, 2]
    share = ((blue > red + 30) & (blue >= green)).mean(axis=1)
    lower = share[len(share) // 2 :]
    return bool((lower > 0.9).mean() > 0.08 and (share[: len(share) // 4] < 0.6).any())


def test_features_open_in_five_ways_and_never_twice_running() -> None:
    sheet = yaml.safe_load((SAMPLE / "issue.yaml").read_text(encoding="utf-8"))
    ways = [slot["kind"] for slot in sheet["flatplan"] if slot["kind"].startswith("feature")]
    assert len(set(ways)) >= 5
    assert all(one != next_one for one, next_one in pairwise(ways)), ways


def test_every_caption_says_something() -> None:
    copy = [file.read_text(encoding="utf-8") for file in sorted((SAMPLE / "copy").glob("*.md"))]
    captions = re.findall(r"^lead:.*?, caption: ([^,}]*)", "".join(copy), re.M)
    captions += re.findall(r"^::: figure \{[^\n]*\}\n(.*?)\n:::", "".join(copy), re.M | re.S)
    leads = len(re.findall(r"^lead:", "".join(copy), re.M))
    assert len(captions) == leads + len(re.findall(r"^::: figure", "".join(copy), re.M))
    assert min(len(caption) for caption in captions) >= 4


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
