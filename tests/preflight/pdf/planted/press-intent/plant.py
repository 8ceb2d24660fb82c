from __future__ import annotations

import pikepdf
from pikepdf import Name


def none(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def a_profile_of_three_inks(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.N = 3


def only_that_of_an_archive(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1
