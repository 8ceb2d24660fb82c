"""Real photographs in place of drawings: 12 megapixels, upright and across, in every kind that shows pictures."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy
import pymupdf
import pytest
from PIL import Image

from pressroom.run import Run
from tests.support.layouts import SENTENCE, write_issue
from tests.support.press import Pulled, paste, set_once

PPI = 225
ACROSS, UPRIGHT = (4000, 3000), (3000, 4000)


@pytest.fixture(scope="module")
def photos() -> dict[str, bytes]:
    """A sky over a river with the grain of film, across and upright."""
    return {"across": take_photo(*ACROSS), "upright": take_photo(*UPRIGHT)}


def take_photo(width: int, height: int) -> bytes:
    """A photographic image: a gradient with noise, as JPEG."""
    grain = numpy.random.default_rng(8).integers(-12, 12, (height, width), dtype=numpy.int16)
    light = numpy.linspace(230, 40, height, dtype=numpy.int16)[:, None]
    bands = [numpy.clip(light + grain + shift, 0, 255).astype(numpy.uint8) for shift in (-20, 0, 25)]
    file = io.BytesIO()
    Image.fromarray(numpy.dstack(bands)).save(file, "JPEG", quality=70)
    return file.getvalue()


def lead(name: str) -> str:
    return f"lead: {{src: art/{name}.jpg, alt: 江, caption: 江面, credit: 摄影 某某}}\n"


def figure(name: str, number: int, size: str = "column") -> str:
    return f'::: figure {{src=art/{name}.jpg alt="江" number={number} size={size} credit="摄影 某某"}}\n江面。\n:::\n'


BODY = "\n\n".join([SENTENCE * 6, "## 小标题", SENTENCE * 4])
GALLERY = ":::: gallery {{title=组图}}\n{}::::\n"
COPY = {
    "feature": f"{lead('across')}---\n{BODY}\n\n{figure('upright', 1)}\n\n{figure('across', 2, 'wide')}\n\n{BODY}",
    "focus": f"{lead('upright')}---\n{BODY}",
    "profile": f"{lead('across')}---\n{BODY}\n\n{figure('across', 1, 'full')}\n\n{BODY}",
    "digest": f"{lead('across')}---\n{SENTENCE * 8}",
    "neighbourhood": f"{lead('upright')}---\n{SENTENCE * 8}",
    "briefs": f"{lead('across')}---\n{SENTENCE * 4}",
    "lecture": f"{lead('upright')}---\n{BODY}",
    "photo-essay": "---\n"
    + SENTENCE
    + "\n\n"
    + GALLERY.format(figure("across", 1, "full") + figure("upright", 2) + figure("across", 3))
    + "\n"
    + GALLERY.format(figure("upright", 4, "full") + figure("upright", 5) + figure("upright", 6)),
    "part-opener": f"{lead('upright')}---\n{SENTENCE}",
}


def set_slot(folder: Path, photos: dict[str, bytes], layout: str, slot: dict[str, object], copy: str = "") -> Run:
    """Set one slot with photographs."""
    front: list[dict[str, object]] = [{"kind": "cover"}, {"kind": "inside-front"}]
    bodies = {"a": f"---\nheadline: 第一座桥\ntag: 山城\ndeck: {SENTENCE}\n{copy}"} if copy else {}
    issue = write_issue(folder, layout, [*front, slot], bodies)
    for name, data in photos.items():
        (issue / "art" / f"{name}.jpg").write_bytes(data)
    pasteups, _ = paste(issue)
    return set_once(pasteups[-1])


def least_resolution(run: Run) -> float:
    """The least of what the pictures of a run have at their size, in pixels an inch."""
    found = []
    with pymupdf.open(stream=run.pdf) as document:
        for page in document:
            for image in page.get_image_info():
                across, _, _, down = image["transform"][:4]
                found += [image["width"] / abs(across) * 72, image["height"] / abs(down) * 72]
    return min(found)


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
@pytest.mark.parametrize("kind", COPY)
def test_photographs_stand_where_drawings_stood(
    tmp_path: Path, photos: dict[str, bytes], layout: str, kind: str
) -> None:
    slot: dict[str, object] = {"kind": kind, "folio": 1, "pages": 4, "copy": ["a"], "department": "甲"}
    run = set_slot(tmp_path, photos, layout, slot, COPY[kind])
    assert run.findings == ()
    assert run.overset is None
    assert least_resolution(run) >= PPI


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_a_photograph_fills_a_cover_and_a_spread(tmp_path: Path, photos: dict[str, bytes], layout: str) -> None:
    cover: dict[str, object] = {"kind": "back-cover", "art": "art/upright.jpg", "art_alt": "江"}
    run = set_slot(tmp_path / "cover", photos, layout, cover)
    assert run.findings == ()
    assert least_resolution(run) >= PPI
    spread: dict[str, object] = {"kind": "opener", "folio": 2, "pages": 2, "copy": "a", "spread": True}
    plan = [{"kind": "masthead", "folio": 1}, spread | {"art": "art/across.jpg", "art_alt": "江", "department": "甲"}]
    issue = write_issue(tmp_path / "spread", layout, plan, {"a": f"---\nheadline: 桥\n---\n{SENTENCE}"})
    (issue / "art" / "across.jpg").write_bytes(photos["across"])
    pasteups, _ = paste(issue)
    run = set_once(pasteups[-1])
    assert run.findings == ()
    assert least_resolution(run) >= PPI


def test_a_magazine_with_an_issn_has_its_bar_code_on_the_cover(tmp_path: Path) -> None:
    issue = write_issue(tmp_path, "chaoyong", [{"kind": "cover", "art": "art/wave.svg", "art_alt": "浪"}], {})
    sheet = tmp_path / "magazine.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "issn: 2049-3630\n", encoding="utf-8")
    pasteups, _ = paste(issue)
    run = set_once(pasteups[0])
    assert run.findings == ()
    with pymupdf.open(stream=run.pdf) as document:
        pixels = document[0].get_pixmap(dpi=400).this
        read, kind = pymupdf.mupdf.fz_decode_barcode_from_pixmap(pixels, 0)
    assert (read[:12], kind) == ("977204936320", pymupdf.mupdf.FZ_BARCODE_EAN13)


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
@pytest.mark.parametrize("date", ["2020", "2020-spring"])
def test_an_issue_of_a_season_or_a_year_has_a_bar_code_without_an_add_on(
    layout: str, date: str, tmp_path: Path
) -> None:
    issue = write_issue(tmp_path, layout, [{"kind": "cover", "art": "art/wave.svg", "art_alt": "浪"}], {})
    sheet = tmp_path / "magazine.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "issn: 2049-3630\n", encoding="utf-8")
    plan = issue / "issue.yaml"
    plan.write_text(re.sub("(?m)^date: .*$", f"date: {date}", plan.read_text(encoding="utf-8")), encoding="utf-8")
    html = paste(issue)[0][0].html
    assert 'aria-label="9772049363200"' in html


def test_left_and_right_pages_mirror_each_other(sample: Pulled) -> None:
    for kind, word in (("digest", "tinted"), ("neighbourhood", "edged")):
        html = next(pasteup.html for pasteup in sample.pasteups if pasteup.slot.kind == kind)
        assert html.count(f"{word} verso") >= 2
        assert html.count(f"{word} recto") >= 2
