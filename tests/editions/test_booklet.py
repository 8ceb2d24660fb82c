"""The booklet: which pages meet on a sheet, how far inner sheets are moved, and what stands on them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from pressroom.editions.booklet import SheetSide, creep_of, impose, impose_bound
from tests.support import vera
from tests.support.needs import needs
from tests.support.press import Pulled, write_edition

MM = 72 / 25.4


def fold(spreads: tuple[SheetSide, ...]) -> list[int | None]:
    """Print sheets on both sides, lay them inside each other, fold, and leaf through each stack."""
    read: list[int | None] = []
    for section in sorted({spread.section for spread in spreads}):
        sides = [spread for spread in spreads if spread.section == section]
        fronts, backs = sides[::2], sides[1::2]
        for front, back in zip(fronts, backs, strict=True):
            assert front.depth == back.depth
            read += [front.right, back.left]
        for front, back in zip(reversed(fronts), reversed(backs), strict=True):
            read += [back.right, front.left]
    return read


@pytest.mark.parametrize("pages", [1, 4, 5, 8, 16, 30, 108])
@pytest.mark.parametrize("section", [0, 4, 16])
def test_a_folded_stack_reads_in_order(pages: int, section: int) -> None:
    read = fold(impose(pages, section))
    assert read[:pages] == list(range(pages))
    assert set(read[pages:]) <= {None}
    assert len(read) == -(-pages // 4) * 4


def test_a_cover_stands_beside_the_back_of_the_issue() -> None:
    assert impose(8) == (SheetSide(7, 0, 0, 0), SheetSide(1, 6, 0, 0), SheetSide(5, 2, 0, 1), SheetSide(3, 4, 0, 1))
    assert impose(8, 4)[2:] == (SheetSide(7, 4, 1, 0), SheetSide(5, 6, 1, 0))


def write(good: Pulled, file: Path, **wanted: Any) -> Path:
    magazine = good.issue.magazine
    magazine = replace(magazine, printer=replace(magazine.printer, **wanted))
    return write_edition("booklet", good.with_issue(replace(good.issue, magazine=magazine)), file)


def test_spreads_show_their_two_pages(good: Pulled, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(write(good, tmp_path / "booklet.pdf"))
    media = [page.get_mediabox() for page in document]
    texts = [page.get_textpage() for page in document]
    said = ["".join(text.get_text_bounded(bottom=10 * MM).split()) for text in texts]
    assert {box[:2] for box in media} == {(0, 0)}
    slugs = [text.get_text_bounded(bottom=0, top=7 * MM) for text in texts]
    document.close()
    assert [" ".join(slug.split()) for slug in slugs] == [f"江声 No. 3 1 - {side}" for side in ("1A", "1B", "2A", "2B")]
    assert len(said) == 4
    assert said[1].startswith("目录")
    assert said[1].endswith("6")
    assert said[2].endswith("2")
    assert said[3].startswith("此页留白3")
    assert said[3].endswith("4")


def test_boxes_hold_both_pages_and_marks_stand_outside(good: Pulled, tmp_path: Path) -> None:
    with pikepdf.open(write(good, tmp_path / "booklet.pdf")) as pdf:
        for page in pdf.pages:
            trim = [float(value) / MM for value in page.TrimBox]
            assert trim == pytest.approx([10, 10, 250, 170], abs=0.02)
            assert [float(value) / MM for value in page.BleedBox] == pytest.approx([7, 7, 253, 173], abs=0.02)
            assert [float(value) / MM for value in page.MediaBox] == pytest.approx([0, 0, 260, 180], abs=0.02)
            lines = re.findall(r"(\S+) (\S+) m (\S+) (\S+) l S", page.Contents.read_bytes().decode())
            assert len(lines) == 10
            for line in lines:
                x, y = (float(value) / MM for value in line[:2])
                assert abs(x) > 123 or y < -3 or y > 163
            assert not {"/Marks", "/SlugLine"} & set(page.Resources.XObject.keys())


def test_the_cover_goes_round_the_sections_as_a_sheet_of_its_own() -> None:
    labels = ["C1", "C2", *map(str, range(1, 9)), "C3", "C4"]
    named = [tuple(labels[n] if n is not None else "" for n in (s.left, s.right)) for s in impose_bound(labels, 4)]
    assert named == [("C4", "C1"), ("C2", "C3"), ("4", "1"), ("2", "3"), ("8", "5"), ("6", "7")]
    stitched = [tuple(labels[n] for n in (s.left, s.right)) for s in impose_bound(labels, 0)]
    assert stitched[:2] == [("C4", "C1"), ("C2", "C3")]
    assert stitched[-1] == ("4", "5")


def moves(file: Path) -> list[tuple[float, ...]]:
    """How far each side's pages stand from where they would without creep, in millimetres."""
    with pikepdf.open(file) as pdf:
        contents = [page.Contents.read_bytes().decode() for page in pdf.pages]
    found = []
    for text in contents:
        places = re.findall(r"^1 0 0 1 (\S+) \S+ cm\n/(Left|Right)", text, re.M)
        found.append(tuple(float(x) / MM + (120 if side == "Left" else 0) for x, side in places))
    return found


def test_inner_sheets_are_moved_in_by_a_leaf_each(good: Pulled, tmp_path: Path) -> None:
    assert [creep_of(depth, 0.1) for depth in (0, 1)] == [0, 0.1]
    still = moves(write(good, tmp_path / "still.pdf", caliper=0.0))
    crept = moves(write(good, tmp_path / "crept.pdf", caliper=0.5))
    assert still == [pytest.approx((0, 0), abs=0.01)] * 4
    assert crept[:2] == [pytest.approx((0, 0), abs=0.01)] * 2
    assert crept[2:] == [pytest.approx((0.5, -0.5), abs=0.01)] * 2
    sections = moves(write(good, tmp_path / "sections.pdf", caliper=0.5, section=4))
    assert [place for side in sections for place in side] == pytest.approx([0.0] * sum(map(len, sections)), abs=0.01)


def test_it_comes_out_the_same(good: Pulled, tmp_path: Path) -> None:
    first, again = (write(good, tmp_path / name).read_bytes() for name in ("first.pdf", "again.pdf"))
    assert first == again
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert pdf.check_pdf_syntax() == []


@needs("verapdf")
def test_it_keeps_what_it_claims(good: Pulled, tmp_path: Path) -> None:
    file = write(good, tmp_path / "booklet.pdf")
    assert vera.validate("2u", file) == {("2u", "booklet.pdf"): []}
