"""Report an import: its result in, Markdown for people and JSON for programs out, the verdict first."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pressroom.importers.values import ImportResult, Sight


def write_report(result: ImportResult) -> str:
    """Write what an editor should look at."""
    lines = [
        f"# Import of {result.source}",
        "",
        *(f"- {line}" for line in result.lines),
        "",
        "## Doubts",
        "",
        "Each with its line of the source, its place on the page and in the copy: what is there, and what was decided.",
        "",
        *(_tell(sight) for sight in result.sights),
        *(() if result.sights else ("None.",)),
        "",
        "## Slips put right",
        "",
        *(f"- line {mend.line}: {mend.wrong} → {mend.right}" for mend in result.mends),
        *(() if result.mends else ("None.",)),
        "",
        "## Left over",
        "",
        "What stands in the source and in no file of this folder.",
        "",
        *(f"- line {left.line}: {left.text} ({left.reason})" for left in result.left_over),
        *(() if result.left_over else ("Nothing.",)),
        "",
    ]
    return "\n".join(lines)


def _tell(sight: Sight) -> str:
    """A doubt in a line, with its places."""
    page = f", page {sight.label or sight.page}" if sight.page else ""
    place = f" (at {_spot(sight)})" if sight.box else ""
    copy = f" [{sight.file}:{sight.file_line}]" if sight.file else ""
    return f"- line {sight.doubt.line}{page}{place}: {sight.doubt.what} → {sight.doubt.decision}{copy}"


def _spot(sight: Sight) -> str:
    """A place on a page in whole numbers."""
    box = sight.box
    return f"{box.left:.0f}, {box.top:.0f}, {box.right:.0f}, {box.bottom:.0f}" if box else ""


def write_json(result: ImportResult) -> str:
    """Write the report for programs."""
    figures: dict[str, Any] = asdict(result.figures) if result.figures else {}
    values = {
        "source": result.source,
        "verdict": result.verdict.value,
        "exit": result.verdict.code,
        "reasons": list(result.reasons),
        "figures": figures,
        "articles": result.articles,
        "known": {key: value for key, value in asdict(result.known).items() if value},
        "doubts": [
            {
                "line": sight.doubt.line,
                "what": sight.doubt.what,
                "decision": sight.doubt.decision,
                "text": sight.text,
                "page": sight.page,
                "label": sight.label,
                "box": [round(value, 1) for value in asdict(sight.box).values()] if sight.box else None,
                "file": sight.file,
                "file_line": sight.file_line,
            }
            for sight in result.sights
        ],
        "mends": [asdict(mend) for mend in result.mends],
        "left_over": [asdict(left) for left in result.left_over],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
