"""What runs away while sources are read is ended, and named with its file."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest

from pressroom.report import PressroomError
from pressroom.workshop.config import Limits
from tests.support.press import build, config_in


def stopped(desk, limits: Limits):
    begun = time.monotonic()
    config = replace(config_in(desk), limits=limits)
    with pytest.raises(PressroomError) as caught:
        build(desk / "issue", config, desk / "out")
    assert not (desk / "out").exists()
    return caught.value.report.findings, time.monotonic() - begun


def test_a_template_that_never_ends_is_named(desk):
    file = desk / "layouts" / "plain" / "kinds" / "story.html"
    loop = "{% for a in range(90000) %}{% for b in range(90000) %}{% set c = a * b %}{% endfor %}{% endfor %}"
    file.write_text(loop, encoding="utf-8")
    (finding,), took = stopped(desk, Limits(seconds=3))
    assert finding.place.file == file
    assert "more than 3 seconds" in finding.message
    assert took < 60


def test_a_template_that_fills_the_memory_is_named(desk):
    file = desk / "layouts" / "plain" / "kinds" / "story.html"
    grow = "{% set n = namespace(x='ab') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
    file.write_text(grow, encoding="utf-8")
    findings, _ = stopped(desk, Limits(megabytes=400))
    assert all(finding.place.file == file for finding in findings)
    assert "memory" in findings[0].message.lower()


def test_copy_that_takes_too_long_is_named(desk):
    file = desk / "issue" / "copy" / "ferry.md"
    head = file.read_text(encoding="utf-8").split("\n---\n")[0]
    notes = "\n\n".join(f"[^{number}]: 注" for number in range(40_000))
    file.write_text(f"{head}\n---\n{notes}\n", encoding="utf-8")
    findings, took = stopped(desk, Limits(seconds=5))
    assert findings[0].place.file == file
    assert took < 60


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are those of Unix")
@pytest.mark.parametrize("name", ["issue/copy/ferry.md", "issue/issue.yaml", "magazine.yaml", "layouts/plain/layout.yaml", "issue/art/wave.svg", "layouts/plain/print.css", "layouts/plain/kinds/story.html"])  # fmt: skip
@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "device", "sparse"])
def test_what_is_no_file_is_refused_by_name(desk, tmp_path, name, kind):
    file, secret = desk / name, tmp_path / "secret.txt"
    secret.write_text("top: secret\nwords\n", encoding="utf-8")
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to(secret)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    else:
        with file.open("wb") as stream:
            stream.truncate(20_000_000_000)
    findings, took = stopped(desk, Limits(seconds=60))
    text = "\n".join(map(str, findings))
    assert file.name in text or file.stem in text or "kind" in text
    assert "secret" not in text.replace("secret.txt", "")
    assert took < 50


def test_a_hard_link_inside_of_the_magazine_is_read(desk):
    file = desk / "issue" / "copy" / "ferry.md"
    (desk / "issue" / "kept.md").hardlink_to(file)
    report, files = build(desk / "issue", config_in(desk), desk / "out")
    assert report.clear
    assert files
