"""Contents pages in the forms in which they are printed: one small magazine, its contents page written in each."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr import import_scan
from pressroom.importers.verdict import Verdict
from tests.support.press import read

#: Folio, headline, author, and two paragraphs of each article.
ARTICLES = (
    (3, "渡船停在雾里", "秦川", "雾从河心漫上来，渡船停在离岸三丈的地方，船上的人只听见对岸的鸡叫。", "等雾散的工夫，艄公把一冬的账算了一遍，多出来的是两条鱼。"),
    (7, "修钟的人", "许一舟", "镇上只有一座钟，钟楼的楼梯拐了七道弯，修钟的人每月上去一回。", "他说钟走得准不准，要看楼下的人急不急。"),
    (12, "盐田记", "冯嘉树", "盐田里的水浅，天有多大，水里的天就有多大。", "晒盐的人不抬头，也知道云走到哪里了。"),
    (18, "一本旧账", "罗望舒", "账本是从米缸里翻出来的，纸边被虫咬成了锯齿。", "最后一页只写了一行：欠邻家一升豆，已还。"),
    (25, "末班车以后", "谢知秋", "末班车开走以后，站台上的灯要再亮一个钟头，给走夜路的人。", "扫地的老人把落下的伞挂成一排，等人来认。"),
)  # fmt: skip
HAN = ("三", "七", "十二", "十八", "二十五")


def rows(form: str) -> list[str]:
    return [
        form.format(f=folio, ff=f"{folio:02d}", h=headline, a=author, han=han, e=folio + 2)
        for (folio, headline, author, *_), han in zip(ARTICLES, HAN, strict=True)
    ]


def html(form: str, head: str = "") -> list[str]:
    return ["<table>" + head + "".join(f"<tr>{row}</tr>" for row in rows(form)) + "</table>"]


#: With the author, and without.
FORMS = {
    "slash": rows("{ff} / {h} / {a}"),
    "slash behind": rows("{h} / {a} / {f}"),
    "tab": rows("{h}\t{a}\t{f}"),
    "author first": rows("{a}：{h} …… {f}"),
    "author first, tab": rows("{a}\t{h}\t{f}"),
    "author in brackets": rows("{ff} {h}（{a}）"),
    "author in brackets before leaders": rows("{h}（{a}）……{f}"),
    "author behind leaders": rows("{h} ………… {a}（{f}）"),
    "author behind leaders, bare folio": rows("{h} ………… {a} {f}"),
    "role": rows("{f} {h} 文/{a}"),
    "role behind": rows("{ff} | {h} | {a}/文"),
    "bullet": rows("{h} □{a} …… {f}"),
    "square": rows("[{f}] {h} ■ {a}"),
    "dash": rows("{f} {h}——{a}"),
    "middle dot": rows("{ff} {h} · {a}"),
    "glued": rows("{h}{a} …… {f}"),
    "below": [line for row in rows("{ff} / {h}\n{a}") for line in row.split("\n")],
    "below, indented": [line for row in rows("{h} …… {f}\n　　{a}") for line in row.split("\n")],
    "folio above": [line for row in rows("{ff}\n{h}\n{a}\n") for line in row.split("\n")],
    "folio below": [line for row in rows("{h}\n{a}\n{f}\n") for line in row.split("\n")],
    "table": ["| 作者 | 题目 | 页码 |", "|---|---|---|", *rows("| {a} | {h} | {f} |")],
    "table without head": rows("| {h} | {a} | {f} |"),
    "html": html("<td>{f}</td><td>{h}</td><td>{a}</td>"),
    "html with head": html("<td>{a}</td><td>{h}</td><td>{f}</td>", "<tr><th>作者</th><th>题名</th><th>页次</th></tr>"),
}  # fmt: skip
BARE = {
    "round brackets": rows("{h}……（{f}）"),
    "square brackets": rows("{h} [{f}]"),
    "thick brackets": rows("{h}【{ff}】"),
    "dots around": rows("{h} ·{f}·"),
    "dashes around": rows("{h} —{f}—"),
    "page": rows("{h} 第{f}页"),
    "page in front": rows("第{f}页 {h}"),
    "P": rows("P.{f}　{h}"),
    "P behind": rows("{h} …… P{f}"),
    "range": rows("{h} …… {f}-{e}"),
    "range in front": rows("{f}~{e} {h}"),
    "han": rows("{h}…………{han}"),
    "han in brackets": rows("{h}……（{han}）"),
    "han page": rows("第{han}页 {h}"),
    "brackets in front": rows("（{f}）{h}"),
    "comma": rows("{h}，{f}"),
    "nothing between": rows("{ff}{h}"),
    "one line": ["　".join(rows("{h}……{f}"))],
    "one line, folios in front": ["  ".join(rows("{ff} / {h}"))],
    "two columns across": [
        f"{one}        {two}".rstrip() for one, two in zip(rows("{f} / {h}")[:3], [*rows("{f} / {h}")[3:], ""], strict=True)
    ],
    "line about line": [rows("{f} / {h}")[at] for at in (0, 3, 1, 4, 2)],
    "html rows of two": [
        "<table><tr>"
        + "</tr><tr>".join(
            f"<td>{one[1]}</td><td>{one[0]}</td><td>{two[1]}</td><td>{two[0]}</td>"
            for one, two in zip(ARTICLES[:2], ARTICLES[2:4], strict=True)
        )
        + f"</tr><tr><td>{ARTICLES[4][1]}</td><td>{ARTICLES[4][0]}</td></tr></table>"
    ],
    "slips": [row.replace("03", "O3").replace("12", "l2").replace("18", "I8") for row in rows("{ff} / {h}")],
    "misread": [row.replace("12 /", "72 /") for row in rows("{f} / {h}")],
    "columns of a fixed width": [f"{row.partition('|')[0]:　<12}{row.partition('|')[2]:>6}" for row in rows("{h}|{f}")],
}  # fmt: skip


def scan(contents: list[str], *, at_end: bool = False, bylines: bool = True) -> str:
    head = ["河湾", "", "2012年11月 第7期", ""]
    page = ["目录", "", *contents, ""]
    body = [
        part
        for _, headline, author, one, two in ARTICLES
        for part in (headline, "", *((author, "") if bylines else ()), one, "", two, "")
    ]
    return "\n".join([*head, *body, *page] if at_end else [*head, *page, *body])


def check(text: str, tmp_path, *, people: bool, name: str = "scan.md") -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = import_scan(tmp_path / name, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    slots = {slot.folio: slot.articles for slot in issue.flatplan if slot.articles}
    assert {folio: [a.headline for a in some] for folio, some in slots.items()} == {
        folio: [(headline,)] for folio, headline, *_ in ARTICLES
    }
    for folio, _, author, one, two in ARTICLES:
        (article,) = slots[folio]
        assert article.copy.strip().split("\n\n") == [one, two]
        if people:
            assert [name for credit in article.bylines for name in credit.names] == [author]
    assert result.verdict is Verdict.SOUND, result.reasons


@pytest.mark.parametrize("form", FORMS)
def test_authors_on_the_contents_page(form, tmp_path):
    check(scan(FORMS[form]), tmp_path, people=True)


@pytest.mark.parametrize("form", FORMS)
def test_authors_that_only_the_contents_page_names(form, tmp_path):
    check(scan(FORMS[form], bylines=False), tmp_path, people=True)


@pytest.mark.parametrize("form", BARE)
def test_folios(form, tmp_path):
    check(scan(BARE[form]), tmp_path, people=True)


@pytest.mark.parametrize("form", ["slash", "round brackets", "html", "han"])
def test_contents_at_the_end(form, tmp_path):
    check(scan({**FORMS, **BARE}[form], at_end=True), tmp_path, people=True)
