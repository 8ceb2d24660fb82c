"""Set lines of a scan into blocks of copy: paragraphs, subheads, lists, boxes, panels, captions, events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.captions import Caption, read_caption, split_captions
from pressroom.importers.ocr.events import glue, read_events
from pressroom.importers.ocr.text import (
    count_han,
    ends_with_pause,
    fold,
    is_finished,
    is_unbalanced,
    split_segments,
    undress,
)
from pressroom.importers.ocr.values import Block, BlockKind, Credit, Line
from pressroom.importers.ocr.words import BULLETS, OFFICES, OPENERS, SURNAMES
from pressroom.normaliser import HAN, normalise

_DOTTED = re.compile(r"^(?:19|20)\d{2}[.．/]\s?\d{1,2}[.．/]\s?\d{1,2}(?!\d)")
_LOOSE_ENDS = "的也了在和与及是将被把对从向为而又都就还以等其这那"
_NUMBERED = re.compile(r"^\(?(\d{1,2})[)）.、．\s]\s*(?=\S)")
_SHORT = 34  # characters of a subhead or of an item in a box, at most
_PANEL = re.compile(rf"^[◎●◆○■]\s*([{HAN}A-Za-z0-9（）()、·\s]{{4,40}})$")


def set_blocks(lines: Sequence[Line]) -> tuple[tuple[Block, ...], tuple[Credit, ...]]:
    """Set the lines of one article; give its bylines apart."""
    bylines: list[Credit] = []
    rest: list[Line] = []
    for line in (part for one in lines for part in split_captions(one)):
        credits = read_byline(line.text)
        if credits:
            bylines += credits
        else:
            rest.append(line)
    events = read_events(rest)
    if events:
        return events, tuple(bylines)
    return tuple(_merge(_walk(_join(rest)))), tuple(bylines)


def _join(lines: Sequence[Line]) -> list[Line]:
    """Join a sentence that a column or page broke; captions and panels that stand between do not part it."""
    joined: list[Line] = []
    for line in lines:
        at = _open_line(joined)
        if at is not None and _is_rest(joined[at], line):
            joined[at] = replace(joined[at], text=glue(joined[at].text, line.text))
        else:
            joined.append(line)
    return joined


def _open_line(joined: Sequence[Line]) -> int | None:
    """The last line of running text, if it waits for its rest; what stands behind it may be captions only."""
    for at in range(len(joined) - 1, max(len(joined) - 8, -1), -1):
        line = joined[at]
        if read_caption(line):
            continue
        is_text = len(fold(line.text)) > _SHORT or is_broken_off(line.text)
        if is_text and not is_finished(line.text) and not _special(line):
            return (
                at
                if at == len(joined) - 1 or all(map(read_caption, joined[at + 1 :])) or is_unbalanced(line.text)
                else None
            )
        if is_text:
            return None
    return None


def _is_rest(open_line: Line, line: Line) -> bool:
    """Whether a line goes on where another broke off."""
    if _special(line) or read_caption(line):
        return False
    text = line.text.strip()
    if ends_with_pause(open_line.text):
        return True
    if text[0] in '“"' and not is_unbalanced(open_line.text):
        return False
    if len(fold(text)) <= _SHORT and not is_finished(text) and not ends_with_pause(text):
        return False
    return not text.startswith(OPENERS)


def _special(line: Line) -> bool:
    """Whether a line is an item, a panel's head, or anything but running text."""
    return line.mark == "-" or line.text.strip()[:1] in BULLETS or _DOTTED.match(line.text) is not None


def is_broken_off(text: str) -> bool:
    """Whether a short line is a sentence that a column broke, and no subhead."""
    bare = text.strip()
    if is_finished(bare) or not bare:
        return False
    comma = "，" in bare or "," in bare
    opened = is_unbalanced(bare) and (comma or bare[0] in "“\"‘'")
    dated = re.match(r"\d{4}\s?年", bare) is not None
    loose = comma and (bare[-1] in _LOOSE_ENDS or dated)
    return ends_with_pause(bare) or opened or loose or (bare.startswith(OPENERS) and len(fold(bare)) >= 14)


def _walk(lines: Sequence[Line]) -> list[Block]:
    """Give each line, or each run of lines, its meaning."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        caption = read_caption(line)
        panel = read_panel(line, lines[index + 1 : index + 2])
        if caption and _is_caption(lines, index, caption):
            blocks.append(
                Block(BlockKind.FIGURE, (normalise(caption.words),), name=caption.number, credit=caption.credit)
            )
        elif panel:
            texts, taken = _statement(lines, index + 1)
            blocks.append(Block(BlockKind.PANEL, texts, title=panel[1], name=panel[0]))
            index += taken
        elif _is_item(line):
            texts, taken = _items(lines, index)
            blocks.append(_list_block(texts))
            index += taken - 1
        elif _box_size(lines, index) >= 3:
            size = _box_size(lines, index)
            texts = tuple(normalise(one.text) for one in lines[index : index + size])
            blocks.append(Block(BlockKind.BOX, texts[1:], title=texts[0]))
            index += size - 1
        elif _is_subhead(lines, index):
            blocks.append(Block(BlockKind.SUBHEAD, (" ".join(map(normalise, split_segments(undress(line.text)))),)))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, (normalise(line.text),)))
        index += 1
    return blocks


def _is_caption(lines: Sequence[Line], index: int, caption: Caption) -> bool:
    """Whether a numbered line is a caption and no item: it has a credit, or one beside it has."""
    if caption.credit:
        return True
    near = [read_caption(line) for line in lines[max(0, index - 6) : index + 7]]
    return caption.number != "" and sum(1 for other in near if other) >= 2 and not re.match(r"^0\d", lines[index].text)


def read_panel(line: Line, following: Sequence[Line]) -> tuple[str, str] | None:
    """Read the head of a panel: ``◎某大学教授某某`` or ``某某 某协会主席``; give name and role."""
    found = _PANEL.match(line.text.strip())
    words = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", " ", (found[1] if found else line.text).strip())
    if not following or len(fold(following[0].text)) < 30 or is_finished(line.text):
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


def _statement(lines: Sequence[Line], start: int) -> tuple[tuple[str, ...], int]:
    """The paragraphs that a person states: up to the next panel, subhead or item."""
    texts: list[str] = []
    for index in range(start, len(lines)):
        line = lines[index]
        if _is_item(line) or (
            texts and (len(fold(line.text)) <= _SHORT or line.gap > 2 or read_panel(line, lines[index + 1 : index + 2]))
        ):
            break
        texts.append(normalise(line.text))
    return tuple(texts), len(texts)


def _is_item(line: Line) -> bool:
    """Whether a line is an item of a list."""
    return (line.mark == "-" or line.text.strip()[:1] in BULLETS) and not _DOTTED.match(line.text)


def _items(lines: Sequence[Line], start: int) -> tuple[tuple[str, ...], int]:
    """The items of a list from a line on."""
    texts: list[str] = []
    for line in lines[start:]:
        if not _is_item(line) or (texts and read_caption(line)):
            break
        texts.append(normalise(line.text.strip().lstrip(BULLETS + " ")))
    return tuple(texts), max(len(texts), 1)


def _list_block(texts: tuple[str, ...]) -> Block:
    """A list; numbered where every item begins with a number. One short item is a subhead."""
    if len(texts) == 1 and len(fold(texts[0])) <= _SHORT and not is_finished(texts[0]):
        return Block(BlockKind.SUBHEAD, texts)
    numbers = [_NUMBERED.match(text) for text in texts]
    if len(texts) > 1 and all(numbers) and [int(n[1]) for n in numbers if n] == list(range(1, len(texts) + 1)):
        return Block(BlockKind.LIST, tuple(_NUMBERED.sub("", text) for text in texts), name="numbered")
    return Block(BlockKind.LIST, texts, name="facts")


def _box_size(lines: Sequence[Line], start: int) -> int:
    """How many short lines follow each other: facts and figures in a box."""
    size = 0
    for line in lines[start:]:
        short = len(fold(line.text)) <= _SHORT and "。" not in line.text.rstrip()[:-1]
        if not short or _is_item(line) or read_caption(line) or (size and line.gap > 4):
            break
        size += 1
    if size >= 3 and start + size < len(lines) and is_subhead_text(lines[start + size - 1].text) and size == 3:
        return 0 if not any(re.search(r"\d", line.text) for line in lines[start : start + size]) else size
    return size


def _is_subhead(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a subhead: short, no sentence, and text follows."""
    return is_subhead_text(lines[index].text) and index + 1 < len(lines)


def is_subhead_text(text: str) -> bool:
    """Whether a text reads as a subhead."""
    bare = text.strip()
    size = len(fold(undress(bare)))
    return (
        2 <= size <= _SHORT
        and not is_broken_off(bare)
        and "。" not in bare
        and (not is_finished(bare) or bare[-1] in '？?！!”"')
    )


def _merge(blocks: Sequence[Block]) -> list[Block]:
    """Leave empty blocks out, and let a subhead that nothing follows be a paragraph."""
    kept = [block for block in blocks if any(block.texts) or block.title]
    if kept and kept[-1].kind is BlockKind.SUBHEAD:
        kept[-1] = replace(kept[-1], kind=BlockKind.PARAGRAPH)
    return _find_pullquote(kept)


def _find_pullquote(blocks: list[Block]) -> list[Block]:
    """Find a short paragraph whose words stand again in a longer one: words pulled out of the text."""
    for index, block in enumerate(blocks):
        text = fold("".join(block.texts))
        if block.kind is not BlockKind.PARAGRAPH or not 12 <= len(text) <= 60:
            continue
        others = (fold("".join(other.texts)) for at, other in enumerate(blocks) if at != index)
        if any(fuzz.partial_ratio(text, other) >= 93 for other in others if len(other) > len(text)):
            return [*blocks[:index], replace(block, kind=BlockKind.PULLQUOTE), *blocks[index + 1 :]]
    return blocks
