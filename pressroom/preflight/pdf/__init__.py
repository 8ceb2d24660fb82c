"""Preflight of finished files: a PDF in; what a press, a reader or an archive would complain of, page by page, out.

Pages are read with pikepdf, operator by operator; ink is measured on Ghostscript's plates, and four renderers are held
against each other. To add a check, write a generator in one of the modules below, and a case in
``tests/preflight/pdf/planted``.
"""

from __future__ import annotations

from pressroom.preflight.pdf.checks import bars, frames, inks, letters, photos, whole  # noqa: F401  checks register themselves
from pressroom.preflight.pdf.inspecting import Detail, Inspection, inspect_edition, inspect_file
from pressroom.preflight.pdf.look import FilePlan
from pressroom.preflight.pdf.registry import FILE_CHECKS, FileCheck

__all__ = ["FILE_CHECKS", "Detail", "FileCheck", "FilePlan", "Inspection", "inspect_edition", "inspect_file"]
