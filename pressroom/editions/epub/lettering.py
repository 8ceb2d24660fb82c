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
from pressroom.typography.cells import is_selector
from pressroom.workshop import Workshop

FOLDER = "fonts"


@dataclass(frozen=True)
class Hand:
    """What one face sets: tags and classes (which begin with a dot), and the family to fall back on."""

    role: str
    weight: int
    selectors: tuple[str, ...]
    fallback: str = "serif"


BODY = Hand("song", 400, ("body",))
#: A later hand goes before an earlier one, a class before a tag.
HANDS = (
    BODY,
    Hand("song", 700, ("h1", "h2", "h3", "strong", "b", ".event-date")),
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
    ),
    Hand("kai", 400, ("em", "i", "blockquote", ".deck", ".kicker", ".pullquote", ".statement", ".subtitle")),
)


#: Classes whose elements are set in the face around them, whatever their tag.
_AS_AROUND = {".stress", ".work", ".proper"}


@dataclass(frozen=True)
class Lettering:
    """The fonts of a book with their licences, and the rules that ask for them."""

    resources: tuple[Resource, ...]
    css: str


def letter_book(documents: Sequence[Document], faces: Sequence[Face], workshop: Workshop) -> Lettering:
    """Cut the faces down to what the documents show; the body's face holds all that it can, the rare face the rest."""
    by_hand = {hand: face for hand in HANDS if (face := _find_face(hand, faces))}
    rare = next((face for face in faces if face.role == "rare"), None)
    wanted: dict[Hand, set[str]] = defaultdict(set)
    for document in documents:
        wanted[BODY] |= set(document.title)
        for hand, text in _read_hands(read_tree(f'<body xmlns:epub="{OPS}">{document.body}</body>'), BODY):
            wanted[hand] |= set(text)
            wanted[BODY] |= set(text)
    used = {by_hand[hand]: wanted[hand] for hand in HANDS if hand in by_hand and wanted[hand]}
    held = read_characters(by_hand[BODY].path, workshop) if BODY in by_hand else frozenset()
    left = {sign for sign in wanted[BODY] if ord(sign) not in held and not is_selector(sign)}
    others = [face for face in faces if face not in used and face != rare]
    for face in (*([rare] if rare else ()), *others):
        own = {sign for sign in left if ord(sign) in read_characters(face.path, workshop)} if left else set()
        if own:
            used[face] = own
            left -= own
    if rare and left:
        used[rare] = used.get(rare, set()) | left
    fonts = tuple(cut_face(face, signs) for face, signs in used.items())
    css = "".join(font_face_rule(replace(face, file=font_name(face), repertoire=""), f"{FOLDER}/") for face in used)
    return Lettering((*fonts, *list_licences(used)), css + _write_rules(used, by_hand))


def _find_face(hand: Hand, faces: Iterable[Face]) -> Face | None:
    return next((face for face in faces if (face.role, face.weight) == (hand.role, hand.weight)), None)


def _read_hands(element: Element, hand: Hand) -> Iterator[tuple[Hand, str]]:
    """Walk the texts of a tree with the hand that sets each."""
    hand = _choose_hand(element, hand)
    yield hand, element.text or ""
    for child in element:
        yield from _read_hands(child, hand)
        yield hand, child.tail or ""


def _choose_hand(element: Element, above: Hand) -> Hand:
    """The hand that sets an element: by its class, else by its tag, else that of the element around it."""
    classes = {f".{name}" for name in element.get("class", "").split()}
    if classes & _AS_AROUND:
        return above
    for names in (classes, {str(element.tag).removeprefix(SVG)}):
        for hand in reversed(HANDS):
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
        file = face.path.parent / "OFL.txt"
        if file.is_file():
            texts.setdefault(file.read_bytes(), f"{FOLDER}/{font_name(face).removesuffix('.ttf')}.OFL.txt")
    for text, name in texts.items():
        yield Resource(name, "text/plain", text)


def _write_rules(used: Iterable[Face], by_hand: dict[Hand, Face]) -> str:
    """Write which face sets what; behind each stand the body's face, those of rare letters and what the reader has."""
    embedded = set(used)
    body, set_by = by_hand.get(BODY), set(by_hand.values())
    behind = [body.family] if body in embedded and body else []
    behind += [face.family for face in used if face not in set_by]
    rules = []
    for hand in HANDS:
        face = by_hand.get(hand)
        own = [face.family] if face in embedded and face else []
        names = ", ".join([*(f'"{name}"' for name in dict.fromkeys([*own, *behind])), hand.fallback])
        rules.append(f"{', '.join(hand.selectors)} {{\n  font-family: {names};\n}}\n")
    return "".join(rules)
