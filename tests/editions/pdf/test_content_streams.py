"""Content streams, matrices and tables of fonts, as all editions read and write them."""

from __future__ import annotations

import io
import math

import pikepdf
import pytest
from fontTools.misc.transform import Transform
from pikepdf import Array, Dictionary

from pressroom.editions.pdf.content import content_of, read_instructions, read_lines
from pressroom.editions.pdf.matrix import IDENTITY, matrix_of, move, multiply, read_matrix, scale_of
from pressroom.editions.pdf.tables import read_texts, read_widths, write_texts, write_widths

#: A stream as the engine writes it: operands on lines of their own, texts in hexadecimal, marks beside texts.
STREAM = b"""q
1 0 0 -1 0 842 cm
/P
<</MCID 0>>
BDC
BT
/ABCDEF 10.5 Tf
[<15b0>-10 -10.25<14df>0] TJ
ET
EMC
/Artifact BMC BT
1 0 0 1 7 8 Tm
ET EMC

/x0 Do
f*
Q"""


#: What other programs may write.
OTHERS = rb"q 1 0 0 1 -.5 +7. cm/F 5 Tf[(a) -3 <00 01>(]b\))]TJ(c\(d) Tj BT ET/P<</A<0a>/B/C>>BDC EMC 0 0 9 9 re f* /i1 Do [] 0 d Q"


def parsed(content: bytes) -> list[tuple[str, bytes]]:
    """What a parser of the whole syntax reads: operators, and operands in one writing."""
    with pikepdf.new() as pdf:
        instructions = pikepdf.parse_content_stream(pdf.make_stream(content))
        return [
            (str(one.operator), pikepdf.unparse_content_stream([(one.operands, one.operator)])) for one in instructions
        ]


@pytest.mark.parametrize("content", [STREAM, OTHERS])
def test_instructions_are_those_that_a_parser_of_pdf_reads(content: bytes) -> None:
    ours = list(read_instructions(content))
    again = [one for operator, operands in ours for one in parsed(operands + b" " + operator)]
    assert again == parsed(content)
    assert [operator.decode() for operator, _ in ours] == [operator for operator, _ in again]


def test_what_is_no_instruction_takes_no_time() -> None:
    assert list(read_instructions(b"1 " * 100_000 + b"[" * 1000)) == []


def test_lines_put_together_are_the_stream() -> None:
    lines = read_lines(STREAM)
    assert b"\n".join(line for line, _ in lines) == STREAM
    assert [operator for line, operator in lines if line.endswith((b"cm", b"Do"))] == [b"cm", b"Do"]


def test_the_content_of_a_page_may_be_cut_up() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page().obj
        page.Contents = Array([pdf.make_stream(b"q"), pdf.make_stream(b"Q")])
        assert content_of(page) == b"q\nQ"
        page.Contents = pdf.make_stream(b"q Q")
        assert content_of(page) == b"q Q"


def test_matrices_are_multiplied_as_others_do() -> None:
    first, then = (1.5, 0.25, -0.5, 2.0, 10.0, 20.0), (0.0, 1.0, -1.0, 0.0, 3.0, 4.0)
    assert multiply(first, then) == pytest.approx(tuple(Transform(*then).transform(Transform(*first))))
    assert multiply(first, IDENTITY) == multiply(IDENTITY, first) == first
    assert multiply(move(1, 2), move(3, 4)) == move(4, 6)


def test_a_matrix_says_how_it_scales() -> None:
    turned = (math.cos(1) * 3, math.sin(1) * 3, -math.sin(1) * 3, math.cos(1) * 3, 5, 6)
    assert scale_of(turned) == pytest.approx(3)
    assert scale_of((2, 0, 0, -8, 0, 0)) == 4


def test_matrices_are_read_from_operands_and_from_dictionaries() -> None:
    assert read_matrix(b"1 0 0. -1 .5 842".split()) == (1, 0, 0, -1, 0.5, 842)
    assert matrix_of(Dictionary(Matrix=Array([2, 0, 0, 2, 1, 1]))) == (2, 0, 0, 2, 1, 1)
    assert matrix_of(Dictionary()) == IDENTITY


def test_texts_of_glyphs_are_read_as_they_were_written() -> None:
    texts = {
        3: "江",
        4: "潮涌",
        500: "𠮷",
        65535: "A",
        **{1000 + number: chr(0x4E00 + number) for number in range(250)},
    }
    cmap = write_texts(texts)
    assert read_texts(cmap) == texts
    assert cmap.count(b"beginbfchar") == 3, "a block has a hundred entries at most"
    assert b"100 beginbfchar" in cmap


def test_ranges_of_texts_are_read() -> None:
    cmap = b"2 beginbfrange <0003> <0005> <4e00> <0010> <0010> <d842dfb7> endbfrange 1 beginbfchar <0001> <> endbfchar"
    assert read_texts(cmap) == {3: "一", 4: "丁", 5: "丂", 16: "𠮷"}


def test_widths_are_read_as_they_were_written() -> None:
    widths = {1: 500.0, 2: 500.0, 3: 500.0, 5: 250.5, 6: 1000.0, 9: 1000.0}
    array = write_widths(widths)
    assert read_widths(array) == widths
    assert list(array)[:3] == [1, 3, 500]


def test_widths_of_both_forms_are_read_from_a_file() -> None:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.Root.Widths = pdf.make_indirect(Array([1, Array([500, 250.5]), 7, 9, 1000]))
        pdf.save(buffer)
    with pikepdf.open(buffer) as pdf:
        assert read_widths(pdf.Root.Widths) == {1: 500, 2: 250.5, 7: 1000, 8: 1000, 9: 1000}
