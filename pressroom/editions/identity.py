"""Give issues and their files identifiers: the same after every rebuild."""

from __future__ import annotations

import hashlib

from pressroom.issue import Issue, Magazine

_URL_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")  # RFC 9562, appendix A


def identify_issue(issue: Issue) -> str:
    """Give an issue its identifier: the same as long as its magazine, number and date are."""
    return f"urn:{_uuid(_name(issue))}"


def identify_file(issue: Issue, edition: str) -> str:
    """Give the file of an edition its own identifier, as XMP writes it: ``uuid:…``."""
    return _uuid(f"{_name(issue)}/{edition}")


def identify_magazine(magazine: Magazine) -> str:
    """Give a magazine its identifier as a series: its ISSN where it has one."""
    return f"urn:issn:{magazine.issn}" if magazine.issn else f"urn:{_uuid(f'pressroom:{magazine.title}')}"


def _name(issue: Issue) -> str:
    """What an issue is known by."""
    magazine = issue.magazine
    return f"pressroom:{magazine.issn or magazine.title}/{issue.number}/{issue.date}"


def _uuid(name: str) -> str:
    """Make a UUID of version 5 from a name."""
    digest = bytearray(hashlib.sha1(_URL_NAMESPACE + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50  # version 5
    digest[8] = digest[8] & 0x3F | 0x80  # variant of RFC 9562
    text = digest.hex()
    return f"uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
