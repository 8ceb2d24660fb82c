"""Import a scan: the text of a scanned issue in, an issue folder with a report of every doubt out.

=============  ==============================================================
module         what it turns into what
=============  ==============================================================
``scan``       a file → lines without Markdown marks
``contents``   lines → the entries of the contents page
``folios``     a line of the contents page → its folio and words
``entries``    lines of the contents page → entries
``furniture``  body → body without page numbers and running heads
``openings``   entries and body → where each article opens
``chapters``   body → an entry with its lines each
``headlines``  entry and opening → headline, kicker, tag; slips put right
``pieces``     a chapter → its articles
``joins``      lines → lines, sentences over columns and pages joined
``blocks``     lines → paragraphs, subheads, lists, panels, captions
``events``     lines of a chronicle → dated events
``front``      the lines before the contents page → nameplate, masthead
``plan``       chapters → the slots of a flatplan
``markdown``   an article → a file of copy
``files``      what was read → sheets and the issue folder
``account``    lines and texts → what stands nowhere
``writing``    what was read → the texts of all files, accounted for
=============  ==============================================================
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from pathlib import Path

from pressroom.importers.folder import Write, refuse_taken, write_folder
from pressroom.importers.language import tell_language
from pressroom.importers.ocr.authors import find_bare_bylines, take_byline
from pressroom.importers.ocr.blocks import set_blocks
from pressroom.importers.ocr.captions import read_caption
from pressroom.importers.ocr.chapters import Cut, cut_body
from pressroom.importers.ocr.contents import find_contents
from pressroom.importers.ocr.front import read_front, tell_front
from pressroom.importers.ocr.headlines import phrases_of, read_opening
from pressroom.importers.ocr.pieces import ArticleLines, split_chapter
from pressroom.importers.ocr.plan import plan_issue
from pressroom.importers.ocr.reading import ScanReading
from pressroom.importers.ocr.sayings import listen
from pressroom.importers.ocr.text import fold, is_finished, measure, undress
from pressroom.importers.ocr.values import Chapter, Contents
from pressroom.importers.ocr.wrapping import unwrap
from pressroom.importers.ocr.writing import write_issue
from pressroom.importers.pages import PICTURE, Scan, SourceLine
from pressroom.importers.readers.text import read_scan
from pressroom.importers.values import Doubt, ImportResult, Known, LeftOver, Mend, Notes, ScanArticle
from pressroom.language.words import read_words
from pressroom.typography.normaliser import normalise

Progress = Callable[[str, int, int], None]
_FURNITURE = 12  # lines of furniture that may name the magazine, its number and its date
_OPENING = 8  # lines that the opening of an article may take, with pictures
_LEAD = 30  # characters of a line before all articles
_STEPS = ("reading", "contents", "front", "articles", "writing")


def import_scan(scan: Path, out: Path, *, layout: str = "base", progress: Progress | None = None) -> ImportResult:
    """Read the text of a scanned issue into an issue folder.

    :raises SourceError: if the scan cannot be read, has no contents page, or the folder is taken.
    """
    step = progress or (lambda *_: None)
    refuse_taken(out)
    step(_STEPS[0], 0, len(_STEPS))
    return make_issue_folder(read_scan(scan), out, known=Known(layout=layout), progress=progress)


def make_issue_folder(
    scan: Scan,
    out: Path,
    *,
    known: Known | None = None,
    given: Scan | None = None,
    progress: Progress | None = None,
    write: Write = write_folder,
) -> ImportResult:
    """Turn what a reader gave into an issue folder; ``given`` is a contents page that the archivist has typed.

    :raises SourceError: if there is no contents page.
    """
    step = progress or (lambda *_: None)
    step(_STEPS[1], 1, len(_STEPS))
    known = known or Known()
    language = tell_language((line.text for line in scan.lines), scan.file, known.language or scan.language)
    text, doubts = unwrap(replace(scan, language=language))
    contents = find_contents(text, given)
    step(_STEPS[2], 2, len(_STEPS))
    before, body = _part(contents, text)
    words = read_words(language)
    step(_STEPS[3], 3, len(_STEPS))
    headlines = {fold("".join(line.text for line in entry.lines)) for entry in contents.entries}
    last = [line for line in text.lines[-_FURNITURE:] if fold(line.text) not in headlines]
    back = (*last, *dict.fromkeys(line for line, _ in scan.left[:_FURNITURE]))
    front, front_notes = read_front(before or _lead(text.lines, headlines), back, scan.file.stem, words)
    chapters, head, notes = _read_chapters(contents, body, text, front.title)
    if not before and not head:
        front = replace(front, lines=(), masthead=(), address=(), cover_lines=(), editorial=None)
    elif not before:
        first = front
        front, front_notes = read_front(head, back, scan.file.stem, words)
        if first.title != scan.file.stem:
            front = replace(front, title=first.title)
            front_notes = replace(
                front_notes, doubts=tuple(d for d in front_notes.doubts if "name was not" not in d.what)
            )
    else:
        notes += Notes(left_over=tuple(LeftOver(line.number, line.text, "before the first article") for line in head))
    front, front_notes = tell_front(front, front_notes, known)
    notes += Notes(doubts, tuple(LeftOver(line.number, line.text, reason) for line, reason in scan.left))
    plan = plan_issue(chapters, front.editorial, known)
    step(_STEPS[4], 4, len(_STEPS))
    read = ScanReading(text, contents, front, chapters, plan.slots, notes + front_notes + plan.notes, plan.first_folio)
    return write_issue(read, out, known, write)


def _lead(lines: Iterable[SourceLine], headlines: Container[str]) -> tuple[SourceLine, ...]:
    """The short lines before the first headline or running text: there a magazine names itself."""
    lead = takewhile(lambda line: fold(line.text) not in headlines and measure(line.text) <= _LEAD, lines)
    return tuple(islice(lead, _FURNITURE))


def _part(contents: Contents, scan: Scan) -> tuple[tuple[SourceLine, ...], tuple[SourceLine, ...]]:
    """Part the lines around the contents page into those before the articles and the articles' own.

    Where articles open before the contents page, nothing is known to stand before them.
    """
    before, behind = scan.lines[: contents.start], scan.lines[contents.end :]
    said, told = listen(before), listen(behind)
    texts = ["".join(line.text for line in entry.lines) for entry in contents.entries]
    early = sum(1 for text in texts if measure(text) > 1 and said.find(text) and not told.find(text))
    late = sum(1 for text in texts if told.likest(text) is not None)
    if early <= 1 or early * 4 < late:
        return before, behind
    return (), (*before, *behind)


def _read_chapters(
    contents: Contents, body: Sequence[SourceLine], scan: Scan, title: str
) -> tuple[tuple[Chapter, ...], tuple[SourceLine, ...], Notes]:
    """Read all chapters; give also the lines before the first of them."""
    cuts, head, notes = cut_body(contents, body, title)
    names = {fold(name) for name in contents.departments}
    everything = "\n".join(fold(line.text) for line in scan.lines)
    notes += Notes(contents.doubts, mends=contents.mends)
    bare = find_bare_bylines(cuts)
    chapters: list[Chapter] = []
    for cut in cuts:
        chapter, more = _read_chapter(cut, names, everything, bare)
        chapters.append(chapter)
        notes += more
    return tuple(chapters), head, notes


def _read_chapter(cut: Cut, names: set[str], everything: str, bare: bool) -> tuple[Chapter, Notes]:
    """Read one chapter: its opening, its articles, their blocks."""
    cut = replace(cut, lines=_lower_pictures(cut.lines))
    opening, notes = read_opening(cut.entry, cut.lines, names, everything)
    taken = opening.taken
    if cut.entry.note and taken < len(cut.lines) and fold(cut.lines[taken].text) == fold(cut.entry.note):
        taken += 1
    people, size = take_byline(cut.entry, cut.lines, taken, bare)
    taken += size
    parts, more = split_chapter(cut.entry, cut.lines[taken:])
    heads = cut.lines[: opening.taken]
    shared = bool(opening.kicker) and any(fold(opening.kicker + opening.headline[0]) in fold(h.text) for h in heads)
    pieces: list[ScanArticle] = []
    for part in parts:
        piece, doubts = _read_piece(part, shared, everything)
        pieces.append(piece)
        notes += Notes(doubts)
    first = pieces[0]
    pieces[0] = replace(
        first,
        headline=opening.headline or first.headline,
        short_headline=opening.short_headline,
        kicker=opening.kicker,
        tag=opening.tag,
        deck=_deck(cut) or first.deck,
        bylines=people + first.bylines if size else first.bylines or people,
        line=cut.entry.lines[0].number,
    )
    return Chapter(cut.entry, tuple(pieces), cut.lines, cut.found or cut.quoted), notes + more


def _lower_pictures(lines: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Put pictures that stand between the lines of an opening below them; one with a caption stays where it is."""
    first = next((at for at, line in enumerate(lines[:_OPENING]) if is_finished(line.text)), 0)
    pictures = [
        at
        for at in range(first)
        if lines[at].mark == PICTURE and not lines[at].text and not read_caption(lines[at + 1])
    ]
    moved = [lines[at] for at in pictures]
    return (*(line for at, line in enumerate(lines[:first]) if at not in pictures), *moved, *lines[first:])


def _deck(cut: Cut) -> str:
    """What the contents page says to introduce an article, unless the article says it itself."""
    body = fold("".join(line.text for line in cut.lines))
    return "".join(normalise(line.text) for line in cut.entry.blurb if fold(line.text) not in body)


def _read_piece(part: ArticleLines, shared: bool, everything: str) -> tuple[ScanArticle, tuple[Doubt, ...]]:
    """Read one article; ``shared``: the first of its slot has kicker and headline in one line."""
    setting = set_blocks(part.lines, everything)
    phrases = phrases_of(part.heads)
    first = next((index for index, phrase in enumerate(phrases) if phrase.bold), 0)
    if not first and shared and len(phrases) > 1:
        first = 1
    headline = tuple(normalise(phrase.text) for phrase in phrases[first:]) or (normalise(undress(part.tag)),)
    piece = ScanArticle(
        headline,
        setting.blocks,
        kicker=" ".join(normalise(phrase.text) for phrase in phrases[:first]),
        tag=normalise(undress(part.tag)),
        deck=setting.deck,
        bylines=setting.bylines,
        line=(part.heads or part.lines or (SourceLine(0, ""),))[0].number,
        notes=setting.notes,
    )
    return piece, setting.doubts


__all__ = ["ImportResult", "LeftOver", "Mend", "import_scan"]
