"""An issue for the printer: photos, line art, glass, gradients, a spot colour, and black letters."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import pikepdf
import pypdfium2
from PIL import Image

from tests.support.paths import GOOD, PRINT_PROFILE
from tests.support.press import Pulled

PROFILE = PRINT_PROFILE
MM = 72 / 25.4
SPOT = "PANTONE 871 C"
LIMIT = 300
FERRY = """---
headline: 最后一班渡轮
---
清晨五点，渡口的灯先亮。

::: figure {src=art/photo.jpg alt="一块明暗"}
一块明暗。
:::

::: figure {src=art/blend.svg alt="渐变"}
渐变与透明。
:::
"""
BRIDGE = """---
headline: 新桥试通车
---
只有黑字的一页。
"""
MARKET = """---
headline: 早市搬进顶棚
---
::: figure {src=art/glass.png alt="一块玻璃"}
玻璃。
:::

::: figure {src=art/line.png alt="线条"}
线条。
:::
"""
BLEND = """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><defs>
<linearGradient id="a"><stop offset="0" stop-color="#d02020"/><stop offset=".5" stop-color="#f0e030"/><stop offset="1" stop-color="#2050c0"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#004488" stop-opacity="0"/></radialGradient>
<radialGradient id="s"><stop offset="0" stop-color="#000000" stop-opacity=".55"/><stop offset=".6" stop-color="#000000" stop-opacity=".3"/><stop offset="1" stop-color="#000000" stop-opacity="0"/></radialGradient>
<mask id="m"><rect width="60" height="40" fill="#808080"/></mask></defs>
<rect width="60" height="20" fill="url(#a)"/><rect y="20" width="30" height="20" fill="url(#b)"/>
<ellipse cx="49" cy="11" rx="10" ry="8" fill="url(#s)"/><rect x="41" y="4" width="14" height="11" fill="#f4f1e8"/>
<g opacity=".5"><rect x="20" y="10" width="20" height="20" fill="#884400"/></g>
<rect x="40" y="22" width="16" height="14" fill="#206040" mask="url(#m)"/>
<path d="M2 38 L20 24" stroke="#000000" stroke-width=".4" fill="none"/></svg>"""
STYLE = """
@page { background: #dde8f3 }
h1 { color: #884400 }
.kind-cover .bare { position: relative; height: 160mm; background: linear-gradient(90deg, #004488, #000000); color: #ffffff }
.kind-cover .bare::before { content: ""; position: absolute; top: -3mm; left: -3mm; width: 126mm; height: 20mm; background: #004488 }
.kind-back-cover p { color: oklch(0.6 0.1 150); border-bottom: .5pt solid #000000 }
"""
CONTENTS = '{% extends "page.html" %}\n{% block page %}<h1>{{ words.contents }}</h1>{% endblock %}'


@dataclass(frozen=True)
class Printed:
    """An issue, printed and shown."""

    pulled: Pulled
    print: Path
    screen: Path


def furnish(desk: Path) -> None:
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    for name, text in (("ferry", FERRY), ("bridge", BRIDGE), ("market", MARKET)):
        (desk / f"issue/copy/{name}.md").write_text(text, encoding="utf-8")
    plain = desk / "layouts/plain"
    (plain / "kinds/contents.html").write_text(CONTENTS, encoding="utf-8")
    with (plain / "layout.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(f'inks: {{"#884400": "{SPOT}: 20 45 80 15", "#004488": 100 70 0 10}}\n')
    with (plain / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(STYLE)
    art = desk / "issue/art"
    (art / "blend.svg").write_text(BLEND, encoding="utf-8")
    wave = numpy.linspace(0, 255, 1600).astype("uint8")
    photo = numpy.stack(
        [numpy.tile(wave, (1200, 1)), numpy.tile(wave[:1200, None], (1, 1600)), numpy.full((1200, 1600), 90)], 2
    )
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(photo.astype("uint8")).save(art / "photo.jpg", quality=90, exif=exif)
    glass = numpy.zeros((60, 90, 4), "uint8")
    glass[..., 0], glass[..., 3] = 200, numpy.linspace(0, 255, 90).astype("uint8")
    Image.fromarray(glass).save(art / "glass.png")
    Image.fromarray(numpy.indices((50, 70)).sum(0) % 7 > 1).save(art / "line.png")


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(value) for value in page.obj[name]]


def draw(file: Path, page: int, scale: float = 2.0) -> Any:
    document = pypdfium2.PdfDocument(file)
    try:
        return numpy.asarray(document[page].render(scale=scale).to_pil().convert("RGB"))
    finally:
        document.close()


def distance(one: Any, other: Any) -> float:
    """How far two pictures of a page are apart, from 0 to 255."""
    small = [
        numpy.asarray(Image.fromarray(picture).convert("RGB").resize((40, 50))).astype(int) for picture in (one, other)
    ]
    return float(numpy.abs(small[0] - small[1]).mean())
