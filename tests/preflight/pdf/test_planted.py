"""Preflight of finished files: a folder a check, a function a planted fault; what is found, and nothing else."""

from __future__ import annotations

import importlib.util
import inspect
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pymupdf
import pytest

from pressroom.preflight import CHECKS
from pressroom.preflight.pdf import FILE_CHECKS, Detail, Inspection
from tests.support import planting
from tests.support.needs import RENDERERS, needs
from tests.support.paths import ROOT
from tests.support.press import inspect_pdf

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "planted").glob("*/plant.py"))
SIZE = (planting.WIDTH, planting.HEIGHT)


def load(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"plant_{folder.name.replace('-', '_')}", folder / "plant.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plants(module: ModuleType) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    for name, plant in vars(module).items():
        if inspect.isfunction(plant) and plant.__module__ == module.__name__ and not name.startswith("_"):
            yield name, plant


@dataclass(frozen=True)
class Planted:
    """A planted fault, and what was found."""

    name: str
    inspection: Inspection
    anywhere: frozenset[str] = frozenset()  # checks whose pages hang on the fonts of the machine

    def __str__(self) -> str:
        lines = [f"  {check} on some page" for check in sorted(self.anywhere & self.checks)]
        for finding in self.inspection.findings:
            if finding.check in self.anywhere:
                continue
            if finding.check in ("renderers-disagree", "tool-failed"):  # versions draw otherwise
                lines.append(f"  {finding.severity.name.lower()} {finding.check}: {finding.message.partition(':')[0]}")
                continue
            boxes = " ".join(
                "[" + " ".join(f"{side:.0f}" for side in box) + "]" for box in getattr(finding, "boxes", ())
            )
            lines.append(f"  {finding.severity.name.lower()} {finding.check}: {finding.message} {boxes}".rstrip())
            if isinstance(finding, Detail) and (finding.value or finding.limit):
                lines.append(f"    {finding.value or 'nothing'}; expected: {finding.limit or 'another'}")
            lines.append(f"    {finding.hint}")
        return "\n".join([self.name, *lines])

    @property
    def checks(self) -> set[str]:
        """The checks that have found something."""
        return {finding.check for finding in self.inspection.findings}


def plant_and_look(module: ModuleType, name: str, plant: Callable[[Any], Any], desk: Path) -> Planted:
    edition = getattr(module, "EDITION", "print")
    file = desk / f"{name}.pdf"
    with planting.clean(edition) as pdf:
        if "data" in inspect.signature(plant).parameters:
            buffer = io.BytesIO()
            pdf.save(buffer)
            file.write_bytes(plant(buffer.getvalue()))
        else:
            plant(pdf)
            pdf.save(file, **getattr(module, "SAVE", {}))
    limits, plan = getattr(module, "LIMITS", {}), getattr(module, "PLAN", {})
    inspection = inspect_pdf(file, edition, limits, size=SIZE, **plan)
    return Planted(name, inspection, frozenset(getattr(module, "ANYWHERE", ())))


@needs(*RENDERERS)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_planted_fault_is_found_and_nothing_else(folder, tmp_path, golden):
    module = load(folder)
    found = [plant_and_look(module, name, plant, tmp_path) for name, plant in plants(module)]
    assert found
    for planted in found:
        follows = getattr(module, "FOLLOWS", {}).get(planted.name, set())
        assert planted.checks == {folder.name} | follows, str(planted)
    golden("\n\n".join(map(str, found)) + "\n", folder / "findings.txt")


@needs(*RENDERERS)
@pytest.mark.parametrize("edition", ["print", "screen"])
def test_a_sound_file_has_no_finding(edition, tmp_path):
    with planting.clean(edition) as pdf:
        pdf.save(tmp_path / "clean.pdf")
    inspection = inspect_pdf(tmp_path / "clean.pdf", edition, {}, size=SIZE)
    assert inspection.findings == ()
    assert len(inspection.file.sheets) == 4


@needs(*RENDERERS)
def test_the_edge_of_a_drawing_that_is_cut_off_is_no_line(tmp_path):
    with planting.clean("print") as pdf:
        planting.add_content(pdf, 0, "/Figure BMC q 40 60 50 0.2 re W n 0 0 0 0.4 k 40 60 50 50 re f Q EMC")
        pdf.save(tmp_path / "cut.pdf")
    found = inspect_pdf(tmp_path / "cut.pdf", "print", {}, size=SIZE).findings
    assert [finding for finding in found if finding.check == "hairline"] == []


def test_every_check_on_files_has_a_folder_with_planted_faults():
    assert {folder.name for folder in FOLDERS} == FILE_CHECKS.keys()
    assert sum(1 for folder in FOLDERS for _ in plants(load(folder))) >= 25


def test_ids_are_used_once_and_every_check_says_its_rule_its_reason_and_its_source():
    assert not CHECKS.keys() & FILE_CHECKS.keys()
    for check in FILE_CHECKS.values():
        assert check.summary.endswith("."), check.id
        assert check.source, check.id
        assert check.editions, check.id


TWO_AT_ONCE = """
import sys
from pathlib import Path
from pressroom.preflight.pdf.renderers import Drawings
file = Path(sys.argv[1])
for _ in range(3):
    with Drawings(file, 40) as drawings:
        drawings.start(plates=False)
        drawn = [drawings.draw_page(number, 150) for number in range(40)]
        assert all(len(pages) == 40 for pages in drawings.views().values())
"""


@needs(*RENDERERS)
def test_a_page_may_be_asked_for_while_others_are_drawn(tmp_path):
    """PDFium is for one thread at a time; two of them are the end of the process."""
    document = pymupdf.open()
    for number in range(40):
        page = document.new_page(width=300, height=400)
        for line in range(20):
            page.insert_text((30, 40 + 16 * line), f"{number} {line} " * 6, fontsize=9)
    document.save(tmp_path / "pages.pdf")
    command = [sys.executable, "-c", TWO_AT_ONCE, str(tmp_path / "pages.pdf")]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
