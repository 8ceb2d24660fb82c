"""What issues are: numbers in words, seasons, volumes, folios that go on through a year, printings after the first."""

from __future__ import annotations

import re
import zipfile

import pikepdf
import pytest

from pressroom.issue import first_day
from pressroom.read import newest_issue
from pressroom.report import SourceError
from tests.support.press import build, config_in, read


def say(desk, **keys):
    """Give the good issue other keys; a key that is nothing is taken out."""
    sheet = desk / "issue" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    for key, value in keys.items():
        text = re.sub(rf"(?m)^{key}:.*\n", "", text)
        text = text if value is None else f"{key}: {value}\n{text}"
    sheet.write_text(text, encoding="utf-8")


def issue_of(desk):
    return read(desk / "issue", config_in(desk))[0]


@pytest.mark.parametrize(
    ("number", "ordinal"),
    [("8", 8), ("47–48", 47), ("3–4 合刊", 3), ('"No. 12½"', 12), ("特刊", 0), ("2021/3", 2021), ("1.5", 1.5)],
)
def test_a_number_is_what_readers_call_it(desk, number, ordinal):
    say(desk, number=number)
    issue = issue_of(desk)
    assert issue.number == number.strip('"')
    assert issue.title.endswith(number.strip('"'))
    assert issue.ordinal == ordinal


@pytest.mark.parametrize(
    ("date", "first"),
    [
        ("2021", "2021-01-01"), ("2021-03", "2021-03-01"), ("2021-03-15", "2021-03-15"), ("2024-02-29", "2024-02-29"),
        ("2021-spring", "2021-03-01"), ("2021-summer", "2021-06-01"), ("2021-autumn", "2021-09-01"),
        ("2021-winter", "2021-12-01"),
    ],
)  # fmt: skip
def test_a_date_is_a_year_a_month_a_day_or_a_season(desk, date, first):
    say(desk, date=date)
    assert first_day(date) == first
    assert issue_of(desk).timestamp == f"{first}T00:00:00Z"


@pytest.mark.parametrize("date", ["2021-02-30", "2021-13", "2023-02-29", "0000-01", "2021-fall", "21-03", "März 2021"])
def test_what_is_no_date_is_refused_at_its_line(desk, date):
    say(desk, date=f'"{date}"')
    with pytest.raises(SourceError) as caught:
        issue_of(desk)
    (finding,) = caught.value.report.findings
    assert finding.place.file.name == "issue.yaml"
    assert finding.place.line == 1
    assert "YYYY-MM" in finding.message


def test_the_newest_is_found_among_all_kinds_of_dates_and_numbers(tmp_path):
    rows = [
        ("a", "2020-winter", "4"),
        ("b", "2021", "5"),
        ("c", "2021-01", "9"),
        ("d", "2021-01", "10–11"),
        ("e", "", "99"),
    ]
    for slug, date, number in rows:
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "issue.yaml").write_text(f"date: '{date}'\nnumber: '{number}'\n", encoding="utf-8")
    assert newest_issue(tmp_path).name == "d"


def test_corrections_make_a_printing(desk):
    assert issue_of(desk).revision.number == 1
    assert issue_of(desk).modified == issue_of(desk).timestamp
    rows = "[{date: 2021-02-03, what: 一处数字, article: ferry}, {date: 2021-02-03, what: 二}, {date: 2021-05-01, what: 三}]"
    say(desk, corrections=rows)
    issue = issue_of(desk)
    assert (issue.revision.number, issue.revision.date) == (3, "2021-05-01")
    assert issue.modified == "2021-05-01T00:00:00Z"
    assert [one.article for one in issue.corrections] == ["ferry", "", ""]
    say(desk, revision="{date: 2022-01-01, number: 7}")
    assert (issue_of(desk).revision.number, issue_of(desk).modified) == (7, "2022-01-01T00:00:00Z")


def build_all(desk):
    report, files = build(desk / "issue", config_in(desk), desk / "out", ("screen", "print", "epub"))
    assert report.clear, report.findings
    return {file.name: file for file in files}


def test_a_second_printing_says_so_in_every_edition(desk):
    first = {name: file.read_bytes() for name, file in build_all(desk).items()}
    say(desk, revision="{date: 2021-05-01}", volume="12", number="47–48", whole_number="512")
    made = build_all(desk)
    again = build_all(desk)
    assert {name: file.read_bytes() for name, file in made.items()} == {n: f.read_bytes() for n, f in again.items()}
    with pikepdf.open(made["issue.screen.pdf"]) as pdf:
        assert str(pdf.docinfo.ModDate) == "D:20210501000000Z"
        assert str(pdf.docinfo.CreationDate) != str(pdf.docinfo.ModDate)
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert "<xmpMM:VersionID>2<" in packet
    assert "<xmpMM:InstanceID>uuid:" in packet
    assert "<prism:volume>12<" in packet
    assert "<prism:number>47–48<" in packet
    with zipfile.ZipFile(made["issue.epub"]) as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    assert '"dcterms:modified">2021-05-01T00:00:00Z<' in package
    assert '"group-position">512<' in package
    with pikepdf.open(made["issue.print.pdf"]) as pdf:
        assert len(pdf.pages) == 8 or pdf.pages
    assert b"InstanceID" not in first["issue.screen.pdf"]


def test_folios_go_on_through_a_year(desk):
    sheet = desk / "issue" / "issue.yaml"
    text = sheet.read_text(encoding="utf-8")
    text = re.sub(r"folio: (\d+)", lambda found: f"folio: {int(found[1]) + 320}", text)
    sheet.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"say `first_folio: 321`"):
        issue_of(desk)
    say(desk, first_folio="322")
    with pytest.raises(SourceError, match="begin with an odd folio"):
        issue_of(desk)
    say(desk, first_folio="323")
    with pytest.raises(SourceError, match="folio 321 comes before the first folio, 323"):
        issue_of(desk)
    say(desk, first_folio="321")
    issue = issue_of(desk)
    assert issue.labels[1:-1] == tuple(map(str, range(321, 327)))
    made = build_all(desk)
    with pikepdf.open(made["issue.screen.pdf"]) as pdf:
        assert [page.label for page in pdf.pages][:3] == ["C1", "321", "322"]
