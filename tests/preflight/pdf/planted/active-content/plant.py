from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def script_when_it_opens(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def script_among_the_names(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("1"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def a_film(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Movie, Rect=[1, 1, 5, 5])
    pdf.pages[1].obj.Annots = Array([note])


def a_link_that_starts_a_program(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("a.exe"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[1, 1, 5, 5], A=action)
    pdf.pages[3].obj.Annots = Array([note])


def a_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))
