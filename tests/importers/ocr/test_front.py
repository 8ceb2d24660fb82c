"""What stands before the contents page: nameplate, number, date, masthead, address, numbers of the title, editorial."""

from __future__ import annotations

from pressroom.importers.ocr.front import read_front
from pressroom.importers.ocr.values import Front
from pressroom.importers.values import Doubt
from pressroom.issue import Credit
from pressroom.language.words import read_words
from tests.support.scans import lines_of

TEXT = "河水记在了木板上，码头南侧的孩子又看见了灯光，修好的收音机送去了学校门口。夜里的潮声很远。"


def read(*texts: str | tuple[str, int], back: tuple[str, ...] = ()) -> Front:
    front, notes = read_front(lines_of(*texts), lines_of(*back), "scan", read_words("zh-CN"))
    assert notes.doubts == (), [doubt.what for doubt in notes.doubts]
    return front


def test_the_nameplate_its_number_and_its_date():
    front = read("云州画刊", "YUNZHOU PICTORIAL", "2019年5月 第45期")
    assert (front.title, front.subtitle, front.number, front.date) == ("云州画刊", "YUNZHOU PICTORIAL", "45", "2019-05")


def test_a_name_in_title_marks_goes_before_all():
    assert read("春天的码头", "《云州画刊》", "2019.05 NO.45").title == "云州画刊"


def test_lines_above_the_date_are_those_of_the_cover():
    front = read("一条街怎样留住它的铺面", "谁来接下这把钥匙", "云州画刊", "2019/05 总第45期")
    assert front.title == "云州画刊"
    assert front.cover_lines == ("一条街怎样留住它的铺面", "谁来接下这把钥匙")


def test_what_is_missing_is_taken_from_the_last_lines():
    front = read("云州画刊", "主编 周子衿", back=("2019年5月 第45期",))
    assert (front.number, front.date) == ("45", "2019-05")


def test_what_is_nowhere_is_a_doubt():
    front, notes = read_front(lines_of("2019"), [], "harbour", read_words("zh-CN"))
    assert (front.title, front.number, front.date) == ("harbour", "0", "2000-01")
    assert notes.doubts == (
        Doubt(1, "the magazine's name was not found", "called it harbour"),
        Doubt(1, "the date of the issue was not found", "wrote 2000-01"),
        Doubt(1, "the number of the issue was not found", "wrote 0"),
    )


def test_people_stand_with_what_they_do():
    front = read("云州画刊", "2019年5月 第45期", "主 编 周子衿", "编辑：林小满、许一舟 摄影 / 秦川")
    assert front.masthead == (
        Credit("主编", ("周子衿",)), Credit("编辑", ("林小满", "许一舟")), Credit("摄影", ("秦川",)),
    )  # fmt: skip


def test_a_role_that_stands_down_the_page_is_put_together():
    front = read("云州画刊", "2019年5月 第45期", "主", "编", "周子衿")
    assert front.masthead == (Credit("主编", ("周子衿",)),)


def test_the_address_is_kept_line_by_line():
    front = read("云州画刊", "2019年5月 第45期", "地址 云州市环湖路12号", "电话：0571-1234567")
    assert front.address == ("地址：云州市环湖路12号", "电话：0571-1234567")


def test_the_numbers_of_the_title_are_read_and_a_misread_one_left_out():
    front = read("云州画刊", "2019年5月 第45期", "ISSN 2049-3630 CN 33-1234/Z")
    assert (front.issn, front.cn) == ("2049-3630", "33-1234/Z")
    front, notes = read_front(
        lines_of("云州画刊", "2019年5月 第45期", "ISSN 2049-3631"), [], "scan", read_words("zh-CN")
    )
    assert front.issn == ""
    assert [(doubt.line, doubt.decision) for doubt in notes.doubts] == [(3, "left it out")]


def test_the_editorial_has_the_lines_above_its_text_for_a_headline():
    front = read("云州画刊", "2019年5月 第45期", ("写在河边", 3), (TEXT, 1), (TEXT, 1))
    assert front.editorial
    assert front.editorial.headline == ("写在河边",)
    assert [block.texts[0] for block in front.editorial.blocks] == [TEXT, TEXT]
    assert front.editorial.line == 3


def test_a_label_above_the_headline_of_the_editorial_is_its_tag():
    front = read("云州画刊", "2019年5月 第45期", ("卷首语", 3), ("写在河边", 1), (TEXT, 1))
    assert front.editorial
    assert (front.editorial.tag, front.editorial.headline) == ("卷首语", ("写在河边",))


def test_without_text_there_is_no_editorial():
    assert read("云州画刊", "2019年5月 第45期", "写在河边").editorial is None
