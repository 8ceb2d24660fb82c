"""Checks on the boxes of pages: what is cut, what runs beyond the cut, what comes too near to it."""

from __future__ import annotations

from collections.abc import Iterator

from pressroom.preflight.pdf.look import Look, touches
from pressroom.preflight.pdf.marks.state import meet
from pressroom.preflight.pdf.marks.values import POINTS, Box, Mark, PdfPage
from pressroom.preflight.pdf.registry import COVER, PRESS, PRINT, Spot, check_file
from pressroom.report import Severity

_EXACT = 0.03  # points: a hundredth of a millimetre
_SPINE_EXACT = 0.05  # mm
_FOLD_FREE = 2.0  # mm
_SLIVER = 1.0 * POINTS
_LEAST_SIDE = 5.0 * POINTS
_EDGES = ("left", "bottom", "right", "top")
_TEMPLATE = "see what the style sheet of this kind sets outside its margins"


@check_file(Severity.STOP, "GWG 2022 R0002–R0004; ISO 15930-7, 6.6", PRESS, quick=True)
def wrong_boxes(look: Look) -> Iterator[Spot]:
    """Every page has the same trim, inside the bleed, inside the media at 0, 0, and is neither turned nor scaled.

    The trim is where the guillotine goes; a page of another size shifts all pages behind it on the sheet. Some
    programs that impose pages count from 0, 0 wherever the media begins.
    """
    sizes = [_size(sheet.trim) for sheet in look.file.sheets if "Trim" in sheet.boxes]
    usual = look.plan.size or (max(set(sizes), key=sizes.count) if sizes else None)
    for sheet in look.file.sheets:
        for message, value, limit in _wrong(sheet, usual):
            yield Spot(
                message, "build the edition again; see the size in layout.yaml", sheet.number, None, value, limit
            )


def _wrong(sheet: PdfPage, usual: tuple[float, float] | None) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the boxes of a page: in words, what is there, what was expected."""
    boxes = sheet.boxes
    if "Trim" not in boxes:
        yield "there is no TrimBox", "none", "one"
    elif usual and _differ(_size(sheet.trim), usual):
        yield f"it is cut to {_say(_size(sheet.trim))}", _say(_size(sheet.trim)), _say(usual)
    if "Art" in boxes:
        yield "there is an ArtBox beside the TrimBox", "both", "one of them"
    if "Crop" in boxes and any(abs(a - b) > _EXACT for a, b in zip(boxes["Crop"], boxes["Media"], strict=True)):
        yield "the CropBox hides a part of the page", _say(_size(boxes["Crop"])), _say(_size(boxes["Media"]))
    for inner, outer in (("Trim", "Bleed"), ("Bleed", "Media"), ("Trim", "Media")):
        if inner in boxes and outer in boxes and not _holds(boxes[outer], boxes[inner]):
            yield f"the {inner}Box reaches beyond the {outer}Box", _say(_size(boxes[inner])), _say(_size(boxes[outer]))
    if "Media" in boxes and any(abs(value) > _EXACT for value in boxes["Media"][:2]):
        corner = f"{boxes['Media'][0] / POINTS:.4g}, {boxes['Media'][1] / POINTS:.4g} mm"
        yield f"the MediaBox begins at {corner}", corner, "0, 0 mm"
    if sheet.turned:
        yield f"the page is turned by {sheet.turned}°", f"{sheet.turned}°", "0°"
    if sheet.unit != 1:
        yield f"its unit is {sheet.unit:g} points", f"{sheet.unit:g}", "1"


def _size(box: Box) -> tuple[float, float]:
    """Width and height of a box in millimetres."""
    return (box[2] - box[0]) / POINTS, (box[3] - box[1]) / POINTS


def _differ(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return any(abs(a - b) > 0.02 for a, b in zip(one, other, strict=True))


def _say(size: tuple[float, float]) -> str:
    return f"{size[0]:.4g} × {size[1]:.4g} mm"


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + _EXACT
        and outer[1] <= inner[1] + _EXACT
        and outer[2] >= inner[2] - _EXACT
        and outer[3] >= inner[3] - _EXACT
    )


@check_file(Severity.STOP, "house rule: the printer's bleed", PRINT)
def bleed_missing(look: Look) -> Iterator[Spot]:
    """Every page has its bleed, and art that reaches the edge runs through it.

    A guillotine is true to a millimetre: what ends at the cut shows a white line beside it.
    """
    wanted = look.limits.bleed * POINTS
    for sheet in look.file.sheets:
        given = min(abs(sheet.bleed[edge] - sheet.trim[edge]) for edge in range(4))
        limit = f"{look.limits.bleed:g} mm"
        if "Trim" in sheet.boxes and given < wanted - _EXACT:
            message = f"the page has {given / POINTS:.3g} mm of bleed"
            hint = "set the token `bleed` in layout.yaml"
            yield Spot(message, hint, sheet.number, None, f"{given / POINTS:.3g} mm", limit)
            continue
        art = [mark for mark in sheet.marks if mark.kind in ("fill", "picture", "blend") and not mark.in_mask]
        for mark in art:
            for edge, short in _short_edges(mark, sheet, wanted):
                if not any(_covers(other.box, _strip(sheet, mark, edge)) for other in art if other is not mark):
                    side = "before" if short < -0.15 else "beyond"
                    message = f"art ends {abs(short) / POINTS:.1f} mm {side} the {_EDGES[edge]} edge"
                    hint = "let it run to the bleed, or keep it away from the edge"
                    pixels = (mark.picture.width, mark.picture.height) if mark.picture else None
                    value = f"{max(short, 0) / POINTS:.1f} mm"
                    yield Spot(message, hint, sheet.number, mark.box, value, limit, pixels=pixels)


def _short_edges(mark: Mark, sheet: PdfPage, wanted: float) -> Iterator[tuple[int, float]]:
    """The edges that a mark reaches without running through the bleed, and how far beyond the trim it goes."""
    width, height = mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]
    if min(width, height) < _SLIVER or mark.ink.white:
        return
    for edge in range(4):
        outwards = -1 if edge < 2 else 1
        beyond = outwards * (mark.box[edge] - sheet.trim[edge])
        along = height if edge in (0, 2) else width
        if -_SLIVER < beyond < wanted - 0.3 and along >= _LEAST_SIDE:
            yield edge, beyond


def _strip(sheet: PdfPage, mark: Mark, edge: int) -> Box:
    """The strip of bleed beside a mark."""
    strip = list(meet(mark.box, sheet.bleed))
    strip[edge], strip[(edge + 2) % 4] = sheet.bleed[edge], sheet.trim[edge]
    return strip[0], strip[1], strip[2], strip[3]


def _covers(box: Box, strip: Box) -> bool:
    """Whether a box covers a strip, but for a tenth of a millimetre."""
    return _holds(box, (strip[0] + 0.3, strip[1] + 0.3, strip[2] - 0.3, strip[3] - 0.3))


@check_file(Severity.QUERY, "house rule: the printer's safe zone", PRINT)
def unsafe_text(look: Look) -> Iterator[Spot]:
    """Text keeps away from the edges that are cut, and from the spine where leaves are glued.

    Folding and cutting shift a page by a millimetre or two; a glued spine swallows some more.
    """
    safe, inner = look.limits.safe * POINTS, (look.limits.inner * POINTS if look.plan.section else 0.0)
    for sheet, mark in look.texts:
        spine = 0 if sheet.recto else 2
        for edge in range(4):
            inwards = 1 if edge < 2 else -1
            room = inwards * (mark.box[edge] - sheet.trim[edge])
            least = inner if edge == spine else safe
            if room < least - 0.1:
                where = "spine" if edge == spine else f"{_EDGES[edge]} edge"
                value, limit = f"{room / POINTS:.1f} mm", f"{least / POINTS:g} mm"
                message = f"text stands {value} from the {where}" if room >= 0 else f"text is cut at the {where}"
                severity = None if room >= 0 else Severity.STOP
                yield Spot(message, _TEMPLATE, sheet.number, mark.box, value, limit, mark.text, severity=severity)


@check_file(Severity.STOP, "house rule: sheets fold into pages", PRINT, quick=True)
def wrong_page_count(look: Look) -> Iterator[Spot]:
    """The file has the pages that were planned, and they fold into whole sheets.

    A sheet that is folded has four pages, eight or sixteen; a page more leaves blank ones behind.
    """
    count, multiple = len(look.file.sheets), look.limits.multiple
    if look.file.locked or look.file.torn:
        return
    if look.plan.labels and count != len(look.plan.labels):
        planned = len(look.plan.labels)
        yield Spot(
            f"the file has {count} pages, {planned} are planned", "build it again", -1, None, str(count), str(planned)
        )
    if count % multiple:
        hint = f"add {multiple - count % multiple} pages, or take {count % multiple} out"
        message = f"{count} pages are no multiple of {multiple}"
        yield Spot(message, hint, -1, None, str(count), f"a multiple of {multiple}")


@check_file(Severity.STOP, "house rule: a cover fits its pages", COVER, quick=True)
def wrong_spine(look: Look) -> Iterator[Spot]:
    """The cover is as wide as two pages and the spine, which is as thick as the text.

    A millimetre more or less, and the title on the spine wanders on to the front; the art no longer meets the fold.
    """
    page, spine = look.plan.page, look.plan.spine
    for sheet in look.file.sheets:
        found = _size(sheet.trim)[0] - 2 * page
        if page and abs(found - spine) > _SPINE_EXACT:
            hint = "build the cover again: the count of pages or the caliper has changed"
            value, limit = f"{found:.2f} mm", f"{spine:.2f} mm"
            yield Spot(f"the spine is {value} thick", hint, sheet.number, None, value, limit)


@check_file(Severity.QUERY, "house rule: a fold cracks", COVER)
def text_on_a_fold(look: Look) -> Iterator[Spot]:
    """No text of the cover stands on a fold, or within two millimetres of it; that on the spine keeps off its edges.

    The binder folds to a millimetre, and the paper cracks there.
    """
    page, spine = look.plan.page, look.plan.spine
    for sheet, mark in look.texts if page else ():
        left = sheet.trim[0]
        folds = (left + page * POINTS, left + (page + spine) * POINTS)
        on_spine = mark.box[0] >= folds[0] and mark.box[2] <= folds[1]
        near = 0.0 if on_spine else _FOLD_FREE * POINTS
        if any(mark.box[0] < fold + near and mark.box[2] > fold - near for fold in dict.fromkeys(folds)):
            hint = "move it in the cover's template"
            limit = f"{_FOLD_FREE:g} mm from the fold"
            yield Spot("text stands on a fold", hint, sheet.number, mark.box, "on the fold", limit, mark.text)


@check_file(Severity.QUERY, "house rule: what a stitch holds", PRINT, quick=True)
def too_thick_to_stitch(look: Look) -> Iterator[Spot]:
    """An issue that is stitched through the fold is thin enough for it.

    A thicker one will not lie shut, and its inner pages stand out by millimetres; it is glued, and has a spine.
    """
    count, most = len(look.file.sheets), look.limits.stitched_most
    if look.plan.section == 0 and count > most:
        spine = count / 2 * look.plan.caliper
        message = f"{count} pages are stitched through the fold; glued, the spine would be {spine:.1f} mm"
        hint = "ask the printer; `section` under `printer` in magazine.yaml says that it is glued"
        yield Spot(message, hint, -1, None, str(count), str(most))


@check_file(Severity.QUERY, "GWG 2022 R0005", PRINT)
def empty_page(look: Look) -> Iterator[Spot]:
    """No page is empty.

    A page without a mark may be meant; more often something was lost.
    """
    for sheet in look.file.sheets:
        if not sheet.torn and not any(touches(mark.box, sheet.trim) and not mark.ink.white for mark in sheet.marks):
            hint = "say that it is left blank, or let a filler stand there"
            yield Spot("the page is empty", hint, sheet.number)
