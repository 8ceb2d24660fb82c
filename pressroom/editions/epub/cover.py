"""Make the cover of a book: the cover of the printed issue, as a picture that shops and shelves can show."""

from __future__ import annotations

from pressroom.editions.epub.book import COVER_IMAGE, Resource
from pressroom.issue import Issue, Picture
from pressroom.pictures.pages import encode_jpeg, picture_pages
from pressroom.proof import Proof

WIDTH = 1600  # pixels: what shops ask for at least


def cover_picture(issue: Issue) -> Picture | None:
    """The picture that the issue's cover shows."""
    return next((slot.art for slot in issue.flatplan if slot.kind == "cover" and slot.art), None)


def picture_cover(proof: Proof) -> Resource:
    """Take a picture of the cover as it is printed; of the first page where the issue has no cover."""
    pairs = list(zip(proof.pasteups, proof.runs, strict=True))
    run = next((run for pasteup, run in pairs if pasteup.slot.kind == "cover"), pairs[0][1])
    (picture,) = picture_pages(run.pdf, (0,), WIDTH)
    return Resource(COVER_IMAGE, "image/jpeg", encode_jpeg(picture), ("cover-image",))
