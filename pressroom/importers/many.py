"""Import many issues: sources in, a folder for each and what became of them out; it goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pressroom.importers.orders import ImportOrder, import_issue
from pressroom.importers.sources import PAGED, expand, recognise
from pressroom.importers.verdict import Verdict
from pressroom.report import PressroomError, SourceError
from pressroom.workshop.files import write_file

Progress = Callable[[str, int, int], None]
JOURNAL = "import-journal.json"


@dataclass(frozen=True)
class Outcome:
    """What became of one source: its name, the folder, the verdict, and a few words."""

    name: str
    folder: str
    verdict: str
    told: str
    digest: str = ""

    @property
    def code(self) -> int:
        """The exit code that it asks for."""
        return next((one.code for one in Verdict if one.value == self.verdict), Verdict.NONE.code)


def are_many(sources: Sequence[Path], *, each: bool = False) -> bool:
    """Whether sources are issues of their own, and no pages of one."""
    if each or len(sources) < 2:
        return each
    try:
        kinds = {recognise(source) if source.is_file() else "folder" for source in sources}
    except SourceError:
        return True
    return not kinds <= set(PAGED) and not ("mets" in kinds and kinds - {"mets"} <= set(PAGED))


def import_many(
    sources: Sequence[Path], out: Path, order: ImportOrder | None = None, progress: Progress | None = None
) -> tuple[Outcome, ...]:
    """Import each source into a folder of its own below ``out``.

    One that cannot be read stops nothing. What an earlier run has done with the same source is not done again.
    """
    step = progress or (lambda *_: None)
    out.mkdir(parents=True, exist_ok=True)
    done = _read_journal(out)
    names = _names(sources)
    outcomes: list[Outcome] = []
    for at, (source, name) in enumerate(zip(sources, names, strict=True)):
        step(name, at, len(sources))
        digest = _digest(source)
        before = done.get(name)
        if (
            before is not None
            and digest
            and before.digest == digest
            and (not before.folder or (out / before.folder).is_dir())
        ):
            outcomes.append(before)
        else:
            outcomes.append(_import(source, name, out, order or ImportOrder(), digest))
        _write_journal(out, [*outcomes, *(one for key, one in done.items() if key not in names)])
    return tuple(outcomes)


def _import(source: Path, name: str, out: Path, order: ImportOrder, digest: str) -> Outcome:
    """Import one source; whatever goes wrong with it is told."""
    try:
        result = import_issue([source], out / name, order)
    except PressroomError as error:
        finding = error.report.findings[0]
        return Outcome(name, "", Verdict.NONE.value, f"{finding.message} [{finding.check}]", digest)
    except (OSError, MemoryError, RecursionError) as error:
        return Outcome(name, "", Verdict.NONE.value, f"{type(error).__name__}: {error}", digest)
    figures = result.figures
    told = (
        f"{figures.found} of {figures.printed} entries, {figures.share:.1%} of the text" if figures else result.summary
    )
    return Outcome(name, name, result.verdict.value, told, digest)


def _names(sources: Sequence[Path]) -> list[str]:
    """A name for each source's folder; where two would have the same, the later ones are numbered."""
    names: list[str] = []
    for source in sources:
        stem = source.name if source.is_dir() else source.stem
        plain = re.sub(r"[^\w.-]+", "-", stem.removesuffix(".alto").removesuffix(".ocr")).strip("-.") or "issue"
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain}-{count}"
        names.append(name)
    return names


def _digest(source: Path) -> str:
    """A digest of all that a source holds; nothing where it cannot be read."""
    digest = hashlib.sha256()
    try:
        for file in expand([source]):
            digest.update(file.name.encode())
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError:
        return ""
    return digest.hexdigest()


def _read_journal(out: Path) -> dict[str, Outcome]:
    """What earlier runs have done."""
    try:
        rows = json.loads((out / JOURNAL).read_text(encoding="utf-8"))
        return {row["name"]: Outcome(**row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _write_journal(out: Path, outcomes: Sequence[Outcome]) -> None:
    """Note what has been done so far, so that a run that is ended can go on."""
    text = json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=1) + "\n"
    write_file(out / JOURNAL, text.encode())
