"""Measure the typesetting of a finished PDF: a file in, a verdict by rules of Chinese typesetting out.

Nothing but the PDF is looked at, so that any press can be measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pressroom.lint import breaking, drawing, spacing  # noqa: F401  their rules register themselves
from pressroom.lint.columns import find_setting
from pressroom.lint.copy import CopyIndex, find_line, index_copy, source_rule
from pressroom.lint.letters import GlyphBox, LintError, read_pages
from pressroom.lint.registry import RULES, Rule
from pressroom.lint.verdict import LintReport, Result, Violation, judge, render_report


def lint_pdf(file: Path, source: Sequence[str] = ()) -> LintReport:
    """Measure a PDF; with the paragraphs of its source, also whether its text is theirs (R18).

    :raises LintError: where the file is not there, is no PDF, is damaged or is locked.
    """
    setting = find_setting(read_pages(file))
    rules = sorted(RULES.values(), key=lambda rule: rule.id)
    if source and setting.lines:
        rules.append(Rule("R18", 0, "the text layer is the text", source_rule(source)))
    return judge(file, setting, rules)


__all__ = [
    "RULES",
    "CopyIndex",
    "GlyphBox",
    "LintError",
    "LintReport",
    "Result",
    "Rule",
    "Violation",
    "find_line",
    "index_copy",
    "lint_pdf",
    "render_report",
]
