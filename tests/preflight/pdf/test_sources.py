"""Faults planted in sources: each is found, on its page where it has one, and at the line that it comes from."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from pressroom.report import Report, Severity
from tests.support.paths import BROKEN, GOOD
from tests.support.press import account, config_in, pull

#: Articles that each have one fault: what stands in them from the fourth line, and the style that is wrong.
ARTICLES = {
    "coarse": ("![远处的灯](art/coarse.png)", "#coarse img { width: 80mm; height: auto }"),
    "soft": ("\n![近处的灯](art/soft.png)", "#soft img { width: 30mm; height: auto }"),
    "steps": ("\n\n![船的线图](art/steps.png)", "#steps img { width: 20mm; height: auto }"),
    "thin": ("渡口的灯。", "#thin { border-bottom: .1pt solid var(--ink) }"),
    "tiny": ("灯\n\n**白字太小了**亮着。", "#tiny strong { color: #fff; background: #111; font-size: 5pt }"),
    "rich": ("灯", "#rich h1 { color: #884400; font-size: 6pt }"),
    "near": ("船靠得太近了", "#near p { margin-left: -12mm }"),
    "cut": ("字被切掉了", "#cut p { margin-left: -16mm }"),
    "spot": ("灯", "#spot h1 { color: #004488 }"),
    "black": ("灯", "#black h1 { color: #102030; font-size: 20pt }"),
    "flood": ("灯", "#flood::after { content: ''; display: block; height: 20mm; background: #102030 }"),
    "comma": ("灯亮了,船来了。", ""),
    "quotes": ('灯\n\n他说"灯亮了"，', ""),
    "wanted": ("灯\n\n::: figure\n要一张渡口的图。\n:::", ""),
    "stray": ("灯 ** 船。", ""),
    "pinyin": ("灯\n\n{渡口|dù kǒu de}在。", ""),
    "long": ("{一二三四五六七八九十一二三四|a very long reading over all}。", ""),
    "fine": ("灯\n\n![细线的图](art/fine.svg)", "#fine img { width: 40mm }"),
    "second": ("![近处](art/wave.svg)\n\n![再看一眼](art/coarse.png)", "#second img { width: 60mm; height: auto }"),
    "right": ("向右出去的字", "#right p { margin-left: 96mm; white-space: nowrap }"),
    "top": ("向上出去的字", "#top p { position: absolute; top: -15mm }"),
    "foot": ("灯\n\n向下出去的字", "#foot p:last-of-type { position: absolute; top: 138mm }"),
    "small": ("灯\n\n**小彩字太小**。", "#small strong { color: #884400; font-size: 6pt }"),
    "dark": ("灯\n\n**四色的黑**。", "#dark strong { color: #102030; font-size: 14pt }"),
    "ruled": ("| 名 | 数 |\n|---|---|\n| 灯 | 3 |", "#ruled td { border-bottom: .12pt solid var(--ink) }"),
    "metal": ("灯\n\n**专色的字**。", "#metal strong { color: #004488; font-size: 14pt }"),
    "edge": (
        "灯",
        "#edge { position: relative } #edge::after { content: ''; position: absolute; left: -15mm; top: 40mm; width: 60mm; height: 30mm; background: #888888 }",
    ),
    "white": ("灯\n\n**反白小字**。", "#white strong { color: #fff; background: #000; font-size: 6pt }"),
    "deep": ("灯", "#deep h1 { color: #0a1420; font-size: 24pt }"),
    "comb": ("灯亮着 , 船来了", ""),
    "lost": ("灯\n\n这一段不印。", "#lost p + p { display: none }"),
}
FINE = """<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 400 200">
<path d="M20 150H380" stroke="#222222" stroke-width=".5" fill="none"/></svg>"""
#: What is found: the check, the page, the file, the line; the page is empty for what no page shows.
FOUND = [
    ("low-resolution", "coarse", "copy/coarse.md", 4),
    ("low-resolution", "soft", "copy/soft.md", 5),
    ("coarse-line-art", "steps", "copy/steps.md", 6),
    ("hairline", "thin", "issue.yaml", "thin"),
    ("small-reversed-text", "tiny", "copy/tiny.md", 6),
    ("small-rich-text", "rich", "copy/rich.md", 2),
    ("unsafe-text", "near", "copy/near.md", 4),
    ("unsafe-text", "cut", "copy/cut.md", 4),
    ("undeclared-spot", "spot", "copy/spot.md", 2),
    ("rich-black-text", "black", "copy/black.md", 2),
    ("too-much-ink", "flood", "issue.yaml", "flood"),
    ("bleed-missing", "C1", "issue.yaml", "cover"),
    ("not-normalised", "", "copy/comma.md", 4),
    ("not-normalised", "", "copy/quotes.md", 6),
    ("picture-wanted", "", "copy/wanted.md", 6),
    ("stray-mark", "", "copy/stray.md", 4),
    ("uneven-readings", "", "copy/pinyin.md", 6),
    ("long-reading", "", "copy/long.md", 4),
    ("lost-text", "", "copy/lost.md", 6),
    ("hairline", "fine", "copy/fine.md", 6),
    ("low-resolution", "second", "copy/second.md", 6),
    ("unsafe-text", "right", "copy/right.md", 4),
    ("unsafe-text", "top", "copy/top.md", 4),
    ("unsafe-text", "foot", "copy/foot.md", 6),
    ("small-rich-text", "small", "copy/small.md", 6),
    ("rich-black-text", "dark", "copy/dark.md", 6),
    ("hairline", "ruled", "issue.yaml", "ruled"),
    ("undeclared-spot", "metal", "copy/metal.md", 6),
    ("bleed-missing", "edge", "issue.yaml", "edge"),
    ("small-reversed-text", "white", "copy/white.md", 6),
    ("not-normalised", "", "copy/comb.md", 4),
    ("rich-black-text", "deep", "copy/deep.md", 2),
    ("broken-signature", "", "issue.yaml", 1),
    ("wrong-page-count", "", "issue.yaml", 1),
    ("unused-allowance", "", "issue.yaml", "layers"),
    ("unused-allowance", "", "issue.yaml", "no-such-check"),
    ("wrong-issn", "", "magazine.yaml", 1),
    ("wrong-cn", "", "magazine.yaml", 1),
    ("imprint-missing", "", "issue.yaml", 1),
    ("wrong-bar-code", "", "issue.yaml", 1),
]


@dataclass(frozen=True)
class Planted:
    """An issue with faults, what was found, and the reports that were written."""

    folder: Path
    sheet: tuple[str, ...]
    report: Report
    record: dict
    html: str

    def line_of(self, wanted: str | int) -> int:
        if isinstance(wanted, int):
            return wanted
        return next(number for number, line in enumerate(self.sheet, 1) if wanted in line)


def write_issue(desk: Path) -> Path:
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    issue = desk / "issue"
    for file in (issue / "copy").glob("*.md"):
        file.unlink()
    slots = []
    for number, (slug, (body, _)) in enumerate(ARTICLES.items(), 2):
        (issue / "copy" / f"{slug}.md").write_text(f"---\nheadline: 题目{slug}\n---\n{body}\n", encoding="utf-8")
        slots.append(f"  - {{kind: story, folio: {number}, pages: 1, department: 特写, copy: {slug}}}")
    head = "number: 3\ndate: 2020-05\nlayout: plain\nallow:\n  layers: never there\n  no-such-check: a slip\n"
    head += "  underset: a page each\n  contents-disagree: plain pages\nflatplan:\n  - {kind: cover, art: art/wave.svg, art_alt: 一道浪}\n"
    sheet = head + "  - {kind: contents, folio: 1}\n" + "\n".join(slots) + "\n  - {kind: back-cover}\n"
    (issue / "issue.yaml").write_text(sheet, encoding="utf-8")
    with (desk / "magazine.yaml").open("a", encoding="utf-8") as magazine:
        magazine.write("issn: 1234-5678\ncn: 3-99\n")
    plain = desk / "layouts" / "plain"
    with (plain / "print.css").open("a", encoding="utf-8") as style:
        style.write("\n".join(css for _, css in ARTICLES.values()) + "\n")
    with (plain / "layout.yaml").open("a", encoding="utf-8") as layout:
        layout.write('inks: {"#004488": "PANTONE 300: 100 50 0 0", "#102030": "100 100 95 95"}\n')
    write_pictures(issue / "art")
    return issue


def write_pictures(folder: Path) -> None:
    """A photo with far too few pixels, one with a few too few, and line art with large steps."""
    for name, size in (("coarse", (200, 120)), ("soft", (236, 100))):
        picture = Image.new("RGB", size)
        picture.putdata([(x * 255 // size[0], y * 255 // size[1], 128) for y in range(size[1]) for x in range(size[0])])
        picture.save(folder / f"{name}.png")
    (folder / "fine.svg").write_text(FINE, encoding="utf-8")
    art = Image.new("1", (200, 100))
    art.putdata([(x // 7 + y // 9) % 2 for y in range(100) for x in range(200)])
    art.save(folder / "steps.png")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    desk = tmp_path_factory.mktemp("sources")
    folder = write_issue(desk)
    files = (desk / "report.html", desk / "report.json")
    report = account(pull(folder, config_in(desk)), ["print"], desk, files)
    sheet = tuple((folder / "issue.yaml").read_text(encoding="utf-8").split("\n"))
    record = json.loads(files[1].read_text(encoding="utf-8"))
    return Planted(folder, sheet, report, record, files[0].read_text(encoding="utf-8"))


@pytest.mark.parametrize(("check", "page", "file", "line"), FOUND, ids=lambda value: str(value))
def test_a_planted_fault_is_found_where_it_comes_from(planted, check, page, file, line):
    label = str(list(ARTICLES).index(page) + 2) if page in ARTICLES else page
    found = [
        (finding.place.file.name, finding.place.line, getattr(finding, "label", ""))
        for finding in planted.report.findings
        if finding.check == check
    ]
    assert (Path(file).name, planted.line_of(line), label) in found


def test_nothing_else_is_found(planted):
    """But for the folio of each page, which stands where the plain layout has it."""
    expected = {check for check, *_ in FOUND}
    others = [str(finding) for finding in planted.report.findings if finding.check not in expected]
    assert others == []


def test_sound_articles_have_no_finding(planted):
    faulty = {Path(file).name for _, _, file, _ in FOUND}
    named = {finding.place.file.name for finding in planted.report.findings}
    assert named <= faulty


def test_how_bad_it_is_depends_on_how_far_it_is_from_the_limit(planted):
    by_file = {
        finding.place.file.stem: finding.severity
        for finding in planted.report.findings
        if finding.check in ("low-resolution", "unsafe-text") and finding.place.file.suffix == ".md"
    }
    assert by_file == {
        "coarse": Severity.STOP,
        "second": Severity.STOP,
        "soft": Severity.QUERY,
        "near": Severity.QUERY,
        "top": Severity.QUERY,
        "foot": Severity.QUERY,
        "right": Severity.STOP,
        "cut": Severity.STOP,
    }


def test_what_is_allowed_is_left_out_and_told(planted):
    assert "underset" not in {finding.check for finding in planted.report.findings}
    assert {"check": "underset", "reason": "a page each"} in planted.record["allowed"]


def test_the_record_has_page_box_value_limit_source_and_cure(planted):
    found = next(entry for entry in planted.record["findings"] if entry["source"].startswith("issue/copy/coarse.md"))
    assert found["source"].startswith("issue/copy/coarse.md:4:")
    assert found["rule"] == "GWG 2022 R0031"
    assert (found["page"], found["sheet"], found["edition"]) == ("2", 3, "print")
    assert found["value"].endswith(" ppi")
    assert found["limit"] == "225 ppi"
    assert found["hint"]
    ((left, bottom, right, top),) = found["boxes"]
    assert right - left == pytest.approx(80 * 72 / 25.4, abs=0.5)
    assert top - bottom == pytest.approx(48 * 72 / 25.4, abs=0.5)
    (file,) = planted.record["files"]
    assert len(file["sha256"]) == 64
    assert file["profile"] == "sheet-coated"


def test_the_page_for_people_shows_every_rule_and_frames_every_spot(planted):
    for check in {check for check, *_ in FOUND}:
        assert f'<h3 id="{check}">' in planted.html
    framed = [entry for entry in planted.record["findings"] if entry.get("boxes")]
    assert planted.html.count('<rect class="stop"') + planted.html.count('<rect class="query"') >= len(framed)
    assert 'href="#print-2"' in planted.html
    assert '<figure id="print-2">' in planted.html
    assert "http" not in planted.html.replace("http-equiv", "")


def test_planted_faults_are_many():
    assert len(set(FOUND)) >= 40
    assert len(list((BROKEN).iterdir())) >= 70
