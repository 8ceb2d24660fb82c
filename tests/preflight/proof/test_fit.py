"""Pages that hold nearly nothing, and tables that no room holds, are told with the line of the copy."""

from __future__ import annotations

import pytest

from pressroom.preflight.proof.fit import nearly_empty_page
from pressroom.proof import Proof
from tests.support.press import Pulled, config_of_house, pull
from tests.support.small import copy_case, pull_small

TEXT = "江水从上游来，带着沙，也带着船。" * 30 + "\n\n"
BOX = "::: databox {title=数}\n" + "".join(f"- 第{number}项：增长{number}%\n" for number in range(34)) + ":::\n\n"
TALL = "| 项 | 数 |\n|---|---|\n" + "".join(f"| 第{number}项 | {number} |\n" for number in range(60)) + "\n"


def found(pulled: Pulled) -> list[tuple[int, str]]:
    """The nearly empty pages: the line of the copy, and the page that is named."""
    proof: Proof = pulled.proof
    return [(finding.place.line, finding.message.split(" is ")[0]) for finding in nearly_empty_page(proof)]


def test_a_page_with_its_headline_alone_is_told(tmp_path):
    assert found(pull_small(tmp_path, f"开头一段。\n\n{BOX}{TEXT * 3}", 3)) == [(4, "002-feature: p. 2")]


@pytest.mark.parametrize("copy", [TEXT * 9, f"{TEXT * 3}{BOX}{TEXT * 3}", f"开头。\n\n{TALL}{TEXT * 3}", "一句话。\n"])
def test_pages_that_hold_text_are_not(tmp_path, copy):
    assert found(pull_small(tmp_path, copy, 3)) == []


def test_the_case_of_a_box_as_high_as_a_column(tmp_path):
    issue = copy_case("08-page-with-headline-only", tmp_path)
    assert [line for line, _ in found(pull(issue, config_of_house(tmp_path)))] == [4]
