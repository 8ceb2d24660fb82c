"""The sheets: what may stand in ``magazine.yaml``, ``issue.yaml``, the front matter of copy and ``layout.yaml``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pressroom.issue import Listing


def _listed(value: Any) -> Any:
    """Take one value for a list of one."""
    return value if isinstance(value, list | tuple) or value is None else [value]


#: The roles of bylines where magazine.yaml names none, with their MARC relator codes.
DEFAULT_ROLES = {"记者": "aut", "通讯员": "ctb", "摄影": "pht", "整理": "com", "编辑": "edt"}

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_listed)]


class _Sheet(BaseModel):
    """A sheet refuses keys it does not know; numbers stand for texts where texts are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class CreditSheet(_Sheet):
    """People and what they did."""

    role: Text = Field(description="What they did: 主编, 记者, 摄影 …")
    names: Annotated[Texts, Field(min_length=1)] = Field(description="Their names; one name needs no list")


class MagazineSheet(_Sheet):
    """What all issues of a magazine share."""

    title: Text = Field(description="The magazine's name")
    language: str = Field("zh-CN", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47, as zh-CN")
    subtitle: str = Field("", description="A second line of the nameplate, often in Latin letters")
    publisher: str = Field("", description="Who publishes it")
    issn: str = Field("", pattern=r"^(\d{4}-\d{3}[\dX])?$", description="ISSN, as 1234-5679")
    cn: str = Field("", description="The CN serial number, as 33-1234/Z")
    address: Texts = Field((), description="Lines of the address for the masthead")
    departments: Texts = Field((), description="The standing sections, in order")
    masthead: tuple[CreditSheet, ...] = Field((), description="Who makes the magazine")
    roles: dict[str, str] = Field(
        DEFAULT_ROLES,
        description="Roles that bylines may name, each with its MARC relator code",
    )


class SlotSheet(_Sheet):
    """One entry of the flatplan."""

    kind: Text = Field(description="The template that sets it")
    folio: int | None = Field(
        None, ge=1, le=9999, description="The printed number of its first page; none on the cover"
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


class IssueSheet(_Sheet):
    """One number of a magazine."""

    number: int = Field(ge=0, description="The number of the issue")
    date: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$", description="YYYY-MM or YYYY-MM-DD")
    layout: Slug = Field("base", description="A folder of layouts/")
    theme: str = Field("", description="The theme of the issue")
    cover_lines: Texts = Field((), description="The lines on the cover")
    pages: int | None = Field(None, ge=1, le=5000, description="How many numbered pages it has")
    flatplan: tuple[SlotSheet, ...] = Field(min_length=1, description="The plan, page by page")
    allow: dict[str, str | dict[str, str]] = Field({}, description="Checks that may pass, and why")


class LeadSheet(_Sheet):
    """The picture that an article opens with."""

    src: Text
    alt: Text = Field(description="The picture in words")
    caption: str = ""
    credit: str = ""


class ArticleSheet(_Sheet):
    """The front matter of copy."""

    headline: Annotated[Texts, Field(min_length=1)] = Field(description="The headline; a list gives one item a line")
    short_headline: str = Field("", description="What the contents page prints, where it differs")
    tag: str = Field("", description="The section tag above the headline")
    kicker: str = Field("", description="The line over the headline (眉题)")
    deck: str = Field("", description="The standfirst (提要)")
    bylines: tuple[CreditSheet, ...] = Field((), description="Who wrote, photographed, edited")
    keywords: Texts = ()
    lead: LeadSheet | None = None


class FitSheet(_Sheet):
    """One setting that copyfit may try: values of tokens that replace the layout's own."""

    name: Text
    tokens: dict[str, str] = {}


class LayoutSheet(_Sheet):
    """The design: its page, its tokens and its limits."""

    extends: str = Field("", description="The layout that it builds on")
    width: str = Field("", pattern=r"^(\d+(\.\d+)?mm)?$", description="Trim width, as 210mm")
    height: str = Field("", pattern=r"^(\d+(\.\d+)?mm)?$", description="Trim height, as 285mm")
    tokens: dict[str, str] = Field({}, description="CSS variables, without their dashes")
    palette: Texts = Field((), description="Colours of the departments, in their order")
    departments: dict[str, str] = Field(
        {}, description="Colours of departments by name, of their parts by department/part"
    )
    words: dict[str, str] = Field({}, description="Words that templates print, as contents: 目录")
    fit: tuple[FitSheet, ...] = Field((), description="What copyfit may try, in order of preference")


Kind = Literal["magazine", "issue", "copy", "layout"]
SHEETS: dict[Kind, type[_Sheet]] = {
    "magazine": MagazineSheet,
    "issue": IssueSheet,
    "copy": ArticleSheet,
    "layout": LayoutSheet,
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Give the JSON Schema of every sheet, by file name."""
    return {
        f"{name}.schema.json": {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        | sheet.model_json_schema(by_alias=True)
        for name, sheet in SHEETS.items()
    }
