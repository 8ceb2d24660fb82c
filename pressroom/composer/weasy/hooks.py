"""Put the composer's functions in the place of WeasyPrint's for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from weasyprint import draw
from weasyprint.layout import block, inline, preferred
from weasyprint.pdf import stream


@contextmanager
def patched(hooks: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Put hooks in the place of WeasyPrint's functions for a while; each is given the function that it replaces."""
    places: dict[str, tuple[Any, str]] = {
        "next_line": (inline, "get_next_linebox"),
        "split_inline_box": (inline, "split_inline_box"),
        "text_align": (inline, "text_align"),
        "first_line_width": (inline, "inline_min_content_width"),
        "least_width": (preferred, "inline_min_content_width"),
        "most_width": (preferred, "inline_max_content_width"),
        "lay_out_block": (block, "block_level_layout_switch"),
        "float_in_block": (block, "float_layout"),
        "float": (inline, "float_layout"),
        "draw_text": (draw, "draw_text"),
        "draw_line": (draw.text, "draw_text_decoration"),
    }
    originals = {name: getattr(*places[name]) for name in hooks}
    show_text = stream.Stream.show_text
    for name, hook in hooks.items():
        setattr(*places[name], partial(hook, originals[name]))  # not a function: boxes nest deeper without
    stream.Stream.show_text = _bind_method(show_text)
    try:
        yield
    finally:
        stream.Stream.show_text = show_text
        for name, original in originals.items():
            setattr(*places[name], original)


def _bind_method(show_text: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def show(self: Any, text: Any) -> Any:
        """Never write an empty string: PDFium loses the last kerning of an array that begins with one."""
        return show_text(self, text.replace("<>", " ") if isinstance(text, str) else text)

    return show
