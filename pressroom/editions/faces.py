"""Unite the subsets of a face: one font program in a bound file, however many runs were set in it.

WeasyPrint writes glyph ids as character ids and keeps them in its subsets, so that pages stay right under any larger
subset of the same face. Subsets are told apart by the family that the engine read from the file, not by the font's
name, which is what the style sheet asked for. The program is subset anew from the prepared face, by one library, so
that the bytes do not hang on what another machine's engine was built with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from pressroom.fonts import Face, subset_glyphs

_PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(r"beginbfchar(.*?)endbfchar", re.S)
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def unite_faces(target: pikepdf.Pdf, faces: tuple[Face, ...]) -> None:
    """Replace the fonts of all pages by one for each face; fonts of other faces stay as they are."""
    by_family = {face.family: face for face in faces}
    groups: dict[str, list[Any]] = defaultdict(list)
    for font in _composite_fonts(target):
        descriptor = font.DescendantFonts[0].FontDescriptor
        family = str(descriptor.get("/FontFamily", ""))
        if family in by_family and "/FontFile2" in descriptor:
            groups[family].append(font)
    replaced: dict[tuple[int, int], Any] = {}
    for family, fonts in sorted(groups.items()):
        keep = fonts[0]
        _unite(target, by_family[family], fonts, keep)
        replaced |= {font.objgen: keep for font in fonts[1:]}
    for fonts_in_use in _font_dictionaries(target):
        for key in list(fonts_in_use.keys()):
            if fonts_in_use[key].objgen in replaced:
                fonts_in_use[key] = replaced[fonts_in_use[key].objgen]


def _composite_fonts(target: pikepdf.Pdf) -> Iterator[Any]:
    """Walk the Type 0 fonts of a file."""
    for item in target.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and item.get("/Subtype") == Name.Type0:
            yield item


def _font_dictionaries(target: pikepdf.Pdf) -> Iterator[Any]:
    """Walk the lists of fonts that pages and forms use."""
    for item in target.objects:
        holder = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        if isinstance(holder, Dictionary):
            resources = holder.get("/Resources", holder)
            fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
            if isinstance(fonts, Dictionary):
                yield fonts


def _unite(target: pikepdf.Pdf, face: Face, fonts: list[Any], keep: Any) -> None:
    """Make one font of several subsets."""
    texts: dict[int, str] = {}
    widths: dict[int, float] = {}
    for font in fonts:
        texts |= _read_texts(font)
        widths |= _read_widths(font.DescendantFonts[0].W)
    glyphs = sorted(texts.keys() | widths.keys())
    program = subset_glyphs(face, glyphs)
    descendant = keep.DescendantFonts[0]
    name = Name(f"/AAAAAA+{face.family.replace(' ', '')}")
    keep.BaseFont = descendant.BaseFont = descendant.FontDescriptor.FontName = name
    descendant.FontDescriptor.FontFile2 = target.make_stream(program, Length1=len(program))
    if "/CIDSet" in descendant.FontDescriptor:
        del descendant.FontDescriptor["/CIDSet"]
    descendant.W = Array([part for glyph in sorted(widths) for part in (glyph, Array([widths[glyph]]))])
    keep.ToUnicode = target.make_stream(_write_cmap(texts))


def _read_texts(font: Any) -> dict[int, str]:
    """What each glyph says, as UTF-16 in hex digits."""
    cmap = font.ToUnicode.read_bytes().decode("ascii", "replace")
    return {int(glyph, 16): text for block in _BLOCK.findall(cmap) for glyph, text in _PAIR.findall(block)}


def _read_widths(array: Any) -> dict[int, float]:
    """Read a W array: ``first [widths]`` or ``first last width``."""
    widths: dict[int, float] = {}
    items = list(array)
    index = 0
    while index < len(items):
        first, second = int(items[index]), items[index + 1]
        if isinstance(second, Array):
            widths |= {first + offset: float(width) for offset, width in enumerate(second)}
            index += 2
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(items[index + 2]))
            index += 3
    return widths


def _write_cmap(texts: dict[int, str]) -> bytes:
    """Write what each glyph says."""
    lines = [f"<{glyph:04x}> <{text}>" for glyph, text in sorted(texts.items())]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    blocks = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return _CMAP.format(blocks=blocks).encode("ascii")
