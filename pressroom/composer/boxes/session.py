"""Compose while WeasyPrint lays out: the hooks that it calls, and what they remember between lines."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from pressroom.composer import weasy
from pressroom.composer.boxes.build import Frame, belongs, build_children, lay_out_aside, set_line_height
from pressroom.composer.boxes.grid import Grid
from pressroom.composer.boxes.prepare import SIMPLE, ParagraphSetting, Preparer
from pressroom.composer.boxes.resume import skip_to, start_of
from pressroom.composer.lines.style import ComposerStyle

_KEPT = 15_000  # clusters whose plans are kept: a few pages
_BESIDE = 1.0  # px: a float that begins lower stands below the line
_ROUNDED = 0.02  # px: what a full line may be too wide by, for its advances are whole thousandths
_FULL = 0.001  # px
_MARK = "_composed"
_ROOM = "_room_beside_floats"
_LEFT_ALONE = "_left_to_the_engine"


class Session:
    """The composer at work on one document or several: what it is told, and what it remembers."""

    def __init__(self, style: ComposerStyle) -> None:
        self._preparer = Preparer(style)
        self._settings: OrderedDict[int, ParagraphSetting] = OrderedDict()
        self._clusters = 0

    @property
    def hooks(self) -> Mapping[str, Callable[..., Any]]:
        """What is put in the place of WeasyPrint's functions."""
        return {
            "next_line": self.next_line,
            "split_inline_box": self.split_inline_box,
            "text_align": self.text_align,
            "first_line_width": self.first_line_width,
            "least_width": self.least_width,
            "most_width": self.most_width,
            **weasy.HOOKS,
            **Grid().hooks,
        }

    def next_line(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *rest: Any,
    ) -> Any:
        """Give a line that was set before, or have it set."""
        if id(box) not in self._settings:
            return original(context, box, position_y, bottom_space, skip_stack, containing_block, *rest)
        setting, width = self._settings.get(id(box)), containing_block.width
        start = None
        if setting is not None and setting.plain and not context.excluded_shapes and not any(rest[-2:]):
            start = start_of(setting.root, skip_stack) if setting.is_for(box, width) else None
        if setting is None or start is None:
            return original(context, box, position_y, bottom_space, skip_stack, containing_block, *rest)
        key = start, width, box.text_indent
        if finished := setting.finished.get(key):
            return line_again(finished, box, containing_block.content_box_x(), position_y)
        line, resume_at = original(context, box, position_y, bottom_space, skip_stack, containing_block, *rest)
        if getattr(line, _MARK, False) and line.position_x == containing_block.content_box_x():
            setting.finished[key] = line, resume_at
        return line, resume_at

    def split_inline_box(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        position_x: float,
        max_x: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *rest: Any,
    ) -> Any:
        """Set a line of a Chinese paragraph; everything else is the engine's."""
        first_letter_style, first_line_style = rest[-2:]
        left_alone = first_line_style or (getattr(box, _LEFT_ALONE, False) and not first_letter_style)
        if left_alone or not isinstance(box, weasy.boxes.LineBox):
            return original(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest)
        setting = self._setting(context, box, containing_block, fresh=bool(first_letter_style))
        start = start_of(setting.root, skip_stack) if setting else None
        if setting is None or start is None or start >= len(setting.plan.text):
            return original(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest)
        return self._set_line(
            setting, start, context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest[:-2]
        )

    def _set_line(
        self,
        setting: ParagraphSetting,
        start: int,
        context: Any,
        box: Any,
        position_x: float,
        max_x: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        line_placeholders: list[Any],
        waiting_floats: list[Any],
        line_children: list[Any],
    ) -> Any:
        """Set one line; the arguments are those of the engine."""
        del line_children
        measure = containing_block.width
        inset = setting.inset(start, max_x - position_x, measure)
        position_x += inset
        composed = setting.line(start, max_x - position_x, measure, box.style)
        frame = Frame(
            context,
            box,
            containing_block,
            bottom_space,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
            max_x,
            position_x,
            setting.plan.text,
            composed,
            composed.end == len(setting.plan.text),
            setting.strut,
            setting.plan.style.grid,
            {},
            inset,
        )
        floated = self._place_floats(setting, start, frame, measure)
        children, _ = build_children(frame, setting.root, skip_stack)
        if setting.initial:
            setting.initial.note_line(start, frame.composed.end)
        new = box.copy_with_children(children + frame.readings)
        new.width = frame.x - box.position_x
        over = frame.x - frame.max_x
        if -_FULL < over < _ROUNDED:  # else the engine finds that a full line has no room beside a float
            new.width -= over + _FULL
        set_line_height(new, setting.strut)
        setattr(new, _MARK, True)
        if frame.placed:
            setattr(new, _ROOM, max(0.0, -over))
        resume = None if frame.last else skip_to(setting.root, frame.composed.end)
        forced = frame.composed.end in setting.plan.breaks.forced and not frame.last
        forced = forced or setting.plan.text.classes[frame.composed.end - 1] == "newline"
        return new, resume, forced, None, None, floated

    def _place_floats(self, setting: ParagraphSetting, start: int, frame: Frame, measure: float) -> dict[str, float]:
        """Place the floats of a line beside it where they fit; the others wait for the line's end."""
        widths: dict[str, float] = {"left": 0, "right": 0}
        plan = setting.plan
        for node, parent in setting.floats:
            end = frame.composed.end
            before = node.first < start or (node.first == start and belongs(parent, start, False))
            behind = node.first > end or (node.first == end and not belongs(parent, end, frame.last))
            if before or behind:
                continue
            outer = weasy.outer_width(frame.context, node.box, frame.containing_block)
            narrow = frame.max_x - frame.x - outer
            fits = narrow >= plan.least_width(start) and not frame.waiting_floats
            if fits and node.first > start and plan.choose(start, narrow, measure) <= node.first:
                fits = False
            if not fits:
                node.box.position_x = frame.x
                frame.waiting_floats.append(node.box)
                continue
            passed = plan.space.place[node.first] - plan.space.place[start]
            placed = lay_out_aside(frame, parent, node, frame.x + min(passed, narrow), widths)
            if placed is None:
                continue
            frame.placed[id(node)] = placed
            if placed.position_y < frame.line.position_y + _BESIDE:  # not below other floats
                frame.x, frame.max_x = frame.x + widths["left"], frame.max_x - widths["right"]
            widths["left"] = widths["right"] = 0
            frame.composed = setting.line(start, frame.max_x - frame.x, measure, frame.line.style)
            frame.last = frame.composed.end == len(plan.text)
        return {"left": 0, "right": 0}

    def text_align(self, original: Callable[..., Any], context: Any, line: Any, width: float, last: bool) -> Any:
        """Align a line: one that the composer set fills its measure already."""
        if not getattr(line, _MARK, False):
            return original(context, line, width, last)
        align = line.style["text_align_all"]
        if last and line.style["text_align_last"] != "auto":
            align = line.style["text_align_last"]
        room = getattr(line, _ROOM, width - line.width)
        if align in SIMPLE or align == "justify-all" or room <= 0:
            return 0
        offset = room / 2 if align == "center" else room
        if hasattr(line, _ROOM):
            _hold_floats(line, offset)
        return offset

    def first_line_width(
        self,
        original: Callable[..., Any],
        context: Any,
        box: Any,
        outer: bool = True,
        skip_stack: Any = None,
        first_line: bool = False,
        is_line_start: bool = False,
    ) -> Any:
        """Measure the least that a line beside a float must hold."""
        setting = self._known(box) if first_line else None
        if first_line and setting is None and isinstance(box, weasy.boxes.LineBox) and not _has_atoms(box):
            setting = self._setting(context, box, None)
        start = start_of(setting.root, skip_stack) if setting else None
        if setting is None or start is None or start >= len(setting.plan.text):
            return original(context, box, outer, skip_stack, first_line, is_line_start)
        return setting.plan.least_width(start) + max(0.0, box.text_indent)

    def least_width(self, original: Callable[..., Any], context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        """Measure a paragraph that breaks wherever it may."""
        setting = self._measurable(context, box)
        if setting is None:
            return original(context, box, *rest, **named)
        return max(setting.plan.unit_widths(), default=0.0) + _indent(box)

    def most_width(self, original: Callable[..., Any], context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        """Measure a paragraph that breaks only where it must."""
        setting = self._measurable(context, box)
        if setting is None:
            return original(context, box, *rest, **named)
        return max(setting.plan.full_widths(), default=0.0) + _indent(box)

    def _measurable(self, context: Any, box: Any) -> ParagraphSetting | None:
        """Find the setting of a paragraph whose widths do not hang on where it stands."""
        if not isinstance(box, weasy.boxes.LineBox) or _indent(box) < 0:
            return None
        if _has_atoms(box):
            return None
        setting = self._setting(context, box, None)
        return None if setting is None or setting.floats else setting

    def _known(self, box: Any) -> ParagraphSetting | None:
        return self._settings.get(id(box)) if isinstance(box, weasy.boxes.LineBox) else None

    def _setting(self, context: Any, box: Any, containing_block: Any, fresh: bool = False) -> ParagraphSetting | None:
        """Give the setting of a paragraph, or none if it is the engine's."""
        ident = id(box)
        width = getattr(containing_block, "width", None)
        known = self._settings.get(ident)
        if known is not None and not fresh and known.is_for(box, width):
            self._settings.move_to_end(ident)
            return known
        if not fresh and getattr(box, _LEFT_ALONE, False):
            return None
        setting = self._preparer.prepare(context, box, containing_block)
        setattr(box, _LEFT_ALONE, setting is None)
        if setting is None:
            return None
        self._keep(ident, setting)
        return setting

    def _keep(self, ident: int, setting: ParagraphSetting) -> None:
        """Remember a paragraph; forget those that were not asked for the longest time."""
        old = self._settings.pop(ident, None)
        self._clusters += len(setting.plan.text) - (len(old.plan.text) if old else 0)
        self._settings[ident] = setting
        while self._clusters > _KEPT and len(self._settings) > 1:
            _, gone = self._settings.popitem(last=False)
            self._clusters -= len(gone.plan.text)


def _hold_floats(box: Any, offset: float) -> None:
    """Keep the floats of a line where they are; the engine moves them with the words."""
    for child in box.children:
        if child.is_floated():
            child.translate(-offset)
        elif isinstance(child, weasy.boxes.InlineBox):
            _hold_floats(child, offset)


def _has_atoms(box: Any) -> bool:
    """Tell whether a paragraph holds pictures or blocks in its lines."""
    return any(isinstance(child, weasy.boxes.AtomicInlineLevelBox) for child in box.descendants())


def _indent(box: Any) -> float:
    """Give the indent of a paragraph in px; negative if it is not known yet."""
    value = box.style["text_indent"]
    if weasy.check_math(value) or value.unit == "%":
        return -1.0
    return float(value.value)


def line_again(finished: tuple[Any, Any], line_box: Any, x: float, y: float) -> tuple[Any, Any]:
    """Copy a finished line to another place, in px; the line box is left as the engine leaves it."""
    line, resume_at = finished
    new = line.deepcopy()
    new.block_ellipsis = "none"
    new.translate(x - line.position_x, y - line.position_y)
    new.position_y = line_box.position_y = y
    line_box.position_x, line_box.width, line_box.height = x, new.width, new.height
    return new, resume_at
