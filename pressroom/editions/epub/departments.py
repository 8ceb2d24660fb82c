"""Let departments be known in a book: a class on their documents, and their colour in tones for day and night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot

from pressroom.editions.epub.names import spell_name
from pressroom.issue import Slot
from pressroom.proof import Proof

#: How bright a colour may be, as WCAG counts it: then it stands out 3 to 1 from white paper and yellowed one, from a
#: black screen and a grey one.
_DARKEST, _BRIGHTEST = 0.176, 0.258
#: What shows the colour of a department; letters stay the reader's.
_PARTS = (".department", ".tag", ".pullquote", ".databox", ".note")
#: Tones that charts take besides that of the department.
_OTHERS = ("#c8692b", "#3f7fb5", "#5d8a3a", "#8a6fb8")


def class_of(department: str, part: str = "") -> str:
    """The classes of a department and of a part of it, in plain letters: ``department-tebiecehua part-chan``."""
    named = (("department", department), ("part", part))
    return " ".join(f"{kind}-{_plain(name)}" for kind, name in named if name)


def _plain(name: str) -> str:
    """A name in plain small letters and figures."""
    spelt = spell_name(name).lower()
    return "-".join(re.findall(r"[a-z0-9]+", spelt)) or "-".join(f"{ord(sign):x}" for sign in name)


def write_colours(proof: Proof) -> str:
    """Write the rules that show the colour of each department."""
    return "".join(dict.fromkeys(_write_rules(proof)))


def _write_rules(proof: Proof) -> Iterator[str]:
    """The rules of all slots."""
    for slot in proof.issue.flatplan:
        colour = tone_of(slot, proof)
        if colour and slot.articles:
            own = "".join(f".{name}" for name in class_of(slot.department, slot.part).split())
            yield f"{', '.join(f'{own} {part}' for part in _PARTS)} {{\n  border-color: {colour};\n}}\n"


def tone_of(slot: Slot, proof: Proof) -> str:
    """The colour of a slot's department, as it can be seen by day and by night; empty where it has none."""
    colour = proof.colour_of(slot)
    return tone(colour) if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else ""


def tone(colour: str) -> str:
    """Lighten or darken a colour as far as it must be."""
    values = [_bright(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5)]
    whole = 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2]
    if whole > _BRIGHTEST:
        values = [value * _BRIGHTEST / whole for value in values]
    elif whole < _DARKEST:
        share = (_DARKEST - whole) / (1 - whole)
        values = [value + (1 - value) * share for value in values]
    return "#" + "".join(f"{round(255 * _written(value)):02x}" for value in values)


def other_tones(colour: str) -> tuple[str, str]:
    """The two tones for charts that are farthest from the first."""
    one, other, *_ = sorted(_OTHERS, key=lambda tone: -_distance(colour, tone))
    return one, other


def _distance(one: str, other: str) -> float:
    """How far two colours lie from each other, in steps of a screen."""
    pairs = ((int(one[place : place + 2], 16), int(other[place : place + 2], 16)) for place in (1, 3, 5))
    return hypot(*(a - b for a, b in pairs))


def _bright(value: float) -> float:
    """How bright a part of a colour of screens is: IEC 61966-2-1."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _written(value: float) -> float:
    """The other way round."""
    return value * 12.92 if value <= 0.0031308 else 1.055 * float(value ** (1 / 2.4)) - 0.055
