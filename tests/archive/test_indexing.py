"""What an archive knows of all its issues: indexes, citations, what does not agree, and where a word stands."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from pressroom.archive.bag import close_bag
from pressroom.archive.catalogue import CATALOGUE, find_articles, make_catalogue, tokenise
from pressroom.archive.citing import write_bibtex, write_crossref, write_csl, write_ojs, write_ris
from pressroom.archive.indexing import check_serials, list_entries, read_serials, write_csv
from pressroom.archive.works import Contributor, Serial, Work, write_works
from tests.support.nurseries import run_command

METRO = Work(
    "metro",
    "地铁 8号线一期 & 二期",
    "",
    "江底的灯。",
    "特写",
    "zh-CN",
    (Contributor("周砚", "记者", "aut"), Contributor("林舟", "摄影", "pht")),
    ("地铁", "江"),
    ("12", "13", "14"),
    "地铁8号线在江底穿行，夜里停在第三站。",
)
FERRY = Work(
    "ferry", "Last Ferry", "", "", "短讯", "en", (Contributor("A. Lee", "Text"),), (), ("4",), "The river at night."
)
SERIAL = Serial(
    "2021-01",
    "江声",
    "江声 No. 8",
    "2049-3630",
    "",
    "江声编辑部",
    "zh-CN",
    "",
    "8",
    "2",
    "",
    "2021-01",
    1,
    (),
    ("1",),
    (METRO, FERRY),
)


def shelve(archive: Path, serial: Serial) -> None:
    bag = archive / "m" / f"{serial.slug}-{serial.printing}"
    (bag / "data" / "metadata").mkdir(parents=True)
    (bag / "data" / "metadata" / "works.json").write_bytes(write_works(serial))
    close_bag(bag, [("External-Identifier", serial.slug)])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    shelve(tmp_path, SERIAL)
    shelve(
        tmp_path, replace(SERIAL, slug="2021-02", number="9", date="2021-02", works=(replace(FERRY, text="夜里的江"),))
    )
    return tmp_path


def test_entries_stand_under_year_author_subject_and_department(archive):
    entries = list_entries([serial for _, serial in read_serials(archive)])
    rows = [(one.index, one.under, one.title, one.pages) for one in entries]
    assert ("contents", "2021", METRO.title, "12–14") in rows
    assert ("authors", "周砚", METRO.title, "12–14") in rows
    assert ("subjects", "地铁", METRO.title, "12–14") in rows
    assert ("departments", "短讯", "Last Ferry", "4") in rows
    assert len(list(csv.reader(write_csv(entries).splitlines()))) == len(entries) + 1


def test_the_last_printing_counts_and_its_corrections_are_indexed(archive):
    shelve(archive, replace(SERIAL, printing=2, corrections=(("2021-03-01", "站名", "metro"),)))
    found = [serial for _, serial in read_serials(archive)]
    assert [(serial.slug, serial.printing) for serial in found] == [("2021-01", 2), ("2021-02", 1)]
    (entry,) = [one for one in list_entries(found) if one.index == "corrections"]
    assert (entry.under, entry.title, entry.pages) == ("2021-03-01", "站名", "12–14")


def test_citations_say_who_what_where():
    ris = write_ris([SERIAL])
    assert ris.startswith("TY  - MGZN\r\nTI  - 地铁 8号线一期 & 二期\r\nAU  - 周砚\r\nT2  - 江声\r\n")
    assert ris.count("\r\nER  - \r\n") == 2
    assert "AU  - 林舟" not in ris
    bibtex = write_bibtex([SERIAL])
    assert r"title = {{地铁 8号线一期 \& 二期}}" in bibtex
    assert "pages = {12--14}" in bibtex
    assert bibtex.count("{") - bibtex.count("}") == 0
    first, second = json.loads(write_csl([SERIAL]))
    assert first["issued"] == {"date-parts": [[2021, 1]]}
    assert (first["page"], first["ISSN"], second["author"]) == ("12-14", "2049-3630", [{"literal": "A. Lee"}])
    crossref = fromstring(write_crossref([SERIAL], "office@example.org"))
    assert [one.text for one in crossref.iter("{http://www.crossref.org/schema/5.3.1}first_page")] == ["12", "4"]
    ojs = fromstring(write_ojs([SERIAL]))
    assert [one.text for one in ojs.iter("{http://pkp.sfu.ca}pages")] == ["12-14", "4"]
    assert {one.get("locale") for one in ojs.iter("{http://pkp.sfu.ca}article")} == {"zh_CN", "en_US"}


def test_what_does_not_agree_is_found():
    def issue(number: str, **changes: object) -> tuple[Path, Serial]:
        return Path(number), replace(SERIAL, number=number, slug=number, **changes)

    named = replace(FERRY, people=(Contributor("周 砚", "记者"),))
    found = [issue("1"), issue("2", issn="1234-5679"), issue("5–6"), issue("7", works=(named,)), issue("7")]
    said = {(one.check, one.message) for one in check_serials(found)}
    assert said == {
        ("other-issn", "the ISSN is 1234-5679, that of other issues 2049-3630"),
        ("number-missing", "number 3–4 is missing before 5"),
        ("number-twice", "number 7 stands twice"),
        ("name-spelt", "'周 砚' is spelt '周砚' elsewhere"),
    }
    assert list(check_serials([issue("1"), issue("2–3"), issue("4")])) == []


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ("地铁 8号线", [METRO.title]),
        ("江底", [METRO.title]),
        ("底江", []),
        ("江", [METRO.title, "Last Ferry"]),
        ("夜里", [METRO.title, "Last Ferry"]),
        ("周砚", [METRO.title]),
        ("RIVER night", ["Last Ferry"]),
        ("地铁 night", []),
        ('"; DROP TABLE issues', []),
        ("。", []),
    ],
)
def test_words_are_found_where_they_stand(wanted, titles, archive):
    make_catalogue(archive)
    assert sorted({hit.title for hit in find_articles(archive, wanted)}) == sorted(titles)


def test_chinese_is_parted_in_characters_and_pairs():
    assert list(tokenise("地铁8号线 Line")) == ["地", "铁", "地铁", "8", "号", "线", "号线", "line"]


def test_the_catalogue_is_made_of_the_archive_alone(archive):
    first = make_catalogue(archive)
    with sqlite3.connect(first) as base:
        assert base.execute("SELECT count(*) FROM issues").fetchone() == (2,)
    base.close()
    (archive / CATALOGUE).unlink()
    result = run_command("archive", "find", "地铁", "--in", str(archive))
    assert result.exit_code == 0
    assert result.output.startswith(f"{METRO.title}  江声 No. 8 (2021-01), 12–14  [m/2021-01-1]\n    地铁8号线")


def test_the_command_writes_all_of_it(archive):
    result = run_command("index", str(archive), "--email", "office@example.org")
    assert result.exit_code == 0, result.output
    names = {Path(line).name for line in result.output.splitlines()}
    assert names == {
        "index.html",
        "index.csv",
        *(f"citations.{end}" for end in ("ris", "bib", "json", "ojs.xml", "crossref.xml")),
    }
    assert len(re.findall("<h2", (archive / "index.html").read_text(encoding="utf-8"))) == 4
