"""Judge a setting by the rules, and write the verdict down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressroom.lint.columns import TextSetting
from pressroom.lint.letters import GlyphBox
from pressroom.lint.registry import Fault, Rule

_WORST = 3


@dataclass(frozen=True)
class Violation:
    """A place that breaks a rule: page (index from 0, and label), box, the text around it, what was measured.

    The box is in points from the top left corner of the page: bottom is larger than top.
    """

    rule: str
    page: int
    label: str
    box: GlyphBox
    text: str
    message: str

    def __str__(self) -> str:
        spot = f"{self.box.left:.0f}, {self.box.top:.0f} pt"
        return f"p. {self.label} (page {self.page + 1} of the file), at {spot}: {self.text}: {self.message}"


@dataclass(frozen=True)
class Result:
    """What a rule found: how many cases there were, and which of them broke it."""

    rule: str
    summary: str
    source: str
    gate: float
    cases: int
    violations: tuple[Violation, ...]

    @property
    def share(self) -> float:
        """The share of cases that break the rule, 0 to 1."""
        return len(self.violations) / self.cases if self.cases else 0

    @property
    def passed(self) -> bool:
        """Whether the gate is kept.

        Where a gate lets a share pass, one violation always passes: among few cases it proves nothing.
        """
        return self.share <= self.gate or (self.gate > 0 and len(self.violations) == 1)


@dataclass(frozen=True)
class LintReport:
    """The verdict on a PDF; size and leading in points and indent in em are the commonest of its reading text."""

    file: Path
    pages: int
    size: float
    leading: float
    indent: float | None
    columns: int
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether every gate is kept."""
        return all(result.passed for result in self.results)

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All violations in the order of the rules."""
        return tuple(violation for result in self.results for violation in result.violations)

    def __getitem__(self, rule: str) -> Result:
        """The result of one rule, by its id."""
        return {result.rule: result for result in self.results}[rule]


def judge(file: Path, setting: TextSetting, rules: Iterable[Rule]) -> LintReport:
    """Measure a setting by rules."""
    results = tuple(_judge_one(rule, setting) for rule in rules)
    count = len(setting.columns)
    return LintReport(file, len(setting.pages), setting.size, setting.leading, setting.indent, count, results)


def _judge_one(rule: Rule, setting: TextSetting) -> Result:
    """Count the cases of a rule and keep its faults."""
    cases, violations = 0, []
    for fault in rule.measure(setting):
        cases += 1
        if fault is not None:
            violations.append(_violation(rule, fault))
    return Result(rule.id, rule.summary, rule.source, rule.gate, cases, tuple(violations))


def _violation(rule: Rule, fault: Fault) -> Violation:
    """Turn a fault to what readers see: the page from its top left corner."""
    page, box = fault.page, fault.box
    seen = GlyphBox(
        round(box.left - page.left, 2),
        round(page.top - box.bottom, 2),
        round(box.right - page.left, 2),
        round(page.top - box.top, 2),
    )
    return Violation(rule.id, page.index, page.label, seen, fault.text, fault.message)


def render_report(report: LintReport, worst: int = _WORST) -> str:
    """Write a report as a table, and the first violations of each rule below it; those of failed rules come first."""
    return "\n".join([*_head(report), *_table(report.results), *_places(report.results, worst), _verdict(report)])


def _head(report: LintReport) -> Iterator[str]:
    """What was measured."""
    if not report.columns:
        yield f"{report.file.name}: {report.pages} pages, no columns of Chinese text"
        return
    indent = f"{report.indent:g} em" if report.indent is not None else "none"
    body = f"text {report.size:g} pt on {report.leading:g} pt, indent {indent}"
    yield f"{report.file.name}: {report.pages} pages, {report.columns} columns, {body}"


def _table(results: Sequence[Result]) -> Iterator[str]:
    """One line a rule."""
    yield f"{'rule':5} {'':4} {'broken':>7} {'cases':>7} {'share':>7} {'gate':>7}"
    for result in results:
        verdict = "-" if not result.cases else "ok" if result.passed else "FAIL"
        numbers = f"{len(result.violations):7} {result.cases:7} {result.share:7.1%} {result.gate:7.1%}"
        yield f"{result.rule:5} {verdict:4} {numbers}  {result.summary}"


def _places(results: Sequence[Result], worst: int) -> Iterator[str]:
    """The first violations of each rule."""
    for result in sorted(results, key=lambda result: result.passed):
        if result.violations and worst > 0:
            yield f"\n{result.rule} {result.summary} ({result.source})"
            yield from (f"  {violation}" for violation in result.violations[:worst])
            if len(result.violations) > worst:
                yield f"  and {len(result.violations) - worst} more"


def _verdict(report: LintReport) -> str:
    """The last line."""
    failed = [result.rule for result in report.results if not result.passed]
    return f"\n{report.file.name}: " + (f"fails {', '.join(failed)}" if failed else "passes")
