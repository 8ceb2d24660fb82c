"""A checker of trees of tags: does every mark of the content stand in the tree once, and lead there and back?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"}
#: A stream, by its number in the file, and a mark in it.
Spot = tuple[tuple[int, int], int]


def kids_of(element: Any) -> list[Any]:
    """The kids of an element, whether it has one or several."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def below(element: Any) -> Iterator[Any]:
    """An element and all below it, in the order in which they are read."""
    yield element
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from below(kid)


def spots_of(element: Any) -> Iterator[Spot]:
    """The marks that an element claims for itself."""
    for kid in kids_of(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif kid.get("/Type") == "/MCR":
            yield (kid.Stm if "/Stm" in kid else kid.Pg).objgen, int(kid.MCID)


def faults_of(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong with the tree of tags of a file; nothing, if it is sound."""
    return list(_Checker(pdf).faults())


class _Checker:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        self.elements = [element for top in kids_of(self.root) for element in below(top)]
        self.content: Counter[Spot] = Counter()
        self.keys: dict[int, tuple[int, int]] = {}
        self.unmarked: list[str] = []
        for page in pdf.pages:
            self._read(page.obj, page, page.obj.objgen)

    def faults(self) -> Iterator[str]:
        yield from self.unmarked
        yield from self._faults_of_tree()
        yield from self._faults_of_marks()
        yield from self._faults_of_keys()
        yield from self._faults_of_links()

    def _read(self, holder: Any, source: Any, stream: tuple[int, int]) -> None:
        """Read the marks of a page or a group, and note what is drawn without any."""
        if "/StructParents" in holder:
            if int(holder.StructParents) in self.keys:
                self.unmarked.append(f"the key {int(holder.StructParents)} stands twice")
            self.keys[int(holder.StructParents)] = stream
        open_marks: list[bool] = []
        for operands, operator in pikepdf.parse_content_stream(source):
            name = str(operator)
            if name in ("BDC", "BMC"):
                open_marks.append(self._open(operands, name, stream))
            elif name == "EMC":
                open_marks.pop()
            elif name in PAINTING and not any(open_marks):
                self.unmarked.append(f"{name} is drawn without a mark")
            elif name == "Do":
                self._draw(holder.Resources.XObject[operands[0]], any(open_marks))

    def _open(self, operands: Any, name: str, stream: tuple[int, int]) -> bool:
        if name == "BDC" and "/MCID" in operands[1]:
            self.content[stream, int(operands[1].MCID)] += 1
            return True
        return bool(operands[0] == "/Artifact")

    def _draw(self, item: Any, marked: bool) -> None:
        if item.Subtype == "/Form" and not marked:
            self._read(item, item, item.objgen)
        elif item.Subtype == "/Form":
            if any(str(operator) in ("BDC", "BMC") for _, operator in pikepdf.parse_content_stream(item)):
                self.unmarked.append("a mark within another")
        elif not marked:
            self.unmarked.append("a picture is drawn without a mark")

    def _faults_of_tree(self) -> Iterator[str]:
        pages = {page.obj.objgen for page in self.pdf.pages}
        for element in [self.root, *self.elements]:
            if "/Pg" in element and element.Pg.objgen not in pages:
                yield f"{element.S} stands on a page that is not there"
            for kid in kids_of(element):
                if isinstance(kid, Dictionary) and "/S" in kid and kid.P.objgen != element.objgen:
                    yield f"{kid.S} does not lead back to its parent"
        known = {element.objgen for element in self.elements}
        if len(known) != len(self.elements):
            yield "an element stands in the tree twice"
        for item in self.pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == "/StructElem" and item.objgen not in known:
                yield f"{item.S} hangs on nothing"

    def _faults_of_marks(self) -> Iterator[str]:
        claimed = Counter(spot for element in self.elements for spot in spots_of(element))
        for spot in self.content.keys() | claimed.keys():
            if (self.content[spot], claimed[spot]) != (1, 1):
                yield f"{spot} stands {self.content[spot]} times in content, {claimed[spot]} times in the tree"

    def _faults_of_keys(self) -> Iterator[str]:
        flat = list(self.root.ParentTree.Nums)
        numbers = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
        if list(numbers) != sorted(numbers) or len(flat) != 2 * len(numbers):
            yield "keys are not in order, or stand twice"
        owners = {spot: element.objgen for element in self.elements for spot in spots_of(element)}
        for key, stream in self.keys.items():
            found = [item.objgen for item in numbers.get(key, ())]
            marks = sorted(number for place, number in self.content if place == stream)
            if found != [owners.get((stream, number)) for number in marks]:
                yield f"the marks of key {key} lead elsewhere"
        for key, value in numbers.items():
            if isinstance(value, Array) and key not in self.keys:
                yield f"nothing has the key {key}"
        for place in {place for place, _ in self.content} - set(self.keys.values()):
            yield f"{place} has marks and no key"

    def _faults_of_links(self) -> Iterator[str]:
        flat = list(self.root.ParentTree.Nums)
        numbers = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
        owners = {
            kid.Obj.objgen: element.objgen
            for element in self.elements
            for kid in kids_of(element)
            if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"
        }
        for page in self.pdf.pages:
            for annotation in page.get("/Annots", ()):
                owner = owners.pop(annotation.objgen, None)
                if owner is None or numbers[int(annotation.StructParent)].objgen != owner:
                    yield "a link does not lead to its element and back"
        if owners:
            yield "an element leads to a link that stands on no page"
