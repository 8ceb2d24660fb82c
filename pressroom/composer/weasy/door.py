"""The one door to the engine: alone in it, with functions of ours in the place of WeasyPrint's, hearing what it says.

WeasyPrint has no place for hooks, and speaks through the logging of the process. Whatever changes either does so here,
under one lock: two threads that set pages wait for each other, and leave the engine as they found it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import weasyprint.pdf
from weasyprint import draw, svg
from weasyprint.layout import block, inline, preferred
from weasyprint.pdf import fonts, stream
from weasyprint.text import line_break

_ALONE = threading.RLock()

#: Every function of WeasyPrint that may be replaced: where it is looked up.
PLACES: Mapping[str, tuple[Any, str]] = {
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
    "set_text": (line_break.Layout, "set_text"),
    "show_text": (stream.Stream, "show_text"),
    "draw_gradient": (svg, "draw_gradient"),
    "add_tags": (weasyprint.pdf, "add_tags"),
    "cut_face": (fonts.Font, "subset"),
}


@contextmanager
def patched(hooks: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Put hooks in the place of WeasyPrint's functions for a while; each is given the function that it replaces."""
    with _ALONE:
        originals = {name: getattr(*PLACES[name]) for name in hooks}
        for name, hook in hooks.items():
            method = isinstance(PLACES[name][0], type)
            # not a function: boxes nest deeper without
            setattr(*PLACES[name], _bind(hook, originals[name]) if method else partial(hook, originals[name]))
        try:
            yield
        finally:
            for name, original in originals.items():
                setattr(*PLACES[name], original)


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Hear what the engine says, and keep it from the terminal."""
    with _ALONE:
        logger, ear = logging.getLogger("weasyprint"), _Ear()
        handlers, propagates = list(logger.handlers), logger.propagate
        logger.handlers, logger.propagate = [ear], False
        try:
            yield ear.said
        finally:
            logger.handlers, logger.propagate = handlers, propagates


class _Ear(logging.Handler):
    """Keeps what the engine says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.said.append(record.getMessage())


def _bind(hook: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method of a hook."""

    def method(self: Any, *rest: Any, **named: Any) -> Any:
        return hook(original, self, *rest, **named)

    return method
