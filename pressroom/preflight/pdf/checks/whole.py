"""Checks on a finished file as a whole: what it claims, what it carries, what it would do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.preflight.pdf.look import Look, touches
from pressroom.preflight.pdf.marks.values import Tagged
from pressroom.preflight.pdf.registry import EVERY, PRESS, PRINT, SCREEN, Spot, check_file
from pressroom.report import Severity

_PAGE_FIRST = re.compile(r"\d{1,4}\s+.*\D")
_AGAIN = "build the edition again; if it stays, report it with the issue"


@check_file(Severity.STOP, "ISO 15930-7, 6.1; ISO 19005-2, 6.1", EVERY, quick=True)
def unreadable_file(look: Look) -> Iterator[Spot]:
    """The file and all its pages can be read.

    What one program cannot read, another guesses at; a printer finds out at night.
    """
    if look.file.locked:
        yield Spot("the file asks for a password", "save it without encryption")
    elif look.file.torn:
        yield Spot(f"the file is torn: {look.file.torn}", _AGAIN)
    for sheet in look.file.sheets:
        if sheet.torn:
            yield Spot(f"the content of the page is torn: {sheet.torn}", _AGAIN, sheet.number)


@check_file(Severity.STOP, "ISO 15930-7, 6.3; ISO 19005-2, 6.1.3", EVERY, quick=True)
def encrypted_file(look: Look) -> Iterator[Spot]:
    """The file is not encrypted.

    Prepress has to open and change it, and an archive has to read it when the key is long lost.
    """
    if look.file.encrypted and not look.file.locked:
        yield Spot("the file is encrypted, though it opens without a password", "save it without encryption")


@check_file(Severity.STOP, "ISO 15930-7, 6.16; ISO 19005-2, 6.5", EVERY, quick=True)
def active_content(look: Look) -> Iterator[Spot]:
    """Nothing happens by itself: no script, no form, no film.

    A page is paper: what only moves on a screen is refused by presses and archives alike.
    """
    for action in look.file.actions:
        yield Spot(f"the file holds {action}", "take it out of the template or of the file that was placed")


@check_file(Severity.STOP, "ISO 15930-7, 6.17", PRESS, quick=True)
def attached_file(look: Look) -> Iterator[Spot]:
    """No file is attached to what goes to the press."""
    for name in look.file.attached:
        yield Spot(f"{name!r} is attached", "attach it to the archive edition, not to this one")


@check_file(Severity.QUERY, "ISO 15930-7, 6.20", PRESS, quick=True)
def layers(look: Look) -> Iterator[Spot]:
    """No page has layers that may be switched off.

    What is printed then depends on a setting that nobody looked at.
    """
    for name in look.file.layers:
        yield Spot(f"there is a layer {name!r}", "place the drawing without layers")


@check_file(Severity.STOP, "GWG 2022 R0001; ISO 15930-7, 6.8", PRESS, quick=True)
def press_standard(look: Look) -> Iterator[Spot]:
    """The file says that it is PDF/X-4, has a title, and whether it is trapped.

    The printer's system sorts files by what they say of themselves.
    """
    file = look.file
    if file.locked or file.torn:
        return
    if not file.claim("pdfx").startswith("PDF/X-4"):
        claim = file.claim("pdfx") or "nothing"
        yield Spot(f"the file claims {claim}", _AGAIN, value=claim, limit="PDF/X-4")
    if file.trapped not in ("True", "False"):
        yield Spot("the file does not say whether it is trapped", _AGAIN, value=file.trapped, limit="True or False")
    if not file.title:
        yield Spot("the file has no title", _AGAIN)


@check_file(Severity.STOP, "GWG 2022 R0035; ISO 15930-7, 6.2.2", PRESS, quick=True)
def press_intent(look: Look) -> Iterator[Spot]:
    """The file names one printing condition, with a profile of four inks.

    Without it the same numbers are another colour on every press.
    """
    if look.file.locked or look.file.torn:
        return
    intents = [intent for intent in look.file.intents if intent.subtype == "GTS_PDFX"]
    cure = "name the profile and the condition that the printer asks for under `printer` in magazine.yaml"
    if len(intents) != 1:
        count = len(intents)
        yield Spot(f"the file names {count} printing conditions", cure, value=str(count), limit="1")
    for intent in intents:
        if intent.inks != 4:
            message = f"the profile of {intent.condition!r} has {intent.inks} inks"
            yield Spot(message, cure, value=str(intent.inks), limit="4")


@check_file(Severity.STOP, "ISO 14289-1, 7; ISO 19005-2, 6.7", SCREEN, quick=True)
def not_for_all_readers(look: Look) -> Iterator[Spot]:
    """The file can be read aloud: it is tagged, has a title and a language, and says that it is PDF/UA.

    A reader who cannot see has only the tags to go by.
    """
    file = look.file
    if file.locked or file.torn:
        return
    for there, what in ((file.tagged, "tags"), (file.language, "language"), (file.title, "title")):
        if not there:
            yield Spot(f"the file has no {what}", _AGAIN)
    if file.claim("pdfua") != "1":
        yield Spot("the file does not claim PDF/UA-1", _AGAIN, value=file.claim("pdfua"), limit="1")


@check_file(Severity.QUERY, "ISO 14289-1, 7.3, 7.5, 7.18.5; ISO 32000-1, 14.8.4.4.3", SCREEN)
def badly_tagged(look: Look) -> Iterator[Spot]:
    """Pictures have words, tables names, readings stand with their words, and links say the title before the page.

    Who hears a page chooses from lists of its pictures, tables and links.
    """
    for tag in look.file.tags:
        for message, hint in _wrong_tag(tag):
            yield Spot(message, hint, tag.sheet, text=tag.said)


def _wrong_tag(tag: Tagged) -> Iterator[tuple[str, str]]:
    """What is wrong with a tag, and how to mend it."""
    if tag.role == "Figure" and not tag.said.strip():
        yield "a picture has no words", "say what it shows: alt=…"
    if tag.role == "Table" and not tag.said.strip() and "Caption" not in tag.kids:
        yield "a table has no name", "put it under a heading, or into a box with a title"
    if tag.role == "Ruby" and tag.kids not in (("RB", "RT"), ("RB", "RP", "RT", "RP")):
        yield "a reading does not stand with its words", _AGAIN
    if tag.role == "Link" and _PAGE_FIRST.fullmatch(tag.said):
        yield "a link says the page before the title", 'say data-read="last" of the folio in the template'


@check_file(Severity.STOP, "ISO 15930-7, 6.17", PRINT, quick=True)
def pressable(look: Look) -> Iterator[Spot]:
    """Nothing on a printed page can be pressed.

    Links are notes that lie on the page, and some presses print their frames.
    """
    for sheet in look.file.sheets:
        for link in sheet.links:
            if touches(link, sheet.bleed):
                yield Spot("a link or a note lies on the page", _AGAIN, sheet.number, link)


@check_file(Severity.STOP, "GWG 2022 R0027; ISO 15930-7, 6.5", EVERY)
def font_not_embedded(look: Look) -> Iterator[Spot]:
    """Every font is in the file.

    Another computer would take another font in its place, with other widths.
    """
    for font in look.file.fonts:
        if not font.embedded:
            first = next((found for found in look.inked if found[1].font == font), None)
            sheet, mark = first if first else (None, None)
            yield Spot(
                f"the font {font.name} is not in the file",
                "set the text in a face of fonts/; embed the fonts of what is placed",
                sheet.number if sheet else -1,
                mark.box if mark else None,
                text=mark.text if mark else "",
            )


@check_file(Severity.QUERY, "GWG 2022 R0014")
def odd_font(look: Look) -> Iterator[Spot]:
    """No font is Courier, and none is drawn by procedures.

    Courier stands in where a font was missing; fonts of Type 3 are pictures of letters, coarse and slow.
    """
    for font in look.file.fonts:
        if "courier" in font.name.lower() or font.kind == "Type3":
            what = "is drawn by procedures (Type 3)" if font.kind == "Type3" else "stands where a font was missing"
            first = next((found for found in look.inked if found[1].font == font), None)
            where = first[0].number if first else -1
            box = first[1].box if first else None
            yield Spot(f"the font {font.name} {what}", "set the text in a face of fonts/", where, box)


@check_file(Severity.QUERY, "GB/T 9999.1, GB/T 9999.2")
def imprint_missing(look: Look) -> Iterator[Spot]:
    """The ISSN and the CN number of the magazine are printed.

    A periodical has to show both; archives hold the printed imprint against the metadata.
    """
    if look.file.locked or look.file.torn or not (look.plan.issn or look.plan.cn):
        return
    said = "".join(mark.text for _, mark in look.texts).replace(" ", "")
    for name, number in (("ISSN", look.plan.issn), ("CN", look.plan.cn)):
        if number and number.replace(" ", "") not in said:
            hint = "print it in the masthead template"
            yield Spot(f"the {name} {number} stands on no page", hint, value="missing", limit=number)
