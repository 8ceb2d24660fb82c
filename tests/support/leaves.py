"""Whole pages set with the composer, and what three readers read from them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from tests.support.needs import needs
from tests.support.paths import ROOT

LEAVES = ROOT / "tests" / "composer" / "leaves"


def read_pdfium(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    text = "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return text


def read_mupdf(file: Path) -> str:
    with pymupdf.open(file) as document:
        return "\n".join(sheet.get_text() for sheet in document)


def read_poppler(file: Path) -> str:
    """Poppler's reading, in the order of the file."""
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def bare(text: str) -> str:
    """A text without white space and hyphens: PDFium takes any at the end of a line for one that was put there."""
    return re.sub(r"[\s\x02\ufffe‐-]", "", text)


READERS = (read_pdfium, pytest.param(read_poppler, marks=needs("poppler")), read_mupdf)
