"""Know the heading of a contents page, in the languages that are read."""

from __future__ import annotations

import re

from pressroom.importers.ocr.text import halve
from pressroom.importers.pages import SourceLine

_HEADING = re.compile(
    r"^(?:contents|tableofcontents|本期|本刊|本号|本號|总|總|主要|全)?"
    r"(?:目录|目錄|目次|要目|篇目|もくじ|tableofcontents|contents|contentsofthisnumber|inthisissue|inhalt|inhaltsverzeichnis|"
    r"sommaire|tabledesmatières|índice|sumario|sommario|indice|内容提要)(?:contents)?$",
    re.IGNORECASE,
)


def is_heading(line: SourceLine) -> bool:
    """Whether a line is the heading of a contents page."""
    return _HEADING.match(re.sub(r"[\W_]", "", halve(line.text))) is not None
