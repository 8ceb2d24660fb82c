"""A chapter is split into its articles: as many as its note announces, or at the standing names of sections."""

from __future__ import annotations

from pressroom.importers.ocr.pieces import headline_score, split_chapter
from tests.support.scans import entry_of, lines_of

TEXT = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。"
HEADS = ("第二水厂今天通水", "环湖路夜间限速调整", "图书馆延长开放时间")


def chapter(*heads: str) -> list[tuple[str, int]]:
    """A text, then headlines with a text each."""
    lines = [(TEXT, 0)]
    for head in heads:
        lines += [(head, 3), (TEXT, 1)]
    return lines


def test_a_chapter_is_split_into_as_many_articles_as_are_announced():
    parts, notes = split_chapter(entry_of(4, "云州简讯", note="等4则"), lines_of(*chapter(*HEADS)))
    assert [[line.text for line in part.heads] for part in parts] == [[], *([head] for head in HEADS)]
    assert [[line.text for line in part.lines] for part in parts] == [[TEXT]] * 4
    assert notes.doubts == ()


def test_where_fewer_are_found_than_announced_that_is_a_doubt():
    parts, notes = split_chapter(entry_of(4, "云州简讯", note="等5则"), lines_of(*chapter(*HEADS[:1])))
    assert len(parts) == 2
    (doubt,) = notes.doubts
    assert doubt.what == "等5则: 2 pieces were found"


def test_only_the_likeliest_headlines_open_an_article():
    lines = lines_of(*chapter(*HEADS))
    parts, _ = split_chapter(entry_of(4, "云州简讯", note="等2则"), lines)
    assert len(parts) == 2


def test_a_chapter_of_one_article_stays_whole():
    lines = lines_of(*chapter(*HEADS))
    parts, notes = split_chapter(entry_of(4, "云州简讯"), lines)
    assert [part.lines for part in parts] == [tuple(lines)]
    assert notes.doubts == ()


def test_a_standing_name_of_a_section_opens_an_article():
    lines = lines_of((TEXT, 0), ("圆桌论坛", 3), ("谁来接下这把钥匙", 1), (TEXT, 1))
    first, second = split_chapter(entry_of(4, "守桥的人"), lines)[0]
    assert [line.text for line in first.lines] == [TEXT]
    assert ([line.text for line in second.heads], second.tag) == (["谁来接下这把钥匙"], "圆桌论坛")
    assert [line.text for line in second.lines] == [TEXT]


def score(head: str, before: str = TEXT, after: str = TEXT, gap: int = 3) -> float:
    return headline_score(lines_of(before, (head, gap), after), 1)


def test_headlines_are_short_and_no_sentences():
    assert score("第二水厂今天通水") > 3
    for none in ("水厂", "第二水厂今天通水了。", "第二水厂今天，", "- 第二水厂今天通水"[2:] + "、", "记者 / 林小满"):
        assert score(none) == 0, none


def test_the_rest_of_a_sentence_is_no_headline():
    assert score("第二水厂今天通水", before=TEXT[:-1]) == 0


def test_space_and_a_byline_behind_it_speak_for_a_headline():
    assert score("第二水厂今天通水", gap=3) > score("第二水厂今天通水", gap=0)
    assert score("第二水厂今天通水", after="记者 / 林小满") > score("第二水厂今天通水")
    assert score("第二水厂今天通水", after="又一行") == 0.2
