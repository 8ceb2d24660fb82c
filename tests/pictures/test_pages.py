"""The one place that opens PDFs with PDFium and draws their pages."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image

from pressroom.pictures.pages import (
    draw_at,
    draw_page,
    embed,
    encode,
    encode_smallest,
    open_document,
    picture_pages,
    read_texts,
)
from tests.support.paths import ROOT

STYLE = "@page{size:200px 300px;margin:20px}div{break-after:page}p{font:20px serif;color:#c00}"
PAGES = 6


@pytest.fixture(scope="module")
def pdf() -> bytes:
    pages = "".join(f"<div><p>Page {number}, and the river goes on</p></div>" for number in range(PAGES))
    data: bytes = weasyprint.HTML(string=f"<style>{STYLE}</style>{pages}").write_pdf()
    return data


def draw_all(pdf: bytes) -> list[bytes]:
    with open_document(pdf) as document:
        return [draw_page(document, number, 120).tobytes() for number in range(document.pages)]


SIDE_BY_SIDE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pressroom.lint.letters import read_pages
from pressroom.pictures.pages import draw_at, open_document, picture_pages, read_texts
from pressroom.preflight.contents.printed import Wanted, read_printed

file = Path(sys.argv[1])
pdf, count = file.read_bytes(), int(sys.argv[2])

def draw(pdf):
    with open_document(pdf) as document:
        return [draw_at(document, number, 150).tobytes() for number in range(document.pages)]

jobs = (
    lambda: draw(pdf),
    lambda: draw(file),
    lambda: [picture.tobytes() for picture in picture_pages(pdf, range(count), 300)],
    lambda: list(read_texts(pdf)),
    lambda: read_pages(file),
    lambda: read_printed(file, [Wanted(("3 3 3",), (3,))], range(count)),
)
alone = [job() for job in jobs]
with ThreadPoolExecutor(len(jobs)) as threads:
    rounds = [[threads.submit(job) for job in jobs] for _ in range(4)]
    assert [[future.result() for future in one] for one in rounds] == [alone] * 4
"""


def test_threads_draw_and_read_side_by_side(tmp_path: Path) -> None:
    """Two threads in PDFium at once are the end of the process."""
    document = pymupdf.open()
    for number in range(20):
        page = document.new_page(width=300, height=400)
        for line in range(20):
            page.insert_text((30, 40 + 16 * line), f"{number} {line} " * 6, fontsize=9)
    document.save(tmp_path / "pages.pdf")
    command = [sys.executable, "-c", SIDE_BY_SIDE, str(tmp_path / "pages.pdf"), "20"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_page_that_is_open_keeps_other_threads_waiting(pdf: bytes) -> None:
    drawn = threading.Event()

    def draw() -> None:
        draw_all(pdf)
        drawn.set()

    other = threading.Thread(target=draw)
    with open_document(pdf) as document:
        with document.page(0):
            other.start()
            assert not drawn.wait(0.3)
        assert drawn.wait(30), "an open document keeps nobody waiting"
    other.join()


def test_a_document_that_is_read_no_further_is_closed(pdf: bytes) -> None:
    with open_document(pdf) as document:
        texts = read_texts(pdf)
        assert next(texts).startswith("Page 0")
        with document.page(1):
            del texts
        assert draw_page(document, 0, 50).width == 50
    assert document.raw.raw is None


def test_pages_are_drawn_as_wide_as_wanted(pdf: bytes) -> None:
    with open_document(pdf) as document:
        assert document.pages == PAGES
        assert draw_page(document, 0, 100).size == (100, 150)
        assert draw_at(document, 0, 96).size == (200, 300)
        grey = draw_at(document, 0, 96, grey=True)
        assert grey.mode == "L"
        assert grey.getextrema()[0] < 120, "red is dark"


def test_pictures_are_cut_to_the_trim() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(120, 140)).obj
        page.TrimBox = pikepdf.Array([10, 20, 110, 120])
        page.Contents = pdf.make_stream(b"1 0 0 rg 0 0 120 140 re f 0 0 1 rg 10 20 100 100 re f")
        buffer = io.BytesIO()
        pdf.save(buffer)
    (picture,) = picture_pages(buffer.getvalue(), (0,), 300)
    assert picture.width == 300, "whatever rounding does"
    inner = picture.crop((1, 1, 299, picture.height - 1))
    assert inner.getcolors() == [(inner.width * inner.height, (0, 0, 255))]


def test_what_is_no_pdf_is_said_and_locks_nothing(tmp_path: Path, pdf: bytes) -> None:
    with pytest.raises(pypdfium2.PdfiumError), open_document(b"no PDF"):
        pass
    with pytest.raises(FileNotFoundError), open_document(tmp_path / "none.pdf"):
        pass
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(draw_all, pdf).result(30)


def test_pictures_are_written_in_three_forms() -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    for form in ("JPEG", "PNG", "WEBP"):
        with Image.open(io.BytesIO(encode(picture, form))) as read:
            assert (read.format, read.size) == (form, picture.size)
    assert embed(picture, "WEBP", 50).startswith("data:image/webp;base64,")
    assert encode_smallest(Image.new("RGB", (300, 300), "white"))[1] == "image/png"
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    assert encode_smallest(noise)[1] == "image/jpeg"


def test_nothing_else_opens_a_pdf_with_pdfium() -> None:
    package = ROOT / "pressroom"
    openers = [file for file in package.rglob("*.py") if "PdfDocument" in file.read_text(encoding="utf-8")]
    assert openers == [package / "pictures" / "pages.py"]
