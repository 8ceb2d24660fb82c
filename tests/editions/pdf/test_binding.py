"""Binding: runs in, one file out whose pages are the runs' own, and whose links, names and tags hold."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary

from pressroom.composer import composing
from pressroom.setting.tagging import write_tagged
from tests.support.bound import Bound, drawn
from tests.support.paths import ROOT
from tests.support.press import edition, lay_out


def pictures(data: bytes) -> Iterator[Any]:
    with drawn(data) as pdf:
        for page in pdf:
            yield page.render(scale=100 / 72).to_numpy()


def test_every_page_looks_as_it_did_in_its_run(bound: Bound) -> None:
    set_pages = [picture for run in bound.pulled.runs for picture in pictures(run.pdf)]
    bound_pages = list(pictures(bound.data))
    assert len(bound_pages) == len(set_pages) == len(bound.pulled.pages)
    assert [i for i, (a, b) in enumerate(zip(set_pages, bound_pages, strict=True)) if not (a == b).all()] == []
    assert len({picture.tobytes() for picture in bound_pages}) > 4, "the pages are not all alike"


def test_the_file_is_sound(opened: pikepdf.Pdf) -> None:
    assert opened.check_pdf_syntax() == []


def test_every_face_is_embedded_once(bound: Bound, opened: pikepdf.Pdf) -> None:
    families = Counter(str(item.FontFamily) for item in opened.objects if is_a(item, "FontDescriptor"))
    in_runs: Counter[str] = Counter()
    for run in bound.pulled.runs:
        with pikepdf.open(BytesIO(run.pdf)) as pdf:
            in_runs.update({str(item.FontFamily) for item in pdf.objects if is_a(item, "FontDescriptor")})
    assert set(families) == set(in_runs)
    assert set(families.values()) == {1}
    assert max(in_runs.values()) > 1, "several runs use a face"
    programs = [item for item in opened.objects if isinstance(item, pikepdf.Stream) and "/Length1" in item]
    assert len(programs) == len(families)


def test_every_picture_stands_in_the_file_once(bound: Bound, opened: pikepdf.Pdf) -> None:
    in_runs = 0
    for run in bound.pulled.runs:
        with pikepdf.open(BytesIO(run.pdf)) as pdf:
            in_runs += sum(is_picture(item) for item in pdf.objects)
    in_file = [item for item in opened.objects if is_picture(item)]
    assert in_runs > len(in_file)
    bodies = Counter((bytes(item.read_raw_bytes()), int(item.Width), "/SMask" in item) for item in in_file)
    assert set(bodies.values()) == {1}


def is_a(item: Any, name: str) -> bool:
    return isinstance(item, Dictionary) and item.get("/Type") == f"/{name}"


def is_picture(item: Any) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"


def test_the_file_is_hardly_larger_than_one_document_of_all_slots(bound: Bound, opened: pikepdf.Pdf) -> None:
    documents = [lay_out(pasteup, run) for pasteup, run in bound.pulled.parts]
    pages = [page for document in documents for page in document.pages]
    with composing():
        single = write_tagged(documents[0].copy(pages))
    # What an edition says of itself is not there in a document of slots, and is as large in the longest issue.
    added = [opened.Root.Metadata, *(intent.DestOutputProfile for intent in opened.Root.OutputIntents)]
    assert len(bound.data) - sum(len(stream.read_raw_bytes()) for stream in added) <= 1.02 * len(single)


def test_bytes_do_not_hang_on_chance(bound: Bound, tmp_path: Path) -> None:
    assert edition("screen", bound.pulled) == bound.data
    (tmp_path / "pulled").write_bytes(pickle.dumps(bound.pulled))
    script = (
        "import pickle, sys, pathlib; from tests.support.press import edition;"
        "sys.stdout.buffer.write(edition('screen', pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "pulled")]
    environment = {"PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    again = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert again.stdout == bound.data
