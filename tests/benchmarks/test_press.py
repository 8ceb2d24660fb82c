"""The benchmark of the press, its cheap parts: the issue that is made, the documents of others, the tables."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image

from benchmarks import magazine, press, presstables, whole
from benchmarks.presstables import Growth, Times, Trial
from pressroom.pipeline.prepare import Prepared
from tests.support.press import config_of_house, prepare, read


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A made issue of 18 pages, made up; its photos are small, so that the tests are quick."""
    desk = tmp_path_factory.mktemp("press")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(magazine, "_LARGE", (80, 60))
        patch.setattr(magazine, "_SMALL", (40, 30))
        magazine.make_magazine(desk / "made", 18, desk / "photos")
    return prepare(desk / "made", config_of_house(desk, keep=False))


@pytest.mark.parametrize("pages", [13, 26, 52, 104, 208, 416])
def test_an_issue_of_any_length_is_full_and_names_nothing_twice(pages):
    issue, _ = read(magazine.OWN)
    parts = magazine.plan_parts(issue, pages)
    numbered = [part for part in parts if part.slot.folio is not None]
    taken = sum(magazine._pages_of(part.slot, pages) for part in numbered)
    slugs = [part.rename(article.slug) for part in parts for article in part.slot.articles]
    assert taken == pages
    assert len(set(slugs)) == len(slugs)
    assert [part.slot.labels[0] for part in parts if part.slot.folio is None] == ["C1", "C2", "C3", "C4"]


def test_a_made_issue_can_be_read_and_shows_photos(made):
    issue = made.issue
    assert [slot.labels for slot in issue.flatplan][2] == ("1",)
    assert issue.labels[-3] == "18"
    leads = [article.lead.file for article in issue.articles if article.lead]
    assert {file.suffix for file in leads} == {".jpg"}
    with Image.open(leads[0]) as photo:
        assert photo.format == "JPEG"
    assert all("](" not in article.copy or article.slug for article in issue.articles)


def test_photos_are_the_same_each_time_and_differ_from_each_other():
    one, again, other = (magazine.make_photo((90, 60), number).tobytes() for number in (1, 1, 2))
    assert one == again != other


def test_text_that_comes_again_begins_with_another_sentence():
    text = "---\nheadline: 甲\n---\n潮来了。船走了。\n\n*重*的。轻的。\n\n::: note\n盒子。里面。\n:::\n"
    turned = magazine.turn_text(text, 1)
    assert "船走了。潮来了。" in turned
    assert "*重*的。轻的。" in turned
    assert "盒子。里面。" in turned
    assert magazine.turn_text(text, 0) == text


def test_each_edit_changes_one_article_of_its_length(made, tmp_path):
    folder = tmp_path / "made"
    shutil.copytree(made.issue.folder, folder)
    shutil.copyfile(made.issue.folder.parent / "magazine.yaml", tmp_path / "magazine.yaml")
    texts = set()
    for turn in range(3):
        file = magazine.edit_article(folder, 2, turn)
        texts.add(file.read_text(encoding="utf-8"))
    assert len(texts) == 3
    before = made.issue.folder / "copy" / file.name
    assert abs(len(file.read_text(encoding="utf-8")) - len(before.read_text(encoding="utf-8"))) <= 3
    with pytest.raises(ValueError, match="no article of 99 pages"):
        magazine.edit_article(folder, 99, 0)


def test_the_whole_issue_is_one_document_with_its_own_files(made, tmp_path):
    changed = {made.pasteups[5].slot.name: {"leading": "17pt"}}
    html, typst = whole.write_documents(made, changed, tmp_path)
    text = html.read_text(encoding="utf-8")
    assert text.count('class="slot ') == len(made.pasteups)
    assert text.count("--leading:17pt") == 1
    assert "file://" not in text
    assert "html, .slot {" in text
    assert "pressroom:" not in text
    for name in (*_named(text, 'src="'), *_named(text, "url("), *_named(typst.read_text(encoding="utf-8"), '#pic("')):
        assert (tmp_path / name).is_file(), name


def _named(text: str, before: str) -> list[str]:
    """The files that a text names behind some words."""
    rest = (part.lstrip("'\"").split('"')[0].split("'")[0].split(")")[0] for part in text.split(before)[1:])
    return [name for name in rest if name.startswith(("art/", "fonts/"))]


def test_typst_gets_all_the_words(made, tmp_path):
    _, typst = whole.write_documents(made, {}, tmp_path)
    text = typst.read_text(encoding="utf-8")
    for article in made.issue.articles:
        assert json.dumps(article.headline[0], ensure_ascii=False).strip('"') in text
    assert text.count("#pagebreak") == len(made.pasteups) - 1
    assert 'to: "odd"' in text
    assert 'to: "even"' in text


def test_departures_are_read_from_the_record_of_a_build(tmp_path):
    slots = [{"name": "006-briefs", "departures": {"leading": ["18pt", "17pt"]}}]
    (tmp_path / "colophon.json").write_text(json.dumps({"slots": slots}), encoding="utf-8")
    assert whole.read_departures(tmp_path / "colophon.json") == {"006-briefs": {"leading": "17pt"}}


def times(**walls: tuple[float, ...]) -> Times:
    labels = {"cold": "Cold", "edit": "Edit", "nothing": "Nothing", "weasyprint": "Plain"}
    trials = {name: tuple(Trial(wall, 2 * wall, 400, 108, 1000) for wall in found) for name, found in walls.items()}
    return Times("an issue", 2, labels, trials)


def test_gates_are_ratios_of_rounds_and_crossed_where_they_are_missed():
    found = times(cold=(10.0, 20.0), edit=(1.0, 3.6), nothing=(0.2, 0.2), weasyprint=(10.0, 40.0))
    text = presstables.render_times(found, {"seconds": 1.5}, ["A note.", "A note."])
    assert "| wall time: Cold ÷ Plain | 0.75 | 0.8 |" in text
    assert "| wall time: Edit ÷ Cold | 0.14 | 0.15 |" in text
    assert "| wall time: Edit | 2.30 ✗ s | 1.2 s |" in text
    assert "| wall time: Nothing | 0.20 s | 0.5 s |" in text
    assert "| memory of the largest process: Cold | 419.43 MB | 500 MB |" in text
    assert "| file: Cold ÷ Plain | 1.00 | 1.1 |" in text
    assert "Binding alone takes 10 % of" in text
    assert text.count("A note.") == 1


def test_an_engine_that_failed_has_no_line_and_no_gate():
    text = presstables.render_times(times(cold=(1.0,), nothing=(0.1,)), {"seconds": 0.1}, [])
    assert "Plain" not in text
    assert "| wall time: Nothing | 0.10 s | 0.5 s |" in text


def test_growth_is_told_by_the_page_with_the_memory_of_each_length():
    def grown(pages: int, cpu: float, memory: float) -> Growth:
        trial = Trial(cpu, cpu, memory, pages, 10**6)
        binding = {"seconds": cpu / 10, "memory": 100.0}
        return Growth(pages, 9, trial, Trial(0.1, 0.1, 30, pages, 10**6), binding)

    text = presstables.render_growth([grown(104, 10, 400), grown(208, 21, 600), grown(416, 60, 650)])
    lines = text.splitlines()
    assert "| 1.00 | 1.00 | 419 MB |" in lines[2]
    assert "| 1.05 | 1.05 | 629 ✗ MB |" in lines[3]
    assert "| 1.50 ✗ | 1.50 | 682 MB |" in lines[4]


@pytest.mark.parametrize("name", ["press", "growth"])
def test_the_readme_has_the_markers(name):
    text = press.README.read_text(encoding="utf-8")
    assert text.count(f"<!-- {name}: begin -->") == text.count(f"<!-- {name}: end -->") == 1


def test_wrong_words_are_refused():
    for arguments, message in [
        (["--peer", "latex"], "'latex' is not one of"),
        (["--rounds", "0"], "0 is not in the range x>=1"),
        (["--pages", "3"], "3 is not in the range x>=12"),
    ]:
        shown = CliRunner().invoke(press.main, arguments)
        assert shown.exit_code == 2
        assert message in shown.output
