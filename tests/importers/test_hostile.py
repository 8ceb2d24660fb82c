"""Files of strangers: broken, too large, or made to do harm. They are refused, with the reason, and bounded."""

from __future__ import annotations

import io
import time
import zipfile

import pikepdf
import pytest
from PIL import Image

from pressroom.importers.art import gather_art
from pressroom.importers.orders import import_issue
from pressroom.importers.pages import SourcePicture
from pressroom.importers.readers.mets import read_mets
from pressroom.importers.values import BlockKind, CopyBlock, ScanArticle
from pressroom.report import SourceError

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(8))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def bomb() -> bytes:
    buffer = io.BytesIO()
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("word/document.xml", "w", force_zip64=True) as member:
        for _ in range(300):
            member.write(bytes(2**20))
    return buffer.getvalue()


def locked_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def huge_image() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    return buffer.getvalue()


FILES = {
    "a.docx": (bomb, "zip-bomb"),
    "b.docx": (lambda: b"PK\x03\x04 and nothing", "broken-zip"),
    "c.xml": (lambda: f'<?xml version="1.0"?>{LAUGHS}<alto>&i;</alto>'.encode(), "hostile-xml"),
    "d.xml": (lambda: f'<?xml version="1.0"?>{OUTSIDE}<PcGts>&a;</PcGts>'.encode(), "hostile-xml"),
    "e.xml": (lambda: b'<?xml version="1.0"?><alto><Page>', "broken-xml"),
    "f.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken-pdf"),
    "g.pdf": (locked_pdf, "locked-pdf"),
    "h.txt": (lambda: "一".encode() * 4_000_000, "long-line"),
    "i.txt": (lambda: b"a" * 10_000_000, "long-line"),
    "j.json": (lambda: b"[" * 200_000, "broken-json"),
    "k.json": (lambda: b'{"hello": 1}', "unknown-json"),
    "l.png": (huge_image, "huge-scan"),
    "m.png": (lambda: b"\x89PNG\r\n\x1a\n broken", "no-image"),
    "n.bin": (lambda: bytes(1000), "unknown-source"),
    "o.epub": (lambda: b"", "empty-scan"),
    "p.xml": (lambda: b'<?xml version="1.0"?><mets><fileSec/></mets>', "no-text"),
    "q.hocr": (lambda: b"<html><body>no pages</body></html>", "no-text"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_soon(name, tmp_path):
    make, check = FILES[name]
    (tmp_path / name).write_bytes(make())
    before = time.monotonic()
    with pytest.raises(SourceError) as caught:
        import_issue([tmp_path / name], tmp_path / "out" / "issue")
    assert time.monotonic() - before < 60
    (finding,) = caught.value.report.findings
    assert finding.check == check
    assert finding.hint
    assert not (tmp_path / "out" / "issue").exists()


def test_a_script_that_nobody_reads_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Паром стоял в тумане, и никто не говорил ни слова. " * 20, encoding="utf-8")
    with pytest.raises(SourceError, match="Cyrillic"):
        import_issue([tmp_path / "a.txt"], tmp_path / "issue")


def test_mets_reaches_nothing_outside_its_folder(tmp_path):
    (tmp_path / "secret.xml").write_text("<alto/>", encoding="utf-8")
    (tmp_path / "in").mkdir()
    mets = (
        '<?xml version="1.0"?><mets xmlns:x="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="ALTO"><file ID="a">'
        '<FLocat x:href="../secret.xml"/></file></fileGrp></fileSec></mets>'
    )
    (tmp_path / "in" / "mets.xml").write_text(mets, encoding="utf-8")
    with pytest.raises(SourceError, match="names no files of text"):
        read_mets(tmp_path / "in" / "mets.xml")


@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd", "http://example.org/a.png", "folder", "broken.png"])
def test_pictures_come_from_beside_the_source_only(name, tmp_path):
    Image.new("L", (9, 9)).save(tmp_path / "secret.png")
    (tmp_path / "in" / "folder").mkdir(parents=True)
    (tmp_path / "in" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    piece = ScanArticle(("题",), (CopyBlock(BlockKind.FIGURE, ("图注",), picture=SourcePicture(name)),))
    gathered = gather_art([piece], ["a"], tmp_path / "in", "图片")
    assert gathered.files == {}
    assert gathered.pieces[0].blocks[0].picture is None
