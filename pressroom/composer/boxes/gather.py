"""Gather a paragraph from the engine's boxes: what it holds, cluster by cluster, and which box each came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.initial import Initial, find_initial
from pressroom.composer.boxes.ruby import is_reading, shape_reading
from pressroom.composer.lines.classes import (
    ATOM,
    ATOM_CHARACTER,
    CLOSE,
    CLOSING,
    HAN,
    JOINER,
    LATIN,
    MARKS,
    NEWLINE,
    OTHER,
    QUERY,
    class_of,
    tail_of,
)
from pressroom.composer.lines.paragraph import Paragraph, Reading

TEXT, INLINE, ATOMIC, OUT, READING, INITIAL = range(6)
_COLLAPSING = ("normal", "nowrap", "pre-line")
_WRAPPING = ("normal", "pre-wrap", "pre-line")
_SEPARATORS = frozenset("\t\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_STOPS = CLOSING - {CLOSE}
_DEEPEST = 200
_LATIN_QUOTE = 0.8  # em: a quotation mark narrower than this is a Latin one


class NotOursError(Exception):
    """A paragraph that is left to the engine."""


@dataclass(slots=True)
class Node:
    """A box of a paragraph: its clusters are those from ``first`` to before ``end``.

    ``children`` are the nodes of an inline box. Of a text, ``offsets`` are the bytes that its clusters begin at,
    ``narrow`` those of marks of Latin words; ``layout`` is that of its face (of a reading its letters, of an initial
    itself), ``strut`` its line height and baseline.
    """

    kind: int
    box: Any
    first: int
    end: int
    children: list[Node] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    narrow: list[int] = field(default_factory=list)
    layout: Any = None
    height: float = 0.0
    strut: tuple[float, float] = (0.0, 0.0)
    encoded: bytes = b""
    ready: bool = False
    built: dict[Any, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Gathering:
    """A paragraph and its boxes while it is gathered, and what is needed for that."""

    language: str
    layouts: dict[Any, Any]
    atomic_width: Callable[[Any], float]
    strings: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    ems: list[float] = field(default_factory=list)
    glued: set[int] = field(default_factory=set)
    raised: set[int] = field(default_factory=set)
    unbroken: set[int] = field(default_factory=set)
    padding: dict[int, float] = field(default_factory=dict)
    open_left: set[int] = field(default_factory=set)
    open_right: set[int] = field(default_factory=set)
    blanks: dict[int, tuple[float, float]] = field(default_factory=dict)
    floats: list[tuple[Node, Node]] = field(default_factory=list)
    texts: list[Node] = field(default_factory=list)
    empty: list[tuple[int, float]] = field(default_factory=list)
    atoms: int = 0
    readings: list[Reading] = field(default_factory=list)
    initial: Initial | None = None

    def paragraph(self) -> Paragraph:
        """Give what was gathered."""
        return Paragraph(
            strings=tuple(self.strings),
            classes=tuple(self.classes),
            tails=tuple(self.tails),
            widths=tuple(self.widths),
            ems=tuple(self.ems),
            glued=frozenset(self.glued),
            raised=frozenset(self.raised),
            open_left=frozenset(self.open_left),
            open_right=frozenset(self.open_right),
            padding=self.padding,
            blanks=self.blanks,
            readings=tuple(self.readings),
        )


def gather(
    line: Any, language: str, layouts: dict[Any, Any], atomic_width: Callable[[Any], float]
) -> tuple[Gathering, Node]:
    """Gather the paragraph of a line box that is not yet laid out.

    :raises NotOursError: if it holds what the composer cannot set.
    """
    found = Gathering(language, layouts, atomic_width)
    root = Node(INLINE, line, 0, 0)
    _gather_children(found, root, line.style["white_space"] not in _WRAPPING, False, 0)
    root.end = len(found.strings)
    for at, width in found.empty if root.end else ():
        _pad(found, min(at, root.end - 1), width, "left" if at < root.end else "right")
    return found, root


def _gather_children(found: Gathering, node: Node, nowrap: bool, raised: bool, depth: int) -> None:
    """Gather what stands in a line or an inline box."""
    if depth > _DEEPEST:
        raise NotOursError
    for child in node.box.children:
        start = len(found.strings)
        if getattr(child, "is_leader", False):
            raise NotOursError
        if not child.is_in_normal_flow():
            new = Node(OUT, child, start, start)
            if child.is_floated():
                found.floats.append((new, node))
        elif isinstance(child, weasy.boxes.TextBox):
            new = _gather_text(found, child, nowrap, raised)
        elif isinstance(child, weasy.boxes.InlineBox):
            new = _gather_beside(found, child, node) or _gather_inline(found, child, nowrap, raised, depth)
        elif isinstance(child, weasy.boxes.AtomicInlineLevelBox):
            found.atoms += 1
            new = Node(ATOMIC, child, start, start + 1)
            _add(found, [ATOM_CHARACTER], [ATOM], [ATOM], [found.atomic_width(child)], child.style["font_size"] or 1.0)
        else:
            raise NotOursError
        node.children.append(new)


def _gather_beside(found: Gathering, box: Any, parent: Node) -> Node | None:
    """Gather what stands beside the row of clusters: a reading over some of them, or the paragraph's initial."""
    end = len(found.strings)
    if not end and not found.initial and (initial := find_initial(box, found.layouts)):
        found.initial = initial
        return Node(INITIAL, box, 0, 0, layout=initial)
    first = next((node.end for node in reversed(parent.children) if node.kind == READING), parent.first)
    if first == end or not is_reading(box, parent.box) or not (letters := shape_reading(box, found.layouts)):
        return None
    found.readings.append(Reading(first, end, sum(text.width for text in letters)))
    found.glued.update(range(first, end - 1))
    return Node(READING, box, first, end, layout=letters)


def _add(
    found: Gathering, strings: list[str], classes: list[str], tails: list[str], widths: list[float], em: float
) -> None:
    found.strings += strings
    found.classes += classes
    found.tails += tails
    found.widths += widths
    found.ems += [em] * len(strings)


def _gather_inline(found: Gathering, box: Any, nowrap: bool, raised: bool, depth: int) -> Node:
    """Gather an inline box; its padding belongs to its first and its last cluster."""
    style = box.style
    if style["box_decoration_break"] == "clone":
        raise NotOursError
    node = Node(INLINE, box, len(found.strings), 0)
    nowrap = nowrap or style["white_space"] not in _WRAPPING
    raised = raised or style["vertical_align"] not in ("baseline", 0)
    _gather_children(found, node, nowrap, raised, depth + 1)
    node.end = len(found.strings)
    if str(box.element_tag).endswith("::first-letter"):  # the engine loses its rest where a column ends inside it
        found.glued.update(range(node.first, node.end - 1))
    for side in ("left", "right"):
        width = sum(_edge(style, f"{name}_{side}") for name in ("margin", "padding")) + style[f"border_{side}_width"]
        if width and node.end == node.first:
            found.empty.append((node.first, width))
        elif width:
            _pad(found, node.first if side == "left" else node.end - 1, width, side)
    return node


def _pad(found: Gathering, at: int, width: float, side: str) -> None:
    """Give a cluster the padding of a box that begins or ends there."""
    found.widths[at] += width
    found.padding[at] = found.padding.get(at, 0.0) + width
    (found.open_left if side == "left" else found.open_right).add(at)


def _edge(style: Any, name: str) -> float:
    """Give a margin or a padding in px."""
    value = style[name]
    if value == "auto":
        return 0.0
    if weasy.check_math(value) or value.unit == "%":
        raise NotOursError
    return float(value.value)


def _gather_text(found: Gathering, box: Any, nowrap: bool, raised: bool) -> Node:
    """Gather a text box: its clusters as the font has them."""
    style, text, start = box.style, box.text, len(found.strings)
    node = Node(TEXT, box, start, start)
    if not text or not style["font_size"]:
        return node
    preserved = style["white_space"] not in _COLLAPSING
    if not _SEPARATORS.isdisjoint(text) or (preserved and ("\n" in text or "  " in text) and text != "\n"):
        raise NotOursError
    node.layout = weasy.make_layout(style, found.layouts)
    node.encoded = text.encode()
    offset = 0
    for number, piece in enumerate(text.split("\n")):
        if number:
            node.offsets.append(offset)
            _add(found, ["\n"], [NEWLINE], [NEWLINE], [0.0], style["font_size"])
            offset += 1
        if piece:
            _gather_piece(found, node, piece, offset)
            offset += len(piece.encode())
    node.end = len(found.strings)
    found.texts.append(node)
    if nowrap or style["white_space"] not in _WRAPPING:
        found.glued.update(range(start, node.end - 1))
    if raised:
        found.raised.update(range(start, node.end))
    if style["hyphens"] == "none":
        found.unbroken.update(range(start, node.end))
    return node


def _gather_piece(found: Gathering, node: Node, piece: str, offset: int) -> None:
    """Shape a piece of text that holds no line feed."""
    em = node.box.style["font_size"]
    stops = _is_stop if found.language.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else None
    shape = weasy.shape_text(node.layout, piece, stops)
    if shape is None:
        raise NotOursError
    start = len(found.strings)
    classes = [class_of(string[0]) for string in shape.strings]
    tails = classes[:] if len(shape.strings) == len(piece) else [tail_of(string) for string in shape.strings]
    for number, name in enumerate(classes):
        if name is HAN or name is LATIN:
            continue
        if shape.strings[number] in "“”‘’" and shape.widths[number] < _LATIN_QUOTE * em:
            classes[number] = tails[number] = OTHER
            node.narrow.append(offset + shape.offsets[number])
        elif name is JOINER and len(shape.strings[number]) > 1:
            classes[number] = tails[number]
        elif name in MARKS and tails[number] not in MARKS:
            tails[number] = name  # a mark and what takes no place
    for number in shape.centred:
        # ？ and ！ in the middle of their cell always take one em (clreq §3.1.6.1)
        blank = 0.0 if classes[number] is QUERY else max(0.0, (shape.widths[number] - 0.5 * em) / 2)
        found.blanks[start + number] = (blank, blank)
    node.offsets += [offset + place for place in shape.offsets] if offset else shape.offsets
    node.height = max(node.height, shape.height)
    _add(found, shape.strings, classes, tails, shape.widths, em)


def _is_stop(string: str) -> bool:
    """Tell whether a cluster is a stop, which stands in the middle of its cell in some fonts."""
    return class_of(string[0]) in _STOPS
