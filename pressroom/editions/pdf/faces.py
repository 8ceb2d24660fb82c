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

from pressroom.editions.pdf.sharing import resources_of
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
    holders = list(_font_holders(target))
    lists = {holder.Font.objgen: holder.Font for holder in holders}
    groups: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
    for fonts in lists.values():
        for font in fonts.values():
            family = _family(font)
            if family in by_family:
                groups[family][font.objgen] = font
    replaced: dict[tuple[int, int], Any] = {}
    for family, same in sorted(groups.items()):
        keep, *others = same.values()
        _unite(target, by_family[family], [keep, *others], keep)
        replaced |= {font.objgen: keep for font in others}
    for fonts in lists.values():
        for key, font in list(fonts.items()):
            if font.objgen in replaced:
                fonts[key] = replaced[font.objgen]
    _share_lists(target, holders)


def _font_holders(target: pikepdf.Pdf) -> Iterator[Any]:
    """The resources of pages, groups and patterns that name fonts, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = list(resources_of(target))
    while waiting:
        resources = waiting.pop(0)
        if "/Font" in resources:
            yield resources
        for kind in ("/XObject", "/Pattern"):
            for item in resources.get(kind, {}).values():
                if "/Resources" in item and item.objgen not in seen:
                    seen.add(item.objgen)
                    waiting.append(item.Resources)


def _share_lists(target: pikepdf.Pdf, holders: list[Any]) -> None:
    """Give all that name fonts one list of them; a list that calls another font by a name of it stays on its own."""
    common = target.make_indirect(Dictionary())
    for holder in holders:
        if all(common.get(name, font).objgen == font.objgen for name, font in holder.Font.items()):
            for name, font in holder.Font.items():
                common[name] = font
            holder.Font = common


def _family(font: Any) -> str:
    """The family that the engine read from the file of a font; empty if it cannot be united."""
    if font.get("/Subtype") != Name.Type0:
        return ""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return str(descriptor.get("/FontFamily", "")) if "/FontFile2" in descriptor else ""


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
    descendant.W = Array(_write_widths(widths))
    keep.ToUnicode = target.make_stream(write_cmap(texts))


def _read_texts(font: Any) -> dict[int, str]:
    """What each glyph says, as UTF-16 in hex digits."""
    cmap = font.ToUnicode.read_bytes().decode("ascii", "replace")
    return {int(glyph, 16): text for block in _BLOCK.findall(cmap) for glyph, text in _PAIR.findall(block)}


def _read_widths(array: Any) -> dict[int, float]:
    """Read a W array: ``first [widths]`` or ``first last width``."""
    widths: dict[int, float] = {}
    tokens = array.unparse().replace(b"[", b" [ ").replace(b"]", b" ] ").split()[1:-1]
    index = 0
    while index < len(tokens):
        first = int(tokens[index])
        if tokens[index + 1] == b"[":
            end = tokens.index(b"]", index)
            widths |= {first + offset: float(width) for offset, width in enumerate(tokens[index + 2 : end])}
            index = end + 1
        else:
            widths |= dict.fromkeys(range(first, int(tokens[index + 1]) + 1), float(tokens[index + 2]))
            index += 3
    return widths


def _write_widths(widths: dict[int, float]) -> Iterator[Any]:
    """Write a W array; glyphs in a row of one width are written as a range."""
    glyphs = sorted(widths)
    index = 0
    while index < len(glyphs):
        end = index
        while glyphs[end + 1 : end + 2] == [glyphs[end] + 1] and widths[glyphs[end + 1]] == widths[glyphs[index]]:
            end += 1
        if end > index:
            yield from (glyphs[index], glyphs[end], widths[glyphs[index]])
        else:
            yield from (glyphs[index], Array([widths[glyphs[index]]]))
        index = end + 1


def write_cmap(texts: dict[int, str]) -> bytes:
    """Write what each glyph says."""
    lines = [f"<{glyph:04x}> <{text}>" for glyph, text in sorted(texts.items())]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    blocks = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return _CMAP.format(blocks=blocks).encode("ascii")
