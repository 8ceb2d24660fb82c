"""The importer against made-up magazines: one contents page and body in many manners, the truth known."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from pressroom.importers.ocr import import_scan
from pressroom.importers.ocr.account import Share, find_left_over
from pressroom.importers.ocr.furniture import cut_back, drop_furniture
from pressroom.importers.ocr.joins import join_lines, weigh_join
from pressroom.importers.ocr.text import count_han, fold, split_segments
from pressroom.importers.ocr.values import Line
from pressroom.importers.readers.text import read_scan
from pressroom.report import SourceError
from tests.support.press import read

# ruff: noqa: SIM905  word lists read better so
PLACES = "北岸 南坡 旧城 新港 东郊 西桥 山镇 海口 谷地 沙洲 林场 盐田 渡口 矿区 湖畔 车站".split()
PEOPLE = "木匠 渔户 茶农 邮差 裁缝 教员 船工 护士 厨子 乐手 学徒 牧人 石匠 花匠 司机 医生".split()
DEEDS = (
    "守着一盏灯 修好百年水闸 开起夜间课堂 种活千亩梨树 画遍每面墙壁 抄下祖辈歌谣 教会孩子游泳 送走最后渡船 "
    "把账本贴上墙 重走旧时商路 养出新种蜜蜂 拼成城市地图 等来头班电车 收齐散落族谱 算清河道水量 搭成木头剧场"
).split()
TAILS = "从清晨到日落 三代人的约定 十年没有间断 一封信引出的事 慢下来的手艺 先听水声再动手 谁来接下这把钥匙".split()
KICKERS = "寻常日子 走读山河 手艺新篇 城乡之间 一线来信 深读时刻 水岸故事".split()
DEPARTMENTS = "开卷 人间 深度报道 行走 手艺 城记 风物 书架 影像 记事 民声 远方 专题 科技 田野".split()
WORDS = "他们 村里 镇上 冬天 春天 河水 石头 木板 灯光 账本 孩子 老人 桥头 夜里 早市 电车 图纸 工钱 药材 种子".split()
VERBS = "搬到了 换成了 记在了 送去了 留给了 修好了 看见了 问起了 借来了 卖给了 分成了 种在了 写满了 抬进了".split()
WHERE = "院子里 路口边 柜台上 学校门口 仓库后面 码头南侧 墙根底下 第二天清早 一个星期以后 没有人的时候".split()
FULL_WIDTH = str.maketrans("0123456789/", "０１２３４５６７８９／")
MANNERS = (
    "slash bars full-width P space dots leaders slash-behind space-behind full-width-behind above below table"
).split()
LEADING = {"slash": "{} / {}", "bars": "- {} | {}", "full-width": "{}／{}", "P": "P{} {}", "space": "{} {}", "dots": "{}……{}"}  # fmt: skip
TRAILING = {"leaders": "{} …… {}", "slash-behind": "{} / {}", "space-behind": "{}  {}", "full-width-behind": "{}…………{}"}


@dataclass
class Made:
    """An entry that was made up, and what its article says."""

    department: str
    folio: int
    headline: str
    kicker: str = ""
    tag: str = ""
    note: str = ""
    pieces: int = 1
    said: list[str] = field(default_factory=list)


def clause(dice: random.Random) -> str:
    return (
        f"{dice.choice(WORDS)}{dice.choice('也都又才就')}{dice.choice(VERBS)}{dice.choice(WORDS)}和{dice.choice(WORDS)}"
    )


def sentence(dice: random.Random) -> str:
    said = f"{clause(dice)},{dice.choice(WHERE)}{clause(dice)}"
    if dice.random() < 0.2:
        said = f'"{said}"这样说'
    if dice.random() < 0.2:
        said = f"{dice.randint(1980, 2020)}年,{said}"
    return said + dice.choice("。。。。。!?")


def paragraph(dice: random.Random) -> str:
    return "".join(sentence(dice) for _ in range(dice.randint(3, 6)))


def headline(dice: random.Random, used: set[str]) -> str:
    start = next(iter(dice.sample([p + q for p in PLACES for q in PEOPLE if p + q not in used], 1)))
    used.add(start)
    return start + dice.choice(DEEDS) + (f" {dice.choice(TAILS)}" if dice.random() < 0.4 else "")


def make_entries(dice: random.Random, manner: str, used: set[str]) -> list[Made]:
    entries: list[Made] = []
    folio = dice.choice([4, 5, 6, 8])
    tags = dice.sample(WORDS, 8)
    for department in dice.sample(DEPARTMENTS, dice.randint(4, 6)):
        for _ in range(dice.randint(1, 4)):
            entry = Made(department, folio, headline(dice, used))
            chance = dice.random()
            if chance < 0.12 and manner not in ("above", "below"):
                entry.pieces = dice.randint(2, 5)
                entry.note = f"等{entry.pieces}则"
            elif chance < 0.3 and manner in LEADING:
                entry.kicker = f"{dice.choice(KICKERS)} {dice.choice(TAILS)}"
            elif chance < 0.42 and manner in LEADING and tags:
                entry.tag = "说" + tags.pop()
            entries.append(entry)
            folio += dice.randint(1, 5)
    return entries


def write_contents(entries: list[Made], manner: str) -> list[str]:
    lines = ["| 栏目 | 标题 | 页码 |", "|---|---|---|"] if manner == "table" else []
    last = ""
    for entry in entries:
        words = (entry.tag or f"{entry.kicker} {entry.headline}".strip()) + (f" {entry.note}" if entry.note else "")
        folio, new = f"{entry.folio:02d}", entry.department != last
        if manner == "table":
            lines.append(f"| {entry.department if new else ''} | {words} | {folio} |")
        else:
            lines += ["", entry.department, ""] if new else []
            if manner in LEADING:
                line = LEADING[manner].format(folio, words)
            elif manner in TRAILING:
                line = TRAILING[manner].format(words, folio)
            else:
                line = f"{folio}\n\n{words}" if manner == "above" else f"{words}\n\n{folio}"
            lines.append(line.translate(FULL_WIDTH) if manner.startswith("full") else line)
        last = entry.department
    return lines


def write_body(dice: random.Random, entries: list[Made], running: str, used: set[str]) -> list[str]:
    lines: list[str] = []
    for entry in entries:
        lines += ["", entry.department, ""] if dice.random() < 0.3 else []
        if entry.tag:
            lines += ["", dice.choice(["·{}·", "・{}・", "【{}】"]).format(entry.tag), "", entry.headline, ""]
        elif entry.kicker:
            apart, bold = ["", entry.kicker, "", entry.headline, ""], f"{entry.kicker} **{entry.headline}**"
            lines += apart if dice.random() < 0.5 else ["", bold, ""]
        else:
            lines += ["", entry.headline, ""]
        for number in range(entry.pieces):
            if number:
                entry.said.append(headline(dice, used))
                lines += ["", "", entry.said[-1], ""]
            lines += ["记者 / 王明远 摄影 / 李思齐", ""] if dice.random() < 0.5 else []
            for _ in range(dice.randint(2, 5) if entry.pieces == 1 else dice.randint(1, 2)):
                lines += write_paragraph(dice, entry, running)
    return lines


def write_paragraph(dice: random.Random, entry: Made, running: str) -> list[str]:
    said = paragraph(dice)
    entry.said.append(said)
    if dice.random() < 0.4:
        width = dice.randint(17, 25)
        said = " ".join(said[at : at + width] for at in range(0, len(said), width))
    if dice.random() > 0.25 or len(said) < 100:
        return [said, ""]
    cut = dice.randint(40, len(said) - 40)
    furniture = [str(entry.folio), "", running, ""] if dice.random() < 0.5 else []
    return [said[:cut], "", "", *furniture, said[cut:], ""]


def make_scan(seed: int, manner: str) -> tuple[str, list[Made], str]:
    dice = random.Random(f"{manner} {seed}")
    used: set[str] = set()
    title = dice.choice(PLACES) + dice.choice(["周刊", "画刊", "志"])
    entries = make_entries(dice, manner, used)
    heading = dice.choice(["目录", "CONTENTS", "目 录", "本期目录", "**目录**", "# 目录"])
    head = [f"**{title}**", "", "2011年7月 第45期", "", "主 编 周子衿", ""]
    if dice.random() < 0.5:
        head += ["卷首", "", "写在河边", "", paragraph(dice), "", paragraph(dice), ""]
    body = write_body(dice, entries, f"{title} 2011.07", used)
    text = "\n".join([*head, "", heading, "", *write_contents(entries, manner), "", *body, ""])
    text = text.replace("\n", "\r\n") if dice.random() < 0.3 else text
    return ("\ufeff" if dice.random() < 0.3 else "") + text, entries, title


@pytest.mark.parametrize("manner", MANNERS)
def test_made_up_magazines(manner, tmp_path):
    wrong: list[str] = []
    for seed in range(8):
        text, entries, title = make_scan(seed, manner)
        scan = tmp_path / f"{seed}.txt"
        scan.write_text(text, encoding="utf-8", newline="")
        result = import_scan(scan, tmp_path / str(seed))
        issue, _ = read(tmp_path / str(seed))
        assert (issue.magazine.title, issue.number, issue.date) == (title, "45", "2011-07")
        wrong += [f"{seed}: {what}" for what in compare(issue, entries)]
        wrong += [f"{seed}: {doubt.what}" for doubt in result.doubts if "missing" in doubt.what]
    assert not wrong


def compare(issue, entries: list[Made]) -> list[str]:
    """Hold an issue against what was made up: plan, headlines, and each article's characters in its own slot."""
    wrong: list[str] = []
    slots = {slot.folio: slot for slot in issue.flatplan if slot.department}
    if list(slots) != [entry.folio for entry in entries]:
        return [f"folios {list(slots)}, not {[entry.folio for entry in entries]}"]
    for entry in entries:
        slot = slots[entry.folio]
        first = slot.articles[0]
        pairs = {
            "department": (slot.department, entry.department),
            "note": (slot.note, entry.note),
            "listed": (fold(first.listed_as), fold(entry.tag or entry.headline)),
            "headline": (fold(first.title), fold(entry.headline)),
            "kicker": (fold(first.kicker), fold(entry.kicker)),
            "pieces": (len(slot.articles), entry.pieces),
        }
        wrong += [f"{entry.folio} {name}: {a!r}, not {b!r}" for name, (a, b) in pairs.items() if a != b]
        got = Counter("".join(f"{article.title}{article.deck}{article.copy}" for article in slot.articles))
        want = Counter(letter for said in entry.said for letter in said if count_han(letter))
        lost, more = want - got, sum(map(count_han, got.elements())) - want.total() - count_han(entry.headline)
        wrong += [f"{entry.folio} lost {lost}"] if lost else []
        wrong += [f"{entry.folio} has {more} characters of others"] if more > 2 * entry.pieces else []
    return wrong


def lines_of(*texts: str) -> list[Line]:
    return [Line(number, text, 1) for number, text in enumerate(texts, 1)]


def test_a_line_that_stands_twice_is_sought_twice():
    lines = tuple(lines_of("河水漫过了石阶", "孩子们等在桥头", "河水漫过了石阶"))
    (left,) = find_left_over([Share(lines, ("河水漫过了石阶。孩子们等在桥头。",))], (), ())
    assert (left.line, left.text) == (3, "河水漫过了石阶")


def test_a_part_that_is_missing_is_named():
    lines = tuple(lines_of("河水漫过了石阶,孩子们等在桥头"))
    (left,) = find_left_over([Share(lines, ("河水漫过了石阶，孩子们",))], (), ())
    assert left.text == "等在桥头"


def test_furniture_goes_and_text_stays():
    body = lines_of("城记", "一座桥", "桥上的人都往南走,走到头便是", "12", "旧城志 2003.04", "渡口。", "城记", "共12人")
    kept, left = drop_furniture(body, ("城记",), "旧城志", ("一座桥",))
    assert [line.text for line in kept] == ["一座桥", "桥上的人都往南走,走到头便是", "渡口。", "共12人"]
    assert [(one.line, one.reason) for one in left] == [(4, "a page number"), (5, "a running head")]


def test_what_stands_behind_the_last_article_is_cut():
    lines = [*lines_of("最后一段到这里结束。"), Line(9, "扫码关注", 4), Line(11, "定价十元", 1)]
    kept, back = cut_back(lines)
    assert [line.text for line in kept] == ["最后一段到这里结束。"]
    assert [line.text for line in back] == ["扫码关注", "定价十元"]


def test_a_caption_inside_a_sentence_is_told_from_a_subhead():
    first = "从码头往北走,一路上都是新开的铺面,卖缆绳的、修船的、做鱼丸的,老板们说这条街已经很久没有这么"
    lines, doubts = join_lines(lines_of(first, "夜里的鱼市", "热闹过了,连巷子里也摆上了桌子。"), "这么热闹\n么热")
    assert [line.text for line in lines] == [first + "热闹过了,连巷子里也摆上了桌子。", "夜里的鱼市"]
    assert lines[1].mark == "caption"
    assert not doubts


def test_a_sentence_without_an_end_is_a_doubt():
    first = "从码头往北走,一路上都是新开的铺面,卖缆绳的、修船的、做鱼丸的,老板们说这条街已经很久没有这么"
    lines, doubts = join_lines(lines_of(first, "据介绍,明年这里还要修一条步道,把两座桥连起来,工期预计是八个月。"), "")
    assert len(lines) == 2
    assert "does not end" in doubts[0].what


def test_columns_read_across_are_a_doubt():
    text = "文化站的灯亮到很晚,来的人一天比 | 一天多,桌子只好摆到院子里去,雨天便收进走廊。"
    _, doubts = join_lines(lines_of(text), "")
    assert "read across" in doubts[0].what


@pytest.mark.parametrize(
    ("one", "two", "least"), [("他说,", "再等等", 3), ("新开的", "据悉,今年", -9), ("路边", "的树", 2)]
)
def test_weigh_join(one, two, least):
    evidence = weigh_join(one, two, "")
    assert evidence < 0 if least < 0 else evidence >= least


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("旧街重开二十家店 老人又见老街坊", ("旧街重开二十家店", "老人又见老街坊")),
        ("三年种下 900 万棵树苗", ("三年种下 900 万棵树苗",)),
        ('再看 "收"与"放"', ('再看"收"与"放"',)),
        ('以"潮起 潮落"为题', ('以"潮起 潮落"为题',)),
        ("河口渔场 + 本地手艺", ("河口渔场 + 本地手艺",)),
    ],
)
def test_phrases_of_a_headline(text, phrases):
    assert split_segments(text) == phrases


@pytest.mark.parametrize("editorial", [False, True])
@pytest.mark.parametrize("first", range(1, 9))
def test_front_pages_find_room(first, editorial, tmp_path):
    """Whatever the first folio is, the plan has no hole, a contents page, and the editorial somewhere."""
    said = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。" * 3
    heads = ["北岸木匠守着一盏灯", "南坡渔户修好百年水闸", "旧城茶农开起夜间课堂"]
    text = "某城志\n\n2009.03 NO.12\n\n" + (f"写在前面的话\n\n{said}\n\n" if editorial else "") + "目录\n\n人间\n\n"
    text += "\n".join(f"{first + 2 * number:02d} / {head}" for number, head in enumerate(heads)) + "\n\n"
    (tmp_path / "scan.txt").write_text(text + "".join(f"{head}\n\n{said}\n\n" for head in heads), encoding="utf-8")
    import_scan(tmp_path / "scan.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert [slot.folio for slot in issue.flatplan if slot.department] == [first, first + 2, first + 4]
    assert [slot.kind for slot in issue.flatplan].count("contents") == 1
    assert ("写在前面的话" in [article.title for article in issue.articles]) == editorial


def test_two_entries_on_one_folio_share_a_slot(tmp_path):
    text = "目录\n\n人间\n\n04 / 北岸木匠守着一盏灯\n04 / 南坡渔户修好百年水闸\n06 / 旧城茶农开起夜间课堂\n08 / 新港邮差重走旧时商路\n"
    (tmp_path / "scan.txt").write_text(text, encoding="utf-8")
    result = import_scan(tmp_path / "scan.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    slot = next(slot for slot in issue.flatplan if slot.folio == 4)
    assert [article.title for article in slot.articles] == ["北岸木匠守着一盏灯", "南坡渔户修好百年水闸"]
    assert any("folio 4 is taken" in doubt.what for doubt in result.doubts)


def test_a_scan_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pressroom.importers.readers.text.MOST_BYTES", 10)
    (tmp_path / "scan.txt").write_text("目录" * 10, encoding="utf-8")
    with pytest.raises(SourceError, match="too large"):
        read_scan(tmp_path / "scan.txt")


def test_nothing_half_written_stays(tmp_path, monkeypatch):
    """A disk that fails while the folder is written leaves neither folder nor desk behind."""
    (tmp_path / "scan.txt").write_text(make_scan(1, "slash")[0], encoding="utf-8")

    def fail(*_args, **_more):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        import_scan(tmp_path / "scan.txt", tmp_path / "out" / "issue")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_same_scan_gives_the_same_folder(tmp_path):
    (tmp_path / "scan.txt").write_text(make_scan(2, "slash")[0], encoding="utf-8")
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        import_scan(tmp_path / "scan.txt", folder)
    one, two = ({p.relative_to(f): p.read_bytes() for p in sorted(f.rglob("*")) if p.is_file()} for f in folders)
    assert one == two
    assert yaml.safe_load(one[Path("issue.yaml")])["flatplan"]
