"""Copyfit: the nearest step that fills the pages, and what is said of copy that fits nowhere."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pressroom.report import Finding
from pressroom.run import Run
from pressroom.workshop.config import Config
from tests.support.nurseries import run_command
from tests.support.press import Pulled, build, preflight, prepare, pull, set_fitted, set_once

HEAD = "---\nheadline: 渡轮\n---\n"
SENTENCE = "江水从上游来，带着沙，也带着船。"
STEPS = """
fit:
  fill: 0.8
  unfilled: [cover, back-cover, contents]
  optional: [pullquote]
  tighter:
    - {name: 17 lines, tokens: {leading: 15pt}}
    - {name: 18 lines, tokens: {leading: 14pt}}
    - {name: no quotes, tokens: {quote: none}}
    - {name: size 9, tokens: {size: 9pt, leading: 13pt}}
    - {name: size 8, tokens: {size: 8pt, leading: 11pt}}
  looser:
    - {name: 15 lines, tokens: {leading: 17pt}}
    - {name: 14 lines, tokens: {leading: 18pt}}
    - {name: size 11, tokens: {size: 11pt, leading: 19pt}}
"""


@pytest.fixture
def stepped(desk: Path) -> Path:
    """An issue whose layout has steps either way; its first story has two pages."""
    layout = desk / "layouts" / "plain" / "layout.yaml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text[: text.index("fit:")] + "# steps\n" + STEPS, encoding="utf-8")
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("tokens: {", "tokens: {quote: block, ", 1), encoding="utf-8"
    )
    style = desk / "layouts" / "plain" / "print.css"
    rule = ".pullquote { display: var(--quote); margin: var(--leading) 0 }\n"
    style.write_text(style.read_text(encoding="utf-8") + rule, encoding="utf-8")
    return desk / "issue"


def write_story(issue: Path, characters: int, more: str = "") -> None:
    sentences = SENTENCE * (characters // len(SENTENCE) + 1)
    paragraphs = [sentences[start : start + 160] for start in range(0, characters, 160)]
    (issue / "copy" / "ferry.md").write_text(HEAD + more + "\n\n".join(paragraphs) + "\n", encoding="utf-8")


def set_story(issue: Path, config: Config) -> tuple[Run, Pulled]:
    pulled = pull(issue, config)
    return pulled.runs[2], pulled


def fit_story(issue: Path, config: Config) -> Run:
    """Set the story alone, which is much quicker than all of the issue."""
    made = prepare(issue, config)
    return set_fitted(made.pasteups[2], made.layout.fit)


def findings(pulled: Pulled, check: str) -> list[Finding]:
    return [finding for finding in preflight(pulled).findings if finding.check == check]


@pytest.mark.parametrize("characters", [600, 800, 900, 1050, 1200, 1500])
def test_the_nearest_step_is_taken(stepped: Path, config: Config, characters: int) -> None:
    write_story(stepped, characters)
    made = prepare(stepped, config)
    pasteup, fit = made.pasteups[2], made.layout.fit
    run = set_fitted(pasteup, fit)
    assert run.overset is None
    wanted = set_once(pasteup)
    if wanted.overset is None and wanted.fills[-1] >= 0.8 and not wanted.blank_pages:
        assert run.fit == ""
        return
    steps = fit.tighter if wanted.overset else fit.looser
    fitting = []
    for step in steps:
        tokens = tuple((dict(pasteup.tokens) | dict(step.tokens)).items())
        tried = set_once(replace(pasteup, tokens=tokens), optional=fit.optional)
        full = not tried.blank_pages and tried.fills[-1] >= 0.8
        if tried.overset is None and (wanted.overset or full):
            fitting.append(step.name)
    assert run.fit == (fitting[0] if fitting else "")


def test_short_copy_is_opened_until_its_last_page_is_full(stepped: Path, config: Config) -> None:
    fits = {}
    for characters in range(740, 960, 30):
        write_story(stepped, characters)
        run, proof = set_story(stepped, config)
        fits[characters] = run.fit
        short = findings(proof, "underset")
        short = [finding for finding in short if "ferry" in finding.message or "002-story" in finding.message]
        assert bool(short) == (run.fills[-1] < 0.8 or run.blank_pages > 0)
        assert {departure.token for departure in run.departures} <= {"leading", "size"}
    assert {"", "15 lines"} < set(fits.values())


def test_what_changed_is_noted(stepped: Path, config: Config) -> None:
    write_story(stepped, 1150)
    run, _ = set_story(stepped, config)
    assert run.fit.endswith("lines")
    assert [(change.token, change.was) for change in run.departures] == [("leading", "16pt")]


def test_a_slot_may_be_left_alone(stepped: Path, config: Config) -> None:
    write_story(stepped, 1200)
    sheet = stepped / "issue.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("spread: true", "spread: true, fit: off"), encoding="utf-8"
    )
    run, _ = set_story(stepped, config)
    assert run.fit == ""
    assert run.overset


def test_pull_quotes_are_left_out_where_that_helps_and_are_not_lost(stepped: Path, config: Config) -> None:
    quote = "::: pullquote\n两岸都亮着灯，船就不会迷路，船上的人也不会。\n:::\n\n"
    for characters in range(1150, 1500, 20):
        write_story(stepped, characters, quote)
        if fit_story(stepped, config).fit == "no quotes":
            break
    run, proof = set_story(stepped, config)
    assert run.fit == "no quotes"
    assert run.left_out
    assert not run.lost
    assert not findings(proof, "lost-text")


def test_the_characters_over_are_counted_exactly(stepped: Path, config: Config) -> None:
    """As many characters cut at the end as it says: it fits; three lines fewer: it does not."""
    write_story(stepped, 2600)
    run, proof = set_story(stepped, config)
    (finding,) = findings(proof, "overset")
    assert run.overset
    assert f"{run.overset.lines} lines ({run.overset.characters} characters) over at the tightest" in finding.message
    assert f"cut about {run.overset.characters} characters" in finding.hint
    write_story(stepped, 2600 - run.overset.characters)
    assert set_story(stepped, config)[0].overset is None
    write_story(stepped, 2600 - run.overset.characters + 60)
    assert set_story(stepped, config)[0].overset


def test_the_place_where_copy_runs_over_is_named(stepped: Path, config: Config) -> None:
    write_story(stepped, 2600)
    run, proof = set_story(stepped, config)
    (finding,) = findings(proof, "overset")
    assert run.overset
    lines = (stepped / "copy" / "ferry.md").read_text(encoding="utf-8").split("\n")
    behind = lines[finding.place.line - 1][finding.place.column - 1 :] + "".join(lines[finding.place.line :])
    assert finding.place.file.name == "ferry.md"
    assert len("".join(behind.split())) == run.overset.characters
    assert "or give it p. 4 too" in finding.hint


def test_a_figure_that_would_free_enough_is_named(stepped: Path, config: Config) -> None:
    figure = "::: figure {src=art/dot.png alt=一点}\n:::\n\n"

    def runs_over(characters: int) -> bool:
        write_story(stepped, characters, figure)
        return fit_story(stepped, config).overset is not None

    lengths = range(1700, 2600, 20)
    write_story(stepped, lengths[bisect_left(lengths, True, key=runs_over)], figure)
    run, proof = set_story(stepped, config)
    assert run.overset
    assert run.overset.lines <= 2
    (finding,) = findings(proof, "overset")
    assert "or drop figure 1 (line 4)" in finding.hint


def test_the_article_with_the_shortest_end_is_named(desk: Path, config: Config) -> None:
    """Where articles begin a page each, the one that is a little over is to be cut, not the last."""
    style = desk / "layouts" / "plain" / "print.css"
    rule = "article + article { break-before: page }\n"
    style.write_text(style.read_text(encoding="utf-8") + rule, encoding="utf-8")
    copy = desk / "issue" / "copy"
    for name, characters in (("bridge", 2200), ("market", 300)):
        text = SENTENCE * (characters // len(SENTENCE))
        (copy / f"{name}.md").write_text(f"---\nheadline: {name}\n---\n{text}\n", encoding="utf-8")
    proof = pull(desk / "issue", config)
    (finding,) = findings(proof, "overset")
    assert finding.place.file.name == "bridge.md"


def test_a_proof_shows_what_is_over_in_a_red_box(stepped: Path, config: Config) -> None:
    write_story(stepped, 2600)
    out = stepped.parent / "out"
    report, files = build(stepped, config, out, ["screen", "proof"])
    assert not report.clear
    assert [file.name for file in files] == ["issue.proof.pdf"]
    with pikepdf.open(files[0]) as pdf:
        boxes = {
            page.label: note
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == pikepdf.Name.Square
        }
        assert "3+1" in boxes
        assert all(label.startswith("3+") for label in boxes)
        assert "lines" in str(boxes["3+1"].Contents)
    document = pypdfium2.PdfDocument(files[0])
    index = next(number for number in range(len(document)) if document.get_page_label(number) == "3+1")
    picture = document[index].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    red = sum(1 for pixel in picture.get_flattened_data() if pixel[0] > 190 and pixel[1] < 60 and pixel[2] < 60)
    assert red > 300
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert "".join(SENTENCE * 3) in said


def test_check_shows_what_copyfit_changed(stepped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_story(stepped, 1150)
    monkeypatch.chdir(stepped.parent)
    result = run_command("check", str(stepped), "--jobs", "1", "--edition", "screen")
    row = next(line for line in result.output.splitlines() if "002-story" in line and "leading" in line)
    assert "leading 16pt → 14pt" in row
