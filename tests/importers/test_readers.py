"""Readers of formats that know places: small magazines written in each, imported, and held against what was written."""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import shutil
from html import escape

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from pressroom.importers.orders import import_issue
from pressroom.importers.readers.markup import read_markup, read_maths
from pressroom.importers.sources import read_sources, recognise
from pressroom.importers.verdict import Verdict
from pressroom.report import SourceError
from tests.support.archive import PARAGRAPH, RIVER, Row, columns_of, pages, pdf_of
from tests.support.press import read


def check(sources, tmp_path) -> None:
    result = import_issue(sources, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    slots = {slot.folio: slot.articles[0] for slot in issue.flatplan if slot.articles}
    assert {folio: article.title for folio, article in slots.items()} == {folio: h for folio, h, _ in RIVER}
    for folio, _, text in RIVER:
        assert " ".join(slots[folio].copy.split()).count(text.strip()[:60]) >= 12
        assert "River Quarterly" not in slots[folio].copy
    assert issue.magazine.language == "en"
    assert result.figures.found == 3
    assert result.figures.balanced


def test_a_pdf_with_a_text_layer(tmp_path):
    pdf_of(pages(), tmp_path / "issue.pdf")
    check([tmp_path / "issue.pdf"], tmp_path)


def test_labels_and_places_of_a_pdf(tmp_path):
    pdf_of(pages(), tmp_path / "issue.pdf")
    scan = read_sources([tmp_path / "issue.pdf"])
    assert [page.label for page in scan.pages] == [str(number) for number in range(1, 9)]
    assert {reason for _, reason in scan.left} >= {"a page number", "a running head"}
    opening = next(line for line in scan.lines if line.text == "The Ferry in the Fog" and line.page == 3)
    assert opening.mark == "#"
    assert opening.box is not None
    assert 55 < opening.box.left < 65


def alto_page(rows: list[Row], namespace: str) -> str:
    lines = "".join(
        f'<TextBlock ID="b{at}" HPOS="{row.left}" VPOS="{row.top}" WIDTH="{row.size * 20}" HEIGHT="{row.size}">'
        f'<TextLine HPOS="{row.left}" VPOS="{row.top}" WIDTH="{len(row.text) * row.size * 0.5}" HEIGHT="{row.size}">'
        + "<SP/>".join(f'<String CONTENT="{escape(word)}" WC="0.9"/>' for word in row.text.split())
        + "</TextLine></TextBlock>"
        for at, row in enumerate(rows)
    )
    return (
        f'<?xml version="1.0"?><alto{namespace}><Layout><Page WIDTH="595" HEIGHT="842"><PrintSpace>{lines}</PrintSpace></Page>'
        "</Layout></alto>"
    )


@pytest.mark.parametrize("version", ["", "2", "3", "4"])
def test_alto(version, tmp_path):
    namespace = f' xmlns="http://www.loc.gov/standards/alto/ns-v{version}#"' if version else ""
    for number, rows in enumerate(pages(), 1):
        (tmp_path / "alto").mkdir(exist_ok=True)
        (tmp_path / "alto" / f"page-{number}.xml").write_text(alto_page(rows, namespace), encoding="utf-8")
    check([tmp_path / "alto"], tmp_path)


def test_mets_says_the_order_and_the_labels(tmp_path):
    files, struct = "", ""
    for number, rows in enumerate(pages(), 1):
        name = f"{'hgfedcba'[number - 1]}.xml"
        (tmp_path / name).write_text(alto_page(rows, ""), encoding="utf-8")
        files += f'<file ID="F{number}"><FLocat LOCTYPE="URL" xlink:href="file://./{name}"/></file>'
        struct += f'<div TYPE="page" ORDER="{number}" ORDERLABEL="{number}"><fptr FILEID="F{number}"/></div>'
    mets = (
        '<?xml version="1.0"?><mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec>'
        f'<fileGrp USE="FULLTEXT">{files}</fileGrp></fileSec><structMap TYPE="PHYSICAL"><div>{struct}</div></structMap></mets>'
    )
    (tmp_path / "mets.xml").write_text(mets, encoding="utf-8")
    check([tmp_path / "mets.xml"], tmp_path)


def test_page_xml_in_its_reading_order(tmp_path):
    (tmp_path / "page").mkdir()
    for number, rows in enumerate(pages(), 1):
        order = "".join(f'<RegionRefIndexed index="{at}" regionRef="r{at}"/>' for at in range(len(rows)))
        regions = "".join(
            f'<TextRegion id="r{at}"><TextLine><Coords points="{row.left},{row.top} {row.left + len(row.text) * row.size * 0.5},'
            f'{row.top + row.size}"/><TextEquiv conf="0.9"><Unicode>{escape(row.text)}</Unicode></TextEquiv></TextLine></TextRegion>'
            for at, row in reversed([*enumerate(rows)])
        )
        text = (
            '<?xml version="1.0"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
            f'<Page imageWidth="595" imageHeight="842"><ReadingOrder><OrderedGroup id="g">{order}</OrderedGroup></ReadingOrder>'
            f"{regions}</Page></PcGts>"
        )
        (tmp_path / "page" / f"p{number}.xml").write_text(text, encoding="utf-8")
    check([tmp_path / "page"], tmp_path)


def test_hocr(tmp_path):
    whole = ""
    for rows in pages():
        lines = "".join(
            f'<span class="ocr_line" title="bbox {row.left:.0f} {row.top:.0f} {row.left + len(row.text) * row.size * 0.5:.0f} '
            f'{row.top + row.size:.0f}; x_size {row.size * 1.25}">'
            + " ".join(
                f'<span class="ocrx_word" title="bbox 0 0 1 1; x_wconf 91">{escape(word)}</span>'
                for word in row.text.split()
            )
            + "</span>"
            for row in rows
        )
        whole += f'<div class="ocr_page" title="image x; bbox 0 0 595 842; ppageno 0">{lines}</div>'
    (tmp_path / "issue.hocr").write_text(f"<!DOCTYPE html><html><body>{whole}</body></html>", encoding="utf-8")
    check([tmp_path / "issue.hocr"], tmp_path)


needs_ocr = pytest.mark.skipif(
    not (importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime")),
    reason="the extra ocr is not installed",
)


@needs_ocr
def test_images_of_pages_go_through_ocr(tmp_path):
    """A contents page and two articles, drawn, are read from their pixels."""
    rows = pages()[:4]
    rows[1] = [row for row in rows[1] if row.top < 160 or row.size < 10]
    rows[1] += [
        Row("4", 60, 170, 12),
        Row("Old Accounts", 100, 170, 12),
        Row("5", 60, 200, 12),
        Row("The Last Bus", 100, 200, 12),
    ]
    rows[3] = [Row("Old Accounts", 60, 80, 22), *columns_of(PARAGRAPH, 140, 1), Row("4", 290, 790, 9)]
    rows.append([Row("The Last Bus", 60, 80, 22), *columns_of(PARAGRAPH, 140, 1), Row("5", 290, 790, 9)])
    rows[2] = [Row("The Ferry in the Fog", 60, 80, 22), *columns_of(PARAGRAPH, 140, 1), Row("3", 290, 790, 9)]
    pdf_of(rows, tmp_path / "drawn.pdf")
    (tmp_path / "scans").mkdir()
    document = pypdfium2.PdfDocument(tmp_path / "drawn.pdf")
    for number in range(len(document)):
        document[number].render(scale=110 / 72).to_pil().save(tmp_path / "scans" / f"{number + 1}.png", dpi=(110, 110))
    result = import_issue([tmp_path / "scans"], tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert {slot.folio: slot.articles[0].title for slot in issue.flatplan if slot.articles} == {
        3: "The Ferry in the Fog", 4: "Old Accounts", 5: "The Last Bus",
    }  # fmt: skip
    assert "counted the lamps along the bank" in " ".join(issue.articles[0].copy.split())
    assert result.figures.found == 3


def test_images_without_ocr_say_what_to_install(tmp_path, monkeypatch):
    Image.new("L", (200, 300), 255).save(tmp_path / "page.png")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SourceError, match=r"pressroom\[ocr\]"):
        import_issue([tmp_path / "page.png"], tmp_path / "issue")


HAN = (("4", "渡船停在雾里", "雾从河心漫上来，渡船停在离岸三丈的地方。"), ("9", "修钟的人", "镇上只有一座钟，钟楼的楼梯拐了七道弯。"), ("13", "盐田记", "盐田里的水浅，天有多大，水里的天就有多大。"))  # fmt: skip


def png() -> bytes:
    buffer = io.BytesIO()
    image = Image.new("RGB", (40, 30), "white")
    ImageDraw.Draw(image).ellipse((5, 5, 30, 25), fill="navy")
    image.save(buffer, "PNG")
    return buffer.getvalue()


def content_list() -> object:
    rows = [
        {"type": "text", "text": "河湾", "page_idx": 0},
        {"type": "text", "text": "2012年11月 第7期", "page_idx": 0},
    ]
    rows.append({"type": "text", "text": "目录", "text_level": 1, "page_idx": 1})
    rows += [{"type": "text", "text": f"{headline}……{folio}", "page_idx": 1} for folio, headline, _ in HAN]
    for page, (folio, headline, text) in enumerate(HAN, 2):
        rows.append({"type": "text", "text": headline, "text_level": 1, "page_idx": page, "bbox": [1, 2, 3, 4]})
        rows.append({"type": "text", "text": text + "水深 $3.2\\mathrm{m}$ 。", "page_idx": page})
        rows.append({"type": "image", "img_path": "images/a.png", "image_caption": ["图1 河湾"], "page_idx": page})
        rows.append({"type": "table", "table_body": "<table><tr><td>年</td><td>船</td></tr><tr><td>1980</td><td>7</td></tr></table>", "table_caption": [], "page_idx": page})  # fmt: skip
        rows.append({"type": "page_number", "text": folio, "page_idx": page})
    return rows


def middle() -> object:
    def block(kind: str, text: str) -> dict:
        return {"type": kind, "bbox": [0, 0, 9, 9], "lines": [{"spans": [{"type": "text", "content": text}]}]}

    first = [block("title", "河湾"), block("text", "2012年11月 第7期"), block("title", "目录")]
    first += [block("text", f"{headline}……{folio}") for folio, headline, _ in HAN]
    whole = [{"page_idx": 0, "para_blocks": first, "discarded_blocks": []}]
    for page, (folio, headline, text) in enumerate(HAN, 1):
        split = {
            "type": "text",
            "lines": [
                {"spans": [{"type": "text", "content": text[:9]}]},
                {"spans": [{"type": "text", "content": text[9:]}]},
            ],
        }
        image = {"type": "image", "blocks": [
            {"type": "image_body", "lines": [{"spans": [{"type": "image", "image_path": "a.png"}]}]}, block("image_caption", "图1 河湾"),
        ]}  # fmt: skip
        table = {"type": "table", "blocks": [{"type": "table_body", "lines": [{"spans": [{"type": "table", "html": "<table><tr><td>年</td><td>船</td></tr><tr><td>1980</td><td>7</td></tr></table>"}]}]}]}  # fmt: skip
        whole.append({"page_idx": page, "para_blocks": [block("title", headline), split, image, table], "discarded_blocks": [block("page_number", folio)]})  # fmt: skip
    return {"pdf_info": whole}


def paddle() -> object:
    def one(label: str, content: str, order: int) -> dict:
        return {"block_label": label, "block_content": content, "block_bbox": [0, 0, 1, 1], "block_order": order}

    listed = [one("text", f"{headline}……{folio}", 9 + at) for at, (folio, headline, _) in enumerate(HAN)]
    whole = [{"res": {"page_index": 0, "parsing_res_list": [*listed, one("doc_title", "河湾", 1), one("text", "2012年11月 第7期", 2), one("paragraph_title", "目录", 3)]}}]  # fmt: skip
    for page, (folio, headline, text) in enumerate(HAN, 1):
        blocks = [one("paragraph_title", headline, 1), one("text", text, 2), one("image", '<img src="images/a.png"/>', 3),
                  one("figure_title", "图1 河湾", 4), one("table", "<table><tr><td>年</td><td>船</td></tr><tr><td>1980</td><td>7</td></tr></table>", 5),
                  one("number", folio, 6), one("header", "河湾 2012.11", 7)]  # fmt: skip
        whole.append({"res": {"page_index": page, "parsing_res_list": blocks}})
    return whole


def docling() -> object:
    texts, pictures, tables, body = [], [], [], []

    def say(label: str, text: str, page: int) -> None:
        body.append({"$ref": f"#/texts/{len(texts)}"})
        texts.append(
            {
                "label": label,
                "text": text,
                "prov": [{"page_no": page, "bbox": {"l": 1, "t": 9, "r": 3, "b": 4, "coord_origin": "BOTTOMLEFT"}}],
            }
        )

    say("title", "河湾", 1)
    say("text", "2012年11月 第7期", 1)
    say("section_header", "目录", 2)
    for folio, headline, _ in HAN:
        say("text", f"{headline}……{folio}", 2)
    for page, (_, headline, text) in enumerate(HAN, 3):
        say("section_header", headline, page)
        say("text", text, page)
        body.append({"$ref": f"#/pictures/{len(pictures)}"})
        address = "data:image/png;base64," + base64.b64encode(png()).decode()
        pictures.append({"prov": [{"page_no": page}], "image": {"uri": address}})
        say("caption", "图1 河湾", page)
        body.append({"$ref": f"#/tables/{len(tables)}"})
        tables.append(
            {
                "prov": [{"page_no": page}],
                "data": {"grid": [[{"text": "年"}, {"text": "船"}], [{"text": "1980"}, {"text": "7"}]]},
            }
        )
        say("page_footer", "河湾", page)
    return {
        "schema_name": "DoclingDocument",
        "body": {"children": body},
        "texts": texts,
        "pictures": pictures,
        "tables": tables,
        "pages": {},
    }


def marker() -> object:
    def block(kind: str, html: str, **more: object) -> dict:
        return {"block_type": kind, "html": html, "bbox": [0, 0, 1, 1], "children": None, **more}

    first = [
        block("SectionHeader", "<h1>河湾</h1>"),
        block("Text", "<p>2012年11月 第7期</p>"),
        block("SectionHeader", "<h1>目录</h1>"),
    ]
    first += [block("Text", f"<p>{headline}……{folio}</p>") for folio, headline, _ in HAN]
    whole = [{"block_type": "Page", "children": first}]
    for folio, headline, text in HAN:
        whole.append({"block_type": "Page", "children": [
            block("SectionHeader", f"<h1>{headline}</h1>"), block("Text", f"<p>{text}</p>"),
            {"block_type": "PictureGroup", "children": [block("Picture", "", images={"a": base64.b64encode(png()).decode()}), block("Caption", "<p>图1 河湾</p>")]},
            block("Table", "<table><tr><td>年</td><td>船</td></tr><tr><td>1980</td><td>7</td></tr></table>"), block("PageFooter", folio),
        ]})  # fmt: skip
    return {"block_type": "Document", "children": whole}


@pytest.mark.parametrize("model", [content_list, middle, paddle, docling, marker])
def test_the_json_of_document_models(model, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(png())
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "issue.json").write_text(json.dumps(model(), ensure_ascii=False), encoding="utf-8")
    assert recognise(tmp_path / "issue.json") == "model"
    result = import_issue([tmp_path / "issue.json"], tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert {str(slot.folio): slot.articles[0].title for slot in issue.flatplan if slot.articles} == {
        f: h for f, h, _ in HAN
    }
    for article, (folio, _, text) in zip(issue.articles, HAN, strict=True):
        assert article.copy.startswith(text)
        assert f'::: figure {{src="art/p{int(folio):03d}-1.png" alt="图1河湾"}}\n图1河湾\n:::' in article.copy
        assert "| 年 | 船 |\n| --- | --- |\n| 1980 | 7 |" in article.copy
    assert result.verdict is Verdict.SOUND, result.reasons


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"3.2\mathrm{m}", "3.2m"), (r"40\%", "40%"), (r"10^{3}", "10³"), (r"25^\circ C", "25°C"), (r"H_{2}O", "H2O"),
        (r"\frac{1}{2}", "1/2"), (r"5\times 7", "5×7"), (r"3 . 2 \mathrm{~k~m}", "3.2 km"), (r"\pm 0.5", "±0.5"),
    ],
)  # fmt: skip
def test_latex_of_running_text(source, said):
    assert read_maths(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("涨了<sup>[1]</sup>。", "涨了。"), ("12m<sup>2</sup>", "12m²"), ("见[此处](http://x/y)。", "见此处。"), ("a &amp; b", "a & b"),
        ("价 $5 一斤", "价 $5 一斤"), ("他说 a < b 而 c > d", "他说 a < b 而 c > d"), ("<div align=center>中</div>", "中"),
        ("_Agave Americana_ 开花", "Agave Americana 开花"), ("3 * 4 * 5", "3 * 4 * 5"), ("snake_case_name", "snake_case_name"),
    ],
)  # fmt: skip
def test_marks_of_a_line(source, said):
    assert read_markup(source).text == said
