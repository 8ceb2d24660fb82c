from __future__ import annotations

import re
from xml.etree import ElementTree

import pymupdf
import pypdfium2
import pytest
import segno
import weasyprint

from pressroom.galley.codes import draw_ean, draw_qr
from pressroom.issue import number_issn

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "data", ["https://example.org/2021/01", "HELLO 2021", "第八期：看这里", 'a&b="<1>"', "x" * 900]
)
def test_modules_are_drawn_where_they_belong(data: str) -> None:
    svg = draw_qr(data, "q")
    side = int(ElementTree.fromstring(svg).attrib["viewBox"].split()[3])
    html = (
        f"<style>@page{{size:{side * 3}pt;margin:0}}body{{margin:0}}svg{{display:block;width:100%;height:auto}}</style>"
    )
    with pypdfium2.PdfDocument(weasyprint.HTML(string=html + svg).write_pdf()) as document:
        assert len(document) == 1
        image = document[0].render(scale=1).to_pil().convert("L")
    drawn = [[image.getpixel((x * 3 + 1, y * 3 + 1)) < 128 for x in range(side)] for y in range(side)]
    encoding = None if data.isascii() else "utf-8"
    mode = None if data.isascii() else "byte"
    code = segno.make_qr(data, error="m", boost_error=False, encoding=encoding, mode=mode)
    assert code.error == "M"
    assert drawn == [[bool(module) for module in row] for row in code.matrix_iter(border=4)]


def test_one_path_and_a_name() -> None:
    root = ElementTree.fromstring(draw_qr("https://example.org/?a=1&b=2", "back-qr"))
    assert [child.tag for child in root] == [f"{SVG}path"]
    assert root[0].attrib["fill"] == "#0c0c00"
    assert root.attrib["id"] == "back-qr-code"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "https://example.org/?a=1&b=2"
    side = int(root.attrib["viewBox"].split()[2])
    assert root.attrib["width"] == root.attrib["height"] == f"{side * 0.5:g}mm"


def test_han_are_written_in_utf_8() -> None:
    shift_jis = segno.make_qr("潮涌", error="m", boost_error=False)
    side = ElementTree.fromstring(draw_qr("潮涌" * 40, "q")).attrib["viewBox"].split()[2]
    utf_8 = segno.make_qr("潮涌" * 40, error="m", mode="byte", encoding="utf-8", boost_error=False)
    assert int(side) == utf_8.symbol_size(border=4)[0]
    assert shift_jis.mode == "kanji"


def test_the_same_code_each_time() -> None:
    assert draw_qr("https://example.org/", "q") == draw_qr("https://example.org/", "q")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "has no data"),
        ("  ", "has no data"),
        ("x" * 2332, "too long: 2332 bytes, and a code holds at most 2331"),
        ("a\x00b", "control character"),
    ],
)
def test_data_that_cannot_be_coded(data: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_qr(data, "q")


def test_the_longest_data_fits() -> None:
    assert 'viewBox="0 0 185 185"' in draw_qr("x" * 2331, "q")


def bars_of(svg: str) -> str:
    """The row of modules that a drawing's bars stand for, from its first bar to its last."""
    path = next(part.attrib["d"] for part in ElementTree.fromstring(svg) if part.tag == f"{SVG}path")
    found = [(int(start), int(run)) for start, run in re.findall(r"M(\d+) [\d.]+h(\d+)", path)]
    first, last = found[0][0], sum(found[-1])
    row = ["0"] * (last - first)
    for start, run in found:
        row[start - first : start - first + run] = "1" * run
    return "".join(row)


def test_an_ean_has_the_modules_of_the_standard() -> None:
    left = ["0001011", "0100111", "0110011", "0010011", "0111101", "0011101"]
    right = ["1100110", "1101100", "1000010", "1011100", "1001110", "1000100"]
    assert bars_of(draw_ean("5901234123457", "e")) == f"101{''.join(left)}01010{''.join(right)}101"
    assert draw_ean("590123412345", "e") == draw_ean("5901234123457", "e")


@pytest.mark.parametrize(("addon", "modules"), [("12", "1011 0011001 01 0010011"), ("05", "1011 0001101 01 0111001")])
def test_an_addon_of_two_digits(addon: str, modules: str) -> None:
    assert bars_of(draw_ean("590123412345", "e", addon)).endswith("0" * 12 + modules.replace(" ", ""))


def test_an_addon_of_five_digits() -> None:
    # 3 * (5+4+9) + 9 * (2+9) = 153: the sets of 3
    wanted = "1011 0111001 01 0010011 01 0100011 01 0001011 01 0010111"
    assert bars_of(draw_ean("978014300723", "e", "52499")).endswith(wanted.replace(" ", ""))


def test_another_program_reads_it() -> None:
    svg = draw_ean(number_issn("2049-3630", "21"), "e", "01")
    html = f"<style>@page{{size:80mm 40mm;margin:6mm}}text{{font-family:sans-serif}}</style>{svg}"
    with pymupdf.open(stream=weasyprint.HTML(string=html).write_pdf()) as document:
        pixels = document[0].get_pixmap(dpi=400).this
        read = pymupdf.mupdf.fz_decode_barcode_from_pixmap(pixels, 0)
    assert read == ("9772049363217", pymupdf.mupdf.FZ_BARCODE_EAN13)


@pytest.mark.parametrize(
    ("data", "addon", "message"),
    [
        ("123", "", "12 digits and a check digit"),
        ("5901234123458", "", "the check digit of 590123412345 is 7, not 8"),
        ("590123412345", "7", "two or five digits"),
        ("590123412345", "٢٢", "two or five digits"),
    ],
)
def test_numbers_that_are_no_ean(data: str, addon: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw_ean(data, "e", addon)
