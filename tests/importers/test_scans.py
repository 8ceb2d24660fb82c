"""The importer: scans with a known truth, and the scan of a real issue where it is at hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
import yaml

from pressroom.importers.markdown import escape
from pressroom.importers.ocr import import_scan
from pressroom.importers.ocr.bylines import read_byline
from pressroom.importers.ocr.contents import find_contents
from pressroom.importers.ocr.text import count_han, fold
from pressroom.importers.readers.text import read_scan
from pressroom.issue import Listing
from pressroom.report import SourceError
from tests.support.paths import SHARED
from tests.support.press import config_of_house, preflight, prepare, pull, read

SEED = next(iter(sorted((SHARED / "seed").glob("*.ocr.txt"))), None)
SCANS = sorted((Path(__file__).parent / "scans").glob("*.txt"))


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


@pytest.mark.parametrize("scan", SCANS, ids=lambda scan: scan.stem)
def test_scan(scan, tmp_path):
    result = import_scan(scan, tmp_path / "issue")
    truth = yaml.safe_load(scan.with_suffix(".yaml").read_text(encoding="utf-8"))
    issue, _ = check_against(truth, tmp_path / "issue", tmp_path)
    assert issue.magazine.title == truth["title"]
    assert (issue.number, issue.date) == (str(truth["number"]), truth["date"])
    assert not [doubt for doubt in result.doubts if "missing" in doubt.what]


def test_an_issn_with_a_misread_figure_is_left_out_and_doubted(tmp_path):
    (scan,) = (scan for scan in SCANS if scan.stem == "harbour")
    result = import_scan(scan, tmp_path / "issue")
    (doubt,) = (doubt for doubt in result.doubts if "ISSN" in doubt.what)
    assert "2095-1234" in scan.read_text(encoding="utf-8").splitlines()[doubt.line - 1]
    assert prepare(tmp_path / "issue", config_of_house(tmp_path)).issue.magazine.issn == ""


@pytest.mark.parametrize("scan", SCANS, ids=lambda scan: scan.stem)
def test_no_character_is_lost(scan, tmp_path):
    """Each Han character of the scan is in the folder as often, or listed as left over."""
    result = import_scan(scan, tmp_path / "issue")
    files = [*(tmp_path / "issue" / "copy").glob("*.md"), *(tmp_path / "issue").glob("*.yaml")]
    written = Counter("".join(file.read_text(encoding="utf-8") for file in files))
    contents = find_contents(read_scan(scan))
    lines = read_scan(scan).lines
    scanned = Counter(
        letter
        for line in (*lines[: contents.start], *lines[contents.end :])
        for letter in line.text
        if count_han(letter)
    )
    left = Counter(letter for one in result.left_over for letter in one.text)
    mended = Counter(mend.wrong for mend in result.mends)
    assert not {
        letter: n for letter, n in (scanned - written - left - mended).items() if letter not in "文摄影攝記者年月期第"
    }
    report = (tmp_path / "issue" / "import-report.md").read_text(encoding="utf-8")
    for one in result.left_over:
        assert f"line {one.line}: {one.text}" in report


def test_hills_in_detail(tmp_path):
    """What the hills scan holds: briefs, an opener without a folio, captions, events, a box."""
    import_scan(Path(__file__).parent / "scans" / "hills.txt", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    kinds = {slot.folio: slot.kind for slot in issue.flatplan if slot.folio}
    assert kinds == {
        1: "editorial", 2: "contents", 4: "briefs", 6: "opener", 8: "part-opener", 9: "feature", 12: "feature",
        14: "feature", 16: "focus", 19: "focus", 22: "focus", 24: "focus", 26: "neighbourhood", 28: "photo-essay",
        30: "chronicle",
    }  # fmt: skip
    slots = {slot.folio: slot for slot in issue.flatplan}
    assert [article.title for article in slots[4].articles] == [
        "云州第二水厂通水",
        "环湖路夜间限速调整",
        "图书馆延长开放到晚上十点",
        "第三届桃花节收官",
    ]
    assert slots[6].listing is Listing.UNNUMBERED
    assert slots[6].spread
    assert slots[4].note == "等4则"
    photo = slots[28].articles[0].copy
    assert '::: figure {number=1 credit="摄影 秦川"}\n出港。' in photo
    events = slots[30].articles[0].copy
    assert re.findall(r"- \*\*([\d.]+)\*\*", events) == [
        "2019.04.03",
        "2019.04.18",
        "2019.05.06",
        "2019.05.21",
        "2019.05.30",
    ]
    assert "共27间，总面积1800平方米" in slots[9].articles[0].copy
    assert [(line.role, line.names) for line in slots[19].articles[0].bylines] == [
        ("记者", ("林小满",)),
        ("通讯员", ("许一舟",)),
    ]
    assert "## 淡季怎么过" in slots[16].articles[0].copy
    assert [credit.role for credit in issue.magazine.masthead][:2] == ["主编", "编辑"]


needs_seed = pytest.mark.skipif(SEED is None, reason="the scan of the real issue is not in ../shared")


@needs_seed
def test_real_scan(tmp_path):
    """31 entries on their folios, and 99.5 % of every article's Han characters on its own pages."""
    result = import_scan(SEED, tmp_path / "issue")
    truth = yaml.safe_load((SHARED / "acceptance" / "contents-2021-01.yaml").read_text(encoding="utf-8"))
    _, pages = check_against(truth, tmp_path / "issue", tmp_path, jobs=2)
    assert result.entries == 31
    contents = find_contents(read_scan(SEED))
    scanned = Counter(c for line in read_scan(SEED).lines[contents.end :] for c in line.text if count_han(c))
    printed = Counter(
        c for label, text in pages.items() if label.isdigit() and int(label) >= 6 for c in text if count_han(c)
    )
    lost = scanned - printed
    assert lost.total() <= 0.005 * scanned.total(), lost.most_common(20)


@needs_seed
def test_real_scan_article_by_article(tmp_path):
    """The text between two openings of the scan stands in the copy of its own slot."""
    import_scan(SEED, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    from pressroom.importers.ocr.chapters import cut_body

    scan = read_scan(SEED)
    contents = find_contents(scan)
    cuts, _, _ = cut_body(contents, scan.lines[contents.end :])
    slots = [slot for slot in issue.flatplan if slot.listing is not Listing.NONE]
    for slot, cut in zip(slots, cuts, strict=True):
        said = (
            "".join(f"{a.title}{a.kicker}{a.tag}{a.deck}{a.copy}{a.bylines}" for a in slot.articles) + slot.department
        )
        scanned = Counter(c for line in cut.lines for c in line.text if count_han(c))
        lost = scanned - Counter(said + slot.part + slot.note)
        assert lost.total() <= max(2, 0.005 * scanned.total()), (slot.folio, lost)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "记者 / 林小满 通讯员 / 许一舟 摄影 / 秦川",
            [("记者", ("林小满",)), ("通讯员", ("许一舟",)), ("摄影", ("秦川",))],
        ),
        ("[整理 薛青]", [("整理", ("薛青",))]),
        ("[整理/王一舟 薛青]", [("整理", ("王一舟", "薛青"))]),
        ("通讯员/许帆沈逸川", [("通讯员", ("许帆", "沈逸川"))]),
        ("通讯员 / 许小溪 李知秋", [("通讯员", ("许小溪", "李知秋"))]),
        ("记者走进了村子", []),
        ("编辑部的灯还亮着", []),
        ("摄影展在湖边开幕，来了不少人。", []),
    ],
)
def test_byline(text, people):
    assert [(credit.role, credit.names) for credit in read_byline(text)] == people


@pytest.mark.parametrize(
    "text",
    [
        "1. 一",
        "# 号",
        "- 项",
        "*星*",
        "a_b_c",
        "[x](y)",
        "<b>",
        "| 表",
        "::: note",
        "&amp;",
        "`码`",
        "\\",
        "+ 加",
        "> 引",
    ],
)
def test_escaped_text_is_set_as_it_stands(text, tmp_path):
    from pressroom.issue import Article
    from pressroom.report import Place
    from tests.support.press import galley_of

    article = Article("x", ("题",), escape(text) + "\n", Place(tmp_path / "x.md", 1, 1))
    html = galley_of(article, tmp_path).html
    said = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
    assert said == text


CONTENTS = "目录\n\n01 / 第一篇的标题\n02 / 第二篇的标题\n03 / 第三篇的标题\n\n"


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (b"", "empty-scan"),
        (b"   \n\n---\n", "empty-scan"),
        ("目录：第一篇文章从这里开始。\n".encode("gb18030"), "not-utf-8"),
        (b"\x00\x01\x02", "not-text"),
        ("只有正文，没有目录。\n".encode() * 20, "no-contents"),
        ("目录\n\n第一篇\n第二篇\n第三篇\n".encode(), "no-contents"),
    ],
)
def test_bad_scan(data, check, tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        import_scan(scan, tmp_path / "out" / "issue")
    (finding,) = caught.value.report.findings
    assert finding.check == check
    assert finding.hint
    assert not (tmp_path / "out").exists()


def test_taken_folder_is_left_alone(tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(CONTENTS, encoding="utf-8")
    (tmp_path / "issue").mkdir()
    (tmp_path / "issue" / "mine.md").write_text("我的", encoding="utf-8")
    with pytest.raises(SourceError, match="something already"):
        import_scan(scan, tmp_path / "issue")
    assert [file.name for file in (tmp_path / "issue").iterdir()] == ["mine.md"]


def test_contents_without_bodies_still_makes_an_issue(tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(CONTENTS, encoding="utf-8")
    result = import_scan(scan, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    assert [article.title for article in issue.articles] == ["第一篇的标题", "第二篇的标题", "第三篇的标题"]
    assert len([doubt for doubt in result.doubts if "no article opens" in doubt.what]) == 3


def _in_contents(text: str, change) -> str:
    """Change the lines of the contents page only."""
    lines = text.split("\n")
    contents = find_contents(read_scan(SEED))
    numbers = [line.number for line in read_scan(SEED).lines]
    first, last = numbers[contents.start], numbers[contents.end]
    return "\n".join([*lines[: first - 1], *change(lines[first - 1 : last - 1]), *lines[last - 1 :]])


def _refolio(form: str):
    """Write the folios of a contents page in another form: ``{}`` is the folio."""
    return lambda lines: [re.sub(r"^(?:- )?(\d+)\s*/\s*", lambda found: form.format(found[1]), line) for line in lines]


def _slips(text: str) -> str:
    """Take every ninth look-alike for its twin, as scanners do."""
    twins = str.maketrans("干千自白人入日曰大太己已未末", "千干白自入人曰日太大已己末未")
    seen = 0
    out = []
    for letter in text:
        twin = letter.translate(twins)
        seen += twin != letter
        out.append(twin if twin != letter and seen % 9 == 0 else letter)
    return "".join(out)


MANNERS = {
    "windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no heading": lambda text: _in_contents(text, lambda lines: lines[1:]),
    "full width": lambda text: _in_contents(text, lambda lines: [re.sub(r"^(- )?(\d+)\s*/", lambda m: (m[1] or "") + "".join(chr(ord(d) + 0xFEE0) for d in m[2]) + "／", line) for line in lines]),
    "bars": lambda text: _in_contents(text, _refolio("{} | ")),
    "P before": lambda text: _in_contents(text, _refolio("P{} ")),
    "spaces": lambda text: _in_contents(text, _refolio("{}  ")),
    "no empty lines": lambda text: _in_contents(text, lambda lines: [line for line in lines if line.strip()]),
    "slips": _slips,
    "running heads": lambda text: re.sub(r"\n\n\n\n\n", "\n\n某刊 2021·01\n\n37\n\n", text),
}  # fmt: skip


@needs_seed
@pytest.mark.parametrize("manner", MANNERS)
def test_real_scan_in_other_manners(manner, tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(MANNERS[manner](SEED.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    import_scan(scan, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    truth = yaml.safe_load((SHARED / "acceptance" / "contents-2021-01.yaml").read_text(encoding="utf-8"))["contents"]
    slots = {slot.folio: slot for slot in issue.flatplan if slot.listing is not Listing.NONE}
    assert list(slots) == [entry["folio"] for entry in truth]
    wrong = []
    for entry in truth:
        slot = slots[entry["folio"]]
        article = slot.articles[0]
        right = slot.department == entry["department"]
        right &= loose(entry.get("opens", entry["headline"])) in loose(article.kicker + article.title)
        wrong += [] if right else [(entry["folio"], slot.department, article.title)]
    assert len(wrong) <= (3 if manner == "slips" else 0), wrong
