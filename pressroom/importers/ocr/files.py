"""Write the issue folder: everything that was read off a scan in, files out, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pressroom.importers.markdown import credit_values
from pressroom.importers.ocr.plan import PlannedSlot
from pressroom.importers.ocr.values import Front
from pressroom.importers.ocr.words import ROLES
from pressroom.importers.values import ImportResult
from pressroom.language.words import default_roles, read_words


def magazine_sheet(front: Front, departments: Sequence[str], roles: Sequence[str], traditional: bool) -> dict[str, Any]:
    """What all issues share, as far as the scan tells."""
    sheet: dict[str, Any] = {"title": front.title}
    for key in ("subtitle", "issn", "cn"):
        if getattr(front, key):
            sheet[key] = getattr(front, key)
    language = sheet["language"] = "zh-Hant" if traditional else "zh-CN"
    if front.address:
        sheet["address"] = list(front.address)
    sheet["departments"] = list(departments)
    if front.masthead:
        sheet["masthead"] = [credit_values(credit) for credit in front.masthead]
    sheet["roles"] = default_roles(read_words(language)) | {role: ROLES.get(role, "ctb") for role in roles}
    return sheet


def issue_sheet(front: Front, slots: Sequence[PlannedSlot], layout: str) -> dict[str, Any]:
    """The issue and its flatplan."""
    sheet: dict[str, Any] = {"number": front.number, "date": front.date, "layout": layout}
    if front.cover_lines:
        sheet["cover_lines"] = list(front.cover_lines)
    sheet["flatplan"] = [slot.values for slot in slots]
    return sheet


def write_report(result: ImportResult, scan: Path) -> str:
    """Write what an editor should look at."""
    lines = [
        f"# Import of {scan.name}",
        "",
        f"- entries of the contents page: {result.entries}",
        f"- articles: {result.articles}",
        f"- Han characters of the scan: {result.han}",
        f"- of these left over: {result.han_left_over}",
        "",
        "## Doubts",
        "",
        "Each with its line of the scan: what is there, and what was decided.",
        "",
        *(f"- line {doubt.line}: {doubt.what} → {doubt.decision}" for doubt in result.doubts),
        *(() if result.doubts else ("None.",)),
        "",
        "## Slips put right",
        "",
        *(f"- line {mend.line}: {mend.wrong} → {mend.right}" for mend in result.mends),
        *(() if result.mends else ("None.",)),
        "",
        "## Left over",
        "",
        "What stands in the scan and in no file of this folder.",
        "",
        *(f"- line {left.line}: {left.text} ({left.reason})" for left in result.left_over),
        *(() if result.left_over else ("Nothing.",)),
        "",
    ]
    return "\n".join(lines)
