"""The proof of the contents: a sound issue agrees in every source, and what a layout gets wrong is found."""

from __future__ import annotations

from pressroom.preflight.contents import prove_contents
from tests.support.contents import change, finish, prove, template, wrong
from tests.support.press import build, config_in, read


def test_a_sound_issue_agrees_in_every_source(finished):
    audit = prove(finished)
    assert audit.findings == ()
    said = [(row.name, row.plan, {cell.source: cell.says for cell in row.cells}) for row in audit.articles]
    assert said == [
        ("渡轮", "2", dict.fromkeys(("contents page", "link", "headline", "bookmark", "EPUB"), "2")),
        ("新桥试通车", "4", dict.fromkeys(("contents page", "link", "headline", "bookmark", "EPUB"), "4")),
        ("早市搬进顶棚", "4–6", dict.fromkeys(("headline", "bookmark", "EPUB"), "4")),
    ]
    assert [row.name for row in audit.departments] == ["特写", "短讯"]
    third = {cell.source: cell.says for cell in audit.pages[2].cells}
    assert third == {"page label": "2", "printed folio": "2", "running head": "特写", "EPUB list": "2"}
    assert "渡轮" in audit.table


def test_what_is_not_there_is_not_asked(finished):
    issue, _ = read(finished / "issue", config_in(finished))
    book = prove_contents(issue, None, finished / "issue.epub")
    assert {cell.source for row in book.rows for cell in row.cells} == {"EPUB", "EPUB list"}
    paper = prove_contents(issue, finished / "issue.screen.pdf", None)
    assert "EPUB" not in paper.table
    assert not book.findings
    assert not paper.findings


def test_a_wrong_folio_on_the_contents_page(copied):
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio | int + 1 }}"))
    finish(copied)
    assert wrong(copied) == {"渡轮": {"contents page": "3"}, "新桥试通车": {"contents page": "5"}}


def test_one_wrong_folio_among_right_ones(copied):
    change(
        template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ 6 if entry.folio == '4' else entry.folio }}")
    )
    finish(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "6"}}


def test_a_contents_page_without_folio_or_without_entry(copied):
    page = template(copied, "kinds/contents.html")
    change(page, ("{{ entry.folio }}", "{{ entry.folio if entry.folio == '2' }}"))
    finish(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "no number"}}
    change(page, ("{% for entry in section.entries %}", "{% for entry in section.entries if entry.folio != '4' %}"))
    finish(copied)
    assert wrong(copied) == {"新桥试通车": {"contents page": "not listed"}}


def test_a_headline_that_moved_a_page_though_words_like_it_stayed(copied):
    style = '<p>{{ article.title }}早已写过。</p><p style="break-before: page"></p><h1 '
    change(
        template(copied, "kinds/story.html"),
        ("<h1 ", f"{{% if slot.folio == 2 %}}{style}{{% else %}}<h1 {{% endif %}}"),
    )
    finish(copied)
    said = wrong(copied)
    assert said["渡轮"]["headline"] == "3"
    assert set(said) == {"渡轮"}


def test_a_mention_elsewhere_is_no_headline(copied):
    text = copied / "issue" / "copy" / "bridge.md"
    text.write_text(
        text.read_text(encoding="utf-8") + "\n见《最后一班渡轮与对岸的灯》。\n\n**最后一班渡轮 与对岸的灯**\n",
        encoding="utf-8",
    )
    finish(copied)
    assert wrong(copied) == {}


def test_the_running_head_of_another_department(copied):
    change(template(copied, "page.html"), ("{{ slot.department }}", "{{ '短讯' if slot.department else '' }}"))
    finish(copied)
    assert wrong(copied) == {"p. 2": {"running head": "短讯"}, "p. 3": {"running head": "短讯"}}


def test_printed_folios_that_are_off(copied):
    change(
        template(copied, "print.css"),
        ("content: counter(page) }", "content: counter(page) }\n  @top-right { content: '2020' }"),
    )
    finish(copied)
    assert wrong(copied) == {}
    change(
        template(copied, "kinds/story.html"),
        ("{% block page %}", '{% block page %}<style>@page :left { @bottom-center { content: "9" } }</style>'),
    )
    finish(copied)
    assert wrong(copied) == {f"p. {label}": {"printed folio": "9"} for label in "24"}


def test_a_link_of_the_contents_page_to_another_article(copied):
    change(template(copied, "kinds/contents.html"), ("pressroom:{{ entry.article.slug }}", "pressroom:bridge"))
    finish(copied)
    assert wrong(copied) == {"渡轮": {"link": "4"}}


def test_a_disagreement_stops_the_build(copied):
    change(template(copied, "kinds/contents.html"), ("{{ entry.folio }}", "{{ entry.folio | int + 1 }}"))
    report, files = build(copied / "issue", config_in(copied), copied / "out", ["screen", "epub"])
    assert {finding.check for finding in report.findings if finding.severity == 2} == {"contents-disagree"}
    assert files == ()
    assert not list((copied / "out").glob("*")) or not list((copied / "out" / "issue").glob("*"))
