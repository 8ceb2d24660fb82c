"""Names that some systems cannot hold are told."""

from __future__ import annotations

import pytest

from pressroom.preflight.proof.names import find_fault
from tests.support.press import config_in, preflight, pull


@pytest.mark.parametrize("name", ["con", "AUX.md", "nul.tar.gz", "com1", "lpt9.svg", "a.", "a ", " a", "a:b", "a?", "x" * 201, "潮" * 70, "a\x01", "a\udcff"])  # fmt: skip
def test_a_name_that_some_system_cannot_hold(name):
    assert find_fault(name)


@pytest.mark.parametrize(
    "name", ["2021-01", "console.md", "潮涌.svg", "a.b.c", "com10", "wave 2.png", "Ångström.jpg", "nul1"]
)
def test_a_name_that_all_can_hold(name):
    assert not find_fault(name)


def test_devices_and_twins_are_told_with_their_file(desk):
    art = desk / "issue" / "art"
    for name in ("aux.svg", "Wave.svg", "cafe\u0301.svg", "caf\u00e9.svg"):
        (art / name).write_text((art / "wave.svg").read_text(encoding="utf-8"), encoding="utf-8")
    found = [one for one in preflight(pull(desk / "issue", config_in(desk))).findings if one.check == "unportable-name"]
    assert sorted(one.place.file.name for one in found) == sorted(["aux.svg", "wave.svg", "caf\u00e9.svg"])
