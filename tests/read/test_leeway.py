"""How far page make-up may go, as layouts say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressroom.read.layout import Layout, Leeway, read_layout
from pressroom.report import Place, PressroomError


def read(desk: Path, makeup: str) -> Layout:
    """The little layout with limits of its own."""
    file = desk / "layouts/plain/layout.yaml"
    plain = file.read_text(encoding="utf-8").partition("\n# make-up\n")[0]
    file.write_text(f"{plain}\n# make-up\nmakeup: {makeup}\n", encoding="utf-8")
    return read_layout([desk / "layouts"], "plain", Place(file))


def test_limits_are_read(desk: Path) -> None:
    layout = read(desk, "{stretch: {figure: [-1, 2], lead: [-2, 2]}, floats: [figure, box], last: filled}")
    leeway = layout.leeway_of("story")
    assert (leeway.reach("figure"), leeway.reach("lead"), leeway.reach("quote")) == ((-1, 2), (-2, 2), (0, 0))
    assert (leeway.floats, leeway.balanced) == (("figure", "box"), False)


def test_a_kind_has_its_own_limits_and_otherwise_those_of_all(desk: Path) -> None:
    layout = read(desk, "{stretch: {figure: [-1, 2]}, floats: [figure], kinds: {letter: {floats: [], last: filled}}}")
    own, common = layout.leeway_of("letter"), layout.leeway_of("story")
    assert (own.floats, own.balanced, own.reach("figure")) == ((), False, (-1, 2))
    assert (common.floats, common.balanced) == (("figure",), True)


def test_a_layout_without_limits_moves_nothing(desk: Path) -> None:
    layout = read_layout([desk / "layouts"], "plain", Place(desk))
    assert replace_fill(layout.leeway_of("story")) == Leeway()


def replace_fill(leeway: Leeway) -> Leeway:
    """Limits apart from how full the last page is to be, which `fit` says."""
    return Leeway(leeway.stretch, leeway.floats, leeway.balanced)


@pytest.mark.parametrize(
    ("makeup", "what"),
    [
        ("{stretch: {figures: [-1, 2]}}", "figures"),
        ("{stretch: {figure: [-1]}}", "expected two numbers"),
        ("{stretch: {figure: [-40, 2]}}", "expected -9 or more"),
        ("{floats: [paragraph]}", "not 'paragraph'"),
        ("{last: short}", "last"),
        ("{float: [figure]}", "float"),
        ("{kinds: {story: {stretch: 2}}}", "stretch"),
    ],
)
def test_limits_that_are_none_are_refused_with_their_place(desk: Path, makeup: str, what: str) -> None:
    with pytest.raises(PressroomError) as caught:
        read(desk, makeup)
    found = caught.value.report.findings[0]
    assert found.place.file.name == "layout.yaml"
    assert found.place.line == (desk / "layouts/plain/layout.yaml").read_text(encoding="utf-8").count("\n")
    assert what in str(found)
