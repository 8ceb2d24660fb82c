"""The command line: what each command does, and how it exits."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pressroom.lint import lint_pdf
from pressroom.preflight import CHECKS
from pressroom.read.schema import SHEETS
from tests.support.nurseries import run_command
from tests.support.paths import DOCS


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.chdir(desk)

    def invoke(*arguments: str):
        return run_command(*arguments)

    return invoke


def test_build_writes_and_names_its_files(run, desk):
    result = run("build", "issue", "--edition", "screen", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "out/issue/issue.screen.pdf" in result.output
    assert (desk / "out" / "issue" / "issue.screen.pdf").read_bytes().startswith(b"%PDF")


def test_build_without_a_name_takes_the_newest(run, desk):
    for slug, date, number in (("old", "2019-12", 9), ("young", "2020-01", 10), ("middle", "2020-01", 2)):
        folder = desk / "issues" / slug
        (folder / "copy").mkdir(parents=True)
        (folder / "issue.yaml").write_text(f"number: {number}\ndate: {date}\nflatplan: []\n", encoding="utf-8")
    shutil.copy(desk / "magazine.yaml", desk / "issues")
    result = run("build")
    assert result.exit_code == 2
    assert "issues/young/issue.yaml" in result.output
    assert "issues/old" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nowhere"], "there is no issue 'nowhere'"),
        (["build"], "no magazine here"),
        (["build", "issue", "--edition", "paper"], "unknown edition 'paper'"),
        (["build", "issue", "--jobs", "0"], "--jobs"),
        (["bild"], "No such command"),
        (["import", "ocr", "nowhere.txt", "--out", "x"], "nowhere.txt"),
        (["new", "issue", "New Issue"], "no magazine here"),
        (["new", "magazine", "river", "--page", "round"], "--page"),
    ],
)
def test_wrong_use_exits_with_2(run, desk, arguments, said):
    before = sorted(desk.rglob("*"))
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert sorted(desk.rglob("*")) == before


def test_findings_that_stop_exit_with_1(run, desk):
    copy = desk / "issue" / "copy" / "ferry.md"
    text = "\n\n".join("江水从上游来，带着沙，也带着船。" * 12 for _ in range(40))
    copy.write_text(copy.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    result = run("build", "issue", "--jobs", "1")
    assert result.exit_code == 1
    assert "[overset]" in result.output
    assert not (desk / "out").exists()


def test_check_looks_and_writes_nothing_but_the_cache(run, desk):
    def read() -> dict[Path, bytes]:
        files = (file for file in desk.rglob("*") if file.is_file())
        return {file: file.read_bytes() for file in files if ".pressroom" not in file.parts}

    before = read()
    result = run("check", "issue", "--quick", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert "issue: clear" in result.output
    assert read() == before


def test_check_lists_every_check(run):
    result = run("check", "--list")
    for check in CHECKS.values():
        assert f"{check.id} " in result.output
        assert check.summary in result.output


def test_every_check_has_a_line_in_the_docs():
    docs = (DOCS / "editors.md").read_text(encoding="utf-8")
    for check in CHECKS.values():
        assert f"| `{check.id}` | {check.severity.name.lower()} | {check.summary} |" in docs


def test_new_makes_a_magazine_and_issues_and_articles_in_it(run, desk):
    result = run("new", "magazine", "river", "--language", "de", "--page", "A5")
    assert result.exit_code == 0, result.output
    assert (desk / "river" / "issues" / "magazine.yaml").is_file()
    assert run("new", "issue", "2020-06", "--magazine", "river").exit_code == 0
    again = run("new", "issue", "2020-06", "--magazine", "river")
    assert again.exit_code == 2
    assert "there is an issue already" in again.output
    result = run("new", "article", "ferry", "--issue", "2020-06", "--magazine", "river")
    assert result.exit_code == 0, result.output
    assert (desk / "river" / "issues" / "2020-06" / "copy" / "ferry.md").is_file()
    badly = run("new", "issue", "New Issue", "--magazine", "river")
    assert badly.exit_code == 2
    assert "is no name for an issue" in badly.output
    assert run("new", "magazine", "river").exit_code == 2


def test_schema_writes_one_for_every_sheet(run, desk):
    assert run("schema").exit_code == 0
    for name in SHEETS:
        schema = json.loads((desk / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert schema["additionalProperties"] is False
        assert schema["properties"]
    issue = json.loads((desk / "schemas" / "issue.schema.json").read_text(encoding="utf-8"))
    assert "copy" in issue["$defs"]["SlotSheet"]["properties"]


def test_quiet_when_not_a_terminal(run):
    result = run("check", "issue", "--jobs", "1", "--edition", "screen,print")
    assert "\x1b" not in result.output
    assert "━" not in result.output


def test_set_sets_any_html_with_the_composer(run, desk):
    """Justified Chinese reaches the right edge; plain WeasyPrint leaves it ragged."""
    text = "江水从上游来，带着沙，也带着船，一九七〇年的堤还在。" * 12
    style = "@page{size:90mm 120mm;margin:10mm}p{width:17em;font:10pt/16pt 'Pressroom Song';text-align:justify}"
    page = f"<html lang=zh-CN><style>{style}</style><p>{text}</p></html>"
    (desk / "page.html").write_text(page, encoding="utf-8")
    result = run("set", "page.html", "page.pdf")
    assert result.exit_code == 0, result.output
    report = lint_pdf(desk / "page.pdf")
    assert report["R09"].cases > 5
    for rule in ("R01", "R02", "R03", "R05", "R07", "R09", "R11"):
        assert report[rule].violations == (), rule


def test_set_says_what_the_engine_complains_of(run, desk):
    (desk / "page.html").write_text("<p style='colour:red'>甲<img src='http://example.org/a.png'>", encoding="utf-8")
    result = run("set", "page.html", "page.pdf")
    assert result.exit_code == 0
    assert "colour" in result.output
    assert "nothing is ever fetched" in result.output
