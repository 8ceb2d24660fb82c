"""Make the pages of a book that no article makes: its cover and its masthead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from pressroom.editions.epub.book import COVER_IMAGE, COVER_PAGE, MASTHEAD_PAGE, Document, PageMark, Resource
from pressroom.editions.epub.dressing import add_line, add_names, separate_names
from pressroom.editions.epub.markup import XML_LANG, text_of, write_tree
from pressroom.editions.epub.pagelist.aligning import align_marks, squeeze
from pressroom.editions.epub.pagelist.marking import insert_marks
from pressroom.issue import Issue, Picture
from pressroom.pictures.pages import encode, picture_pages
from pressroom.proof import Proof


def make_cover_page(issue: Issue, marks: Sequence[PageMark], words: Mapping[str, str]) -> Document:
    """Make the page that shows the cover."""
    root = Element("section", {"epub:type": "cover", "class": "cover"})
    picture = cover_picture(issue)
    parts = (words["cover"], issue.title, issue.theme, *issue.cover_lines, picture.alt if picture else "")
    SubElement(root, "img", {"src": COVER_IMAGE, "alt": " · ".join(dict.fromkeys(part for part in parts if part))})
    insert_marks(root, marks, ())
    return Document(COVER_PAGE, words["cover"], write_tree(root), "cover")


def make_masthead(proof: Proof, marks: Sequence[PageMark], words: Mapping[str, str]) -> Document:
    """Make the page that names those who make the magazine."""
    issue, magazine = proof.issue, proof.issue.magazine
    root = Element("section", {"id": "masthead", "class": "masthead", "aria-labelledby": "masthead-title"})
    SubElement(root, "h1", {"id": "masthead-title"}).text = words["masthead"]
    add_line(root, "p", "title", issue.title)
    add_line(root, "p", "subtitle", magazine.subtitle)
    if magazine.subtitle and magazine.subtitle_language:
        root[-1].attrib |= {"lang": magazine.subtitle_language, XML_LANG: magazine.subtitle_language}
    staff = SubElement(root, "dl", {"class": "staff"})
    for credit in magazine.masthead:
        SubElement(staff, "dt").text = credit.role
        between = separate_names(len(credit.names), words, magazine.language)
        add_names(SubElement(staff, "dd"), credit.names, between)
    issn = magazine.issn and f"{words['issn']} {magazine.issn}"
    for text in (magazine.publisher, *magazine.address, issn, magazine.cn):
        add_line(root, "p", "imprint", text)
    insert_marks(root, list(_place_masthead(marks, root, proof)), {"masthead"})
    return Document(MASTHEAD_PAGE, words["masthead"], write_tree(root), "masthead")


def _place_masthead(marks: Sequence[PageMark], root: Element, proof: Proof) -> Iterator[PageMark]:
    """Find the line that each printed page of the masthead begins with, and count the characters before it."""
    lines = [part for part in root.iter() if part.tag in {"h1", "p", "dt", "dd"}]
    texts = [[text_of(line), *(text_of(part) for part in line)] for line in lines]
    for mark in align_marks(marks, "masthead", texts, proof):
        before = sum(len(squeeze(text_of(line))) for line in lines[: mark.offset])
        yield mark if mark.at_end else replace(mark, block="masthead", offset=before)


WIDTH = 1600  # pixels: what shops ask for at least


def cover_picture(issue: Issue) -> Picture | None:
    """The picture that the issue's cover shows."""
    return next((slot.art for slot in issue.flatplan if slot.kind == "cover" and slot.art), None)


def picture_cover(proof: Proof) -> Resource:
    """Take a picture of the cover as it is printed; of the first page where the issue has no cover."""
    run = next((part.run for part in proof.parts if part.slot.kind == "cover"), proof.parts[0].run)
    (picture,) = picture_pages(run.pdf, (0,), WIDTH)
    return Resource(COVER_IMAGE, "image/jpeg", encode(picture, "JPEG"), ("cover-image",))
