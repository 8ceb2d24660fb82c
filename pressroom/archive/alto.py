"""Write ALTO 4.4: a printed page in; its blocks, lines and words with their boxes, in tenths of a millimetre, out."""

from __future__ import annotations

from pressroom.archive.markup import HEAD, element
from pressroom.archive.reading import FURNITURE, PrintedBox, PrintedElement, PrintedLine, ReadPage, frame, set_lines

_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_UNIT = 254 / 72  # tenths of a millimetre in a point
_NARROW = 0.2  # of its size: what is further from the word before it stands behind a space


def write_alto(page: ReadPage, number: int, source: str, titles: dict[str, str]) -> str:
    """Write a page, numbered from 1; ``source`` is the file that it was printed in."""
    blocks = [(one, list(set_lines(one.letters))) for one in page.elements]
    furniture = "".join(_block(one, lines, number) for one, lines in blocks if one.tag == FURNITURE and lines)
    printed = "".join(_block(one, lines, number) for one, lines in blocks if one.tag != FURNITURE and lines)
    slugs = [slug for slug in titles if any(one.article == slug for one, lines in blocks if lines)]
    tags = "".join(element("StructureTag", ID=f"a.{slug}", TYPE="article", LABEL=titles[slug]) for slug in slugs)
    sizes = sorted({line.size for _, lines in blocks for line in lines})
    styles = "".join(element("TextStyle", ID=_style(size), FONTSIZE=size) for size in sizes)
    whole = _place(PrintedBox(0, 0, page.width, page.height))
    described = element("MeasurementUnit", text="mm10") + element(
        "sourceImageInformation", element("fileName", text=source)
    )
    space = element("TopMargin", furniture, **_place(PrintedBox(0, 0, page.width, 0))) if furniture else ""
    sheet = element(
        "Page",
        space + element("PrintSpace", printed, **whole),
        ID=f"page{number}",
        PHYSICAL_IMG_NR=number,
        PRINTED_IMG_NR=page.label,
        WIDTH=page.width * _UNIT,
        HEIGHT=page.height * _UNIT,
    )
    parts = element("Description", described) + (element("Styles", styles) if styles else "")
    parts += (element("Tags", tags) if tags else "") + element("Layout", sheet)
    return HEAD + element("alto", parts, xmlns=_NAMESPACE, SCHEMAVERSION="4.4")


def _block(one: PrintedElement, lines: list[PrintedLine], page: int) -> str:
    """A block of an element."""
    tags = f"a.{one.article}" if one.article else ""
    box = _place(frame(line.box for line in lines))
    name = f"b{page}.{max(one.number, 0)}{'' if one.number >= 0 else 'f'}"
    return element("TextBlock", "".join(_line(line) for line in lines), ID=name, TAGREFS=tags, **box)


def _line(line: PrintedLine) -> str:
    """A line: words, and spaces between those that stand apart."""
    parts = ""
    before: PrintedBox | None = None
    for word, box in line.words:
        if before and box.left - before.right > _NARROW * line.size:
            gap = PrintedBox(before.right, box.top, box.left, box.bottom)
            parts += element("SP", HPOS=gap.left * _UNIT, VPOS=gap.top * _UNIT, WIDTH=(gap.right - gap.left) * _UNIT)
        parts += element("String", CONTENT=word, **_place(box))
        before = box
    hyphen = element("HYP", CONTENT="\u00ad") if line.hyphen else ""
    return element("TextLine", parts + hyphen, STYLEREFS=_style(line.size), **_place(line.box))


def _style(size: float) -> str:
    return f"s{round(size * 100)}"


def _place(box: PrintedBox) -> dict[str, float]:
    """The place of a box, as ALTO says it."""
    width, height = max(box.right - box.left, 0), max(box.bottom - box.top, 0)
    return {"HPOS": box.left * _UNIT, "VPOS": box.top * _UNIT, "WIDTH": width * _UNIT, "HEIGHT": height * _UNIT}
