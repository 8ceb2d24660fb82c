"""Keep the door: which WeasyPrint the composer is for, and what of it is entered."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import weasyprint

from pressroom.report import Place, PressroomError, stop

ENGINE = "70."

#: What is called or replaced in WeasyPrint, and the digest of its source in the release that the composer is for.
ENTERED: Mapping[str, str] = {
    "layout.inline.get_next_linebox": "67af458c2545e74f",
    "layout.inline.split_inline_box": "3a0cb7ca7e34c7ef",
    "layout.inline.split_inline_level": "d98c008c8fc00582",
    "layout.inline.text_align": "e953d41b87ccfc30",
    "layout.inline.skip_first_whitespace": "deb2f1a5e2a6c035",
    "layout.inline.remove_last_whitespace": "53f0c79c9fbbda50",
    "layout.inline.first_letter_to_box": "9f3d58c31344c13b",
    "layout.inline.line_box_verticality": "1018aadb3410f89a",
    "layout.inline._out_of_flow_layout": "6bbd74324daf555d",
    "layout.inline._adjust_line_height": "822443b08f53654f",
    "layout.inline.atomic_box": "928f0e7eed566627",
    "layout.block.block_level_layout": "c1301dde9284e245",
    "layout.block.block_level_layout_switch": "b963d54014264fcd",
    "layout.block.block_container_layout": "65842ca53a8391eb",
    "layout.block._in_flow_layout": "c2537262836dd981",
    "layout.block.collapse_margin": "c91ad56f81717b09",
    "layout.column.columns_layout": "7a05cce3272fc581",
    "layout.float.float_width": "cb92c5e0e4fa5a0c",
    "layout.replaced.inline_replaced_box_width_height": "ae4705bb1c3564e2",
    "layout.float.float_layout": "d6c66bc084325f93",
    "layout.preferred.inline_min_content_width": "15cde37816a624cf",
    "layout.preferred.inline_max_content_width": "6860df1a22c6d6a7",
    "layout.percent.resolve_percentages": "71673078096fcf87",
    "layout.absolute.absolute_layout": "303de9ffbec7fba8",
    "text.line_break.Layout": "681b737d1ba5e004",
    "text.line_break.get_log_attrs": "65c1a1c4fa75ee95",
    "text.line_break.line_size": "03fa04fd51fc69aa",
    "text.line_break.strut": "b57885b70dd08efe",
    "draw.text.draw_text": "ebaf96239c6ca363",
    "draw.text.draw_first_line": "1bb8eae6d88e71b1",
    "draw.text.draw_text_decoration": "2ddf203897c2f259",
    "draw.draw_inline_level": "068162a401d00efd",
    "draw.color.get_color": "8196bf0c7ddc3e54",
    "pdf.stream.Stream": "624257224db6f66d",
    "formatting_structure.boxes.TextBox": "7fcb818c71c2bb89",
    "formatting_structure.boxes.InlineLevelBox": "055566b4783610d0",
    "formatting_structure.boxes.ParentBox": "2ff6abe36fdc8991",
    "css.AnonymousStyle": "414bbf41061e0a4a",
}


class ComposerError(PressroomError):
    """The composer cannot work with what is installed."""


def check_engine(version: str = weasyprint.__version__) -> None:
    """Refuse any WeasyPrint but the one that the composer is made for.

    :raises ComposerError: if it is another.
    """
    if not version.startswith(ENGINE):
        message = f"WeasyPrint {version} is installed; the composer is made for {ENGINE}*"
        raise ComposerError([stop("engine", message, Place(Path("requirements.lock")), "install WeasyPrint 70")])


def digest_entered() -> dict[str, str]:
    """Digest the source of every private function that is entered, as it is installed; an absent one is empty."""
    return {name: _digest(name) for name in ENTERED}


def _digest(name: str) -> str:
    found: Any = weasyprint
    for part in name.split("."):
        found = getattr(found, part, None)
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:16] if found is not None else ""
