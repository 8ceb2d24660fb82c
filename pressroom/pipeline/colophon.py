"""Write the colophon: the machine-readable record of a build."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pressroom import __version__
from pressroom.editions import Draft
from pressroom.fonts import Face
from pressroom.issue import Issue, Printer
from pressroom.proof import Proof
from pressroom.report import Report
from pressroom.run import MadeUp
from pressroom.workshop import Workshop

_ENGINES = (
    "budoux",
    "weasyprint",
    "pydyf",
    "EbookLib",
    "Jinja2",
    "PyYAML",
    "fonttools",
    "pikepdf",
    "markdown-it-py",
    "Pillow",
    "pypdfium2",
    "pypinyin",
)


def write_colophon(proof: Proof, drafts: Iterable[Draft], report: Report, workshop: Workshop, folder: Path) -> Path:
    """Record inputs, fonts, versions, slots and outputs beside the drafts; no date, no path of a machine."""
    issue, digest = proof.issue, workshop.digest
    record: dict[str, Any] = {
        "issue": {
            "title": issue.title,
            "slug": issue.slug,
            "date": issue.date,
            "pages": len(proof.pages),
            **_printing(issue),
        },
        "pressroom": __version__,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in sorted(_ENGINES, key=str.lower)},
        "inputs": {_name(file, issue.folder.parent): digest(file) for file in _inputs(proof)},
        "layout": {f"{file.parent.name}/{file.name}": digest(file) for file in _layout_files(proof)},
        "printer": _describe_printer(issue.magazine.printer, workshop),
        "fonts": {face.family: _describe_face(face, proof, workshop) for face in proof.faces},
        "slots": [
            {
                "name": part.slot.name,
                "pages": list(part.slot.labels),
                "set": part.run.set_pages,
                "blank": part.run.blank_pages,
                "fit": part.run.fit,
                "departures": {change.token: [change.was, change.now] for change in part.run.departures},
                "left out": list(part.run.left_out),
                "full": [round(fill, 2) for fill in part.run.fills],
                "made up": {made.article: _describe_make_up(made, part.slot.labels) for made in part.run.made_up},
            }
            for part in proof.parts
        ],
        "findings": [
            {
                "check": f.check,
                "severity": f.severity.name.lower(),
                "message": f.message,
                "file": _name(f.place.file, issue.folder),
            }
            for f in report.findings
        ],
        "outputs": {draft.path.name: digest(draft.path) for draft in drafts},
    }
    path = folder / "colophon.json"
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")  # names that are not UTF-8, as JSON escapes
    return path


def _printing(issue: Issue) -> dict[str, Any]:
    """Which printing it is, where it is not the first, and what was put right."""
    if issue.revision.number == 1:
        return {}
    corrected = [{"date": one.date, "what": one.what, "article": one.article} for one in issue.corrections]
    return {"revision": {"number": issue.revision.number, "date": issue.revision.date}, "corrections": corrected}


def _describe_face(face: Face, proof: Proof, workshop: Workshop) -> dict[str, str]:
    """What a face is, whose it is, and which folder of faces it comes from."""
    lies = {folder / "fonts": f"layout {folder.name}" for folder in proof.layout.folders}
    lies |= {workshop.config.fonts[0]: "magazine", workshop.config.fonts[-1]: "house"}
    made = "house" if face.role == "rare" else f"layout {proof.layout.name}"
    said = {"digest": workshop.digest(face.path), "from": lies.get(face.folder, made)}
    return said | {"licence": face.licence, "copyright": face.copyright}


def _describe_printer(printer: Printer, workshop: Workshop) -> dict[str, Any]:
    """What the print edition is made for; the profile of the house comes with Pressroom."""
    own = {"profile": workshop.digest(printer.profile)} if printer.profile else {}
    return {"condition": printer.condition, "registry": printer.registry, "ink_limit": printer.ink_limit, **own}


def _describe_make_up(made: MadeUp, labels: Sequence[str]) -> list[str]:
    """Say how an article was made up, as an editor would: what gave way, what was moved, what does not end well."""

    def label(page: int) -> str:
        return f"p. {labels[page]}" if page < len(labels) else f"page {page + 1} of the slot"

    said = [f"opening picture {made.opening:+d} lines"] if made.opening else []
    said += [
        f"{block} to the {place} of {label(page)}, column {number + 1}" for block, page, number, place in made.moved
    ]
    said += [f"{label(page)}, column {number + 1}: {lines} short" for page, number, lines in made.short]
    said += [f"from {label(made.left)} on as the engine sets columns"] if made.left is not None else []
    return said


def _inputs(proof: Proof) -> list[Path]:
    """All files that the issue was read from."""
    folder = proof.issue.folder
    pictures = {picture.file for galley in proof.galleys for picture in galley.pictures}
    pictures |= {slot.art.file for slot in proof.issue.flatplan if slot.art}
    copy = {article.place.file for article in proof.issue.articles}
    copy |= {filler.article.place.file for filler in proof.issue.fillers}
    return sorted({proof.issue.magazine.place.file, folder / "issue.yaml", *pictures, *copy})


def _layout_files(proof: Proof) -> list[Path]:
    """All files of the layout."""
    return sorted(file for folder in proof.layout.folders for file in folder.rglob("*") if file.is_file())


def _name(file: Path, root: Path) -> str:
    """A file's name as seen from a folder; its own name where it lies elsewhere."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
