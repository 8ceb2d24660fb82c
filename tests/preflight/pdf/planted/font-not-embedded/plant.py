from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name

from tests.support.planting import add_content

#: Without it, each renderer takes another: on which pages that is seen hangs on the fonts of the machine.
FOLLOWS = {"font_removed": {"renderers-disagree"}}
ANYWHERE = {"renderers-disagree"}


def font_removed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Resources.Font.F1.DescendantFonts[0].FontDescriptor["/FontFile2"]


def a_font_of_the_viewer(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    content = "/Over gs 0 0 0 1 k BT /H 10 Tf 30 40 Td (Bridge) Tj ET"
    add_content(pdf, 3, content, Font={"H": font})
