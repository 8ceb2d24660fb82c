"""Headlines: what the contents page prints and what the article opens with, brought together."""

from __future__ import annotations

from pressroom.importers.ocr.headlines import Opening, phrases_of, read_opening
from pressroom.importers.ocr.values import ContentsEntry
from pressroom.importers.values import Mend
from tests.support.scans import entry_of, lines_of

TEXT = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。"


def read(entry: ContentsEntry, *texts: str, names: frozenset[str] = frozenset(), scan: str = "") -> Opening:
    opening, notes = read_opening(entry, lines_of(*texts), set(names), scan)
    assert notes.mends == ()
    return opening


def test_a_headline_that_both_say_alike():
    assert read(entry_of(4, "北岸木匠守着一盏灯"), "北岸木匠守着一盏灯", TEXT) == Opening(
        ("北岸木匠守着一盏灯",), taken=1
    )


def test_a_headline_over_two_lines_keeps_its_lines():
    opening = read(entry_of(4, "北岸木匠守着一盏灯", "三代人的约定"), "北岸木匠守着一盏灯", "在三代人的约定里", TEXT)
    assert (opening.headline, opening.taken) == (("北岸木匠守着一盏灯", "在三代人的约定里"), 2)


def test_the_line_above_the_headline_is_the_kicker():
    opening = read(entry_of(4, "走读山河", "北岸木匠守着一盏灯"), "走读山河", "北岸木匠守着一盏灯", TEXT)
    assert (opening.kicker, opening.headline, opening.taken) == ("走读山河", ("北岸木匠守着一盏灯",), 2)


def test_a_shorter_headline_of_the_contents_page_is_kept():
    opening = read(entry_of(4, "木匠守着一盏灯"), "北岸木匠守着一盏灯", TEXT)
    assert (opening.headline, opening.short_headline) == (("北岸木匠守着一盏灯",), "木匠守着一盏灯")


def test_a_tag_above_the_headline_is_told_from_it():
    opening = read(entry_of(4, "说灯"), "·说灯·", "北岸木匠守着一盏灯", TEXT)
    assert opening == Opening(("北岸木匠守着一盏灯",), short_headline="说灯", tag="说灯", taken=2)


def test_department_and_part_above_the_headline_are_passed_over():
    entry = entry_of(4, "北岸木匠守着一盏灯", department="手艺", part="山")
    opening = read(entry, "手艺", "山", "山 北岸木匠守着一盏灯", TEXT, names=frozenset({"手艺"}))
    assert (opening.headline, opening.taken) == (("北岸木匠守着一盏灯",), 3)


def test_without_an_opening_the_contents_page_gives_the_headline():
    opening = read(entry_of(4, "北岸木匠守着一盏灯"), TEXT)
    assert (opening.headline, opening.taken) == (("北岸木匠守着一盏灯",), 0)


def test_a_look_alike_is_put_right_by_what_the_scan_says_more_often():
    entry = entry_of(4, "渡口的千里之行")
    scan = "千里之行千里之行千里之行干里"
    opening, notes = read_opening(entry, lines_of("渡口的干里之行", TEXT), set(), scan)
    assert opening.headline == ("渡口的千里之行",)
    assert notes.mends == (Mend(1, "干", "千"),)
    assert [doubt.decision for doubt in notes.doubts] == ["took 千"]


def test_phrases_know_their_line_and_a_colon_goes_on():
    found = phrases_of(lines_of("旧街重开二十家店 老人又见老街坊", "渡口：", "谁来接下这把钥匙"))
    assert [(phrase.text, phrase.line) for phrase in found] == [
        ("旧街重开二十家店", 0), ("老人又见老街坊", 0), ("渡口：谁来接下这把钥匙", 2),
    ]  # fmt: skip
