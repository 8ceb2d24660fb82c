"""Write the slug: the line outside the bleed that says which issue and which page a sheet is."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pressroom.editions.pdf.faces import tag_subset
from pressroom.editions.pdf.tables import write_texts
from pressroom.fonts import Face, find_frame, find_glyphs, subset_glyphs

SIZE = 6.0  # points


class Slug:
    """The letters of all slugs of a file: one font, of as many glyphs as they need."""

    def __init__(self, faces: Sequence[Face], texts: Sequence[str]) -> None:
        wanted = "".join(dict.fromkeys("".join(texts)))
        self.face = max(faces, key=lambda face: len(find_glyphs(face, wanted)))
        self._glyphs = {glyph.character: glyph for glyph in find_glyphs(self.face, wanted)}

    def find(self, sign: str) -> tuple[str, float]:
        """The code of a character and its width in thousandths of its size; empty where no face has it."""
        glyph = self._glyphs.get(sign)
        return (f"{glyph.number:04x}", glyph.width) if glyph else ("", 0.0)

    def write_line(self, text: str, x: float, y: float) -> str:
        """Write a line at a place, on every plate; characters that no face has are left out."""
        glyphs = "".join(f"{self._glyphs[char].number:04x}" for char in text if char in self._glyphs)
        return f"/Registration cs 1 scn BT /Slug {SIZE:g} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm <{glyphs}> Tj ET"

    def write_font(self, target: pikepdf.Pdf) -> pikepdf.Object:
        """Write the font (ISO 32000-1, 9.7.4)."""
        glyphs = sorted(self._glyphs.values(), key=lambda glyph: glyph.number)
        program = subset_glyphs(self.face, [glyph.number for glyph in glyphs])
        name = Name(f"/{tag_subset(program)}+{self.face.family.replace(' ', '')}")
        frame = find_frame(self.face)
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array(list(frame.box)),
            ItalicAngle=0,
            Ascent=frame.ascent,
            Descent=frame.descent,
            CapHeight=frame.ascent,
            StemV=80,
            FontFile2=target.make_stream(program, Length1=len(program)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            DW=1000,
            W=Array([item for glyph in glyphs for item in (glyph.number, Array([glyph.width]))]),
            FontDescriptor=target.make_indirect(descriptor),
        )
        return target.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([target.make_indirect(descendant)]),
                ToUnicode=target.make_stream(write_texts({glyph.number: glyph.character for glyph in glyphs})),
            )
        )
