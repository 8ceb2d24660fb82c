"""Set Chinese in WeasyPrint as a typesetter would: line breaks, punctuation, spacing, justification.

::

    from pressroom.composer import composing

    with composing():
        weasyprint.HTML("in.html").write_pdf("out.pdf")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pressroom.composer.boxes.session import Session
from pressroom.composer.lines.style import ComposerStyle
from pressroom.composer.weasy import ComposerError, call_with_room, check_engine, hearing, patched

__all__ = ["ComposerError", "ComposerStyle", "call_with_room", "composing", "hearing", "patched"]


@contextmanager
def composing(style: ComposerStyle | None = None) -> Iterator[Session]:
    """Compose the Chinese paragraphs of every document that is laid out and drawn inside.

    Documents are laid out in ``render`` and drawn in ``write_pdf``: both belong inside. Other threads wait meanwhile.

    :raises ComposerError: if another WeasyPrint is installed than the one that the composer is made for.
    """
    check_engine()
    session = Session(style or ComposerStyle())
    with patched(session.hooks):
        yield session
