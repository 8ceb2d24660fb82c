"""Write the pages that every engine is given: paragraphs and a setting in, HTML or Typst out.

All engines get the same faces, measure, leading and indent, and the best that each offers for Chinese.
"""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.reading import open_reading
from pressroom.fonts import rare_faces, read_catalogue, read_coverage
from pressroom.fonts.catalogue import Face, font_face_rule

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FAMILIES = ("Pressroom Latin", "Pressroom Song")
MARGIN = 30  # points
GAP = 2  # em between columns
LINES = 45  # lines of a page

#: What engines offer for Chinese. An engine passes over what it does not know, so the last value that it knows holds:
#: Chromium has trim-start and no more, Vivliostyle trims both ends of a line.
_BEST = """
html { text-spacing-trim: trim-start; text-spacing-trim: trim-both; text-autospace: normal;
       text-wrap: pretty; line-break: strict }
"""


@dataclass(frozen=True)
class Setting:
    """How a text is set: measure in em, size in points, columns of a page."""

    measure: int
    size: float
    columns: int

    @property
    def leading(self) -> float:
        """The leading in points, about 1.6 em: whole pixels of CSS, for an engine that rounds baselines to them."""
        return round(self.size * 1.6 / 0.75) * 0.75

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        width = (self.measure * self.columns + GAP * (self.columns - 1)) * self.size + 2 * MARGIN
        return round(width, 3), LINES * self.leading + 2 * MARGIN

    def __str__(self) -> str:
        columns = f"{self.columns} columns" if self.columns > 1 else "1 column"
        return f"{self.measure} em, {self.size:g} pt, {columns}"


#: Every measure in two sizes.
SETTINGS = (
    Setting(14, 8.5, 3),
    Setting(14, 9.5, 2),
    Setting(17, 9, 3),
    Setting(17, 9.5, 3),
    Setting(20, 9.5, 2),
    Setting(20, 10, 3),
    Setting(24, 10, 2),
    Setting(24, 10.5, 2),
    Setting(32, 10.5, 1),
    Setting(32, 9, 2),
    Setting(40, 10, 1),
    Setting(40, 11, 1),
)


def lay_out_fonts(folder: Path, texts: Iterable[str]) -> tuple[Face, ...]:
    """Copy the faces that texts need to a folder; characters that the house's faces lack come from the rare face."""
    catalogue = read_catalogue([FONTS])
    faces = [catalogue.face(family) for family in FAMILIES]
    folder.mkdir(parents=True, exist_ok=True)
    for face in faces:
        target = folder / Path(face.file).name
        if not target.is_file() or target.stat().st_size != (FONTS / face.file).stat().st_size:
            shutil.copyfile(FONTS / face.file, target)
    for file in folder.glob("rare-*"):
        file.unlink()  # two faces of one family: an engine that looks through the folder would take either
    with open_reading(folder) as workshop:
        made = rare_faces(read_coverage(catalogue, workshop).find_rare("".join(texts)), workshop)
        if not made:
            return tuple(faces)
        rare = made[0]
        shutil.copyfile(rare.path, folder / rare.file)
        return (*faces, replace(rare, folder=folder))


def write_html(
    paragraphs: Sequence[str], setting: Setting, faces: Sequence[Face], language: str = "zh-CN", heads: int = 0
) -> str:
    """Write paragraphs as HTML; the faces are looked for in ``fonts/`` beside it.

    With ``heads`` a heading stands above every so many paragraphs.
    """
    width, height = setting.page
    columns = f"columns: {setting.columns}; column-gap: {GAP}em" if setting.columns > 1 else ""
    families = ", ".join(f'"{face.family}"' for face in _in_order(faces))
    body = "".join(
        (f"<h2>{html.escape(text[:8])}</h2>" if heads and number % heads == 0 else "") + f"<p>{html.escape(text)}</p>\n"
        for number, text in enumerate(paragraphs)
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Benchmark</title><style>\n'
        f"{''.join(_face_rule(face) for face in faces)}"
        f"@page {{ size: {width:g}pt {height:g}pt; margin: {MARGIN}pt }}\n"
        f"html {{ font: {setting.size:g}pt/{setting.leading:g}pt {families} }}\n"
        f"body {{ margin: 0; {columns} }}\n"
        f"p {{ margin: 0; text-align: justify; text-indent: 2em; orphans: 1; widows: 1 }}\n"
        f"h2 {{ margin: {setting.leading:g}pt 0 0; font-size: 1em; line-height: inherit; break-after: avoid }}\n"
        f"{_BEST}</style></head><body>\n{body}</body></html>\n"
    )


def _in_order(faces: Sequence[Face]) -> list[Face]:
    """The Latin face first: its bounds leave Chinese marks to the Chinese face."""
    return sorted(faces, key=lambda face: [*FAMILIES, face.family].index(face.family))


def _face_rule(face: Face) -> str:
    """The @font-face rules of a face that lies in ``fonts/`` beside the page."""
    return font_face_rule(face, "").replace(face.file, f"fonts/{Path(face.file).name}")


def write_typst(paragraphs: Sequence[str], setting: Setting, faces: Sequence[Face]) -> str:
    """Write paragraphs as Typst: justified Chinese with the same faces, and a high price on last lines of one word."""
    width, height = setting.page
    latin, *others = (json.dumps(face.family) for face in _in_order(faces))
    families = ", ".join((f'(name: {latin}, covers: "latin-in-cjk")', *others))
    lead = f"{setting.leading / setting.size - 1:.6f}em"
    head = (
        f"#set page(width: {width:g}pt, height: {height:g}pt, margin: {MARGIN}pt, columns: {setting.columns})\n"
        f"#set columns(gutter: {GAP * setting.size:g}pt)\n"
        f'#set text(lang: "zh", region: "CN", size: {setting.size:g}pt, font: ({families}), fallback: false,\n'
        "  top-edge: 0.88em, bottom-edge: -0.12em, overhang: false, costs: (runt: 1000%, widow: 0%, orphan: 0%))\n"
        f"#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: {lead}, spacing: {lead})\n"
    )
    return head + "".join(f"#par({_quote(text)})\n" for text in paragraphs)


def _quote(text: str) -> str:
    """A text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
