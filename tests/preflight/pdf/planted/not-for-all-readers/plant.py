from __future__ import annotations

import pikepdf

EDITION = "screen"


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_claim(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata
