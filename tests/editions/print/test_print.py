"""The print edition: boxes, marks, colours of its streams, and what the standards want of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from pressroom.editions.print import _move_patterns, digest_of
from pressroom.read.layout import read_layout
from pressroom.report import Place
from tests.support import vera
from tests.support.needs import needs
from tests.support.paths import LAYOUTS
from tests.support.press import edition_of_folder
from tests.support.printing import MM, PROFILE, Printed, box, draw, furnish


def test_every_page_has_its_boxes(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        assert box(page, "/MediaBox")[:2] == [0, 0]
        assert box(page, "/TrimBox") == pytest.approx([12 * MM, 12 * MM, 132 * MM, 172 * MM], abs=0.03)
        assert box(page, "/BleedBox") == pytest.approx([9 * MM, 9 * MM, 135 * MM, 175 * MM], abs=0.03)
        media, bleed = box(page, "/MediaBox"), box(page, "/BleedBox")
        assert all(m < b - 6 for m, b in zip(media[:2], bleed[:2], strict=True))
        assert all(m > b + 6 for m, b in zip(media[2:], bleed[2:], strict=True))
        assert not {"/CropBox", "/ArtBox", "/Rotate", "/UserUnit", "/Annots", "/StructParents"} & set(page.obj.keys())
        assert Name.DeviceCMYK == page.obj.Group.CS


def test_the_screen_shows_the_trim_and_what_is_beyond_is_in_the_runs(printed: Printed) -> None:
    with pikepdf.open(printed.screen) as pdf:
        for page in pdf.pages:
            assert box(page, "/MediaBox") == pytest.approx([0, 0, 120 * MM, 160 * MM], abs=0.03)
            assert box(page, "/MediaBox") == box(page, "/TrimBox") == box(page, "/BleedBox")


def test_art_runs_to_the_edge_of_the_bleed_and_not_beyond(opened: pikepdf.Pdf, printed: Printed) -> None:
    media, bleed = (box(opened.pages[0], key) for key in ("/MediaBox", "/BleedBox"))
    left, top = 2 * (bleed[0] - media[0]), 2 * (media[3] - bleed[3])
    picture = draw(printed.print, 0)
    blue = picture[int(top) + 3 : int(top) + 30, int(left) + 3 : -int(left) - 3]
    assert (blue.min(axis=2) < 200).all(), "the band over the head of the cover bleeds on three sides"
    assert (picture[int(top) + 3 :, int(left) - 3] == 255).all(axis=-1).mean() > 0.9
    ground = picture[-int(top) - 8, int(left) + 3 : -int(left) - 3]
    assert (ground != 255).any(axis=1).all(), "the ground of the page bleeds at the foot"


def test_marks_stand_outside_the_bleed_on_every_plate(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        marks = page.obj.Resources.XObject["/Marks"]
        assert marks.Resources.ColorSpace["/Registration"][1] == Name.All
        left, bottom, right, top = box(page, "/BleedBox")
        lines = re.findall(r"^(\S+) (\S+) m (\S+) (\S+) l S$", marks.read_bytes().decode(), re.M)
        assert len(lines) == 16
        for line in lines:
            x, y, x2, y2 = map(float, line)
            for across, up in ((x, y), (x2, y2)):
                assert across < left or across > right or up < bottom or up > top
        ends = {(x, x2) for x, _, x2, _ in lines if x == x2} | {(y, y2) for _, y, _, y2 in lines if y == y2}
        for value in box(page, "/TrimBox"):
            assert min(abs(float(end) - value) for pair in ends for end in pair) < 0.002


def test_the_slug_says_issue_and_page(printed: Printed) -> None:
    document = pypdfium2.PdfDocument(printed.print)
    for number, (page, planned) in enumerate(zip(document, printed.pulled.pages, strict=True), 1):
        left, bottom, _, _ = page.get_bleedbox()
        text = page.get_textpage().get_text_bounded(left=left, right=600, top=bottom - 1, bottom=-100)
        line, _, state = " ".join(text.split()).rpartition(" ")
        assert line == f"江声 No. 3 2020-05 p. {planned.label} {number}/8 FOGRA39"
        assert state == digest_of(printed.pulled.proof)
        assert re.fullmatch("[0-9a-f]{8}", state)
    document.close()


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every stream of instructions: pages, groups, tiles."""
    yield from (page for page in pdf.pages)
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == Name.Form or "/PatternType" in item):
            yield item


def test_nothing_is_painted_in_colours_of_the_screen(opened: pikepdf.Pdf) -> None:
    known = {"k", "K", "cs", "CS", "scn", "SCN", "g", "G"}
    found: set[str] = set()
    masks = {
        state.SMask.G.objgen
        for item in opened.objects
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))
        for state in item.get("/Resources", item).get("/ExtGState", {}).values()
        if isinstance(state.get("/SMask"), pikepdf.Dictionary)
    }
    for stream in streams(opened):
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) in {"rg", "RG"}:
                pytest.fail(f"{operands} {operator}")
            if str(operator) in known:
                found.add(str(operator))
            if str(operator) in {"g", "G"}:
                assert getattr(stream, "objgen", None) in masks, "grey is for masks"
    assert {"k", "K", "cs", "scn", "g"} <= found
    for item in opened.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item:
            assert item.ColorSpace in (Name.DeviceCMYK, Name.DeviceGray)
        if isinstance(item, pikepdf.Stream) and "/Group" in item:
            assert item.Group.CS in (Name.DeviceCMYK, Name.DeviceGray)
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            assert item.ColorSpace in (Name.DeviceCMYK, Name.DeviceGray)
            assert "/Interpolate" not in item


@dataclass(frozen=True)
class State:
    """What a checker of its own knows while it reads a page: colours, and what overprints of lines and areas."""

    fill: tuple[float, ...] = (0, 0, 0, 1)
    line: tuple[float, ...] = (0, 0, 0, 1)
    over: tuple[bool, bool] = (False, False)


def drawn(page: pikepdf.Page) -> Iterator[tuple[str, State]]:
    """What is drawn on a page, with the state it is drawn in."""
    state, saved = State(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            saved.append(state)
        elif name == "Q":
            state = saved.pop()
        elif name in {"k", "K"}:
            state = replace(state, **{"fill" if name == "k" else "line": tuple(float(value) for value in operands)})
        elif name in {"cs", "CS"}:
            state = replace(state, **{"fill" if name == "cs" else "line": ()})
        elif name == "gs":
            found = page.obj.Resources.ExtGState[str(operands[0])]
            state = replace(state, over=(bool(found.OP), bool(found.op))) if "/OP" in found else state
        else:
            yield name, state


def test_what_is_not_black_never_overprints(opened: pikepdf.Pdf) -> None:
    """White that overprints is not there at all on paper (GWG 2022, R0007 and R0008)."""
    black = (0, 0, 0, 1)
    letters = lines = 0
    for name, state in (found for page in opened.pages for found in drawn(page)):
        if name in {"TJ", "Tj"}:
            assert state.over[1] == (state.fill == black)
            letters += state.over[1]
        elif name in {"f", "f*", "B"}:
            assert not state.over[1], "areas knock out"
        elif name == "S":
            assert not state.over[0] or state.line == black
            lines += state.over[0]
        elif name in {"Do", "sh"}:
            assert state.over == (False, False)
    assert letters > 10
    assert lines


def test_output_intents_are_the_printers(opened: pikepdf.Pdf) -> None:
    intents = list(opened.Root.OutputIntents)
    assert [str(intent.S) for intent in intents] == ["/GTS_PDFX", "/GTS_PDFA1"]
    assert {str(intent.OutputConditionIdentifier) for intent in intents} == {"FOGRA39"}
    assert {intent.DestOutputProfile.objgen for intent in intents} == {intents[0].DestOutputProfile.objgen}
    assert intents[0].DestOutputProfile.read_bytes() == PROFILE.read_bytes()
    packet = opened.Root.Metadata.read_bytes().decode()
    assert "PDF/X-4" in packet
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in packet
    assert opened.docinfo["/Trapped"] == Name("/False")
    assert opened.pdf_version == "1.6"
    assert "/ID" in opened.trailer
    assert [page.label for page in opened.pages] == ["C1", "1", "2", "3", "4", "5", "6", "C4"]


def test_the_same_issue_gives_the_same_bytes(printed: Printed, tmp_path: Path) -> None:
    furnish(tmp_path)
    # The folder of the issue is called the same: its name is the issue's.
    assert edition_of_folder("print", tmp_path) == printed.print.read_bytes()


@needs("verapdf")
def test_it_is_pdf_a_2u(printed: Printed) -> None:
    assert vera.validate("2u", printed.print) == {("2u", "print.pdf"): []}


def test_subsets_are_tagged_by_what_they_hold(printed: Printed) -> None:
    tags: dict[str, str] = {}
    for file in (printed.print, printed.screen):
        with pikepdf.open(file) as pdf:
            for item in pdf.objects:
                if isinstance(item, Dictionary) and "/FontFile2" in item:
                    tag = str(item.FontName)[1:].partition("+")[0]
                    assert re.fullmatch("[A-Z]{6}", tag)
                    assert tag not in ("AAAAAA", "SLUGAA")
                    program = item.FontFile2.read_bytes()
                    assert (
                        tags.setdefault(tag, hashlib.sha256(program).hexdigest()) == hashlib.sha256(program).hexdigest()
                    )
    assert len(tags) > 2


def test_patterns_go_with_their_page() -> None:
    pdf = pikepdf.new()
    tile = pdf.make_stream(b"0 0 5 5 re f", Type=Name.Pattern, PatternType=1, Matrix=[2, 0, 0, 2, 7, 9])
    blend = Dictionary(Type=Name.Pattern, PatternType=2)
    page = Dictionary(Resources=Dictionary(Pattern=Dictionary(Tile=tile, Blend=blend)))
    _move_patterns(pdf, page, (30.0, 40.0))
    own = page.Resources.Pattern
    assert [float(value) for value in own.Tile.Matrix] == [2, 0, 0, 2, 37, 49]
    assert [float(value) for value in own.Blend.Matrix] == [1, 0, 0, 1, 30, 40]
    assert own.Tile.read_bytes() == b"0 0 5 5 re f"
    assert [float(value) for value in tile.Matrix] == [2, 0, 0, 2, 7, 9], "other pages keep theirs"


@pytest.mark.parametrize("name", ["base", "chaoyong"])
def test_accents_are_in_two_inks(name: str) -> None:
    layout = read_layout((LAYOUTS,), name, Place(LAYOUTS))
    inks = dict(layout.inks)
    for colour in {dict(layout.tokens)["colour"], *(colour for _, colour in layout.departments)}:
        assert sum(float(ink) > 0 for ink in inks[colour].split()) <= 2, colour
