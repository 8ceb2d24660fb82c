"""Read the JSON of document models: MinerU, PaddleOCR-VL, docling, marker in; paragraphs and pictures out."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pressroom.importers.pages import PICTURE, Region, Scan, SourceLine, SourcePage, SourcePicture
from pressroom.importers.readers.markup import read_markup, read_table, strip_tags
from pressroom.report import Place, SourceError, stop

MOST_BYTES = 512 * 1024 * 1024
_FURNITURE = {
    "header": "a running head",
    "page_header": "a running head",
    "pageheader": "a running head",
    "footer": "a running head",
    "page_footer": "a running head",
    "pagefooter": "a running head",
    "page_number": "a page number",
    "number": "a page number",
    "page_footnote": "a note at the foot of a page",
    "aside_text": "beside the text",
    "discarded": "a running head",
    "header_image": "a running head",
    "footer_image": "a running head",
    "seal": "beside the text",
}
_HEADS = ("title", "doc_title", "paragraph_title", "section_header", "sectionheader", "text_title")
_PICTURES = ("image", "picture", "figure", "chart", "image_block", "picturegroup", "figuregroup")
_CAPTIONS = (
    "figure_title",
    "image_caption",
    "table_caption",
    "chart_title",
    "table_title",
    "vision_footnote",
    "caption",
    "image_footnote",
    "table_footnote",
)


@dataclass(frozen=True)
class ModelPiece:
    """A piece of a page as a model has it: what it is, its words, its table or picture, where it stands."""

    kind: str
    text: str
    page: int
    box: Region | None = None
    level: int = 0
    picture: SourcePicture | None = None


def read_model(file: Path) -> Scan:
    """Read what a document model wrote.

    :raises SourceError: where it is no JSON, or of no model that is known.
    """
    if file.stat().st_size > MOST_BYTES:
        raise SourceError([stop("huge-scan", f"more than {MOST_BYTES // 2**20} MiB", Place(file), "split it")])
    try:
        values = json.loads(file.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        place = Place(file, getattr(error, "lineno", 0), getattr(error, "colno", 0))
        raise SourceError([stop("broken-json", f"no sound JSON: {error}", place, "make it anew")]) from None
    for is_of, read in _MODELS:
        if is_of(values):
            return _compose(file, [*read(values)])
    hint = "MinerU's content_list and middle, PaddleOCR-VL, docling and marker are known; give the model's Markdown"
    raise SourceError([stop("unknown-json", "this JSON is of no document model that is known", Place(file), hint)])


def _compose(file: Path, pieces: list[ModelPiece]) -> Scan:
    """Make the lines of a scan of the pieces of all pages."""
    lines: list[SourceLine] = []
    left: list[tuple[SourceLine, str]] = []
    labels: dict[int, str] = {}
    for piece in pieces:
        reason = _FURNITURE.get(piece.kind)
        if reason:
            if piece.kind in ("page_number", "number") and (found := re.search(r"\d{1,4}", piece.text)):
                labels[piece.page] = found[0]
            left += (
                [(SourceLine(0, piece.text.strip(), page=piece.page, box=piece.box), reason)]
                if piece.text.strip()
                else []
            )
            continue
        lines += [replace(line, number=len(lines) + at) for at, line in enumerate(_lines(piece), 1)]
    pages = tuple(SourcePage(number, labels.get(number, "")) for number in sorted({piece.page for piece in pieces}))
    if not lines:
        raise SourceError(
            [stop("empty-scan", "there is no text in it", Place(file), "give the model's output for an issue")]
        )
    return Scan(file, tuple(lines), pages, printed=True, left=tuple(left), reader="model")


def _lines(piece: ModelPiece) -> Iterator[SourceLine]:
    """The lines of one piece."""
    base = SourceLine(0, "", 1, page=piece.page, box=piece.box)
    if "<table" in piece.text.lower():
        for at, cells in enumerate(read_table(piece.text)):
            yield replace(base, text="\t".join(cells), mark="|", rows=(cells,), gap=0 if at else 1)
        return
    if piece.picture is not None:
        yield replace(base, mark=PICTURE, picture=piece.picture)
    mark = "#" if piece.kind in _HEADS or piece.level else "caption" if piece.kind in _CAPTIONS else ""
    item = piece.kind in ("list_item", "listitem")
    for at, raw in enumerate(re.split(r"\n+", piece.text)):
        marks = read_markup(raw)
        text = strip_tags(marks.text).replace("**", "").strip()
        text = re.sub(r"^#{1,6}\s+", "", text)
        if text:
            yield replace(base, text=text, mark=mark or ("-" if item else ""), gap=0 if at else 1)


def _box(values: Any) -> Region | None:
    """A box of four numbers."""
    if isinstance(values, list) and len(values) == 4 and all(isinstance(one, int | float) for one in values):
        return Region(*(float(one) for one in values))
    return None


def _joined(value: Any) -> str:
    """A text, or the texts of a list."""
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")


def _of_content_list(values: Any) -> bool:
    """Whether this is MinerU's content_list: pieces with a type and the index of their page."""
    return (
        isinstance(values, list)
        and bool(values)
        and all(isinstance(one, dict) and "type" in one for one in values[:5])
        and "page_idx" in values[0]
    )


def _read_content_list(values: Any) -> Iterator[ModelPiece]:
    """Read MinerU's content_list."""
    for one in values:
        kind, page, box = str(one.get("type")), int(one.get("page_idx") or 0) + 1, _box(one.get("bbox"))
        if kind in ("image", "chart", "table"):
            captions = _joined(
                one.get("image_caption")
                or one.get("img_caption")
                or one.get("table_caption")
                or one.get("chart_caption")
            )
            if kind == "table" and one.get("table_body"):
                yield from ([ModelPiece("caption", captions, page, box)] if captions else [])
                yield ModelPiece("table", str(one["table_body"]), page, box)
            else:
                yield ModelPiece("image", "", page, box, picture=SourcePicture(str(one.get("img_path") or "")))
                yield from ([ModelPiece("caption", captions, page, box)] if captions else [])
            notes = _joined(one.get("image_footnote") or one.get("img_footnote") or one.get("table_footnote"))
            yield from ([ModelPiece("text", notes, page, box)] if notes else [])
        elif kind == "list":
            for item in one.get("list_items") or []:
                yield ModelPiece("list_item", str(item), page, box)
        else:
            yield ModelPiece(
                kind, _joined(one.get("text") or one.get("content")), page, box, int(one.get("text_level") or 0)
            )


def _of_middle(values: Any) -> bool:
    """Whether this is MinerU's middle JSON."""
    return isinstance(values, dict) and isinstance(values.get("pdf_info"), list)


def _read_middle(values: Any) -> Iterator[ModelPiece]:
    """Read MinerU's middle JSON."""
    for page in values["pdf_info"]:
        number = int(page.get("page_idx") or 0) + 1
        for block in page.get("para_blocks") or page.get("preproc_blocks") or []:
            yield from _read_block(block, number)
        for block in page.get("discarded_blocks") or []:
            text = _spans(block)
            kind = "page_number" if re.fullmatch(r"\W*\d{1,4}\W*", text) else "discarded"
            yield ModelPiece(kind, text, number, _box(block.get("bbox")))


def _read_block(block: Any, page: int) -> Iterator[ModelPiece]:
    """Read a block of MinerU's middle JSON, and those inside it."""
    if block.get("blocks"):
        for inner in block["blocks"]:
            yield from _read_block(inner, page)
        return
    kind, box = str(block.get("type")), _box(block.get("bbox"))
    spans = [span for line in block.get("lines") or [] for span in line.get("spans") or []]
    for span in spans:
        if span.get("image_path") and span.get("type") in ("image", "chart"):
            yield ModelPiece("image", "", page, box, picture=SourcePicture(str(span["image_path"])))
        elif span.get("html"):
            yield ModelPiece("table", str(span["html"]), page, box)
    text = _spans(block)
    if text:
        yield ModelPiece({"image_caption": "caption", "table_caption": "caption"}.get(kind, kind), text, page, box)


def _spans(block: Any) -> str:
    """The words of a block, its lines joined."""
    from pressroom.importers.ocr.wrapping import join_texts

    text = ""
    for line in block.get("lines") or []:
        said = "".join(_span(span) for span in line.get("spans") or [])
        text = join_texts(text, said) if text else said
    return text


def _span(span: Any) -> str:
    """The words of a span; formulas are LaTeX."""
    content = str(span.get("content") or "")
    return f"${content}$" if "equation" in str(span.get("type")) else content


def _of_paddle(values: Any) -> bool:
    """Whether this is PaddleOCR-VL: one page, or a list of them, with parsing_res_list."""
    first = values[0] if isinstance(values, list) and values else values
    return isinstance(first, dict) and ("parsing_res_list" in first or "parsing_res_list" in (first.get("res") or {}))


def _read_paddle(values: Any) -> Iterator[ModelPiece]:
    """Read PaddleOCR-VL."""
    for at, whole in enumerate(values if isinstance(values, list) else [values]):
        page = whole.get("res") or whole
        number = int(page.get("page_index") or at) + 1
        blocks = page["parsing_res_list"]
        for block in sorted(blocks, key=lambda one: (one.get("block_order") is None, one.get("block_order") or 0)):
            kind, text, box = (
                str(block.get("block_label")),
                str(block.get("block_content") or ""),
                _box(block.get("block_bbox")),
            )
            if kind in _PICTURES:
                name = re.search(r'src="([^"]+)"', text)
                yield ModelPiece("image", "", number, box, picture=SourcePicture(name[1] if name else ""))
            else:
                yield ModelPiece(kind, text, number, box)


def _of_docling(values: Any) -> bool:
    """Whether this is a DoclingDocument."""
    return isinstance(values, dict) and values.get("schema_name") == "DoclingDocument"


def _read_docling(values: Any) -> Iterator[ModelPiece]:
    """Read a DoclingDocument in the order of its body, then its furniture."""
    for root in ("body", "furniture"):
        for reference in (values.get(root) or {}).get("children") or []:
            yield from _read_docling_item(values, str(reference.get("$ref")), 0, furniture=root == "furniture")


def _read_docling_item(values: Any, reference: str, depth: int, *, furniture: bool) -> Iterator[ModelPiece]:
    """Read one item that a reference names, and its children."""
    parts = reference.removeprefix("#/").split("/")
    if len(parts) != 2 or not parts[1].isdigit() or depth > _DEEPEST:
        return
    items = values.get(parts[0]) or []
    item = items[int(parts[1])] if int(parts[1]) < len(items) else {}
    places = item.get("prov") or [{}]
    page, box = (
        int(places[0].get("page_no") or 1),
        _docling_box(places[0].get("bbox"), values, places[0].get("page_no")),
    )
    kind = str(item.get("label") or parts[0])
    if furniture and kind not in _FURNITURE:
        kind = "discarded"
    if parts[0] == "pictures":
        yield ModelPiece("image", "", page, box, picture=_docling_picture(item))
    elif parts[0] == "tables":
        yield ModelPiece("table", _docling_table(item), page, box)
    elif item.get("text"):
        yield ModelPiece(kind, str(item["text"]), page, box, int(item.get("level") or 0) if kind in _HEADS else 0)
    for child in item.get("children") or []:
        yield from _read_docling_item(values, str(child.get("$ref")), depth + 1, furniture=furniture)


_DEEPEST = 40  # items inside items


def _docling_picture(item: Any) -> SourcePicture:
    """A picture that docling holds in itself, or names."""
    address = str((item.get("image") or {}).get("uri") or "")
    if address.startswith("data:image"):
        try:
            return SourcePicture("", base64.b64decode(address.partition(",")[2], validate=True))
        except (binascii.Error, ValueError):
            return SourcePicture("")
    return SourcePicture(address)


def _docling_table(item: Any) -> str:
    """A table of docling as HTML."""
    rows = (item.get("data") or {}).get("grid") or []
    cells = ("".join(f"<td>{_escape(cell.get('text'))}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _escape(text: Any) -> str:
    """Words inside HTML."""
    return str(text or "").replace("&", "&amp;").replace("<", "&lt;")


def _docling_box(values: Any, document: Any, page: Any) -> Region | None:
    """A box of docling, which may count from the foot of the page."""
    if not isinstance(values, dict):
        return None
    left, top, right, bottom = (float(values.get(side) or 0) for side in "ltrb")
    if values.get("coord_origin") == "BOTTOMLEFT":
        height = float((((document.get("pages") or {}).get(str(page)) or {}).get("size") or {}).get("height") or 0)
        top, bottom = height - top, height - bottom
    return Region(left, min(top, bottom), right, max(top, bottom))


def _of_marker(values: Any) -> bool:
    """Whether this is marker's tree of blocks."""
    return (
        isinstance(values, dict)
        and isinstance(values.get("children"), list)
        and ("block_type" in values or any("block_type" in one for one in values["children"][:3]))
    )


def _read_marker(values: Any) -> Iterator[ModelPiece]:
    """Read marker's pages."""
    for at, page in enumerate(values["children"], 1):
        for block in page.get("children") or []:
            yield from _read_marker_block(block, at, 0)


def _read_marker_block(block: Any, page: int, depth: int) -> Iterator[ModelPiece]:
    """Read a block of marker, and those inside it."""
    kind = str(block.get("block_type") or "").lower()
    box, source = _box(block.get("bbox")), str(block.get("html") or "")
    inner = block.get("children") or []
    if inner and kind in ("picturegroup", "figuregroup", "tablegroup", "listgroup") and depth < _DEEPEST:
        for one in inner:
            yield from _read_marker_block(one, page, depth + 1)
        return
    if kind in ("picture", "figure"):
        data = next(iter((block.get("images") or {}).values()), "")
        try:
            yield ModelPiece("image", "", page, box, picture=SourcePicture("", base64.b64decode(data) if data else b""))
        except (binascii.Error, ValueError):
            yield ModelPiece("image", "", page, box, picture=SourcePicture(""))
        return
    level = re.search(r"<h(\d)", source)
    yield ModelPiece(
        kind,
        source if "<table" in source.lower() else re.sub(r"</p>\s*<p", "</p>\n<p", source),
        page,
        box,
        int(level[1]) if level else 0,
    )


_MODELS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Iterator[ModelPiece]]], ...] = (
    (_of_content_list, _read_content_list),
    (_of_middle, _read_middle),
    (_of_paddle, _read_paddle),
    (_of_docling, _read_docling),
    (_of_marker, _read_marker),
)
