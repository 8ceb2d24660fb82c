"""What is set again after a change, what is not, and that the bytes are the same either way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from pressroom.report import PressError
from tests.support import press
from tests.support.paths import GOOD, ROOT
from tests.support.press import find_last_build, in_haste, runs_kept


@pytest.fixture
def build(desk, config):
    """Build the screen edition; give what it reports and which slots were set anew."""
    runs = runs_kept(config)

    def run(config=config):
        before = {file.name: file.stat().st_ctime_ns for file in runs.glob("*")}
        report, files = press.build(desk / "issue", config, desk / "out", jobs=2)
        after = {file.name for file in runs.glob("*")}
        return report, {file.name: file.read_bytes() for file in files}, len(after - set(before))

    return run


def replace_text(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_changed_is_set_again(desk, build):
    assert build()[2] == 5
    bridge = desk / "issue" / "copy" / "bridge.md"
    first = bridge.read_text(encoding="utf-8")
    bridge.write_text(first.rstrip() + "又一句。\n", encoding="utf-8")
    assert build()[2] == 1
    bridge.write_text(first, encoding="utf-8")
    assert build()[2] == 0


def test_the_contents_page_follows_a_headline(desk, build):
    build()
    replace_text(desk / "issue" / "copy" / "ferry.md", "short_headline: 渡轮", "short_headline: 末班")
    _, files, count = build()
    assert 1 <= count <= 2  # the contents page, and the article where its layout prints it
    page = pypdfium2.PdfDocument(files["issue.screen.pdf"])[1]
    assert "末班" in "".join(page.get_textpage().get_text_bounded().split())


def test_a_style_sheet_a_picture_and_a_size_are_seen(desk, build):
    build()
    with (desk / "layouts" / "plain" / "print.css").open("a", encoding="utf-8") as file:
        file.write("p { color: #111 }\n")
    before = build()[1]
    replace_text(desk / "issue" / "art" / "wave.svg", "<svg", "<svg data-changed='1'")
    assert build()[1]["issue.screen.pdf"] is not None
    replace_text(desk / "issue" / "art" / "wave.svg", " data-changed='1'", "")
    assert build()[1]["issue.screen.pdf"] == before["issue.screen.pdf"]


def test_a_build_that_is_there_is_known_and_a_changed_one_is_not(desk, config, build):
    order = (desk / "issue", config, desk / "out")
    assert find_last_build(*order) is None
    report, files, _ = build()
    found = find_last_build(*order)
    assert found is not None
    assert found[0] == report
    assert {file.name: file.read_bytes() for file in found[1]} == files
    assert find_last_build(*order, ["epub"]) is None
    pdf = desk / "out" / "issue" / "issue.screen.pdf"
    data = pdf.read_bytes()
    pdf.write_bytes(data[:-1])
    assert find_last_build(*order) is None
    pdf.write_bytes(data)
    assert find_last_build(*order) is not None
    for name in ("issue/copy/new.md", "magazine.yaml", "layouts/plain/print.css", "issue/art/wave.svg"):
        file = desk / name
        before = file.read_bytes() if file.exists() else None
        file.write_bytes((before or b"") + b"\n")
        assert find_last_build(*order) is None, name
        file.unlink() if before is None else file.write_bytes(before)
        assert find_last_build(*order) is not None, name


def test_a_slot_that_fails_leaves_the_others_in_the_cache(desk, config, build):
    hasty = in_haste(config, 0.001)
    with pytest.raises(PressError) as caught:
        build(hasty)
    findings = caught.value.report.findings
    assert {finding.check for finding in findings} == {"worker-died"}
    assert "002-story: not set in 0.001 seconds" in str(caught.value)
    assert not (desk / "out").exists()
    assert build()[2] + (5 - len(findings)) == 5


def run_command(desk: Path, *options: str, **environment: str) -> dict[str, bytes]:
    line = [sys.executable, "-m", "pressroom.cli", "build", "issue", *options]
    wanted = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    subprocess.run(line, cwd=desk, env=wanted, check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in sorted((desk / "out" / "issue").iterdir())}


def test_same_bytes_however_it_is_built(tmp_path):
    """Jobs, cold and warm, with and without a cache, folder, time zone, locale, hash seed."""
    here, there = tmp_path / "here", tmp_path / "另 处" / "there"
    shutil.copytree(GOOD, here)
    shutil.copytree(GOOD, there)
    first = run_command(here, "--jobs", "1", "--no-cache", TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert not (here / ".pressroom" / "kept").exists()
    assert sorted(first) == ["colophon.json", "issue.epub", "issue.print.pdf", "issue.screen.pdf"]
    shared = {"PRESSROOM_CACHE": str(tmp_path / "shared")}
    cold = run_command(there, "--jobs", "8", TZ="Asia/Tokyo", LC_ALL="C.UTF-8", PYTHONHASHSEED="2", **shared)
    assert cold == first
    shutil.rmtree(here / "out")
    warm = run_command(here, "--jobs", "2", TZ="America/New_York", PYTHONHASHSEED="3", **shared)
    assert warm == first
    assert len(list((tmp_path / "shared" / "kept" / "runs").iterdir())) == 5
