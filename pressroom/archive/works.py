"""What an archive knows of an issue and its articles: a proof and its printed pages in, plain values for JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pressroom.archive.reading import PrintedElement, ReadIssue, is_narrow, set_lines
from pressroom.issue import Article, Issue

WORKS = "works.json"


@dataclass(frozen=True)
class Contributor:
    """Somebody who had a part in an article, what it was, and the MARC code of that."""

    name: str
    role: str
    marc: str = ""


@dataclass(frozen=True)
class Work:
    """An article as catalogues and citations know it; ``pages`` are the labels of the pages that it is printed on."""

    slug: str
    title: str
    kicker: str
    deck: str
    department: str
    language: str
    people: tuple[Contributor, ...]
    keywords: tuple[str, ...]
    pages: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Serial:
    """An issue as catalogues and citations know it, with its articles."""

    slug: str
    magazine: str
    title: str
    issn: str
    cn: str
    publisher: str
    language: str
    rights: str
    number: str
    volume: str
    whole_number: str
    date: str
    printing: int
    corrections: tuple[tuple[str, str, str], ...]
    labels: tuple[str, ...]
    works: tuple[Work, ...]


def describe_serial(issue: Issue, read: ReadIssue) -> Serial:
    """Describe an issue as it was printed."""
    departments = {article.slug: slot.department for slot in issue.flatplan for article in slot.articles}
    roles = {role.name: role.marc for role in issue.magazine.roles}
    works = tuple(_describe(article, departments[article.slug], issue, roles, read) for article in issue.articles)
    magazine = issue.magazine
    return Serial(
        issue.slug,
        magazine.title,
        issue.title,
        magazine.issn,
        magazine.cn,
        magazine.publisher,
        magazine.language,
        magazine.rights,
        issue.number,
        issue.volume,
        issue.whole_number,
        issue.date,
        issue.printing,
        tuple((one.date, one.what, one.article) for one in issue.corrections),
        tuple(page.label for page in read.pages),
        works,
    )


def _describe(article: Article, department: str, issue: Issue, roles: dict[str, str], read: ReadIssue) -> Work:
    pages = [page.label for page in read.pages if any(one.article == article.slug for one in page.elements)]
    elements = (one for page in read.pages for one in page.elements if one.article == article.slug)
    people = tuple(
        Contributor(name, credit.role, roles.get(credit.role, ""))
        for credit in article.bylines
        for name in credit.names
    )
    return Work(
        article.slug,
        article.title,
        article.kicker,
        article.deck,
        department,
        article.language or issue.magazine.language,
        people,
        article.keywords,
        tuple(pages),
        "\n".join(filter(None, (say(part) for part in join_elements(elements)))),
    )


def join_elements(elements: Iterable[PrintedElement]) -> list[tuple[PrintedElement, ...]]:
    """Put together what of an element stands on several pages."""
    parts: dict[int, list[PrintedElement]] = {}
    for element in elements:
        parts.setdefault(element.number, []).append(element)
    return [tuple(parts[number]) for number in sorted(parts)]


def say(parts: Iterable[PrintedElement]) -> str:
    """What an element prints, its lines joined as they are read."""
    text, hyphen = "", True
    for line in (line for part in parts for line in set_lines(part.letters)):
        for place, (word, _) in enumerate(line.words):
            wide = not text or not (is_narrow(text[-1]) and is_narrow(word[0]))
            text += word if wide or (hyphen and not place) else f" {word}"
        hyphen = line.hyphen
    return text


def write_works(serial: Serial) -> bytes:
    """Write what is known of an issue, as JSON."""
    return (json.dumps(asdict(serial), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def read_works(file: Path) -> Serial:
    """Read what is known of an issue.

    :raises OSError: where there is no such file.
    """
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    works = tuple(_read_work(entry) for entry in values["works"])
    corrections = tuple((date, what, article) for date, what, article in values["corrections"])
    return Serial(**{**values, "works": works, "corrections": corrections, "labels": tuple(values["labels"])})


def _read_work(entry: dict[str, Any]) -> Work:
    people = tuple(Contributor(**one) for one in entry["people"])
    return Work(**{**entry, "people": people, "keywords": tuple(entry["keywords"]), "pages": tuple(entry["pages"])})
