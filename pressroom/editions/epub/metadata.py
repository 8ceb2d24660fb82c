"""Describe a book: title, people, series, dates and what makes it accessible, as lines of the package document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from pressroom.editions.epub.book import COVER_IMAGE, Statement
from pressroom.issue import Issue
from pressroom.proof import Proof

IDENTIFIER_ID = "book-id"
#: MARC relators of those who wrote an article; people with none of these are contributors.
_AUTHORS = frozenset({"aut", "cre", "ctb"})
_ISSUING_BODY = "isb"
_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")  # RFC 9562, appendix A


def describe_book(proof: Proof, words: Mapping[str, str]) -> tuple[Statement, ...]:
    """Describe a book in the terms of Dublin Core and EPUB Accessibility."""
    return (
        *_describe_issue(proof.issue),
        *_describe_people(proof.issue),
        *_describe_series(proof.issue),
        *_describe_pages(proof.issue, words),
        *_describe_access(proof, words),
        Statement("meta", "", (("name", "cover"), ("content", COVER_IMAGE.partition(".")[0].replace("_", "-")))),
    )


def identify_book(issue: Issue) -> str:
    """Give an issue its identifier: the same as long as its magazine, number and date are."""
    magazine = issue.magazine
    name = f"pressroom:{magazine.issn or magazine.title}/{issue.number}/{issue.date}"
    digest = bytearray(hashlib.sha1(_URL_NAMESPACE + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50  # version 5
    digest[8] = digest[8] & 0x3F | 0x80  # variant of RFC 9562
    text = digest.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _refine(ident: str, name: str, value: str, scheme: str = "") -> Statement:
    """Say more of another line."""
    return Statement(
        "meta", value, (("refines", f"#{ident}"), ("property", name), *([("scheme", scheme)] if scheme else []))
    )


def _property(name: str, value: str) -> Statement:
    return Statement("meta", value, (("property", name),))


def _describe_issue(issue: Issue) -> Iterator[Statement]:
    """Title, language, identifier, dates."""
    magazine = issue.magazine
    yield Statement("dc:identifier", identify_book(issue), (("id", IDENTIFIER_ID),))
    yield Statement("dc:title", issue.title, (("id", "title"),))
    yield _refine("title", "title-type", "main")
    if issue.theme:
        yield Statement("dc:title", issue.theme, (("id", "theme"),))
        yield _refine("theme", "title-type", "subtitle")
    yield Statement("dc:language", magazine.language)
    yield Statement("dc:date", issue.timestamp)
    if magazine.publisher:
        yield Statement("dc:publisher", magazine.publisher)
    if issue.cover_lines:
        yield Statement("dc:description", " · ".join(issue.cover_lines))
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
        yield _refine("creator-0", "role", _ISSUING_BODY, "marc:relators")
    for element, names in (("creator", wrote), ("contributor", helped)):
        for number, name in enumerate(names, 1):
            ident = f"{element}-{number}"
            yield Statement(f"dc:{element}", name, (("id", ident),))
            for relator in filter(None, people[name]):
                yield _refine(ident, "role", relator, "marc:relators")


def _describe_series(issue: Issue) -> Iterator[Statement]:
    """The magazine as the series that the issue belongs to."""
    yield Statement("meta", issue.magazine.title, (("property", "belongs-to-collection"), ("id", "series")))
    yield _refine("series", "collection-type", "series")
    yield _refine("series", "group-position", str(issue.number))
    if issue.magazine.issn:
        yield _refine("series", "dcterms:identifier", f"urn:issn:{issue.magazine.issn}")


def _describe_pages(issue: Issue, words: Mapping[str, str]) -> Iterator[Statement]:
    """The edition whose pages the page list gives."""
    issn = issue.magazine.issn
    source = f"urn:issn:{issn}" if issn else f"{issue.title} ({words['print']})"
    yield Statement("dc:source", source, (("id", "source"),))
    yield _refine("source", "source-of", "pagination")
    yield _property("pageBreakSource", source)


def _describe_access(proof: Proof, words: Mapping[str, str]) -> Iterator[Statement]:
    """What senses it asks for and what it offers; no claim of conformance, which only a person can make."""
    # The cover is a picture with words; no picture comes without.
    yield _property("schema:accessMode", "textual")
    yield _property("schema:accessMode", "visual")
    yield _property("schema:accessModeSufficient", "textual,visual")
    yield _property("schema:accessModeSufficient", "textual")
    features = ["alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    if any(proof.issue.labels):
        features += ["pageBreakMarkers", "pageNavigation"]
    for feature in sorted(features):
        yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "none")
    yield _property("schema:accessibilitySummary", words["summary"])
