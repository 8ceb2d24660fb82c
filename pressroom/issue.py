"""The nouns: what a magazine, an issue, a slot and an article are. Reads nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pressroom.report import Place


class Listing(StrEnum):
    """How the contents page lists a slot: its first article with or without the folio, all of them, or not at all."""

    NUMBERED = "numbered"
    ALL = "all"
    UNNUMBERED = "unnumbered"
    NONE = "none"


@dataclass(frozen=True)
class Credit:
    """People and what they did: a line of the masthead or of a byline."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A role that a byline may name, and its MARC relator code for the EPUB."""

    name: str
    marc: str


@dataclass(frozen=True)
class Printer:
    """What the printer asks for, and how the issue is bound.

    ``profile`` is the ICC profile of the printing condition, nothing for the one of the house; ``condition`` is its
    name in a ``registry``, ``described`` the same in words. ``ink_limit`` is the most ink in one spot, in per cent.
    ``caliper`` is the thickness of a leaf in millimetres; ``section`` the pages of a section where the issue is bound
    in sections, 0 where all sheets are stitched through the fold.
    """

    profile: Path | None = None
    condition: str = "FOGRA39"
    registry: str = "http://www.color.org"
    described: str = "Coated FOGRA39 (ISO 12647-2:2004)"
    ink_limit: int = 300
    caliper: float = 0.1
    section: int = 0


@dataclass(frozen=True)
class Magazine:
    """What all issues share; ``words`` are those that it says otherwise than its language and layout do.

    ``numbering`` says whether numbers are ``running``, or begin again each ``year`` or ``volume``; where it is empty,
    they do with each volume that issues name.
    """

    title: str
    language: str
    place: Place = field(compare=False)
    subtitle: str = ""
    publisher: str = ""
    issn: str = ""
    cn: str = ""
    rights: str = ""
    frequency: str = ""
    numbering: str = ""
    subtitle_language: str = ""
    address: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    masthead: tuple[Credit, ...] = ()
    roles: tuple[Role, ...] = ()
    printer: Printer = field(default_factory=Printer)
    allow: tuple[Allowance, ...] = ()
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture that an article or a slot shows: its file, its words and where they are asked for.

    ``crop`` says whether its edges may be cut off: ``none`` or ``edges``; where nobody says so, by what it shows.
    """

    file: Path
    alt: str
    place: Place = field(compare=False)
    caption: str = ""
    credit: str = ""
    crop: str = ""

    @property
    def name(self) -> str:
        """The name of its file, by which two that show the same picture are told."""
        return self.file.name


@dataclass(frozen=True)
class Article:
    """Copy and its furniture; ``language`` is empty where it is that of the magazine. ``head`` is its front matter."""

    slug: str
    headline: tuple[str, ...]
    copy: str
    place: Place = field(compare=False)
    copy_line: int = field(compare=False, default=1)
    short_headline: str = ""
    kicker: str = ""
    tag: str = ""
    deck: str = ""
    bylines: tuple[Credit, ...] = ()
    keywords: tuple[str, ...] = ()
    lead: Picture | None = None
    language: str = ""
    head: str = field(compare=False, default="")

    @property
    def title(self) -> str:
        """The headline in one line."""
        return " ".join(self.headline)

    @property
    def listed_as(self) -> str:
        """The headline as the contents page prints it."""
        return self.short_headline or self.title


@dataclass(frozen=True)
class Slot:
    """One entry of the flatplan. Its kind is the name of the template that sets it.

    ``labels`` are the labels of its pages in order: folios as the page prints them, ``C1`` to ``C4`` on the cover.
    ``auto`` slots follow on the one before; ``open`` ones take as many pages as they need, and the plan follows.
    """

    index: int
    kind: str
    labels: tuple[str, ...]
    recto: bool
    place: Place = field(compare=False)
    folio: int | None = None
    department: str = ""
    part: str = ""
    articles: tuple[Article, ...] = ()
    spread: bool = False
    listing: Listing = Listing.NONE
    note: str = ""
    art: Picture | None = None
    fit: bool = True
    filler: bool = False
    auto: bool = False
    open: bool = False

    @property
    def pages(self) -> int:
        """How many pages the flatplan gives it."""
        return len(self.labels)

    @property
    def name(self) -> str:
        """A name for people and files, alone in its issue: ``013-feature``, ``c1-cover``."""
        label = self.labels[0]
        return f"{label.zfill(3) if label.isdigit() else label.lower()}-{self.kind}"


@dataclass(frozen=True)
class Filler:
    """A page that stands in for a blank one where a slot lets it."""

    kind: str
    article: Article
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Allowance:
    """A check that the editor lets pass for one file (or all, where ``file`` is empty), and why.

    One that is ``standing`` holds for all issues of the magazine, whether they need it or not.
    """

    check: str
    file: str
    reason: str
    place: Place = field(compare=False)
    standing: bool = False


@dataclass(frozen=True)
class Evaluation:
    """What a person found who judged whether everybody can read the book: the WCAG it was held against, and who."""

    wcag: str
    level: str
    by: str


@dataclass(frozen=True)
class Correction:
    """A mistake of an earlier printing that was put right: when, in which article if in one, and what."""

    date: str
    what: str
    article: str = ""


@dataclass(frozen=True)
class Revision:
    """Which printing this is: the first, or one with corrections, and its date: ``YYYY-MM-DD``, empty for the first."""

    number: int = 1
    date: str = ""


@dataclass(frozen=True)
class Issue:
    """One number of a magazine.

    ``number`` is what readers call it, often a number and sometimes not: ``47–48``, ``3–4 合刊``. ``date`` is
    ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or a season, ``2021-spring``. ``whole_number`` counts from the first issue
    of all (总第). ``set_anew`` says that it was printed before, on other pages. ``words`` are what Pressroom writes
    itself, by name: as the language has them, the layout, and the magazine.
    """

    magazine: Magazine
    folder: Path
    number: str
    date: str
    layout: str
    flatplan: tuple[Slot, ...]
    place: Place = field(compare=False)
    theme: str = ""
    cover_lines: tuple[str, ...] = ()
    allow: tuple[Allowance, ...] = ()
    signature: int = 4
    fillers: tuple[Filler, ...] = ()
    evaluation: Evaluation | None = None
    volume: str = ""
    whole_number: str = ""
    set_anew: bool = False
    revision: Revision = field(default_factory=Revision)
    corrections: tuple[Correction, ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def slug(self) -> str:
        """The name of the issue's folder and of its outputs."""
        return self.folder.resolve().name

    @property
    def title(self) -> str:
        """The magazine's title with the number of the issue."""
        wording = dict(self.words).get("issue-title", "{title} No. {number}")
        return wording.format(title=self.magazine.title, number=self.number)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is written in, the magazine's first."""
        spoken = (article.language for article in self.articles)
        return tuple(dict.fromkeys([self.magazine.language, *filter(None, spoken)]))

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles in flatplan order."""
        return tuple(article for slot in self.flatplan for article in slot.articles)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all pages in order."""
        return tuple(label for slot in self.flatplan for label in slot.labels)

    @property
    def timestamp(self) -> str:
        """When the issue came out, as the clock of its products: ``2021-01-01T00:00:00Z``."""
        return f"{first_day(self.date)}T00:00:00Z"

    @property
    def modified(self) -> str:
        """When this printing was made: for the first as :attr:`timestamp`, else the date of its revision."""
        return f"{self.revision.date}T00:00:00Z" if self.revision.date else self.timestamp

    @property
    def printing(self) -> int:
        """Which printing it is, 1 for the first."""
        return self.revision.number

    @property
    def ordinal(self) -> float:
        """Where the issue stands on a shelf, among all of its magazine.

        That is its whole number, else its number: 47 of ``47–48``; 0 where there is none. Where numbers begin again, it
        stands behind the year or the volume: 2021.08.
        """
        number = first_number(self.whole_number) or first_number(self.number)
        begin = 0.0
        if not first_number(self.whole_number) and self.magazine.numbering != "running":
            begin = first_number(self.volume)
            if self.magazine.numbering == "year":
                begin = float(self.date[:4])
        return begin + number / _MOST_A_YEAR if begin else number

    @property
    def shelf(self) -> str:
        """Where it stands, as shelves show it: ``8``, ``2021.08``."""
        return f"{self.ordinal:g}" if self.ordinal.is_integer() else f"{self.ordinal:.2f}"


_MOST_A_YEAR = 100  # issues in a year or a volume whose numbers begin again


def first_number(text: str) -> float:
    """The first number in a text; 0 where there is none."""
    found = re.search(r"\d+(\.\d+)?", text)
    return float(found[0]) if found else 0.0


#: Seasons with the month that they begin in; half the world has them at other times, and prints the same words.
SEASONS = {"spring": "03", "summer": "06", "autumn": "09", "winter": "12"}


def first_day(date: str) -> str:
    """The first day of a date of an issue, as ``YYYY-MM-DD``."""
    year, *rest = date.split("-")
    month = SEASONS.get(rest[0], rest[0]) if rest else "01"
    return f"{year}-{month}-{rest[1] if len(rest) > 1 else '01'}"


def issn_digit(issn: str) -> str:
    """The check digit that the first seven digits of an ISSN give: 0 to 9 or X. See ISO 3297, annex A."""
    digits = issn.replace("-", "")[:7]
    rest = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def number_issn(issn: str, variant: str = "00") -> str:
    """Turn an ISSN into the twelve digits of its EAN-13; ``variant`` are the two digits behind it."""
    return f"977{issn.replace('-', '')[:7]}{variant}"
