"""Tags, dates, lists and numbers: as each language writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pressroom.language.check import check_served, check_tag
from pressroom.language.locales import list_separators, write_date, write_issue_date, write_list, write_number
from pressroom.language.tags import read_tag
from pressroom.language.words import read_words
from pressroom.report import Place, Severity

HERE = Place(Path("magazine.yaml"), 3, 1)


@pytest.mark.parametrize(
    ("tag", "month", "day"),
    [
        ("zh-CN", "2026年7月", "2026年7月9日"),
        ("zh-TW", "2026年7月", "2026年7月9日"),
        ("ja", "2026年7月", "2026年7月9日"),
        ("ko", "2026년 7월", "2026년 7월 9일"),
        ("en", "July 2026", "July 9, 2026"),
        ("en-GB", "July 2026", "9 July 2026"),
        ("de", "Juli 2026", "9. Juli 2026"),
        ("fr", "juillet 2026", "9 juillet 2026"),
        ("es", "julio de 2026", "9 de julio de 2026"),
        ("cs", "červenec 2026", "9. července 2026"),
        ("tlh", "2026-07", "2026-07-09"),
    ],
)
def test_dates_are_written_in_words(tag: str, month: str, day: str) -> None:
    assert write_date("2026-07", tag) == month
    assert write_date("2026-07-09", tag) == day
    assert write_issue_date("2026-07", tag, read_words(tag)) == month


@pytest.mark.parametrize(
    ("tag", "year", "season"),
    [
        ("zh-CN", "2026年", "2026年秋季"),
        ("ja", "2026年", "2026年秋"),
        ("ko", "2026년", "2026년 가을"),
        ("en-GB", "2026", "Autumn 2026"),
        ("de", "2026", "Herbst 2026"),
        ("es", "2026", "otoño de 2026"),
    ],
)
def test_years_and_seasons_too(tag: str, year: str, season: str) -> None:
    assert write_issue_date("2026", tag, read_words(tag)) == year
    assert write_issue_date("2026-autumn", tag, read_words(tag)) == season


@pytest.mark.parametrize("text", ["spring 2026", "2026-13", "", "2026-02-30", "2026-spring"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert write_date(text, "en") == text


@pytest.mark.parametrize(
    ("tag", "two", "three"),
    [
        ("en", "A and B", "A, B, and C"),
        ("en-GB", "A and B", "A, B and C"),
        ("de", "A und B", "A, B und C"),
        ("fr", "A et B", "A, B et C"),
        ("es", "A y B", "A, B y C"),
        ("ja", "A、B", "A、B、C"),
        ("zh-CN", "A和B", "A、B和C"),
        ("tlh", "A, B", "A, B, C"),
    ],
)
def test_lists_are_joined_as_they_are_read(tag: str, two: str, three: str) -> None:
    assert write_list(["A"], tag) == "A"
    assert write_list(["A", "B"], tag) == two
    assert write_list(["A", "B", "C"], tag) == three
    between = list_separators(3, tag)
    assert f"A{between[0]}B{between[1]}C" == three
    assert list_separators(1, tag) == ()


def test_numbers_have_the_signs_of_their_language() -> None:
    assert [write_number(1234567.5, tag) for tag in ("en", "de", "es")] == ["1,234,567.5", "1.234.567,5", "1.234.567,5"]


@pytest.mark.parametrize(
    ("text", "script", "style", "served"),
    [
        ("zh", "Hans", "simplified", True),
        ("zh-HK", "Hant", "traditional", True),
        ("zh-Hans-HK", "Hans", "simplified", True),
        ("en-GB", "Latn", "latin", True),
        ("ru", "Cyrl", "latin", True),
        ("grc", "Grek", "latin", True),
        ("sr-Latn", "Latn", "latin", True),
        ("ko", "Kore", "korean", False),
        ("ar", "Arab", "", False),
        ("fa-AF", "Arab", "", False),
        ("th", "Thai", "", False),
    ],
)
def test_tags_say_how_a_language_is_written(text: str, script: str, style: str, served: bool) -> None:
    tag = read_tag(text)
    assert (tag.script, tag.style, tag.served) == (script, style, served)
    assert (check_served(text, HERE) is None) == served


def test_what_is_set_without_rules_is_said_by_name() -> None:
    finding = check_served("ar-EG", HERE)
    assert finding is not None
    assert finding.severity is Severity.QUERY
    assert "Arabic (Egypt) (ar-EG)" in finding.message


@pytest.mark.parametrize(
    "tag", ["en", "en-GB", "zh-Hant-TW", "de-1996", "fro", "sl-rozaj", "en-x-pirate", "es-419", "yue"]
)
def test_known_tags_pass(tag: str) -> None:
    assert check_tag(tag, HERE) is None


@pytest.mark.parametrize(
    ("tag", "severity", "said"),
    [
        ("english", Severity.STOP, "'english'"),
        ("en_GB", Severity.STOP, "'en_GB'"),
        ("en-UK", Severity.QUERY, "did you mean 'en-GB'?"),
        ("qq", Severity.QUERY, "'qq'"),
        ("zh-Hanx", Severity.QUERY, "'Hanx'"),
    ],
)
def test_other_tags_are_findings(tag: str, severity: Severity, said: str) -> None:
    finding = check_tag(tag, HERE)
    assert finding is not None
    assert finding.severity is severity
    assert said in f"{finding.message} {finding.hint}"


def test_locales_are_not_loaded_until_they_are_asked_for() -> None:
    """They take a tenth of a second, and many builds need none of them."""
    program = (
        "import sys; import pressroom.cli, pressroom.read, pressroom.makeup.pasteup, pressroom.language.words as w; "
        "from pressroom.language.check import check_tag; check_tag('en-GB', None); w.read_words('zh-CN'); "
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
