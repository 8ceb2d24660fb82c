"""Read content streams: the bytes of a page, a form XObject or a pattern in, its instructions out (ISO 32000-1, 7.8.2).

The engine ends a line with every operator. Those who write a stream anew, or look for little in it, go through its
lines, which takes a third of the time; the others read its instructions, wherever lines end. Inline images are not
read: the engine draws none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array

_INSTRUCTION = re.compile(
    rb"""
    (                                                   # operands:
        (?: \s* (?:
            [-+.\d/] [^\s()<>\[\]/]*+                   # a number, a name
          | <[^<>]*+>                                   # a string in hexadecimal
          | << (?: <[^<>]*+> | [^<>] )*+ >>             # a dictionary
          | \( (?: \\. | [^\\)] )*+ \)                  # a string
          | \[ (?: \( (?: \\. | [^\\)] )*+ \) | [^]] )*+ \]
        ) )*+
    )
    \s*+ ([A-Za-z'"] [\w*]*+)                           # the operator
    """,
    re.DOTALL | re.VERBOSE,
)


def content_of(page: Any) -> bytes:
    """All content of a page, which may be cut up into several streams."""
    contents = page.Contents
    parts = contents if isinstance(contents, Array) else (contents,)
    return b"\n".join(part.read_bytes() for part in parts)


def read_lines(content: bytes) -> list[tuple[bytes, bytes]]:
    """Each line as it stands, with the operator that ends it."""
    return [(line, line[line.rfind(b" ") + 1 :]) for line in content.split(b"\n")]


def read_instructions(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each operator, with its operands as they are written before it, up to the first thing that is none."""
    found = _INSTRUCTION.match(content)
    while found:
        yield found[2], found[1].strip()
        found = _INSTRUCTION.match(content, found.end())
