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
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from pressroom import cli
from pressroom.editions import EDITIONS
from pressroom.preflight.epub import inspect_book
from tests.support.books import find_epubcheck, set_desk
from tests.support.needs import needs
from tests.support.nurseries import run_command
from tests.support.paths import GOOD, ROOT
from tests.support.press import Pulled, edition

HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"


class Fixed:
    """The book of the small issue's pages, and the PDF of the same."""

    def __init__(self, pulled: Pulled, epub: bytes, pdf: bytes) -> None:
        self.pulled, self.epub, self.pdf = pulled, epub, pypdfium2.PdfDocument(pdf)
        self.zip = zipfile.ZipFile(io.BytesIO(self.epub))
        names = sorted(name for name in self.zip.namelist() if re.search(r"page_\d+\.xhtml", name))
        self.pages = [ElementTree.fromstring(self.zip.read(name)) for name in names]
        self.package = ElementTree.fromstring(self.zip.read("EPUB/content.opf"))

    def number(self, label: str) -> int:
        return next(number for number, page in enumerate(self.pulled.pages) if page.label == label)


@pytest.fixture(scope="module")
def fixed(shared, river, book):
    return Fixed(river, shared.value("river-fixed", lambda: edition("epub-fixed", river)), book.pdf)


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
    result = run_command("build", "issue", "--jobs", "1", "--edition", "epub-fixed")
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
