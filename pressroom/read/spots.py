"""Find where everything stands in a sheet: YAML nodes in, lines and columns out, as JSON can say them."""

from __future__ import annotations

from typing import Any

import yaml


def find_spots(node: yaml.Node) -> list[Any]:
    """Where a node stands, and what is inside it, as JSON can say it."""
    inside: Any = None
    if isinstance(node, yaml.MappingNode):
        inside = {str(key.value): [_mark(key), find_spots(value)] for key, value in node.value}
    elif isinstance(node, yaml.SequenceNode):
        inside = [find_spots(item) for item in node.value]
    return [_mark(node), inside]


def _mark(node: yaml.Node) -> list[int]:
    return [node.start_mark.line, node.start_mark.column]
