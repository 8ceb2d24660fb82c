"""The EPUB edition: what a reading system and its reader would see in the book of a small issue."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import uuid
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat

from pressroom.editions import EDITIONS
from pressroom.editions.epub import _read_styles
from pressroom.editions.epub.book import PageMark
from pressroom.editions.epub.dressing import dress
from pressroom.editions.epub.lettering import HANDS
from pressroom.editions.epub.markup import read_tree, text_of, write_tree
from pressroom.editions.epub.pagelist.aligning import share_out
from pressroom.editions.epub.pagelist.marking import insert_marks
from pressroom.editions.epub.pagelist.placing import place_pages
from pressroom.editions.epub.pages import WIDTH, picture_cover
from pressroom.editions.epub.photos import fit_photo
from pressroom.editions.epub.pictures import PictureBox
from pressroom.editions.pdf.metadata import identify_issue
from pressroom.issue import Evaluation, Magazine
from pressroom.report import LayoutError
from pressroom.run import Break
from tests.support.books import find_epubcheck, set_desk
from tests.support.needs import needs
from tests.support.paths import ROOT
from tests.support.press import Pulled, config_in, edition, prepare, pull, reading

HTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
FIRST = 9  # characters that are compared at the start of a page
COVER, CONTENTS, MASTHEAD = "page_cover.xhtml", "page_contents.xhtml", "page_masthead.xhtml"


@dataclass(frozen=True)
class Pressed:
    """The issue, pressed both ways."""

    pulled: Pulled
    epub: bytes
    pdf: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.epub))

    def read(self, name: str) -> bytes:
        return self.zip.read(f"EPUB/{name}")

    def tree(self, name: str) -> Element:
        return ElementTree.fromstring(self.read(name))

    @property
    def package(self) -> Element:
        return self.tree("content.opf")

    @property
    def manifest(self) -> dict[str, dict[str, str]]:
        return {item.get("id", ""): dict(item.items()) for item in self.package.iter(f"{OPF}item")}

    @property
    def spine(self) -> list[str]:
        return [self.manifest[item.get("idref", "")]["href"] for item in self.package.iter(f"{OPF}itemref")]

    @property
    def documents(self) -> dict[str, Element]:
        return {name: self.tree(name) for name in self.spine}

    def nav(self, kind: str) -> Element:
        return next(nav for nav in self.tree(CONTENTS).iter(f"{HTML}nav") if nav.get(f"{OPS}type") == kind)


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    return press_both(set_desk(tmp_path_factory.mktemp("epub") / "desk"))


def press_both(desk: Path) -> Pressed:
    pulled = pull(desk / "issue", config_in(desk))
    return Pressed(pulled, edition("epub", pulled), edition("screen", pulled))


def squeeze(text: str) -> str:
    return "".join(text.split())


def is_mark(element: Element) -> bool:
    return element.get("role") == "doc-pagebreak"


def following_text(root: Element, ident: str) -> str:
    """What a document says after an id, without the line that only the book has."""
    parts: list[str] = []
    found = False

    def walk(element: Element) -> None:
        nonlocal found
        found = found or element.get("id") == ident
        if element.get("class") == "department" or element.tag == f"{SVG}svg":
            return
        if found:
            parts.append(element.text or "")
        for child in element:
            walk(child)
            if found:
                parts.append(child.tail or "")

    walk(root.find(f"{HTML}body"))
    return squeeze("".join(parts))


def test_the_book_is_one_of_the_editions():
    edition = EDITIONS["epub"]
    assert (edition.name, edition.ending) == ("epub", "epub")
    assert not edition.for_the_desk


@needs("epubcheck")
def test_epubcheck_finds_nothing(pressed, tmp_path):
    book = tmp_path / "book.epub"
    book.write_bytes(pressed.epub)
    command = ["java", "-jar", str(find_epubcheck()), "--failonwarnings", str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


# Pages


def labels_of(pressed: Pressed) -> list[str]:
    return [page.label for page in pressed.pulled.pages]


def test_every_page_is_marked_once_and_in_order(pressed):
    marks = [part.get("aria-label") for root in pressed.documents.values() for part in root.iter() if is_mark(part)]
    assert marks == labels_of(pressed)
    assert marks[0] == "C1"
    assert marks[-1] == "C4"
    assert [str(number) for number in range(1, 17)] == [mark for mark in marks if mark.isdigit()]


def test_page_list_points_at_each_mark(pressed):
    links = list(pressed.nav("page-list").iter(f"{HTML}a"))
    assert [link.text for link in links] == labels_of(pressed)
    for link in links:
        name, _, ident = link.get("href").partition("#")
        (mark,) = (part for part in pressed.documents[name].iter() if part.get("id") == ident)
        assert is_mark(mark)
        assert mark.get(f"{OPS}type") == "pagebreak"
        assert mark.get("aria-label") == link.text
        assert not text_of(mark)


def test_text_after_a_mark_is_the_first_of_its_page(pressed):
    pdf = pypdfium2.PdfDocument(pressed.pdf)
    compared = []
    for number, page in enumerate(pressed.pulled.pages):
        if not page.slot.articles:
            continue
        printed = (
            squeeze(pdf[number].get_textpage().get_text_bounded())
            .removesuffix(page.label)
            .removeprefix(page.label)
            .removeprefix("名丈")
        )
        if "此页留白" in printed:
            continue
        name = next(name for name, root in pressed.documents.items() if holds(root, f"page-{page.label}"))
        said = following_text(pressed.documents[name], f"page-{page.label}")
        assert said[:FIRST] == printed[: len(said[:FIRST])], page.label
        compared.append(page)
    assert len([page for page in compared if page.slot.articles[0].slug == "dyke"]) >= 4
    assert len(compared) >= 7


def holds(root: Element, ident: str) -> bool:
    return any(part.get("id") == ident for part in root.iter())


def test_some_pages_begin_inside_a_paragraph(pressed):
    runs = [run for pasteup, run in pressed.pulled.parts if pasteup.slugs == ("dyke",)]
    inside = [found for found in runs[0].breaks if found.offset]
    assert inside
    paragraphs = [part for part in pressed.documents["dyke.xhtml"].iter(f"{HTML}p") if any(map(is_mark, part.iter()))]
    assert any(any(is_mark(part) for part in list(p)) and squeeze(p.text or "") for p in paragraphs)


def test_pages_without_words_stand_where_they_belong(pressed):
    marks = {
        name: [part.get("aria-label") for part in root.iter() if is_mark(part)]
        for name, root in pressed.documents.items()
    }
    assert marks[COVER] == ["C1", "C2"]
    assert marks[MASTHEAD] == ["1"]
    assert marks[CONTENTS] == ["3"]
    assert marks["news.xhtml"] == ["14", "15", "16", "C3", "C4"]
    assert following_text(pressed.documents["news.xhtml"], "page-15") == ""


def test_a_page_that_goes_on_without_words_stands_after_those_that_have_some(pressed):
    parts = []
    for pasteup, run in pressed.pulled.parts:
        if pasteup.slugs == ("letter",):
            run = replace(run, breaks=(Break(0, "letter", 0), Break(1, "letter", 0)), set_pages=2)
            pasteup = replace(pasteup, slot=replace(pasteup.slot, labels=("2", "2a")))
        parts.append((pasteup, run))
    marks = place_pages(pressed.pulled.with_parts(parts).proof)["letter.xhtml"]
    assert marks == (PageMark("2", "letter", 0), PageMark("2a", at_end=True))


MARKED = {
    "inside a word": ("<p id='b'>一二三四</p>", "b", 2, "<p id='b'>一二|三四</p>"),
    "white space is not counted": ("<p id='b'>一 二\n三</p>", "b", 2, "<p id='b'>一 二\n|三</p>"),
    "before an emphasis, not in it": (
        "<p id='b'>一<strong>二三</strong></p>",
        "b",
        1,
        "<p id='b'>一|<strong>二三</strong></p>",
    ),
    "before a call and its link": (
        "<p id='b'>一<sup><a>1</a></sup>二</p>",
        "b",
        1,
        "<p id='b'>一|<sup><a>1</a></sup>二</p>",
    ),
    "inside an emphasis": ("<p id='b'><em>一二</em></p>", "b", 1, "<p id='b'><em>一|二</em></p>"),
    "after an emphasis": ("<p id='b'><em>一二</em>三</p>", "b", 2, "<p id='b'><em>一二</em>|三</p>"),
    "only the block's own text counts": (
        "<ul id='u'><li id='b'>一<ul id='v'><li id='w'>九九</li></ul>二三</li></ul>",
        "b",
        2,
        "<ul id='u'><li id='b'>一<ul id='v'><li id='w'>九九</li></ul>二|三</li></ul>",
    ),
    "no mark among rows": (
        "<table id='t'><tr id='b'><td>一</td></tr></table>",
        "b",
        0,
        "<table id='t'><tr id='b'><td>|一</td></tr></table>",
    ),
    "no mark between list and items": ("<ul id='b'><li>一</li></ul>", "b", 0, "|<ul id='b'><li>一</li></ul>"),
    "no mark between figure and caption": (
        "<p id='a'>一</p><figure id='b'><figcaption>二</figcaption></figure>",
        "b",
        0,
        "<p id='a'>一</p>|<figure id='b'><figcaption>二</figcaption></figure>",
    ),
    "more than there is": ("<p id='b'>一二</p><p id='c'>三</p>", "b", 9, "<p id='b'>一二|</p><p id='c'>三</p>"),
    "a block that is not there": ("<p id='b'>一</p>", "x", 3, "|<p id='b'>一</p>"),
    "drawings are not text": (
        "<div id='b'><svg xmlns='http://www.w3.org/2000/svg'><text>九</text></svg>一二</div>",
        "b",
        1,
        "<div id='b'><svg xmlns='http://www.w3.org/2000/svg'><text>九</text></svg>一|二</div>",
    ),
}


@pytest.mark.parametrize("case", MARKED, ids=str)
def test_marks_go_before_the_character(case):
    markup, block, offset, expected = MARKED[case]
    root = read_tree(f"<section id='s'>{markup}</section>")
    blocks = {part.get("id", "") for part in root.iter()} - {""}
    insert_marks(root, (PageMark("7", block, offset),), blocks)
    written = re.sub(r"<span[^>]*></span>", "|", write_tree(root)).replace('"', "'")
    assert written == f"<section id='s'>{expected}</section>"


def test_marks_keep_their_order():
    root = read_tree("<section id='s'><p id='b'>一二三</p><p id='c'>四</p></section>")
    marks = (
        PageMark("1", "s"),
        PageMark("2", "b", 2),
        PageMark("3", "b", 2),
        PageMark("4", "b", 1),
        PageMark("5", at_end=True),
    )
    insert_marks(root, marks, {"s", "b", "c"})
    written = re.sub(r'<span[^>]*aria-label="(.)"></span>', r"[\1]", write_tree(root))
    assert written == '<section id="s">[1]<p id="b">一二[2][3][4]三</p><p id="c">四</p>[5]</section>'


# Navigation


def outline(nav: Element) -> list[object]:
    def read(items: Element) -> list[object]:
        found: list[object] = []
        for item in items.findall(f"{HTML}li"):
            link, below = item.find(f"{HTML}a"), item.find(f"{HTML}ol")
            found.append((text_of(link), link.get("href"), *([read(below)] if below is not None else [])))
        return found

    return read(nav.find(f"{HTML}ol"))


def test_contents_name_departments_parts_and_articles(pressed):
    assert outline(pressed.nav("toc")) == [
        ("版权页", MASTHEAD),
        ("卷首 <一> & 二", "letter.xhtml"),
        (
            "特写",
            "dyke.xhtml",
            [
                ("堤", "dyke.xhtml", [("长堤 与守堤的人", "dyke.xhtml")]),
                ("船", "boats.xhtml", [("船家三问", "boats.xhtml"), ("潮水表", "tides.xhtml")]),
            ],
        ),
        ("短讯", "news.xhtml", [("三条短讯", "news.xhtml")]),
    ]


def test_ncx_says_what_nav_says(pressed):
    ncx = pressed.tree("toc.ncx")

    def read(parent: Element) -> list[object]:
        found: list[object] = []
        for point in parent.findall(f"{NCX}navPoint"):
            below = read(point)
            title, href = text_of(point.find(f"{NCX}navLabel")), point.find(f"{NCX}content").get("src")
            found.append((title, href, *([below] if below else [])))
        return found

    assert read(ncx.find(f"{NCX}navMap")) == outline(pressed.nav("toc"))
    targets = list(ncx.iter(f"{NCX}pageTarget"))
    links = list(pressed.nav("page-list").iter(f"{HTML}a"))
    assert [target.find(f"{NCX}content").get("src") for target in targets] == [link.get("href") for link in links]
    heads = {meta.get("name"): meta.get("content") for meta in ncx.iter(f"{NCX}meta")}
    assert heads == {
        "dtb:uid": identify_issue(pressed.pulled.issue),
        "dtb:depth": "3",
        "dtb:totalPageCount": "16",
        "dtb:maxPageNumber": "16",
    }


def test_landmarks_are_in_the_language_of_the_magazine(pressed):
    links = [
        (link.get(f"{OPS}type"), link.get("href"), link.text) for link in pressed.nav("landmarks").iter(f"{HTML}a")
    ]
    assert links == [
        ("cover", COVER, "封面"),
        ("toc", f"{CONTENTS}#contents", "目录"),
        ("bodymatter", "letter.xhtml", "正文"),
    ]


def test_the_order_is_that_of_the_flatplan(pressed):
    articles = ["dyke.xhtml", "boats.xhtml", "tides.xhtml", "news.xhtml"]
    assert pressed.spine == [COVER, MASTHEAD, "letter.xhtml", CONTENTS, *articles]


def test_all_links_lead_somewhere(pressed):
    idents = {name: {part.get("id") for part in root.iter()} for name, root in pressed.documents.items()}
    count = 0
    for name, root in pressed.documents.items():
        for link in root.iter(f"{HTML}a"):
            target, _, ident = link.get("href").partition("#")
            assert (target or name) in idents
            assert not ident or ident in idents[target or name]
            count += 1
    assert count > 30
    links = [link.get("href") for link in pressed.documents["letter.xhtml"].iter(f"{HTML}a")]
    assert links == ["dyke.xhtml", "news.xhtml"]


# Articles


def test_no_word_is_lost(pressed):
    for galley in pressed.pulled.galleys:
        root = pressed.documents[f"{galley.article.slug}.xhtml"]
        body = ElementTree.fromstring(f"<x>{galley.html}</x>")
        for back in body.iter("a"):
            back.text = "↑" if back.get("role") == "doc-backlink" else back.text
        said = squeeze(text_of(root.find(f"{HTML}body"))).replace("注释", "")
        assert squeeze(text_of(body)) in said
        assert squeeze(galley.article.title + galley.article.deck) in said


def test_documents_are_titled_in_their_language_and_open_with_one_headline(pressed):
    for name, root in pressed.documents.items():
        assert root.get("lang") == root.get(XML_LANG) == "zh-CN"
        title = root.find(f"{HTML}head/{HTML}title").text
        assert title
        assert not title.endswith("xhtml")
        heads = list(root.iter(f"{HTML}h1"))
        assert len(heads) == (0 if name == COVER else 1)
        if name not in {COVER, CONTENTS, MASTHEAD}:
            assert text_of(heads[0]) == title
            (section,) = (part for part in root.iter(f"{HTML}section") if part.get("role") == "doc-chapter")
            assert section.get("aria-labelledby") == heads[0].get("id")
            assert section.get("id") == PurePosixPath(name).stem


def test_no_document_holds_what_only_the_press_needs(pressed):
    for name, root in pressed.documents.items():
        for part in root.iter():
            assert not [key for key in part.keys() if key.startswith("data-") or key == "style"], name  # noqa: SIM118
            assert part.get("class") != "picture-wanted"
        text = pressed.read(name).decode()
        assert "file:" not in text
        assert "pressroom:" not in text


def test_notes_are_called_and_lead_back(pressed):
    root = pressed.documents["news.xhtml"]
    calls = [part for part in root.iter() if part.get(f"{OPS}type") == "noteref"]
    notes = {part.get("id"): part for part in root.iter() if part.get(f"{OPS}type") == "footnote"}
    backs = [part for part in root.iter() if part.get("role") == "doc-backlink"]
    assert len(calls) == len(backs) == 3
    assert len(notes) == 2
    assert {call.get("href")[1:] for call in calls} == set(notes)
    assert {back.get("href")[1:] for back in backs} == {call.get("id") for call in calls}
    assert all(back.get("aria-label").startswith("返回正文") for back in backs)
    assert "只在周末" in text_of(notes["fn-news-1"])
    assert {note.get("role") for note in notes.values()} == {"doc-footnote"}


def test_boxes_are_no_landmarks(pressed):
    roles = {part.get("role") for root in pressed.documents.values() for part in root.iter(f"{HTML}aside")}
    assert roles == {"doc-pullquote", "note"}


def test_bylines_name_roles(pressed):
    (byline,) = (part for part in pressed.documents["dyke.xhtml"].iter() if part.get("class") == "bylines")
    assert squeeze(text_of(byline)) == "记者周砚编辑林晚"
    people = [part.text for part in byline.iter() if part.get("class") == "person"]
    assert people == ["周砚", "林晚"]


def test_an_advertisement_does_not_say_its_headline_twice():
    root = read_tree(
        '<section><h1><span>来投稿</span></h1><section class="ad"><p class="ad-title">来投稿</p><p>写来。</p></section></section>'
    )
    dress(root, PictureBox((), None), {})
    assert text_of(root) == "来投稿写来。"


# Pictures and drawings


def test_each_picture_is_there_once_under_a_plain_name(pressed):
    images = [part for root in pressed.documents.values() for part in root.iter(f"{HTML}img")]
    assert all(image.get("alt") for image in images)
    used = Counter(image.get("src") for image in images)
    art = {item["href"]: item["media-type"] for item in pressed.manifest.values() if item["href"].startswith("art/")}
    assert set(used) - set(art) == {"cover_image.jpg"}
    assert set(art) - set(used) == set()
    assert sorted(art.values()) == ["image/jpeg", "image/png", "image/webp"]
    assert max(used.values()) == 2
    for name in art:
        assert hashlib.sha256(pressed.read(name)).hexdigest().startswith(PurePosixPath(name).stem)
    assert all(re.fullmatch(r"[\x21-\x7e]+", name) for name in pressed.zip.namelist())


def fit(photo: Path) -> bytes:
    """Fit a photograph to screens."""
    with reading(photo.parent) as workshop:
        return fit_photo(photo, workshop)


def save_photo(file: Path, mode: str, size: tuple[int, int], **options: object) -> Path:
    """A photograph with a bright corner at its top left."""
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    picture.paste(Image.new("L", (size[0] // 4, size[1] // 4), 255).convert(mode), (0, 0))
    picture.save(file, **options)
    return file


def test_large_photographs_are_fitted_to_screens(tmp_path):
    turned = Image.Exif()
    turned[274] = 6  # lies on its side
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (3000, 2000), exif=turned, quality=95)
    fitted = Image.open(io.BytesIO(fit(photo)))
    assert (fitted.format, fitted.size, fitted.mode) == ("JPEG", (1067, 1600), "RGB")
    assert not fitted.getexif()
    assert fitted.getpixel((1050, 10))[0] > 240, "its top left is now its top right"
    assert fit(photo) == fit(photo)


@pytest.mark.parametrize(("name", "mode", "seen"), [("inks.jpg", "CMYK", "RGB"), ("fine.png", "I;16", "L")])
def test_photographs_for_the_press_are_converted(tmp_path, name, mode, seen):
    picture = Image.new(mode, (40, 30), 0 if mode == "CMYK" else 65535)
    picture.save(tmp_path / name)
    fitted = Image.open(io.BytesIO(fit(tmp_path / name)))
    assert (fitted.mode, fitted.size) == (seen, (40, 30))
    assert fitted.convert("L").getpixel((5, 5)) >= 253


def test_small_photographs_stay_as_they_are(tmp_path):
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (1600, 900))
    assert fit(photo) == photo.read_bytes()
    large = save_photo(tmp_path / "large.png", "RGBA", (2000, 1000))
    assert Image.open(io.BytesIO(fit(large))).mode == "RGBA"


def test_charts_use_the_readers_ink_and_keep_their_table(pressed):
    root = pressed.documents["tides.xhtml"]
    (chart,) = (part for part in root.iter(f"{HTML}figure") if part.get("class") == "chart")
    (drawing,) = chart.iter(f"{SVG}svg")
    colours = {part.get(key) for part in drawing.iter() for key in ("fill", "stroke")} - {None, "none"}
    assert "currentColor" in colours
    assert not {colour for colour in colours if colour.startswith("#0c0c")}
    for colour in colours - {"currentColor"}:
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#000000") >= 3
    assert drawing.get("viewBox")
    (table,) = chart.iter(f"{HTML}table")
    assert [part.get("scope") for part in table.iter(f"{HTML}th")] == ["col"] * 3
    assert {part.get("class") for part in table.iter(f"{HTML}td")} == {None, "align-right", "align-center"}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""

    def light(colour: str) -> float:
        values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_codes_are_dark_on_a_white_plate(pressed):
    (code,) = (part for part in pressed.documents["boats.xhtml"].iter() if part.get("class") == "qr")
    plate, *dark = list(code.find(f"{SVG}svg"))
    assert (plate.tag, plate.get("fill"), plate.get("width")) == (f"{SVG}rect", "#ffffff", "100%")
    assert {part.get("fill") for part in dark} == {"#000000"}


def test_documents_with_drawings_say_so(pressed):
    for item in pressed.manifest.values():
        if item["media-type"] == "application/xhtml+xml":
            drawn = any(True for _ in pressed.documents[item["href"]].iter(f"{SVG}svg"))
            assert ("svg" in item.get("properties", "").split()) == drawn, item["href"]


def test_the_cover_is_the_printed_one_large_enough_for_shops(pressed):
    item = pressed.manifest["cover-image"]
    assert (item["href"], item["media-type"], item["properties"]) == ("cover_image.jpg", "image/jpeg", "cover-image")
    cover = Image.open(io.BytesIO(pressed.read("cover_image.jpg")))
    assert cover.width == WIDTH >= 1600
    assert cover.height / cover.width == pytest.approx(160 / 120, abs=0.001)
    printed = pypdfium2.PdfDocument(pressed.pdf)[0].render(scale=0.5).to_pil().convert("RGB")
    difference = ImageChops.difference(cover.resize(printed.size, Image.Resampling.BOX), printed)
    assert max(ImageStat.Stat(difference).mean) < 4
    assert max(ImageStat.Stat(printed).stddev) > 10, "a blank page would prove nothing"
    (image,) = pressed.documents[COVER].iter(f"{HTML}img")
    assert image.get("alt") == "封面 · 江声 No. 12 · 与水为邻 · 渡口与堤 · 船家三问 · 江上一轮落日"


def test_without_a_cover_the_first_page_stands_for_it(pressed):
    proof = pressed.pulled.with_parts(pressed.pulled.parts[1:]).proof
    page = pypdfium2.PdfDocument(proof.runs[0].pdf)[0].render(scale=0.5).to_pil().convert("RGB")
    cover = Image.open(io.BytesIO(picture_cover(proof).data)).resize(page.size, Image.Resampling.BOX)
    assert max(ImageStat.Stat(ImageChops.difference(cover, page)).mean) < 4
    assert cover.tobytes() != Image.open(io.BytesIO(pressed.read("cover_image.jpg"))).resize(page.size).tobytes()


# Fonts and style


def test_fonts_hold_every_character(pressed):
    fonts = {}
    for name in pressed.zip.namelist():
        if name.endswith(".ttf"):
            font = TTFont(io.BytesIO(pressed.zip.read(name)))
            fonts[font["name"].getBestFamilyName()] = set(font.getBestCmap())
    assert set(fonts) == {
        "Pressroom Song",
        "Pressroom Song Bold",
        "Pressroom Sans",
        "Pressroom Sans Bold",
        "Pressroom Kai",
        "Pressroom Rare",
    }
    shown = {sign for root in pressed.documents.values() for sign in text_of(root) if not sign.isspace()}
    assert {sign for sign in shown if ord(sign) not in fonts["Pressroom Song"] | fonts["Pressroom Rare"]} == set()
    assert ord("𤇾") in fonts["Pressroom Song"] | fonts["Pressroom Rare"]
    parts = [part for root in pressed.documents.values() for part in root.iter()]
    for name, family in (
        ("strong", "Song Bold"),
        ("em", "Kai"),
        ("deck", "Kai"),
        ("credit", "Sans"),
        ("th", "Sans Bold"),
    ):
        family = f"Pressroom {family}"
        named = [part for part in parts if name in {str(part.tag).removeprefix(HTML), part.get("class")}]
        signs = {sign for part in named for sign in text_of(part) if not sign.isspace()}
        assert signs
        assert {sign for sign in signs if ord(sign) not in fonts[family]} == set(), family
    assert all(len(held) < 600 for held in fonts.values())


def test_fonts_come_with_their_licences_and_are_asked_for(pressed):
    css = pressed.read("style.css").decode()
    for item in pressed.manifest.values():
        if item["media-type"] == "font/ttf":
            assert f'url("{item["href"]}")' in css
    licences = [name for name in pressed.zip.namelist() if name.endswith("OFL.txt")]
    assert len(licences) >= 3
    assert all("SIL" in pressed.zip.read(name).decode() for name in licences)
    for hand in HANDS:
        assert f"{', '.join(hand.selectors)} {{\n  font-family:" in css


def test_style_leaves_the_colours_to_the_reader(pressed):
    css = re.sub(r"/\*.*?\*/", "", pressed.read("style.css").decode(), flags=re.S)
    assert not re.search(r"(?<![\w-])(color|background[\w-]*)\s*:(?!\s*inherit)", css)
    assert "--" not in css.replace("-- ", "")
    assert "&" not in css
    assert ".kind-story h1" in css, "the layout's own sheet comes after"
    assert re.search(r"text-indent: 2em", css)
    assert re.search(r"line-height: 1.75", css)


def test_a_style_sheet_that_refers_to_a_file_is_refused(tmp_path):
    desk = set_desk(tmp_path / "desk")
    sheet = desk / "layouts" / "river" / "epub.css"
    sheet.write_text("p { color: inherit }\nbody { background: url(paper.png) }\n", encoding="utf-8")
    made = prepare(desk / "issue", config_in(desk))
    with pytest.raises(LayoutError, match=r"epub\.css:2:20: stop: url\( refers to a file"):
        _read_styles(made.layout)


# The package


def statements(pressed: Pressed, name: str) -> list[str]:
    return [part.text for part in pressed.package.iter() if part.tag == DC + name or part.get("property") == name]


def test_metadata(pressed):
    package = pressed.package
    assert package.get(XML_LANG) == "zh-CN"
    assert package.get("prefix") is None
    assert package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"
    assert statements(pressed, "title") == ["江声 No. 12", "与水为邻"]
    assert statements(pressed, "language") == ["zh-CN"]
    assert statements(pressed, "publisher") == ["江声编辑部"]
    assert statements(pressed, "date") == statements(pressed, "dcterms:modified") == ["2021-03-01T00:00:00Z"]
    assert statements(pressed, "belongs-to-collection") == ["江声"]
    assert statements(pressed, "group-position") == ["12"]
    assert statements(pressed, "dcterms:identifier") == ["urn:issn:1234-5679"]
    assert "江声" in statements(pressed, "title")[0]
    filed = [part.text for part in pressed.package.iter() if part.get("property") == "file-as"]
    assert filed == ["Jiang sheng No. 12", "Zhou, Yan", "Lin, Wan"]
    legacy = {part.get("name"): part.get("content") for part in pressed.package.iter() if part.get("name")}
    assert legacy == {"cover": "cover-image", "calibre:series": "江声", "calibre:series_index": "12"}
    assert statements(pressed, "pageBreakSource") == statements(pressed, "source") == ["urn:issn:1234-5679"]
    assert statements(pressed, "identifier") == [identify_issue(pressed.pulled.issue)]


def test_people_are_named_once_with_all_that_they_did(pressed):
    roles: dict[str, list[str]] = {}
    for part in pressed.package.iter():
        if part.get("property") == "role":
            roles.setdefault(part.get("refines")[1:], []).append(part.text)
    people = {
        (part.tag.removeprefix(DC), part.text): roles[part.get("id")]
        for part in pressed.package.iter()
        if part.tag in {f"{DC}creator", f"{DC}contributor"}
    }
    assert people == {("creator", "周砚"): ["aut", "pht"], ("creator", "林晚"): ["edt", "aut"]}


def test_accessibility_is_described_and_not_claimed(pressed):
    assert statements(pressed, "schema:accessMode") == ["textual", "visual"]
    assert statements(pressed, "schema:accessModeSufficient") == ["textual,visual", "textual"]
    features = set(statements(pressed, "schema:accessibilityFeature"))
    assert {
        "tableOfContents",
        "structuralNavigation",
        "pageNavigation",
        "pageBreakMarkers",
        "alternativeText",
    } <= features
    assert statements(pressed, "schema:accessibilityHazard") == ["none"]
    assert "印刷版" in statements(pressed, "schema:accessibilitySummary")[0]
    assert statements(pressed, "dcterms:conformsTo") == []


def test_a_claim_is_made_where_a_person_judged(pressed):
    issue = replace(pressed.pulled.issue, evaluation=Evaluation("2.2", "AA", "沈禾"))
    issue = replace(issue, magazine=replace(issue.magazine, rights="© 江声编辑部"))
    judged = Pressed(pressed.pulled, edition("epub", pressed.pulled.with_issue(issue)), b"")
    assert statements(judged, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert statements(judged, "a11y:certifiedBy") == ["沈禾"]
    assert statements(judged, "rights") == ["© 江声编辑部"]


def test_identifier_is_a_uuid_of_version_5(pressed):
    issue = pressed.pulled.issue
    expected = uuid.uuid5(uuid.NAMESPACE_URL, "pressroom:1234-5679/12/2021-03")
    assert identify_issue(issue) == f"urn:uuid:{expected}"
    assert identify_issue(replace(issue, number=13)) != identify_issue(issue)
    unnumbered = replace(issue, magazine=Magazine("江声", "zh-CN", issue.place))
    assert identify_issue(unnumbered) == f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'pressroom:江声/12/2021-03')}"


def test_the_type_comes_first_and_nothing_tells_the_time(pressed):
    entries = pressed.zip.infolist()
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert pressed.zip.read("mimetype") == b"application/epub+zip"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}
    names = [entry.filename for entry in entries[3:]]
    assert names == sorted(names)
    opened = {entry.filename for entry in entries[3:]}
    assert opened == {f"EPUB/{item['href']}" for item in pressed.manifest.values()}


AGAIN = """
import sys
from pathlib import Path
from tests.support.press import edition_of_folder
desk = Path(sys.argv[1])
(desk / "book.epub").write_bytes(edition_of_folder("epub", desk))
"""


def test_the_same_sources_give_the_same_bytes(pressed, tmp_path):
    desk = set_desk(tmp_path / "another folder" / "桌")
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", AGAIN, str(desk)]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert (desk / "book.epub").read_bytes() == pressed.epub


def test_a_book_in_english_speaks_english(pressed):
    issue = pressed.pulled.issue
    english = replace(issue, magazine=replace(issue.magazine, language="en-GB"))
    layout = replace(pressed.pulled.layout, words=(("cover", "Front"), ("epub-body", "Stories")))
    epub = edition("epub", pressed.pulled.with_issue(english).with_layout(layout))
    other = Pressed(pressed.pulled, epub, b"")
    assert [link.text for link in other.nav("landmarks").iter(f"{HTML}a")] == ["Front", "Contents", "Stories"]
    assert other.documents[CONTENTS].get("lang") == "en-GB"


def test_entries_are_shared_out_over_the_pages_that_print_them():
    entries = [{"甲篇"}, {"乙篇", "乙 篇（二则）"}, {"丙篇"}, {"丁篇"}]
    assert share_out(entries, ["目录 甲篇 6 乙篇", "丙篇 丁篇"]) == (0, 2)
    assert share_out(entries, ["目录 甲篇", "乙篇（二则）丙篇", "丁篇"]) == (0, 1, 3)
    assert share_out(entries, ["甲篇", "", "乙篇 丙篇 丁篇"]) == (0, 1, 1)
    assert share_out(entries, ["甲篇 乙篇", "丁篇"]) == (0, 3)  # what no page prints stays on the page before
    assert share_out(entries, ["丁篇 丙篇 乙篇 甲篇"]) == (0,)
    assert share_out([], ["目录", ""]) == (0, 0)


@pytest.fixture(scope="module")
def long_contents(tmp_path_factory):
    """The same issue, its contents on two pages."""
    desk = set_desk(tmp_path_factory.mktemp("epub-contents") / "desk")
    sheet = desk / "issue" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8").replace("folio: 2, copy: letter", "folio: 4, copy: letter")
    text = text.replace("kind: contents, folio: 3", "kind: contents, folio: 2").replace(
        "folio: 4, department", "folio: 5, department"
    )
    lines = text.splitlines()
    letter = next(number for number, line in enumerate(lines) if "letter" in line)
    lines.insert(letter + 1, lines.pop(letter))
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    style = desk / "layouts" / "river" / "print.css"
    style.write_text(f"{style.read_text(encoding='utf-8')}\nh2 + p ~ h2 {{ break-before: page }}\n", encoding="utf-8")
    return press_both(desk)


def test_the_second_page_of_the_contents_begins_in_the_list(long_contents):
    pages = [page.label for page in long_contents.pulled.pages if page.slot.kind == "contents"]
    assert pages == ["2", "3"]
    links = list(long_contents.nav("toc").iter(f"{HTML}a"))
    marked = [(text_of(link), link.get("aria-label")) for link in links if link.find(f"{HTML}span") is not None]
    assert marked == [("短讯", "短讯")]
    body = long_contents.tree(CONTENTS).find(f"{HTML}body")
    marks = [part.get("aria-label") for part in body.iter() if part.get("role") == "doc-pagebreak"]
    assert marks == ["2", "3"]
    places = {text_of(link): link.get("href") for link in long_contents.nav("page-list").iter(f"{HTML}a")}
    assert [places["2"], places["3"]] == [f"{CONTENTS}#page-2", f"{CONTENTS}#page-3"]
    ends = [part.tag for part in body.iter() if part.get("role") == "doc-pagebreak" or part.tag == f"{HTML}h1"]
    assert ends == [f"{HTML}span", f"{HTML}h1", f"{HTML}span"]
