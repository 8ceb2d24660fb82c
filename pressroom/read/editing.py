"""Edit sheets by place: a YAML text and what is to change in; the text with that changed, and nothing else, out.

Comments, order, quotes and blanks stay what they were: only what is changed is written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from pressroom.read.sheet import YamlLoader

Steps = Sequence[str | int]
_PLAIN = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+)*|-?(?:0|[1-9]\d*)(?:\.\d+)?")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}
_PLAIN_LENGTH = re.compile(r"-?\d+(?:\.\d+)?(?:mm|cm|pt|px|em|rem|in|%)")


class EditError(Exception):
    """A change that cannot be made by place."""


def set_value(text: str, path: Steps, value: str | int | bool) -> str:
    """Give the scalar at a path another value; a key that is not there is added behind the others of its mapping.

    :raises EditError: if there is nothing to hang it on.
    """
    node = _find(text, path)
    if isinstance(node, yaml.ScalarNode):
        quoted = node.style if node.style in ("'", '"') else ""
        return _splice(text, node.start_mark.index, node.end_mark.index, write_scalar(value, quoted))
    if node is not None:
        raise EditError(f"{'/'.join(map(str, path))} is no single value")
    return _add_key(text, path[:-1], str(path[-1]), write_scalar(value))


def set_inner_value(text: str, path: Steps, value: str) -> str:
    """Give a value to a key of a mapping that may not be there yet, in a mapping that may not be there either.

    :raises EditError: if something else stands there.
    """
    if _find(text, path[:-1]) is not None:
        return set_value(text, path, value)
    return _add_key(text, path[:-2], str(path[-2]), write_flow({str(path[-1]): value}))


def remove_key(text: str, path: Steps) -> str:
    """Take a key and its value out of a mapping; nothing happens where it is not there."""
    parent = _find(text, path[:-1])
    if not isinstance(parent, yaml.MappingNode):
        return text
    for number, (key, value) in enumerate(parent.value):
        if key.value != path[-1]:
            continue
        start, end = key.start_mark.index, value.end_mark.index
        if parent.flow_style:
            if number + 1 < len(parent.value):
                end = parent.value[number + 1][0].start_mark.index
            elif number:
                start = parent.value[number - 1][1].end_mark.index
            return _splice(text, start, end, "")
        return _splice(text, _line_start(text, start), _line_end(text, end), "")
    return text


def write_scalar(value: str | int | bool, quote: str = "") -> str:
    """Write a value so that it is read back as what it is; in quotes of the kind that stood there before."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    plain = not re.fullmatch(r"-?\d+(\.\d+)?", value) and value.lower() not in _WORDS
    if not quote and plain and (_PLAIN.fullmatch(value) or _PLAIN_LENGTH.fullmatch(value)):
        return value
    if quote == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def write_flow(values: Mapping[str, Any]) -> str:
    """Write a mapping on one line, as ``{kind: ad, folio: 12}``."""
    parts = []
    for key, value in values.items():
        if isinstance(value, list | tuple):
            parts.append(f"{_write_key(key)}: [{', '.join(write_scalar(one) for one in value)}]")
        else:
            parts.append(f"{_write_key(key)}: {write_scalar(value)}")
    return "{" + ", ".join(parts) + "}"


def _write_key(key: str) -> str:
    """Write a key; names of files need no quotes."""
    return key if re.fullmatch(r"[^\W\d][\w./-]*", key) else write_scalar(key)


def move_item(text: str, path: Steps, start: int, target: int) -> str:
    """Move an entry of a list that stands a line (or more) each, with the comments right above it.

    :raises EditError: where the list is written in one line.
    """
    spans = _item_spans(text, path)
    first, end = spans[start]
    block = text[first:end]
    if not block.endswith("\n"):
        block += "\n"
    order = [index for index in range(len(spans)) if index != start]
    if target >= len(order):
        where = spans[order[-1]][1]
        before = text[:where] + ("" if text[:where].endswith("\n") else "\n")
        rest = text[where:]
    else:
        where = spans[order[target]][0]
        before, rest = text[:where], text[where:]
    if first < where:
        return before[:first] + before[end:] + block + rest
    cut = first - where
    return before + block + rest[:cut] + rest[cut + (end - first) :]


def insert_item(text: str, path: Steps, target: int, written: str) -> str:
    """Put an entry into a list, before the one with a number, or behind the last.

    :raises EditError: where the list is written in one line.
    """
    spans = _item_spans(text, path)
    node = _find(text, path)
    assert isinstance(node, yaml.SequenceNode)
    column = text.rfind("-", 0, node.value[0].start_mark.index) - _line_start(text, node.value[0].start_mark.index)
    where = spans[target][0] if target < len(spans) else spans[-1][1]
    before = text[:where]
    if before and not before.endswith("\n"):
        before += "\n"
    return f"{before}{' ' * column}- {written}\n{text[where:]}"


def remove_item(text: str, path: Steps, number: int) -> str:
    """Take an entry out of a list, with the comments right above it.

    :raises EditError: where the list is written in one line, or nothing would be left of it.
    """
    spans = _item_spans(text, path)
    if len(spans) < 2:
        raise EditError("nothing would be left")
    start, end = spans[number]
    return text[:start] + text[end:]


def read_item(text: str, path: Steps) -> str:
    """An entry as it is written, without its dash and the comments behind it."""
    node = _find(text, path)
    if node is None:
        raise EditError(f"there is no {'/'.join(map(str, path))}")
    return text[node.start_mark.index : node.end_mark.index].rstrip()


def _item_spans(text: str, path: Steps) -> list[tuple[int, int]]:
    """Where each entry of a list begins and ends: whole lines, with the comments right above."""
    node = _find(text, path)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise EditError("the list is not written with an entry a line")
    starts = []
    for item in node.value:
        start = _line_start(text, text.rfind("-", 0, item.start_mark.index + 1))
        while start:
            above = text[_line_start(text, start - 1) : start]
            if not above.strip().startswith("#"):
                break
            start -= len(above)
        starts.append(start)
    ends = []
    for item in node.value:
        end = item.end_mark.index
        while end > item.start_mark.index and text[end - 1] in " \n":
            end -= 1
        ends.append(_line_end(text, end))
    return list(zip(starts, ends, strict=True))


def _add_key(text: str, path: Steps, key: str, written: str) -> str:
    parent, key = _find(text, path), _write_key(key)
    if parent is None and path:
        return _add_mapping(text, path, f"{key}: {written}")
    if isinstance(parent, yaml.ScalarNode) and not parent.value and path:
        return _splice(text, parent.start_mark.index, parent.end_mark.index, f"\n  {key}: {written}")
    if not isinstance(parent, yaml.MappingNode) or not parent.value:
        raise EditError(f"there is no mapping {'/'.join(map(str, path))}")
    last = parent.value[-1][1]
    if parent.flow_style:
        return _splice(text, last.end_mark.index, last.end_mark.index, f", {key}: {written}")
    end = last.end_mark.index
    while end > last.start_mark.index and text[end - 1] in " \n":
        end -= 1
    where = _line_end(text, end)
    indent = " " * parent.value[0][0].start_mark.column
    before = text[:where] + ("" if text[:where].endswith("\n") else "\n")
    return f"{before}{indent}{key}: {written}\n{text[where:]}"


def _add_mapping(text: str, path: Steps, line: str) -> str:
    """Add a mapping with one line in it, at the end of the sheet."""
    if len(path) != 1:
        raise EditError(f"there is no {'/'.join(map(str, path))}")
    before = text if text.endswith("\n") or not text else text + "\n"
    return f"{before}{path[0]}:\n  {line}\n"


def _find(text: str, path: Steps) -> yaml.Node | None:
    """The node at a path; none where there is none."""
    try:
        node: yaml.Node | None = yaml.compose(text, YamlLoader)
    except yaml.YAMLError as error:
        raise EditError(f"the sheet is not YAML: {error}") from None
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _splice(text: str, start: int, end: int, written: str) -> str:
    return text[:start] + written + text[end:]


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1
