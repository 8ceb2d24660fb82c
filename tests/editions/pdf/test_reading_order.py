"""Readings and spreads in the tree of tags, and the order in which others find, copy and say what pages hold."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest

from pressroom.setting.tagging import write_tagged
from pressroom.setting.tagging.roles import summary_of, title_of, words_of
from tests.support.furniture import CSS
from tests.support.pages import page, render
from tests.support.tags import below, faults_of, kids_of

TEXT = (
    "<p>民国年间，<ruby>笕<rt>jiǎn</rt></ruby>桥办过中央航校，城里造过飞机，也有过更大的计划。后来的几十年，"
    "这座城以丝绸、<ruby>茶<rt>chá</rt>叶<rt>yè</rt></ruby>和互联网闻名，飞行成了书里的事。</p><p>下一段。</p>"
)
FOUND = "也有过更大的计划"


@pytest.fixture(scope="module")
def data() -> bytes:
    """A page whose readings stand over lines that a word runs across."""
    return write_tagged(render(page(TEXT, 14, CSS)))


def test_words_that_run_across_lines_under_a_reading_are_found(data: bytes, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(data)
    lines = [document[0].get_textpage().get_text_range()]
    if shutil.which("pdftotext"):
        file = tmp_path / "page.pdf"
        file.write_bytes(data)
        lines.append(
            subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
        )
    for said in lines:
        assert FOUND in "".join(said.split())
        assert "".join(said.split()).index("jiǎn") < "".join(said.split()).index("下一段")
    found = document[0].get_textpage().search("更大的计划")
    assert found.get_next()


def test_readings_are_tagged_in_pairs_with_their_words(data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert faults_of(pdf) == []
        rubies = [e for e in below(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/Ruby"]
        assert [[str(kid.S) for kid in kids_of(ruby)] for ruby in rubies] == [["/RB", "/RT"]] * 3
        assert {str(ruby.P.S) for ruby in rubies} == {"/P"}


def test_a_picture_over_a_spread_is_one_figure() -> None:
    image = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    half = f'<div style="overflow: hidden"><img alt="城" src="{image}" style="width: 42cm; height: 9mm"></div>'
    small = f'<img alt="印" src="{image}" style="width: 9mm">'
    body = f'{half}<p>{small}</p><p style="break-before: page">二</p>{half}<p>{small}</p>'
    with pikepdf.open(io.BytesIO(write_tagged(render(page(body, 14))))) as pdf:
        assert len(pdf.pages) == 2
        assert faults_of(pdf) == []
        figures = [e for e in below(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["城", "印", "印"]
        assert len(kids_of(figures[0])) == 2
        assert "/A" not in figures[0]


def test_what_is_read_last_comes_last() -> None:
    link = ElementTree.fromstring(
        '<a><span>眉题</span> <i data-read="last">12</i> <u aria-hidden="true">/</u> <b>标题</b> <s>等10则</s></a>'
    )
    assert words_of(link) == "眉题 标题 等10则 12"


def test_folios_of_the_contents_are_tagged_behind_the_titles() -> None:
    body = '<p><a href="#x"><b data-read="last">12</b> 标题</a></p><p id="x" style="break-before: page">二</p>'
    data = write_tagged(render(page(body, 14)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        link = next(e for e in below(pdf.Root.StructTreeRoot.K[0]) if str(e.S) == "/Link")
        roles = [str(kid.S) if "/S" in kid else str(kid.Type) for kid in kids_of(link) if not isinstance(kid, int)]
        assert roles[-1] == "/Span"
        assert str(pdf.pages[0].Annots[0].Contents) == "标题 12"


def test_boxes_and_tables_have_names() -> None:
    root = ElementTree.fromstring(
        '<article><header><h1>大标题</h1></header><table id="a" /><h2>车次</h2><div><table id="b" /></div>'
        '<aside><p class="box-title">里程</p><table id="c" /></aside><table id="d"><caption>有题</caption></table></article>'
    )
    parents = {child: parent for parent in root.iter() for child in parent}
    tables = {table.get("id"): summary_of(table, parents) for table in root.iter("table")}
    assert tables == {"a": "大标题", "b": "车次", "c": "里程", "d": ""}
    assert [title_of(box) for box in root.iter("aside")] == ["里程"]
