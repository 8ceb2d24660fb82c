"""Draw codes: an address or a few words in, a QR code as vectors out."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.sax.saxutils import quoteattr

import segno

#: The sentinel for ink, which a layout replaces by its own colour.
INK = "#0c0c00"
QUIET = 4  # modules of empty margin on each side, as ISO/IEC 18004 asks
MODULE = 0.5  # millimetres: what a telephone still reads from uncoated paper
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[int, int]


def draw_qr(data: str, ident: str) -> str:
    """Draw data as a QR code: one inline ``<svg>`` with one path, half a millimetre a module.

    :raises ValueError: where there is no data, or more than a code can hold.
    """
    if not data.strip():
        raise ValueError("the QR code has no data: expected an address or a few words")
    if _NOT_XML.search(data):
        raise ValueError("the QR code's data holds a control character: expected plain text")
    modules = _encode(data)
    side = len(modules) + 2 * QUIET
    length = f"{side * MODULE:g}mm"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id={quoteattr(ident + "-code")} width="{length}" height="{length}" '
        f'viewBox="0 0 {side} {side}" role="img" aria-label={quoteattr(data)}>'
        f'<path d="{_trace(modules)}" fill="{INK}" fill-rule="evenodd"/></svg>'
    )


def _encode(data: str) -> list[list[bool]]:
    """Turn data into rows of modules, dark ones true."""
    # Without a named encoding segno writes Han in Shift JIS, which readers outside Japan guess wrong.
    encoding = None if data.isascii() else "utf-8"
    mode = None if data.isascii() else "byte"
    try:
        code = segno.make_qr(data, error="m", mode=mode, encoding=encoding, boost_error=False)
    except segno.DataOverflowError:
        size = len(data.encode())
        message = f"the QR code's data is too long: {size} bytes, and a code holds at most 2331"
        raise ValueError(message) from None
    return [[bool(module) for module in row] for row in code.matrix]


def _trace(modules: list[list[bool]]) -> str:
    """Trace the outlines of dark areas: modules drawn one by one would show hairlines between them."""
    follow = _outline_edges(modules)
    loops: list[str] = []
    while follow:
        start = min(follow)
        point = follow[start].pop()
        corners = [start]
        while point != start:
            corners.append(point)
            point = follow[point].pop()
        follow = defaultdict(list, {key: ends for key, ends in follow.items() if ends})
        loops.append(_write_loop(corners))
    return "".join(loops)


def _outline_edges(modules: list[list[bool]]) -> defaultdict[Point, list[Point]]:
    """Collect the sides where dark meets light, each running clockwise round its dark module."""
    edges: set[tuple[Point, Point]] = set()
    for y, row in enumerate(modules, QUIET):
        for x, dark in enumerate(row, QUIET):
            if dark:
                corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
                edges ^= {(corners[side], corners[(side + 1) % 4]) for side in range(4)}
    follow: defaultdict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges):
        if (end, start) not in edges:
            follow[start].append(end)
    return follow


def _write_loop(corners: list[Point]) -> str:
    """Write a closed outline as path data, leaving out the points along straight sides."""
    count = len(corners)
    turns = [
        corners[at]
        for at in range(count)
        if not (
            corners[at - 1][0] == corners[at][0] == corners[(at + 1) % count][0]
            or corners[at - 1][1] == corners[at][1] == corners[(at + 1) % count][1]
        )
    ]
    first, *rest = turns
    steps, last = [f"M{first[0]} {first[1]}"], first
    for x, y in rest:
        steps.append(f"H{x}" if y == last[1] else f"V{y}")
        last = (x, y)
    return "".join(steps) + "z"
