from __future__ import annotations

from xml.etree import ElementTree

import pypdfium2
import pytest
import segno
import weasyprint

from pressroom.codes import draw_qr

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
