"""Write what was read: entries, articles and front matter in, an issue folder out, every character accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressroom.importers.art import gather_art
from pressroom.importers.folder import Write
from pressroom.importers.markdown import write_copy
from pressroom.importers.ocr.account import Share, count_lost, find_left_over
from pressroom.importers.ocr.counting import count_figures, find_sights
from pressroom.importers.ocr.files import issue_sheet, magazine_sheet, merge_magazine
from pressroom.importers.ocr.headings import is_heading
from pressroom.importers.ocr.reading import ScanReading
from pressroom.importers.ocr.text import count_han
from pressroom.importers.ocr.values import Chapter
from pressroom.importers.report import write_json, write_report
from pressroom.importers.values import Doubt, ImportResult, Known, LeftOver, ScanArticle
from pressroom.importers.verdict import judge
from pressroom.language.words import read_words
from pressroom.read.sheet import read_sheet, write_yaml


def write_issue(read: ScanReading, out: Path, known: Known, write: Write) -> ImportResult:
    """Write the issue folder, and account for every line of the scan."""
    slugs = [slug for slot in read.slots for slug in slot.slugs]
    words = read_words(read.scan.language)["imports-picture"]
    art = gather_art([piece for slot in read.slots for piece in slot.pieces], slugs, read.scan.file.parent, words)
    pieces = dict(zip(slugs, art.pieces, strict=True))
    sheets = _sheets(read, out, pieces.values(), known)
    copies = {f"copy/{slug}.md": write_copy(piece) for slug, piece in pieces.items()}
    left = find_left_over(_shares(read, sheets, copies), read.notes.mends, (*_known(read), *art.left_over))
    doubts = tuple(
        sorted({*read.notes.doubts, *art.doubts, *_lost_doubts(read.chapters)}, key=lambda d: (d.line, d.what))
    )
    figures = count_figures(read, pieces, left, doubts)
    verdict, reasons = judge(figures)
    result = ImportResult(
        folder=out,
        entries=len(read.contents.entries),
        articles=len(pieces),
        han=count_han("".join(line.text for line in read.scan.lines)),
        han_left_over=sum(count_han(one.text) for one in left),
        doubts=doubts,
        left_over=left,
        mends=read.notes.mends,
        verdict=verdict,
        reasons=reasons,
        figures=figures,
        sights=tuple(find_sights(doubts, read.scan, copies)),
        source=read.scan.file.name,
        known=known,
    )
    reports = {"import-report.md": write_report(result), "import-report.json": write_json(result)}
    return replace(result, merged=write(out, {**sheets, **copies, **reports}, art.files))


def _sheets(read: ScanReading, out: Path, pieces: Iterable[ScanArticle], known: Known) -> dict[str, str]:
    """The sheets of issue and magazine; what the magazine's own sheet beside the folder says is kept."""
    roles = list(dict.fromkeys(credit.role for piece in pieces for credit in piece.bylines))
    values = magazine_sheet(read.front, read.contents.departments, roles, read.scan.language)
    values = merge_magazine(values, out.parent / "magazine.yaml", roles)
    issue = write_yaml(issue_sheet(read.front, read.slots, known, read.first_folio))
    return {"issue.yaml": issue} | ({"magazine.yaml": write_yaml(values)} if values else {})


def _known(read: ScanReading) -> tuple[LeftOver, ...]:
    """What was left out on purpose, with the heading of the contents page."""
    lines = read.scan.lines[read.contents.start : read.contents.end]
    headings = [
        LeftOver(line.number, line.text, "the heading of the contents page") for line in lines if is_heading(line)
    ]
    return (*read.notes.left_over, *headings)


def _shares(read: ScanReading, sheets: dict[str, str], copies: dict[str, str]) -> Iterator[Share]:
    """The lines of the scan, each share with the texts of the files that were made of it."""
    said_in_sheets = [" ".join(_values(text)) for text in sheets.values()]
    said_in_copies = [_said(text) for text in copies.values()]
    contents = read.scan.lines[read.contents.start : read.contents.end]
    folios = frozenset(entry.folio for entry in read.contents.entries if entry.folio)
    yield Share(contents, (*said_in_sheets, *said_in_copies), once=False, folios=folios)
    editorial = [_said(write_copy(read.front.editorial))] if read.front.editorial else []
    credits = "".join(credit.role + "".join(credit.names) for credit in read.front.masthead)
    before = read.front.lines
    numbers = frozenset(int(one) for one in re.findall(r"\d+", f"{read.front.number} {read.front.date}"))
    yield Share(before, (*said_in_sheets, credits, read.front.subtitle, *editorial), once=False, numbers=numbers)
    shared: set[int] = {line.number for line in (*contents, *before)}
    for chapter in read.chapters:
        entry = chapter.entry
        texts = [_said(write_copy(piece)) for piece in chapter.pieces]
        labels = [entry.department, entry.part, entry.note, *dict.fromkeys(piece.tag for piece in chapter.pieces)]
        yield Share(chapter.lines, (*texts, *labels))
        shared |= {line.number for line in chapter.lines}
    rest = tuple(line for line in read.scan.lines if line.number not in shared)
    yield Share(rest, (" ".join(read.contents.departments),), once=False)


def _said(copy: str) -> str:
    """What a file of copy says, without the marks of YAML and Markdown: the written text is read again."""
    head, _, body = copy.removeprefix("---\n").partition("\n---\n")
    lines = []
    for line in body.replace("\\", "").split("\n"):
        lines.append(" ".join(_option_values(line)) if line.startswith(":::") else line)
    return " ".join(_values(head)) + "\n" + "\n".join(lines)


def _option_values(line: str) -> Iterator[str]:
    """The values of a directive's options."""
    for part in line.partition("{")[2].rstrip("}").split('" '):
        yield part.partition("=")[2].replace("number=", "").replace('"', "")


def _values(text: str) -> Iterator[str]:
    """The texts of a sheet, without its keys."""
    yield from _texts(read_sheet(text, Path("sheet.yaml")).values)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)


def _lost_doubts(chapters: Sequence[Chapter]) -> list[Doubt]:
    """Doubt a chapter that has fewer Han characters than its lines."""
    doubts: list[Doubt] = []
    for chapter in chapters:
        lost: Counter[str] = count_lost(chapter.lines, [_said(write_copy(piece)) for piece in chapter.pieces])
        for word in (chapter.entry.department, chapter.entry.part, chapter.entry.note):
            lost -= Counter(word)
        if lost.total() > 2:
            letters = "".join(sorted(lost.elements()))[:40]
            what = f"{lost.total()} characters are missing from this article"
            doubts.append(Doubt(chapter.entry.lines[0].number, what, letters))
    return doubts
