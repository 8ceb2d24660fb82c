"""The fixed-layout twin: every letter where it stands in print, as text; all else behind it."""

from __future__ import annotations

import ctypes
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image

from pressroom import cli
from pressroom.editions import EDITIONS
from pressroom.editions.epub.fixed.lifting import lift_text
from pressroom.editions.epub.fixed.reading import read_font
from pressroom.editions.epub.fixed.values import UPRIGHT, Hand, Leaf, Letter, Piece, multiply
from pressroom.editions.epub.fixed.writing import PageWriter
from pressroom.preflight.epub import inspect_book
from tests.support.books import find_epubcheck, set_desk
from tests.support.needs import needs
from tests.support.paths import GOOD, ROOT
from tests.support.press import config_in, edition, pull

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"


class Fixed:
    """The book of the small issue's pages, and the PDF of the same."""

    def __init__(self, desk: Path) -> None:
        self.pulled = pull(desk / "issue", config_in(desk))
        self.epub = edition("epub-fixed", self.pulled)
        self.pdf = pypdfium2.PdfDocument(edition("screen", self.pulled))
        self.zip = zipfile.ZipFile(io.BytesIO(self.epub))
        names = sorted(name for name in self.zip.namelist() if re.search(r"page_\d+\.xhtml", name))
        self.pages = [ElementTree.fromstring(self.zip.read(name)) for name in names]
        self.package = ElementTree.fromstring(self.zip.read("EPUB/content.opf"))

    def number(self, label: str) -> int:
        return next(number for number, page in enumerate(self.pulled.pages) if page.label == label)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory):
    return Fixed(set_desk(tmp_path_factory.mktemp("fixed") / "desk"))


def letters_of(page: Element) -> str:
    return "".join("".join(text.itertext()) for text in page.iter(f"{SVG}text"))


def squeeze(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isprintable() and not sign.isspace())


def test_it_is_made_only_when_asked_for(tmp_path, monkeypatch):
    edition = EDITIONS["epub-fixed"]
    assert (edition.ending, edition.on_request) == ("fixed.epub", True)
    build = next(option for option in cli.main.commands["build"].params if option.name == "editions")
    assert "epub-fixed" not in build.default.split(",")
    shutil.copytree(GOOD, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    result = CliRunner().invoke(cli.main, ["build", "issue", "--jobs", "1", "--edition", "epub-fixed"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "desk" / "out" / "issue" / "issue.fixed.epub").is_file()


@needs("epubcheck")
def test_epubcheck_finds_nothing(fixed, tmp_path):
    file = tmp_path / "book.epub"
    file.write_bytes(fixed.epub)
    command = ["java", "-jar", str(find_epubcheck()), "--failonwarnings", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_our_own_checks_find_nothing(fixed, tmp_path):
    file = tmp_path / "book.epub"
    file.write_bytes(fixed.epub)
    assert inspect_book(file).findings == ()


def test_it_has_every_page_on_its_side(fixed):
    assert len(fixed.pages) == len(fixed.pulled.pages) == 20
    sides = [item.get("properties") for item in fixed.package.iter(f"{OPF}itemref")]
    assert sides == ["page-spread-right", "page-spread-left"] * 10
    for side, page in zip(sides, fixed.pulled.pages, strict=True):
        if page.label.isdigit():
            assert side == ("page-spread-right" if int(page.label) % 2 else "page-spread-left"), page.label
    views = {meta.get("content") for page in fixed.pages for meta in page.iter(f"{HTML}meta") if meta.get("name")}
    assert views == {f"width={round(120 / 25.4 * 144)}, height={round(160 / 25.4 * 144)}"}
    assert [meta.text for meta in fixed.package.iter() if meta.get("property") == "rendition:layout"] == [
        "pre-paginated"
    ]
    features = [meta.text for meta in fixed.package.iter() if meta.get("property") == "schema:accessibilityFeature"]
    assert "displayTransformability" not in features


def test_every_letter_of_a_page_is_text(fixed):
    compared = 0
    for number, page in enumerate(fixed.pages):
        printed = squeeze(fixed.pdf[number].get_textpage().get_text_bounded())
        written = squeeze(letters_of(page))
        assert not written - printed, fixed.pulled.pages[number].label
        if not any(part.get("role") == "img" for part in page.iter()):  # drawings keep their letters
            assert written == printed, fixed.pulled.pages[number].label
            compared += written.total()
    assert compared > 3000


def test_letters_stand_where_they_stand_in_print(fixed):
    number = fixed.number("5")
    text_page = fixed.pdf[number].get_textpage()
    height = fixed.pdf[number].get_height()
    printed = Counter()
    for index in range(text_page.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        printed[chr(pdfium.FPDFText_GetUnicode(text_page, index)), round(x.value), round(height - y.value)] += 1
    written = [
        (sign, float(x), float(span.get("y")))
        for span in fixed.pages[number].iter(f"{SVG}tspan")
        for sign, x in zip(span.text, span.get("x").split(), strict=True)
    ]
    assert len(written) > 300
    far = [
        letter
        for letter in written
        if not any(
            printed[letter[0], round(letter[1] + dx), round(letter[2] + dy)] for dx in (-0.2, 0.2) for dy in (-0.2, 0.2)
        )
    ]
    assert far == []


def test_what_is_no_text_lies_behind(fixed):
    grounds = {name: fixed.zip.read(name) for name in fixed.zip.namelist() if "/ground/" in name}
    assert 0 < len(grounds) < len(fixed.pages), "white pages need none"
    cover = next(data for name, data in grounds.items() if "page_001." in name)
    assert Image.open(io.BytesIO(cover)).width == 1400
    image = next(fixed.pages[0].iter(f"{HTML}img"))
    assert (image.get("alt"), image.get("role")) == ("", "presentation")


def test_tags_say_what_the_letters_are(fixed):
    page = fixed.pages[fixed.number("4")]
    heading = next(page.iter(f"{HTML}h1"))
    assert (
        "".join(heading.itertext()).replace(" ", "") == "长堤与守堤的人" == heading.get("aria-label").replace(" ", "")
    )
    pictures = [part for one in fixed.pages for part in one.iter(f"{SVG}svg") if part.get("role") == "img"]
    assert "堤上的灯" in {part.get("aria-label") for part in pictures}
    cells = [cell for one in fixed.pages for cell in one.iter(f"{HTML}th")]
    assert {cell.get("scope") for cell in cells} == {"col"}
    assert all(cell.find(f"{HTML}span").get("class") == "said" for cell in cells)
    assert any("|" not in letters_of(one) for one in fixed.pages)


def test_running_heads_are_passed_over(fixed):
    number = fixed.number("5")
    hidden = [part for part in fixed.pages[number].iter(f"{HTML}div") if part.get("aria-hidden") == "true"]
    assert "5" in "".join("".join(part.itertext()) for part in hidden)


def test_contents_lead_to_the_pages_of_articles(fixed):
    nav = ElementTree.fromstring(fixed.zip.read("EPUB/page_contents.xhtml"))
    links = {link.text: link.get("href") for link in nav.iter(f"{HTML}a")}
    assert links["船家三问"] == f"page_{fixed.number('10') + 1:03}.xhtml"
    assert links["目录"] == f"page_{fixed.number('3') + 1:03}.xhtml"
    assert links["C4"] == "page_020.xhtml#page-C4"


def test_links_lead_to_pages(fixed):
    contents = fixed.pages[fixed.number("3")]
    links = {"".join(link.itertext()).strip(): link.get("href") for link in contents.iter(f"{HTML}a")}
    assert links, "the contents page links its entries"
    assert set(links.values()) <= {f"page_{number:03}.xhtml" for number in range(1, 21)}
    dyke = f"page_{fixed.number('4') + 1:03}.xhtml"
    assert [words for words, target in links.items() if target == dyke], links


AGAIN = """
import sys
from pathlib import Path
from tests.support.press import edition_of_folder
desk = Path(sys.argv[1])
(desk / "book.epub").write_bytes(edition_of_folder("epub-fixed", desk))
"""


def test_the_same_sources_give_the_same_bytes(fixed, tmp_path):
    desk = set_desk(tmp_path / "another folder" / "桌")
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", AGAIN, str(desk)]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert (desk / "book.epub").read_bytes() == fixed.epub


# Pages that are taken apart

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


def lift(content: bytes, is_text: bool = True, **resources: object) -> tuple[Leaf, bytes]:
    pdf = pikepdf.new()
    page = make_page(pdf, content, **resources)
    leaf = lift_text(pdf, page, lambda _stream, _mark: is_text)
    return leaf, page.obj.Contents.read_bytes()


def test_letters_are_placed_by_matrix_width_and_shift():
    leaf, left = lift(
        b"/P <</MCID 3>> BDC 1 0 0 rg BT 2 0 0 2 10 80 Tm /F 5 Tf [<0001> -500 <0010>] TJ ET EMC 0 0 9 9 re f"
    )
    assert leaf.letters == {
        Piece(0, 3): [
            Letter("潮", 10, 20, Hand("Our Song", 10, "#ff0000")),
            Letter("A", 25, 20, Hand("Our Song", 10, "#ff0000")),
        ]
    }
    assert b"TJ" not in left
    assert b"re" in left


def test_turned_letters_keep_their_turn_and_stand_in_it():
    leaf, _ = lift(b"/P <</MCID 0>> BDC BT 0 1 -1 0 50 20 Tm /F 10 Tf <0001> Tj <0010> Tj ET EMC")
    first, second = leaf.letters[Piece(0, 0)]
    assert first.hand.turn == (0, -1, 1, 0)
    assert [(letter.x, letter.y) for letter in (first, second)] == [(50, 80), (50, 70)]
    markup = PageWriter(leaf, (200, 100), lambda _hand: "h").write([Piece(0, 0)])
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
    assert [letter.text for letter in leaf.letters[Piece(0, -1)]] == ["C"]
    assert PageWriter(leaf, (200, 100), lambda _hand: "h").write([]).startswith('<div aria-hidden="true"><svg')


def test_glyphs_outside_the_first_plane_stand_alone():
    leaf, _ = lift(b"/P <</MCID 0>> BDC BT /F 10 Tf [<00010002> <0001>] TJ ET EMC")
    assert [letter.text for letter in leaf.letters[Piece(0, 0)]] == ["潮", "𧎱", "潮"]
    markup = PageWriter(leaf, (200, 100), lambda _hand: "h").write([Piece(0, 0)])
    assert re.findall(r' x="([^"]*)"', markup) == ["0", "10", "15"]


def test_opacity_and_printing_inks_are_kept():
    state = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.5))
    leaf, _ = lift(b"/P <</MCID 0>> BDC /G gs 0 1 0 0 k BT /F 10 Tf <0001> Tj ET EMC", ExtGState=state)
    assert leaf.letters[Piece(0, 0)][0].hand == Hand("Our Song", 10, "#ff00ff", 0.5)


def test_words_of_two_lines_keep_a_space():
    letters = [Letter("a", 0, 10, Hand("F", 5, "#000000")), Letter("b", 0, 20, Hand("F", 5, "#000000"))]
    leaf = Leaf({Piece(0, 0): letters})
    assert "</tspan> <tspan" in PageWriter(leaf, (9, 9), lambda _hand: "h").write([Piece(0, 0)])


def test_fonts_that_are_none_of_ours_are_passed_over():
    assert read_font(pikepdf.Dictionary(Subtype=pikepdf.Name.Type1)) is None


def test_matrices_follow_one_another():
    assert multiply((1, 0, 0, 1, 3, 4), (2, 0, 0, 2, 0, 0)) == (2, 0, 0, 2, 6, 8)
    assert multiply(UPRIGHT, (0, 1, -1, 0, 5, 6)) == (0, 1, -1, 0, 5, 6)
