"""Streams of instructions are painted in inks: black letters overprint, nothing else does."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from pressroom.editions.pdf.matrix import multiply
from pressroom.editions.print.inking import Inker
from pressroom.editions.print.inks import Palette
from pressroom.editions.print.painting import MaskPainter, Painter, rgb_of_lab
from pressroom.pictures.separating import Separator
from tests.support.inks import GOLD, rgb


def paint(palette: Palette, *lines: str) -> list[str]:
    return Painter(palette.mix).paint("\n".join(lines).encode()).decode().split("\n")


def test_letters_in_black_overprint_and_what_follows_does_not(palette: Palette) -> None:
    found = paint(
        palette,
        "0 0 0 rg",
        "BT",
        "<0001> Tj",
        "ET",
        "0 0 9 9 re",
        "f",
        "1 1 1 rg",
        "/Artifact BMC BT",
        "<0001> Tj",
        "ET EMC",
    )
    assert found == [
        "0 0 0 1 k", "BT", "/OvpF gs", "<0001> Tj", "ET", "/OvpN gs", "0 0 9 9 re", "f", "0 0 0 0 k", "/Artifact BMC BT", "<0001> Tj", "ET EMC",
    ]  # fmt: skip


def test_colours_may_change_inside_a_line_of_text(palette: Palette) -> None:
    found = paint(palette, "BT", "1 0 0 rg", "<01> Tj", "0 g", "<02> Tj", "ET", "q", "/x0 Do", "Q")
    assert found.index("/OvpF gs") < found.index("/OvpN gs") < found.index("<01> Tj")
    assert found[found.index("0 0 0 1 k") - 1] == "/OvpF gs"
    assert found[-3:] == ["/OvpN gs", "/x0 Do", "Q"]


def test_thin_lines_in_black_overprint_and_thick_ones_do_not(palette: Palette) -> None:
    assert "/OvpS gs" in paint(palette, "0 0 0 RG", "1 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" not in paint(palette, "0 0 0 RG", "4 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" in paint(palette, ".25 0 0 .25 0 0 cm", "0 0 0 RG", "4 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" not in paint(palette, "1 0 0 RG", "1 w", "0 0 m", "5 5 l", "S")


def test_what_is_restored_is_known_again(palette: Palette) -> None:
    found = paint(palette, "0 0 0 rg", "q", "1 0 0 rg", "BT", "ET", "Q", "BT", "<01> Tj", "ET")
    assert found[-3] == "/OvpF gs"


def test_spots_and_inks_of_the_style_sheet(palette: Palette) -> None:
    painter = Painter(palette.mix)
    gold = " ".join(f"{part:.6f}" for part in rgb(GOLD))
    text = painter.paint(f"{gold} rg\n/DeviceCMYK cs\n0 0 0 1 scn\nBT\nET".encode()).decode()
    assert " cs 1 scn\n/DeviceCMYK cs\n0 0 0 1 scn\nBT\n/OvpF gs\nET" in text
    assert painter.spots == {"PANTONE 871 C"}
    assert painter.states == {"OvpF"}


def test_lab_becomes_inks(palette: Palette) -> None:
    assert paint(palette, "/lab-d65 cs", "0 0 0 scn")[-1] == "0 0 0 1 k"
    assert rgb_of_lab((53.2408, 80.0925, 67.2032), warm=False) == pytest.approx((1, 0, 0), abs=0.003)
    assert rgb_of_lab((54.29, 80.81, 69.89), warm=True) == pytest.approx((1, 0, 0), abs=0.01)
    assert rgb_of_lab((100, 0, 0), warm=True) == pytest.approx((1, 1, 1), abs=0.003)


def test_masks_keep_how_light_things_are(palette: Palette) -> None:
    assert MaskPainter(palette.mix).paint(b"1 1 1 rg\nBT\nET\n0 1 0 RG") == b"1 g\nBT\nET\n0.59 G"


def test_matrices_multiply_as_those_of_pdf() -> None:
    assert multiply((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 7)) == (2, 0, 0, 2, 5, 7)
    assert multiply((1, 0, 0, 1, 5, 7), (2, 0, 0, 2, 0, 0)) == (2, 0, 0, 2, 10, 14)


def test_what_is_drawn_is_known_to_be_veiled_or_not(palette: Palette) -> None:
    veils = {"/a0.5": {"/ca": True}, "/a1": {"/ca": False}, "/soft": {"/SMask": True}}
    painter = Painter(palette.mix, veils)
    painter.paint(b"/x1 Do\nq\n/a0.5 gs\n/x2 Do\n/a1 gs\n/x3 Do\n/soft gs\n/x1 Do\nQ\n/x4 Do")
    assert painter.shows == {"/x1": False, "/x2": False, "/x3": True, "/x4": True}


def test_groups_that_change_nothing_are_opened(palette: Palette) -> None:
    """A label in the middle of a drawing overprints: the engine draws it in a group of its own."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page().obj
        states = {"/half": Dictionary(ca=0.5), "/full": Dictionary(ca=1), "/under": Dictionary(BM=Name.Multiply)}
        blended = Dictionary(ExtGState=Dictionary({"/under": states["/under"]}))
        forms = {f"/x{number}": pdf.make_stream(b"0 0 0 rg", Subtype=Name.Form) for number in range(4)}
        for form in forms.values():
            form.Group = Dictionary(S=Name.Transparency, I=True)
        forms["/x3"].Resources = blended
        page.Resources = Dictionary(XObject=Dictionary(forms), ExtGState=Dictionary(states))
        page.Contents = pdf.make_stream(b"/x0 Do\n/half gs\n/x1 Do\n/x2 Do\n/full gs\n/x2 Do\n/x3 Do")
        Inker(pdf, palette, lambda _picture, _mask: None).ink_page(page)
        assert [name for name, form in forms.items() if "/Group" in form] == ["/x1", "/x2", "/x3"]


def test_varnish_overprints_whatever_is_drawn_in_it(separator: Separator) -> None:
    palette = Palette((("#eeeeef", "overprint Varnish: 0 0 0 8"),), separator)
    varnish = " ".join(f"{part:.6f}" for part in rgb("#eeeeef"))
    for drawn in (("0 0 9 9 re", "f"), ("BT", "<0001> Tj", "ET")):
        found = paint(palette, f"{varnish} rg", *drawn, "1 0 0 rg", "0 0 9 9 re", "f")
        assert found[0] == "/Spot5661726e697368 cs 1 scn"
        assert found.index("/OvpF gs") < found.index(drawn[-2] if drawn[0] == "BT" else drawn[0])
        assert found.index("/OvpN gs") > found.index("/OvpF gs")
    assert "/OvpS gs" in paint(palette, f"{varnish} RG", "9 w", "0 0 m", "5 5 l", "S")
    assert palette.spots == {"Varnish": (0, 0, 0, 0.08)}
