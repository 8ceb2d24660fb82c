"""Dates of events as machines read them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pressroom.galley.dates import read_date
from tests.support.furniture import galley


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020.11.03", "2020-11-03"),
        ("2020年11月3日", "2020-11-03"),
        ("2020-11-3", "2020-11-03"),
        ("2020年11月", "2020-11"),
        ("2020.11", "2020-11"),
        ("2020年", "2020"),
        ("11月3日", "11-03"),
        ("2月29日", "02-29"),
        ("2021.02.29", ""),
        ("13月3日", ""),
        ("春天", ""),
        ("3日", ""),
    ],
)
def test_dates_are_read(text, date):
    assert read_date(text) == date


def test_events_say_their_date_to_machines():
    html = galley("::: list {type=events}\n- **2020.11.03** 开闸。\n- **那年春天** 退水。\n:::\n").html
    times = list(ElementTree.fromstring(f"<body>{html}</body>").iter("time"))
    assert [(time.text, time.get("datetime")) for time in times] == [("2020.11.03", "2020-11-03"), ("那年春天", None)]
