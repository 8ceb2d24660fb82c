"""The package: what the book says of itself, that it is sound, and the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
import zipfile
from dataclasses import replace

from pressroom.editions import EDITIONS
from pressroom.editions.pdf.metadata import identify_issue
from pressroom.issue import Evaluation, Magazine
from pressroom.language.words import read_words
from tests.support.books import CONTENTS, DC, HTML, OPF, XML_LANG, Book, find_epubcheck, set_desk
from tests.support.needs import needs
from tests.support.paths import ROOT
from tests.support.press import edition


def test_the_book_is_one_of_the_editions():
    edition = EDITIONS["epub"]
    assert (edition.name, edition.ending) == ("epub", "epub")
    assert not edition.for_the_desk


@needs("epubcheck")
def test_epubcheck_finds_nothing(book, tmp_path):
    file = tmp_path / "book.epub"
    file.write_bytes(book.epub)
    command = ["java", "-jar", str(find_epubcheck()), "--failonwarnings", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def statements(book: Book, name: str) -> list[str]:
    return [part.text for part in book.package.iter() if part.tag == DC + name or part.get("property") == name]


def test_metadata(book):
    package = book.package
    assert package.get(XML_LANG) == "zh-CN"
    assert package.get("prefix") is None
    assert package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"
    assert statements(book, "title") == ["江声 No. 12", "与水为邻"]
    assert statements(book, "language") == ["zh-CN"]
    assert statements(book, "publisher") == ["江声编辑部"]
    assert statements(book, "date") == statements(book, "dcterms:modified") == ["2021-03-01T00:00:00Z"]
    assert statements(book, "belongs-to-collection") == ["江声"]
    assert statements(book, "group-position") == ["12"]
    assert statements(book, "dcterms:identifier") == ["urn:issn:1234-5679"]
    assert "江声" in statements(book, "title")[0]
    filed = [part.text for part in book.package.iter() if part.get("property") == "file-as"]
    assert filed == ["Jiang sheng 0012", "Jiang sheng bian ji bu", "Zhou, Yan", "Lin, Wan"]
    legacy = {part.get("name"): part.get("content") for part in book.package.iter() if part.get("name")}
    assert legacy == {"cover": "cover-image", "calibre:series": "江声", "calibre:series_index": "12"}
    assert statements(book, "pageBreakSource") == statements(book, "source") == ["urn:issn:1234-5679"]
    assert statements(book, "identifier") == [identify_issue(book.pulled.issue)]


def test_people_are_named_once_with_all_that_they_did(book):
    roles: dict[str, list[str]] = {}
    for part in book.package.iter():
        if part.get("property") == "role":
            roles.setdefault(part.get("refines")[1:], []).append(part.text)
    people = {
        (part.tag.removeprefix(DC), part.text): roles.get(part.get("id"), [])
        for part in book.package.iter()
        if part.tag in {f"{DC}creator", f"{DC}contributor"}
    }
    assert people == {
        ("creator", "江声编辑部"): [],
        ("contributor", "周砚"): ["aut", "pht"],
        ("contributor", "林晚"): ["edt", "aut"],
    }


def test_the_issue_is_described_for_librarians(book):
    issue = book.pulled.issue
    magazine = replace(issue.magazine, frequency="quarterly", rights="© 江声编辑部")
    told = Book(
        book.pulled, edition("epub", book.pulled.with_issue(replace(issue, magazine=magazine, volume="3"))), b""
    )
    assert statements(told, "schema:volumeNumber") == ["3"]
    assert statements(told, "schema:issueNumber") == ["12"]
    assert statements(told, "dcterms:accrualPeriodicity") == ["quarterly"]
    assert statements(told, "rights") == ["© 江声编辑部"]
    keywords = {word for article in issue.articles for word in article.keywords}
    assert keywords
    assert keywords <= set(statements(told, "subject"))


def test_the_place_on_the_shelf_follows_how_numbers_run(book):
    issue = book.pulled.issue

    def shelf(numbering="", **said) -> str:
        return replace(issue, magazine=replace(issue.magazine, numbering=numbering), **said).shelf

    assert shelf() == shelf("running", volume="3") == "12"
    assert shelf(whole_number="总第 132 期", volume="3") == "132"
    assert shelf("year") == "2021.12"
    assert shelf(volume="3", number="8") == shelf("volume", volume="3", number="8") == "3.08"
    assert (
        float(shelf("year", number="9"))
        < float(shelf("year", number="10"))
        < float(shelf("year", date="2022-01", number="1"))
    )


def test_titles_are_filed_by_number(book):
    issue = book.pulled.issue
    filed = []
    for number in ("8", "10", "100"):
        told = Book(book.pulled, edition("epub", book.pulled.with_issue(replace(issue, number=number))), b"")
        filed += [
            p.text for p in told.package.iter() if p.get("property") == "file-as" and p.get("refines") == "#title"
        ]
    assert filed == sorted(filed) == ["Jiang sheng 0008", "Jiang sheng 0010", "Jiang sheng 0100"]


def test_pages_that_are_set_anew_are_not_said_to_be_those_once_printed(book):
    anew = replace(book.pulled.issue, set_anew=True)
    told = Book(book.pulled, edition("epub", book.pulled.with_issue(anew)), b"")
    assert statements(told, "source") == statements(told, "pageBreakSource") == ["江声 No. 12 (重排版)"]
    assert "与当年的印本不同" in statements(told, "schema:accessibilitySummary")[0]


def test_the_summary_speaks_of_what_is_there(book):
    said = statements(book, "schema:accessibilitySummary")[0]
    shown = b"".join(book.zip.read(name) for name in book.zip.namelist() if name.endswith(".xhtml")).decode()
    for word, sign in (("图表", 'class="chart"'), ("注音", "<ruby"), ("图片", "<img")):
        assert (word in said) == (sign in shown), word


def test_accessibility_is_described_and_not_claimed(book):
    assert statements(book, "schema:accessMode") == ["textual", "visual"]
    assert statements(book, "schema:accessModeSufficient") == ["textual,visual", "textual"]
    features = set(statements(book, "schema:accessibilityFeature"))
    assert {
        "tableOfContents",
        "structuralNavigation",
        "pageNavigation",
        "pageBreakMarkers",
        "alternativeText",
    } <= features
    assert statements(book, "schema:accessibilityHazard") == ["none"]
    assert "页码与印刷版一致" in statements(book, "schema:accessibilitySummary")[0]
    assert statements(book, "dcterms:conformsTo") == []


def test_a_claim_is_made_where_a_person_judged(book):
    issue = replace(book.pulled.issue, evaluation=Evaluation("2.2", "AA", "沈禾"))
    issue = replace(issue, magazine=replace(issue.magazine, rights="© 江声编辑部"))
    judged = Book(book.pulled, edition("epub", book.pulled.with_issue(issue)), b"")
    assert statements(judged, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert statements(judged, "a11y:certifiedBy") == ["沈禾"]
    assert statements(judged, "rights") == ["© 江声编辑部"]


def test_identifier_is_a_uuid_of_version_5(book):
    issue = book.pulled.issue
    expected = uuid.uuid5(uuid.NAMESPACE_URL, "pressroom:1234-5679/12/2021-03")
    assert identify_issue(issue) == f"urn:uuid:{expected}"
    assert identify_issue(replace(issue, number=13)) != identify_issue(issue)
    unnumbered = replace(issue, magazine=Magazine("江声", "zh-CN", issue.place))
    assert identify_issue(unnumbered) == f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'pressroom:江声/12/2021-03')}"


def test_the_type_comes_first_and_nothing_tells_the_time(book):
    entries = book.zip.infolist()
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.zip.read("mimetype") == b"application/epub+zip"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o100644)}
    names = [entry.filename for entry in entries[3:]]
    assert names == sorted(names)
    opened = {entry.filename for entry in entries[3:]}
    assert opened == {f"EPUB/{item['href']}" for item in book.manifest.values()}


AGAIN = """
import sys
from pathlib import Path
from tests.support.press import edition_of_folder
desk = Path(sys.argv[1])
(desk / "book.epub").write_bytes(edition_of_folder("epub", desk))
"""


def test_the_same_sources_give_the_same_bytes(book, tmp_path):
    desk = set_desk(tmp_path / "another folder" / "桌")
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", AGAIN, str(desk)]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert (desk / "book.epub").read_bytes() == book.epub


def test_a_book_in_english_speaks_english(book):
    issue = book.pulled.issue
    english = replace(issue, magazine=replace(issue.magazine, language="en-GB"))
    words = dict(read_words("en-GB")) | {"cover": "Front", "epub-body": "Stories"}
    epub = edition("epub", book.pulled.with_issue(replace(english, words=tuple(words.items()))))
    other = Book(book.pulled, epub, b"")
    assert [link.text for link in other.nav("landmarks").iter(f"{HTML}a")] == ["Front", "Contents", "Stories"]
    assert other.documents[CONTENTS].get("lang") == "en-GB"
