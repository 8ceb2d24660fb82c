"""The folder that an import writes: room for front pages, no slot twice, nothing half written, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pressroom.importers.ocr import import_scan
from pressroom.importers.readers.text import read_scan
from pressroom.report import SourceError
from tests.support.press import read
from tests.support.scans import make_scan


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
