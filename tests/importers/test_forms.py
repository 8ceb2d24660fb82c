"""Contents pages in the forms in which they are printed: one small magazine, its contents page written in each."""

from __future__ import annotations

import pytest

from pressroom.importers.ocr import import_scan
from pressroom.importers.verdict import Verdict
from tests.support.archive import ARTICLES, BARE, FORMS, scan
from tests.support.press import read


def check(text: str, tmp_path, *, people: bool, verdict: Verdict = Verdict.SOUND) -> None:
    (tmp_path / "scan.md").write_text(text, encoding="utf-8")
    result = import_scan(tmp_path / "scan.md", tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    slots = {slot.folio: slot.articles for slot in issue.flatplan if slot.articles}
    assert {folio: [a.headline for a in some] for folio, some in slots.items()} == {
        folio: [(headline,)] for folio, headline, *_ in ARTICLES
    }
    for folio, _, author, one, two in ARTICLES:
        (article,) = slots[folio]
        assert article.copy.strip().split("\n\n") == [one, two]
        if people:
            assert [name for credit in article.bylines for name in credit.names] == [author]
    assert result.verdict is verdict, result.reasons


@pytest.mark.parametrize("form", FORMS)
def test_authors_on_the_contents_page(form, tmp_path):
    check(scan(FORMS[form]), tmp_path, people=True)


@pytest.mark.parametrize("form", FORMS)
def test_authors_that_only_the_contents_page_names(form, tmp_path):
    check(scan(FORMS[form], bylines=False), tmp_path, people=True)


@pytest.mark.parametrize("form", BARE)
def test_folios(form, tmp_path):
    guessed = form == "misread"  # put right by the order alone, it may be another one
    check(scan(BARE[form]), tmp_path, people=True, verdict=Verdict.LOOK if guessed else Verdict.SOUND)


@pytest.mark.parametrize("form", ["slash", "round brackets", "html", "han"])
def test_contents_at_the_end(form, tmp_path):
    check(scan({**FORMS, **BARE}[form], at_end=True), tmp_path, people=True)
