"""Set lines of a scan into blocks of copy: paragraphs, subheads, lists, boxes, panels, captions, events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import is_name, read_byline
from pressroom.importers.ocr.captions import Caption, read_caption, split_captions
from pressroom.importers.ocr.events import read_events
from pressroom.importers.ocr.joins import CAPTION, SHORT, is_broken_off, is_special, join_lines
from pressroom.importers.ocr.text import count_han, fold, has_stop, is_finished, measure, split_segments, undress
from pressroom.importers.ocr.words import BULLETS, OFFICES, ROLES, SURNAMES
from pressroom.importers.pages import NOTE, PICTURE, SourceLine
from pressroom.importers.values import BlockKind, CopyBlock, Doubt
from pressroom.issue import Credit
from pressroom.typography.normaliser import HAN, normalise

_DOTTED = re.compile(r"^(?:19|20)\d{2}[.．/]\s?\d{1,2}[.．/]\s?\d{1,2}(?!\d)")
_NUMBERED = re.compile(r"^\(?(\d{1,2})[)）.、．\s]\s*(?=\S)")
_DECK = 220  # letters of a deck, at most
_APART = 3  # empty lines that set a deck apart
_PANEL = re.compile(rf"^[◎●◆○■]\s*([{HAN}A-Za-z0-9（）()、·\s]{{4,40}})$")


@dataclass(frozen=True)
class ArticleBody:
    """An article below its headline."""

    blocks: tuple[CopyBlock, ...]
    bylines: tuple[Credit, ...] = ()
    deck: str = ""
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def set_blocks(lines: Sequence[SourceLine], corpus: str = "") -> ArticleBody:
    """Set the lines of one article; ``corpus`` is the folded text of the scan, a line each."""
    notes = tuple(_note(line) for line in lines if line.mark == NOTE)
    lines = [line for line in lines if line.mark != NOTE]
    bylines: list[Credit] = []
    rest: list[SourceLine] = []
    doubts: list[Doubt] = []
    deck = ""
    parts = [part for one in lines for part in split_captions(one)]
    for index, line in enumerate(parts):
        credits = () if _is_listed(parts, index) else read_byline(line.text)
        if credits:
            closing = index + 1 == len(parts) or line.text.strip()[:1] in tuple("[【（(")
            if not bylines and not closing and len(rest) == 1 and _is_deck(rest[0]):
                deck = normalise(rest.pop().text)
            opens = _opens_another(rest) or _stands_between(rest, parts[index + 1 :])
            if not closing and opens and any(ROLES.get(one.role) in _WRITERS for one in credits):
                said = f"a byline stands inside the text: {line.text.strip()[:24]}"
                doubts.append(Doubt(line.number, said, "took it for one more of this article; another may begin here"))
            bylines += credits
        else:
            rest.append(line)
    events = read_events(rest)
    if events:
        return ArticleBody(events, tuple(bylines))
    if bylines and not deck and _stands_apart(rest):
        deck, rest = normalise(rest[0].text), rest[1:]
    joined, more = join_lines(rest, corpus)
    return ArticleBody(tuple(_merge(_walk(joined))), tuple(bylines), deck, (*doubts, *more), notes)


def _is_listed(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line with a bullet is one of several, and none of people: items of a list, no names of authors."""
    bullet = lines[index].text.strip()[:1]
    if bullet not in tuple(BULLETS):
        return False
    around = [line.text.strip() for line in lines[max(index - 1, 0) : index + 2]]
    listed = [text[1:].strip() for text in around if text.startswith(bullet)]
    return len(listed) > 1 and not any(is_name(text) for text in listed)


_WRITERS = ("aut", "ctb", "com")
_LEAST_TEXT = 200  # characters before a byline that may open another article


def _stands_between(before: Sequence[SourceLine], behind: Sequence[SourceLine]) -> bool:
    """Whether a byline has much text above and below it: the headline of another article may be lost."""
    return all(sum(measure(line.text) for line in lines) >= _LEAST_TEXT for lines in (before, behind))


def _opens_another(before: Sequence[SourceLine]) -> bool:
    """Whether a byline below some lines may be that of another article: text, then a line that is no sentence."""
    if len(before) < 3 or sum(measure(line.text) for line in before[:-1]) < _LEAST_TEXT:
        return False
    last = before[-1]
    return 4 <= measure(last.text) <= 2 * SHORT and not is_finished(last.text) and not is_special(last)


def _note(line: SourceLine) -> tuple[str, str]:
    """The name and the words of a note."""
    name, _, words = line.text.partition(" ")
    return name, normalise(words)


def _is_deck(line: SourceLine) -> bool:
    """Whether a line between headline and byline introduces the article."""
    return 12 <= measure(line.text) <= _DECK and is_finished(line.text) and not is_special(line)


def _stands_apart(lines: Sequence[SourceLine]) -> bool:
    """Whether the first paragraph below the byline is set apart from the rest."""
    return len(lines) > 2 and _is_deck(lines[0]) and lines[1].gap >= _APART and measure(lines[0].text) > 2 * SHORT


def _walk(lines: Sequence[SourceLine]) -> list[CopyBlock]:
    """Give each line, or each run of lines, its meaning."""
    blocks: list[CopyBlock] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.mark in (PICTURE, "|"):
            made, taken = _take_picture(lines, index, blocks) if line.mark == PICTURE else _take_table(lines, index)
            blocks += made
            index += taken
            continue
        caption = Caption("", line.text, "") if line.mark == CAPTION else read_caption(line)
        panel = read_panel(line, lines[index + 1 : index + 2])
        if caption and _is_caption(lines, index, caption):
            blocks.append(
                CopyBlock(BlockKind.FIGURE, (normalise(caption.words),), name=caption.number, credit=caption.credit)
            )
        elif panel:
            texts, taken = _statement(lines, index + 1)
            blocks.append(CopyBlock(BlockKind.PANEL, texts, title=panel[1], name=panel[0]))
            index += taken
        elif line.mark == ">" and measure(line.text) > SHORT:
            blocks.append(CopyBlock(BlockKind.QUOTE, (normalise(line.text),)))
        elif _is_item(line):
            texts, taken = _items(lines, index)
            blocks.append(_list_block(texts))
            index += taken - 1
        elif _box_size(lines, index) >= 3:
            size = _box_size(lines, index)
            texts = tuple(normalise(one.text) for one in lines[index : index + size])
            blocks.append(CopyBlock(BlockKind.BOX, texts[1:], title=texts[0]))
            index += size - 1
        elif _is_subhead(lines, index):
            blocks.append(CopyBlock(BlockKind.SUBHEAD, (_set_subhead(line.text),)))
        else:
            blocks.append(CopyBlock(BlockKind.PARAGRAPH, (normalise(line.text),)))
        index += 1
    return blocks


def _take_table(lines: Sequence[SourceLine], start: int) -> tuple[list[CopyBlock], int]:
    """A table: its rows, up to the next line that is none; give also how many lines that took."""
    size = 1
    while start + size < len(lines) and lines[start + size].mark == "|" and not lines[start + size].gap:
        size += 1
    rows = [line.rows[0] if line.rows else tuple(line.text.split("\t")) for line in lines[start : start + size]]
    width = max(map(len, rows))
    cells = tuple((*(normalise(cell) for cell in row), *[""] * (width - len(row))) for row in rows)
    return [CopyBlock(BlockKind.TABLE, tuple(" ".join(filter(None, row)) for row in cells), rows=cells)], size


def _take_picture(lines: Sequence[SourceLine], start: int, blocks: list[CopyBlock]) -> tuple[list[CopyBlock], int]:
    """A picture with the caption that stands below it, or right above it; give also how many lines that took."""
    line = lines[start]
    words, credit, number, taken = line.text, "", "", 1
    following = lines[start + 1] if start + 1 < len(lines) else None
    if not words and following is not None and following.gap <= _NEAR and _captions(following):
        words, taken = following.text, 2
    elif not words and blocks and _FIGURE.match("".join(blocks[-1].texts)) and blocks[-1].kind in _SHORT_KINDS:
        words = blocks.pop().texts[0]
    caption = read_caption(replace(line, text=words)) if words else None
    if caption:
        words, credit, number = caption.words, caption.credit, caption.number
    texts = (normalise(words),) if words else ()
    return [CopyBlock(BlockKind.FIGURE, texts, name=number, credit=credit, picture=line.picture)], taken


_NEAR = 1  # empty lines between a picture and its caption, at most
_SHORT_KINDS = (BlockKind.SUBHEAD, BlockKind.PARAGRAPH)
_FIGURE = re.compile(
    r"^\s*[（(▲△◀▶↑↓]?\s*(?:图|圖|照片|插图|插圖|図|写真|Fig(?:ure|s)?\.?|Photo|Plate|Abb\.?)\s*[\d一二三四五六七八九十①-⑳:：IVX]",
    re.I,
)
_LONGEST_CAPTION = 80


def _captions(line: SourceLine) -> bool:
    """Whether a line is the caption of the picture above it."""
    if line.mark in (PICTURE, "|", "#", "-") or measure(line.text) > _LONGEST_CAPTION:
        return False
    return (
        line.mark == CAPTION
        or _FIGURE.match(line.text) is not None
        or bool(read_caption(line))
        or line.text[:1] in "▲△▼◀▶↑↓←→"
    )


def _set_subhead(text: str) -> str:
    """Set a subhead: its phrases stay apart, and so does its number."""
    numbered = re.match(r"^(\d{1,2})\s*[.．、]?\s+(?=\D)", text.strip())
    words = text.strip()[numbered.end() :] if numbered else undress(text)
    phrases = [normalise(phrase) for phrase in split_segments(words)]
    return " ".join([numbered[1], *phrases] if numbered else phrases)


def _is_caption(lines: Sequence[SourceLine], index: int, caption: Caption) -> bool:
    """Whether a numbered line is a caption and no item: it has a credit, or one beside it has."""
    if caption.credit or lines[index].mark == CAPTION:
        return True
    near = [read_caption(line) for line in lines[max(0, index - 6) : index + 7]]
    return caption.number != "" and sum(1 for other in near if other) >= 2 and not re.match(r"^0\d", lines[index].text)


def read_panel(line: SourceLine, following: Sequence[SourceLine]) -> tuple[str, str] | None:
    """Read the head of a panel: ``◎某大学教授某某`` or ``某某 某协会主席``; give name and role."""
    found = _PANEL.match(line.text.strip())
    words = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", " ", (found[1] if found else line.text).strip())
    if not following or measure(following[0].text) < 30 or is_finished(line.text):
        return None
    first = re.match(rf"^([{HAN}]{{2,3}})\s+(\S.{{5,40}})$", words)
    if first and first[1][0] in SURNAMES and words.endswith(OFFICES):
        return first[1], normalise(first[2])
    if not found:
        return None
    for size in (3, 2, 4):
        role, name = words[:-size].rstrip(), words[-size:]
        if name[:1] in SURNAMES and role.endswith(OFFICES) and count_han(name) == size:
            return name, normalise(role)
    return None


def _statement(lines: Sequence[SourceLine], start: int) -> tuple[tuple[str, ...], int]:
    """The paragraphs that a person states: up to the next panel, subhead or item."""
    texts: list[str] = []
    for index in range(start, len(lines)):
        line = lines[index]
        if _is_item(line) or (
            texts and (measure(line.text) <= SHORT or line.gap > 2 or read_panel(line, lines[index + 1 : index + 2]))
        ):
            break
        texts.append(normalise(line.text))
    return tuple(texts), len(texts)


def _is_item(line: SourceLine) -> bool:
    """Whether a line is an item of a list."""
    return (line.mark == "-" or line.text.strip()[:1] in tuple(BULLETS)) and not _DOTTED.match(line.text)


def _items(lines: Sequence[SourceLine], start: int) -> tuple[tuple[str, ...], int]:
    """The items of a list from a line on, as the scan has them."""
    texts: list[str] = []
    for line in lines[start:]:
        if not _is_item(line) or (texts and read_caption(line)):
            break
        texts.append(line.text.strip().lstrip(BULLETS + " "))
    return tuple(texts), max(len(texts), 1)


def _list_block(texts: tuple[str, ...]) -> CopyBlock:
    """A list; numbered where every item begins with a number. One short item is a subhead."""
    if len(texts) == 1 and measure(texts[0]) <= SHORT and not is_finished(texts[0]):
        return CopyBlock(BlockKind.SUBHEAD, (_set_subhead(texts[0]),))
    numbers = [_NUMBERED.match(text) for text in texts]
    if len(texts) > 1 and all(numbers) and [int(n[1]) for n in numbers if n] == list(range(1, len(texts) + 1)):
        return CopyBlock(BlockKind.LIST, tuple(normalise(_NUMBERED.sub("", text)) for text in texts), name="numbered")
    return CopyBlock(BlockKind.LIST, tuple(normalise(text) for text in texts), name="facts")


def _box_size(lines: Sequence[SourceLine], start: int) -> int:
    """How many short lines follow each other: facts and figures in a box."""
    size = 0
    for line in lines[start:]:
        short = measure(line.text) <= SHORT and not has_stop(line.text.rstrip()[:-1])
        if (
            not short
            or is_special(line)
            or line.mark in (CAPTION, "#")
            or read_caption(line)
            or (size and line.gap > 4)
        ):
            break
        size += 1
    if size >= 3 and start + size < len(lines) and is_subhead_text(lines[start + size - 1].text) and size == 3:
        return 0 if not any(re.search(r"\d", line.text) for line in lines[start : start + size]) else size
    return size


def _is_subhead(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line is a subhead: short, no sentence, and text follows."""
    line = lines[index]
    headed = line.mark == "#" and measure(line.text) <= 2 * SHORT and not is_finished(line.text)
    return (headed or is_subhead_text(line.text)) and index + 1 < len(lines)


def is_subhead_text(text: str) -> bool:
    """Whether a text reads as a subhead."""
    bare = text.strip()
    size = measure(undress(bare))
    return (
        2 <= size <= SHORT
        and not is_broken_off(bare)
        and not has_stop(bare)
        and not (bare[-1] in "？?" and re.search("[，,]", bare))
        and (not is_finished(bare) or bare[-1] in '？?！!”"')
    )


def _merge(blocks: Sequence[CopyBlock]) -> list[CopyBlock]:
    """Leave empty blocks out; a subhead right above a list is its title, one that nothing follows is a paragraph."""
    kept: list[CopyBlock] = []
    for block in blocks:
        if not any(block.texts) and not block.title and not block.picture:
            continue
        if block.kind is BlockKind.LIST and not block.title and kept and kept[-1].kind is BlockKind.SUBHEAD:
            kept[-1] = replace(block, title=kept[-1].texts[0])
        else:
            kept.append(block)
    if kept and kept[-1].kind is BlockKind.SUBHEAD:
        kept[-1] = replace(kept[-1], kind=BlockKind.PARAGRAPH)
    return _find_pullquote(kept)


def _find_pullquote(blocks: list[CopyBlock]) -> list[CopyBlock]:
    """Find a short paragraph at the top whose words stand again in a longer one: words pulled out of the text."""
    for index, block in enumerate(blocks[:2]):
        text = fold("".join(block.texts))
        if block.kind is not BlockKind.PARAGRAPH or not 12 <= len(text) <= 60:
            continue
        others = (fold("".join(other.texts)) for other in blocks[index + 1 :])
        if any(fuzz.partial_ratio(text, other) >= 93 for other in others if len(other) > len(text)):
            return [*blocks[:index], replace(block, kind=BlockKind.PULLQUOTE), *blocks[index + 1 :]]
    return blocks
