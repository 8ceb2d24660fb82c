"""Subsets for books: a face and some characters in, a small font of just those out."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.sfnt import SFNTWriter

from pressroom.fonts.catalogue import Face
from pressroom.fonts.derive import SETTING_FEATURES, save_subset

#: Tables that nobody reads where the text is set already.
_ONLY_FOR_LAYOUT = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]


def subset_for_epub(face: Face, characters: Iterable[str]) -> bytes:
    """Cut a face down to the characters of a book, as TrueType; the family name stays, the bytes are always the same.

    Characters that the face lacks are passed over.
    """
    return subset_font(face.path.read_bytes(), characters)


def subset_font(data: bytes, characters: Iterable[str]) -> bytes:
    """Cut a font down to some characters; the bytes are always the same."""
    # The box of the whole face holds for a part of it; to measure it anew takes twice as long as all else.
    with TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False, lazy=True) as font:
        return save_subset(font, {ord(character) for character in characters}, SETTING_FEATURES)


def subset_glyphs(face: Face, glyphs: Iterable[int]) -> bytes:
    """Cut a face down to some glyph ids, which stay what they are; made for embedding in a PDF.

    Tables that only layout needs are left out: the text is set already. Glyphs that the face lacks are passed over.
    """
    with face.path.open("rb") as file:
        return cut_program(file, glyphs)


def cut_program(file: BinaryIO, glyphs: Iterable[int], number: int = 0) -> bytes:
    """Cut any font down, or one of a collection, as `subset_glyphs` does a face; the bytes are always the same.

    :raises ValueError: if it is broken.
    """
    try:
        with TTFont(file, lazy=True, fontNumber=number, recalcTimestamp=False) as font:
            if "glyf" in font and not any(table in font for table in ("fpgm", "prep", "cvt ", "gvar")):
                return _cut_outlines(font, glyphs)
            return _subset_anew(font, glyphs)
    except (TTLibError, struct.error) as error:
        raise ValueError(str(error)) from error


def _cut_outlines(font: TTFont, glyphs: Iterable[int]) -> bytes:
    """Copy the outlines of some glyphs as they stand: a hundredth of the time that it takes to read them."""
    outlines = font.reader["glyf"]
    head, lines, limits = (bytearray(font.reader[table]) for table in ("head", "hhea", "maxp"))
    there = struct.unpack_from(">H", limits, 4)[0]
    places = _read_places(font.reader["loca"], long=bool(head[51]))
    parts: dict[int, bytes] = {}
    waiting = {0, *(glyph for glyph in glyphs if 0 <= glyph < there)}
    while waiting:
        glyph = waiting.pop()
        parts[glyph] = outlines[places[glyph] : places[glyph + 1]]
        waiting |= {part for part in _components(parts[glyph]) if part not in parts}
    count = max(parts) + 1
    offsets = [0]
    for glyph in range(count):
        offsets.append(offsets[-1] + len(parts.get(glyph, b"")) + -len(parts.get(glyph, b"")) % 4)
    metrics, full = font.reader["hmtx"], struct.unpack_from(">H", lines, 34)[0]
    widths = [_metric(metrics, full, glyph) if glyph in parts else bytes(4) for glyph in range(count)]
    struct.pack_into(">h", head, 50, 1)  # offsets are long
    struct.pack_into(">H", lines, 34, count)
    struct.pack_into(">H", limits, 4, count)
    return _write_font(
        {
            "glyf": b"".join(part + bytes(-len(part) % 4) for _, part in sorted(parts.items())),
            "head": bytes(head),
            "hhea": bytes(lines),
            "hmtx": b"".join(widths),
            "loca": struct.pack(f">{count + 1}L", *offsets),
            "maxp": bytes(limits),
        }
    )


def _read_places(table: bytes, long: bool) -> Sequence[int]:
    """Where the outlines begin; the last is where they end."""
    if long:
        return struct.unpack(f">{len(table) // 4}L", table)
    return [place * 2 for place in struct.unpack(f">{len(table) // 2}H", table)]


def _metric(table: bytes, full: int, glyph: int) -> bytes:
    """Advance and left bearing of a glyph; those after the first ``full`` ones share an advance."""
    if glyph < full:
        return table[4 * glyph : 4 * glyph + 4]
    bearing = 4 * full + 2 * (glyph - full)
    return table[4 * full - 4 : 4 * full - 2] + table[bearing : bearing + 2]


def _components(outline: bytes) -> Iterator[int]:
    """The glyphs that a glyph is made of."""
    if len(outline) < 10 or outline[:2] != b"\xff\xff":
        return
    place, more = 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", outline, place)
        yield glyph
        scales = 2 if flags & 0x8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
        place += 4 + (4 if flags & 0x1 else 2) + scales
        more = bool(flags & 0x20)


def _write_font(tables: dict[str, bytes]) -> bytes:
    """Write the tables of a TrueType font, with their check sums."""
    buffer = BytesIO()
    writer = SFNTWriter(buffer, len(tables), "\x00\x01\x00\x00")
    for name, data in tables.items():
        writer[name] = data
    writer.close()
    return buffer.getvalue()


def _subset_anew(font: TTFont, glyphs: Iterable[int]) -> bytes:
    """Cut down any font: its outlines are read and written again, which takes long."""
    options = Options(
        retain_gids=True,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        hinting=False,
        recalc_timestamp=False,
    )
    # The engine makes a static font of a variable one, by its names.
    options.drop_tables += _ONLY_FOR_LAYOUT if "fvar" in font else [*_ONLY_FOR_LAYOUT, "STAT", "name", "OS/2", "post"]
    subsetter = Subsetter(options)
    subsetter.populate(gids=sorted(set(glyphs)))
    subsetter.subset(font)
    buffer = BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()
