from __future__ import annotations

import pikepdf

from tests.support.planting import add_content


def a_tenth_of_a_point(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, "q /Over gs 0 0 0 1 K 0.1 w 40 60 m 90 60 l S Q")


def no_width_at_all(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 1, "q /Over gs 0 0 0 1 K 0 w 40 60 m 90 60 l S Q")


def a_thin_rectangle(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 0, "q 0 0 0 0.4 k 40 60 50 0.2 re f Q")


def shrunk_with_its_drawing(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, 3, "q 0.2 0 0 0.2 40 20 cm 0.5 0.3 0 0 K 1 w 0 0 m 200 60 l S Q")


def nearly_thick_enough(pdf: pikepdf.Pdf) -> None:
    """In one full ink it may pass."""
    add_content(pdf, 1, "q /Over gs 0 0 0 1 K 0.2 w 40 60 m 90 60 l S Q")


def a_strip_of_what_is_cut_off(pdf: pikepdf.Pdf) -> None:
    """Borders are drawn so."""
    add_content(pdf, 0, "q 40 60 50 0.2 re W n 0 0 0 0.4 k 40 60 50 50 re f Q")
