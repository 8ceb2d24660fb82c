"""Contents pages and headlines in other manners: none is a false alarm, and a wrong folio is found in each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.contents import change, finish, prove, template, wrong

MANNERS = {
    "behind": '<p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}…… P{{ FOLIO }}</a></p>',
    "far behind": '<table style="width: 100%"><tr><td><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></td><td style="text-align: right">{{ FOLIO }}</td></tr></table>',
    "above": '<p style="font-size: 20pt; line-height: 30pt">{{ FOLIO }}</p><p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></p>',
    "below": '<p><a href="pressroom:{{ entry.article.slug }}">{{ entry.headline }}</a></p><p>第{{ FOLIO }}页</p><p>&#160;</p>',
    "padded": '<p><a href="pressroom:{{ entry.article.slug }}">0{{ FOLIO }}／{{ entry.headline }}</a></p>',
    "in columns": '<p style="display: inline-block; width: 40mm"><a href="pressroom:{{ entry.article.slug }}"><span style="display: inline-block; width: 12mm">{{ FOLIO }}</span>{{ entry.headline }}</a></p>',
}


def lay_contents(desk: Path, entry: str) -> None:
    template(desk, "kinds/contents.html").write_text(
        '{% extends "page.html" %}{% block page %}<h1>{{ words.contents }} {{ issue.number }}</h1>'
        f"{{% for section in contents %}}{{% for entry in section.entries %}}{entry}{{% endfor %}}{{% endfor %}}{{% endblock %}}",
        encoding="utf-8",
    )


@pytest.mark.parametrize("manner", MANNERS)
def test_folios_in_every_manner(copied, manner):
    lay_contents(copied, MANNERS[manner].replace("FOLIO", "entry.folio"))
    finish(copied)
    assert wrong(copied) == {}
    lay_contents(copied, MANNERS[manner].replace("FOLIO", "(6 if entry.folio == '4' else entry.folio)"))
    finish(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "6"}}


def test_headlines_with_readings_capitals_figures_and_the_same_words_twice(copied):
    issue = copied / "issue"
    for slug, headline in (("bridge", "12座桥 The River's Edge"), ("market", "早市"), ("ferry", "早市")):
        file = issue / "copy" / f"{slug}.md"
        text = re.sub(r"(?m)^headline:.*(\n +- .*)*$", f"headline: {headline}", file.read_text(encoding="utf-8"))
        file.write_text(re.sub(r"(?m)^short_headline:.*\n", "", text), encoding="utf-8")
    change(issue / "issue.yaml", ("note: 等2则", "contents: all"))
    change(
        template(copied, "kinds/story.html"),
        (
            "{{ article.title }}</h1>",
            '{% for sign in article.title %}{{ sign }}{% if sign == "桥" %}<span style="font-size: 4pt">qiao</span>{% endif %}{% endfor %}</h1>',
        ),
    )
    with template(copied, "print.css").open("a", encoding="utf-8") as file:
        file.write("h1 { font-size: 16pt; line-height: 20pt; text-transform: uppercase }\n")
    finish(copied)
    assert wrong(copied) == {}
    assert [(row.name, row.plan) for row in prove(copied).articles] == [
        ("早市", "2"),
        ("12座桥 The River's Edge", "4"),
        ("早市", "4"),
    ]
    listed = next(row for row in prove(copied).articles if row.plan == "4" and row.name == "早市")
    assert {cell.source: cell.says for cell in listed.cells}["contents page"] == "4"


def test_entries_without_a_number(copied):
    change(copied / "issue" / "issue.yaml", ("note: 等2则", "contents: unnumbered"))
    finish(copied)
    assert wrong(copied) == {}
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio or 5 }}"))
    finish(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "5"}}


def test_an_issue_without_a_contents_page(copied):
    change(copied / "issue" / "issue.yaml", ("{kind: contents, folio: 1}", "{kind: back-cover, folio: 1}"))
    finish(copied)
    assert wrong(copied) == {}
