"""Keep the door: which WeasyPrint Pressroom is for, and all of it that is private and used all the same.

WeasyPrint promises nothing of what is listed here: another release may move it, and pages would be set wrong or not at
all. The lock pins the release; :func:`check_engine` refuses another; a test that is never skipped names what of the
list has moved, and another that nothing is used which is not on it. To go to another release: pin it, run the tests of
the composer, of tagging and of the editions, look at pages, then write the new digests down.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name

import weasyprint

from pressroom.report import Place, PressroomError, stop

ENGINE = "70.0"

#: What WeasyPrint documents for everybody.
PUBLIC = frozenset(
    {
        "CSS",
        "HTML",
        "__version__",
        "text.fonts.FontConfiguration",
        "urls.URLFetcher",
        "urls.URLFetcherResponse",
        "LOGGER",
        "logger.LOGGER",
    }
)

#: What is called, replaced, read or built on though it is private, and the digest of its source in that release.
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
    # Replaced or read where pages are drawn, tagged and measured.
    "svg.defs.draw_gradient": "3077a74bce3bdf40",
    "pdf.tags.add_tags": "f0e74575b0bafaf3",
    "pdf.pydyf": "0b10add9e640961d",
    "pdf.fonts.Font": "1888854798bf8726",
    "images.RasterImage": "ea99edc276538b4f",
    "images.get_image_from_uri": "07bdb0c0e3fd5b83",
    "document.Document": "54092421bd31096c",
    "document.Page": "69061840d66b7804",
    "formatting_structure.boxes": "8ffd28ab74a149f0",
    "layout.absolute.AbsolutePlaceholder": "336e26c56311f105",
    "css.functions.check_math": "4f8e6a21258e09ba",
    "matrix.Matrix": "312bf3b1eee91a0a",
    "text.ffi": "530e83118f7841d2",
}


class ComposerError(PressroomError):
    """The composer cannot work with what is installed."""


def check_engine(version: str = weasyprint.__version__) -> None:
    """Refuse any WeasyPrint but the one that Pressroom is made for.

    :raises ComposerError: if it is another.
    """
    if version != ENGINE:
        message = f"WeasyPrint {version} is installed; Pressroom is made for {ENGINE}"
        hint = f"run `python3 build.py`, which installs what is locked, or `pip install weasyprint=={ENGINE}`"
        raise ComposerError([stop("engine", message, Place(Path("requirements.lock")), hint)])


def digest_entered() -> dict[str, str]:
    """Digest the source of everything private that is used, as it is installed; what is absent is empty."""
    return {name: _digest(name) for name in ENTERED}


def _digest(name: str) -> str:
    try:
        source = inspect.getsource(resolve_name(f"weasyprint.{name}"))
    except (ImportError, AttributeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
