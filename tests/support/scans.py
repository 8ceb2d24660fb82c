"""Made-up magazines as a scanner reads them: one contents page and body in many manners, the truth known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pressroom.importers.ocr.text import fold
from pressroom.importers.ocr.values import ContentsEntry, SourceLine
from pressroom.issue import Listing
from tests.support.paths import SHARED
from tests.support.press import config_of_house, preflight, pull

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


def lines_of(*texts: str | tuple[str, int]) -> list[SourceLine]:
    """Lines of a scan; a text may come with the empty lines that stand before it, one where nothing is said."""
    told = [text if isinstance(text, tuple) else (text, 1) for text in texts]
    return [SourceLine(number, text, gap) for number, (text, gap) in enumerate(told, 1)]


def entry_of(folio: int | None, *texts: str, **named: Any) -> ContentsEntry:
    """An entry of a contents page."""
    return ContentsEntry(folio, tuple(lines_of(*texts)), **named)


SEED = next(iter(sorted((SHARED / "seed").glob("*.ocr.txt"))), None)


def loose(text: str) -> str:
    """Text as the truth is compared: letters only."""
    return fold(text)


def check_against(truth: dict, folder: Path, tmp_path: Path, jobs: int = 1):
    """Hold an imported issue against a truth: the plan, the contents page, and the pages."""
    pulled = pull(folder, config_of_house(tmp_path), jobs)
    listed = [slot for slot in pulled.issue.flatplan if slot.listing is not Listing.NONE]
    expected = truth["contents"]
    assert [slot.folio for slot in listed] == [entry["folio"] for entry in expected]
    assert [slot.department for slot in listed] == [entry["department"] for entry in expected]
    for slot, entry in zip(listed, expected, strict=True):
        article = slot.articles[0]
        assert loose(entry["headline"]) in loose(article.kicker + article.listed_as), entry["headline"]
        assert loose(entry.get("opens", entry["headline"])) in loose(article.kicker + article.title)
        assert (slot.listing is Listing.NUMBERED) == entry.get("printed", True)
    report = preflight(pulled)
    assert report.clear, [str(finding) for finding in report.findings if finding.severity > 1]
    pages = {}
    for pasteup, run in pulled.parts:
        for label, page in zip(pasteup.slot.labels, pypdfium2.PdfDocument(run.pdf), strict=True):
            pages[label] = page.get_textpage().get_text_bounded()
    for entry in expected:
        opens = loose(entry.get("opens", entry["headline"]))
        assert opens in loose(pages[str(entry["folio"])]), entry
    return pulled.issue, pages


needs_seed = pytest.mark.skipif(SEED is None, reason="the scan of the real issue is not in ../shared")
