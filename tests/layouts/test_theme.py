"""A second theme of the same layout: only tokens differ, and the real issue is set in it as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pymupdf
import pytest

from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Layout
from pressroom.run import Run
from tests.support.paths import ROOT
from tests.support.press import Pulled, paste, set_fitted

KINDS = (
    "cover",
    "contents",
    "briefs",
    "opener",
    "part-opener",
    "feature-type",
    "digest",
    "photo-essay",
    "chronicle",
    "back-cover",
)


def test_the_theme_is_one_sheet_of_tokens() -> None:
    folder = ROOT / "layouts" / "chaoyong-dusk"
    assert [file.name for file in folder.rglob("*") if file.is_file()] == ["layout.yaml"]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Pasteup, ...], Layout]:
    """The issue in the theme."""
    desk = tmp_path_factory.mktemp("theme")
    shutil.copytree(ROOT / "issues", desk / "issues")
    sheet = desk / "issues" / "2021-01" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("layout: chaoyong\n", "layout: chaoyong-dusk\n"), encoding="utf-8")
    return paste(sheet.parent)


@pytest.fixture(scope="module")
def dusk(night: tuple[tuple[Pasteup, ...], Layout], sample: Pulled) -> dict[str, Run]:
    """The first slot of each of some kinds, set in the theme."""
    pasteups, layout = night
    first = {pasteup.slot.kind: pasteup for pasteup in reversed(pasteups)}
    return {kind: set_fitted(first[kind], layout.fit, sample.faces) for kind in KINDS}


def test_the_issue_is_set_in_it(dusk: dict[str, Run]) -> None:
    for kind, run in dusk.items():
        assert run.findings == (), kind
        assert run.overset is None, kind
        assert not run.blank_pages, kind


def test_it_looks_otherwise(sample: Pulled, night: tuple[tuple[Pasteup, ...], Layout], dusk: dict[str, Run]) -> None:
    day = {pasteup.slot.kind: (pasteup, run) for pasteup, run in reversed(sample.parts)}
    dark = {pasteup.slot.kind: pasteup for pasteup in reversed(night[0])}
    for kind in KINDS:
        pasteup, run = day[kind]
        assert strip(pasteup.html) == strip(dark[kind].html), kind
        assert colours(run) - colours(dusk[kind]), kind


def strip(html: str) -> str:
    """The elements of a page, without colours and curves."""
    html = re.sub(r'#[0-9a-f]{6}|(points|height|viewBox|width)="[^"]*"', "", html)
    return re.sub(r'src="[^"]*/', 'src="', html)


def colours(run: Run) -> set[object]:
    """The colours that a run's text is set in, and that of the paper at the foot."""
    found: set[object] = set()
    with pymupdf.open(stream=run.pdf) as document:
        for page in document:
            pixels = page.get_pixmap(dpi=30)
            found.add(pixels.pixel(pixels.w // 2, pixels.h - 6))
            for block in page.get_text("dict")["blocks"]:
                found |= {span["color"] for line in block.get("lines", ()) for span in line["spans"]}
    return found


def test_art_reaches_out_as_far_as_the_bleed_says(tmp_path: Path) -> None:
    """A printer who wants 5 mm gets them by one token: no edge of a picture that is to be cut is left white."""
    shutil.copytree(ROOT / "issues", tmp_path / "issues")
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    (tmp_path / "layouts" / "wide").mkdir()
    tokens = "extends: chaoyong\ntokens:\n  bleed: 5mm\n"
    (tmp_path / "layouts" / "wide" / "layout.yaml").write_text(tokens, encoding="utf-8")
    sheet = tmp_path / "issues" / "2021-01" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("layout: chaoyong\n", "layout: wide\n"), encoding="utf-8")
    pasteups, layout = paste(sheet.parent, tmp_path / "layouts")
    first = {pasteup.slot.kind: pasteup for pasteup in reversed(pasteups)}
    bleed = 5 * 72 / 25.4
    for kind in ("cover", "opener", "back-cover"):
        page = pymupdf.open(stream=set_fitted(first[kind], layout.fit).pdf)[0]
        x0, y0, x1, y1 = page.mediabox
        page.set_mediabox(pymupdf.Rect(x0 - bleed, y0 - bleed, x1 + bleed, y1 + bleed))
        sheet_of_paper = page.get_pixmap(matrix=pymupdf.Matrix(25.4 / 72, 25.4 / 72))  # a millimetre a pixel
        assert (sheet_of_paper.width, sheet_of_paper.height) == (220, 295), kind
        edges = [(x, y) for x in range(220) for y in (1, 293)] + [(x, y) for y in range(295) for x in (1, 218)]
        assert not [spot for spot in edges if sheet_of_paper.pixel(*spot) == (255, 255, 255)], kind
