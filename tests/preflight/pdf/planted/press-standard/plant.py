from __future__ import annotations

import pikepdf
from pikepdf import Name


def no_claim(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def an_old_standard(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-1a:2001")
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def trapped_or_not(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Trapped"]


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]
