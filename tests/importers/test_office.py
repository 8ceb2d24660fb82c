"""Documents of offices and of the web, through Pandoc: articles, whole issues, and one article into an issue."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import zipfile

import pytest
from click.testing import CliRunner
from PIL import Image

from pressroom.cli import main
from pressroom.importers.orders import import_issue
from pressroom.importers.single import import_article, read_article
from pressroom.importers.verdict import Verdict
from pressroom.report import SourceError
from tests.support.press import read

needs_pandoc = pytest.mark.skipif(
    importlib.util.find_spec("pypandoc") is None, reason="the extra office is not installed"
)

ARTICLE = """\
# 渡船停在雾里

文/秦川

雾从河心漫上来，渡船停在**离岸三丈**的地方，船上的人只听见*对岸*的鸡叫[^1]。

![图1 雾里的渡船](ferry.png)

## 一冬的账

- 鱼两条
- 缆绳一卷

| 月 | 渡客 |
|----|------|
| 十一 | 204 |
| 十二 | 187 |

> 等雾散的工夫，艄公把一冬的账算了一遍，多出来的是两条鱼，没有人知道是谁放在船头上的，也没有人问。

[^1]: 据渡口的老人回忆。
"""
ISSUE = (
    ARTICLE
    + "\n# 修钟的人\n\n镇上只有一座钟，钟楼的楼梯拐了七道弯。\n\n# 盐田记\n\n盐田里的水浅，天有多大，水里的天就有多大。\n"
)


def convert(markdown: str, folder, name: str):
    """Write a document by Pandoc."""
    import pypandoc

    Image.new("RGB", (60, 40), "navy").save(folder / "ferry.png")
    (folder / "source.md").write_text(markdown, encoding="utf-8")
    command = [pypandoc.get_pandoc_path(), "source.md", "-o", name, "--standalone", "--metadata", "title= "]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / name


@needs_pandoc
@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.html", "a.epub"])
def test_an_article_with_all_that_it_has(name, tmp_path):
    piece = read_article(convert(ARTICLE, tmp_path, name))
    assert piece.headline == ("渡船停在雾里",)
    assert [(credit.role, credit.names) for credit in piece.bylines] == [("文", ("秦川",))]
    from pressroom.importers.markdown import write_copy

    copy = write_copy(piece)
    assert "停在**离岸三丈**的地方" in copy
    assert "*对岸*" in copy
    assert "鸡叫[^1]。" in copy
    assert "[^1]: 据渡口的老人回忆。" in copy
    assert "## 一冬的账" in copy or 'title="一冬的账"' in copy
    assert "- 鱼两条\n- 缆绳一卷" in copy
    assert "| 月 | 渡客 |\n| --- | --- |\n| 十一 | 204 |" in copy
    assert "> 等雾散的工夫" in copy
    (figure,) = (block for block in piece.blocks if block.picture)
    assert figure.texts == ("图1雾里的渡船",)


@needs_pandoc
@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_whole_issue_by_its_headings(name, tmp_path):
    result = import_issue([convert(ISSUE, tmp_path, name)], tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert [article.title for article in issue.articles] == ["渡船停在雾里", "修钟的人", "盐田记"]
    assert result.figures.found == 3
    assert result.figures.balanced
    assert result.left_over == ()
    assert len([*(tmp_path / "issue" / "art").iterdir()]) == 1


@needs_pandoc
def test_printed_pages_of_an_epub_are_folios(tmp_path):
    text = "".join(
        f'<section><span role="doc-pagebreak" epub:type="pagebreak" aria-label="{folio}"></span><h1>{headline}</h1><p>{said}</p></section>'
        for folio, headline, said in (
            (3, "渡船停在雾里", "雾从河心漫上来。"), (7, "修钟的人", "镇上只有一座钟。"), (9, "盐田记", "盐田里的水浅。"),
        )
    )  # fmt: skip
    page = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{text}</body></html>'
    opf = '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>河湾</dc:title><dc:language>zh</dc:language></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr("a.opf", opf)
        archive.writestr("a.xhtml", page)
    import_issue([tmp_path / "a.epub"], tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert {slot.folio: slot.articles[0].title for slot in issue.flatplan if slot.articles} == {
        3: "渡船停在雾里", 7: "修钟的人", 9: "盐田记",
    }  # fmt: skip


@needs_pandoc
def test_exports_of_wordpress_and_ghost(tmp_path):
    wxr = (
        '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        + "".join(
            f"<item><title>{title}</title><dc:creator>秦川</dc:creator><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
            f"<wp:post_type>post</wp:post_type><wp:status>{status}</wp:status></item>"
            for title, text, status in (
                ("渡船停在雾里", "雾从河心漫上来。", "publish"),
                ("草稿", "还没有写完。", "draft"),
                ("修钟的人", "镇上只有一座钟。", "publish"),
            )
        )
        + "</channel></rss>"
    )
    (tmp_path / "blog.xml").write_text(wxr, encoding="utf-8")
    posts = [
        {"id": at, "title": title, "html": f"<p>{text}</p>", "status": status, "published_at": f"2020-0{at}"}
        for at, (title, text, status) in enumerate(
            (
                ("渡船停在雾里", "雾从河心漫上来。", "published"),
                ("修钟的人", "镇上只有一座钟。", "published"),
                ("草稿", "没有", "draft"),
            ),
            1,
        )
    ]
    ghost = {
        "db": [
            {
                "meta": {"version": "5"},
                "data": {
                    "posts": posts,
                    "users": [{"id": 1, "name": "秦川"}],
                    "posts_authors": [{"post_id": 1, "author_id": 1}, {"post_id": 2, "author_id": 1}],
                },
            }
        ]
    }
    (tmp_path / "ghost.json").write_text(json.dumps(ghost, ensure_ascii=False), encoding="utf-8")
    for name in ("blog.xml", "ghost.json"):
        import_issue([tmp_path / name], tmp_path / name.partition(".")[0])
        issue, _ = read(tmp_path / name.partition(".")[0])
        assert [article.title for article in issue.articles] == ["渡船停在雾里", "修钟的人"]
        assert [credit.names for article in issue.articles for credit in article.bylines] == [("秦川",), ("秦川",)]


@needs_pandoc
@pytest.mark.parametrize("flow", [True, False])
def test_one_article_into_a_slot(flow, tmp_path):
    folder = tmp_path / "issue"
    (folder / "copy").mkdir(parents=True)
    (folder / "magazine.yaml").write_text(
        "title: 河湾\nlanguage: zh-CN\ndepartments: [水]\nroles: {文: aut}\n", encoding="utf-8"
    )
    slot = (
        "  - {kind: feature, folio: 1, pages: 2, department: 水}  # 主稿\n"
        if flow
        else "  - kind: feature\n    folio: 1\n    pages: 2\n    department: 水\n"
    )
    (folder / "issue.yaml").write_text(
        f"number: 7\ndate: 2012-11\nlayout: base\nsignature: 1\nflatplan:\n{slot}", encoding="utf-8"
    )
    source = convert(ARTICLE, tmp_path, "ferry.docx")
    done = CliRunner().invoke(main, ["import", str(source), "--into", str(folder), "--slot", "1"])
    assert done.exit_code == 0, done.output
    issue, _ = read(folder)
    (article,) = issue.articles
    assert article.slug == "ferry"
    assert article.title == "渡船停在雾里"
    assert (folder / "art" / "ferry-1.png").exists()
    assert ("# 主稿" in (folder / "issue.yaml").read_text(encoding="utf-8")) == flow
    with pytest.raises(SourceError, match="has copy already"):
        import_article(source, folder, "1")
    import_article(source, folder, "001-feature", replace=True)
    with pytest.raises(SourceError, match="no slot '9'"):
        import_article(source, folder, "9")


def test_without_pandoc_it_says_what_to_install(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SourceError, match=r"pressroom\[office\]"):
        import_issue([tmp_path / "a.docx"], tmp_path / "issue")


@needs_pandoc
def test_a_contents_page_of_a_document_is_read(tmp_path):
    contents = "目录\n\n渡船停在雾里 …… 4\n\n修钟的人 …… 8\n\n盐田记 …… 11\n\n"
    result = import_issue([convert(contents + ISSUE, tmp_path, "a.docx")], tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert [slot.folio for slot in issue.flatplan if slot.articles] == [4, 8, 11]
    assert result.verdict in (Verdict.SOUND, Verdict.LOOK)
