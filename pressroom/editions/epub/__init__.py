"""The EPUB edition: a proof in, a book that opens everywhere out.

It is made of the same galleys as the pages, so that no word can differ; the proof only adds where each printed page
begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from pressroom.editions.epub.articles import set_article
from pressroom.editions.epub.book import (
    CONTENTS_PAGE,
    COVER_PAGE,
    MASTHEAD_PAGE,
    XHTML_TYPE,
    Book,
    Document,
    PageMark,
    Resource,
)
from pressroom.editions.epub.contents import list_landmarks, list_points, place_contents, write_nav, write_ncx
from pressroom.editions.epub.departments import tone_of, write_colours
from pressroom.editions.epub.lettering import letter_book
from pressroom.editions.epub.markup import write_document
from pressroom.editions.epub.metadata import describe_book
from pressroom.editions.epub.package import pack_book
from pressroom.editions.epub.pagelist.placing import list_documents, place_pages
from pressroom.editions.epub.pages import make_cover_page, make_masthead, picture_cover
from pressroom.editions.epub.pictures import PictureBox
from pressroom.editions.epub.stacks import choose_stacks, own_faces
from pressroom.editions.epub.words import find_words
from pressroom.editions.pdf.metadata import identify_issue
from pressroom.proof import Proof
from pressroom.read.layout import Layout
from pressroom.read.sheet import read_text
from pressroom.report import LayoutError, Place, stop
from pressroom.workshop import Workshop
from pressroom.workshop.styles import list_references


def make_epub(proof: Proof, workshop: Workshop) -> bytes:
    """Make the book of a proof.

    :raises LayoutError: if a style sheet for books refers to a file.
    """
    return pack_book(make_book(proof, workshop))


def make_book(proof: Proof, workshop: Workshop) -> Book:
    """Make all files of a book.

    :raises LayoutError: if a style sheet for books refers to a file.
    """
    issue, language, words = proof.issue, proof.issue.magazine.language, find_words(proof)
    marks = place_pages(proof)
    box = PictureBox((issue.folder, *proof.layout.folders), workshop, proof.faces)
    documents = _set_documents(proof, marks, box, words)
    house = workshop.config.fonts[-1]
    stacks = choose_stacks(proof.layout, proof.faces, house, language)
    lettering = letter_book(documents, stacks, proof.faces, workshop)
    css = f"{lettering.css}{_read_styles(proof.layout, write_colours(proof))}"
    points, places = list_points(proof, words), _list_places(documents, marks)
    resources = (
        *(_write(document, language) for document in documents),
        Resource("style.css", "text/css", css.encode()),
        Resource(
            "toc.ncx",
            "application/x-dtbncx+xml",
            write_ncx(issue.title, language, identify_issue(issue), points, places),
        ),
        picture_cover(proof),
        *box.resources,
        *lettering.resources,
    )
    spine = tuple(document.name for document in documents)
    told = describe_book(proof, documents, words, own_faces(stacks, house))
    return Book(language, issue.modified, told, resources, spine)


def _set_documents(
    proof: Proof, marks: Mapping[str, tuple[PageMark, ...]], box: PictureBox, words: Mapping[str, str]
) -> tuple[Document, ...]:
    """Set all documents in reading order."""
    galleys = {f"{galley.article.slug}.xhtml": galley for galley in proof.galleys}
    names = list_documents(proof)
    places = [(mark, f"{name}#{mark.ident}") for name, _ in names for mark in marks.get(name, ())]
    documents: list[Document] = []
    for name, slot in names:
        own = marks.get(name, ())
        if name == COVER_PAGE:
            documents.append(make_cover_page(proof.issue, own, words))
        elif name == CONTENTS_PAGE:
            points = list_points(proof, words)
            own = place_contents(own, points, proof)
            documents.append(write_nav(points, places, own, words, list_landmarks(points)))
        elif name == MASTHEAD_PAGE:
            documents.append(make_masthead(proof, own, words))
        else:
            assert slot is not None
            language, colour = proof.issue.magazine.language, tone_of(slot, proof)
            documents.append(set_article(galleys[name], slot, own, box, words, language, colour))
    return tuple(documents)


def _list_places(
    documents: Sequence[Document], marks: Mapping[str, tuple[PageMark, ...]]
) -> tuple[tuple[PageMark, str], ...]:
    """List all printed pages with their addresses, in reading order."""
    return tuple(
        (mark, f"{document.name}#{mark.ident}") for document in documents for mark in marks.get(document.name, ())
    )


def _write(document: Document, language: str) -> Resource:
    """Write a document as a file of the book."""
    properties = (*(["nav"] if document.name == CONTENTS_PAGE else []), *(["svg"] if "<svg" in document.body else []))
    data = write_document(
        document.title, document.body, document.language or language, document.kind, "", document.said
    )
    return Resource(document.name, XHTML_TYPE, data, tuple(properties))


def _read_styles(layout: Layout, colours: str = "") -> str:
    """Read the house's style sheet for books, after it the colours of departments, at last those of the layout.

    :raises LayoutError: if one of the layout's refers to a file: it would not be in the book.
    """
    sheets = [files(__package__).joinpath("style.css").read_text(encoding="utf-8"), colours]
    findings = []
    for file in layout.stylesheets("epub"):
        text = read_text(file, layout.folders)
        sheets.append(text)
        for found in list_references(text):
            message = f"{found.kind} refers to a file, which no book would have"
            hint = "leave it out: fonts and pictures come from the issue"
            findings.append(stop("epub-reference", message, Place(file, found.line, found.column), hint))
    if findings:
        raise LayoutError(findings)
    return "\n".join(sheets)
