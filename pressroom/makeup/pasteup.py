"""Make up pages: an issue, its galleys and a layout in, one pasteup for each slot out."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from pressroom.galley import Galley
from pressroom.galley.codes import draw_ean, number_issn
from pressroom.galley.vertical import set_vertical
from pressroom.issue import Article, Credit, Filler, Issue, Listing, Magazine, Picture, Slot
from pressroom.read.layout import Layout
from pressroom.report import Finding, LayoutError, Place, stop
from pressroom.words import nearest

#: The colours that charts are drawn in, and the tokens that take their place.
CHART_COLOURS = {
    "#0c0c01": "colour",
    "#0c0c02": "colour-2",
    "#0c0c03": "colour-3",
    "#0c0c00": "ink",
    "#0c0c0f": "colour-pale",
}


@dataclass(frozen=True)
class Entry:
    """A line of the contents page."""

    slot: Slot
    article: Article
    folio: str
    part: str

    @property
    def headline(self) -> str:
        """The headline as the contents page prints it."""
        return self.article.listed_as


@dataclass(frozen=True)
class Section:
    """A department on the contents page, with its entries in page order."""

    department: str
    colour: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Pasteup:
    """One slot ready to be set: HTML, style sheets, tokens, where it starts and how many pages it may have.

    ``width``, ``height`` and ``bleed`` are in millimetres. ``blank`` is the HTML of one page to fill the slot with when
    the copy falls short, ``fillers`` are those of pages that may stand in for the first blank ones. ``folders`` are the
    only places that pictures and style sheets are read from. ``blocks`` are the ids of the galleys' blocks, each with
    how many characters it has to print.
    """

    slot: Slot
    html: str
    blank: str
    stylesheets: tuple[Path, ...]
    tokens: tuple[tuple[str, str], ...]
    width: float
    height: float
    folders: tuple[Path, ...]
    slugs: tuple[str, ...]
    blocks: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    fillers: tuple[str, ...] = ()
    bleed: float = 0.0


def make_up(issue: Issue, galleys: Mapping[str, Galley], layout: Layout) -> tuple[Pasteup, ...]:
    """Fill the slots of the flatplan, each with the template that its kind names.

    :raises LayoutError: with every template that is broken or names what is not there, at file and line.
    """
    environment = _make_environment(layout.folders)
    contents = list_contents(issue, layout)
    pasteups: list[Pasteup] = []
    findings: list[Finding] = []
    for slot in issue.flatplan:
        colour = colour_of(slot.department, issue, layout, slot.part)
        values = _values(issue, slot, galleys, contents, layout, colour)
        try:
            html = _render(environment, f"kinds/{slot.kind}.html", values, layout)
            blank = _render(environment, "blank.html", values, layout)
            fillers = [
                _render(environment, f"kinds/{filler.kind}.html", values | _stand_in(slot, filler), layout)
                for filler in (issue.fillers if slot.filler else ())
            ]
        except LayoutError as error:
            findings += error.report.findings
            continue
        pasteups.append(_paste(issue, slot, galleys, layout, (html, blank, *fillers), colour))
    if findings:
        raise LayoutError(findings)
    return tuple(pasteups)


def _paste(
    issue: Issue, slot: Slot, galleys: Mapping[str, Galley], layout: Layout, pages: Sequence[str], colour: str
) -> Pasteup:
    """Put a slot's HTML, that of a blank page and of fillers, and all that setting them needs together."""
    tokens = dict(layout.tokens)
    tokens |= {"colour": colour} if colour else {}
    for sentinel, token in CHART_COLOURS.items():
        pages = [html.replace(sentinel, tokens.get(token, tokens.get("ink", "#000000"))) for html in pages]
    html, blank, *fillers = pages
    return Pasteup(
        slot=slot,
        html=html,
        blank=blank,
        stylesheets=layout.stylesheets("print"),
        tokens=tuple(tokens.items()),
        width=layout.width,
        height=layout.height,
        bleed=layout.bleed,
        folders=(issue.folder, *layout.folders),
        slugs=tuple(article.slug for article in slot.articles),
        blocks=tuple(
            (block.ident, block.length) for article in slot.articles for block in galleys[article.slug].blocks
        ),
        fillers=tuple(fillers),
    )


def _stand_in(slot: Slot, filler: Filler) -> dict[str, Any]:
    """What the template of a filler is given in place of the slot's own."""
    page = replace(slot, kind=filler.kind, articles=(filler.article,), spread=False, art=None, department="", part="")
    return {"slot": page, "articles": page.articles, "colour": ""}


def colour_of(department: str, issue: Issue, layout: Layout, part: str = "") -> str:
    """The colour of a department, or of a part of it: its own, or the next of the palette."""
    named = dict(layout.departments)
    if part and f"{department}/{part}" in named:
        return named[f"{department}/{part}"]
    if department in named or not department or not layout.palette:
        return named.get(department, "")
    return layout.palette[issue.magazine.departments.index(department) % len(layout.palette)]


def list_contents(issue: Issue, layout: Layout) -> tuple[Section, ...]:
    """List what the contents page prints: departments in page order, the articles that each slot lists."""
    sections: list[Section] = []
    for slot in issue.flatplan:
        if slot.listing is Listing.NONE or not slot.articles:
            continue
        folio = "" if slot.listing is Listing.UNNUMBERED or slot.folio is None else str(slot.folio)
        listed = slot.articles if slot.listing is Listing.ALL else slot.articles[:1]
        entries = tuple(Entry(slot, article, folio, slot.part) for article in listed)
        if sections and sections[-1].department == slot.department:
            last = sections.pop()
            sections.append(Section(last.department, last.colour, (*last.entries, *entries)))
        else:
            sections.append(Section(slot.department, colour_of(slot.department, issue, layout), entries))
    return tuple(sections)


def _values(
    issue: Issue,
    slot: Slot,
    galleys: Mapping[str, Galley],
    contents: Sequence[Section],
    layout: Layout,
    colour: str,
) -> dict[str, Any]:
    """What a template may name."""
    return {
        "issue": issue,
        "magazine": issue.magazine,
        "slot": slot,
        "articles": slot.articles,
        "galley": {slug: Markup(galley.html) for slug, galley in galleys.items()},
        "contents": contents,
        "words": dict(layout.words),
        "tokens": dict(layout.tokens),
        "colour": colour,
        "image": _image,
        "vertical": _vertical,
        "barcode": _barcode,
    }


def _image(picture: Picture | None) -> Markup:
    """An image element for a picture; nothing where there is none."""
    if picture is None:
        return Markup("")
    return Markup('<img src="{}" alt="{}" />').format(picture.file.resolve().as_uri(), picture.alt)


def _barcode(issn: str, variant: str = "00", addon: str = "") -> Markup:
    """The bar code of an ISSN: ``variant`` are the two digits behind it, ``addon`` tells the issue."""
    return Markup(draw_ean(number_issn(issn, variant), "issn", addon))


def _vertical(text: str) -> Markup:
    """A short title that stands on end."""
    return Markup(set_vertical(text))


def _make_environment(folders: Sequence[Path]) -> SandboxedEnvironment:
    """Templates are sandboxed: they reach nothing but the values they are given."""
    return SandboxedEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(environment: SandboxedEnvironment, name: str, values: dict[str, Any], layout: Layout) -> str:
    """Render a template.

    :raises LayoutError: with the template's file and line.
    """
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateSyntaxError as error:
        place = Place(Path(error.filename or name), error.lineno)
        raise LayoutError([stop("template", error.message or "not a template", place, "mend the template")]) from None
    except jinja2.TemplateNotFound as error:
        place = _template_place(error, layout, name)
        hint = f"write {error.name} in {layout.folders[0].name}"
        raise LayoutError([stop("template", f"there is no template {error.name}", place, hint)]) from None
    except jinja2.UndefinedError as error:
        place = _template_place(error, layout, name)
        raise LayoutError([_explain_undefined(str(error.message), values, place)]) from None
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        ArithmeticError,
        OverflowError,
    ) as error:
        place = _template_place(error, layout, name)
        raise LayoutError([stop("template", f"{type(error).__name__}: {error}", place, "mend the template")]) from None


_FIELDS = {kind.__name__: kind for kind in (Article, Credit, Entry, Issue, Magazine, Picture, Section, Slot)}
_UNDEFINED = re.compile(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'|'(\w+)' is undefined")


def _explain_undefined(message: str, values: dict[str, Any], place: Place) -> Finding:
    """Say which name a template got wrong, and what it may have meant."""
    found = _UNDEFINED.search(message)
    if found is None:
        return stop("template", message, place, "mend the template")
    holder, wrong = found[1], found[2] or found[3]
    kind = _FIELDS.get(holder or "")
    known = sorted(name for name in dir(kind) if not name.startswith("_")) if kind else sorted(values)
    known += [entry.name for entry in fields(kind)] if kind else []
    near = nearest(wrong, known)
    hint = f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(set(known)))}"
    what = f"{holder} has no field {wrong!r}" if holder else f"there is no {wrong!r}"
    return stop("template", what, place, hint)


def _template_place(error: BaseException, layout: Layout, name: str) -> Place:
    """Find the line of the template that an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    roots = tuple(str(folder) for folder in layout.folders)
    for frame in reversed(frames):
        if frame.filename.startswith(roots):
            return Place(Path(frame.filename), frame.lineno or 0)
    return Place(layout.folders[0] / name)
