"""Rules on how marks and characters are drawn: R12 to R15 and R17."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pressroom.lint import marks
from pressroom.lint.columns import TextSetting
from pressroom.lint.letters import Letter
from pressroom.lint.lines import Line
from pressroom.lint.registry import Fault, at, rule

# In em.
_DASH = (1.7, 2.05)
_SEAM = 0.03
_DOTS = (1.9, 2.5)
_DOTS_HEIGHT = (0.28, 0.48)
_MIDDLE_DOT = (0.48, 1.2)
_CENTRED = 0.08
_RARE_FACE = 0.005  # a face with a smaller share of a document's characters fills in for another


def _chinese_lines(setting: TextSetting) -> Iterator[Line]:
    """Lines with Chinese characters, in any size."""
    return (line for line in setting.lines if line.han > 1)


def _is_chinese(letter: Letter) -> bool:
    """Whether a letter is a Chinese character or mark."""
    return marks.is_han(letter.char) or (letter.char in marks.MARKS and letter.char not in marks.QUOTES)


@rule("R12", 0, "GB/T 15834—2011 5.1.3: quotation marks take a cell each")
def quotes(setting: TextSetting) -> Iterator[Fault | None]:
    """Quotation marks beside Chinese characters are Chinese ones, a full cell wide.

    A Latin face before the Chinese one in the style sheet makes them narrow.
    """
    for line in _chinese_lines(setting):
        for index, letter in enumerate(line.letters):
            beside = (*line.letters[max(0, index - 1) : index], *line.letters[index + 1 : index + 2])
            if letter.char in marks.QUOTES and any(_is_chinese(other) for other in beside):
                width = letter.advance / letter.size
                halved = letter.font in setting.faces and abs(width - 0.5) < 0.02
                message = f"{letter.char} is {width:.2f} em wide, from {letter.font}"
                yield at(line, index, index, message) if width < 0.9 and not halved else None


def _repeats(line: Line, chars: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The first and last index of every stretch of some characters."""
    first = None
    for index, char in enumerate(line.text + "\n"):
        if char in chars:
            first = index if first is None else first
        elif first is not None:
            yield first, index - 1
            first = None


@rule("R13", 0, "GB/T 15834—2011 5.1.4: a dash takes two cells, unbroken")
def dash(setting: TextSetting) -> Iterator[Fault | None]:
    """—— is one rule of two em."""
    for line in _chinese_lines(setting):
        for first, last in _repeats(line, marks.DASHES):
            letters = line.letters[first : last + 1]
            if last - first == 1 or (first == last and letters[0].char == "⸺"):
                ink = (max(one.ink.right for one in letters) - letters[0].ink.left) / letters[0].size
                seam = _seam(letters)
                right = _DASH[0] <= ink <= _DASH[1] and seam <= _SEAM
                yield None if right else at(line, first, last, f"the rule is {ink:.2f} em long, its seam {seam:.2f} em")


def _seam(letters: tuple[Letter, ...]) -> float:
    """The gap between two strokes in em; where one glyph draws both, both have its box."""
    if len(letters) < 2 or letters[1].x - letters[0].x < 0.3 * letters[0].size:
        return 0
    return max(0.0, (letters[1].ink.left - letters[0].ink.right) / letters[0].size)


@rule("R14", 0, "GB/T 15834—2011 5.1.5: an ellipsis takes two cells; 4.11: six dots in the middle of the line")
def ellipsis(setting: TextSetting) -> Iterator[Fault | None]:
    """…… takes two em and stands in the middle of the line."""
    for line in _chinese_lines(setting):
        for first, last in _repeats(line, marks.DOTS):
            if last - first != 1:
                continue
            dots = line.letters[first]
            end = line.letters[last + 1].x if last + 1 < len(line.letters) else line.letters[last].end
            width = (end - dots.x) / dots.size
            height = ((dots.ink.bottom + dots.ink.top) / 2 - dots.y) / dots.size
            right = _DOTS[0] <= width <= _DOTS[1] and _DOTS_HEIGHT[0] <= height <= _DOTS_HEIGHT[1]
            message = f"{width:.2f} em wide, {height:.2f} em above the baseline, from {dots.font}"
            yield None if right else at(line, first, last, message)


@rule("R15", 0, "GB/T 15834—2011 5.1.7: a middle dot takes half a cell, centred; clreq 6.3.2 allows a whole one")
def middle_dot(setting: TextSetting) -> Iterator[Fault | None]:
    """· stands in the middle of a cell of half an em to one em."""
    for line in _chinese_lines(setting):
        letters = line.letters
        for index, (before, dot, after) in enumerate(zip(letters, letters[1:], letters[2:], strict=False), 1):
            if dot.char not in marks.MIDDLE_DOTS or dot.after_space or after.after_space:
                continue
            if _is_word(before) and _is_word(after) and (marks.is_han(before.char) or marks.is_han(after.char)):
                cell = (after.x - before.end) / dot.size
                aside = (dot.centre - before.end) / dot.size - cell / 2
                right = _MIDDLE_DOT[0] <= cell <= _MIDDLE_DOT[1] and abs(aside) <= _CENTRED
                yield (
                    None
                    if right
                    else at(line, index, index, f"the cell is {cell:.2f} em, the dot {aside:+.2f} em aside")
                )


def _is_word(letter: Letter) -> bool:
    """Whether a letter belongs to a word."""
    return marks.is_han(letter.char) or marks.is_latin(letter.char)


@rule("R17", 0, "a character that its face lacks is drawn as an empty box, or not at all")
def drawn(setting: TextSetting) -> Iterator[Fault | None]:
    """Every character is drawn, and the PDF names it."""
    for line in setting.lines:
        for index, letter in enumerate(line.letters):
            blank = marks.is_han(letter.char) and letter.ink.right - letter.ink.left < 0.02 * letter.size
            message = "is not drawn" if blank else "has no name in the PDF"
            yield at(line, index, index, f"{letter.char} {message}") if blank or not letter.mapped else None


@rule("R17b", 0.001, "one face for running text; rare characters may need another")
def one_face(setting: TextSetting) -> Iterator[Fault | None]:
    """Hardly a Chinese character comes from another face than those beside it."""
    faces = Counter(one.font for line in setting.lines for one in line.letters if marks.is_han(one.char))
    rare = {face for face in faces if faces[face] < _RARE_FACE * faces.total()}
    for line in setting.lines:
        for index, letter in enumerate(line.letters):
            if marks.is_han(letter.char):
                strange = letter.font in rare and _is_alone(line, index)
                yield at(line, index, index, f"{letter.char} comes from {letter.font}") if strange else None


def _is_alone(line: Line, index: int) -> bool:
    """Whether the Chinese characters on both sides come from one other face."""
    others = [one for one in line.letters[:index][-2:] + line.letters[index + 1 :][:2] if marks.is_han(one.char)]
    return bool(others) and all(one.font != line.letters[index].font for one in others)
