"""What is drawn again and again stands in the file once."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from pressroom.editions.pdf.sharing import share_pictures


def test_same_pictures_with_other_masks_stay_apart() -> None:
    pdf = pikepdf.new()

    def picture(mask: bytes, **more: Any) -> Any:
        soft = pdf.make_stream(mask, Subtype=Name.Image, Width=2, Height=1)
        return pdf.make_stream(b"same", Subtype=Name.Image, Width=2, Height=1, SMask=soft, **more)

    images = [picture(b"aa"), picture(b"aa"), picture(b"bb"), picture(b"aa", StructParents=3)]
    for image in images:
        page = pdf.add_blank_page()
        page.obj.Resources = pdf.make_indirect(Dictionary(XObject=Dictionary(i=image)))
    share_pictures(pdf)
    used = [page.Resources.XObject.i.objgen for page in pdf.pages]
    assert used[0] == used[1]
    assert len(set(used)) == 3
    masks = {page.Resources.XObject.i.SMask.objgen for page in pdf.pages}
    assert len(masks) == 2
