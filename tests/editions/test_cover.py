"""The cover: back, spine and front on one sheet, its spine as thick as the pages are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pressroom.editions.cover import spine_of
from pressroom.report import PressError
from tests.support import vera
from tests.support.needs import needs
from tests.support.press import Pulled, write_edition

MM = 72 / 25.4


def glued(pulled: Pulled, section: int = 4, caliper: float = 2.0) -> Pulled:
    magazine = pulled.issue.magazine
    printer = replace(magazine.printer, section=section, caliper=caliper)
    return pulled.with_issue(replace(pulled.issue, magazine=replace(magazine, printer=printer)))


def boxes_of(page: pikepdf.Page) -> dict[str, list[float]]:
    return {
        key: [round(float(value) / MM, 2) for value in page.obj[f"/{key}Box"]] for key in ("Media", "Bleed", "Trim")
    }


def test_the_spine_is_as_thick_as_the_text(good: Pulled) -> None:
    text = sum(not page.label.startswith("C") for page in good.proof.pages)
    assert spine_of(glued(good).issue) == text
    assert spine_of(glued(good, section=0).issue) == 0


def test_back_spine_and_front_stand_on_one_sheet(good: Pulled, tmp_path: Path) -> None:
    pulled = glued(good)
    spine = spine_of(pulled.issue)
    file = write_edition("cover", pulled, tmp_path / "cover.pdf")
    with pikepdf.open(file) as pdf:
        boxes = boxes_of(pdf.pages[0])
        assert boxes["Media"][:2] == [0, 0]
        assert boxes["Trim"][2] - boxes["Trim"][0] == pytest.approx(240 + spine, abs=0.02)
        assert boxes["Trim"][3] - boxes["Trim"][1] == pytest.approx(160, abs=0.02)
        assert boxes["Trim"][0] - boxes["Bleed"][0] == pytest.approx(3, abs=0.02)
        assert {str(intent.S) for intent in pdf.Root.OutputIntents} == {"/GTS_PDFX", "/GTS_PDFA1"}
    document = pypdfium2.PdfDocument(file)
    text = document[0].get_textpage()
    left, right = boxes["Trim"][0] * MM, boxes["Trim"][2] * MM
    front = text.get_text_bounded(left=left + (120 + spine) * MM, bottom=boxes["Trim"][1] * MM, right=right)
    assert "江声" in front
    slug = text.get_text_bounded(top=boxes["Bleed"][1] * MM)
    assert f"spine {spine:.2f} mm" in " ".join(slug.split())
    document.close()


def test_it_comes_out_the_same(good: Pulled, tmp_path: Path) -> None:
    first, again = (write_edition("cover", glued(good), tmp_path / n).read_bytes() for n in ("one.pdf", "two.pdf"))
    assert first == again


@needs("verapdf")
def test_it_keeps_pdf_a(good: Pulled, tmp_path: Path) -> None:
    file = write_edition("cover", glued(good), tmp_path / "cover.pdf")
    assert vera.validate("2u", file) == {("2u", file.name): []}


def test_an_issue_without_a_cover_has_none(good: Pulled, tmp_path: Path) -> None:
    inside = tuple((p.pasteup, p.run) for p in good.proof.parts if not p.slot.labels[0].startswith("C"))
    with pytest.raises(PressError, match="has no cover"):
        write_edition("cover", good.with_parts(inside), tmp_path / "cover.pdf")
