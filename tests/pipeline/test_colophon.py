"""The colophon: what a build was made from and what came out, without a date and without a path of the machine."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pressroom.report import Place, Report, query
from pressroom.run import Departure, MadeUp, Run
from tests.support.press import Pulled, record


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Editions whose bytes are known."""
    (tmp_path / "issue.screen.pdf").write_bytes(b"screen")
    (tmp_path / "issue.epub").write_bytes(b"book")
    return {"screen": tmp_path / "issue.screen.pdf", "epub": tmp_path / "issue.epub"}


def read(pulled: Pulled, files: dict[str, Path], *findings: Any) -> dict[str, Any]:
    folder = next(iter(files.values())).parent
    told: dict[str, Any] = json.loads(record(pulled, files, Report.of(findings), folder))
    return told


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def test_it_says_which_issue_and_what_came_out(good: Pulled, files: dict[str, Path]) -> None:
    told = read(good, files)
    assert told["issue"] == {"title": good.issue.title, "slug": "issue", "date": "2020-05", "pages": 8}
    assert told["outputs"] == {
        "issue.screen.pdf": sha256(b"screen").hexdigest(),
        "issue.epub": sha256(b"book").hexdigest(),
    }


def test_every_file_of_the_issue_and_of_its_layout_is_named_with_its_digest(
    good: Pulled, files: dict[str, Path]
) -> None:
    told, folder = read(good, files), good.issue.folder.parent
    wanted = [path for path in folder.joinpath("issue").rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix(): digest(path) for path in [*wanted, folder / "magazine.yaml"]}
    assert told["inputs"] == names
    layout = folder / "layouts" / "plain"
    assert told["layout"] == {
        f"{path.parent.name}/{path.name}": digest(path) for path in layout.rglob("*") if path.is_file()
    }


def test_a_file_that_lies_elsewhere_goes_by_its_name(good: Pulled, files: dict[str, Path], tmp_path: Path) -> None:
    sheet = tmp_path / "elsewhere.yaml"
    sheet.write_text("title: 江声\n", encoding="utf-8")
    magazine = replace(good.issue.magazine, place=Place(sheet))
    told = read(good.with_issue(replace(good.issue, magazine=magazine)), files)
    assert told["inputs"]["elsewhere.yaml"] == digest(sheet)
    assert "magazine.yaml" not in told["inputs"]


def test_the_faces_and_the_engines_are_named(good: Pulled, files: dict[str, Path]) -> None:
    told = read(good, files)
    assert {family: face["digest"] for family, face in told["fonts"].items()} == {
        face.family: face.sha256 for face in good.faces
    }
    assert told["fonts"]["Pressroom Kai"] | {"digest": ""} == {
        "digest": "",
        "from": "house",
        "licence": "OFL-1.1",
        "copyright": next(face.copyright for face in good.faces if face.family == "Pressroom Kai"),
    }
    assert {name: told["versions"][name] for name in ("weasyprint", "fonttools", "EbookLib")} == {
        name: version(name) for name in ("weasyprint", "fonttools", "EbookLib")
    }


def test_slots_say_their_pages_and_what_copyfit_did(good: Pulled, files: dict[str, Path]) -> None:
    def tighten(run: Run) -> Run:
        changes = (Departure("leading", "16pt", "15pt"),)
        made = MadeUp("ferry", 0, 3, ((0, 1, 2),), (("ferry-b2", 1, 0, "top"),), -1, left=2)
        done = replace(run, fit="17 lines", departures=changes, left_out=("ferry-b3",), fills=(1.0, 0.456))
        return replace(done, made_up=(made,) if run.set_pages == 1 else ())

    slots = {slot["name"]: slot for slot in read(good.with_runs(tighten), files)["slots"]}
    assert list(slots) == [pasteup.slot.name for pasteup in good.pasteups]
    assert slots["002-story"] == {
        "name": "002-story",
        "pages": ["2", "3"],
        "set": 1,
        "blank": 1,
        "fit": "17 lines",
        "departures": {"leading": ["16pt", "15pt"]},
        "left out": ["ferry-b3"],
        "full": [1.0, 0.46],
        "made up": {
            "ferry": [
                "opening picture -1 lines",
                "ferry-b2 to the top of p. 3, column 1",
                "p. 2, column 2: 2 short",
                "from page 3 of the slot on as the engine sets columns",
            ]
        },
    }


def test_findings_name_their_file_inside_the_issue(good: Pulled, files: dict[str, Path]) -> None:
    place = Place(good.issue.folder / "copy" / "ferry.md", 7, 3)
    told = read(good, files, query("stray-mark", "a mark is left over", place, "take it out"))
    assert told["findings"] == [
        {"check": "stray-mark", "severity": "query", "message": "a mark is left over", "file": "copy/ferry.md"}
    ]


def test_a_profile_of_the_printer_is_named_by_its_digest(good: Pulled, files: dict[str, Path], tmp_path: Path) -> None:
    assert read(good, files)["printer"] == {
        "condition": "FOGRA39",
        "registry": "http://www.color.org",
        "ink_limit": 300,
    }
    (tmp_path / "web.icc").write_bytes(b"profile")
    printer = replace(good.issue.magazine.printer, profile=tmp_path / "web.icc", condition="PSO_LWC", ink_limit=260)
    magazine = replace(good.issue.magazine, printer=printer)
    told = read(good.with_issue(replace(good.issue, magazine=magazine)), files)["printer"]
    assert told == {
        "condition": "PSO_LWC",
        "registry": "http://www.color.org",
        "ink_limit": 260,
        "profile": sha256(b"profile").hexdigest(),
    }


def test_the_same_build_has_the_same_record_and_it_tells_no_path(good: Pulled, files: dict[str, Path]) -> None:
    folder = files["epub"].parent
    first, again = (record(good, files, Report(), folder) for _ in range(2))
    assert first == again
    assert first.endswith(b"}\n")
    for path in (good.issue.folder.parent, folder, Path.home()):
        assert str(path).encode() not in first
