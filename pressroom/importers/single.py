"""Import one article into an issue: a document in; its copy and pictures, and the slot that names it, out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

from pressroom.importers.art import gather_art
from pressroom.importers.language import tell_language
from pressroom.importers.markdown import write_copy
from pressroom.importers.ocr.authors import take_byline
from pressroom.importers.ocr.blocks import set_blocks
from pressroom.importers.ocr.text import fold, is_finished, measure
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.ocr.wrapping import unwrap
from pressroom.importers.pages import PICTURE, SourceLine
from pressroom.importers.sources import read_sources
from pressroom.importers.values import ScanArticle
from pressroom.language.words import read_words
from pressroom.read.sheet import Sheet, read_sheet, read_text, write_yaml
from pressroom.report import Place, SourceError, nearest, stop
from pressroom.typography.normaliser import normalise
from pressroom.workshop.files import write_file

_USUAL = "zh-CN"  # the language of a magazine that names none
_LONGEST = 60  # characters of a headline


def import_article(source: Path, issue: Path, slot: str, *, replace: bool = False) -> tuple[Path, ...]:
    """Put the article of a document into a slot of an issue; give the files that were written.

    :raises SourceError: where the document cannot be read, there is no such slot, or it has copy already.
    """
    sheet = read_sheet(read_text(issue / "issue.yaml"), issue / "issue.yaml")
    index = _find_slot(sheet, slot)
    slug, named = _slug(sheet, index, source, issue, replace)
    piece = read_article(source)
    words = read_words(_language(issue))["imports-picture"]
    art = gather_art([piece], [slug], source.parent, words)
    files = {issue / "copy" / f"{slug}.md": write_copy(art.pieces[0]).encode()}
    files |= {issue / name: data for name, data in art.files.items()}
    if not named:
        files[issue / "issue.yaml"] = _name_copy(sheet, index, slug).encode()
    for file, data in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, data)
    return tuple(files)


def read_article(source: Path) -> ScanArticle:
    """Read a document as one article: the first line is its headline."""
    scan = read_sources([source])
    language = tell_language((line.text for line in scan.lines), source, scan.language)
    scan, _ = unwrap(changed(scan, language=language))
    lines = scan.lines
    heads = _headline(lines)
    rest = lines[len(heads) :]
    entry = ContentsEntry(None, tuple(heads))
    people, size = take_byline(entry, lines, len(heads), True)
    setting = set_blocks(rest[size:], "\n".join(fold(line.text) for line in lines))
    headline = tuple(normalise(line.text) for line in heads) or (source.stem,)
    return ScanArticle(
        headline, setting.blocks, deck=setting.deck, bylines=people + setting.bylines, notes=setting.notes
    )


def _headline(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines that are the headline: the first, if it is no text."""
    first = next((line for line in lines if line.mark != PICTURE), None)
    if first is None or first is not lines[0]:
        return []
    short = measure(first.text) <= _LONGEST and not (is_finished(first.text) and measure(first.text) > 24)
    return [first] if first.mark == "#" or short else []


def _language(issue: Path) -> str:
    """The language of the magazine."""
    file = next((path for path in (issue / "magazine.yaml", issue.parent / "magazine.yaml") if path.is_file()), None)
    values = read_sheet(read_text(file), file).values if file else {}
    return str(values.get("language", "")) or _USUAL


def _find_slot(sheet: Sheet, slot: str) -> int:
    """The index of the slot that has a folio, or a name such as 012-feature."""
    slots: list[dict[str, Any]] = [one for one in sheet.values.get("flatplan") or [] if isinstance(one, dict)]
    names = [f"{str(one.get('folio', '')).zfill(3)}-{one.get('kind', '')}" for one in slots]
    for index, one in enumerate(slots):
        if str(one.get("folio", "")) == slot.lstrip("0") or names[index] == slot:
            return index
    known = ", ".join(str(one["folio"]) for one in slots if "folio" in one)
    near = nearest(slot, names)
    hint = f"did you mean {near}?" if near else f"folios of the flatplan: {known}"
    raise SourceError([stop("unknown-slot", f"there is no slot {slot!r}", sheet.place(("flatplan",)), hint)])


def _slug(sheet: Sheet, index: int, source: Path, issue: Path, replace: bool) -> tuple[str, bool]:
    """The slug of the copy, and whether the slot names it already."""
    slot = sheet.values["flatplan"][index]
    copy = slot.get("copy") or []
    slugs = [copy] if isinstance(copy, str) else list(copy)
    missing = next((slug for slug in slugs if not (issue / "copy" / f"{slug}.md").exists()), None)
    if missing:
        return str(missing), True
    if slugs and not replace:
        place = sheet.place(("flatplan", index, "copy"))
        hint = "name another slot, or let the article take its place: --replace"
        raise SourceError([stop("exists", f"the slot has copy already: {', '.join(map(str, slugs))}", place, hint)])
    if slugs:
        return str(slugs[0]), True
    folio = slot.get("folio")
    plain = re.sub(r"[^a-z0-9]+", "-", source.stem.lower()).strip("-")
    wanted = plain or (f"p{folio:03d}" if isinstance(folio, int) else "article")
    taken = {path.stem for path in (issue / "copy").glob("*.md")}
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name, False


def _name_copy(sheet: Sheet, index: int, slug: str) -> str:
    """The text of issue.yaml with the slot naming its copy; nothing else of the text is touched."""
    lines = read_text(sheet.file).split("\n")
    place = sheet.place(("flatplan", index))
    at, line = place.line - 1, lines[place.line - 1]
    if line.lstrip(" -").startswith("{"):
        end = _closing(lines, at)
        row, column = end
        lines[row] = f"{lines[row][:column].rstrip()}, copy: {slug}{lines[row][column:]}"
    else:
        keys = list(sheet.values["flatplan"][index])
        last = max(sheet.place(("flatplan", index, key), key=True).line for key in keys)
        indent = " " * (place.column - 1)
        lines.insert(last, f"{indent}{write_yaml({'copy': slug}).strip()}")
    return "\n".join(lines)


def _closing(lines: Sequence[str], start: int) -> tuple[int, int]:
    """Where the bracket closes that opens on a line."""
    depth = 0
    for row in range(start, len(lines)):
        for column, letter in enumerate(lines[row]):
            depth += (letter == "{") - (letter == "}")
            if letter == "}" and depth == 0:
                return row, column
    raise SourceError([stop("yaml", "a bracket is not closed", Place(Path("issue.yaml"), start + 1), "close it")])
