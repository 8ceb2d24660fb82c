"""A bag says what libraries want to know, of the pages that were really printed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import parse

import pytest

from pressroom.archive.bag import open_bag
from pressroom.archive.journal import read_journal
from pressroom.archive.works import read_works
from pressroom.importers.readers.alto import read_alto
from pressroom.workshop.files import digest_of
from tests.support.archives import make_magazine
from tests.support.nurseries import run_command
from tests.support.paths import SHARED as MATERIAL

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
METS = "{http://www.loc.gov/METS/v2}"
MODS = "{http://www.loc.gov/mods/v3}"


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    home = make_magazine(folder / "m", ("one",))
    result = run_command("archive", "build", str(home), "--out", str(folder / "archive"), "--edition", "screen")
    assert result.exit_code == 0, result.output
    return folder / "archive" / read_journal(folder / "archive").records["m/one"].bag


def test_alto_has_every_line_of_the_page_in_its_place(bag):
    (page,) = read_alto(bag / "data" / "alto" / "0003.xml")
    lines = [line.text for line in page.lines]
    assert "最后一班渡轮与对岸的灯" in lines
    assert "清晨五点，渡口的灯先亮。老船工把缆绳绕了三圈，慢慢" in lines
    assert page.page.label == "2"
    assert (round(page.page.width), round(page.page.height)) == (1200, 1600)  # 120 × 160 mm
    for string in parse(bag / "data" / "alto" / "0003.xml").iter(f"{ALTO}String"):
        left, width = float(string.get("HPOS")), float(string.get("WIDTH"))
        assert 0 <= left < left + width <= 1200
    blocks = parse(bag / "data" / "alto" / "0003.xml").iter(f"{ALTO}TextBlock")
    assert {block.get("TAGREFS") for block in blocks} == {None, "a.ferry"}


def test_mets_names_every_file_with_its_digest_and_every_page_and_article(bag):
    root = parse(bag / "data" / "metadata" / "mets.xml").getroot()
    here = bag / "data" / "metadata"
    named = set()
    for file in root.iter(f"{METS}file"):
        path = here / unquote(file.find(f"{METS}FLocat").get("LOCREF"))
        assert digest_of(path) == file.get("CHECKSUM")
        assert path.stat().st_size == int(file.get("SIZE"))
        named.add(path.resolve().relative_to(bag).as_posix())
    assert set(open_bag(bag).payload) - named == {"data/metadata/mets.xml"}
    divs = [(div.get("TYPE"), div.get("ORDERLABEL") or div.get("LABEL")) for div in root.iter(f"{METS}div")]
    assert ("page", "C1") in divs
    assert ("article", "新桥试通车") in divs


def test_mods_and_dublin_core_name_people_and_pages(bag):
    root = parse(bag / "data" / "metadata" / "mods.xml").getroot()
    ferry = next(item for item in root.iter(f"{MODS}relatedItem") if item.get("type") == "constituent")
    assert ferry.findtext(f".//{MODS}namePart") == "周砚"
    assert ferry.findtext(f".//{MODS}start") == "2"
    assert [word.text for word in ferry.iter(f"{MODS}topic")] == ["渡口", "江"]
    core = parse(bag / "data" / "metadata" / "dc.xml").getroot()
    assert {child.text for child in core if child.tag.endswith("creator")} == {"周砚"}


def test_what_is_known_of_articles_is_what_is_printed(bag):
    serial = read_works(bag / "data" / "metadata" / "works.json")
    assert [(work.slug, work.pages) for work in serial.works] == [
        ("ferry", ("2",)),
        ("bridge", ("4",)),
        ("market", ("4",)),
    ]
    assert serial.works[1].text == "新桥试通车\n桥长1,280米，双向四车道。"
    assert serial.labels == ("C1", "1", "2", "3", "4", "5", "6", "C4")


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [("mets2.xsd", "metadata/mets.xml"), ("mods-3-8.xsd", "metadata/mods.xml"), ("alto-4-4.xsd", "alto/*.xml")],
)
def test_the_schemas_of_libraries_find_them_valid(bag, schema, pattern):
    file = MATERIAL / "schemas" / schema
    if not file.is_file():
        pytest.skip(f"../shared/schemas/{schema} is not there: it has no licence to be kept here")
    xmlschema = pytest.importorskip("xmlschema")
    rules = xmlschema.XMLSchema(str(file), validation="lax", allow="local")
    for found in (bag / "data").glob(pattern):
        assert list(rules.iter_errors(str(found))) == []
