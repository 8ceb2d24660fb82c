"""The registry of checks on finished books, of the same form as that of checks on proofs.

A check is a generator function. Its name is its id; the first line of its docstring is the rule as a true sentence,
the rest says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressroom.preflight.epub.values import OpenBook
from pressroom.preflight.registry import name_of, summary_of
from pressroom.report import Finding, Severity

Found = Iterator[tuple[str, str, str]]
#: Yields the file in the book (empty: the package), what is wrong there and how to mend it.
Rule = Callable[[OpenBook], Found]


@dataclass(frozen=True)
class BookCheck:
    """A registered rule and how bad it is to break it."""

    id: str
    severity: Severity
    rule: Rule

    @property
    def summary(self) -> str:
        """The rule in one line."""
        return summary_of(self.rule)

    def __call__(self, book: OpenBook) -> Iterator[Finding]:
        """Run on a book."""
        for name, message, hint in self.rule(book):
            yield Finding(self.id, self.severity, message, book.place(name), hint)


BOOK_CHECKS: dict[str, BookCheck] = {}


def check(severity: Severity) -> Callable[[Rule], Rule]:
    """Register a function as a check."""

    def register(rule: Rule) -> Rule:
        name = name_of(rule, BOOK_CHECKS)
        BOOK_CHECKS[name] = BookCheck(name, severity, rule)
        return rule

    return register
