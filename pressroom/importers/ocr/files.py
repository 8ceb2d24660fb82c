"""Write the issue folder: everything that was read off a scan in, files out, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pressroom.importers.markdown import credit_values
from pressroom.importers.ocr.plan import PlannedSlot
from pressroom.importers.ocr.values import Front
from pressroom.importers.ocr.words import ROLES
from pressroom.importers.values import Known
from pressroom.language.words import default_roles, read_words
from pressroom.read.sheet import read_sheet, read_text


def magazine_sheet(front: Front, departments: Sequence[str], roles: Sequence[str], language: str) -> dict[str, Any]:
    """What all issues share, as far as the scan tells."""
    sheet: dict[str, Any] = {"title": front.title}
    for key in ("subtitle", "issn", "cn"):
        if getattr(front, key):
            sheet[key] = getattr(front, key)
    sheet["language"] = language
    if front.address:
        sheet["address"] = list(front.address)
    sheet["departments"] = list(departments)
    if front.masthead:
        sheet["masthead"] = [credit_values(credit) for credit in front.masthead]
    sheet["roles"] = default_roles(read_words(language)) | {role: ROLES.get(role, "ctb") for role in roles}
    return sheet


def issue_sheet(front: Front, slots: Sequence[PlannedSlot], known: Known, first: int) -> dict[str, Any]:
    """The issue and its flatplan."""
    sheet: dict[str, Any] = {
        "number": int(front.number) if front.number.isdigit() else front.number,
        "date": front.date,
        "set_anew": True,
        "layout": known.layout,
    }
    if known.volume:
        sheet["volume"] = known.volume
    if first > 1:
        sheet["first_folio"] = first
    if known.pages:
        sheet["pages"] = known.pages
    if front.cover_lines:
        sheet["cover_lines"] = list(front.cover_lines)
    sheet["flatplan"] = [slot.values for slot in slots]
    return sheet


def merge_magazine(found: dict[str, Any], beside: Path, roles: Sequence[str]) -> dict[str, Any]:
    """What the issue must say of its magazine besides the sheet of all its issues; nothing where that says all."""
    if not beside.is_file():
        return found
    shared = dict(read_sheet(read_text(beside), beside).values)
    departments = list(shared.get("departments") or ())
    more = [name for name in found["departments"] if name not in departments]
    usual = default_roles(read_words(str(shared.get("language") or found["language"])))
    known = dict(shared.get("roles") or usual)
    new = {role: found["roles"][role] for role in roles if role not in known}
    if not more and not new:
        return {}
    return shared | {"departments": [*departments, *more], "roles": known | new}
