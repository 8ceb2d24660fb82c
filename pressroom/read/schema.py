"""The sheets: what may stand in ``magazine.yaml``, ``issue.yaml``, the front matter of copy and ``layout.yaml``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from pressroom.issue import SEASONS, Listing, first_day
from pressroom.read.faces import FontsSheet


def _listed(value: Any) -> Any:
    """Take one value for a list of one."""
    return value if isinstance(value, list | tuple) or value is None else [value]


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


def _tag_folio(value: Any) -> str:
    """Tell a folio that is a word from one that is a number; tags in brackets are no part of a value's path."""
    return "<auto>" if isinstance(value, str) and not value.strip().isdigit() else "<number>"


Folio = Annotated[
    Annotated[Annotated[int, Field(ge=1, le=9999)], Tag("<number>")] | Annotated[Literal["auto"], Tag("<auto>")],
    Discriminator(_tag_folio),
]


def _is_day(value: str) -> str:
    """Take a day that the calendar has."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise ValueError("expected a day of the calendar, YYYY-MM-DD") from None
    return value


def _is_issue_date(value: str) -> str:
    """Take a year, a month, a day or a season."""
    if not re.fullmatch(rf"\d{{4}}(-(\d\d(-\d\d)?|{'|'.join(SEASONS)}))?", value):
        raise ValueError("expected YYYY-MM, YYYY-MM-DD, YYYY or a season, as 2021-spring")
    _is_day(first_day(value))
    return value


Day = Annotated[str, AfterValidator(_is_day)]
IssueDate = Annotated[str, AfterValidator(_is_issue_date)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
InkText = Annotated[str, Field(pattern=r"^([^:]+: *)?\d{1,3}(\.\d+)?( +\d{1,3}(\.\d+)?){3}$")]
Script = Literal["latin", "japanese", "korean", "simplified", "traditional"]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_listed)]
LanguageTag = Annotated[str, Field(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
Thing = Literal["lead", "figure", "chart", "quote", "box", "table", "panel", "list", "gallery", "code", "head"]
Things = Annotated[tuple[Thing, ...], BeforeValidator(_listed)]
Lines = Annotated[int, Field(ge=-9, le=9)]


def _pair(value: Any) -> Any:
    """Take a list of two for a pair."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("expected two numbers, lines less and lines more: [-1, 2]")
    return tuple(value)


class _Sheet(BaseModel):
    """A sheet refuses keys it does not know; numbers stand for texts where texts are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class CreditSheet(_Sheet):
    """People and what they did."""

    role: Text = Field(description="What they did: Editor, Words, Photographs …")
    names: Annotated[Texts, Field(min_length=1)] = Field(description="Their names; one name needs no list")


class PrinterSheet(_Sheet):
    """What the printer asks for, and how the issue is bound."""

    profile: str = Field("", description="ICC profile of the printing condition, a file beside this sheet")
    condition: Text = Field("FOGRA39", description="The condition's name in the registry, as FOGRA39")
    registry: str = Field("http://www.color.org", description="The registry that knows the condition")
    described: str = Field("", description="The condition in words")
    ink_limit: int = Field(300, ge=200, le=400, description="The most ink in one spot, in per cent")
    caliper: float = Field(0.1, ge=0, le=1, description="Thickness of a leaf, in millimetres")
    section: int = Field(
        0,
        ge=0,
        le=128,
        multiple_of=4,
        description="Pages of a section; 0 where all sheets are stitched through the fold",
    )


#: How often magazines come out: the words of the Dublin Core frequency vocabulary.
Frequency = Literal[
    "",
    "daily",
    "semiweekly",
    "weekly",
    "biweekly",
    "semimonthly",
    "monthly",
    "bimonthly",
    "quarterly",
    "threeTimesAYear",
    "semiannual",
    "annual",
    "biennial",
    "irregular",
]


class MagazineSheet(_Sheet):
    """What all issues of a magazine share."""

    title: Text = Field(description="The magazine's name")
    language: Annotated[LanguageTag, Field(min_length=2)] = Field("zh-CN", description="BCP 47, as en-GB or zh-CN")
    subtitle: str = Field("", description="A second line of the nameplate, often in Latin letters")
    publisher: str = Field("", description="Who publishes it")
    issn: str = Field("", pattern=r"^(\d{4}-\d{3}[\dX])?$", description="ISSN, as 1234-5679")
    cn: str = Field("", description="The CN serial number, as 33-1234/Z")
    subtitle_language: LanguageTag = Field("", description="Its language, where it is not the magazine's: en")
    rights: str = Field("", description="Who holds the rights, in words, for EPUB and PDF")
    frequency: Frequency = Field("", description="How often it comes out")
    numbering: Literal["", "running", "year", "volume"] = Field(
        "", description="Whether numbers are running, or begin again each year or volume"
    )
    address: Texts = Field((), description="Lines of the address for the masthead")
    departments: Texts = Field((), description="The standing sections, in order")
    masthead: tuple[CreditSheet, ...] = Field((), description="Who makes the magazine")
    roles: dict[str, str] = Field(
        {},
        description="Roles that bylines may name, each with its MARC relator code; where there are none, as usual",
    )
    words: dict[str, str] = Field(
        {}, description="Words that Pressroom writes itself, in place of those of the language: contents: In this issue"
    )
    printer: PrinterSheet = Field(PrinterSheet(), description="What the printer asks for")
    allow: dict[str, str | dict[str, str]] = Field({}, description="Checks that may pass in all issues, and why")


class SlotSheet(_Sheet):
    """One entry of the flatplan."""

    kind: Text = Field(description="The template that sets it")
    folio: Folio | None = Field(
        None, description="The printed number of its first page; auto: it follows on; none on the cover"
    )
    pages: int | None = Field(None, ge=1, le=500, description="How many pages it has")
    department: str = Field("", description="One of magazine.yaml's departments")
    part: str = Field("", description="A part inside the department")
    copy_: Slugs = Field((), alias="copy", description="The slugs of its copy, in order")
    spread: bool = Field(False, description="Starts on a verso and has an even number of pages")
    contents: Listing | None = Field(None, description="How the contents page lists it")
    note: str = Field("", description="Printed after its entry on the contents page, as 等10则")
    art: str = Field("", description="A picture for the template")
    art_alt: str = Field("", description="The picture in words")
    fit: bool = Field(True, description="Whether copyfit may touch it: on or off")
    filler: bool = Field(False, description="Whether its blank pages may take one of the issue's fillers")


class FillerSheet(_Sheet):
    """A page that stands in for a blank one: a house advertisement."""

    kind: Text = Field(description="The template that sets it")
    copy_: Slug = Field(alias="copy", description="The slug of its copy")


class EvaluationSheet(_Sheet):
    """A person's judgement that everybody can read the EPUB; without one nothing is claimed."""

    by: Text = Field(description="Who judged it")
    wcag: Literal["2.0", "2.1", "2.2"] = Field("2.2", description="The version of WCAG, in quotation marks")
    level: Literal["A", "AA", "AAA"] = Field("AA", description="The level that it reaches")


class RevisionSheet(_Sheet):
    """A printing of an issue that is not its first."""

    date: Day = Field(description="When it was made: YYYY-MM-DD")
    number: int = Field(2, ge=2, le=999, description="Which printing it is")


class CorrectionSheet(_Sheet):
    """A mistake that was put right."""

    date: Day = Field(description="When: YYYY-MM-DD")
    what: Text = Field(description="What was wrong, and what is right")
    article: str = Field("", description="The slug of the article that it stands in")


class IssueSheet(_Sheet):
    """One number of a magazine."""

    number: Text = Field(description="The number of the issue, as readers call it: 8, 47–48, 3–4 合刊")
    date: IssueDate = Field(description="YYYY-MM, YYYY-MM-DD, YYYY, or a season: 2021-spring")
    volume: str = Field("", description="The volume that the issue belongs to")
    whole_number: str = Field("", description="Its number counted from the first issue of all (总第)")
    set_anew: bool = Field(False, description="Whether it was printed before, on other pages than these")
    revision: RevisionSheet | None = Field(None, description="Which printing this is, where it is not the first")
    corrections: tuple[CorrectionSheet, ...] = Field((), description="What was put right since the first printing")
    layout: Slug = Field("base", description="A folder of layouts/")
    theme: str = Field("", description="The theme of the issue")
    cover_lines: Texts = Field((), description="The lines on the cover")
    pages: int | None = Field(None, ge=1, le=5000, description="How many numbered pages it has")
    first_folio: int = Field(1, ge=1, le=9999, description="The first folio, where folios go on through a year")
    signature: int = Field(4, ge=1, le=64, description="The count of pages is a multiple of this; 1 for any")
    flatplan: tuple[SlotSheet, ...] = Field(min_length=1, description="The plan, page by page")
    fillers: tuple[FillerSheet, ...] = Field((), description="Pages that may stand in for blank ones")
    evaluation: EvaluationSheet | None = Field(None, description="Who judged the EPUB accessible, and to which level")
    allow: dict[str, str | dict[str, str]] = Field({}, description="Checks that may pass, and why")


class LeadSheet(_Sheet):
    """The picture that an article opens with."""

    src: Text
    alt: Text = Field(description="The picture in words")
    caption: str = ""
    credit: str = ""
    crop: Literal["", "none", "edges"] = Field(
        "", description="Whether its edges may be cut off; where nobody says so, those of drawings with letters may not"
    )


class ArticleSheet(_Sheet):
    """The front matter of copy."""

    headline: Annotated[Texts, Field(min_length=1)] = Field(description="The headline; a list gives one item a line")
    short_headline: str = Field("", description="What the contents page prints, where it differs")
    lang: LanguageTag = Field("", description="Its language, where it is not the magazine's: fr, en-GB (BCP 47)")
    tag: str = Field("", description="The section tag above the headline")
    kicker: str = Field("", description="The line over the headline (眉题)")
    deck: str = Field("", description="The standfirst (提要)")
    bylines: tuple[CreditSheet, ...] = Field((), description="Who wrote, photographed, edited")
    keywords: Texts = ()
    lead: LeadSheet | None = None


class SettingSheet(_Sheet):
    """One step of copyfit: values of tokens that replace those of the layout and of the steps before it."""

    name: Text = Field(description="What it does, for the log: figures a line lower")
    tokens: dict[str, str] = Field(
        {}, description="Tokens and their values in this step; `own * 0.97` and `own - 1` begin with the layout's own"
    )


class FitSheet(_Sheet):
    """What copyfit may change, in order of preference, and how full it makes the last page of a slot."""

    fill: float = Field(0.8, ge=0, le=1, description="How full the last page of a slot should be: 0 to 1")
    unfilled: Texts = Field((), description="Kinds that need not fill their pages, as covers and advertisements")
    optional: Texts = Field((), description="Blocks that a step may leave out whole, by their class: pullquote")
    tighter: tuple[SettingSheet, ...] = Field((), description="Steps that save space; each adds to those before it")
    looser: tuple[SettingSheet, ...] = Field((), description="Steps that fill space; each adds to those before it")


class ScriptSheet(_Sheet):
    """What differs in magazines that are written in a script."""

    tokens: dict[str, str] = Field({}, description="Tokens in place of those of all magazines")
    fit: FitSheet | None = Field(None, description="What copyfit may change there, and how far")


class LeewaySheet(_Sheet):
    """How far page make-up may go so that columns end on the last line."""

    stretch: dict[Thing, Annotated[tuple[Lines, Lines], BeforeValidator(_pair)]] | None = Field(
        None, description="Lines that each sort of thing may give (below 0) and take: figure: [-1, 2]"
    )
    floats: Things | None = Field(None, description="What may be moved to the top or foot of a column")
    last: Literal["balanced", "filled"] | None = Field(None, description="The columns of an article's last page")


class MakeupSheet(LeewaySheet):
    """The limits of page make-up, and where a kind of slot has others."""

    kinds: dict[str, LeewaySheet] = Field({}, description="Leeway of single kinds, in place of these")


class LayoutSheet(_Sheet):
    """The design: its page, its tokens and its limits."""

    extends: str = Field("", description="The layout that it builds on")
    width: str = Field("", pattern=r"^(\d+(\.\d+)?mm)?$", description="Trim width, as 210mm")
    height: str = Field("", pattern=r"^(\d+(\.\d+)?mm)?$", description="Trim height, as 285mm")
    tokens: dict[str, str] = Field(
        {}, description="CSS variables, without their dashes; `width * 0.1` and `height * 0.1` are shares of the page"
    )
    scripts: dict[Script, ScriptSheet] = Field(
        {}, description="What differs in magazines of a script; latin stands for Greek and Cyrillic letters, too"
    )
    palette: Texts = Field((), description="Colours of the departments, in their order")
    inks: dict[Colour, InkText] = Field(
        {}, description="Inks that a colour is printed in: C M Y K in per cent, or `NAME: C M Y K` for a spot colour"
    )
    departments: dict[str, str] = Field(
        {}, description="Colours of departments by name, of their parts by department/part"
    )
    words: dict[str, str] = Field(
        {}, description="Words that templates print, in place of those of the language: contents: In this issue"
    )
    fit: FitSheet | None = Field(None, description="What copyfit may change, and how far")
    makeup: MakeupSheet | None = Field(None, description="How far page make-up may go")


Kind = Literal["magazine", "issue", "copy", "layout", "fonts"]
SHEETS: dict[Kind, type[BaseModel]] = {
    "magazine": MagazineSheet,
    "issue": IssueSheet,
    "copy": ArticleSheet,
    "layout": LayoutSheet,
    "fonts": FontsSheet,
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of every sheet, by file name."""
    return {
        f"{name}.schema.json": {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        | sheet.model_json_schema(by_alias=True)
        for name, sheet in SHEETS.items()
    }
