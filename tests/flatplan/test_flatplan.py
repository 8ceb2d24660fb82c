"""The flatplan seen: what lies open together, how it stands with each page, and files that need nothing else."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from pressroom.flatplan import FORMS, Board, Problem, Stand, lay_out
from pressroom.flatplan.setting import pull_what_can
from pressroom.flatplan.sheet import Photograph, SheetText, choose_lettering, draw_sheet
from pressroom.fonts import read_catalogue
from pressroom.fonts.outlines import measure_letters, outline_letter
from pressroom.report import Place, PressError, stop
from pressroom.run import Overset, Tail
from tests.support.nurseries import run_command
from tests.support.paths import ROOT

FACES = read_catalogue([ROOT / "fonts"]).faces


@pytest.fixture
def runs(good):
    return {pasteup.slot.index: run for pasteup, run in good.parts}


def board_of(good, runs) -> Board:
    return lay_out(good.issue, good.layout, runs)


def overset(run, pages: int, characters: int):
    return replace(run, set_pages=pages, blank_pages=0, overset=Overset(1, (Tail(1, "x", 0, 7, characters),)))


def test_pages_lie_as_in_the_magazine(good, runs):
    spreads = [spread.name for spread in board_of(good, runs).spreads]
    assert spreads == ["C1", "1", "2–3", "4–5", "6", "C4"]
    covers = [(bool(spread.verso), bool(spread.recto)) for spread in board_of(good, runs).spreads]
    assert covers == [(False, True), (False, True), (True, True), (True, True), (True, False), (True, False)]


def test_it_is_said_how_it_stands_with_each_page(good, runs):
    leaves = {leaf.label: leaf for leaf in board_of(good, runs).leaves}
    assert [leaf.label for leaf in leaves.values() if leaf.stand is Stand.BLANK] == ["3", "5", "6"]
    assert [leaf.label for leaf in leaves.values() if leaf.lead] == ["C1", "1", "2", "4", "C4"]
    assert [(leaf.label, leaf.slot.department) for leaf in leaves.values() if leaf.opens] == [
        ("2", "特写"),
        ("4", "短讯"),
    ]
    assert leaves["2"].headline == "渡轮"
    assert leaves["2"].fill is not None
    assert 0 < leaves["2"].fill <= 1
    assert leaves["3"].fill == 0
    assert leaves["2"].colour == "#884400"
    assert leaves["4"].colour == "#004488"


def test_what_runs_over_lies_apart_and_says_how_much(good, runs):
    board = board_of(good, runs | {2: overset(runs[2], 3, 168)})
    assert [spread.name for spread in board.spreads][2:5] == ["2–3", "3+1", "4–5"]
    leaves = {leaf.label: leaf for leaf in board.leaves}
    assert leaves["3+1"].stand is Stand.OVER
    assert "168" in leaves["3"].note
    assert "168" in FORMS[".html"](board, FACES).decode()


def test_a_slot_that_could_not_be_set_is_a_grey_page_with_the_reason(good, runs):
    board = board_of(good, runs | {2: Problem("it ran <away>")})
    leaves = [leaf for leaf in board.leaves if leaf.slot.index == 2]
    assert [leaf.stand for leaf in leaves] == [Stand.UNSET, Stand.UNSET]
    assert "it ran &lt;away&gt;" in FORMS[".html"](board, FACES).decode()
    assert all(form(board, FACES) for form in FORMS.values())


def test_folios_that_follow_on_look_different(good, runs):
    plan = tuple(replace(slot, auto=slot.index == 3) for slot in good.issue.flatplan)
    board = lay_out(replace(good.issue, flatplan=plan), good.layout, runs)
    assert [leaf.label for leaf in board.leaves if not leaf.pinned] == ["4", "5", "6"]
    words = {shape.text for shape in draw_sheet(board, choose_lettering(FACES)).shapes if isinstance(shape, SheetText)}
    assert {"(4)", "(5)", "(6)", "2", "3"} <= words


def test_what_stops_one_slot_leaves_the_others(good):
    broken = good.pasteups[2].slot

    def pull(part):
        if any(paste.slot.index == broken.index for paste in part.pasteups):
            raise PressError([stop("engine", "it ran away", broken.place)])
        return good.with_parts([(p, run) for p, run in good.parts if p in part.pasteups]).proof

    found = pull_what_can(good.made, pull)
    assert found[2] == Problem("it ran away")
    assert sorted(found) == [0, 1, 2, 3, 4]

    def fail(_part):
        raise PressError([stop("engine", "no worker can be started", Place(Path()))])

    with pytest.raises(PressError, match="no worker"):
        pull_what_can(good.made, fail)


class Reader(HTMLParser):
    """What an HTML page refers to, and what its buttons are called."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.buttons: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data"}]
        if tag == "img":
            self.pictures.append(values["src"] or "")
            assert "alt" in values
        if tag == "button" and "aria-label" in values:
            self.buttons.append(values["aria-label"] or "")


def test_the_page_holds_all_it_needs(good, runs):
    text = FORMS[".html"](board_of(good, runs), FACES).decode()
    reader = Reader()
    reader.feed(text)
    assert reader.addresses
    assert all(address.startswith("data:image/webp;base64,") for address in reader.addresses)
    assert "url(" not in text
    assert "@import" not in text
    assert len(reader.pictures) == 8
    assert "第 2 页, 特写, story, 渡轮" in reader.buttons[2]
    assert "第 3 页" in reader.buttons[2]
    assert "空白" in reader.buttons[2]
    shown = Image.open(io.BytesIO(base64.b64decode(reader.pictures[0].partition(",")[2])))
    assert shown.width / shown.height == pytest.approx(120 / 160, abs=0.01)


def test_the_sheet_has_letters_as_outlines_and_every_page(good, runs):
    data = FORMS[".svg"](board_of(good, runs), FACES)
    tree = ElementTree.fromstring(data)
    tags = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert "text" not in tags
    assert tags.count("image") == 5
    addresses = re.findall(r'href="([^"]*)"', data.decode())
    names = {element.get("id") for element in tree.iter() if element.get("id")}
    assert all(address.startswith("data:image/jpeg;base64,") or address[1:] in names for address in addresses)
    assert all(element.get("d") for element in tree.iter() if element.tag.endswith("}path"))


def test_the_picture_shows_each_page_in_its_place(good, runs):
    board = board_of(good, runs)
    drawing = draw_sheet(board, choose_lettering(FACES))
    image = Image.open(io.BytesIO(FORMS[".png"](board, FACES)))
    scale = image.width / drawing.width
    places = {shape.leaf.label: shape for shape in drawing.shapes if isinstance(shape, Photograph)}
    assert places["2"].x < places["4"].x or places["2"].y < places["4"].y
    for shape in places.values():
        box = [round(value * scale) for value in (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)]
        assert len(image.crop((box[0] + 2, box[1] + 2, box[2] - 2, box[3] - 2)).getcolors(1 << 16) or []) > 1


def test_any_number_of_pages_makes_a_sheet_of_good_shape(good, runs):
    board = board_of(good, runs)
    for count in (1, 7, 56, 210):
        many = replace(board, spreads=tuple(board.spreads[2] for _ in range(count)))
        drawing = draw_sheet(many, choose_lettering(FACES))
        assert all(shape.x <= drawing.width and shape.y <= drawing.height for shape in drawing.shapes)
        assert count < 20 or 1.1 < drawing.width / drawing.height < 1.9


@pytest.mark.parametrize("ending", FORMS)
def test_same_flatplan_same_bytes(good, runs, ending):
    assert FORMS[ending](board_of(good, runs), FACES) == FORMS[ending](board_of(good, runs), FACES)


def test_letters_are_measured_and_drawn():
    sans = choose_lettering(FACES).plain
    assert measure_letters("潮涌", sans) == pytest.approx(2, abs=0.01)
    assert outline_letter("潮", sans)[0].startswith("M")
    assert outline_letter("\U0010fffd", sans)[0] == ""
    assert choose_lettering(FACES).cut("潮涌钱塘潮涌钱塘", 10, 41) == "潮涌钱…"


def test_the_command_writes_what_the_ending_says(desk, monkeypatch):
    monkeypatch.chdir(desk)
    monkeypatch.setenv("PRESSROOM_CACHE", str(desk / ".pressroom"))
    result = run_command("flatplan", "issue", "--to", "plan.svg", "--jobs", "1")
    assert result.exit_code == 0, result.output
    assert (desk / "plan.svg").read_bytes().startswith(b"<svg")
    refused = run_command("flatplan", "issue", "--to", "plan.docx")
    assert refused.exit_code == 2
    assert ".html, .svg, .png" in refused.output
