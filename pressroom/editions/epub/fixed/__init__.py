"""The fixed-layout twin of the book: a proof in, an EPUB with the pages as they are printed out.

Every letter stands where it stands in print, as text in the faces of the press, in the order of the tags; all that is
no text lies behind it as a picture. Whoever wants larger letters or other colours reads the book that flows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pressroom.editions.epub.book import CONTENTS_PAGE, MASTHEAD_PAGE, XHTML_TYPE, Book, PageMark, Point, Resource
from pressroom.editions.epub.contents import Places, list_points, write_nav, write_ncx
from pressroom.editions.epub.fixed.faces import Scribe
from pressroom.editions.epub.fixed.pages import SetPage, take_apart
from pressroom.editions.epub.fixed.writing import PageWriter
from pressroom.editions.epub.markup import write_document, write_tree
from pressroom.editions.epub.metadata import describe_fixed
from pressroom.editions.epub.package import pack_book
from pressroom.editions.epub.pagelist.marking import write_mark
from pressroom.editions.epub.pages import picture_cover
from pressroom.editions.epub.words import find_words
from pressroom.editions.pdf.metadata import identify_file
from pressroom.proof import Page, Proof

_SCALE = 2  # pixels to a point, as far as reading systems count them
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class _Leaf:
    """A page of the book: its file, the page of the proof, and what that was taken apart into."""

    name: str
    page: Page
    made: SetPage

    @property
    def mark(self) -> PageMark:
        """Its mark: the printed page that it is."""
        return PageMark(self.page.label)

    @property
    def ground(self) -> Resource | None:
        """The picture of all that is no text on it."""
        if not self.made.ground:
            return None
        data, kind = self.made.ground
        return Resource(f"ground/{self.name.partition('.')[0]}.{_ENDINGS[kind]}", kind, data)


def make_fixed_epub(proof: Proof) -> bytes:
    """Make the book of the pages of a proof."""
    return pack_book(make_fixed_book(proof))


def make_fixed_book(proof: Proof) -> Book:
    """Make all files of the book."""
    issue, words, scribe = proof.issue, find_words(proof), Scribe(proof.faces)
    leaves = tuple(_take_leaves(proof))
    names = [leaf.name for leaf in leaves]
    pages = _find_pages(proof, names)
    documents = [_write_page(leaf, proof, scribe, pages) for leaf in leaves]
    places = tuple((leaf.mark, f"{leaf.name}#{leaf.mark.ident}") for leaf in leaves)
    points = _point_at_pages(list_points(proof, words), pages)
    identifier = f"urn:{identify_file(issue, 'epub-fixed')}"
    ncx = write_ncx(issue.title, issue.magazine.language, identifier, points, places)
    resources = (
        *documents,
        *(leaf.ground for leaf in leaves if leaf.ground),
        _write_nav(points, places, pages, proof, words),
        Resource("toc.ncx", "application/x-dtbncx+xml", ncx),
        Resource("style.css", "text/css", scribe.write_styles(_SCALE).encode()),
        picture_cover(proof),
        *scribe.cut_fonts(),
    )
    sides = tuple("page-spread-left" if number % 2 else "page-spread-right" for number in range(len(leaves)))
    statements = describe_fixed(proof, identifier, words)
    return Book(issue.magazine.language, issue.modified, statements, resources, tuple(names), sides)


def _take_leaves(proof: Proof) -> Iterator[_Leaf]:
    """Take all pages of a proof apart."""
    made = (page for part in proof.parts for page in take_apart(part.run))
    for number, (page, parts) in enumerate(zip(proof.pages, made, strict=True), 1):
        yield _Leaf(f"page_{number:03}.xhtml", page, parts)


def _write_page(leaf: _Leaf, proof: Proof, scribe: Scribe, pages: Mapping[str, str]) -> Resource:
    """Write the document of a page."""
    scribe.keep(leaf.made.leaf)
    width, height = leaf.made.size
    slugs = {name.partition(".")[0]: page for name, page in pages.items()}
    text = PageWriter(leaf.made.leaf, leaf.made.size, scribe.name_hand, slugs).write(leaf.made.tags)
    ground = leaf.ground
    picture = f'<img class="ground" src="{ground.name}" alt="" role="presentation" />\n' if ground else ""
    mark = write_tree(write_mark(leaf.mark))
    body = f'<div class="page {scribe.name_size(leaf.made.size)}">{mark}\n{picture}{text}</div>'
    viewport = f"width={round(width * _SCALE)}, height={round(height * _SCALE)}"
    title = f"{proof.issue.title} · {leaf.page.label}"
    data = write_document(title, body, proof.issue.magazine.language, leaf.page.slot.kind, viewport)
    return Resource(leaf.name, XHTML_TYPE, data, ("svg",) if "<svg" in body else ())


def _find_pages(proof: Proof, names: Sequence[str]) -> dict[str, str]:
    """The page for each document that the book which flows has."""
    found: dict[str, str] = {}
    for name, page in zip(names, proof.pages, strict=True):
        if page.slot.kind == "masthead":
            found.setdefault(MASTHEAD_PAGE, name)
        if page.slot.kind == "contents":
            found.setdefault(CONTENTS_PAGE, name)
        for article in page.slot.articles:
            found.setdefault(f"{article.slug}.xhtml", name)
    return found | {f"{slug}.xhtml": names[landing.page] for slug, landing in proof.landings.items()}


def _point_at_pages(points: Sequence[Point], pages: Mapping[str, str]) -> tuple[Point, ...]:
    """Point the contents at pages."""
    return tuple(Point(point.title, pages[point.href], _point_at_pages(point.points, pages)) for point in points)


def _write_nav(
    points: Sequence[Point], places: Places, pages: Mapping[str, str], proof: Proof, words: Mapping[str, str]
) -> Resource:
    """Write the navigation, which is no page of its own; the contents that people see are those that are printed."""
    first = places[0][1].partition("#")[0]
    body = next((point.href for point in points), first)
    nav = write_nav(points, places, (), words, (first, pages.get(CONTENTS_PAGE, first), body))
    data = write_document(nav.title, nav.body, proof.issue.magazine.language, nav.kind)
    return Resource(CONTENTS_PAGE, XHTML_TYPE, data, ("nav",))
