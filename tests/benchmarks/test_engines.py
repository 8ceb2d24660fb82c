"""The benchmarks' cheap parts: pages, tables, arguments, and what is said where an engine or a text is missing."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from benchmarks import composer, peers, speed, tables, texts
from benchmarks.pages import SETTINGS, Setting, lay_out_fonts, write_html, write_typst
from benchmarks.peers import PEERS, PeerError
from benchmarks.tables import Count, Sheet
from pressroom.lint import RULES, lint_pdf
from pressroom.typography.normaliser import normalise

SETTING = Setting(20, 10, 2)
SAYS = "潮水从海口上来，带着沙，也带着船。他说：“走A线吧。”"


def sheet(peer: str, text: str = "own", setting: Setting = SETTING, **counts: tuple[int, int]) -> Sheet:
    return Sheet(peer, text, setting, {rule: Count(*count) for rule, count in counts.items()})


def rows(markdown: str) -> dict[str, list[str]]:
    """The rows of the first table, by the first word of each."""
    table = markdown.split("\n\n")[1].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {line[0].split()[0]: line[1:] for line in cells}


def test_every_measure_is_set_in_one_to_three_columns_of_whole_pixels():
    assert {setting.measure for setting in SETTINGS} == {14, 17, 20, 24, 32, 40}
    assert {setting.columns for setting in SETTINGS} == {1, 2, 3}
    assert min(setting.size for setting in SETTINGS) == 8.5
    assert max(setting.size for setting in SETTINGS) == 11
    assert all((setting.leading / 0.75).is_integer() for setting in SETTINGS)
    assert all(1.5 < setting.leading / setting.size < 1.7 for setting in SETTINGS)


def test_a_page_set_from_the_html_has_the_measure_the_size_and_the_text(tmp_path):
    paragraphs = [SAYS * 9 for _ in range(4)]
    (tmp_path / "page.html").write_text(
        write_html(paragraphs, SETTING, lay_out_fonts(tmp_path / "fonts", paragraphs)), encoding="utf-8"
    )
    peers.set_page(PEERS["pressroom"], tmp_path / "page.html", tmp_path / "page.pdf")
    report = lint_pdf(tmp_path / "page.pdf", source=paragraphs)
    assert (report.size, report.leading, report.indent, report.columns) == (10, 15.75, 2, 2)
    assert report["R18"].cases == 4
    assert report["R18"].passed
    assert (tmp_path / "page.json").is_file()


def test_markup_in_a_text_is_text(tmp_path):
    faces = lay_out_fonts(tmp_path, ["潮"])
    assert "<p>甲&lt;乙&gt;&amp;</p>" in write_html(["甲<乙>&"], SETTING, faces)
    assert r'#par("甲\"乙\\#丙")' in write_typst(['甲"乙\\#丙'], SETTING, faces)


def test_rare_characters_bring_one_face_and_no_second(tmp_path):
    assert len(lay_out_fonts(tmp_path, ["潮"])) == 2
    assert len(lay_out_fonts(tmp_path, ["爀"])) == 3
    (*_, rare) = lay_out_fonts(tmp_path, ["爀㙟"])
    assert [file.name for file in tmp_path.glob("rare-*")] == [rare.file]
    assert f'"{rare.family}"' in write_html(["爀"], SETTING, (rare,))


def test_own_text_is_reading_text_without_markup():
    own = texts.read_own()
    assert own.characters > 40_000
    assert all(text == normalise(text) and "<" not in text and len(text) >= 20 for text in own.paragraphs)


def test_seed_that_is_absent_is_none(tmp_path):
    assert texts.read_seed(tmp_path) is None


def test_a_stretched_text_says_nothing_twice():
    told = texts.stretch(("甲来了。乙走了。丙也走了。", "丁一个人留在这里。"), 120)
    assert sum(map(len, told)) >= 120
    assert len(set(told)) == len(told)
    assert told[2] == "乙走了。丙也走了。甲来了。"


def test_invented_english_is_the_same_every_time():
    assert texts.invent_english(3000) == texts.invent_english(3000)
    assert sum(map(len, texts.invent_english(3000))) >= 3000


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0"), (0.0001, "< 0.1 %"), (0.0005, "0.1 %"), (0.123, "12.3 %"), (1, "100.0 %")]
)
def test_shares(share, shown):
    assert tables.render_share(share) == shown


def test_best_is_bold_and_a_missed_gate_is_crossed():
    row = tables.render_row("R09", {"a": Count(0, 9), "b": Count(1, 100), "c": Count()})
    assert row == ["**0**", "1.0 % ✗", "–"]
    assert tables.render_row("R09", {"a": Count(0, 9), "b": Count(0, 5)}) == ["0", "0"]
    assert tables.render_row("R08", {"a": Count(1, 100), "b": Count(2, 100)}) == ["**1.0 %**", "2.0 % ✗"]


def test_pitches_of_ragged_lines_do_not_compete():
    row = tables.render_row("R10", {"a": Count(0, 9), "b": Count(1, 20), "c": Count(1, 10)}, ragged={"a"})
    assert row == ["(0)", "**5.0 %**", "10.0 %"]


def test_tables_add_up_texts_and_settings():
    sheets = [
        sheet("pressroom", R09=(0, 100), R10=(10, 100), R18=(0, 4)),
        sheet("pressroom", "seed", R09=(0, 100), R10=(20, 100), R18=(0, 4)),
        sheet("weasyprint", R09=(30, 100), R10=(0, 100), R18=(0, 4)),
        sheet("weasyprint", setting=Setting(40, 10, 1), R09=(30, 100), R18=(1, 4)),
    ]
    text = tables.render_composition(sheets, {"pressroom": "Pressroom", "weasyprint": "WeasyPrint"})
    found = rows(text)
    assert found["rule"] == ["gate", "Pressroom", "WeasyPrint"]
    assert found["R09"] == ["0", "**0**", "30.0 % ✗"]
    assert found["R10"] == ["12.0 %", "15.0 % ✗", "(0)"]
    assert found["R18"] == ["0", "**0**", "12.5 % ✗"]
    assert found["gates"] == ["", "1", "2"]
    assert "### 20 em (10 pt in 2)" in text
    assert "### 40 em (10 pt in 1)" in text
    assert "No engine breaks R18." in text


def test_misses_are_said_by_measure_and_text():
    sheets = [sheet("pressroom", R09=(1, 100)), sheet("pressroom", "seed", R09=(0, 50)), sheet("typst", R09=(9, 9))]
    (line,) = tables.render_misses(sheets, "pressroom")
    assert line.startswith("- R09 at 20 em, text *own*: 1.0 % (1 of 100), gate 0.")
    assert line.endswith(RULES["R09"].summary)


def test_readme_is_replaced_between_its_markers_only(tmp_path):
    file = tmp_path / "README.md"
    file.write_text("head\n<!-- x: begin -->\nold\n<!-- x: end -->\ntail\n", encoding="utf-8")
    for _ in range(2):
        tables.replace_between(file, "x", "new\n")
        assert file.read_text(encoding="utf-8") == "head\n<!-- x: begin -->\nnew\n<!-- x: end -->\ntail\n"
    with pytest.raises(ValueError, match="lacks the markers <!-- y: begin -->"):
        tables.replace_between(file, "y", "new")


@pytest.mark.parametrize("name", ["composer", "speed"])
def test_the_real_readme_has_the_markers(name):
    text = composer.README.read_text(encoding="utf-8")
    assert text.count(f"<!-- {name}: begin -->") == text.count(f"<!-- {name}: end -->") == 1


def test_a_missing_engine_is_named_with_its_cure(monkeypatch, tmp_path):
    monkeypatch.setattr(peers, "FOLDER", tmp_path / "peers")
    monkeypatch.setattr(peers.shutil, "which", lambda _: None)
    with pytest.raises(PeerError, match="chromium is missing: apt-get install chromium"):
        peers.install_peer(PEERS["chromium"])
    found, notes = composer.find_peers([PEERS["pressroom"], PEERS["vivliostyle"]])
    assert [peer.name for peer in found] == ["pressroom"]
    assert notes == ["Vivliostyle CLI was not measured: chromium is missing: apt-get install chromium."]


def test_an_engine_that_cannot_be_installed_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    monkeypatch.setattr(peers.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(PeerError, match=r"making a folder for Typst: .*no-python cannot be run"):
        peers.install_peer(PEERS["typst"])


def test_a_missing_text_is_said_in_the_report(monkeypatch):
    monkeypatch.setattr(composer, "read_seed", lambda: None)
    found, notes = composer.find_texts(["seed"])
    report = composer.write_report([sheet("pressroom", R09=(0, 9))], [PEERS["pressroom"]], found, notes)
    assert "The text *seed* was not measured: its folder is not beside the repository." in report
    assert "None, in any text at any measure." in report


def test_words_that_are_not_known_are_refused():
    for command, arguments, message in [
        (composer.main, ["--peer", "latex"], "'latex' is not one of 'pressroom', 'weasyprint', 'typst'"),
        (composer.main, ["--measure", "15"], "15 (known: 14, 17, 20, 24, 32, 40)"),
        (speed.main, ["--rounds", "0"], "0 is not in the range x>=1"),
    ]:
        shown = CliRunner().invoke(command, arguments)
        assert shown.exit_code == 2
        assert message in shown.output


def test_an_engine_that_fails_is_noted_and_the_others_go_on(monkeypatch, tmp_path):
    monkeypatch.setattr(composer, "FOLDER", tmp_path)
    bad = replace(PEERS["typst"], command=lambda *_: [sys.executable, "-c", "raise SystemExit('no such font')"])
    text = texts.Text("own", "a few lines", (SAYS * 9,) * 4)
    for _ in range(2):  # the second time from what is kept
        sheets, failed = composer.measure_all([bad, PEERS["pressroom"]], [text], [SETTING])
        assert [one.peer for one in sheets] == ["pressroom"]
        assert sheets[0].counts["R18"] == Count(0, 4)
        assert len(failed) == 1
        assert failed[0].startswith("Typst: own, 20 em, 10 pt, 2 columns could not be set:")
    assert len(list((tmp_path / "pages" / "own").glob("pressroom-*.pdf"))) == 1


def test_speed_is_written_as_ratios_with_gates():
    document = speed.Document("Chinese", "", 1.15)
    composed = tuple(speed.Timing(60, cpu, 130) for cpu in (1.0, 1.2, 1.4))
    plain = tuple(speed.Timing(62, 1.0, 100) for _ in range(3))
    comparison = speed.Comparison(document, composed, plain)
    assert (comparison.time, comparison.memory) == (1.2, 1.3)
    text = speed.render_speed([comparison], {50: 2.0, 100: 5.0})
    assert "| Chinese | 60 | 1.20 ✗ | 1.00–1.40 | ≤ 1.15 | 1.30 | ≤ 1.3 |" in text
    assert "| 100 characters | 5.00 | 2.50 ✗ | ≤ 20 s, ≤ 2.4 |" in text
