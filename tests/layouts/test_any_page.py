"""Base on any page: every stock kind in six sizes, in letters and in squares; nothing cut, nothing near the edge."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from pressroom.language.words import read_words
from pressroom.read.layout import read_layout
from pressroom.report import Place
from pressroom.starting.magazine import new_magazine
from pressroom.starting.sizes import NAMED, plan_page, read_size
from pressroom.workshop.config import config_of
from tests.support.looking import MM, look_at_pages
from tests.support.looking import read_words as read_printed
from tests.support.pages import write
from tests.support.paths import LAYOUTS
from tests.support.press import build, preflight, pull, write_edition

SIZES = ("a5", "170x240mm", "a4", "letter", "square", "magazine")
SAFE = 5  # millimetres
TITLES = {"zh-Hans": "码头", "zh-Hant": "碼頭", "ja": "波止場", "ko": "부두"}


def start(folder: Path, language: str, size: str, title: str = "") -> Path:
    """A magazine with a page of every kind."""
    new_magazine(folder, title or TITLES.get(language, "Quayside"), language, read_size(size), "2026-07")
    return folder


def screen(magazine: Path) -> Path:
    report, files = build(magazine / "issues" / "2026-07", config_of(magazine), magazine / "out")
    assert report.clear, report
    return next(file for file in files if file.suffix == ".pdf")


@pytest.mark.parametrize("size", SIZES)
def test_every_kind_in_letters_fits_every_page(tmp_path: Path, size: str) -> None:
    file = screen(start(tmp_path / "quay", "en", size))
    assert look_at_pages(file, SAFE) == []


@pytest.mark.parametrize(
    ("size", "language"),
    [("a5", "zh-Hans"), ("170x240mm", "ja"), ("square", "zh-Hant"), ("a4", "zh-Hans"), ("a5", "ko")],
)
def test_every_kind_in_squares_fits_every_page(tmp_path: Path, size: str, language: str) -> None:
    file = screen(start(tmp_path / "quay", language, size))
    assert look_at_pages(file, SAFE) == []


@pytest.mark.parametrize("size", ["a5", "square"])
def test_long_names_and_headlines_and_codes_fit_small_pages(tmp_path: Path, size: str) -> None:
    """What stands on covers and openers grows; a bar code and codes on the back cover take their room."""
    magazine = start(tmp_path / "quay", "de", size, "Vierteljahresschrift für Hafenangelegenheiten")
    sheet = magazine / "issues" / "magazine.yaml"
    address = "address: [Am Alten Zollhafen 117 b, 20457 Hamburg-Speicherstadt]\n"
    sheet.write_text(
        f"{sheet.read_text('utf-8')}issn: 1234-5679\n{address}subtitle: Für alle, die am Wasser arbeiten\n", "utf-8"
    )
    issue = magazine / "issues" / "2026-07"
    plan = (issue / "issue.yaml").read_text("utf-8")
    plan = re.sub(r"^theme: .*$", "theme: Lastschiffe, Leuchtfeuer und Lotsenversetzboote im Winter", plan, flags=re.M)
    plan = plan.replace("{kind: back-cover,", "{kind: back-cover, copy: codes,").replace("pages: 16", "pages: 18")
    plan = plan.replace(
        "  - {kind: ad, folio: 16", "  - {kind: opener, folio: 16, pages: 2, copy: long}\n  - {kind: ad, folio: 18"
    )
    (issue / "issue.yaml").write_text(plan, "utf-8")
    long = "Donaudampfschifffahrtsgesellschaftskapitäne beraten über Niedrigwasserzuschläge und Winterliegeplätze an der Unterelbe"
    (issue / "copy" / "long.md").write_text(
        f"---\nheadline: {long}\ndeck: {long}.\nlead: {{src: art/opener.svg, alt: Ein Weg}}\n---\nText.\n", "utf-8"
    )
    code = '::: qr {data="https://example.org/quay" label=Abonnement}\n:::\n'
    (issue / "copy" / "codes.md").write_text(f"---\nheadline: Zum Mitnehmen\n---\n{code}", "utf-8")
    pulled = pull(issue, config_of(magazine))
    assert preflight(pulled).clear
    file = write_edition("screen", pulled, tmp_path / "quay.pdf")
    assert look_at_pages(file, SAFE) == []
    title = [word for page, words in read_printed(file) for word in words if word.page == 0 and "Hafen" in word.text]
    assert title
    assert title[0].top - title[0].bottom > 3 * MM


@pytest.mark.parametrize(("width", "height"), [(148, 210), (215.9, 279.4), (220, 220)])
def test_a_layout_that_says_only_its_size_has_margins_to_match(tmp_path: Path, width: float, height: float) -> None:
    folder = tmp_path / "layouts" / "plain"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text(f"extends: base\nwidth: {width}mm\nheight: {height}mm\n", "utf-8")
    layout = read_layout([tmp_path / "layouts", LAYOUTS], "plain", Place(folder))
    tokens = dict(layout.tokens)
    assert float(tokens["inner"].removesuffix("mm")) == pytest.approx(width * 22 / 210, abs=0.01)
    assert float(tokens["top"].removesuffix("mm")) == pytest.approx(height * 25 / 285, abs=0.01)
    magazine = start(tmp_path / "quay", "en", f"{width}x{height}mm")
    (magazine / "layouts" / "quay" / "layout.yaml").write_text((folder / "layout.yaml").read_text("utf-8"), "utf-8")
    for copy in sorted((magazine / "issues" / "2026-07" / "copy").glob("*.md")):
        head, _, body = copy.read_text("utf-8").partition("\n---\n")
        short = "\n\n".join(body.split("\n\n")[:2])
        copy.write_text(f"{head}\n---\n{short if short.count(':::') % 2 == 0 else body}", "utf-8")
    assert look_at_pages(screen(magazine), SAFE) == []


def test_shares_of_the_page_and_steps_of_copyfit_are_worked_out(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "plain"
    folder.mkdir(parents=True)
    sheet = {
        "extends": "base",
        "width": "100mm",
        "height": "200mm",
        "tokens": {"leading": "20pt", "lead-lines": "3", "edge": "width * 3/4", "word": "own goal"},
        "scripts": {"latin": {"tokens": {"leading": "12pt"}}},
    }
    (folder / "layout.yaml").write_text(yaml.safe_dump(sheet), "utf-8")

    def read(script: str) -> dict[str, str]:
        layout = read_layout([tmp_path / "layouts", LAYOUTS], "plain", Place(folder), None, script)
        return dict(layout.tokens) | {f"last-{name}": value for name, value in layout.fit.tighter[-1].tokens}

    squares, letters = read("simplified"), read("latin")
    assert (squares["edge"], squares["word"], squares["page-width"]) == ("75mm", "own goal", "100mm")
    assert (squares["leading"], squares["last-leading"]) == ("20pt", "14.11pt")
    assert (letters["leading"], letters["last-leading"]) == ("12pt", "10.14pt")
    assert squares["last-lead-lines"] == "1"
    assert read("japanese")["indent"] == "1em"


@pytest.mark.parametrize("size", [*NAMED, "170x240mm", "6x9in"])
@pytest.mark.parametrize("letters", [True, False])
def test_planned_pages_have_whole_lines_whole_columns_and_lines_that_can_be_read(size: str, letters: bool) -> None:
    width, height = read_size(size)
    page = plan_page(width, height, letters)
    lines = (height - page.top - page.bottom) * MM / page.leading
    assert 0 <= lines - page.lines < 0.01
    column = (width - page.inner - page.outer - (page.columns - 1) * page.gutter) * MM / page.columns
    assert column == pytest.approx(page.column, abs=0.05)
    if not letters:
        assert 0 <= column / page.size - round(column / page.size) < 0.02
    assert 10 <= page.inner <= 0.16 * width
    assert 14 <= (24 if letters else 14) <= page.signs <= (76 if letters else 34)
    assert 0.75 * height < page.lines * page.leading / MM < 0.82 * height


def test_every_kind_of_base_stands_in_a_first_issue(tmp_path: Path) -> None:
    magazine = start(tmp_path / "quay", "en", "a5")
    plan = yaml.safe_load((magazine / "issues" / "2026-07" / "issue.yaml").read_text("utf-8"))
    kinds = {slot["kind"] for slot in plan["flatplan"]}
    in_forum = {"report", "observation", "lecture", "roundtable", "exchange"}
    assert kinds | in_forum == {file.stem for file in (LAYOUTS / "base" / "kinds").glob("*.html")}
    forum = next(slot for slot in plan["flatplan"] if slot["kind"] == "forum")
    assert set(forum["copy"]) == in_forum
    words = read_words("en")
    for name in in_forum - {"report"}:
        assert f"tag: {words[f'tag-{name}']}" in (magazine / "issues" / "2026-07" / "copy" / f"{name}.md").read_text(
            "utf-8"
        )


@pytest.mark.parametrize(
    ("css", "said"),
    [
        ("", []),
        ("p + p { margin-top: -12pt }", ["over each other"]),
        ("p + p { margin-left: -24pt }", ["near the edge"]),
        ("p + p { color: #f4f4f4 }", ["not to be seen"]),
        (
            "p + p { position: relative } p + p::after { content: ''; position: absolute; inset: 0; background: #ccc }",
            ["not to be seen"],
        ),
    ],
)
def test_what_looks_at_pages_sees_planted_faults(tmp_path: Path, css: str, said: list[str]) -> None:
    html = f"<html lang=en><style>@page{{size:300pt 200pt;margin:30pt}}p{{margin:0}}{css}</style><p>First flight</p><p>Second</p>"
    wrong = look_at_pages(write(html, tmp_path / "page.pdf", compose=False), SAFE)
    assert [one.partition(":")[0] for one in wrong][:1] == said
