"""Each planted change is reported as what it is, and nothing else is; a bag that was tampered with is told where."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pressroom.archive.bag import close_bag, read_info
from pressroom.archive.comparing import compare, mark_words
from pressroom.archive.reading import ReadIssue, read_screen
from tests.support.archives import make_magazine
from tests.support.nurseries import run_command
from tests.support.press import build, config_in


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def screen_of(home: Path) -> Path:
    report, files = build(home / "issues" / "one", config_in(home), home / "out")
    assert report.clear, report
    return files[0]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ReadIssue]:
    home = make_magazine(tmp_path_factory.mktemp("before") / "m", ("one",))
    return home, read_screen(screen_of(home))


def insert_page(home: Path) -> None:
    """Everything behind the contents page stands two pages later."""
    sheet = home / "issues/one/issue.yaml"
    replace(sheet, "pages: 6", "pages: 10\nsignature: 1")
    replace(sheet, "folio: 2,", "folio: 4,")
    replace(sheet, "folio: 4, department: 短讯", "folio: 6, department: 短讯")


def drop_market(home: Path) -> None:
    replace(home / "issues/one/issue.yaml", "copy: [bridge, market], note: 等2则", "copy: [bridge], note: 等1则")
    (home / "issues/one/copy/market.md").unlink()


PLANTED: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    "a word": (lambda home: replace(home / "issues/one/copy/ferry.md", "老船工", "老船长"), [("text", "ferry")]),
    "a headline": (
        lambda home: replace(home / "issues/one/copy/bridge.md", "新桥试通车", "新桥通车了"),
        [("text", "bridge"), ("contents", "")],
    ),
    "a figure": (lambda home: replace(home / "issues/one/copy/bridge.md", "1,280", "1,290"), [("text", "bridge")]),
    "a picture": (
        lambda home: shutil.copy(home / "issues/one/art/wave.svg", home / "issues/one/art/dot.svg"),
        [],
    ),
    "larger type": (
        lambda home: (home / "layouts/plain/print.css").write_text(
            (home / "layouts/plain/print.css").read_text(encoding="utf-8") + "\narticle p { padding-left: 24px }\n",
            encoding="utf-8",
        ),
        [("set", "ferry"), ("set", "bridge"), ("set", "market")],
    ),
    "an article gone": (drop_market, [("removed", "market"), ("contents", "")]),
    "other folios": (insert_page, [("moved", "ferry"), ("moved", "bridge"), ("moved", "market")]),
    "nothing": (lambda _home: None, []),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_reported_as_what_it_is(name, before, tmp_path):
    plant, expected = PLANTED[name]
    home = shutil.copytree(before[0], tmp_path / "m")
    plant(home)
    found = [(change.kind, change.article) for change in compare(before[1], read_screen(screen_of(home)))]
    assert found == expected


def test_words_are_marked_where_they_differ():
    assert mark_words("老船工在", "老船长在") == ("老船[-工-]在", "老船{+长+}在")
    assert mark_words("two old boats", "two new boats") == ("two [-old-] boats", "two {+new+} boats")


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bags")
    home = make_magazine(folder / "m", ("one",))
    assert run_command("archive", "build", str(home), "--out", str(folder / "a"), "--edition", "screen").exit_code == 0
    return folder / "a" / "m" / "one"


def test_a_bag_makes_itself_again(bag):
    result = run_command("verify", str(bag.parents[1]))
    assert result.exit_code == 0, result.output
    assert result.output.rstrip().endswith("one: same")


@pytest.mark.parametrize(
    "name", ["editions/one.screen.pdf", "sources/issues/one/copy/ferry.md", "alto/0002.xml", "metadata/mods.xml"]
)
def test_a_file_that_was_altered_is_named(name, bag, tmp_path):
    mine = shutil.copytree(bag, tmp_path / "bag")
    (mine / "data" / name).write_bytes((mine / "data" / name).read_bytes()[:-1])
    result = run_command("verify", str(mine))
    assert result.exit_code == 2
    assert name in next(line for line in result.output.splitlines() if "[bag-altered]" in line)


def test_a_bag_whose_lists_were_forged_too_is_told_by_article(bag, tmp_path):
    mine = shutil.copytree(bag, tmp_path / "bag")
    replace(mine / "data/sources/issues/one/copy/ferry.md", "老船工", "老船长")
    info = [(name, value) for name, value in read_info(mine).items() if name != "Payload-Oxum"]
    close_bag(mine, info)
    result = run_command("verify", str(mine))
    assert result.exit_code == 1, result.output
    assert "ferry 最后一班渡轮 与对岸的灯: text: 1 letters gone, 1 new" in result.output
    assert "老船{+长+}把缆绳" in result.output
    assert "other looks: p. 2" in result.output


def test_folders_bags_and_revisions_are_compared(bag, before, tmp_path):
    home = shutil.copytree(before[0], tmp_path / "m", ignore=shutil.ignore_patterns("out", ".pressroom"))
    for command in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", "-C", str(home), *command], check=True)
    replace(home / "issues/one/copy/bridge.md", "1,280", "1,290")
    issue = str(home / "issues" / "one")
    assert "nothing differs" in run_command("diff", str(bag), str(bag)).output
    page = tmp_path / "diff.html"
    for side in (str(bag), "HEAD"):
        result = run_command("diff", side, issue, "--json", "--html", str(page))
        assert result.exit_code == 1, result.output
        (change,) = json.loads(result.output)
        assert (change["kind"], change["article"], change["there"][0]["page"]) == ("text", "bridge", 5)
    assert len(re.findall("<img ", page.read_text(encoding="utf-8"))) == 2
    assert run_command("diff", str(bag), issue, "--article", "ferry").exit_code == 0
    result = run_command("diff", "no-such-thing", issue)
    assert result.exit_code == 2
    assert "no revision of git" in result.output
