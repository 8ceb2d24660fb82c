"""The whole way: what a build gives, and what it leaves alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest

from tests.support.needs import needs
from tests.support.paths import GOOD, ROOT
from tests.support.press import build, check, config_in, preflight, pull


@pytest.fixture
def built(desk, config):
    report, files = build(desk / "issue", config, desk / "out")
    assert report.clear
    return next(file for file in files if file.suffix == ".pdf")


@pytest.fixture(scope="session")
def unchanged(shared):
    """The good issue as a build leaves it, only to be looked at."""

    def make() -> Path:
        home = shared.folder / "unchanged"
        shutil.copytree(GOOD, home)
        report, files = build(home / "issue", config_in(home), home / "out")
        assert report.clear
        return next(file for file in files if file.suffix == ".pdf")

    return shared.value("unchanged", make)


def texts(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def long_copy(paragraphs: int) -> str:
    return "\n\n".join(f"第{number}段，" + "江水从上游来，带着沙，也带着船。" * 6 for number in range(paragraphs))


def test_pages_are_labelled_from_cover_to_cover(unchanged):
    with pikepdf.open(unchanged) as pdf:
        assert [page.label for page in pdf.pages] == ["C1", "1", "2", "3", "4", "5", "6", "C4"]


def test_articles_stand_on_their_folios_and_folios_are_printed(unchanged):
    pages = texts(unchanged)
    assert pages[2].startswith("最后一班渡轮与对岸的灯")
    assert pages[4].startswith("新桥试通车")
    assert [page[-1] for page in pages[1:7]] == list("123456")
    assert not pages[0].endswith("0")


@needs("poppler")
def test_three_engines_read_the_same_text(unchanged):
    """The characters of each page, white space left out, in whatever order an engine gives them."""
    pdfium = [sorted(page) for page in texts(unchanged)]
    mupdf = [sorted("".join(page.get_text().split())) for page in pymupdf.open(unchanged)]
    assert mupdf == pdfium
    said = subprocess.run(["pdftotext", "-raw", str(unchanged), "-"], capture_output=True, text=True, check=True).stdout
    assert [sorted("".join(page.split())) for page in said.split("\f")[:-1]] == pdfium


def test_blank_pages_are_marked_and_reported(desk, config, unchanged):
    assert texts(unchanged)[3] == "此页留白3"
    report = check(desk / "issue", config)
    assert [f.message for f in report.findings if f.check == "underset"] == [
        "002-story: p. 3 left blank",
        "004-story: p. 5–6 left blank",
    ]


def test_links_land_on_headlines(unchanged):
    with pikepdf.open(unchanged) as pdf:
        numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
        named = dict(pikepdf.NameTree(pdf.Root.Names.Dests))
        contents = [named[str(annotation.Dest)] for annotation in pdf.pages[1].Annots]
        assert [numbers[dest[0].objgen] for dest in contents] == [2, 4]
        inside = [str(annotation.Dest) for annotation in pdf.pages[2].Annots]
    assert set(inside) <= set(named)
    assert len(inside) == 3, "a note, the way back, and another article"


def test_bookmarks_are_departments_and_articles(unchanged):
    with pikepdf.open(unchanged) as pdf, pdf.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert tree == [
        ("封面", []),
        ("目录", []),
        ("特写", ["最后一班渡轮 与对岸的灯"]),
        ("短讯", ["新桥试通车", "早市搬进顶棚"]),
        ("封底", []),
    ]


def test_title_language_and_fonts(unchanged):
    with pikepdf.open(unchanged) as pdf:
        assert str(pdf.docinfo.Title) == "江声 No. 3"
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        names = [
            str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"
        ]
    assert len(set(names)) == len(names) >= 2


def test_binding_leaves_pages_as_they_were(unchanged, good):
    bound = pypdfium2.PdfDocument(unchanged)
    index = 0
    for run in good.runs:
        for page in pypdfium2.PdfDocument(run.pdf):
            alone = page.render(scale=1).to_pil().tobytes()
            assert bound[index].render(scale=1).to_pil().tobytes() == alone, f"page {index}"
            index += 1
    assert index == len(bound)


@pytest.mark.usefixtures("built")
def test_same_sources_same_bytes(desk):
    script = "import sys; from pressroom.cli import main; main(sys.argv[1:])"
    elsewhere = desk.parent / "另 处"
    desk.rename(elsewhere)
    environment = os.environ | {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-c", script, "build", "issue", "--out", "again", "--jobs", "2", "--edition", "screen"],
        cwd=elsewhere,
        env=environment,
        check=True,
        capture_output=True,
    )
    for file in (elsewhere / "out" / "issue").iterdir():
        again = elsewhere / "again" / "issue" / file.name
        assert again.read_bytes() == file.read_bytes(), file.name


def test_overset_stops_names_the_line_and_writes_nothing(desk, config):
    copy = desk / "issue" / "copy" / "ferry.md"
    head = copy.read_text(encoding="utf-8").partition("\n---\n")[0]
    copy.write_text(f"{head}\n---\n{long_copy(60)}\n", encoding="utf-8")
    report, files = build(desk / "issue", config, desk / "out")
    over = [finding for finding in report.findings if finding.check == "overset"]
    assert len(over) == 1
    assert "pages set, 2 planned" in over[0].message
    assert over[0].place.file == copy
    assert over[0].place.line > 20
    assert files == ()
    assert not (desk / "out").exists()


def test_overset_text_is_kept_in_the_proof(desk, config):
    copy = desk / "issue" / "copy" / "ferry.md"
    head = copy.read_text(encoding="utf-8").partition("\n---\n")[0]
    copy.write_text(f"{head}\n---\n{long_copy(60)}\n\n末句在此。\n", encoding="utf-8")
    proof = pull(desk / "issue", config)
    assert [page.label for page in proof.pages][2:6] == ["2", "3", "3+1", "3+2"]
    over = next(run.overset for run in proof.runs if run.overset)
    said = "".join(
        "".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(proof.runs[2].pdf)
    )
    assert "末句在此。" in said
    assert 0 < over.characters < len(said)


def test_text_that_a_style_hides_is_a_stop(desk, config):
    style = desk / "layouts" / "plain" / "print.css"
    style.write_text(style.read_text(encoding="utf-8") + "#bridge p { display: none }\n", encoding="utf-8")
    report, files = build(desk / "issue", config, desk / "out")
    lost = [finding for finding in report.findings if finding.check == "lost-text"]
    assert [(finding.place.file.name, finding.place.line) for finding in lost] == [("bridge.md", 4)]
    assert lost[0].message == "15 characters of this paragraph are not printed"
    assert files == ()


def test_copyfit_takes_the_first_setting_that_fits(desk, config):
    copy = desk / "issue" / "copy" / "ferry.md"
    head = copy.read_text(encoding="utf-8").partition("\n---\n")[0]
    fits = {}
    for paragraphs in (4, 10, 11, 12, 13, 18):
        copy.write_text(f"{head}\n---\n{long_copy(paragraphs)}\n", encoding="utf-8")
        fits[paragraphs] = pull(desk / "issue", config).runs[2].fit
    assert list(dict.fromkeys(fits.values()))[:3] == ["", "close", "small"]


def test_allowance_lets_a_finding_pass_and_unused_ones_are_queried(desk, config):
    sheet = desk / "issue" / "issue.yaml"
    allow = "allow:\n  underset: {issue.yaml: 留给读者来信}\n  overset: 没有\n"
    sheet.write_text(sheet.read_text(encoding="utf-8") + allow, encoding="utf-8")
    report = preflight(pull(desk / "issue", config))
    assert [finding.check for finding in report.findings] == ["unused-allowance"]


def test_rare_characters_come_from_the_fallback(desk, config):
    copy = desk / "issue" / "copy" / "bridge.md"
    copy.write_text(copy.read_text(encoding="utf-8") + "\n生僻字：爀龘。\n", encoding="utf-8")
    _, files = build(desk / "issue", config, desk / "out")
    assert any("爀龘" in page for page in texts(files[0]))
    assert b"PressroomRare" in files[0].read_bytes() or "Rare" in str(_font_names(files[0]))


def _font_names(file: Path) -> list[str]:
    with pikepdf.open(file) as pdf:
        return [
            str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"
        ]


def test_colophon_records_inputs_fonts_versions_and_digests(unchanged):
    record = json.loads((unchanged.parent / "colophon.json").read_text(encoding="utf-8"))
    assert record["issue"]["pages"] == 8
    assert set(record["inputs"]) >= {"issue/issue.yaml", "issue/copy/ferry.md", "issue/art/dot.png", "magazine.yaml"}
    assert record["versions"]["weasyprint"].startswith("70.")
    assert "Pressroom Song" in record["fonts"]
    assert record["printer"] == {"condition": "FOGRA39", "registry": "http://www.color.org", "ink_limit": 300}
    assert list(record["outputs"]) == [unchanged.name]
    assert str(unchanged.parents[2]) not in json.dumps(record)


def test_failed_build_leaves_the_last_one_alone(desk, config, built):
    before = {file.name: file.read_bytes() for file in built.parent.iterdir()}
    (desk / "layouts" / "plain" / "print.css").write_text("p { bogus: 1 }", encoding="utf-8")
    from pressroom.report import LayoutError

    with pytest.raises(LayoutError):
        build(desk / "issue", config, desk / "out")
    assert {file.name: file.read_bytes() for file in built.parent.iterdir()} == before
    assert [path.name for path in (desk / "out").iterdir()] == ["issue"]
