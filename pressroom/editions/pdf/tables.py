"""Read and write the tables of fonts: what each glyph says (ToUnicode) and how wide it is (W)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Array

_BLOCK = re.compile("begin(bfchar|bfrange)(.*?)end", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f\s]*)>")
_MOST = 100  # entries of a block (Adobe Technical Note 5014)
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def read_texts(cmap: bytes) -> dict[int, str]:
    """Read what each code of a ToUnicode CMap says (ISO 32000-1, 9.10.3); codes that say nothing are left out."""
    texts: dict[int, str] = {}
    for kind, block in _BLOCK.findall(cmap.decode("ascii", "replace")):
        values = _HEX.findall(block)
        if kind == "bfchar":
            pairs = zip(values[::2], values[1::2], strict=True)
            texts |= {int(code, 16): _decode(text) for code, text in pairs if text}
        else:
            for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
                texts |= _read_range(int(first, 16), int(last, 16), text)
    return texts


def _read_range(first: int, last: int, text: str) -> Iterator[tuple[int, str]]:
    """The codes of a range: each says the character after that of the one before."""
    start = bytes.fromhex(text)
    for step, code in enumerate(range(first, last + 1)):
        yield code, _decode((int.from_bytes(start, "big") + step).to_bytes(len(start), "big").hex())


def _decode(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be", "replace")


def write_texts(texts: Mapping[int, str]) -> bytes:
    """Write a ToUnicode CMap of codes of two bytes."""
    lines = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(texts.items())]
    parts = [lines[start : start + _MOST] for start in range(0, len(lines), _MOST)]
    blocks = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return _CMAP.format(blocks=blocks).encode("ascii")


def read_widths(array: Array) -> dict[int, float]:
    """Read a W array: ``first [widths]`` or ``first last width`` (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    # One text is read much faster than as many objects.
    tokens = array.unparse(resolved=True).replace(b"[", b" [ ").replace(b"]", b" ] ").split()[1:-1]
    index = 0
    while index < len(tokens):
        first = int(tokens[index])
        if tokens[index + 1] == b"[":
            end = tokens.index(b"]", index)
            widths |= {first + offset: float(width) for offset, width in enumerate(tokens[index + 2 : end])}
            index = end + 1
        else:
            widths |= dict.fromkeys(range(first, int(tokens[index + 1]) + 1), float(tokens[index + 2]))
            index += 3
    return widths


def write_widths(widths: Mapping[int, float]) -> Array:
    """Write a W array; glyphs in a row of one width are written as a range."""
    return Array(_list_widths(widths))


def _list_widths(widths: Mapping[int, float]) -> Iterator[Any]:
    glyphs = sorted(widths)
    index = 0
    while index < len(glyphs):
        end = index
        while glyphs[end + 1 : end + 2] == [glyphs[end] + 1] and widths[glyphs[end + 1]] == widths[glyphs[index]]:
            end += 1
        if end > index:
            yield from (glyphs[index], glyphs[end], widths[glyphs[index]])
        else:
            yield from (glyphs[index], Array([widths[glyphs[index]]]))
        index = end + 1
