"""Write copy: an article in, Markdown with front matter out. No character of the text is read as a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pressroom.importers.emphasis import drop_signs, write_signs
from pressroom.importers.values import BlockKind, CopyBlock, ScanArticle
from pressroom.issue import Credit
from pressroom.read.sheet import write_yaml

_MARKS = re.compile(r"([\\`*_\[\]<{])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEADING = re.compile(r"^(\s*)([-+#>|=~:]|\d{1,9}[.)])")


def escape(text: str) -> str:
    """Keep Markdown from reading marks in a text; the signs of an import become marks."""
    text = _ENTITY.sub(r"\\&", _MARKS.sub(r"\\\1", text))
    found = _LEADING.match(text)
    if found:
        mark = found[2]
        kept = f"{mark[:-1]}\\{mark[-1]}" if mark[-1] in ".)" else f"\\{mark}"
        text = f"{found[1]}{kept}{text[found.end() :]}"
    return write_signs(text)


def _value(text: str) -> str:
    """A value of a directive's option."""
    return '"' + drop_signs(text).replace('"', "”").replace("\n", " ") + '"'


def write_copy(piece: ScanArticle) -> str:
    """Write an article as a file of copy."""
    headline = [drop_signs(line) for line in piece.headline]
    sheet: dict[str, Any] = {"headline": headline if len(headline) > 1 else headline[0]}
    for key in ("short_headline", "tag", "kicker", "deck"):
        if getattr(piece, key):
            sheet[key] = drop_signs(getattr(piece, key))
    if piece.bylines:
        sheet["bylines"] = [credit_values(credit) for credit in piece.bylines]
    body = "\n\n".join(_write_block(block) for block in piece.blocks)
    called = [(name, text) for name, text in piece.notes if f"[^{name}]" in body]
    body += "".join(f"\n\n{escape(text)}" for name, text in piece.notes if (name, text) not in called)
    body += "".join(f"\n\n[^{name}]: {escape(text)}" for name, text in called)
    return f"---\n{write_yaml(sheet)}---\n{body}\n"


def credit_values(credit: Credit) -> dict[str, Any]:
    """People and what they did, as a sheet writes them."""
    return {"role": credit.role, "names": list(credit.names)}


def _write_block(block: CopyBlock) -> str:
    """Write one block."""
    paragraphs = "\n\n".join(escape(text) for text in block.texts)
    match block.kind:
        case BlockKind.SUBHEAD:
            return f"## {escape(block.texts[0])}"
        case BlockKind.LIST:
            return _write_list(block)
        case BlockKind.BOX:
            return f"::: databox {{title={_value(block.title)}}}\n{_write_items(block.texts)}\n:::"
        case BlockKind.TABLE:
            return _write_table(block.rows)
        case BlockKind.QUOTE:
            return "\n>\n".join(f"> {escape(text)}" for text in block.texts)
        case BlockKind.FIGURE:
            return f"::: figure{_write_options(block)}\n{paragraphs}\n:::"
        case BlockKind.PANEL:
            role = f" role={_value(block.title)}" if block.title else ""
            return f"::: panel {{name={_value(block.name)}{role}}}\n{paragraphs}\n:::"
        case BlockKind.PULLQUOTE:
            return f"::: pullquote\n{paragraphs}\n:::"
        case _:
            return paragraphs


def _write_items(texts: Sequence[str]) -> str:
    """Write the items of a list."""
    return "\n".join(f"- {escape(text)}" for text in texts)


def _write_list(block: CopyBlock) -> str:
    """Write a list: dated events, numbered items or facts."""
    title = f"title={_value(block.title)} " if block.title else ""
    if block.name == "events":
        rows = zip(block.inner, block.texts, strict=True)
        items = "\n".join(f"- **{date}** {escape(text)}" for date, text in rows)
        return f"::: list {{type=events}}\n{items}\n:::"
    if block.name == "numbered":
        items = "\n".join(f"{number}. {escape(text)}" for number, text in enumerate(block.texts, 1))
        return f"::: list {{{title}type=numbered}}\n{items}\n:::"
    return f"::: list {{{title}type=facts}}\n{_write_items(block.texts)}\n:::"


def _write_options(block: CopyBlock) -> str:
    """Write the options of a figure."""
    shown = block.picture if block.picture and block.picture.name else None
    options = [
        f"src={_value(shown.name)} alt={_value(shown.alt)}" if shown else "",
        f"number={block.name}" if block.name else "",
        f"credit={_value(block.credit)}" if block.credit else "",
    ]
    given = " ".join(filter(None, options))
    return f" {{{given}}}" if given else ""


def _write_table(rows: Sequence[tuple[str, ...]]) -> str:
    """Write a table: the first row is its head."""
    lines = ["| " + " | ".join(escape(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
