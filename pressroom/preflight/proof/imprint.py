"""Checks on the numbers that a periodical is known by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressroom.issue import issn_digit
from pressroom.preflight.registry import check
from pressroom.proof import Proof
from pressroom.report import Finding, Severity, stop

_CN = re.compile(r"\d{2}-\d{4}(/[A-Z][A-Z0-9]*)?")


@check(Severity.STOP)
def wrong_issn(proof: Proof) -> Iterator[Finding]:
    """The ISSN has the check digit that its other digits give.

    A wrong one belongs to another periodical, or to none; its bar code will not be sold. See ISO 3297, annex A.
    """
    magazine = proof.issue.magazine
    digits = magazine.issn.replace("-", "")
    if len(digits) != 8:
        return
    expected = issn_digit(digits)
    if digits[7] != expected:
        message = f"the ISSN {magazine.issn} ends in {digits[7]}: its digits give {expected}"
        yield stop("wrong-issn", message, magazine.place, f"look it up; it may be {magazine.issn[:-1]}{expected}")


@check(Severity.STOP)
def wrong_cn(proof: Proof) -> Iterator[Finding]:
    """The CN number has the form of GB/T 9999.1: 33-1234/Z.

    Two digits for the region, four for the periodical, then its class.
    """
    magazine = proof.issue.magazine
    number = magazine.cn.removeprefix("CN").strip()
    if number and not _CN.fullmatch(number):
        message = f"the CN number {magazine.cn!r} has another form than 33-1234/Z"
        yield stop("wrong-cn", message, magazine.place, "write it as on the licence, without CN")
