"""Checks on the names of files: an issue is unpacked on other systems than the one that it was made on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Place, Severity, query

#: Names that Windows keeps for devices, whatever ending follows.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
)
_SIGNS = frozenset('<>:"|?*\\')
_LONGEST = 200  # bytes: file systems take 255, and endings and marks of copies come behind


def find_fault(name: str) -> str:
    """Say why a name cannot be had on every system; empty where it can."""
    stem = name.partition(".")[0].strip().lower()
    if stem in DEVICES:
        return "is the name of a device on Windows"
    if name != name.rstrip(". ") or name != name.lstrip(" "):
        return "begins or ends with a space or a dot"
    if set(name) & _SIGNS or any(ord(sign) < 32 for sign in name):
        return 'holds one of < > : " | ? * \\ or a control character'
    if len(name.encode("utf-8", "surrogateescape")) > _LONGEST:
        return f"has more than {_LONGEST} bytes"
    if any("\udc80" <= sign <= "\udcff" for sign in name):
        return "is not UTF-8"
    return ""


@check(Severity.QUERY)
def unportable_name(proof: Proof) -> Iterator[Finding]:
    """Every file of an issue has a name that all systems can hold, and no two differ only in case or form.

    Windows knows devices by name, macOS takes Å and Å for one; an archive is unpacked where its maker never was.
    """
    folder = proof.issue.folder.resolve()
    seen: dict[str, Path] = {}
    for file in (folder, *sorted(path for name in ("copy", "art") for path in (folder / name).rglob("*"))):
        if fault := find_fault(file.name):
            yield query("unportable-name", f"{file.name!r} {fault}", Place(file), "give it another name")
        key = unicodedata.normalize("NFC", str(file)).casefold()
        twin = seen.setdefault(key, file)
        if twin != file:
            message = f"{file.name!r} and {twin.name!r} are one name on some systems"
            yield query("unportable-name", message, Place(file), "give one of them another name")
