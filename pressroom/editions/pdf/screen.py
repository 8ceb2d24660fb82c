"""What the screen edition keeps beside its pages and tags: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pressroom.editions.pdf.metadata import Claims

SCREEN = Claims(pdfa="2A", pdfua="1")
_PROFILE = Path(__file__).with_name("sRGB2014.icc")
_CONDITION = "sRGB IEC61966-2.1"


def name_colours(target: pikepdf.Pdf) -> None:
    """Say what RGB values mean: those of sRGB, by its profile (ISO 19005-2, 6.2.3)."""
    profile = target.make_stream(_PROFILE.read_bytes(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_CONDITION),
        RegistryName=String("http://www.color.org"),
        Info=String(_CONDITION),
        DestOutputProfile=profile,
    )
    target.Root.OutputIntents = Array([target.make_indirect(intent)])


def mend_pages(target: pikepdf.Pdf) -> None:
    """Take out and add what the engine leaves otherwise than the standards want it."""
    target.Root.Version = Name("/1.7")  # what ISO 32000-1 describes, and both standards build on
    for item in target.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image and "/Interpolate" in item:
            del item["/Interpolate"]  # ISO 19005-2, 6.2.8
    for page in target.pages:
        _mend_page(page.obj)


def _mend_page(page: Any) -> None:
    """Have links pressed in the order of the tags, and printed."""
    if "/Annots" in page:
        page.Tabs = Name.S  # ISO 14289-1, 7.18.3
        for annotation in page.Annots:
            annotation.F = int(annotation.get("/F", 0)) | 4  # ISO 19005-2, 6.3.2
