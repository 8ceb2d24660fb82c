"""Flatplans for the good issue: its cover pages, and whatever slots stand between them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pressroom.issue import Slot
from pressroom.pictures import Art
from pressroom.read import read_issue
from tests.support.press import config_in, reading


def plan(desk: Path, *slots: str, more: str = "", counts: Mapping[int, int] | None = None) -> tuple[Slot, ...]:
    """Read an issue with the slots between its cover pages."""
    sheet = desk / "issue" / "issue.yaml"
    rows = ["{kind: cover, art: art/wave.svg, art_alt: 一道浪}", *slots, "{kind: back-cover}"]
    text = "number: 3\ndate: 2020-05\nlayout: plain\n" + more + "flatplan:\n"
    sheet.write_text(text + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    with reading(desk / "issue", config_in(desk)) as workshop:
        issue, _ = read_issue(Art(desk / "issue", workshop), counts or {})
    return issue.flatplan[1:-1]


FERRY, BRIDGE, MARKET = ("{kind: story, department: 特写, copy: " + name for name in ("ferry", "bridge", "market"))
