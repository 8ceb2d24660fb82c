"""Preflight for books: a sound book passes, and each defect planted in it is found and named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image

from pressroom.preflight.epub import BOOK_CHECKS, inspect_book
from pressroom.report import PressError
from tests.support.books import Files, change, put_together, take_apart
from tests.support.paths import ROOT


def in_file(name: str, old: str, new: str, count: int = 1) -> Callable[[Files], None]:
    return lambda files: change(files, name, old, new, count)


def both(*changes: Callable[[Files], None]) -> Callable[[Files], None]:
    def make(files: Files) -> None:
        for one in changes:
            one(files)

    return make


def small_cover(files: Files) -> None:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(files["EPUB/cover_image.jpg"])).resize((1200, 1600)).save(buffer, "JPEG")
    files["EPUB/cover_image.jpg"] = buffer.getvalue()


def swap_entries(files: Files) -> None:
    """Put the first article of the contents behind the last."""
    for name, pattern, behind in (
        (
            "page_contents.xhtml",
            r'<li><a href="letter.xhtml">.*?</li>\n',
            r"(</ol>\n</nav>\n<nav epub:type=.landmarks)",
        ),
        (
            "toc.ncx",
            r'<navPoint [^>]*><navLabel><text>[^<]*</text></navLabel><content src="letter.xhtml" /></navPoint>\n',
            "(\n</navMap>)",
        ),
    ):
        text = files[f"EPUB/{name}"].decode()
        entry = re.search(pattern, text, re.DOTALL)
        assert entry
        text = text.replace(entry[0], "")
        files[f"EPUB/{name}"] = re.sub(
            behind, lambda found, entry=entry: entry[0].rstrip("\n") + found[1], text, count=1
        ).encode()


OPF, NAV, CSS = "content.opf", "page_contents.xhtml", "style.css"

#: The 24 that EPUBCheck, Ace or neither notice, and more; each with the checks that name it.
DEFECTS: dict[str, tuple[Callable[[Files], None], set[str]]] = {
    # Ace alone says these
    "picture without alt": (in_file("dyke.xhtml", r' alt="堤上的灯"', ""), {"book-words-for-pictures"}),
    "document without language": (in_file("dyke.xhtml", r' lang="zh-CN" xml:lang="zh-CN"', ""), {"book-language"}),
    "package without language": (in_file(OPF, r' xml:lang="zh-CN"', ""), {"book-language"}),
    "no access mode": (in_file(OPF, r'<meta property="schema:accessMode">[^<]*</meta>', "", 2), {"book-access"}),
    "no sufficient mode": (
        in_file(OPF, r'<meta property="schema:accessModeSufficient">[^<]*</meta>', "", 2),
        {"book-access"},
    ),
    "claim that is none": (
        in_file(
            OPF,
            "</metadata>",
            '<meta property="dcterms:conformsTo">WCAG AA</meta><meta property="a11y:certifiedBy">我</meta></metadata>',
        ),
        {"book-claim"},
    ),
    "no list of pages": (
        both(
            in_file(NAV, r'<nav epub:type="page-list".*?</nav>', ""), in_file("toc.ncx", "<pageList>.*?</pageList>", "")
        ),
        {"book-page-list", "book-access"},
    ),
    "mark without label": (in_file("dyke.xhtml", r' aria-label="5"', ""), {"book-page-list", "book-page-marks"}),
    "call without role": (in_file("news.xhtml", ' role="doc-noteref"', ""), {"book-notes"}),
    "headings skip a level": (in_file("dyke.xhtml", r"<h2([^>]*)>(.*?)</h2>", r"<h4\1>\2</h4>"), {"book-headings"}),
    "low contrast": (in_file(CSS, r"\.role \{", ".role {\n  color: #9a9a9a;"), {"book-contrast", "book-colours"}),
    # EPUBCheck says these
    "font is not there": (
        lambda files: files.pop("EPUB/fonts/PressroomKai.ttf"),
        {"book-files-listed", "book-dead-reference"},
    ),
    "contents lead nowhere": (
        both(
            in_file(NAV, 'href="tides.xhtml"', 'href="tides.xhtml#gone"'),
            in_file("toc.ncx", 'src="tides.xhtml"', 'src="tides.xhtml#gone"'),
        ),
        {"book-dead-reference"},
    ),
    "id twice": (in_file("news.xhtml", r'id="news-b2"', 'id="news-b1"'), {"book-one-id"}),
    "contents out of order": (swap_entries, {"book-contents"}),
    "old contents of another book": (
        in_file("toc.ncx", r'content="urn:uuid:[^"]*"', 'content="urn:uuid:0"'),
        {"book-ncx-agrees"},
    ),
    "no title": (in_file(OPF, r">江声 No. 12</dc:title>", "></dc:title>"), {"book-described"}),
    # Neither says these
    "picture with empty alt": (in_file("dyke.xhtml", r' alt="堤上的灯"', ' alt=""'), {"book-words-for-pictures"}),
    "drawing without its box": (in_file("tides.xhtml", "viewBox=", "viewbox="), {"book-drawings"}),
    "gradient in small letters": (
        in_file("tides.xhtml", r"(<svg [^>]*>)", r"\1<lineargradient></lineargradient>"),
        {"book-drawings"},
    ),
    "no landmarks": (in_file(NAV, r'<nav epub:type="landmarks".*?</nav>', ""), {"book-landmarks"}),
    "wrong ISSN": (in_file(OPF, "urn:issn:1234-5679", "urn:issn:1234-5678", 9), {"book-issn"}),
    "role that is none": (in_file(OPF, ">aut</meta>", ">xyz</meta>"), {"book-roles"}),
    "language in one attribute": (in_file("dyke.xhtml", r' lang="zh-CN"', ""), {"book-language"}),
    # Beyond the 24
    "article not in the book": (in_file("letter.xhtml", r"<p [^>]*>.*?</p>", ""), {"book-says-everything"}),
    "a word lost": (in_file("dyke.xhtml", "第150段", "第段"), {"book-says-everything"}),
    "small cover": (small_cover, {"book-cover"}),
    "letter that no font has": (in_file("letter.xhtml", "</h1>", "龘</h1>"), {"book-letters"}),
    "title is the file": (in_file("dyke.xhtml", "<title>[^<]*", "<title>dyke.xhtml"), {"book-document-titles"}),
    "series without identifier": (in_file(OPF, r'<meta [^>]*dcterms:identifier">[^<]*</meta>', ""), {"book-series"}),
    "name not filed": (in_file(OPF, r">Zhou, Yan</meta>", ">周</meta>"), {"book-filed"}),
    "day without a time": (in_file(OPF, "<dc:date>2021-03-01T00:00:00Z", "<dc:date>2021-03-01"), {"book-described"}),
    "claim without certifier": (
        in_file(
            OPF,
            "</metadata>",
            '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta></metadata>',
        ),
        {"book-claim"},
    ),
    "a feature that is not there": (in_file(OPF, ">readingOrder<", ">rubyAnnotations<"), {"book-access"}),
    "note that nothing calls": (
        in_file("news.xhtml", r'id="fn-news-2"([^>]*)>', r'id="fn-news-3"\1>'),
        {"book-notes", "book-dead-reference"},
    ),
    "style that fixes the ground": (in_file(CSS, r"body \{", "body {\n  background: #fff;"), {"book-colours"}),
    "style with variables": (in_file(CSS, r"body \{", "body {\n  --ink: inherit;"), {"book-plain-style"}),
    "font under another name": (in_file(CSS, r'font-family: "?Pressroom Kai"?', 'font-family: "Kai"'), {"book-fonts"}),
    "fonts without licence": (in_file(OPF, r"OFL\.txt", "OFL.text", 9), {"book-files-listed", "book-fonts"}),
    "marks doubled by <q>": (in_file("letter.xhtml", r"<p ([^>]*)>", r"<p \1><q>问</q>"), {"book-plain-markup"}),
    "cell that heads nothing": (in_file("tides.xhtml", ' scope="col"', ""), {"book-tables"}),
    "no direction": (in_file(OPF, ' page-progression-direction="ltr"', ""), {"book-direction"}),
    "table without a name": (in_file("tides.xhtml", r'(<table[^>]*) aria-labelledby="[^"]*"', r"\1"), {"book-names"}),
    "headline without phrases": (
        in_file("boats.xhtml", r'<span class="line">.*?</span>', '<span class="line">船家三问船家三问船家三问</span>'),
        {"book-phrases"},
    ),
    "title without marks": (
        in_file("letter.xhtml", r"<p ([^>]*)>", r'<p \1><cite class="work">江</cite>'),
        {"book-title-marks"},
    ),
    "chapter of codes": (
        in_file(
            "letter.xhtml", "</body>", '<section epub:type="chapter"><figure class="qr"></figure></section></body>'
        ),
        {"book-codes"},
    ),
    "pale lines": (in_file(CSS, r"body \{", "body {\n  border-top: 1px solid #dddddd;"), {"book-tones"}),
    "title that is not filed": (
        in_file(OPF, r'<meta refines="#title" property="file-as">[^<]*</meta>', ""),
        {"book-shelved"},
    ),
    "number that does not sort": (in_file(OPF, "Jiang sheng 0012", "Jiang sheng 12"), {"book-shelved"}),
    "selector that is dropped": (
        in_file(CSS, r"body \{", "p:not(.a) {\n  margin: 0;\n}\nbody {"),
        {"book-plain-style"},
    ),
    "torn document": (
        in_file("tides.xhtml", "</body>", ""),
        {"book-well-formed", "book-says-everything", "book-page-list"},
    ),
    **{
        f"asks for something {number}": (plant, {"book-asks-for-nothing"})
        for number, plant in enumerate(
            [
                in_file(CSS, r"body \{", "body {\n  list-style-image: image-set('//example.org/a' 1x);"),
                in_file("tides.xhtml", r"(<svg [^>]*>)", r'\1<path mask="uRl(http://example.org/a#m)" d="M0 0"/>'),
                in_file("tides.xhtml", r"(<svg [^>]*>)", r'\1<g xml:base="http://example.org/"/>'),
                in_file("tides.xhtml", r"(<svg [^>]*>)", r'\1<path fill="url(http://example.org/a)" d="M0 0"/>'),
                in_file("letter.xhtml", r"<p ([^>]*)>", r'<p background="http://example.org/a" \1>'),
                in_file("letter.xhtml", r"<p ([^>]*)>", r'<p onclick="a()" \1>'),
                in_file("letter.xhtml", r"<p ([^>]*)>", r'<p formaction="javascript:a()" \1>'),
                in_file("letter.xhtml", "</head>", '<meta http-equiv="refresh" content="0;url=x"/></head>'),
                in_file("letter.xhtml", "<html", "<?xml-stylesheet href='http://example.org/a.css'?><html"),
                in_file("dyke.xhtml", "<img ", '<img srcset="b.png 1x, http://example.org/a 2x" '),
            ]
        )
    },
    "sheet from the network": (
        in_file(CSS, r"body \{", "body {\n  cursor: URL(http://example.org/a), auto;"),
        {"book-asks-for-nothing", "book-dead-reference"},
    ),
    "sheet with escapes": (
        in_file(CSS, r"body \{", r"body {\n  mask: u\\72l(http://example.org/a);"),
        {"book-asks-for-nothing", "book-dead-reference"},
    ),
    "picture from the network": (
        in_file("dyke.xhtml", 'src="[^"]*"', 'src="http://example.org/a.png"'),
        {"book-asks-for-nothing", "book-dead-reference"},
    ),
    "name that not all can keep": (lambda files: files.update({"META-INF/附 录.xml": b""}), {"book-plain-names"}),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_named_and_nothing_else_is(book, tmp_path, name):
    file, galleys = book
    files = take_apart(file)
    plant, expected = DEFECTS[name]
    plant(files)
    report = inspect_book(put_together(files, tmp_path / "book.epub"), galleys)
    assert {finding.check for finding in report.findings} == expected, "\n".join(map(str, report.findings))
    sources = {galley.article.place.file for galley in galleys}
    for finding in report.findings:
        assert finding.hint
        assert finding.place.file in sources or finding.place.file.is_relative_to(tmp_path / "book.epub")
        assert finding.place.file.name not in {f"{source.stem}.xhtml" for source in sources}


def test_a_sound_book_passes(book, tmp_path):
    file, galleys = book
    assert inspect_book(file, galleys).findings == ()
    assert inspect_book(put_together(take_apart(file), tmp_path / "again.epub"), galleys).findings == ()


def test_the_archive_itself_is_looked_at(book, tmp_path):
    file, galleys = book
    files = take_apart(file)
    late = put_together(files, tmp_path / "late.epub", first="EPUB/content.opf")
    dated = put_together(files, tmp_path / "dated.epub", year=2021)
    assert [finding.check for finding in inspect_book(late, galleys).findings] == ["book-type-first"]
    assert [finding.check for finding in inspect_book(dated, galleys).findings] == ["book-without-clock"]


def test_every_check_has_a_defect_and_a_line_in_the_docs():
    named = {check for _, checks in DEFECTS.values() for check in checks} | {"book-type-first", "book-without-clock"}
    assert named == set(BOOK_CHECKS)
    docs = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    for check in BOOK_CHECKS.values():
        assert f"| `{check.id}` | {check.severity.name.lower()} | {check.summary} |" in docs


def test_what_is_no_book_is_said_to_be_none(tmp_path):
    file = tmp_path / "no.epub"
    file.write_bytes(b"no zip")
    with pytest.raises(PressError, match="not-an-epub"):
        inspect_book(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    with pytest.raises(PressError, match="not-an-epub"):
        inspect_book(file)
