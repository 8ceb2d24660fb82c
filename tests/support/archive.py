"""Small magazines as an archive may hold them: text with contents pages in many forms, and printed pages with places."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

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


PARAGRAPH = (
    "The keeper of the ferry counted the lamps along the bank before he untied the rope, and the passengers waited without a "
    "word, because everybody knew that he would begin again from the first lamp if anybody spoke to him. "
)
RIVER = (
    (3, "The Ferry in the Fog", PARAGRAPH), (5, "A Clock for the Town", PARAGRAPH.replace("ferry", "clock")),
    (7, "Salt and Rain", PARAGRAPH.replace("ferry", "salt works")),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A printed line: its words, its place in points and its size."""

    text: str
    left: float
    top: float
    size: float = 10


def columns_of(text: str, top: float, count: int) -> list[Row]:
    """A paragraph, repeated, in two columns of hard lines: left column down, then right."""
    words, lines, line = (text * count).split(), [], ""
    for word in words:
        if len(line) + len(word) + 1 > 42:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    half = (len(lines) + 1) // 2
    return [Row(line, 60 + 250 * (at >= half), top + 14 * (at % half)) for at, line in enumerate(lines)]


def pages() -> list[list[Row]]:
    """Eight pages: contents on the second, an article on every other from the third, heads and folios on all but the first."""
    made: list[list[Row]] = [[Row("RIVER QUARTERLY", 60, 80, 30), Row("Issue 4, March 2014", 60, 140, 12)]]
    made.append([Row("Contents", 60, 80, 24)])
    for at, (folio, headline, _) in enumerate(RIVER):
        made[1] += [Row(str(folio), 60, 140 + 30 * at, 12), Row(headline, 100, 140 + 30 * at, 12)]
    for _, headline, text in RIVER:
        made.append([Row(headline, 60, 80, 22), *columns_of(text, 140, 6)])
        made.append(columns_of(text, 80, 7))
    for number, page in enumerate(made, 1):
        if number > 1:
            page += [Row("River Quarterly 2014", 60, 30, 8), Row(str(number), 290, 790, 9)]
    return made


def pdf_of(rows: list[list[Row]], file) -> None:
    """Write a PDF with a text layer, in a face that every reader has."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for page in rows:
            stream = "\n".join(
                f"BT /F1 {row.size} Tf 1 0 0 1 {row.left} {842 - row.top - row.size:.1f} Tm ({row.text}) Tj ET"
                for row in page
            )
            made = pdf.add_blank_page(page_size=(595, 842))
            made.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
            made.Contents = pdf.make_stream(stream.encode())
        pdf.save(file)
