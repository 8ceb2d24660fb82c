"""Choose the faces of a book: a layout and the faces of an issue in, which of them set what out.

Pages name their faces in variables of the layout (``--song``, ``--sans-bold`` …). Where a magazine or a layout has put
faces of its own there, the book is set in the same; else in the nearest faces of each role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pressroom.editions.epub.lettering import HANDS, HEADLINE, Hand, Stacks
from pressroom.fonts import Face
from pressroom.fonts.catalogue import fold_family
from pressroom.fonts.characters import WHOLE
from pressroom.fonts.styles import Stack, read_stack, read_styles, resolve_stack
from pressroom.read.layout import Layout
from pressroom.read.sheet import read_text

#: The roles that a hand looks for, the better first.
_ROLES = {"song": ("text", "song"), "display": ("display",)}
_CHINESE = ("zh", "ja", "ko")


def choose_stacks(layout: Layout, faces: Sequence[Face], house: Path, language: str) -> Stacks:
    """Choose the faces of each hand; ``house`` is the folder of the house's own faces."""
    chinese = language.partition("-")[0] in _CHINESE
    variables = _read_variables(layout)
    hands = []
    for hand in (*HANDS, HEADLINE):
        named = tuple(_named(hand.variable, variables, faces))
        if any(_is_own(face, house) for face in named):
            chosen = named
        elif hand is HEADLINE:
            continue
        else:
            chosen = _by_role(hand, faces, house, chinese)
        hands.append((hand, chosen if chinese else tuple(map(_unbound, chosen))))
    return Stacks(tuple(hands), tuple(_named_in_books(layout, faces)))


def own_faces(stacks: Stacks, house: Path) -> tuple[Face, ...]:
    """The faces that do not come from the house."""
    faces = dict.fromkeys([*(face for _, chosen in stacks.hands for face in chosen), *stacks.named])
    return tuple(face for face in faces if _is_own(face, house))


def _is_own(face: Face, house: Path) -> bool:
    return face.folder != house and face.role != "rare"


def _by_role(hand: Hand, faces: Sequence[Face], house: Path, chinese: bool) -> tuple[Face, ...]:
    """The nearest face of a hand's role and weight; before it a Latin one, where that is the magazine's own.

    In a book that is not Chinese, the Latin face of the house comes first as well.
    """
    roles = _ROLES.get(hand.role, (hand.role,))
    upright = [face for face in faces if face.style == "normal" and face.weight == hand.weight]
    first = next((face for role in roles for face in upright if face.role == role), None)
    style = "italic" if hand.role == "kai" and not chinese else "normal"
    latin = next(
        (face for face in faces if (face.role, face.weight, face.style) == ("latin", hand.weight, style)), None
    )
    wanted = hand.role != "sans" and latin and (first is None or first.role != "text")
    before = [latin] if latin and wanted and (not chinese or _is_own(latin, house)) else []
    return (*before, *([first] if first else []))


def _unbound(face: Face) -> Face:
    """A face without the bounds that leave marks to a Chinese one."""
    return replace(face, role="text", repertoire=WHOLE) if face.role == "latin" else face


def _read_variables(layout: Layout) -> dict[str, Stack]:
    """What each variable of the layout's pages stands for: the last that is said of it."""
    variables = {f"--{name}": read_stack(value, shorthand=True) for name, value in layout.tokens}
    for file in layout.stylesheets("print"):
        variables |= dict(read_styles(read_text(file, layout.folders)).variables)
    return variables


def _named(variable: str, variables: dict[str, Stack], faces: Sequence[Face]) -> Iterator[Face]:
    """The faces that a variable names."""
    lists = defaultdict[str, list[Stack]](list, {name: [stack] for name, stack in variables.items()})
    families = [word.text for stack in lists[variable] for word in resolve_stack(stack, lists)]
    yield from _find(families, faces)


def _named_in_books(layout: Layout, faces: Sequence[Face]) -> Iterator[Face]:
    """The faces that the layout's style sheets for books name."""
    sheets = [read_styles(read_text(file, layout.folders)) for file in layout.stylesheets("epub")]
    yield from _find([word.text for styles in sheets for stack in styles.stacks for word in stack.families], faces)


def _find(families: Sequence[str], faces: Sequence[Face]) -> Iterator[Face]:
    """The faces of some families, each once."""
    for family in dict.fromkeys(map(fold_family, families)):
        yield from (face for face in faces if fold_family(face.family) == family and face.role != "rare")
