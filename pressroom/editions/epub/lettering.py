"""Letter a book: documents and the faces of the press in, small fonts and the style rules that ask for them out.

Which face sets what is said here, once: the rules for the style sheet and the characters that each font must hold come
from the same table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from pressroom.editions.epub.book import Document, Resource
from pressroom.editions.epub.markup import OPS, SVG, read_tree
from pressroom.fonts import Face, font_face_rule, read_characters, subset_for_epub
from pressroom.fonts.catalogue import RARE_BOLD_FAMILY, RARE_FAMILY
from pressroom.fonts.characters import spread_ranges
from pressroom.fonts.matching import chain_of
from pressroom.typography.cells import is_selector
from pressroom.workshop import Workshop

FOLDER = "fonts"
_BOLD = 600  # a hand of this weight takes the bold of the rare faces


@dataclass(frozen=True)
class Hand:
    """What is set in one way: tags and classes (which begin with a dot), and the family to fall back on.

    The faces are those of a role and a weight, or those that the layout's pages name in a ``variable`` of their own.
    """

    role: str
    weight: int
    selectors: tuple[str, ...]
    fallback: str = "serif"
    variable: str = ""


BODY = Hand("song", 400, ("body",), variable="--song")
#: A later hand goes before an earlier one, a class before a tag.
HANDS = (
    BODY,
    Hand("song", 700, ("h1", "h2", "h3", "strong", "b", ".event-date"), variable="--song-bold"),
    Hand(
        "sans",
        400,
        (
            "figcaption",
            "table",
            "figure",
            ".bylines",
            ".databox",
            ".note",
            ".facts",
            ".events",
            ".ad",
            ".imprint",
            "text",
        ),
        "sans-serif",
        "--sans",
    ),
    Hand(
        "sans",
        700,
        (
            "th",
            "time",
            "dt",
            ".department",
            ".tag",
            ".box-title",
            ".chart-title",
            ".who",
            ".label",
            ".ad-title",
            ".group",
        ),
        "sans-serif",
        "--sans-bold",
    ),
    Hand(
        "kai",
        400,
        ("em", "i", "blockquote", ".deck", ".kicker", ".pullquote", ".statement", ".subtitle"),
        variable="--kai",
    ),
)
#: Headlines of a layout that sets them in a face of its own.
HEADLINE = Hand("display", 700, ("h1",), variable="--display")


#: Classes whose elements are set in the face around them, whatever their tag.
_AS_AROUND = {".stress", ".work", ".proper"}


@dataclass(frozen=True)
class Lettering:
    """The fonts of a book with their licences, and the rules that ask for them."""

    resources: tuple[Resource, ...]
    css: str


@dataclass(frozen=True)
class Stacks:
    """Which faces set each hand, the first one first, and which the style sheets for books name besides."""

    hands: tuple[tuple[Hand, tuple[Face, ...]], ...]
    named: tuple[Face, ...] = ()

    def of(self, hand: Hand) -> tuple[Face, ...]:
        """The faces of a hand."""
        return dict(self.hands).get(hand, ())


def letter_book(documents: Sequence[Document], stacks: Stacks, faces: Sequence[Face], workshop: Workshop) -> Lettering:
    """Cut the faces down to what the documents show.

    The body's faces hold all that they can; what they and the face of a hand lack comes from its companions, and from
    the rare faces.
    """
    hands = tuple(hand for hand, _ in stacks.hands)
    wanted: dict[Hand, set[str]] = defaultdict(set)
    for document in documents:
        wanted[BODY] |= set(document.title)
        for hand, text in _read_hands(read_tree(f'<body xmlns:epub="{OPS}">{document.body}</body>'), BODY, hands):
            wanted[hand] |= set(text)
            wanted[BODY] |= set(text)
    cutter = _Cutter(stacks, faces, workshop)
    for hand in hands:
        cutter.fill(hand, wanted[hand])
    for face in stacks.named:
        cutter.take(face, wanted[BODY])
    for hand in hands:
        cutter.fill_up(hand, wanted[hand])
    used = cutter.used
    fonts = tuple(cut_face(face, signs) for face, signs in used.items())
    css = "".join(font_face_rule(_plain(face), f"{FOLDER}/") for face in used)
    return Lettering((*fonts, *list_licences(used)), css + _write_rules(cutter, hands))


class _Cutter:
    """Gathers what characters each face has to hold, and which faces stand behind those of a hand."""

    def __init__(self, stacks: Stacks, faces: Sequence[Face], workshop: Workshop) -> None:
        self._faces, self._workshop = faces, workshop
        self.stacks = stacks
        self.used: dict[Face, set[str]] = {}
        self.behind: dict[Hand, list[Face]] = defaultdict(list)

    def fill(self, hand: Hand, wanted: set[str]) -> None:
        """Give the characters of a hand to its faces, each to the first that has it."""
        left = set(wanted)
        for face in self.stacks.of(hand) if wanted else ():
            left -= self.take(face, left)

    def take(self, face: Face, wanted: set[str]) -> set[str]:
        """Have a face hold those characters that it has; give them."""
        held = self._held(face)
        found = {sign for sign in wanted if ord(sign) in held}
        if found:
            self.used.setdefault(face, set()).update(found)
        return found

    def fill_up(self, hand: Hand, wanted: set[str]) -> None:
        """Give what the faces of a hand and of the body lack to their companions, and to the rare faces."""
        there = (*self.stacks.of(hand), *self.stacks.of(BODY))
        held = [self._held(face) for face in there]
        left = {sign for sign in wanted if not is_selector(sign) and not any(ord(sign) in one for one in held)}
        for face in self._companions(hand) if left else ():
            found = {sign for sign in left if ord(sign) in self._held(face)}
            if found:
                self.take(face, found)
                self.behind[hand].append(face)
                left -= found

    def _companions(self, hand: Hand) -> Iterator[Face]:
        """What stands behind the faces of a hand: companions, what else is at hand, the rare face of its weight."""
        by_family = {face.family: face for face in self._faces}
        families = [face.family for face in (*self.stacks.of(hand), *self.stacks.of(BODY))]
        rare = [RARE_BOLD_FAMILY, RARE_FAMILY] if hand.weight >= _BOLD else [RARE_FAMILY]
        others = sorted(self._faces, key=lambda face: (face.style != "normal", abs(face.weight - hand.weight)))
        rest = [face.family for face in others if face.role != "rare"]
        for family in dict.fromkeys([*chain_of(families, self._faces), *rest, *rare]):
            face = by_family.get(family)
            if face and face not in self.stacks.of(hand):
                yield face

    def _held(self, face: Face) -> frozenset[int]:
        """The characters that a face is asked for and has."""
        held = read_characters(face.path, self._workshop)
        return held & spread_ranges(face.asked) if face.asked else held


def _plain(face: Face) -> Face:
    """A face as books have it: under its own name alone, with the bounds that it is asked for."""
    return replace(face, file=font_name(face), role="book", repertoire="book", bounds=face.asked)


def _read_hands(element: Element, hand: Hand, hands: Sequence[Hand]) -> Iterator[tuple[Hand, str]]:
    """Walk the texts of a tree with the hand that sets each."""
    hand = _choose_hand(element, hand, hands)
    yield hand, element.text or ""
    for child in element:
        yield from _read_hands(child, hand, hands)
        yield hand, child.tail or ""


def _choose_hand(element: Element, above: Hand, hands: Sequence[Hand]) -> Hand:
    """The hand that sets an element: by its class, else by its tag, else that of the element around it."""
    classes = {f".{name}" for name in element.get("class", "").split()}
    if classes & _AS_AROUND:
        return above
    for names in (classes, {str(element.tag).removeprefix(SVG)}):
        for hand in reversed(hands):
            if names & set(hand.selectors):
                return hand
    return above


def cut_face(face: Face, signs: Iterable[str]) -> Resource:
    """Cut a face down to some characters."""
    return Resource(f"{FOLDER}/{font_name(face)}", "font/ttf", subset_for_epub(face, sorted(set(signs))))


def font_name(face: Face) -> str:
    """The name of a face's file in the book, which says nothing about where it came from."""
    return f"{face.family.replace(' ', '')}.ttf"


def list_licences(faces: Iterable[Face]) -> Iterator[Resource]:
    """The licence texts that lie beside the faces, each once."""
    texts: dict[bytes, str] = {}
    for face in faces:
        if face.licence_file.is_file():
            name = f"{FOLDER}/{font_name(face).removesuffix('.ttf')}.OFL.txt"
            texts.setdefault(face.licence_file.read_bytes(), name)
    for text, name in texts.items():
        yield Resource(name, "text/plain", text)


def _write_rules(cutter: _Cutter, hands: Iterable[Hand]) -> str:
    """Write which faces set what; behind them stand companions, the body's faces, the rare ones, and the reader's."""
    rules = []
    rare = [face for face in cutter.used if face.role == "rare"]
    for hand in hands:
        faces = [*cutter.stacks.of(hand), *cutter.behind[hand], *cutter.stacks.of(BODY), *cutter.behind[BODY]]
        families = [face.family for face in faces if face in cutter.used and face not in rare]
        families += sorted((face.family for face in rare), reverse=hand.weight >= _BOLD)
        names = ", ".join([*(f'"{name}"' for name in dict.fromkeys(families)), hand.fallback])
        rules.append(f"{', '.join(hand.selectors)} {{\n  font-family: {names};\n}}\n")
    return "".join(rules)
