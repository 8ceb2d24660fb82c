"""Scans that are damaged: what can be mended is mended, and what cannot never passes for sound."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr import import_scan
from pressroom.importers.values import ImportResult
from pressroom.importers.verdict import Verdict
from tests.support.archive import ARTICLES, BARE, scan
from tests.support.press import read

TEXT = scan(BARE["round brackets"])
WAY = "从码头往北走，一路上都是新开的铺面，卖缆绳的、修船的、做鱼丸的，老板们说这条街已经很久没有这么热闹过了。"


def read_text(text: str, tmp_path) -> ImportResult:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "scan.txt").write_text(text, encoding="utf-8")
    return import_scan(tmp_path / "scan.txt", tmp_path / "issue")


def copies(tmp_path) -> dict[int | None, str]:
    issue, _ = read(tmp_path / "issue")
    return {slot.folio: slot.articles[0].copy for slot in issue.flatplan if slot.articles}


@pytest.mark.parametrize("behind", ["修钟的人……（7）", "末班车以后……（25）"])
def test_an_entry_that_was_scanned_twice_is_taken_once(behind, tmp_path):
    result = read_text(TEXT.replace("末班车以后……（25）", f"末班车以后……（25）\n{behind}"), tmp_path)
    assert (result.entries, result.verdict) == (5, Verdict.SOUND)
    assert any(doubt.what.endswith("stands on the contents page twice") for doubt in result.doubts)


def test_a_department_without_an_entry_is_not_sound(tmp_path):
    lines = [f"{folio:02d} / {headline}" for folio, headline, *_ in ARTICLES]
    departments = ["人间", "手艺", "风物", "书架", "城记"]
    whole = [part for name, line in zip(departments, lines, strict=True) for part in ("", name, "", line)]
    assert read_text(scan(whole), tmp_path).verdict is Verdict.SOUND
    whole.remove(lines[2])
    result = read_text(scan(whole), tmp_path / "less")
    assert result.verdict is Verdict.LOOK
    assert "no entry stands in the department '风物'" in result.reasons


def test_an_opening_that_is_only_somewhat_like_its_entry_is_not_sound(tmp_path):
    """A headline that nobody can read any more, and a subhead further down that has some of its words."""
    long, other = "守钟的人和他的一百二十级台阶 老钟楼的最后一个冬天", "守钟的人和他的一百级台阶"
    text = TEXT.replace("修钟的人……", f"{long}……").replace("修钟的人\n", f"{long}\n")
    assert read_text(text, tmp_path).verdict is Verdict.SOUND
    head, _, body = text.rpartition(long)
    cut = body.replace("他说钟走得", f"{WAY}\n\n{other}\n\n他说钟走得")
    result = read_text(f"{head}字钟为入利也的一日二十及台价 者钟娄的曼后一人冬夫{cut}", tmp_path / "garbled")
    assert result.verdict is not Verdict.SOUND


def test_a_part_that_stands_inside_an_article_of_another_is_not_sound(tmp_path):
    """An article that the contents page does not name opens with the letter of its part."""
    contents = ["专题", "", "03 / 水", "", "渡船停在雾里", "", "- 07 / 修钟的人", "", "12 / 陆", "", "盐田记", "", "- 18 / 一本旧账", "- 25 / 末班车以后"]  # fmt: skip
    text = (
        scan(contents)
        .replace("\n渡船停在雾里\n\n秦", "\n水 渡船停在雾里\n\n秦")
        .replace("\n盐田记\n\n冯", "\n陆\n\n盐田记\n\n冯")
    )
    assert read_text(text, tmp_path).reasons == ()
    hidden = text.replace("要看楼下的人急不急。", f"要看楼下的人急不急。\n\n陆\n\n沿路的铺面\n\n{WAY}")
    result = read_text(hidden, tmp_path / "more")
    assert result.verdict is Verdict.LOOK


@pytest.mark.parametrize("size", [14, 16, 23])
def test_lines_of_one_number_of_letters_go_on_whatever_they_begin_with(size, tmp_path):
    """A program cut the text by counting letters: figures and blanks are narrower, and may stand anywhere."""
    long = (
        WAY + "2019年春天，第 12 家铺子开张，街上 3.5 万人走过，2020年又添了 18 家，多的时候一天卖出 2,400 碗面，"
        "老板们说 20 年没有见过这么多人，2021 年还要再开 6 家。"
    )
    cut = "\n".join(long[at : at + size] for at in range(0, len(long), size))
    text = TEXT
    for _, _, _, one, two in ARTICLES:
        text = text.replace(one, cut).replace(two, cut)
    result = read_text(text, tmp_path)
    for copy in copies(tmp_path).values():
        assert len(copy.strip().split("\n\n")) == 2, copy
    assert result.verdict is Verdict.SOUND


TAGGED = [("说船", "渡船停在雾里"), ("说钟", "钟楼上的修钟人"), ("说盐", "晒盐的人和水里的天"), ("说账", "一本旧账的最后一页"), ("说车", "末班车以后的站台")]  # fmt: skip


@pytest.mark.parametrize("between", ["", "![](images/7.jpg)\n\n", "晒盐\n"])
def test_what_stands_between_a_tag_and_its_headline_does_no_harm(between, tmp_path):
    """A picture, or a headline whose first characters stand on a line of their own."""
    contents = [f"{folio:02d} / {tag}" for (folio, *_), (tag, _) in zip(ARTICLES, TAGGED, strict=True)]
    text = scan(contents, bylines=False)
    for (_, headline, *_), (tag, said) in zip(ARTICLES, TAGGED, strict=True):
        text = text.replace(f"\n{headline}\n", f"\n·{tag}·\n\n{said}\n")
    broken = text.replace(
        "\n晒盐的人和", f"\n{between}的人和" if between.startswith("晒") else f"\n{between}晒盐的人和", 1
    )
    result = read_text(broken, tmp_path)
    issue, _ = read(tmp_path / "issue")
    titles = {slot.folio: "".join(slot.articles[0].headline) for slot in issue.flatplan if slot.articles}
    assert titles[12] == "晒盐的人和水里的天"
    assert result.verdict is Verdict.SOUND, result.reasons
