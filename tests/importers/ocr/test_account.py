"""Every line of a scan is accounted for."""

from __future__ import annotations

from pressroom.importers.ocr.account import Share, find_left_over
from tests.support.scans import lines_of


def test_a_line_that_stands_twice_is_sought_twice():
    lines = tuple(lines_of("河水漫过了石阶", "孩子们等在桥头", "河水漫过了石阶"))
    (left,) = find_left_over([Share(lines, ("河水漫过了石阶。孩子们等在桥头。",))], (), ())
    assert (left.line, left.text) == (3, "河水漫过了石阶")


def test_a_part_that_is_missing_is_named():
    lines = tuple(lines_of("河水漫过了石阶,孩子们等在桥头"))
    (left,) = find_left_over([Share(lines, ("河水漫过了石阶，孩子们",))], (), ())
    assert left.text == "等在桥头"
