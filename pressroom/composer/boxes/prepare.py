"""Prepare a paragraph: the engine's line box in, its plan out, or nothing if it is not the composer's."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.gather import INLINE, TEXT, Gathering, Node, NotOursError, gather
from pressroom.composer.boxes.initial import Drop
from pressroom.composer.lines.breaks import find_breaks, find_hyphens
from pressroom.composer.lines.classes import CHINESE, COMPOSED, LATIN, OTHER, has_chinese
from pressroom.composer.lines.line import ComposedLine, compose_line
from pressroom.composer.lines.paragraph import Paragraph
from pressroom.composer.lines.phrases import word_penalties
from pressroom.composer.lines.plan import Plan
from pressroom.composer.lines.spacing import measure_space
from pressroom.composer.lines.style import PROPERTIES, ComposerStyle, style_from

SIMPLE = ("start", "left", "justify")


class ParagraphSetting:
    """One paragraph while it is set: its boxes, its plan, its finished lines."""

    def __init__(self, found: Gathering, root: Node, plan: Plan, key: tuple[Any, ...]) -> None:
        self.floats, self.atoms, self.root, self.plan, self.key = found.floats, found.atoms, root, plan, key
        self.initial = found.initial
        self.strut = weasy.line_strut(root.box.style)
        self.lines: dict[tuple[int, float], ComposedLine] = {}
        self.plain = not found.floats and not found.initial and is_plain(root)
        self.finished: Finished = {}

    def is_for(self, box: Any, width: float | None) -> bool:
        """Tell whether a line box is still what was prepared; pictures in the line hang on the block's width."""
        line, children, block_width = self.key
        return line is box and children == tuple(map(id, box.children)) and (not self.atoms or block_width == width)

    def inset(self, start: int, width: float, measure: float) -> float:
        """Say how much room the paragraph's initial takes beside the line that begins with a cluster, in px."""
        if self.initial is None:
            return 0.0

        def fits(drop: Drop) -> bool:
            place = 0
            for _ in range(drop.lines - 1):
                place = self.plan.choose(place, width - drop.inset, measure)
                if place in self.plan.breaks.forced:
                    return False
            return drop.inset < width / 2

        return self.initial.inset(start, fits, self.strut[0], self.root.box.style["font_size"])

    def line(self, start: int, width: float, measure: float, style: Any) -> ComposedLine:
        """Give the line that begins with a cluster, in a width of so many px."""
        line = self.lines.get((start, width))
        if line is None:
            end = self.plan.choose(start, width, measure)
            fills = style["text_align_all"] == "justify"
            if end in self.plan.breaks.forced:
                fills = style["text_align_last"] == "justify" or style["text_align_all"] == "justify-all"
            line = self.lines[start, width] = compose_line(self.plan, start, end, width, fills)
        return line


class Preparer:
    """What prepares paragraphs: it remembers the faces, options and dictionaries that they share."""

    def __init__(self, style: ComposerStyle) -> None:
        self.style = style
        self._layouts: dict[Any, Any] = {}
        self._styles: dict[Any, ComposerStyle] = {}
        self._syllables: dict[Any, Any] = {}
        self._said: set[str] = set()

    def prepare(self, context: Any, box: Any, containing_block: Any) -> ParagraphSetting | None:
        """Gather and plan a paragraph, if it is the composer's."""
        style = box.style
        language = (style["lang"] or "").lower()
        preserved = style["white_space"] not in ("normal", "nowrap", "pre-line")
        if not language.startswith(COMPOSED) or style["direction"] != "ltr" or preserved:
            return None
        options = self._options(style)
        aligned = style["text_align_all"] in SIMPLE or options.composer == "on"
        if options.composer == "none" or not aligned or not _is_chinese(box):
            return None

        def atomic_width(child: Any) -> float:
            weasy.percent.resolve_percentages(child, containing_block)
            new = weasy.inline.atomic_box(context, child, 0, None, containing_block, [], [])
            return float(new.margin_width())

        try:
            found, root = gather(box, language, self._layouts, atomic_width)
        except NotOursError:
            return None
        text = found.paragraph()
        if CHINESE.isdisjoint(text.classes):
            return None
        plan = self._plan(text, found, options, style)
        key = (box, tuple(map(id, box.children)), getattr(containing_block, "width", None))
        return ParagraphSetting(found, root, plan, key)

    def _plan(self, text: Paragraph, found: Gathering, options: ComposerStyle, style: Any) -> Plan:
        """Plan a paragraph."""
        joined = "".join(text.strings)
        allowed = weasy.engine_breaks(joined, style["lang"])
        if len(joined) != len(text):
            starts, place = [], 0
            for string in text.strings:
                starts.append(place)
                place += len(string)
            allowed = [allowed[start] for start in starts]
        hyphens: dict[int, float] = {}
        if options.hyphenate != "none":
            hyphens = self._hyphens(text, found, options, style)
        breaks = find_breaks(text, options, allowed, hyphens)
        if options.text_wrap == "balance":
            breaks = breaks.dearer(word_penalties(text, style["lang"]))
        space = measure_space(text, options)
        for end in breaks.points[:-1]:
            if text.tails[end - 1] in (LATIN, OTHER) and text.classes[end] is LATIN and end not in hyphens:
                space.behind.setdefault(end - 1, _unkerned(found, end - 1))
        return Plan(text, space, breaks, options, style["text_align_all"] == "justify")

    def _hyphens(self, text: Paragraph, found: Gathering, options: ComposerStyle, style: Any) -> dict[int, float]:
        """Find where Latin words may be parted."""
        total, left, right = style["hyphenate_limit_chars"]
        key = (options.hyphenate, left, right)
        if key not in self._syllables:
            self._syllables[key] = weasy.syllables(*key)
        hyphens = find_hyphens(text, self._syllables[key], lambda cluster: _hyphen_width(found, cluster), total)
        return {place: width for place, width in hyphens.items() if place not in found.unbroken}

    def _options(self, style: Any) -> ComposerStyle:
        """Read the options of an element from its custom properties."""
        values = {name: style[key] for key, name in PROPERTIES.items() if style[key]}
        if not values:
            return self.style
        key = tuple((name, *((token.type, getattr(token, "value", "")) for token in values[name])) for name in values)
        if key not in self._styles:
            self._styles[key] = style_from(values, self.style, self._complain)
        return self._styles[key]

    def _complain(self, message: str) -> None:
        """Say once what is wrong in a style sheet, where the engine says it too."""
        if message not in self._said:
            self._said.add(message)
            weasy.LOGGER.warning(message)


def _hyphen_width(found: Gathering, cluster: int) -> float:
    """Measure the hyphen that may stand behind a cluster, in px."""
    node = found.texts[bisect_right(found.texts, cluster, key=lambda node: node.first) - 1]
    shape = weasy.shape_text(node.layout, node.box.style["hyphenate_character"])
    return sum(shape.widths) if shape else 0.0


def _unkerned(found: Gathering, cluster: int) -> float:
    """Measure how much wider a letter is at the end of a line, where it has no neighbour to be kerned with, in px."""
    node = found.texts[bisect_right(found.texts, cluster, key=lambda node: node.first) - 1]
    begin = node.offsets[cluster - node.first]
    following = cluster + 1 - node.first
    stop = node.offsets[following] if following < len(node.offsets) else len(node.encoded)
    alone = weasy.shape_text(node.layout, node.encoded[begin:stop].decode())
    both = weasy.shape_text(node.layout, node.encoded[begin : stop + 4].decode(errors="ignore"))
    return alone.widths[0] - both.widths[0] if alone and both else 0.0


def _is_chinese(box: Any) -> bool:
    """Tell whether a paragraph holds Chinese at all, before it is shaped."""
    return any(isinstance(child, weasy.boxes.TextBox) and has_chinese(child.text) for child in box.descendants())


#: By where a line begins, the width of its block and its indent: the line, and where the next one begins.
Finished = dict[tuple[int, float, float], tuple[Any, Any]]


def is_plain(root: Node) -> bool:
    """Tell whether a paragraph holds nothing but text, in any faces."""
    for node in root.children:
        if node.kind == INLINE:
            if node.box.style["position"] != "static" or not is_plain(node):
                return False
        elif node.kind != TEXT:
            return False
    return True
