"""Write XML by hand: names, attributes and what stands inside in, an element out; texts are escaped."""

from __future__ import annotations

from collections.abc import Iterable

from pressroom.workshop.markup import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, *inside: str, text: str | float = "", **attributes: str | float) -> str:
    """An element; attributes without a value are left out, and ``type_`` is written ``type``."""
    said = "".join(
        f' {key.rstrip("_").replace("__", ":")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value != ""
    )
    body = escape(_plain(text)) + "".join(inside)
    return f"<{name}{said}>{body}</{name}>\n" if body else f"<{name}{said}/>\n"


def texts(name: str, values: Iterable[str]) -> str:
    """An element for each text that is not empty."""
    return "".join(element(name, text=value) for value in values if value)


def _plain(value: str | float) -> str:
    return _sound(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _sound(text: str) -> str:
    """A text without the characters that XML does not allow."""
    return "".join(char for char in text if char >= " " or char in "\t\n")
