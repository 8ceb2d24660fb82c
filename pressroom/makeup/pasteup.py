"""Make up pages: an issue, its galleys and a layout in, one pasteup for each slot out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pressroom.galley import Galley
from pressroom.galley.charts.drawing import CHART_COLOURS
from pressroom.galley.codes import draw_ean
from pressroom.galley.html import image_html
from pressroom.galley.vertical import set_vertical
from pressroom.issue import Article, Filler, Issue, Picture, Slot, number_issn
from pressroom.language.tags import read_tag
from pressroom.makeup.contents import Section, colour_of, list_contents
from pressroom.makeup.templates import Environment, render
from pressroom.makeup.views import View, noun_of, view_of
from pressroom.read.layout import Layout, Leeway
from pressroom.report import Finding, LayoutError
from pressroom.workshop.markup import escape


@dataclass(frozen=True)
class Pasteup:
    """One slot ready to be set: HTML, style sheets, tokens, where it starts and how many pages it may have.

    ``width``, ``height`` and ``bleed`` are in millimetres. ``blank`` is the HTML of one page to fill the slot with
    when the copy falls short, ``fillers`` are those of pages that may stand in for the first blank ones. ``folders``
    are the only places that pictures and style sheets are read from. ``leeway`` say how far make-up may go. ``blocks``
    are the ids of the galleys' blocks, each with how many characters it has to print.
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
    leeway: Leeway = field(default_factory=Leeway)


def make_up(
    issue: Issue,
    galleys: Mapping[str, Galley],
    layout: Layout,
    note: Callable[[Path], None] = lambda _: None,
    only: Collection[int] | None = None,
    environment: Environment | None = None,
) -> tuple[Pasteup, ...]:
    """Fill the slots of the flatplan, each with the template that its kind names, which is noted when it is at hand.

    Where ``only`` is given, no other slots than those with these numbers are filled. An ``environment`` that has
    compiled templates of the layout before may be given.

    :raises LayoutError: with every template that is broken or names what is not there, at file and line.
    """
    environment = environment or Environment(layout.folders)
    contents = list_contents(issue, layout)
    pasteups: list[Pasteup] = []
    findings: list[Finding] = []
    for slot in issue.flatplan if only is None else (issue.flatplan[index] for index in sorted(only)):
        colour = colour_of(slot.department, issue, layout, slot.part)
        values = _values(issue, slot, galleys, contents, layout, colour)
        note(_find_template(layout, slot.kind))
        try:
            html = _speak(render(environment, f"kinds/{slot.kind}.html", values, layout), slot.articles)
            blank = render(environment, "blank.html", values, layout)
            fillers = [
                _speak(
                    render(environment, f"kinds/{filler.kind}.html", values | _stand_in(slot, filler), layout),
                    (filler.article,),
                )
                for filler in (issue.fillers if slot.filler else ())
            ]
        except LayoutError as error:
            findings += error.report.findings
            continue
        pasteups.append(_paste(issue, slot, galleys, layout, (html, blank, *fillers), colour))
    if findings:
        raise LayoutError(findings)
    return tuple(pasteups)


def _find_template(layout: Layout, kind: str) -> Path:
    """Where the template of a kind lies, in the nearest of the layout's folders that has one."""
    files = (folder / "kinds" / f"{kind}.html" for folder in layout.folders)
    return next((file for file in files if file.is_file()), layout.place.file)


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
        leeway=layout.leeway_of(slot.kind),
    )


def _stand_in(slot: Slot, filler: Filler) -> dict[str, Any]:
    """What the template of a filler is given in place of the slot's own."""
    page = replace(slot, kind=filler.kind, articles=(filler.article,), spread=False, art=None, department="", part="")
    return {"slot": view_of(page), "articles": view_of(page.articles), "colour": ""}


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
        "issue": view_of(issue),
        "magazine": view_of(issue.magazine),
        "slot": view_of(slot),
        "articles": view_of(slot.articles),
        "galley": {slug: Markup(galley.html) for slug, galley in galleys.items()},
        "contents": view_of(tuple(contents)),
        "words": dict(issue.words),
        "letters": read_tag(issue.magazine.language).letters,
        "tokens": dict(layout.tokens),
        "colour": colour,
        "image": _image,
        "vertical": _vertical,
        "barcode": _barcode,
        **_formats(issue),
    }


def _speak(html: str, articles: Sequence[Article]) -> str:
    """Say the language of articles that are in another than the magazine's: no template can forget it."""
    for article in articles:
        if article.language:
            opening = re.compile(rf'(<article\b(?![^>]*\blang=)[^>]*\bid="{re.escape(article.slug)}")')
            html = opening.sub(rf'\1 lang="{escape(article.language)}"', html)
    return html


def _image(view: View | None) -> Markup:
    """An image element for a picture; nothing where there is none."""
    return Markup("") if view is None else Markup(image_html(noun_of(view, Picture)))


def _barcode(issn: str, variant: str = "00", addon: str = "") -> Markup:
    """The bar code of an ISSN: ``variant`` are the two digits behind it, ``addon`` tells the issue."""
    return Markup(draw_ean(number_issn(issn, variant), "issn", addon))


def _formats(issue: Issue) -> dict[str, Callable[..., str]]:
    """What writes dates, lists, names and numbers as the magazine's language does, loaded where it is asked for."""
    language, words = issue.magazine.language, dict(issue.words)
    separator = words.get("name-separator", "")

    def dated(date: str) -> str:
        from pressroom.language.locales import write_issue_date

        return write_issue_date(date, language, words)

    def listed(items: Sequence[str]) -> str:
        from pressroom.language.locales import write_list

        return write_list(items, language)

    def named(names: Sequence[str]) -> str:
        return separator.join(names) if separator else listed(names)

    def counted(number: int | float) -> str:
        from pressroom.language.locales import write_number

        return write_number(number, language)

    return {"dated": dated, "listed": listed, "named": named, "counted": counted}


def _vertical(text: str) -> Markup:
    """A short title that stands on end."""
    return Markup(set_vertical(text))
