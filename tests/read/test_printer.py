"""What the sheet of a magazine says of its printer."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from PIL import ImageCms

from pressroom.issue import Printer
from pressroom.read import read_magazine
from pressroom.report import SourceError
from tests.support.inks import PROFILE
from tests.support.press import build, config_in, digest_inputs


def ask(desk: Path, line: str) -> Printer:
    with (desk / "magazine.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(line)
    return read_magazine(desk / "issue").printer


def test_the_printer_may_name_a_profile_beside_the_sheet(desk: Path) -> None:
    (desk / "web.icc").write_bytes(PROFILE)
    printer = ask(desk, "printer: {profile: web.icc, condition: PSO_LWC, ink_limit: 260, caliper: 0.07, section: 16}\n")
    assert printer.profile == desk / "web.icc"
    assert (printer.condition, printer.described) == ("PSO_LWC", "PSO_LWC")
    assert (printer.ink_limit, printer.caliper, printer.section) == (260, 0.07, 16)
    assert Printer().described.startswith("Coated FOGRA39")


@pytest.mark.parametrize("name", ["gone.icc", "../web.icc", "/etc/passwd", "rgb.icc", "words.icc", "art/x.icc"])
def test_what_is_no_profile_of_inks_is_refused(desk: Path, name: str) -> None:
    (desk / "rgb.icc").write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (desk / "words.icc").write_text("no profile", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        ask(desk, f"printer: {{profile: {name}}}\n")
    (finding,) = caught.value.report.findings
    assert (finding.check, finding.place.file.name, finding.place.line) == ("profile", "magazine.yaml", 8)


def test_another_profile_is_a_reason_to_build_anew(desk: Path) -> None:
    before = digest_inputs(desk / "issue", config_in(desk), desk / "out")
    (desk / "web.icc").write_bytes(PROFILE)
    assert digest_inputs(desk / "issue", config_in(desk), desk / "out") != before


def test_the_colophon_names_the_printers_profile(desk: Path) -> None:
    (desk / "web.icc").write_bytes(PROFILE)
    ask(desk, "printer: {profile: web.icc, condition: PSO_LWC, ink_limit: 260}\n")
    build(desk / "issue", config_in(desk), desk / "out")
    record = json.loads((desk / "out/issue/colophon.json").read_text(encoding="utf-8"))
    assert record["printer"]["profile"] == hashlib.sha256(PROFILE).hexdigest()
    assert record["printer"]["condition"] == "PSO_LWC"
