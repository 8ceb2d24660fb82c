"""Letter the drawings of a book: SVG and the faces of an issue in, SVG that brings its letters along out.

A picture in a book sees no font of the book; what a reader has is not known. So each drawing holds small fonts of its
own, under the names that it asks for.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from pressroom.editions.epub.markup import SVG, read_tree, write_tree
from pressroom.fonts import Face, read_characters, subset_font, subset_for_epub
from pressroom.fonts.catalogue import fold_family
from pressroom.fonts.drawings import read_lettering
from pressroom.fonts.matching import GENERIC, chain_of, generic_families
from pressroom.pictures.drawings import LARGEST
from pressroom.report import SourceError
from pressroom.workshop import Workshop
from pressroom.workshop.sources import read_source

_STYLED = re.compile(r"font-family:\s*([^;]+)")
_DEFAULT = "sans-serif"  # what the engine sets a drawing in that names no family


class DrawingLetterer:
    """Gives drawings their letters; ``folders`` hold all drawings that may come."""

    def __init__(self, faces: Sequence[Face], folders: Sequence[Path], workshop: Workshop) -> None:
        self._faces, self._folders, self._workshop = faces, folders, workshop
        self._by_family = {fold_family(face.family): face for face in faces}
        self._cut: dict[Face, bytes] = {}

    def letter(self, data: bytes) -> str:
        """Read a drawing as plain SVG, with fonts of its letters where it has any."""
        root = read_tree(data)
        if any(element.tag in (f"{SVG}text", "text") for element in root.iter()):
            wanted: defaultdict[str, set[str]] = defaultdict(set)
            if not _families_of(root):
                root.set("font-family", ", ".join(f'"{name}"' for name in self._generic(_DEFAULT, root)))
            self._read(root, (), False, wanted)
            style = Element(f"{SVG}style" if root.tag.startswith(SVG) else "style")
            style.text = "".join(self._rules(family, signs) for family, signs in sorted(wanted.items()))
            root.insert(0, style)
        return write_tree(root)

    def _read(
        self, element: Element, above: tuple[str, ...], lettering: bool, wanted: defaultdict[str, set[str]]
    ) -> None:
        """Walk a drawing; note which letters are asked for in which family, and name the house's for generic ones."""
        families = _families_of(element)
        if any(family in GENERIC for family in families):
            families = tuple(name for family in families for name in self._generic(family, element))
            _name_families(element, families)
        families = families or above
        lettering = lettering or str(element.tag).removeprefix(SVG) == "text"
        family = next((name for name in families if fold_family(name) in self._by_family), "")
        if lettering and family:
            wanted[family] |= set(element.text or "")
        for child in element:
            self._read(child, families, lettering, wanted)
            if lettering and family:
                wanted[family] |= set(child.tail or "")

    def _generic(self, family: str, element: Element) -> tuple[str, ...]:
        """The families that a generic one stands for, in the weight that a drawing asks for."""
        if family not in GENERIC:
            return (family,)
        weight = 700 if element.get("font-weight", "") in ("bold", "600", "700", "800", "900") else 400
        style = "italic" if element.get("font-style", "") in ("italic", "oblique") else "normal"
        return generic_families(family, self._faces, weight, style) or (family,)

    def _rules(self, family: str, wanted: set[str]) -> str:
        """The ``@font-face`` rules of a family: of its face, and of its companions for what that lacks."""
        left, rules = {sign for sign in wanted if not sign.isspace()} | {" "}, []
        names = (*chain_of([family], self._faces), *(face.family for face in self._faces if face.role == "rare"))
        for name in names:
            face = self._by_family.get(fold_family(name))
            found = {sign for sign in left if face and ord(sign) in read_characters(face.path, self._workshop)}
            if face and found:
                left -= found
                rules.append(_rule(family, self._subset(face, found), found))
        return "".join(rules)

    def _subset(self, face: Face, signs: set[str]) -> bytes:
        """A font of some letters; the face is first cut to those of all drawings, which takes long."""
        if face not in self._cut:
            self._cut[face] = subset_for_epub(face, self._all_signs)
        return subset_font(self._cut[face], signs)

    @cached_property
    def _all_signs(self) -> frozenset[str]:
        """The letters of all drawings that may come."""
        files = (file for folder in self._folders for file in sorted(folder.rglob("*.svg")) if file.is_file())
        return frozenset(sign for file in files for text in self._texts_of(file) for sign in text) | {" "}

    def _texts_of(self, file: Path) -> list[str]:
        """The texts of a drawing; one that is not sound is no picture of the book, or would have stopped it."""
        try:
            return [word.text for word in read_lettering(read_source(file, self._folders, LARGEST), file).texts]
        except (OSError, SourceError):
            return []


def _families_of(element: Element) -> tuple[str, ...]:
    """The families that an element names."""
    styled = _STYLED.search(element.get("style", ""))
    value = styled[1] if styled else element.get("font-family", "")
    return tuple(name.strip().strip("'\"") for name in value.split(",") if name.strip())


def _name_families(element: Element, families: Sequence[str]) -> None:
    """Have an element name other families."""
    names = ", ".join(f"'{name}'" for name in families)
    if _STYLED.search(element.get("style", "")):
        element.set("style", _STYLED.sub(f"font-family: {names}", element.get("style", "")))
    else:
        element.set("font-family", names)


def _rule(family: str, data: bytes, signs: set[str]) -> str:
    """An ``@font-face`` rule that holds its font."""
    ranges = ", ".join(f"U+{ord(sign):X}" for sign in sorted(signs))
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: 100 900; unicode-range: {ranges}; '
        f"src: url(data:font/ttf;base64,{b64encode(data).decode('ascii')}) }}\n"
    )
