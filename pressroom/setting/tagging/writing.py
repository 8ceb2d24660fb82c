"""Write a tree of tags into a PDF: ISO 32000-1, 14.7."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from weasyprint.pdf import pydyf

from pressroom.setting.tagging.roles import CELLS, words_of
from pressroom.setting.tagging.tree import Piece, Press, TagNode, Tree, read_last

#: Where each piece stands, by its page and the engine's number: the stream, and the number there.
Marks = dict[tuple[int, int], tuple[Any, int]]


def write_tree(pdf: Any, tree: Tree, streams: list[Any]) -> None:
    """Write the tree, and number the marks of pages and links so that they lead back to it."""
    marks: Marks = {}
    pages: list[list[TagNode]] = []
    groups: list[list[TagNode]] = []
    for number, (page, owned) in enumerate(zip(streams, tree.owners, strict=True)):
        pages.append(_number(page, owned, marks, number))
        for stream in _groups(pdf, page):
            nodes = _number(stream, owned, marks, number)
            if nodes:
                stream.extra["StructParents"] = len(streams) + len(groups)
                groups.append(nodes)
    _prune(tree.root, marks)
    read_last(tree.root)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    _Writer(pdf, streams, marks).write(tree.root, [*pages, *groups], root)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.objects[pdf.pages["Kids"][-3]]["PressroomRun"] = pdf.catalog.reference  # found by it where runs are joined
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _groups(pdf: Any, page: Any) -> Iterator[Any]:
    """The streams of the groups that a page is drawn with: they are marked as one with it."""
    for item in pdf.objects:
        if item is not page and getattr(item, "_tags", None) is page._tags:
            yield item


def _number(stream: Any, owned: dict[int, TagNode], marks: Marks, page: int) -> list[TagNode]:
    """Number the marks of a stream from 0; what no branch has, and text without a mark, becomes an artifact."""
    nodes: list[TagNode] = []
    depth = 0
    items = stream.stream
    # A group without marks is drawn as a piece of something else.
    alone = "BBox" not in stream.extra or any(isinstance(item, pydyf.Dictionary) and "MCID" in item for item in items)
    for index, item in enumerate(items):
        if item in (b"BMC", b"BDC"):
            depth += 1
        elif item == b"EMC":
            depth -= 1
        elif alone and not depth and item in (b"BT", b"ET"):
            items[index] = b"/Artifact BMC BT" if item == b"BT" else b"ET EMC"
        elif isinstance(item, pydyf.Dictionary) and "MCID" in item:
            node = owned.get(item["MCID"])
            if node is None:
                items[index - 1 : index + 2] = ["/Artifact", b"", b"BMC"]
            else:
                marks[page, item["MCID"]] = (stream, len(nodes))
                item["MCID"] = len(nodes)
                nodes.append(node)
    return nodes


def _prune(node: TagNode, marks: Marks) -> bool:
    """Cut off what holds nothing; tell whether anything is left."""
    node.kids = [
        kid
        for kid in node.kids
        if isinstance(kid, Press)
        or (isinstance(kid, Piece) and (kid.page, kid.mark) in marks)
        or (isinstance(kid, TagNode) and _prune(kid, marks))
    ]
    return bool(node.kids) or node.role in CELLS


class _Writer:
    """Writes branches, and keeps what they are called in the file."""

    def __init__(self, pdf: Any, streams: list[Any], marks: Marks) -> None:
        self.pdf, self.streams, self.marks = pdf, streams, marks
        self.written: dict[TagNode, Any] = {}
        self.presses: list[tuple[TagNode, Any]] = []

    def write(self, top: TagNode, owners: list[list[TagNode]], root: Any) -> None:
        """Write everything; ``owners`` are the branches that the marks of each stream belong to, by number."""
        root["K"] = pydyf.Array([self._write_node(top, root.reference).reference])
        numbers = pydyf.Array()
        for key, nodes in enumerate(owners):
            numbers += [key, pydyf.Array([self.written[node].reference for node in nodes])]
        for key, (node, annotation) in enumerate(self.presses, len(owners)):
            annotation["StructParent"] = key
            numbers += [key, self.written[node].reference]
        root["ParentTree"] = self._add({"Nums": numbers}).reference
        named = {node.name: node for node in self.written if node.name}
        if named:
            pairs = ((pydyf.String(name), self.written[named[name]].reference) for name in sorted(named))
            root["IDTree"] = self._add({"Names": pydyf.Array(chain.from_iterable(pairs))}).reference

    def _add(self, values: dict[str, Any]) -> Any:
        """Add an object to the file."""
        added = pydyf.Dictionary(values)
        self.pdf.add_object(added)
        return added

    def _write_node(self, node: TagNode, parent: Any) -> Any:
        """Write a branch and all on it."""
        written = self._add({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        page = next((kid.page for kid in node.kids if isinstance(kid, Piece)), None)
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Piece):
                kids.append(self._write_piece(kid, page))
            elif isinstance(kid, Press):
                kids.append(self._write_press(kid, node))
            else:
                kids.append(self._write_node(kid, written.reference).reference)
        self._finish(node, written, kids, page)
        return written

    def _finish(self, node: TagNode, written: Any, kids: Any, page: int | None) -> None:
        """Write what is known of a branch."""
        written["K"] = kids[0] if len(kids) == 1 else kids
        if page is not None:
            written["Pg"] = self.pdf.page_references[page]
        if node.name:
            written["ID"] = pydyf.String(node.name)
        if node.title:
            written["T"] = pydyf.String(node.title)
        if node.alternative:
            written["Alt"] = pydyf.String(node.alternative)
        if node.language:
            written["Lang"] = pydyf.String(node.language)
        if node.attributes:
            owner = "/Layout" if node.role == "Figure" else "/Table"
            written["A"] = pydyf.Dictionary({"O": owner, **{key: _value(v) for key, v in node.attributes.items()}})
        if node.summary:
            written["A"] = pydyf.Dictionary({"O": "/Table", "Summary": pydyf.String(node.summary)})
        self.written[node] = written

    def _write_piece(self, piece: Piece, page: int | None) -> Any:
        """A piece: its number alone where it stands on the branch's own page."""
        stream, number = self.marks[piece.page, piece.mark]
        if piece.page == page and stream is self.streams[page]:
            return number
        values = {"Type": "/MCR", "Pg": self.pdf.page_references[piece.page], "MCID": number}
        if stream is not self.streams[piece.page]:
            values["Stm"] = stream.reference
        return pydyf.Dictionary(values)

    def _write_press(self, press: Press, node: TagNode) -> Any:
        """A place to press, and what it says."""
        annotation = press.anchor.link_annotation
        annotation["Contents"] = pydyf.String(words_of(press.anchor.element) or press.anchor.target)
        self.presses.append((node, annotation))
        page = self.pdf.page_references[press.page]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page})


def _value(value: Any) -> Any:
    """An attribute in PDF terms."""
    return pydyf.Array(value) if isinstance(value, tuple) else f"/{value}" if isinstance(value, str) else value
