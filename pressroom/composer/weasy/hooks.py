"""Put the composer's functions in the place of WeasyPrint's for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from weasyprint import draw
from weasyprint.layout import block, inline, preferred
from weasyprint.pdf import stream
from weasyprint.text import line_break


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
        "lay_out_columns": (block, "columns_layout"),
        "float_in_block": (block, "float_layout"),
        "float": (inline, "float_layout"),
        "draw_text": (draw, "draw_text"),
        "draw_line": (draw.text, "draw_text_decoration"),
        "set_text": (line_break.Layout, "set_text"),
        "show_text": (stream.Stream, "show_text"),
    }
    originals = {name: getattr(*places[name]) for name in hooks}
    for name, hook in hooks.items():
        method = isinstance(places[name][0], type)
        # not a function: boxes nest deeper without
        setattr(*places[name], _bind(hook, originals[name]) if method else partial(hook, originals[name]))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(*places[name], original)


def _bind(hook: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method of a hook."""

    def method(self: Any, *rest: Any, **named: Any) -> Any:
        return hook(original, self, *rest, **named)

    return method
