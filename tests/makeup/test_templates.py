"""Templates of strangers are harmless: they see listed fields and nothing else, and every failure is a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from pathlib import Path
from types import FunctionType

import pytest
from markupsafe import Markup

from pressroom.issue import Article, Credit, Issue, Magazine, Picture, Slot
from pressroom.makeup.contents import Entry, Section
from pressroom.makeup.pasteup import make_up
from pressroom.makeup.templates import Environment
from pressroom.makeup.views import FIELDS, View, noun_of, view_of
from pressroom.report import LayoutError
from tests.support.paths import DOCS
from tests.support.press import config_in, prepare, read

PLAIN = (str, bool, int, float, type(None))

#: What hostile templates try: each is refused with the template's line, or says nothing it should not.
ESCAPES = {
    "unlink": "{{ (issue.folder / 'x').unlink() }}",
    "picture's file": "{{ slot.art.file }}",
    "picture's file by subscript": "{{ slot.art['file'] }}",
    "picture's file by filter": "{{ slot.art | attr('file') }}",
    "place": "{{ slot.place }}",
    "place by map": "{{ issue.articles | map(attribute='place.file') | list }}",
    "noun behind a view": "{{ issue._noun }}",
    "noun by filter": "{{ issue | attr('_noun') }}",
    "class": "{{ issue.__class__ }}",
    "class of a text": "{{ ''.__class__.__mro__ }}",
    "subclasses by filter": "{{ '' | attr('__class__') | attr('__mro__') }}",
    "globals of a function": "{{ image.__globals__ }}",
    "globals by filter": "{{ image | attr('__globals__') }}",
    "code of a macro": "{% macro m() %}{% endmacro %}{{ m._func }}",
    "format": "{{ '{0.__class__}'.format(issue) }}",
    "format of markup": "{{ galley.ferry.format(issue) }}",
    "format_map": "{{ '{a.__class__}'.format_map({'a': issue}) }}",
    "format by attr": "{{ ('{0.__class__}' | attr('format'))(issue) }}",
    "self": "{{ self._TemplateReference__context }}",
    "context of self": "{{ self.__init__.__globals__ }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "import of python": "{% import 'os' as os %}",
    "include from above": "{% include '../../issue.yaml' %}",
    "include absolute": "{% include '/etc/passwd' %}",
    "write to a mapping": "{{ tokens.update({'ink': 'red'}) }}",
    "write to a list": "{{ issue.articles.append(1) }}",
    "write to a view": "{% set issue.title = 'x' %}",
    "another filter": "{{ issue | tojson }}",
    "pprint": "{{ issue | pprint }}",
    "picture that is none": "{{ image('file:///etc/passwd') }}",
    "picture of an article": "{{ image(articles[0]) }}",
    "generator frame": "{{ (issue.articles | map('upper')).gi_frame }}",
    "bytes": "{{ 'a'.encode() }}",
    "power": "{{ 10 ** 10000000 }}",
    "repeat": "{{ 'a' * 2000000000 }}",
    "repeat a list": "{{ [1] * 2000000000 }}",
    "range": "{% for n in range(1000000000) %}{% endfor %}",
    "wide format": "{{ '%0999999999d' | format(1) }}",
    "star format": "{{ '%0*d' | format(999999999, 1) }}",
    "percent": "{{ '%0999999999d' % 1 }}",
    "long page": "{% for n in range(90000) %}{{ 'abcdefghijklmnopqrstuvwxyz' * 4 }}{% endfor %}",
}
#: What is merely broken.
FAULTS = {
    "a stray brace": "{{ issue.title }",
    "an unknown name": "{{ isue.title }}",
    "an unknown field": "{{ issue.titel }}",
    "a block that is not closed": "{% if slot %}",
    "division": "{{ 1 / 0 }}",
    "wrong type": "{{ 'a' + 1 }}",
    "beyond the end": "{{ issue.articles[99].title }}",
    "a call of a text": "{{ issue.title() }}",
    "includes itself": "{% include 'kinds/story.html' %}",
    "a macro calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "extends itself": "{% extends 'kinds/story.html' %}",
    "deep blocks": "{% for a in [1] %}" * 120 + "{% endfor %}" * 120,
    "deep brackets": "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
    "deep sums": "{{ " + "+".join(["1"] * 20000) + " }}",
    "a missing import": "{% import 'nothing.html' as n %}",
    "a bar code of no number": "{{ barcode('123') }}",
    "zero bytes": "{{ '\0' }}{% endif %}",
}


def render(desk, text: str) -> str:
    """Put a text at the end of the template of stories, and make up."""
    file = desk / "layouts" / "plain" / "kinds" / "story.html"
    file.write_text(text, encoding="utf-8")
    return next(pasteup for pasteup in prepare(desk / "issue", config_in(desk)).pasteups if pasteup.slot.articles).html


@pytest.mark.parametrize("name", ESCAPES)
def test_an_escape_is_refused_at_its_template(desk, name):
    secret = desk / "x"
    secret.write_text("secret", encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        render(desk, "<p>one\n</p>" + ESCAPES[name])
    finding = caught.value.report.findings[0]
    assert finding.check == "template"
    assert (
        finding.place.file.name == "story.html"
        or "TemplateNotFound" in finding.message
        or "no template" in finding.message
    )
    assert finding.place.line in (1, 2) or "no template" in finding.message or name == "long page"
    assert str(desk) not in finding.message
    assert secret.read_text(encoding="utf-8") == "secret"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_a_finding_and_never_a_traceback(desk, name):
    with pytest.raises(LayoutError) as caught:
        render(desk, FAULTS[name])
    assert {finding.check for finding in caught.value.report.findings} == {"template"}
    assert all(finding.hint for finding in caught.value.report.findings)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ issue.title | upper }}", "江声 NO. 3"),
        ("{{ slot.articles | map(attribute='title') | join('、') }}", "最后一班渡轮 与对岸的灯"),
        ("{{ '%03d' | format(7) }}", "007"),
        ("{{ issue.date.split('-') | join('/') }}", "2020/05"),
        ("{% for a in articles %}{{ loop.index }}{{ loop.last }}{% endfor %}", "1True"),
        ("{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}", "2"),
        ("{{ articles[0] == articles[0] }}{{ slot.articles | unique | list | length }}", "True1"),
        ("{{ 2 ** 10 }}{{ 'ab' * 3 }}{{ 7 % 4 }}", "1024ababab3"),
        ("{{ issue }}", "(issue)"),
        ("{{ image(slot.art) }}", ""),
    ],
)
def test_what_layouts_need_works(desk, text, shown):
    assert render(desk, text).strip() == shown


def test_links_out_of_the_layout_are_no_templates(desk, tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text("secret", encoding="utf-8")
    (desk / "layouts" / "plain" / "linked.html").symlink_to(outside)
    with pytest.raises(LayoutError) as caught:
        render(desk, "{% include 'linked.html' %}")
    assert "secret" not in str(caught.value)


def test_the_values_of_a_template_cannot_be_changed(desk):
    issue, _ = read(desk / "issue", config_in(desk))
    view = view_of(issue)
    with pytest.raises(AttributeError):
        view.title = "x"
    with pytest.raises(AttributeError):
        _ = view.folder
    with pytest.raises(TypeError, match="expected a picture"):
        noun_of(view, Picture)
    with pytest.raises(TypeError, match="no PosixPath"):
        view_of(Path())


def reach(value, seen: set[int], environment: Environment):
    """Everything that a template can get at from a value, through whatever the environment lets it see."""
    if id(value) in seen or (isinstance(value, PLAIN) and not isinstance(value, str)):
        return
    seen.add(id(value))
    yield value
    if isinstance(value, Mapping):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, tuple | list):
        inner = list(value)
    else:
        names = {*dir(value), *FIELDS.get(type(getattr(value, "_noun", None)), ())}
        inner = [
            environment.getattr(value, name)
            for name in sorted(names)
            if environment.is_safe_attribute(value, name, None) and hasattr(value, name)
        ]
    for one in inner:
        if not callable(one) or isinstance(one, View):
            yield from reach(one, seen, environment)


def test_everything_that_can_be_reached_is_plain(desk, monkeypatch):
    given = {}

    def keep(environment, _name, values, _layout):
        given.update(values, environment=None)
        given["found"] = list(reach(dict(values), set(), environment))
        return "<p></p>"

    monkeypatch.setattr("pressroom.makeup.pasteup.render", keep)
    prepare(desk / "issue", config_in(desk))
    found = given["found"]
    assert len(found) > 100
    kinds = {type(value) for value in found if not isinstance(value, View)}
    assert kinds <= {str, Markup, dict, tuple, FunctionType}, kinds
    assert not any(isinstance(value, Enum | Path) for value in found)
    assert not any(str(desk) in value for value in found if isinstance(value, str) and not isinstance(value, Markup))


@pytest.mark.parametrize("noun", FIELDS)
def test_every_field_is_one_of_the_noun_and_stands_in_the_docs(noun):
    known = {entry.name for entry in fields(noun)} | {name for name in dir(noun) if not name.startswith("_")}
    assert set(FIELDS[noun]) <= known
    text = (DOCS / "designers.md").read_text(encoding="utf-8")
    for name, meaning in FIELDS[noun].items():
        row = rf"\| `{noun.__name__.lower()}\.{name}` \| {re.escape(meaning)} \|"
        assert re.search(row, text), f"{noun.__name__.lower()}.{name} is not in docs/designers.md"


def test_all_nouns_that_templates_meet_are_listed():
    assert set(FIELDS) == {Issue, Magazine, Slot, Article, Credit, Picture, Entry, Section}
    assert make_up.__module__ == "pressroom.makeup.pasteup"
