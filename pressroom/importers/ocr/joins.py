"""Join what columns and pages broke: the lines of an article in, one line a paragraph out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pressroom.importers.ocr.captions import read_caption
from pressroom.importers.ocr.events import glue
from pressroom.importers.ocr.text import ends_with_pause, fold, is_finished, is_latin, is_unbalanced, measure
from pressroom.importers.ocr.words import BULLETS, OPENERS
from pressroom.importers.pages import NOTE, PICTURE, SourceLine
from pressroom.importers.values import Doubt

SHORT = 34  # letters of a subhead or of an item in a box, at most
CAPTION = "caption"  # the mark of a short line that was found inside a sentence
_DOTTED = re.compile(r"^(?:19|20)\d{2}[.．/]\s?\d{1,2}[.．/]\s?\d{1,2}(?!\d)")
_LOOSE_ENDS = "的也了在和与及是将被把对从向为而又都就还以等其这那"
_NEVER_FIRST = "的了们們着得吗呢吧"  # characters that no sentence begins with
_FARTHEST = 8  # lines that may stand inside a broken sentence, at most
_SURE = 1  # evidence for joining over something that stands between
_SURE_OF_SHORT = 2  # evidence for joining a short line, which may be a subhead
_OFTEN = 5
_LONG = 16  # letters of a text that stands twice, at least


@dataclass
class _Joining:
    """The lines so far, and what was doubtful."""

    lines: list[SourceLine]
    doubts: list[Doubt]


def join_lines(lines: Sequence[SourceLine], corpus: str = "") -> tuple[tuple[SourceLine, ...], tuple[Doubt, ...]]:
    """Join sentences that a column or page broke; captions and boxes that stand between do not part them.

    ``corpus`` is the folded text of the scan, a line each: two characters that stand together elsewhere speak for
    joining.
    """
    joining = _Joining([], [])
    for line in lines:
        at = _open_line(joining.lines)
        if at is None or not _joins(joining, at, line, corpus):
            joining.lines.append(line)
    doubts = [*joining.doubts, *_find_doubts(joining.lines)]
    return tuple(joining.lines), tuple(doubts)


def _joins(joining: _Joining, at: int, line: SourceLine, corpus: str) -> bool:
    """Join a line to the one that waits for its rest, if it is that."""
    waiting = joining.lines[at]
    if is_special(line) or line.mark == CAPTION or read_caption(line):
        return False
    evidence = weigh_join(waiting.text, line.text, corpus)
    between = joining.lines[at + 1 :]
    text = line.text.strip()
    is_short = measure(text) <= SHORT and not is_finished(text) and not ends_with_pause(text)
    over = any(not read_caption(one) for one in between)
    if evidence < (_SURE_OF_SHORT if is_short and not is_broken_off(text) else _SURE if over else 0):
        return False
    if evidence == 0 and corpus:
        what = f"…{waiting.text[-8:]} and {text[:8]}… were joined over a column or page"
        joining.doubts.append(Doubt(line.number, what, "see whether they belong together"))
    joining.lines[at] = replace(waiting, text=glue(waiting.text, line.text))
    alone = [index for index in range(at + 1, len(joining.lines)) if not is_special(joining.lines[index])]
    if over and len(alone) == len(between) <= 2:
        for index in alone:
            joining.lines[index] = replace(joining.lines[index], mark=CAPTION)
    return True


def _open_line(lines: Sequence[SourceLine]) -> int | None:
    """The index of the last line of running text, if it waits for its rest."""
    for at in range(len(lines) - 1, max(len(lines) - 1 - _FARTHEST, -1), -1):
        line = lines[at]
        if read_caption(line) or line.mark == CAPTION or is_special(line):
            continue
        if measure(line.text) > SHORT or is_broken_off(line.text):
            return None if is_finished(line.text) else at
        if is_finished(line.text):
            return None
    return None


def weigh_join(one: str, two: str, corpus: str) -> int:
    """Weigh what speaks for and against two texts being halves of one sentence."""
    one, two = one.rstrip(), two.lstrip()
    opened = is_unbalanced(one)
    evidence = 0
    if ends_with_pause(one) or two[0] in "，。；：！？、,;:!?”’）)》":
        evidence += 3
    if two[0] in _NEVER_FIRST:
        evidence += 2
    if opened and is_unbalanced(two):
        evidence += 2
    pair = fold(one[-1]) + fold(two[0])
    together = corpus.count(pair) if len(pair) == 2 else 0
    evidence += (together > 0) + (together >= _OFTEN)
    if two.startswith(OPENERS):
        evidence -= 2
    if re.match(r"\d{4}\s*年", two) or (two[0] in '“"' and not opened):
        evidence -= 1
    return evidence


def is_special(line: SourceLine) -> bool:
    """Whether a line is an item, a panel's head, or anything but running text."""
    if line.mark in ("-", "|", PICTURE, NOTE):
        return True
    return line.text.strip()[:1] in tuple(BULLETS) or _DOTTED.match(line.text) is not None


def is_broken_off(text: str) -> bool:
    """Whether a short line is a sentence that a column broke, and no subhead."""
    bare = text.strip()
    if is_finished(bare) or not bare:
        return False
    comma = "，" in bare or "," in bare
    opened = is_unbalanced(bare) and (comma or bare[0] in "“\"‘'")
    dated = re.match(r"\d{4}\s?年", bare) is not None
    if re.search("[；;]", bare[:-1]) or bare[0] in _NEVER_FIRST:
        return True
    loose = comma and (bare[-1] in _LOOSE_ENDS or dated)
    return ends_with_pause(bare) or opened or loose or (bare.startswith(OPENERS) and measure(bare) >= 14)


def _find_doubts(lines: Sequence[SourceLine]) -> list[Doubt]:
    """Find sentences without an end, columns that the scanner read across, and text that stands twice."""
    doubts: list[Doubt] = []
    said: list[str] = []
    for line in (one for one in lines if not is_special(one) and not read_caption(one)):
        text = fold(line.text)
        running = len(text) > SHORT
        if running and not _ends(line.text):
            doubts.append(Doubt(line.number, f"the sentence does not end: …{line.text[-12:]}", "left as it is"))
        if running and not is_latin(line.text) and re.search(r"[^\s|]\s*\|\s*[^\s|]", line.text):
            what = f"columns were read across: {line.text[:16]}…"
            doubts.append(Doubt(line.number, what, "left in the order of the scan"))
        if len(text) >= _LONG and any(text in other for other in said):
            doubts.append(Doubt(line.number, f"stands twice: {line.text[:16]}…", "kept both"))
        said.append(text)
    return doubts


def _ends(text: str) -> bool:
    """Whether a paragraph ends as paragraphs do."""
    return is_finished(text) or re.search(r"(?:[：:—.]|[.·]{2,})\W?$", text.rstrip()) is not None
