"""Describe a book: title, people, series, dates and what makes it accessible, as lines of the package document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pressroom.editions.epub.book import COVER_IMAGE, Document, Statement
from pressroom.editions.epub.names import file_name, file_title
from pressroom.editions.pdf.metadata import identify_issue, identify_magazine, list_subjects
from pressroom.fonts import Face
from pressroom.issue import Issue
from pressroom.language.tags import read_tag
from pressroom.proof import Proof

IDENTIFIER_ID = "book-id"
_FILED_DIGITS = 4  # of a number, so that shelves can sort it as text
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
    access = _describe_access(features, _summarize(shown, proof.issue, words))
    rights = [Statement("dc:rights", " · ".join(filter(None, (f.family, f.copyright, f.licence)))) for f in faces]
    described = _describe(proof.issue, identify_issue(proof.issue), words)
    return (*described, *rights, *access, *_claim(proof.issue), *_correct(proof.issue))


def _correct(issue: Issue) -> Iterator[Statement]:
    """What was put right since the first printing, and where. See https://schema.org/correction."""
    titles = {article.slug: article.title for article in issue.articles}
    for one in issue.corrections:
        where = f" ({titles[one.article]})" if one.article in titles else ""
        yield _property("schema:correction", f"{one.date}: {one.what}{where}")


def describe_fixed(proof: Proof, identifier: str, words: Mapping[str, str]) -> tuple[Statement, ...]:
    """Describe the book of fixed pages: letters cannot be made larger, and that is said."""
    summary = _join([words["summary-fixed"], words[_pages_summary(proof.issue)]], proof.issue)
    access = _describe_access([*_FEATURES, "pageBreakMarkers", "pageNavigation"], summary)
    layout = _property("rendition:layout", "pre-paginated")
    return (*_describe(proof.issue, identifier, words, words["fixed"]), *access, layout)


def _summarize(shown: str, issue: Issue, words: Mapping[str, str]) -> str:
    """Say in words who can read the book: of each thing that it has, and of nothing else."""
    there = {
        "summary-pictures": "<img" in shown or "<svg" in shown,
        "summary-charts": 'class="chart"' in shown,
        "summary-readings": "<ruby" in shown,
        "summary-contents": any(slot.department for slot in issue.flatplan),
        _pages_summary(issue): 'role="doc-pagebreak"' in shown,
    }
    return _join([words["summary"], *(words[name] for name, said in there.items() if said)], issue)


def _pages_summary(issue: Issue) -> str:
    """The name of what is said of page numbers: they are those of the printed issue, or of a new setting of it."""
    return "summary-pages-anew" if issue.set_anew else "summary-pages"


def _join(sentences: Sequence[str], issue: Issue) -> str:
    """Join sentences as the language of the magazine does."""
    together = read_tag(issue.magazine.language).language in {"zh", "ja"}
    return ("" if together else " ").join(sentences)


def _describe(issue: Issue, identifier: str, words: Mapping[str, str], twin: str = "") -> tuple[Statement, ...]:
    """What all books of an issue say; ``twin`` is what the title of the other one adds."""
    return (
        *_describe_issue(issue, identifier, twin),
        *_describe_people(issue),
        *_describe_series(issue),
        *_describe_pages(issue, words),
        _legacy("cover", COVER_IMAGE.partition(".")[0].replace("_", "-")),
        # Foliate and Readest read the series here alone, calibre and Kobo first.
        _legacy("calibre:series", issue.magazine.title),
        _legacy("calibre:series_index", issue.shelf),
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


def _describe_issue(issue: Issue, identifier: str, twin: str) -> Iterator[Statement]:
    """Title, language, identifier, dates; ``twin`` is what the other book of the issue adds to the title."""
    magazine = issue.magazine
    yield Statement("dc:identifier", identifier, (("id", IDENTIFIER_ID),))
    title = f"{issue.title}{twin}" if twin.startswith("（") else f"{issue.title} {twin}".strip()
    yield Statement("dc:title", title, (("id", "title"),))
    yield _refine("title", "title-type", "main")
    yield _refine("title", "file-as", _file_issue(issue, twin))
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
    for subject in list_subjects(issue):
        yield Statement("dc:subject", subject)
    for name, value in (("volume", issue.volume), ("issue", issue.number)):
        if value:
            yield _property(f"schema:{name}Number", value)
    if magazine.frequency:
        yield _property("dcterms:accrualPeriodicity", magazine.frequency)


def _file_issue(issue: Issue, twin: str) -> str:
    """How shelves file the title: behind the magazine's, by the number, so that 8 comes before 10."""
    chinese = issue.magazine.language.startswith("zh")
    title, added = ((file_title(text) if chinese else "") or text for text in (issue.magazine.title, twin))
    whole, _, part = issue.shelf.partition(".")
    number = f"{int(whole):0{_FILED_DIGITS}}{'.' + part if part else ''}" if issue.ordinal else issue.number
    return f"{title} {number} {added}".strip()


def _describe_people(issue: Issue) -> Iterator[Statement]:
    """The body that issues the magazine made it; those named in bylines contributed, each with all that they did."""
    body = issue.magazine.publisher or issue.magazine.title
    yield Statement("dc:creator", body, (("id", "creator"),))
    yield from _file("creator", body, issue)
    # It has no role: creators whose role is that of an issuing body (`isb`) are Unknown to calibre.
    relators = {role.name: role.marc for role in issue.magazine.roles}
    people: dict[str, dict[str, None]] = {}
    for article in issue.articles:
        for credit in article.bylines:
            for name in credit.names:
                people.setdefault(name, {})[relators.get(credit.role, "")] = None
    for number, (name, did) in enumerate(people.items(), 1):
        ident = f"contributor-{number}"
        yield Statement("dc:contributor", name, (("id", ident),))
        yield from _file(ident, name, issue)
        for relator in filter(None, did):
            yield _refine(ident, "role", relator, "marc:relators")


def _describe_series(issue: Issue) -> Iterator[Statement]:
    """The magazine as the series that the issue belongs to."""
    yield Statement("meta", issue.magazine.title, (("property", "belongs-to-collection"), ("id", "series")))
    yield _refine("series", "collection-type", "series")
    yield _refine("series", "group-position", issue.shelf)
    yield _refine("series", "dcterms:identifier", identify_magazine(issue.magazine))


def _describe_pages(issue: Issue, words: Mapping[str, str]) -> Iterator[Statement]:
    """The edition whose pages the page list gives."""
    issn = issue.magazine.issn
    setting = f"{issue.title} ({words['set-anew' if issue.set_anew else 'print']})"
    source = f"urn:issn:{issn}" if issn and not issue.set_anew else setting
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
