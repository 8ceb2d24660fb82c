"""The screen edition: PDF/UA-1 and PDF/A-2a by a validator, and what it tells those who listen."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.support import vera
from tests.support.needs import needs
from tests.support.paths import GOOD
from tests.support.press import Pulled, config_in, edition, pull, write_edition
from tests.support.tags import below, faults_of

LONG = "堤上的老人每天早晚各看一次水尺，把数字抄在本子上，三十年没有断过一天。" * 30
BRIDGE = f"""---
headline: 新桥试通车
---
桥上有四条车道[^a]，两边是人行道[^b]，{{渡|dù}}口还在[^a]。

{LONG}

## 车次

| 时段 | 车次 | 时长 |
|------|-----:|------|
| 早 | 420 | 四十分 |
| 晚 | 1,080.5 |  |

::: chart {{type=bar title="各段车次" unit="辆"}}
| 段 | 车次 |
|----|------|
| 东 | 120 |
| 西 | 240 |
:::

- 先过桥
  1. 再等车
  2. 再换车
- 再坐船

::: qr {{data="https://example.org/bridge" label="看时刻"}}
时刻表
:::

::: panel {{name=林晚 role=主编}}
桥和船都在。
:::

> 江上的风，桥上的人。

![江口的浪](art/wave.svg)

[^a]: 两条向东，两条向西。
[^b]: 各宽三米。
"""
PAGE = """<!doctype html>
<html lang="{{ magazine.language }}">
<head><meta charset="utf-8"><title>{{ issue.title }}</title></head>
<body class="kind-{{ slot.kind }}">
<p lang="en">River <i>Voice</i></p>
<p>这里有<span lang="en">two words</span>外文</p>
<div aria-hidden="true">纹样</div>
{% block page %}{% endblock %}</body>
</html>
"""


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    desk = tmp_path_factory.mktemp("ua")
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    (desk / "issue/copy/bridge.md").write_text(BRIDGE, encoding="utf-8")
    (desk / "layouts/plain/page.html").write_text(PAGE, encoding="utf-8")
    sheet = desk / "issue/issue.yaml"
    text = sheet.read_text(encoding="utf-8").replace("pages: 6", "pages: 12")
    sheet.write_text(
        text.replace("number: 3", "number: 3\ntheme: 水 & <岸>\ncover_lines: [一桥, 二渡]"), encoding="utf-8"
    )
    return pull(desk / "issue", config_in(desk))


@pytest.fixture(scope="module")
def screen(pulled: Pulled) -> bytes:
    return edition("screen", pulled)


@pytest.fixture
def opened(screen: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        yield pdf


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for top in pdf.Root.StructTreeRoot.K:
        yield from below(top)


def of_role(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return [element for element in elements(pdf) if f"/{role}" == element.S]


# ---- the validator, and whether it would notice ----


def lose_alternatives(pdf: pikepdf.Pdf) -> None:
    for figure in of_role(pdf, "Figure"):
        del figure.Alt


def lose_note_name(pdf: pikepdf.Pdf) -> None:
    del of_role(pdf, "Note")[0].ID


def lose_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def lose_contents(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            del annotation.Contents


def lose_claims(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>7<")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def lose_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def lose_fonts(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


BREACHES: dict[Callable[[pikepdf.Pdf], None], tuple[str, str]] = {
    lose_alternatives: ("ua1", "7.3-1"),
    lose_note_name: ("ua1", "7.9-1"),
    lose_language: ("ua1", "7.2-"),
    lose_contents: ("ua1", "7.18.5-2"),
    lose_claims: ("ua1", "5-"),
    lose_colours: ("2a", "6.2.4.3-"),
    add_script: ("2a", "6.5.1-1"),
    lose_fonts: ("2a", "6.2.11.4.1-"),
}


@needs("verapdf")
def test_verapdf_passes_it_and_would_notice_what_is_taken_out(screen: bytes, tmp_path: Path) -> None:
    files = [tmp_path / "screen.pdf"]
    files[0].write_bytes(screen)
    for breach in BREACHES:
        with pikepdf.open(io.BytesIO(screen)) as pdf:
            breach(pdf)
            files.append(tmp_path / f"{breach.__name__}.pdf")
            pdf.save(files[-1])
    verdicts = vera.validate("2a,ua1", *files)
    assert verdicts["2a", "screen.pdf"] == []
    assert verdicts["ua1", "screen.pdf"] == []
    for breach, (flavour, clause) in BREACHES.items():
        said = verdicts[flavour, f"{breach.__name__}.pdf"]
        assert any(line.startswith(clause) for line in said), (breach.__name__, said)


# ---- what is told ----


def test_the_tree_of_tags_is_sound(opened: pikepdf.Pdf) -> None:
    assert faults_of(opened) == []


def test_every_picture_and_every_drawing_has_words(opened: pikepdf.Pdf) -> None:
    said = [str(figure.Alt) for figure in of_role(opened, "Figure")]
    assert {"一道浪", "一个红点", "江口的浪"} <= set(said)
    assert all(said)
    assert all("/BBox" in figure.A for figure in of_role(opened, "Figure"))


def test_header_cells_say_what_they_stand_over_and_rows_are_whole(opened: pikepdf.Pdf) -> None:
    assert {str(cell.A.Scope) for cell in of_role(opened, "TH")} <= {"/Column", "/Row"}
    assert len(of_role(opened, "TH")) >= 3
    for table in of_role(opened, "Table"):
        rows = [element for element in below(table) if element.S == "/TR"]
        widths = {sum(1 for cell in below(row) if cell.S in ("/TD", "/TH")) for row in rows}
        assert len(widths) == 1


def test_notes_have_names_and_their_calls_lead_to_them(opened: pikepdf.Pdf) -> None:
    notes = of_role(opened, "Note")
    assert [str(note.ID) for note in notes] == ["fn-ferry-1", "fn-bridge-1", "fn-bridge-2"]
    assert all(note.K[0].S == "/Lbl" for note in notes)
    tree = opened.Root.StructTreeRoot.IDTree.Names
    assert {str(tree[n]): tree[n + 1].objgen for n in range(0, len(tree), 2)} == {
        str(note.ID): note.objgen for note in notes
    }
    assert list(map(bytes, tree[::2])) == sorted(map(bytes, tree[::2]))
    calls = of_role(opened, "Reference")
    led = [str(kid.K[-1].Obj.Dest) for call in calls for kid in below(call) if kid.S == "/Link"]
    assert led == ["fn-ferry-1", "fn-bridge-1", "fn-bridge-2", "fn-bridge-1"]


def test_lists_hold_items_with_labels_and_bodies(opened: pikepdf.Pdf) -> None:
    assert len(of_role(opened, "L")) >= 2
    for whole in of_role(opened, "L"):
        assert {str(kid.S) for kid in whole.K} == {"/LI"}
    for item in of_role(opened, "LI"):
        kids = item.K if isinstance(item.K, Array) else [item.K]
        assert [str(kid.S) for kid in kids] in (["/Lbl", "/LBody"], ["/LBody"])


def test_runs_in_another_language_say_so(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "zh-CN"
    foreign = [element for element in elements(opened) if "/Lang" in element]
    assert {str(element.S) for element in foreign} == {"/P", "/Span"}
    assert {str(element.Lang) for element in foreign} == {"en"}


def test_links_say_where_they_lead_and_are_pressed_in_the_order_of_the_tags(opened: pikepdf.Pdf) -> None:
    annotated = [page for page in opened.pages if "/Annots" in page]
    assert annotated
    for page in annotated:
        assert page.Tabs == Name.S
        assert all(str(annotation.Contents) for annotation in page.Annots)
        assert all(int(annotation.F) == 4 for annotation in page.Annots)


def test_ornaments_are_not_read(opened: pikepdf.Pdf) -> None:
    """What is hidden from readers, and the folios that style sheets print, hang on no branch."""
    hidden = sum(
        1
        for page in opened.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) in ("BMC", "BDC") and operands[0] == "/Artifact"
    )
    assert hidden >= len(opened.pages)


def test_no_picture_is_smoothed_by_the_viewer(opened: pikepdf.Pdf) -> None:
    pictures = [
        item for item in opened.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]
    assert pictures
    assert not any("/Interpolate" in picture for picture in pictures)


# ---- what the file says of itself ----

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/3.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def said(packet: bytes, name: str) -> list[str]:
    root = ElementTree.fromstring(packet.decode())
    found = root.findall(f".//{name}", SPACES)
    return ["".join(item.itertext()) for item in found for item in (item.findall(".//rdf:li", SPACES) or [item])]


def test_charts_tell_their_numbers(opened: pikepdf.Pdf) -> None:
    said = [str(e.Alt) for e in below(opened.Root.StructTreeRoot.K[0]) if str(e.S) == "/Figure" and "/Alt" in e]
    assert "各段车次（辆）：东 120；西 240" in said


def test_boxes_are_named_and_name_and_role_are_two_words(opened: pikepdf.Pdf) -> None:
    titles = [str(e.T) for e in below(opened.Root.StructTreeRoot.K[0]) if "/T" in e]
    assert "林晚 主编" in titles
    tables = [e for e in below(opened.Root.StructTreeRoot.K[0]) if str(e.S) == "/Table"]
    assert "车次" in [str(table.A.Summary) for table in tables if "/A" in table]


def test_it_says_which_issue_it_is_and_what_it_keeps(opened: pikepdf.Pdf, pulled: Pulled) -> None:
    packet = opened.Root.Metadata.read_bytes()
    issue = pulled.issue
    assert said(packet, "pdfaid:part") + said(packet, "pdfaid:conformance") == ["2", "A"]
    assert said(packet, "pdfuaid:part") == ["1"]
    assert (
        said(packet, "dc:title")
        == [
            issue.title,
        ]
        == [str(opened.docinfo["/Title"])]
    )
    assert said(packet, "dc:creator") == ["江声编辑部"] == [str(opened.docinfo["/Author"])]
    assert "周砚" in said(packet, "dc:contributor")
    assert said(packet, "dc:publisher") == ["江声编辑部"]
    assert said(packet, "dc:subject") == ["特写", "短讯", "渡口", "江"]
    assert str(opened.docinfo["/Keywords"]) == "特写, 短讯, 渡口, 江"
    assert "<pdf:Keywords>特写, 短讯, 渡口, 江</pdf:Keywords>" in packet.decode()
    assert said(packet, "prism:publicationName") == ["江声"]
    assert said(packet, "prism:number") == ["3"]
    assert said(packet, "prism:issueName") == ["水 & <岸>"]
    assert said(packet, "prism:coverDate") == ["2020-05"]
    assert said(packet, "prism:coverDisplayDate") == ["2020年5月"]
    assert said(packet, "prism:versionIdentifier") == ["screen"]
    assert said(packet, "prism:issn") == []
    assert said(packet, "xmp:CreateDate") == ["2020-05-01T00:00:00Z"]
    assert "/Filter" not in opened.Root.Metadata, "metadata can be read without a PDF library"


def test_a_proof_for_the_desk_claims_nothing(pulled: Pulled, tmp_path: Path) -> None:
    with pikepdf.open(write_edition("proof", pulled, tmp_path / "proof.pdf")) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
    assert b"pdfaid" not in packet
    assert b"pdfuaid" not in packet
    assert said(packet, "prism:versionIdentifier") == ["proof"]
