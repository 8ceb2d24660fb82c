"""Import a scan: the text of a scanned issue in, an issue folder with a report of every doubt out.

=============  ==============================================================
module         what it turns into what
=============  ==============================================================
``scan``       a file → lines without Markdown marks
``contents``   lines → the entries of the contents page
``openings``   entries and body → where each article opens
``chapters``   body → an entry with its lines each
``headlines``  entry and opening → headline, kicker, tag; slips put right
``pieces``     a chapter → its articles
``blocks``     lines → paragraphs, subheads, lists, panels, captions
``events``     lines of a chronicle → dated events
``front``      the lines before the contents page → nameplate, masthead
``plan``       chapters → the slots of a flatplan
``markdown``   an article → a file of copy
``account``    scan and files → what stands nowhere
``files``      everything → the issue folder
=============  ==============================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from pressroom.importers.ocr.account import count_lost, find_left_over
from pressroom.importers.ocr.blocks import set_blocks
from pressroom.importers.ocr.chapters import Cut, cut_body
from pressroom.importers.ocr.contents import find_contents
from pressroom.importers.ocr.files import (
    issue_sheet,
    magazine_sheet,
    refuse_taken,
    write_folder,
    write_report,
    write_sheet,
)
from pressroom.importers.ocr.front import read_front
from pressroom.importers.ocr.headlines import read_opening
from pressroom.importers.ocr.markdown import write_copy
from pressroom.importers.ocr.pieces import Part, split_chapter
from pressroom.importers.ocr.plan import PlannedSlot, plan_issue
from pressroom.importers.ocr.scan import read_scan
from pressroom.importers.ocr.text import count_han, fold, split_segments, undress
from pressroom.importers.ocr.values import (
    Chapter,
    Contents,
    Doubt,
    Front,
    ImportResult,
    LeftOver,
    Line,
    Mend,
    Notes,
    Piece,
    Scan,
)
from pressroom.normaliser import normalise

Progress = Callable[[str, int, int], None]
_STEPS = ("reading", "contents", "front", "articles", "writing")
_TRADITIONAL = frozenset("這個們來時國學會發說麼對開關經過還進東車書見長門馬")


def import_scan(scan: Path, out: Path, *, layout: str = "base", progress: Progress | None = None) -> ImportResult:
    """Read the text of a scanned issue into an issue folder.

    :raises SourceError: if the scan cannot be read, has no contents page, or the folder is taken.
    """
    step = progress or (lambda *_: None)
    refuse_taken(out)
    step(_STEPS[0], 0, len(_STEPS))
    text = read_scan(scan)
    step(_STEPS[1], 1, len(_STEPS))
    contents = find_contents(text)
    step(_STEPS[2], 2, len(_STEPS))
    front, front_notes = read_front(text.lines[: contents.start], text.lines[-12:], scan.stem)
    step(_STEPS[3], 3, len(_STEPS))
    chapters, notes = _read_chapters(contents, text, front.title)
    slots, plan_notes = plan_issue(chapters, front.editorial)
    step(_STEPS[4], 4, len(_STEPS))
    return _write(out, text, contents, front, slots, chapters, notes + front_notes + plan_notes, layout)


def _read_chapters(contents: Contents, scan: Scan, title: str) -> tuple[tuple[Chapter, ...], Notes]:
    """Read all chapters."""
    body = scan.lines[contents.end :]
    cuts, head, notes = cut_body(contents, body, title)
    names = {fold(name) for name in contents.departments}
    everything = fold("".join(line.text for line in scan.lines))
    notes += Notes(
        contents.doubts, tuple(LeftOver(line.number, line.text, "before the first article") for line in head)
    )
    chapters: list[Chapter] = []
    for cut in cuts:
        chapter, more = _read_chapter(cut, names, everything)
        chapters.append(chapter)
        notes += more
    return tuple(chapters), notes


def _read_chapter(cut: Cut, names: set[str], everything: str) -> tuple[Chapter, Notes]:
    """Read one chapter: its opening, its articles, their blocks."""
    opening, notes = read_opening(cut.entry, cut.lines, names, everything)
    parts, more = split_chapter(cut.entry, cut.lines[opening.taken :])
    pieces = [_read_piece(part) for part in parts]
    first = pieces[0]
    pieces[0] = Piece(
        headline=opening.headline or first.headline,
        blocks=first.blocks,
        short_headline=opening.short_headline,
        kicker=opening.kicker,
        tag=opening.tag,
        deck=_deck(cut),
        bylines=first.bylines,
        line=cut.entry.lines[0].number,
    )
    return Chapter(cut.entry, tuple(pieces), cut.lines, cut.found), notes + more


def _deck(cut: Cut) -> str:
    """What the contents page says to introduce an article, unless the article says it itself."""
    body = fold("".join(line.text for line in cut.lines))
    return "".join(normalise(line.text) for line in cut.entry.blurb if fold(line.text) not in body)


def _read_piece(part: Part) -> Piece:
    """Read one article below its headline."""
    blocks, bylines = set_blocks(part.lines)
    phrases = [phrase for line in part.heads for phrase in split_segments(line.text)]
    headline = tuple(normalise(phrase) for phrase in phrases) or (normalise(undress(part.tag)),)
    line = (part.heads or part.lines or (Line(0, ""),))[0].number
    return Piece(headline, blocks, tag=normalise(undress(part.tag)), bylines=bylines, line=line)


def _write(
    out: Path,
    scan: Scan,
    contents: Contents,
    front: Front,
    slots: Sequence[PlannedSlot],
    chapters: Sequence[Chapter],
    notes: Notes,
    layout: str,
) -> ImportResult:
    """Write the folder, and account for every line."""
    pieces = {slug: piece for slot in slots for slug, piece in zip(slot.slugs, slot.pieces, strict=True)}
    roles = list(dict.fromkeys(credit.role for piece in pieces.values() for credit in piece.bylines))
    traditional = sum(1 for line in scan.lines for letter in line.text if letter in _TRADITIONAL) > 20
    sheets = {
        "magazine.yaml": write_sheet(magazine_sheet(front, contents.departments, roles, traditional)),
        "issue.yaml": write_sheet(issue_sheet(front, slots, layout)),
    }
    copies = {f"copy/{slug}.md": write_copy(piece) for slug, piece in pieces.items()}
    said = [*sheets.values(), *copies.values()]
    left = find_left_over(
        scan.lines, [_plain(text) for text in said], notes.mends, notes.left_over, _front_end(scan, contents)
    )
    result = ImportResult(
        folder=out,
        entries=len(contents.entries),
        articles=len(pieces),
        han=sum(count_han(line.text) for line in scan.lines),
        han_left_over=sum(count_han(one.text) for one in left),
        doubts=tuple(sorted({*notes.doubts, *_lost_doubts(chapters)}, key=lambda doubt: (doubt.line, doubt.what))),
        left_over=left,
        mends=notes.mends,
    )
    write_folder(out, {**sheets, **copies, "import-report.md": write_report(result, scan.file)})
    return result


def _front_end(scan: Scan, contents: Contents) -> int:
    """The number of the last line before the contents page."""
    return scan.lines[contents.start - 1].number if contents.start else 0


def _plain(text: str) -> str:
    """A file's text without the marks that were put before characters to keep them from being read as Markdown."""
    return text.replace("\\", "")


def _lost_doubts(chapters: Sequence[Chapter]) -> list[Doubt]:
    """Doubt a chapter that has fewer Han characters than its lines."""
    doubts: list[Doubt] = []
    for chapter in chapters:
        lost: Counter[str] = count_lost(chapter.lines, [write_copy(piece) for piece in chapter.pieces])
        for word in (chapter.entry.department, chapter.entry.part):
            lost -= Counter(word)
        if lost.total() > 2:
            letters = "".join(sorted(lost.elements()))[:40]
            doubts.append(
                Doubt(
                    chapter.entry.lines[0].number, f"{lost.total()} characters are missing from this article", letters
                )
            )
    return doubts


__all__ = ["ImportResult", "LeftOver", "Mend", "import_scan"]
