"""Places, findings and the errors that stop a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path


class Severity(IntEnum):
    """How bad a finding is: a query is for the editor, a stop stops the press."""

    QUERY = 1
    STOP = 2


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source, written ``file:line:column``; line and column count from 1, 0 is unknown."""

    file: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column if self.line else 0) if number]
        return ":".join([self.file.as_posix(), *numbers])


@dataclass(frozen=True)
class Finding:
    """One thing that was found: which check, how bad, what is there, where, and how to mend it."""

    check: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity.name.lower()}: {self.message} [{self.check}]"
        return f"{text}\n    {self.hint}" if self.hint else text


@dataclass(frozen=True)
class Report:
    """All findings on one issue, the worst first, then by place."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Report:
        """Put findings in order; say each only once."""
        return cls(tuple(sorted(dict.fromkeys(findings), key=lambda f: (-f.severity, f.place, f.check, f.message))))

    @property
    def clear(self) -> bool:
        """Whether nothing stops the press."""
        return all(finding.severity < Severity.STOP for finding in self.findings)


class PressroomError(Exception):
    """Something that stops a stage; it carries every finding of that stage, not only the first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.report = Report.of(findings)
        super().__init__("\n".join(str(finding) for finding in self.report.findings))

    def __reduce__(self) -> tuple[type[PressroomError], tuple[tuple[Finding, ...]]]:
        """Travel between processes with its findings."""
        return type(self), (self.report.findings,)


class SourceError(PressroomError):
    """The sources of an issue cannot be read."""


class LayoutError(PressroomError):
    """A layout cannot make up or set a slot."""


class FontError(PressroomError):
    """A font is missing, damaged or may not be embedded."""


class PressError(PressroomError):
    """A run, a binding or an edition could not be made."""


def stop(check: str, message: str, place: Place, hint: str = "") -> Finding:
    """Make a finding that stops the press."""
    return Finding(check, Severity.STOP, message, place, hint)


def query(check: str, message: str, place: Place, hint: str = "") -> Finding:
    """Make a finding that an editor should look at."""
    return Finding(check, Severity.QUERY, message, place, hint)


def nearest(word: str, known: Sequence[str]) -> str:
    """Find the known word nearest to a word, or nothing."""
    return next(iter(get_close_matches(word, known, 1, 0.5)), "")
