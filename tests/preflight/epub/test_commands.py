"""Books in builds and checks: what is found stops them, what the issue allows does not."""

from __future__ import annotations

import shutil

from tests.support.nurseries import run_command


def test_check_looks_at_the_finished_book(desk, monkeypatch):
    sheet = desk / "layouts" / "plain" / "epub.css"
    sheet.write_text("p { color: #bbbbbb }\n", encoding="utf-8")
    monkeypatch.chdir(desk)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    result = run_command("check", "issue", "--jobs", "1", "--edition", "epub")
    assert "issue.epub/EPUB/style.css: stop: p: #bbbbbb on white is 1.9 to 1 [book-contrast]" in result.output
    assert result.exit_code == 1
    built = run_command("build", "issue", "--jobs", "1", "--edition", "epub")
    assert "[book-contrast]" in built.output
    assert not (desk / "out" / "issue" / "issue.epub").exists()


def test_what_the_issue_allows_is_left_out(desk, monkeypatch):
    (desk / "layouts" / "plain" / "epub.css").write_text("h1 { color: #224466 }\n", encoding="utf-8")
    sheet = desk / "issue" / "issue.yaml"
    monkeypatch.chdir(desk)

    def build() -> str:
        return run_command("build", "issue", "--jobs", "1", "--edition", "epub").output

    assert "h1 sets color: #224466 [book-colours]" in build()
    sheet.write_text(sheet.read_text(encoding="utf-8") + "allow: {book-colours: 社里的蓝}\n", encoding="utf-8")
    assert "book-colours" not in build()
    (desk / "layouts" / "plain" / "epub.css").write_text("h1 { color: inherit }\n", encoding="utf-8")
    assert "allows book-colours, which is not found [unused-allowance]" in build()
