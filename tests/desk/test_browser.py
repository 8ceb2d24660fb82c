"""A day at the desk in a real browser: what is done there is in the sources afterwards, as a careful person types it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import open_page, serve_desk, wait_until
from tests.support.needs import READERS, needs
from tests.support.paths import GOOD

pytestmark = [needs("chromium")]
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
#: Whether each picture in view has a dot for each dot of the screen.
_SHARP = """[...document.querySelectorAll('.art img[src]')].every((one) => {
  const box = one.getBoundingClientRect();
  const seen = box.bottom > 60 && box.top < innerHeight && box.right > 230 && box.left < innerWidth * 0.58;
  return !seen || Math.abs(one.naturalWidth - box.width * devicePixelRatio) < 1.5;
})"""


@pytest.fixture
def magazine(tmp_path: Path) -> Path:
    """The good issue as a magazine of its own."""
    shutil.copytree(GOOD / "issue", tmp_path / "issues" / "one")
    shutil.copytree(GOOD / "layouts", tmp_path / "layouts")
    shutil.copy(GOOD / "magazine.yaml", tmp_path / "issues" / "magazine.yaml")
    return tmp_path


@pytest.fixture
def page(magazine: Path) -> Iterator[Any]:
    """The desk of that issue, all of it set."""
    with serve_desk(magazine, "one") as address, open_page(address) as page:
        wait_until(page, "document.querySelectorAll('.leaf.set img[src]').length > 3")
        yield page


def shown(page: Any, label: str) -> str:
    """The address of the picture that a page shows."""
    found: str = page.evaluate(
        "label => [...document.querySelectorAll('.leaf')]"
        ".find(one => one.querySelector('b').textContent === label)?.querySelector('.art img').getAttribute('src') || ''",
        label,
    )
    return found


def wait_for_change(page: Any, label: str, before: str) -> None:
    wait_until(
        page,
        "([label, before]) => { const one = [...document.querySelectorAll('.leaf')]"
        ".find(one => one.querySelector('b').textContent === label)?.querySelector('.art img').getAttribute('src');"
        "return one && one !== before }",
        [label, before],
    )


def press_spot(page: Any, label: str, across: float, down: float) -> None:
    """Press a spot of a page."""
    box = page.evaluate(
        "label => { const one = [...document.querySelectorAll('.leaf')]"
        ".find(one => one.querySelector('b').textContent === label).querySelector('.paper');"
        "one.scrollIntoView({ block: 'center' }); const box = one.getBoundingClientRect();"
        "return [box.left, box.top, box.width, box.height] }",
        label,
    )
    page.mouse.click(box[0] + box[2] * across, box[1] + box[3] * down)


def test_a_day_at_the_desk(page: Any, magazine: Path) -> None:
    ferry, plan = magazine / "issues/one/copy/ferry.md", magazine / "issues/one/issue.yaml"
    first, sheet = ferry.read_text(encoding="utf-8"), plan.read_text(encoding="utf-8")

    press_spot(page, "2", 0.3, 0.3)  # a line of the page: its source opens where it stands
    wait_until(page, "document.querySelector('.cm-activeLine')?.textContent.startsWith('清晨五点')")
    assert page.locator(".mark").count() == 1

    before = shown(page, "2")
    page.keyboard.press("End")
    page.keyboard.type("天亮了。")
    wait_for_change(page, "2", before)  # what is typed is shown, and not saved
    assert ferry.read_text(encoding="utf-8") == first
    page.keyboard.press("Control+s")
    wait_until(page, "document.getElementById('save').textContent === 'Saved'")
    assert ferry.read_text(encoding="utf-8") == first.replace("涨起来[^1]。", "涨起来[^1]。天亮了。")

    page.keyboard.press("Control+End")  # too much: it is told, and cured
    page.keyboard.insert_text("\n\n" + "水面很宽，船走得慢。" * 200)
    page.wait_for_selector("#counts b")
    page.click("#counts button")
    wait_until(page, "document.getElementById('undo').hidden === false")
    assert "pages" in plan.read_text(encoding="utf-8")
    assert plan.read_text(encoding="utf-8") != sheet
    page.click("#undo")
    wait_until(page, "document.getElementById('undo').hidden === true")
    assert plan.read_text(encoding="utf-8") == sheet


def test_a_slot_is_dragged_and_taken_back(page: Any, magazine: Path) -> None:
    plan = magazine / "issues/one/issue.yaml"
    sheet = plan.read_text(encoding="utf-8")
    page.keyboard.press("4")
    source, target = page.locator(".slot").nth(1), page.locator(".slot").nth(3)
    source.drag_to(target, target_position={"x": 5, "y": 40})
    wait_until(page, "document.getElementById('undo').hidden === false")
    moved = plan.read_text(encoding="utf-8")
    contents, ferry = moved.index("kind: contents, folio: 3"), moved.index("folio: 1, department: 特写")
    assert ferry < contents
    page.click("#undo")
    wait_until(page, "document.getElementById('undo').hidden === true")
    assert plan.read_text(encoding="utf-8") == sheet


def test_a_token_is_set_and_redrawn(page: Any, magazine: Path) -> None:
    before = shown(page, "2") or shown(page, "1")
    page.click("#tab-tokens")
    page.fill("#token-size", "11pt")
    page.keyboard.press("Tab")
    wait_for_change(page, "1", shown(page, "1"))
    assert "size: 11pt" in (magazine / "layouts/plain/layout.yaml").read_text(encoding="utf-8")
    assert before


def test_a_picture_is_dropped_into_a_piece(page: Any, magazine: Path) -> None:
    page.select_option("#file", "issues/one/copy/bridge.md")
    wait_until(page, "document.querySelector('.cm-content').textContent.includes('headline')")
    page.evaluate(
        """data => {
          const bytes = Uint8Array.from(atob(data), char => char.charCodeAt(0));
          const moved = new DataTransfer();
          moved.items.add(new File([bytes], "New Bridge.png", { type: "image/png" }));
          const target = document.querySelector('.cm-content'), box = target.getBoundingClientRect();
          const at = { bubbles: true, cancelable: true, dataTransfer: moved, clientX: box.left + 60, clientY: box.bottom - 5 };
          target.dispatchEvent(new DragEvent("drop", at));
        }""",
        base64.b64encode(_DOT).decode(),
    )
    wait_until(page, "document.querySelector('.cm-content').textContent.includes('src=art/new-bridge.png')")
    assert (magazine / "issues/one/art/new-bridge.png").read_bytes() == _DOT


def test_a_file_that_was_changed_elsewhere_is_asked_about(page: Any, magazine: Path) -> None:
    file = magazine / "issues/one/copy/bridge.md"
    theirs = file.read_text(encoding="utf-8") + "\n别处加的一句。\n"
    page.select_option("#file", "issues/one/copy/bridge.md")
    wait_until(page, "document.querySelector('.cm-content').textContent.includes('headline')")
    page.click(".cm-content")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("我的一句。")
    file.write_text(theirs, encoding="utf-8")
    page.wait_for_selector("#conflict:not([hidden])")
    assert file.read_text(encoding="utf-8") == theirs
    page.click("#theirs")
    wait_until(page, "!document.querySelector('.cm-content').textContent.includes('我的一句')")
    assert page.evaluate("document.querySelector('.cm-content').textContent.includes('别处加的一句')")


def test_place_and_zoom_stay_and_pages_are_sharp(page: Any, magazine: Path) -> None:
    page.click("#stories [data-slot='2']")
    for _ in range(3):
        page.click("#larger")
    page.wait_for_timeout(400)
    place = "[document.getElementById('stage').scrollTop, document.getElementById('stage').scrollLeft, document.getElementById('fit').textContent]"
    before = page.evaluate(place)
    file = magazine / "issues/one/copy/ferry.md"
    old = shown(page, "2")
    file.write_text(file.read_text(encoding="utf-8").replace("清晨五点", "清晨六点"), encoding="utf-8")
    wait_for_change(page, "2", old)
    assert page.evaluate(place) == before
    wait_until(page, _SHARP)


def test_all_is_reached_by_keys(page: Any) -> None:
    for key, mode in (("2", "pages"), ("3", "grid"), ("4", "plan"), ("1", "spreads")):
        page.keyboard.press(key)
        assert page.evaluate("document.getElementById('stage').className") == mode
    page.keyboard.press("+")
    assert page.inner_text("#fit").endswith("%")
    page.keyboard.press("0")
    assert page.inner_text("#fit") == "Fit"
    page.keyboard.press("e")
    assert page.locator("#side").is_hidden()
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, a[href], input, select, [role=tab], [role=separator]')]"
        ".filter(one => !(one.textContent.trim() || one.getAttribute('aria-label') || one.title || one.labels?.length)).map(one => one.outerHTML)"
    )
    assert unnamed == []


@needs("readers")
@pytest.mark.parametrize("mode", ["1", "4"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(magazine: Path, mode: str, scheme: str) -> None:
    axe = (READERS / "node_modules/@daisy/axe-core-for-ace/axe.min.js").read_text(encoding="utf-8")
    with serve_desk(magazine, "one") as address, open_page(address, color_scheme=scheme) as page:
        wait_until(page, "document.querySelectorAll('.leaf.set img[src]').length > 3")
        page.select_option("#file", "issues/one/copy/ferry.md")
        wait_until(page, "document.querySelector('.cm-content').textContent.includes('headline')")
        page.keyboard.press("Escape")
        page.locator("#stage").focus()
        page.keyboard.press(mode)
        page.evaluate(f"{axe}; undefined")
        for tab in ("editor", "findings", "tokens"):
            page.click(f"#tab-{tab}")
            page.wait_for_timeout(300)
            found = page.evaluate(
                "axe.run().then(({ violations }) => violations.map("
                "one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`))"
            )
            assert not found, "\n".join(found)
