from __future__ import annotations

import pikepdf

FOLLOWS = {"a_page_breaks_off": {"tool-failed"}}


def a_page_breaks_off(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].obj.Contents = pdf.make_stream(b"q 1 0 0 1 0 cm BT /F1 10 Tf (x Tj ET Q")


def half_of_the_file(data: bytes) -> bytes:
    return data[: len(data) // 2].replace(b"obj", b"obx")


def no_pdf_at_all(data: bytes) -> bytes:
    return b"GIF89a" + data[:40]
