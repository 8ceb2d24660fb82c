"""Drawings fetch nothing, run nothing and do not grow: whatever says otherwise is refused by name, and soon."""

from __future__ import annotations

import base64
import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from pressroom.pictures.drawings import check_drawing
from pressroom.report import Place

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} viewBox="0 0 9 9">'
FAR = "http://example.org/a"


def pixels(kind: str = "PNG", size: tuple[int, int] = (2, 2)) -> str:
    buffer = io.BytesIO()
    Image.new("L", size).save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


def bomb(side: int) -> str:
    """A PNG that says it has so many pixels, of which few bytes are there."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    written = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)  # fmt: skip
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(written)).decode()


def check(tmp_path: Path, drawing: str | bytes) -> list[str]:
    file = tmp_path / "a.svg"
    file.write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
    begun = time.process_time()
    findings = check_drawing(file, "art/a.svg", Place(tmp_path / "issue.yaml", 1, 1))
    assert time.process_time() - begun < 10
    assert all("art/a.svg" in finding.message and len(finding.message) < 300 for finding in findings)
    return [finding.check for finding in findings]


OUT = [
    f'<image href="{FAR}.png"/>', f'<image xlink:href="{FAR}.png"/>', '<image href="photo.png"/>', '<image href="../../x"/>',
    '<image href="file:///etc/passwd"/>', '<image href="//example.org/a"/>', f'<use href="{FAR}.svg#b"/>', '<use href="b.svg#c"/>',
    f'<a href="{FAR}"><path d="M0 0"/></a>', f'<image HREF="{FAR}"/>', f'<image srcset="{FAR} 2x"/>', f'<g xml:base="{FAR}/"/>',
    f'<image xlink:href=" {FAR}"/>', f'<path fill="url({FAR})" d=""/>', f'<path fill="URL( \'{FAR}\' )" d=""/>', f'<path fill="\\75 rl({FAR})" d=""/>',
    f'<path style="fill: u\\72l({FAR})" d=""/>', f'<path style="fill:url(#a) url({FAR})" d=""/>', f'<path style="mask: url({FAR}#m)" d=""/>',
    f'<path style="cursor: url({FAR}), auto" d=""/>', f'<path filter="url({FAR}#f)" d=""/>', f'<path clip-path="url({FAR}#f)" d=""/>',
    f'<path style="background: image-set(\'{FAR}\' 1x)" d=""/>', f'<path style="background: -webkit-image-set(url({FAR}) 1x)" d=""/>',
    f'<path style="--a: \'{FAR}\'; background: src(var(--a))" d=""/>', f'<path style="background: image(\'{FAR}\')" d=""/>',
    f"<style>@import '{FAR}';</style>", f"<style>@\\69mport url({FAR});</style>", f"<style>/**/@IMPORT/**/'{FAR}';</style>",
    f"<style>@font-face {{ font-family: x; src: url({FAR}) }}</style>", f"<style><![CDATA[a {{ fill: url('{FAR}') }}]]></style>",
    "<style>a { content: url(&#104;ttp://example.org) }</style>", f"<style>@media print {{ a {{ b: url({FAR}) }} }}</style>",
    f'<feImage href="{FAR}"/>', '<image href="data:image/svg+xml,&lt;svg/&gt;"/>', '<image href="data:text/html,x"/>',
    '<image href="data:image/png;base64,AAAA"/>', '<image href="data:image/png"/>', f'<image href="data:image/png;base64,{pixels("JPEG")}"/>',
    f'<image href="data:image/png;base64,{bomb(20_000)}"/>', f'<image href="data:image/png;base64,{bomb(100_000)}"/>',
    f'<image href="data:image/jpeg;base64,{pixels("JPEG", (6000, 6000))}"/>' * 3, '<path style="fill: url(data:image/svg+xml,x)" d=""/>',
    f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{FAR}"/>', '<image href=""/>', '<image src="javascript:alert(1)"/>',
]  # fmt: skip


@pytest.mark.parametrize("inside", OUT, ids=range(len(OUT)))
def test_nothing_outside_a_drawing_is_read(tmp_path: Path, inside: str) -> None:
    assert check(tmp_path, f"{HEAD}<g>{inside}</g></svg>") == ["remote-reference"]


@pytest.mark.parametrize(
    "inside",
    ["<script>1</script>", "<SCRIPT/>", "<foreignObject/>", "<iframe/>", '<animate attributeName="href" to="x"/>', '<set attributeName="href" to="x"/>',
     "<animateTransform/>", "<object/>", "<embed/>", '<path onclick="x()" d=""/>', '<g ONload="x()"/>', "<video/>", "<link/>", "<base/>", "<meta/>", "<handler/>"],
)  # fmt: skip
def test_nothing_in_a_drawing_moves(tmp_path: Path, inside: str) -> None:
    assert check(tmp_path, f"{HEAD}<g>{inside}</g></svg>") == ["active-picture"]


ODD = [
    b"", b"\0", b"text", b"<svg", b"<svg></sv>", b"\xff\xfe<", b'<?xml version="1.0" encoding="none"?><svg/>', b'<?xml version="1.0" encoding="utf-7"?><svg/>',
    b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://example.org/a"> %a;]><svg/>', b"<svg>&a;</svg>", b"<svg>\x01</svg>", b"<svg>\xff</svg>",
    b'<?xml-stylesheet href="http://example.org/a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>', b"<svg a='1' a='2'/>", b"<svg:svg/>",
]  # fmt: skip


@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_what_is_no_sound_drawing_is_said(tmp_path: Path, data: bytes) -> None:
    assert check(tmp_path, data) == ["damaged-picture"]


def uses(levels: int, times: int) -> str:
    nests = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * times}</g>' for n in range(1, levels))
    return f'{HEAD}<defs><g id="g0"><path d="M0 0"/></g>{nests}</defs><use href="#g{levels - 1}"/></svg>'


def patterns(levels: int) -> str:
    nests = "".join(f'<pattern id="g{n}">{f"""<path fill="url(#g{n - 1})" d=""/>""" * 30}</pattern>' for n in range(1, levels))  # fmt: skip
    return f'{HEAD}<pattern id="g0"/>{nests}<path style="fill: url(#g{levels - 1})" d=""/></svg>'


GROWING = {
    "laughs": uses(20, 10),
    "a long chain": uses(3000, 1),
    "patterns": patterns(12),
    "itself": f'{HEAD}<g id="a"><use href="#a"/></g></svg>',
    "each other": f'{HEAD}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
    "a mask in itself": f'{HEAD}<mask id="a"><path mask="url(#a)" d=""/></mask><path mask="url(#a)" d=""/></svg>',
    "deep": HEAD + "<g>" * 100_000,
    "deep and closed": HEAD + "<g>" * 3000 + "</g>" * 3000 + "</svg>",
    "many": HEAD + "<g/>" * 300_000 + "</svg>",
}


@pytest.mark.parametrize("name", GROWING)
def test_a_drawing_does_not_grow_without_end(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, GROWING[name]) == ["huge-picture"]


@pytest.mark.parametrize(
    "drawing",
    [
        f'{HEAD}<path fill="url(#a)" d="M0 0"/><desc>see url({FAR}) and @import</desc></svg>',
        f"{HEAD}<style>a {{ fill: url(#a) }} b::after {{ content: '{FAR}' }}</style></svg>",
        f'{HEAD}<image href="data:image/png;base64,{pixels()}"/><image href="data:image/jpeg;base64,{pixels("JPEG")}"/></svg>',
        f'{HEAD}<defs><linearGradient id="a"/><linearGradient id="b" xlink:href="#a"/></defs><use xlink:href="#b"/></svg>',
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><?made by="hand"?>{HEAD}</svg>',
        f'{HEAD}<metadata><r xmlns:r="{FAR}" r:about="" r:resource="{FAR}"/></metadata><text data-x="{FAR}">{FAR}</text></svg>',
        f'{HEAD}{"<path d=&quot;M0 0&quot;/>".replace("&quot;", chr(34)) * 20_000}</svg>',
        uses(4, 10),
    ],
)  # fmt: skip
def test_sound_drawings_are_let_be(tmp_path: Path, drawing: str) -> None:
    assert check(tmp_path, drawing) == []
