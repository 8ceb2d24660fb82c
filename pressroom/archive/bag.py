"""Bags: files by their names within a bag in, a folder that BagIt's tools find valid out; and what is wrong with one.

A bag is RFC 8493: a folder ``data``, lists of the SHA-256 of all that lies in it and beside it, and a few words on what
it is. It is written here, and not by the library ``bagit``, which changes the folder of the whole process meanwhile and
dates bags by the clock; the library is asked whether a bag is valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pressroom.report import Finding, Place, PressroomError, stop
from pressroom.workshop.files import digest_of, write_file

SIGN = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
DATA = "data"
_UNSAFE = re.compile("[%\r\n]")
_SIGN = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagError(PressroomError):
    """A bag that is not there, not whole, or altered."""


@dataclass(frozen=True)
class Bag:
    """A bag: its folder, the digest of the list of its lists, and those of the files in its payload by name."""

    folder: Path
    seal: str
    payload: Mapping[str, str]


def close_bag(folder: Path, info: Iterable[tuple[str, str]]) -> Bag:
    """Make a bag of a folder that has all of its payload in ``data``: write the lists, and what it is."""
    payload = {name: digest_of(folder / name) for name in _list_files(folder, folder / DATA)}
    octets = sum((folder / name).stat().st_size for name in payload)
    lines = [*info, ("Payload-Oxum", f"{octets}.{len(payload)}")]
    write_file(folder / SIGN, _SIGN.encode())
    write_file(folder / INFO, "".join(f"{name}: {_one_line(value)}\n" for name, value in lines).encode())
    write_file(folder / MANIFEST, _write_list(payload))
    tags = {name: digest_of(folder / name) for name in sorted((SIGN, INFO, MANIFEST))}
    write_file(folder / TAG_MANIFEST, _write_list(tags))
    return Bag(folder, digest_of(folder / TAG_MANIFEST), payload)


def open_bag(folder: Path) -> Bag:
    """Open a bag and prove that every file in it is what its lists say.

    :raises BagError: with every file that is missing, altered, or listed nowhere.
    """
    if not (folder / SIGN).is_file():
        raise BagError([stop("no-bag", "this is no bag: there is no bagit.txt in it", Place(folder))])
    tags, payload = _read_list(folder / TAG_MANIFEST), _read_list(folder / MANIFEST)
    findings = [*_prove(folder, tags), *_prove(folder, payload)]
    there = _list_files(folder, folder / DATA)
    findings += [
        stop("not-listed", "lies in the bag and stands in no list", Place(folder / name), "it was added afterwards")
        for name in there
        if name not in payload
    ]
    if findings:
        raise BagError(findings)
    return Bag(folder, digest_of(folder / TAG_MANIFEST), payload)


def ask_bagit(folder: Path) -> str:
    """What the library ``bagit`` says against a bag; nothing where it finds it valid."""
    import bagit  # it takes long to load

    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagError as error:
        return str(error)
    return ""


def seal_of(folder: Path) -> str:
    """The seal of a bag that is whole.

    :raises BagError: where it is not.
    """
    return open_bag(folder).seal


def read_info(folder: Path) -> dict[str, str]:
    """What a bag says that it is."""
    lines = (folder / INFO).read_text(encoding="utf-8").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _prove(folder: Path, listed: Mapping[str, str]) -> list[Finding]:
    """What of a list is not so."""
    findings = []
    for name, value in sorted(listed.items()):
        file = folder / name
        if not file.resolve().is_relative_to(folder.resolve()):
            findings.append(stop("bag-leads-out", "a list names a file outside of the bag", Place(file)))
        elif not file.is_file():
            findings.append(stop("bag-missing", "is missing from the bag", Place(file), "take it from another copy"))
        elif digest_of(file) != value:
            hint = "it was altered since the bag was closed; take it from another copy"
            findings.append(stop("bag-altered", "is not the file that was put in the bag", Place(file), hint))
    return findings


def _list_files(folder: Path, part: Path) -> list[str]:
    """The files in a part of a bag, as lists name them."""
    return sorted(file.relative_to(folder).as_posix() for file in part.rglob("*") if file.is_file())


def _write_list(files: Mapping[str, str]) -> bytes:
    """A list of digests and names; RFC 8493, 2.1.3 says which characters are written as numbers."""
    rows = (f"{value}  {_UNSAFE.sub(_write_number, name)}\n" for name, value in files.items())
    return "".join(rows).encode("utf-8", "surrogateescape")


def _write_number(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _read_list(file: Path) -> dict[str, str]:
    """Read a list of digests.

    :raises BagError: where there is none, or it is none.
    """
    try:
        lines = file.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        raise BagError([stop("bag-missing", "is missing from the bag", Place(file))]) from None
    rows = [re.fullmatch(r"([0-9a-f]{64}) [ *](.+)", line) for line in lines if line]
    if not all(rows):
        raise BagError([stop("bag-altered", "is no list of SHA-256 digests", Place(file))])
    return {unquote(row[2], errors="surrogateescape"): row[1] for row in rows if row}


def _one_line(text: str) -> str:
    return " ".join(text.split())
