"""The page about preflight: its tables of limits and of checks are what the code says."""

from __future__ import annotations

import re

from pressroom.preflight.pdf import FILE_CHECKS
from pressroom.read.profile import ProfileSheet
from tests.support.paths import ROOT
from tests.support.press import read_limits

PAGE = ROOT / "docs" / "preflight.md"


def limits() -> str:
    rows = ["| key | where nothing is said | |", "|---|---|---|"]
    for name, field in ProfileSheet.model_fields.items():
        if not field.is_required():
            value = field.default if field.default not in ((), "") else "none"
            rows.append(f"| `{name.replace('_', '-')}` | {value} | {field.description} |")
    return "\n".join(rows)


def checks() -> str:
    rows = ["| check | | editions | rule | source |", "|---|---|---|---|---|"]
    for one in FILE_CHECKS.values():
        editions = ", ".join(one.editions)
        rows.append(f"| `{one.id}` | {one.severity.name.lower()} | {editions} | {one.summary} | {one.source} |")
    return "\n".join(rows)


def fill(text: str, name: str, table: str) -> str:
    """Put a table behind its mark, in the place of what stands there up to the next empty line."""
    return re.sub(rf"(<!-- {name} -->\n\n)(?:\|[^\n]*\n)*\n?", lambda found: f"{found[1]}{table}\n\n", text)


def test_the_page_has_every_limit_and_every_check(golden):
    text = PAGE.read_text(encoding="utf-8")
    golden(fill(fill(text, "limits", limits()), "checks", checks()), PAGE)


def test_the_profiles_of_the_house_can_be_read():
    for file in sorted((ROOT / "profiles").glob("*.yaml")):
        found = read_limits(file.stem)
        assert found.limits.title
        assert found.limits.source
