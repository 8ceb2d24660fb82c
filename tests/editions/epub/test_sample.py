"""The book of the sample issue: its page marks against the printed pages, and its words in other hands."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pymupdf
import pypdfium2
import pytest

from pressroom.preflight.epub import inspect_book
from pressroom.preflight.epub.texts import list_texts
from tests.support.needs import needs
from tests.support.press import Pulled, write_edition

HTML, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
FIRST = 9  # characters that are compared
OWN_HEADING = "版权页"  # the book names this page, the paper does not
SAID_ELSEWHERE = {"department", "notes", "chart-data", "chart-title", "said"}


class Finished:
    """The sample issue: its proof, its book and its PDF."""

    def __init__(self, pulled: Pulled, epub: Path, pdf: Path) -> None:
        self.pulled, self.epub, self.pdf = pulled, epub, pypdfium2.PdfDocument(pdf)


@pytest.fixture(scope="module")
def finished(shared, sample):
    epub = shared.file("sample.epub", lambda file: write_edition("epub", sample, file))
    return Finished(sample, epub, shared.file("sample.screen.pdf", lambda file: write_edition("screen", sample, file)))


def squeeze(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign.isprintable())


def han(text: str) -> str:
    return "".join(re.findall(r"[㐀-鿿𠀀-𳍿]", text))


def pieces_of(book: Path) -> Iterator[tuple[str, str, str]]:
    """What stands in the book in reading order: the document, a mark's label or nothing, and a piece of text."""
    with zipfile.ZipFile(book) as archive:
        package = ElementTree.fromstring(archive.read("EPUB/content.opf"))
        items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
        for itemref in package.iter(f"{OPF}itemref"):
            name = items[itemref.get("idref")]
            body = ElementTree.fromstring(archive.read(f"EPUB/{name}")).find(f"{HTML}body")
            yield from ((name, *piece) for piece in walk(body))


def walk(element: Element) -> Iterator[tuple[str, str]]:
    if element.get("role") == "doc-pagebreak":
        yield element.get("aria-label"), ""
    elif not set(element.get("class", "").split()) & SAID_ELSEWHERE and element.tag not in {f"{HTML}rt", f"{HTML}rp"}:
        yield "", element.text or ""
        for child in element:
            yield from walk(child)
            yield "", child.tail or ""


def test_page_marks_stand_where_the_printed_pages_begin(finished):
    pieces = list(pieces_of(finished.epub))
    at = {label: number for number, (_, label, _) in enumerate(pieces) if label}
    printed = [squeeze(finished.pdf[number].get_textpage().get_text_bounded()) for number in range(len(finished.pdf))]
    pages = finished.pulled.pages
    compared, silent = [], []
    for number, page in enumerate(pages):
        name = pieces[at[page.label]][0]
        after, before, said = "", "", []
        for document, label, text in pieces[at[page.label] + 1 :]:
            if label or document != name or len(after) >= FIRST:
                break
            if squeeze(text) != OWN_HEADING:
                after += squeeze(text)
                # The book says title and number in one line, the paper in two places.
                said += text.split()[:1] if page.slot.kind == "masthead" else [squeeze(text)[:FIRST]]
        for document, _, text in reversed(pieces[: at[page.label]]):
            if document != name or len(before) >= FIRST:
                break
            before = squeeze(text) + before
        if not after:
            silent.append(page.label)
            continue
        if not page.slot.articles:  # the book lists more than the paper; what comes first is printed there
            said = [one for one in said if one][:1]
        # A layout may print what stands round a headline in another order than the book has it.
        assert said, page.label
        assert all(one in printed[number] for one in said), f"p. {page.label} does not print {said}"
        if len(before) >= FIRST:
            straddling = before[-5:] + after[:4]
            assert straddling not in printed[number], f"p. {page.label} begins before its mark"
        compared.append(page.label)
    assert set(at) == {page.label for page in pages}
    # Every numbered page is proven by what it prints; pages of the cover and second halves of spreads are pictures.
    assert silent == ["C1", "C2", "95", "99", "C3"]
    numbered = [label for label in compared if label.isdigit()]
    assert numbered == [str(number) for number in range(1, 105) if str(number) not in silent]
    # The second page of the contents begins in the middle of the list, not beside the first.
    between = [text for _, label, text in pieces[at["4"] + 1 : at["5"]] if squeeze(text)]
    assert len(between) > 20


def test_the_book_is_sound_and_small(finished):
    assert inspect_book(finished.epub, finished.pulled.galleys).findings == ()
    assert finished.epub.stat().st_size <= 6_000_000


def lines_of(finished: Finished) -> list[str]:
    lines = [han(line) for text in list_texts(finished.pulled.galleys).values() for line in text.splitlines()]
    assert sum(map(len, lines)) > 40_000
    return [line for line in lines if line]


def test_mupdf_reads_every_word_and_no_hidden_list(finished):
    with pymupdf.open(stream=io.BytesIO(finished.epub.read_bytes()), filetype="epub") as book:
        text = "".join(page.get_text() for page in book)
        toc = [title for _, title, _ in book.get_toc()]
    said = han(text)
    assert [line for line in lines_of(finished) if line not in said] == []
    assert "印刷版页码" not in text
    assert "导览" not in text
    articles = {article.title for slot in finished.pulled.issue.flatplan for article in slot.articles}
    assert articles <= set(toc)


@needs("calibre")
def test_calibre_converts_every_word(finished, tmp_path):
    out = tmp_path / "book.txt"
    subprocess.run(["ebook-convert", str(finished.epub), str(out)], check=True, capture_output=True)
    said = han(out.read_text(encoding="utf-8"))
    assert [line for line in lines_of(finished) if line not in said] == []
