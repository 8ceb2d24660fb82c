"""A second import keeps what was corrected; many imports at once; what the archivist knows; verdicts and reports."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from pressroom.cli import main
from pressroom.importers.many import JOURNAL, import_many
from pressroom.importers.merging import merge_texts
from pressroom.importers.ocr import import_scan
from pressroom.importers.orders import ImportOrder, import_issue
from pressroom.importers.values import Known
from pressroom.importers.verdict import Extent, Figures, Verdict, judge
from tests.support.archive import BARE, pages, pdf_of, scan
from tests.support.press import read

TEXT = scan(BARE["round brackets"])


def write(folder, text: str = TEXT, name: str = "scan.txt"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "conflicts"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\n", ()),
        ("a\nb\nc\n", "a\nmine\nc\n", "a\nb\nc\n", "a\nmine\nc\n", ()),
        ("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n", ()),
        ("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n", "a\nmine\nc\n", (2,)),
        ("a\nb\n", "a\nb\nmore\n", "new\na\nb\n", "new\na\nb\nmore\n", ()),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\n", "a\nc\n", ()),
        ("a\n", "b\n", "b\n", "b\n", ()),
    ],
)
def test_three_texts_are_merged_by_lines(base, mine, theirs, merged, conflicts):
    result = merge_texts(base, mine, theirs)
    assert (result.text, result.conflicts) == (merged, conflicts)


def test_a_second_import_keeps_corrections_and_takes_what_is_new(tmp_path):
    source = write(tmp_path)
    import_issue([source], tmp_path / "issue")
    copy = tmp_path / "issue" / "copy"
    ferry, clock = copy / "p003.md", copy / "p007.md"
    ferry.write_text(ferry.read_text(encoding="utf-8").replace("三丈", "五丈"), encoding="utf-8")
    clock.write_text(clock.read_text(encoding="utf-8").replace("七道弯", "九道弯"), encoding="utf-8")
    write(tmp_path, TEXT.replace("等雾散的工夫", "等到雾散").replace("七道弯", "八道弯").replace("锯齿", "花边"))
    result = import_issue([source], tmp_path / "issue")
    assert "五丈" in ferry.read_text(encoding="utf-8")
    assert "等到雾散" in ferry.read_text(encoding="utf-8")
    assert "九道弯" in clock.read_text(encoding="utf-8")
    assert "花边" in (copy / "p018.md").read_text(encoding="utf-8")
    (said,) = result.merged
    assert said.startswith("copy/p007.md:")
    read(tmp_path / "issue")
    again = import_issue([source], tmp_path / "issue")
    assert again.merged == result.merged or not again.merged
    assert "五丈" in ferry.read_text(encoding="utf-8")


def test_what_was_taken_out_stays_out_and_what_is_gone_goes(tmp_path):
    source = write(tmp_path)
    import_issue([source], tmp_path / "issue")
    (tmp_path / "issue" / "copy" / "p003.md").unlink()
    write(tmp_path, "\n".join(line for line in TEXT.split("\n") if "25" not in line))
    result = import_issue([source], tmp_path / "issue")
    assert not (tmp_path / "issue" / "copy" / "p003.md").exists()
    assert not (tmp_path / "issue" / "copy" / "p025.md").exists()
    assert any("taken out" in said for said in result.merged)


def test_many_at_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    sources = [
        write(tmp_path / "a"),
        write(tmp_path / "b", TEXT.replace("河湾", "海湾")),
        write(tmp_path, "没有目录。", "bad.txt"),
    ]
    done = CliRunner().invoke(main, ["import", *map(str, sources), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    lines = done.output.strip().split("\n")
    assert [line.split()[0] for line in lines[:3]] == ["scan", "scan-2", "bad"]
    assert lines[-1] == "2 sound, 1 not an issue"
    titles = [read(tmp_path / "out" / name)[0].magazine.title for name in ("scan", "scan-2")]
    assert titles == ["河湾", "海湾"]
    assert not (tmp_path / "out" / "bad").exists()


def test_many_go_on_where_they_stopped(tmp_path, monkeypatch):
    sources = [write(tmp_path, TEXT, "one.txt"), write(tmp_path, TEXT.replace("河湾", "海湾"), "two.txt")]
    first = import_many(sources, tmp_path / "out")
    journal = json.loads((tmp_path / "out" / JOURNAL).read_text(encoding="utf-8"))
    assert [row["verdict"] for row in journal] == ["sound", "sound"]

    def fail(*_args, **_more):
        raise AssertionError("was done already")

    monkeypatch.setattr("pressroom.importers.many.import_issue", fail)
    assert import_many(sources, tmp_path / "out") == first
    write(tmp_path, TEXT.replace("七道弯", "八道弯"), "two.txt")
    with pytest.raises(AssertionError, match="done already"):
        import_many(sources, tmp_path / "out")


def test_what_the_archivist_knows(tmp_path):
    source = write(tmp_path, "\n".join(TEXT.split("\n")[4:]))
    known = Known(title="河湾", number="7", volume="3", date="2012-11", pages=40)
    result = import_issue([source], tmp_path / "issue", ImportOrder(known))
    issue, _ = read(tmp_path / "issue")
    assert (issue.magazine.title, issue.number, issue.volume, issue.date) == ("河湾", "7", "3", "2012-11")
    assert issue.labels[-3] == "40"
    assert result.verdict is Verdict.SOUND


def test_folios_that_run_through_a_year(tmp_path):
    text = TEXT
    for folio in (3, 7, 12, 18, 25):
        text = text.replace(f"（{folio}）", f"（{folio + 1200}）")
    import_issue([write(tmp_path, text)], tmp_path / "issue", ImportOrder(Known(first_folio=1201)))
    issue, _ = read(tmp_path / "issue")
    assert [slot.folio for slot in issue.flatplan if slot.articles] == [1203, 1207, 1212, 1218, 1225]


def test_the_sheet_of_the_magazine_is_used(tmp_path):
    (tmp_path / "magazine.yaml").write_text("title: 河湾月刊\nlanguage: zh-CN\nroles: {文: aut}\n", encoding="utf-8")
    import_issue([write(tmp_path)], tmp_path / "issue")
    assert not (tmp_path / "issue" / "magazine.yaml").exists()
    assert read(tmp_path / "issue")[0].magazine.title == "河湾月刊"


def test_the_report_says_the_verdict_first_and_where_doubts_stand(tmp_path):
    text = TEXT.replace("（12）", "（72）").replace(
        "晒盐的人不抬头，也知道云走到哪里了。",
        "晒盐的人不抬头，也知道云走到哪里了，他们把木耙靠在棚边，等太阳落到盐堆后面去",
    )
    result = import_scan(write(tmp_path, text), tmp_path / "issue")
    report = (tmp_path / "issue" / "import-report.md").read_text(encoding="utf-8").split("\n")
    assert report[2] == f"- {result.lines[0]}"
    values = json.loads((tmp_path / "issue" / "import-report.json").read_text(encoding="utf-8"))
    assert values["verdict"] == result.verdict.value
    assert values["exit"] == result.verdict.code
    assert values["figures"]["letters"] == values["figures"]["taken"] + values["figures"]["left"]
    misread = next(doubt for doubt in values["doubts"] if "misread" in doubt["what"])
    assert misread["decision"] == "took 12"
    broken = next(doubt for doubt in values["doubts"] if "does not end" in doubt["what"])
    assert broken["file"] == "copy/p012.md"
    line = (tmp_path / "issue" / broken["file"]).read_text(encoding="utf-8").split("\n")[broken["file_line"] - 1]
    assert line.startswith("晒盐的人")


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.SOUND),
        ({"found": 9}, Verdict.LOOK),
        ({"found": 4}, Verdict.NONE),
        ({"share": 0.97}, Verdict.LOOK),
        ({"share": 0.4}, Verdict.NONE),
        ({"order": 0.9}, Verdict.LOOK),
        ({"taken": 9990}, Verdict.LOOK),
        ({"lost": 100, "taken": 9900, "left": 100}, Verdict.LOOK),
        ({"columns": 3}, Verdict.LOOK),
        ({"misread": 1}, Verdict.LOOK),
        ({"guessed": 1}, Verdict.LOOK),
        ({"vague": 1}, Verdict.LOOK),
        ({"deserted": ("书架",)}, Verdict.LOOK),
        ({"clashes": 1}, Verdict.LOOK),
        ({"hidden": 1}, Verdict.LOOK),
        ({"missing": ("the date of the issue",)}, Verdict.LOOK),
        ({"extents": (Extent("题", 0, 3, True, 0),)}, Verdict.LOOK),
        ({"extents": (Extent("题", 900, 3, True, 10, 4),)}, Verdict.LOOK),
        ({"extents": (*(Extent("题", 900, 2, True, 9) for _ in range(5)), Extent("长", 9000, 2, True, 9), Extent("末", 900, 2, True, 9))}, Verdict.LOOK),
    ],
)  # fmt: skip
def test_what_keeps_a_verdict_from_being_sound(change, verdict):
    values = {
        "printed": 10,
        "found": 10,
        "share": 1.0,
        "order": 1.0,
        "letters": 10000,
        "taken": 10000,
        "left": 0,
        "lost": 0,
        "language": "zh-CN",
    }
    assert judge(Figures(**{**values, **change}))[0] is verdict


def test_exit_codes(tmp_path):
    good, bad = write(tmp_path), write(tmp_path, TEXT.replace("盐田记\n\n冯", "冯"), "bad.txt")
    for source, code in ((good, 0), (bad, 1), (write(tmp_path, "没有目录。", "none.txt"), 2)):
        assert CliRunner().invoke(main, ["import", str(source), "--out", str(tmp_path / source.stem)]).exit_code == code


def test_the_command_of_old_still_works(tmp_path):
    source = write(tmp_path)
    assert CliRunner().invoke(main, ["import", "ocr", str(source), "--out", str(tmp_path / "issue")]).exit_code == 0


def test_scan_and_copy_side_by_side(tmp_path):
    pdf_of(pages(), tmp_path / "issue.pdf")
    import_issue([tmp_path / "issue.pdf"], tmp_path / "issue", ImportOrder(facsimile=True))
    shown = (tmp_path / "issue" / "facsimile.html").read_text(encoding="utf-8")
    assert shown.count("<section") == 8
    links = re.findall(r'href="#page-(\d+)">copy/(\w+)\.md', shown)
    assert links == [("3", "p003"), ("5", "p005"), ("7", "p007")]
    assert len([*(tmp_path / "issue" / "facsimile").glob("*.jpg")]) == 8
    assert not [*tmp_path.glob(".issue*")]
    done = CliRunner().invoke(main, ["facsimile", str(tmp_path / "issue"), "--proof", str(tmp_path / "issue.pdf")])
    assert done.exit_code == 0, done.output
