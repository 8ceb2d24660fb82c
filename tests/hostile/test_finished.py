"""Finished files of strangers, given to `lint` and `set`: measured or refused by name, within time and memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.support.paths import ROOT


def pdf(*objects: str | bytes, trailer: str = "") -> bytes:
    """A PDF of objects, the first of which is its catalogue."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, written in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + (written if isinstance(written, bytes) else written.encode()) + b"\nendobj\n"  # fmt: skip
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return bytes(made) + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()  # fmt: skip


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries}>>\nstream\n".encode() + data + b"\nendstream"


PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << {} >> >>"
ROOT_OF = ("<< /Type /Catalog /Pages 2 0 R {} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")


def nested_forms(levels: int = 30, times: int = 10) -> bytes:
    resources = "/XObject << /A {} 0 R >> "
    forms = [stream(b"/A Do " * times, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {resources.format(6 + level)}>> ") for level in range(levels)]  # fmt: skip
    last = stream(b"BT (x) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] ")
    return pdf(
        ROOT_OF[0].format(""), ROOT_OF[1], PAGE.format(resources.format(5)), stream(b"/A Do " * times), *forms, last
    )


def looping_labels() -> bytes:
    return pdf(ROOT_OF[0].format("/PageLabels 5 0 R"), ROOT_OF[1], PAGE.format(""), stream(b""), "<< /Kids [5 0 R] >>")


def looping_pages() -> bytes:
    return pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>")


def many_pages(count: int = 10_000) -> bytes:
    kids = " ".join(f"{4 + number} 0 R" for number in range(count))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    return pdf("<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", "null", *[page] * count)  # fmt: skip


def many_claimed() -> bytes:
    return pdf(
        ROOT_OF[0].format(""), "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", PAGE.format(""), stream(b"")
    )


def bomb() -> bytes:
    packed = zlib.compress(b"q " * 300_000_000, 9)
    return pdf(ROOT_OF[0].format(""), ROOT_OF[1], PAGE.format(""), stream(packed, "/Filter /FlateDecode "))


def locked() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


SOUND = pdf(ROOT_OF[0].format(""), ROOT_OF[1], PAGE.format(""), stream(b""))
PDFS: dict[str, Callable[[], bytes]] = {
    "forms in forms": nested_forms,
    "a form in itself": lambda: nested_forms(1).replace(b"/A 6 0 R", b"/A 5 0 R"),
    "labels in a ring": looping_labels,
    "pages in a ring": looping_pages,
    "ten thousand pages": many_pages,
    "two thousand million pages": many_claimed,
    "a page that unpacks to 600 MB": bomb,
    "locked": locked,
    "torn": lambda: SOUND[: len(SOUND) // 2],
    "no table": lambda: SOUND.replace(b"xref", b"xxxx"),
    "a table that leads round": lambda: SOUND.replace(b"trailer <<", b"trailer << /Prev 0"),
    "a table of others": lambda: SOUND.replace(b"0000000009", b"0000009999"),
    "a page with no size": lambda: SOUND.replace(b"[0 0 200 200]", b"[0 0 0 0]    "),
    "a page without end": lambda: SOUND.replace(b"[0 0 200 200]", b"[0 0 9e9 9e9]"),
    "nothing": lambda: b"",
    "words": lambda: b"words",
    "zeros": lambda: bytes(5_000_000),
}


def run(folder: Path, *arguments: str) -> tuple[int, str, float]:
    """Run a command; give its status, what it said and how long it took."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pressroom.cli", *arguments, "--slot-seconds", "8", "--slot-memory", "800"],
        cwd=folder, capture_output=True, text=True, errors="replace", timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr, time.monotonic() - begun


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_is_measured_or_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pdf").write_bytes(PDFS[name]())
    status, said, took = run(tmp_path, "lint", "a.pdf")
    assert status in (0, 1, 2)
    assert "a.pdf" in said
    assert "Traceback" not in said
    assert len(said) < 5000
    assert took < 60


@pytest.mark.parametrize("command", ["lint", "set"])
@pytest.mark.parametrize("kind", ["pipe", "device", "nothing"])
def test_what_is_no_file_is_refused(tmp_path: Path, command: str, kind: str) -> None:
    file = tmp_path / "a.x"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    status, said, took = run(tmp_path, command, "a.x", *(["b.pdf"] if command == "set" else []))
    assert status == 2
    assert "a.x" in said
    assert "Traceback" not in said
    assert not (tmp_path / "b.pdf").exists()
    assert took < 30


def nest(tag: str, style: str, depth: int) -> str:
    return f'<{tag} style="{style}">' * depth + "x" + f"</{tag}>" * depth


PAGES = {
    "flex in flex": nest("div", "display:flex", 60),
    "columns in columns": nest("div", "columns:2", 60),
    "tables in tables": "<table><tr><td>" * 60 + "x" + "</td></tr></table>" * 60,
    "floats in floats": nest("div", "float:left", 200),
    "very deep": nest("div", "", 20_000),
    "ten thousand pages": '<p style="break-after:page">x</p>' * 10_000,
    "a page without end": "<style>@page { size: 1e9mm 1e9mm }</style>x",
    "a picture of the network": '<img src="http://example.org/a.png"><link rel="stylesheet" href="http://example.org/a.css">',
    "a picture of the machine": '<img src="file:///etc/passwd"><object data="/etc/passwd"></object><style>@import "/etc/passwd";</style>',
    "a counter of a million": '<ol start="1"><li style="counter-increment: a 999999999"><p style="list-style: ethiopic-numeric inside; display:list-item">' * 50,
    "content without end": "<style>" + "".join(f"p{n}::before {{ content: '{'x' * 9999}' }}" for n in range(50)) + "</style>" + "<p>x</p>" * 50,
    "a drawing in itself": '<svg viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>',
    "nothing": "",
    "zeros": "\0" * 1000,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_any_page_is_set_or_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_text(PAGES[name], encoding="utf-8")
    status, said, took = run(tmp_path, "set", "a.html", "b.pdf")
    assert status in (0, 2)
    assert (tmp_path / "b.pdf").exists() == (status == 0)
    assert status == 0 or "a.html" in said
    assert "Traceback" not in said
    assert "root:" not in said
    assert took < 60
