"""Lines without the engine: texts whose Latin characters are half an em wide, all others one."""

from __future__ import annotations

from pressroom.composer import ComposerStyle
from pressroom.composer.lines.breaks import Breaks, find_breaks
from pressroom.composer.lines.classes import class_of
from pressroom.composer.lines.paragraph import Paragraph
from pressroom.composer.lines.plan import Plan
from pressroom.composer.lines.spacing import measure_space

EM = 10.0


def paragraph(text: str, **more) -> Paragraph:
    """A text whose Latin characters are half an em wide, all others one."""
    classes = tuple(map(class_of, text))
    widths = tuple(EM / 2 if character.isascii() else EM for character in text)
    return Paragraph(tuple(text), classes, classes, widths, (EM,) * len(text), **more)


def breaks(text: str, style: ComposerStyle | None = None, **more) -> Breaks:
    engine = [False, *(a == " " or a == "-" for a in text)]
    return find_breaks(paragraph(text, **more), style or ComposerStyle(), engine, {})


def plan(text: str, style: ComposerStyle | None = None, **more) -> Plan:
    style = style or ComposerStyle()
    held = paragraph(text, **more)
    return Plan(held, measure_space(held, style), breaks(text, style, **more), style, True)


def cut(text: str, width: float, style: ComposerStyle | None = None) -> list[str]:
    """The lines of a text in a measure of so many em."""
    made, found, start = plan(text, style), [], 0
    while start < len(text):
        end = made.choose(start, width * EM, width * EM)
        found.append(text[start:end])
        start = end
    return found
