"""A small sound file for the press, and one for the screen, to plant faults in."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from tests.support.paths import PRINT_PROFILE, ROOT, SCREEN_PROFILE

MM = 72 / 25.4
WIDTH, HEIGHT, BLEED, SLUG = 60.0, 80.0, 3.0, 10.0
LETTERS = "江上的桥通了船还在渡口等人灯亮"
COPY = ("江上的桥通了", "船还在渡口等人", "灯亮了", "桥上的人等船")
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">%s</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


@cache
def font_program() -> tuple[bytes, dict[str, int], dict[int, float]]:
    """A font of a few letters: its bytes, the glyph of each letter, the width of each glyph."""
    font = TTFont(ROOT / "fonts" / "song" / "PressroomSong.ttf")
    subsetter = Subsetter(Options(notdef_outline=True, layout_features=[]))
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    scale = 1000 / font["head"].unitsPerEm
    widths = {glyph: font["hmtx"][font.getGlyphName(glyph)][0] * scale for glyph in glyphs.values()}
    return buffer.getvalue(), glyphs, widths


def codes(text: str) -> str:
    """A text in the codes of the font."""
    glyphs = font_program()[1]
    return "<" + "".join(f"{glyphs[letter]:04x}" for letter in text) + ">"


def embed_font(pdf: pikepdf.Pdf) -> Any:
    data, glyphs, widths = font_program()
    described = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/ABCDEF+Song"),
            Flags=4,
            FontBBox=[0, -200, 1000, 900],
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(data, Length1=len(data)),
        )
    )
    flat: list[Any] = []
    for glyph, width in sorted(widths.items()):
        flat += [glyph, Array([round(width)])]
    drawn = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Song"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=described,
        DW=1000,
        W=Array(flat),
        CIDToGIDMap=Name.Identity,
    )
    words = "\n".join(f"<{glyph:04x}> <{ord(letter):04x}>" for letter, glyph in sorted(glyphs.items()))
    cmap = f"/CIDInit /ProcSet findresource begin begincmap {len(glyphs)} beginbfchar\n{words}\nendbfchar endcmap end"
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/ABCDEF+Song"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(drawn)]),
            ToUnicode=pdf.make_stream(cmap.encode()),
        )
    )


def picture(pdf: pikepdf.Pdf, width: int, height: int, space: str) -> pikepdf.Stream:
    """A picture with something on it, in a space with as many components."""
    count = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}[space]
    data = bytes(
        (60 + (x // 8 + y // 8 + part * 5) % 40) for y in range(height) for x in range(width) for part in range(count)
    )
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=8,
        ColorSpace=Name("/" + space),
    )


def line_art(pdf: pikepdf.Pdf, width: int, height: int) -> pikepdf.Stream:
    row = bytes(0xF0 for _ in range((width + 7) // 8))
    return pdf.make_stream(
        row * height,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=1,
        ImageMask=True,
    )


def clean(edition: str = "print") -> pikepdf.Pdf:
    """A file of four pages with nothing wrong."""
    prints = edition != "screen"
    pdf = pikepdf.new()
    font, intent = embed_font(pdf), _intent(pdf, prints)
    space = "DeviceCMYK" if prints else "DeviceRGB"
    shared = Dictionary(
        Font=Dictionary(F1=font),
        ExtGState=Dictionary(Over=Dictionary(OP=True, op=True, OPM=1), Knock=Dictionary(OP=False, op=False, OPM=0)),
        ColorSpace=Dictionary(All=_registration(pdf)),
        XObject=Dictionary(Photo=picture(pdf, 240, 160, space), Art=line_art(pdf, 480, 240), Group=_group(pdf, space)),
        Shading=Dictionary(Blend=_blend(space)),
    )
    for number in range(4):
        _add_page(pdf, number, shared, prints)
    pdf.Root.OutputIntents = Array([intent])
    pdf.Root.Lang = String("zh-CN")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    said = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" if prints else "<pdfuaid:part>1</pdfuaid:part>"
    pdf.Root.Metadata = pdf.make_stream((XMP % said).encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Title"] = String("江声")
    pdf.docinfo["/Trapped"] = Name("/False")
    return pdf


def _intent(pdf: pikepdf.Pdf, prints: bool) -> Any:
    file = PRINT_PROFILE if prints else SCREEN_PROFILE
    profile = pdf.make_stream(file.read_bytes(), N=4 if prints else 3)
    kind = Name.GTS_PDFX if prints else Name.GTS_PDFA1
    return Dictionary(Type=Name.OutputIntent, S=kind, OutputConditionIdentifier=String("X"), DestOutputProfile=profile)


def _registration(pdf: pikepdf.Pdf) -> Any:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def _blend(space: str) -> Any:
    ends = ([0.5, 0, 0.2, 0], [0, 0.1, 0.2, 0]) if space == "DeviceCMYK" else ([0.4, 0.9, 0.8], [1, 0.9, 0.8])
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=Array(ends[0]), C1=Array(ends[1]), N=1)
    return Dictionary(
        ShadingType=2, ColorSpace=Name("/" + space), Coords=[60, 0, 130, 0], Function=tint, Extend=[True, True]
    )


def _group(pdf: pikepdf.Pdf, space: str) -> Any:
    ink = "0.3 0 0 0 k" if space == "DeviceCMYK" else "0.7 1 1 rg"
    return pdf.make_stream(
        f"/Half gs {ink} 0 0 40 20 re f".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 40, 20],
        Group=Dictionary(S=Name.Transparency, CS=Name("/" + space), I=True),
        Resources=Dictionary(ExtGState=Dictionary(Half=Dictionary(ca=0.5))),
    )


def _add_page(pdf: pikepdf.Pdf, number: int, shared: Any, prints: bool) -> None:
    off = (BLEED + SLUG) * MM if prints else 0.0
    trim = [off, off, off + WIDTH * MM, off + HEIGHT * MM]
    beyond = BLEED * MM if prints else 0.0
    bleed = [trim[0] - beyond, trim[1] - beyond, trim[2] + beyond, trim[3] + beyond]
    media = [0, 0, trim[2] + off, trim[3] + off]
    content = _ground(number, bleed, prints) + "".join(_marks(trim, bleed) if prints else [])
    content += f"q 1 0 0 1 {off:.4f} {off:.4f} cm {_type(number, prints)} Q"
    page = pikepdf.Page(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array(media),
            TrimBox=Array(trim),
            BleedBox=Array(bleed),
            Resources=pdf.make_indirect(shared) if not shared.is_indirect else shared,
            Contents=pdf.make_stream(content.encode()),
        )
    )
    pdf.pages.append(page)


def _ground(number: int, bleed: list[float], prints: bool) -> str:
    if number != 1:
        return ""
    ink = "0.2 0 0.1 0 k" if prints else "0.8 1 0.9 rg"
    left, bottom, right, top = bleed
    return f"q {ink} {left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re f Q\n"


def _marks(trim: list[float], bleed: list[float]) -> list[str]:
    lines = ["q 0.25 w /All CS 1 SCN "]
    for x in (trim[0], trim[2]):
        lines.append(f"{x:.3f} {bleed[1] - 2:.3f} m {x:.3f} {bleed[1] - 16:.3f} l S ")
        lines.append(f"{x:.3f} {bleed[3] + 2:.3f} m {x:.3f} {bleed[3] + 16:.3f} l S ")
    return [*lines, "Q\n"]


def _type(number: int, prints: bool) -> str:
    """The content of a page, from the corner of its trim."""
    black, white = ("0 0 0 1 k", "0 0 0 0 k") if prints else ("0 0 0 rg", "1 1 1 rg")
    line = black.replace("k", "K").replace("rg", "RG")
    parts = [
        f"/Over gs {black} BT /F1 10 Tf 30 180 Td {codes(COPY[number])} Tj ET ",
        f"q {line} 0.5 w 30 170 m 130 170 l S Q /Knock gs ",
    ]
    if number == 2:
        panel = "0 0 0 0.8 k" if prints else "0.2 0.2 0.2 rg"
        parts += [
            "q 57.6 0 0 38.4 30 110 cm /Photo Do Q ",
            f"q {panel} 30 60 100 40 re f {white} BT /F1 12 Tf 36 74 Td {codes('灯亮了')} Tj ET Q ",
        ]
    if number == 3:
        parts += [
            f"q {black} 28.8 0 0 14.4 30 130 cm /Art Do Q ",
            "q 60 100 70 20 re W n /Blend sh Q ",
            "q 1 0 0 1 60 60 cm /Group Do Q ",
        ]
    return "".join(parts)


def add_content(pdf: pikepdf.Pdf, number: int, content: str, **resources: dict[str, Any]) -> None:
    """Draw more on a page, from the corner of its trim; resources are the page's own, by kind."""
    page = pdf.pages[number]
    own = Dictionary()
    for kind, items in page.obj.Resources.items():
        own[kind] = Dictionary(dict(items.items()))
    for kind, more in resources.items():
        for name, item in more.items():
            own[f"/{kind}"][f"/{name}"] = item
    page.obj.Resources = own
    left, bottom = float(page.obj.TrimBox[0]), float(page.obj.TrimBox[1])
    page.contents_add(f"q 1 0 0 1 {left:.4f} {bottom:.4f} cm {content} Q".encode())


def replace_content(pdf: pikepdf.Pdf, number: int, before: str, after: str) -> None:
    """Change what a page draws; what is changed has to be there."""
    page = pdf.pages[number]
    data = page.obj.Contents.read_bytes()
    assert data.count(before.encode()) >= 1, before
    page.obj.Contents = pdf.make_stream(data.replace(before.encode(), after.encode(), 1))
