"""Say where a line begins: the engine's skip stack in, a cluster out, and back."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from pressroom.composer.boxes.gather import TEXT, Node


def start_of(root: Node, skip: Any) -> int | None:
    """Find the cluster that a line begins with, from the engine's skip stack; none if it is inside a cluster."""
    node = root
    while skip is not None:
        ((index, skip),) = skip.items()
        if node.kind == TEXT:
            number = bisect_left(node.offsets, index)
            if number < len(node.offsets):
                return node.first + number if node.offsets[number] == index else None
            return node.end if index == len(node.encoded) else None
        if index >= len(node.children):
            return node.end
        node = node.children[index]
    return node.first


def skip_to(root: Node, cluster: int) -> Any:
    """Write the skip stack of the line that begins with a cluster; what stands before it without a place goes along."""
    path: list[int] = []
    node = root
    while node.first < cluster and node.kind != TEXT:
        at = _child_at(node, cluster)
        path.append(at)
        node = node.children[at]
    if node.kind == TEXT and node.first < cluster:
        path.append(node.offsets[cluster - node.first])
    skip: Any = None
    for index in reversed(path):
        skip = {index: skip}
    return skip


def _child_at(node: Node, cluster: int) -> int:
    """Find the first child that does not end before a cluster."""
    children = node.children
    low, high = 0, len(children) - 1
    while low < high:
        middle = (low + high) // 2
        if children[middle].end > cluster or children[middle].first >= cluster:
            high = middle
        else:
            low = middle + 1
    return low
