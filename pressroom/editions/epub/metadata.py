"""Describe a book: title, people, series, dates and what makes it accessible, as lines of the package document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pressroom.editions.epub.book import COVER_IMAGE, Document, Statement
from pressroom.editions.epub.names import file_name
from pressroom.editions.pdf.metadata import identify_issue, identify_magazine
from pressroom.fonts import Face
from pressroom.issue import Issue
from pressroom.proof import Proof

IDENTIFIER_ID = "book-id"
#: MARC relators of those who wrote an article; people with none of these are contributors.
_AUTHORS = frozenset({"aut", "cre", "ctb"})
_ISSUING_BODY = "isb"
_FEATURES = ("alternativeText", "readingOrder", "structuralNavigation", "tableOfContents")


def describe_book(
    proof: Proof, documents: Sequence[Document], words: Mapping[str, str], faces: Sequence[Face] = ()
) -> tuple[Statement, ...]:
    """Describe a book in the terms of Dublin Core and EPUB Accessibility; ``documents`` are what it shows.

    ``faces`` are those of the magazine's own: whose they are, and how they may be used, is said of each.
    """
    shown = "".join(document.body for document in documents)
    features = [*_FEATURES, "displayTransformability"]
    features += ["pageBreakMarkers", "pageNavigation"] if 'role="doc-pagebreak"' in shown else []
    features += ["rubyAnnotations"] if "<ruby" in shown else []
    access = _describe_access(features, words["summary"])
    rights = [Statement("dc:rights", " · ".join(filter(None, (f.family, f.copyright, f.licence)))) for f in faces]
    return (*_describe(proof.issue, identify_issue(proof.issue), words), *rights, *access, *_claim(proof.issue))


def describe_fixed(proof: Proof, identifier: str, words: Mapping[str, str]) -> tuple[Statement, ...]:
    """Describe the book of fixed pages: letters cannot be made larger, and that is said."""
    access = _describe_access([*_FEATURES, "pageBreakMarkers", "pageNavigation"], words["summary-fixed"])
    layout = _property("rendition:layout", "pre-paginated")
    return (*_describe(proof.issue, identifier, words), *access, layout)


def _describe(issue: Issue, identifier: str, words: Mapping[str, str]) -> tuple[Statement, ...]:
    """What all books of an issue say."""
    return (
        *_describe_issue(issue, identifier),
        *_describe_people(issue),
        *_describe_series(issue),
        *_describe_pages(issue, words),
        _legacy("cover", COVER_IMAGE.partition(".")[0].replace("_", "-")),
        # Foliate and Readest read the series here alone, calibre and Kobo first.
        _legacy("calibre:series", issue.magazine.title),
        _legacy("calibre:series_index", f"{issue.ordinal:g}"),
    )


def _refine(ident: str, name: str, value: str, scheme: str = "") -> Statement:
    """Say more of another line."""
    return Statement(
        "meta", value, (("refines", f"#{ident}"), ("property", name), *([("scheme", scheme)] if scheme else []))
    )


def _legacy(name: str, value: str) -> Statement:
    """A line in the manner of EPUB 2."""
    return Statement("meta", "", (("name", name), ("content", value)))


def _property(name: str, value: str) -> Statement:
    return Statement("meta", value, (("property", name),))


def _file(ident: str, name: str, issue: Issue) -> Iterator[Statement]:
    """How shelves file a name that is written in Chinese."""
    filed = file_name(name) if issue.magazine.language.startswith("zh") else ""
    if filed:
        yield _refine(ident, "file-as", filed)


def _describe_issue(issue: Issue, identifier: str) -> Iterator[Statement]:
    """Title, language, identifier, dates."""
    magazine = issue.magazine
    yield Statement("dc:identifier", identifier, (("id", IDENTIFIER_ID),))
    yield Statement("dc:title", issue.title, (("id", "title"),))
    yield _refine("title", "title-type", "main")
    yield from _file("title", issue.title, issue)
    if issue.theme:
        yield Statement("dc:title", issue.theme, (("id", "theme"),))
        yield _refine("theme", "title-type", "subtitle")
    yield from (Statement("dc:language", language) for language in issue.languages)
    yield Statement("dc:date", issue.timestamp)
    if magazine.publisher:
        yield Statement("dc:publisher", magazine.publisher)
    if issue.cover_lines:
        yield Statement("dc:description", " · ".join(issue.cover_lines))
    if magazine.rights:
        yield Statement("dc:rights", magazine.rights)
    for department in dict.fromkeys(slot.department for slot in issue.flatplan if slot.department):
        yield Statement("dc:subject", department)


def _describe_people(issue: Issue) -> Iterator[Statement]:
    """Those named in bylines, each once with all that they did; where nobody wrote, the publisher answers for it."""
    relators = {role.name: role.marc for role in issue.magazine.roles}
    people: dict[str, dict[str, None]] = {}
    for article in issue.articles:
        for credit in article.bylines:
            for name in credit.names:
                people.setdefault(name, {})[relators.get(credit.role, "")] = None
    wrote = [name for name, did in people.items() if _AUTHORS & did.keys()]
    helped = [name for name in people if name not in wrote]
    if not wrote and issue.magazine.publisher:
        yield Statement("dc:creator", issue.magazine.publisher, (("id", "creator-0"),))
        yield from _file("creator-0", issue.magazine.publisher, issue)
        yield _refine("creator-0", "role", _ISSUING_BODY, "marc:relators")
    for element, names in (("creator", wrote), ("contributor", helped)):
        for number, name in enumerate(names, 1):
            ident = f"{element}-{number}"
            yield Statement(f"dc:{element}", name, (("id", ident),))
            yield from _file(ident, name, issue)
            for relator in filter(None, people[name]):
                yield _refine(ident, "role", relator, "marc:relators")


def _describe_series(issue: Issue) -> Iterator[Statement]:
    """The magazine as the series that the issue belongs to."""
    yield Statement("meta", issue.magazine.title, (("property", "belongs-to-collection"), ("id", "series")))
    yield _refine("series", "collection-type", "series")
    yield _refine("series", "group-position", f"{issue.ordinal:g}")
    yield _refine("series", "dcterms:identifier", identify_magazine(issue.magazine))


def _describe_pages(issue: Issue, words: Mapping[str, str]) -> Iterator[Statement]:
    """The edition whose pages the page list gives."""
    issn = issue.magazine.issn
    source = f"urn:issn:{issn}" if issn else f"{issue.title} ({words['print']})"
    yield Statement("dc:source", source, (("id", "source"),))
    yield _refine("source", "source-of", "pagination")
    yield _property("pageBreakSource", source)


def _claim(issue: Issue) -> Iterator[Statement]:
    """What it conforms to, in the judgement of a person; without one nothing is claimed."""
    judged = issue.evaluation
    if judged:
        claim = f"EPUB Accessibility 1.1 - WCAG {judged.wcag} Level {judged.level}"
        yield _property("dcterms:conformsTo", claim)
        yield _property("a11y:certifiedBy", judged.by)


def _describe_access(features: Sequence[str], summary: str) -> Iterator[Statement]:
    """What senses it asks for and what it offers."""
    # The cover is a picture with words; no picture comes without.
    yield _property("schema:accessMode", "textual")
    yield _property("schema:accessMode", "visual")
    yield _property("schema:accessModeSufficient", "textual,visual")
    yield _property("schema:accessModeSufficient", "textual")
    for feature in sorted(features):
        yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "none")
    yield _property("schema:accessibilitySummary", summary)
