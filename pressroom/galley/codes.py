"""Draw codes: an address or a few words in, a QR code as vectors out; a number in, an EAN-13 bar code out."""

from __future__ import annotations

import re
from collections import defaultdict

import segno
from barcode.charsets import ean
from barcode.ean import EAN13

from pressroom.workshop.markup import escape

#: The sentinel for ink, which a layout replaces by its own colour.
INK = "#0c0c00"
QUIET = 4  # modules of empty margin on each side, as ISO/IEC 18004 asks
MODULE = 0.5  # millimetres: what a telephone still reads from uncoated paper
X = 0.33  # millimetres: the module of an EAN-13 at full size, ISO/IEC 15420
_LEFT, _RIGHT, _APART = 11, 7, 12  # modules of empty margin, and between the code and its add-on
_BAR, _GUARD, _FOOT = 64, 69, 73  # modules: height of bars and of guard bars, foot of the digits
_DIGIT, _HALF = 8.2, 2.17  # modules: size of the digits, half the width of one in Pressroom Figures
_TWO = ("AA", "AB", "BA", "BB")
_FIVE = ("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA", "AABBA", "AAABB", "ABABA", "ABAAB", "AABAB")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[int, int]
Bar = tuple[int, int, float, float]


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
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(ident)}-code" width="{length}" height="{length}" '
        f'viewBox="0 0 {side} {side}" role="img" aria-label="{escape(data)}">'
        f'<path d="{_trace(modules)}" fill="{INK}" fill-rule="evenodd"/></svg>'
    )


def draw_ean(data: str, ident: str, addon: str = "") -> str:
    """Draw a number as an EAN-13 bar code at full size, with an add-on of two or five digits: one inline ``<svg>``.

    The thirteenth digit checks the others; it may be left out.

    :raises ValueError: where the digits are not as many, or the check digit is wrong.
    """
    if not re.fullmatch(r"[0-9]{12,13}", data):
        raise ValueError(f"an EAN-13 has 12 digits and a check digit, not {data!r}")
    code = EAN13(data[:12])
    if len(data) == 13 and data != code.ean:
        raise ValueError(f"the check digit of {data[:12]} is {code.ean[12]}, not {data[12]}")
    if not re.fullmatch(r"([0-9]{2}|[0-9]{5})?", addon):
        raise ValueError(f"an add-on has two or five digits, not {addon!r}")
    row, digits, width = _lay_out(code, addon)
    bars = "".join(f"M{start} {top}h{run}v{foot - top}h-{run}z" for start, run, top, foot in row)
    words = "".join(
        f'<text x="{centre - _HALF:.2f}" y="{foot}" font-family="Pressroom Figures" font-size="{_DIGIT}" '
        f'fill="{INK}">{digit}</text>'
        for digit, centre, foot in digits
    )
    size = f'width="{width * X:.2f}mm" height="{(_FOOT + 1) * X:.2f}mm"'
    label = f"{code.ean} {addon}".strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(ident)}-code" {size} '
        f'viewBox="0 0 {width} {_FOOT + 1}" role="img" aria-label="{escape(label)}">'
        f'<path d="{bars}" fill="{INK}"/>{words}</svg>'
    )


def _lay_out(code: EAN13, addon: str) -> tuple[list[Bar], list[tuple[str, float, float]], int]:
    """Place bars (start, width, top, foot), digits (centre, foot) and the right edge, in modules."""
    bars = [
        (_LEFT + start, run, 0.0, float(_GUARD if start in (0, 2, 46, 48, 92, 94) else _BAR))
        for start, run in _runs(code.build()[0])
    ]
    digits = [(code.ean[0], _LEFT - 5.0, float(_FOOT))]
    digits += [(digit, _LEFT + 6.5 + 7 * at, float(_FOOT)) for at, digit in enumerate(code.ean[1:7])]
    digits += [(digit, _LEFT + 53.5 + 7 * at, float(_FOOT)) for at, digit in enumerate(code.ean[7:])]
    edge = _LEFT + 95
    if not addon:
        return bars, digits, edge + _RIGHT
    pattern, start = _write_addon(addon), edge + _APART
    bars += [(start + at, run, 9.0, float(_GUARD)) for at, run in _runs(pattern)]
    digits += [(digit, start + 7.5 + 9 * at, 7.0) for at, digit in enumerate(addon)]
    return bars, digits, start + len(pattern) + _RIGHT


def _write_addon(digits: str) -> str:
    """Write an add-on in modules: which of two sets each digit is of says what they come to."""
    if len(digits) == 2:
        sets = _TWO[int(digits) % 4]
    else:
        sets = _FIVE[(3 * sum(map(int, digits[::2])) + 9 * sum(map(int, digits[1::2]))) % 10]
    return "1011" + "01".join(ean.CODES[name][int(digit)] for name, digit in zip(sets, digits, strict=True))


def _runs(pattern: str) -> list[tuple[int, int]]:
    """Find the bars in a row of modules: where each begins, how many modules it is wide."""
    return [(found.start(), len(found[0])) for found in re.finditer("1+", pattern)]


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
