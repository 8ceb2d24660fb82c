"""Pages that are taken apart: every letter where it stands, furniture known, pictures left."""

from __future__ import annotations

import re

import pikepdf

from pressroom.editions.epub.fixed.lifting import lift_text
from pressroom.editions.epub.fixed.reading import read_font
from pressroom.editions.epub.fixed.values import LetterStyle, TwinLetter, TwinPage, TwinPiece
from pressroom.editions.epub.fixed.writing import PageWriter
from pressroom.editions.pdf.matrix import IDENTITY, multiply

CMAP = b"1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <6f6e> <0002> <d85c dfb1> endbfchar 1 beginbfrange <0010> <0012> <0041> endbfrange"


def make_page(pdf: pikepdf.Pdf, content: bytes, **resources: object) -> pikepdf.Page:
    drawn = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/ABCDEF+Our-Song"),
        FontDescriptor=pikepdf.Dictionary(FontFamily="Our Song"),
        W=pikepdf.Array([1, pikepdf.Array([1000, 500]), 16, 18, 600]),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/ABCDEF+Our-Song"),
        DescendantFonts=pikepdf.Array([drawn]),
        ToUnicode=pdf.make_stream(CMAP),
    )
    page = pdf.add_blank_page(page_size=(200, 100))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)), **resources)
    page.obj.Contents = pdf.make_stream(content)
    return page


def lift(content: bytes, is_text: bool = True, **resources: object) -> tuple[TwinPage, bytes]:
    pdf = pikepdf.new()
    page = make_page(pdf, content, **resources)
    leaf = lift_text(pdf, page, lambda _stream, _mark: is_text)
    return leaf, page.obj.Contents.read_bytes()


def test_letters_are_placed_by_matrix_width_and_shift():
    leaf, left = lift(
        b"/P <</MCID 3>> BDC 1 0 0 rg BT 2 0 0 2 10 80 Tm /F 5 Tf [<0001> -500 <0010>] TJ ET EMC 0 0 9 9 re f"
    )
    assert leaf.letters == {
        TwinPiece(0, 3): [
            TwinLetter("潮", 10, 20, LetterStyle("Our Song", 10, "#ff0000")),
            TwinLetter("A", 25, 20, LetterStyle("Our Song", 10, "#ff0000")),
        ]
    }
    assert b"TJ" not in left
    assert b"re" in left


def test_turned_letters_keep_their_turn_and_stand_in_it():
    leaf, _ = lift(b"/P <</MCID 0>> BDC BT 0 1 -1 0 50 20 Tm /F 10 Tf <0001> Tj <0010> Tj ET EMC")
    first, second = leaf.letters[TwinPiece(0, 0)]
    assert first.hand.turn == (0, -1, 1, 0)
    assert [(letter.x, letter.y) for letter in (first, second)] == [(50, 80), (50, 70)]
    markup = PageWriter(leaf, (200, 100), lambda _hand: "h").write([TwinPiece(0, 0)])
    assert 'transform="matrix(0 -1 1 0 0 0)"' in markup
    assert '<tspan class="h" x="-80 -70" y="50">潮A</tspan>' in markup


def test_what_belongs_to_a_picture_stays():
    content = b"/P <</MCID 0>> BDC BT /F 10 Tf <0001> Tj ET EMC"
    leaf, left = lift(content, is_text=False)
    assert leaf.letters == {}
    assert b"Tj" in left
    assert lift(b"BT /F 10 Tf <0001> Tj ET")[0].letters == {}


def test_furniture_is_lifted_and_known():
    leaf, _ = lift(b"/Artifact BMC BT 1 0 0 1 5 5 Tm /F 10 Tf <0012> Tj ET EMC")
    assert [letter.text for letter in leaf.letters[TwinPiece(0, -1)]] == ["C"]
    assert PageWriter(leaf, (200, 100), lambda _hand: "h").write([]).startswith('<div aria-hidden="true"><svg')


def test_glyphs_outside_the_first_plane_stand_alone():
    leaf, _ = lift(b"/P <</MCID 0>> BDC BT /F 10 Tf [<00010002> <0001>] TJ ET EMC")
    assert [letter.text for letter in leaf.letters[TwinPiece(0, 0)]] == ["潮", "𧎱", "潮"]
    markup = PageWriter(leaf, (200, 100), lambda _hand: "h").write([TwinPiece(0, 0)])
    assert re.findall(r' x="([^"]*)"', markup) == ["0", "10", "15"]


def test_opacity_and_printing_inks_are_kept():
    state = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5))
    leaf, _ = lift(b"/P <</MCID 0>> BDC /G gs 0 1 0 0 k BT /F 10 Tf <0001> Tj ET EMC", ExtGState=state)
    assert leaf.letters[TwinPiece(0, 0)][0].hand == LetterStyle("Our Song", 10, "#ff00ff", 0.5)


def test_words_of_two_lines_keep_a_space():
    letters = [
        TwinLetter("a", 0, 10, LetterStyle("F", 5, "#000000")),
        TwinLetter("b", 0, 20, LetterStyle("F", 5, "#000000")),
    ]
    leaf = TwinPage({TwinPiece(0, 0): letters})
    assert "</tspan> <tspan" in PageWriter(leaf, (9, 9), lambda _hand: "h").write([TwinPiece(0, 0)])


def test_fonts_that_are_none_of_ours_are_passed_over():
    assert read_font(pikepdf.Dictionary(Subtype=pikepdf.Name.Type1)) is None


def test_matrices_follow_one_another():
    assert multiply((1, 0, 0, 1, 3, 4), (2, 0, 0, 2, 0, 0)) == (2, 0, 0, 2, 6, 8)
    assert multiply(IDENTITY, (0, 1, -1, 0, 5, 6)) == (0, 1, -1, 0, 5, 6)
