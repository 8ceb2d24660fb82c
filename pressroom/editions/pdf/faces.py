"""Unite the subsets of a face: one font program in a bound file, however many runs were set in it.

WeasyPrint writes glyph ids as character ids and keeps them in its subsets, so that pages stay right under any larger
subset of the same face. Subsets are told apart by the family that the engine read from the file, not by the font's
name, which is what the style sheet asked for. The program is subset anew from the prepared face, by one library, so
that the bytes do not hang on what another machine's engine was built with.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pressroom.editions.pdf.sharing import resources_of
from pressroom.editions.pdf.tables import read_texts, read_widths, write_texts, write_widths
from pressroom.fonts import Face, subset_glyphs


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
        texts |= read_texts(font.ToUnicode.read_bytes())
        widths |= read_widths(font.DescendantFonts[0].W)
    glyphs = sorted(texts.keys() | widths.keys())
    program = subset_glyphs(face, glyphs)
    descendant = keep.DescendantFonts[0]
    name = Name(f"/{tag_subset(program)}+{face.family.replace(' ', '')}")
    keep.BaseFont = descendant.BaseFont = descendant.FontDescriptor.FontName = name
    descendant.FontDescriptor.FontFile2 = target.make_stream(program, Length1=len(program))
    if "/CIDSet" in descendant.FontDescriptor:
        del descendant.FontDescriptor["/CIDSet"]
    descendant.W = write_widths(widths)
    keep.ToUnicode = target.make_stream(write_texts(texts))


def tag_subset(program: bytes) -> str:
    """The six letters that tell a subset of a face from all others (ISO 32000-1, 9.6.4): those of its digest."""
    number = int.from_bytes(hashlib.sha256(program).digest()[:8])
    letters = []
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters.append(chr(ord("A") + rest))
    return "".join(letters)
