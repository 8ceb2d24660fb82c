"""Sheets of strangers: YAML keeps to what JSON can say; whatever else is a finding with its place, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pressroom.read.sheet import read_sheet
from pressroom.report import SourceError

FILE = Path("issue.yaml")
WRONG = {
    "python object": "a: !!python/object/apply:os.system ['true']",
    "timestamp": "a: !!timestamp 2020-01-01",
    "binary": "a: !!binary aGk=",
    "set": "a: !!set {b, c}",
    "omap": "a: !!omap [b: 1]",
    "own tag": "a: !secret x",
    "bare tag": "a: ! x",
    "tag of a list": "a: !!python/tuple [1]",
    "anchor": "a: &x 1",
    "alias": "a: *x",
    "laughs": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "key that is a list": "? [a, b]\n: c",
    "key that is a mapping": "{a: b}: c",
    "key that is a long list": "[a, a]: b\nb: c",
    "deep flow": "a: " + "[" * 100_000,
    "deep and closed": "a: " + "[" * 5000 + "]" * 5000,
    "deep mappings": "a: " + "{b: " * 3000,
    "deep blocks": "".join(f"{' ' * depth}a:\n" for depth in range(300)),
    "deep dashes": "a:\n  " + "- " * 3000 + "x",
    "many figures": "a: " + "9" * 5000,
    "many figures behind the point": "a: 0." + "1" * 5000,
    "two documents": "a: 1\n---\nb: 2",
    "only a list": "- a",
    "nothing": "",
    "unfinished": 'a: "',
    "tab": "a:\n\tb: 1",
    "control by escape": 'a: "\\x07"',
    "surrogate by escape": 'a: "\\ud800"',
    "a huge text": "a: '" + "x" * 300_000 + "'",
    "many entries": "a:\n" + "- 1\n" * 300_000,
    "a directive": "%TAG ! tag:example.org,2000:\n---\na: !x 1",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_json_could_not_say_is_refused_at_its_place(name):
    begun = time.process_time()
    with pytest.raises(SourceError) as caught:
        read_sheet(WRONG[name], FILE)
    for finding in caught.value.report.findings:
        assert finding.place.file == FILE
        assert finding.place.line >= 1
        assert len(finding.message) < 300
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2020-01-01", "2020-01-01"), ("a: yes", "yes"), ("a: 0x10", "0x10"), ("a: 1:30", "1:30"), ("a: 010", "010"),
        ("a: 12", 12), ("a: 1.5", 1.5), ("a: true", True), ("a: ~", None), ("a: .inf", ".inf"), ("a: 1e5", "1e5"),
        ("a: <<", "<<"), ("a: !!str 12", "12"), ('a: "\\u6f6e"', "潮"), ("a: 123456789012345", 123456789012345),
        ("<<: {b: 1}\na: 2", 2),
    ],
)  # fmt: skip
def test_values_are_what_they_look_like(text, value):
    assert read_sheet(text, FILE).values["a"] == value
