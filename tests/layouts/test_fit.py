"""The steps of copyfit of every layout: whole lines, whole ems, known tokens, and the first that fits is taken."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.layouts import MM, one_feature, read_layout_of
from tests.support.press import set_fitted


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_copyfit_takes_the_first_setting_that_fits(tmp_path: Path, layout: str) -> None:
    pasteup, read = one_feature(tmp_path / "short", layout, 900)
    assert set_fitted(pasteup, read.fit).fit == ""
    pasteup, read = one_feature(tmp_path / "long", layout, 2300)
    run = set_fitted(pasteup, read.fit)
    assert run.overset is None
    assert run.fit in {step.name for step in read.fit.tighter[1:]}
    pasteup, read = one_feature(tmp_path / "too-long", layout, 4000)
    run = set_fitted(pasteup, read.fit)
    assert run.overset is not None
    assert run.overset.characters > 300


@pytest.mark.parametrize("layout", ["base", "chaoyong"])
def test_every_fit_has_whole_lines_and_whole_ems(layout: str) -> None:
    read = read_layout_of(layout)
    tokens = dict(read.tokens)
    block = read.height * MM - sum(float(tokens[side].removesuffix("mm")) for side in ("top", "bottom")) * MM
    across = read.width - sum(float(tokens[side].removesuffix("mm")) for side in ("inner", "outer", "gutter"))
    for setting in [{}, *(dict(step.tokens) for step in (*read.fit.tighter, *read.fit.looser))]:
        values = {name: float((tokens | setting)[name].removesuffix("pt")) for name in ("size", "leading")}
        lines, ems = block / values["leading"], across / 2 * MM / values["size"]
        assert lines - int(lines) < 0.05
        assert ems - int(ems) < 0.05


def test_tokens_of_a_fit_are_known() -> None:
    for layout in ("base", "chaoyong"):
        read = read_layout_of(layout)
        css = "".join(file.read_text(encoding="utf-8") for file in read.stylesheets("print"))
        for steps in (read.fit.tighter, read.fit.looser):
            for step in steps:
                assert {name for name, _ in step.tokens} <= dict(read.tokens).keys()
                assert all(f"var(--{name})" in css for name, _ in step.tokens)
            assert all(first.name != second.name for first, second in pairwise(steps))
