"""A check that breaks is a finding with its name; what the others find stands beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressroom.pipeline.orders import Order, Scrutiny
from pressroom.pipeline.publish import check_issue, publish_issue
from pressroom.preflight.epub.registry import BOOK_CHECKS, BookCheck
from pressroom.preflight.pdf.registry import FILE_CHECKS, FileCheck
from pressroom.preflight.registry import CHECKS, Check, run_check
from pressroom.report import Place, Severity, query
from pressroom.workshop.config import config_of
from tests.support.paths import GOOD

EDITIONS = ("screen", "print", "epub")


def planted(_what):
    """This check is broken on purpose."""
    raise KeyError("planted")
    yield


@pytest.fixture
def order(tmp_path):
    shutil.copytree(GOOD, tmp_path / "good")
    folder = tmp_path / "good"
    copy = folder / "issue" / "copy" / "bridge.md"
    copy.write_text(copy.read_text(encoding="utf-8") + "\n半角标点,要改.\n", encoding="utf-8")  # one query that stays
    config = config_of(folder)
    return Order(folder / "issue", config, EDITIONS, folder / "out")


def broken(report):
    return [finding for finding in report.findings if finding.check == "check-failed"]


@pytest.mark.parametrize("kind", ["proof", "pdf", "book", "contents"])
@pytest.mark.parametrize("way", [publish_issue, check_issue])
def test_a_key_error_in_a_check_of_each_kind_is_a_finding(order, monkeypatch, kind, way):
    usual = check_issue(order).report
    assert "not-normalised" in [finding.check for finding in usual.findings]
    plants = {
        "proof": (CHECKS, Check("planted", Severity.QUERY, planted)),
        "pdf": (FILE_CHECKS, FileCheck("planted", Severity.QUERY, "none", ("screen",), True, planted)),
        "book": (BOOK_CHECKS, BookCheck("planted", Severity.QUERY, planted)),
    }
    if kind == "contents":
        monkeypatch.setattr("pressroom.preflight.accounting.prove_contents", lambda *_: next(planted(None)))
    else:
        monkeypatch.setitem(plants[kind][0], "planted", plants[kind][1])
    made = way(order)
    (finding, *more) = broken(made.report)
    assert not made.report.clear
    assert "KeyError: 'planted'" in finding.message
    assert ("contents-disagree" if kind == "contents" else "planted") in finding.message
    assert more == []
    assert [one for one in made.report.findings if one.check != "check-failed"] == list(usual.findings)
    assert made.files == ()


def test_what_a_check_found_before_it_broke_stays():
    def look():
        yield query("half", "found", Place(Path("a.md"), 3))
        raise ZeroDivisionError

    first, last = run_check("half", look, Place(Path("issue.yaml")))
    assert (first.check, last.check, last.severity) == ("half", "check-failed", Severity.STOP)
    assert last.place == Place(Path("issue.yaml"))


def test_a_quick_check_reads_no_marks_and_a_deep_one_does(order):
    quick = check_issue(order)
    assert quick.report.clear
    deep = check_issue(Order(order.folder, order.config, ("print",), order.out, scrutiny=Scrutiny(deep=True)))
    ids = {finding.check for finding in deep.report.findings}
    assert "font-not-embedded" not in ids
    assert {finding.check for finding in quick.report.findings} <= ids | {"not-normalised"}
