"""Matching: the faces of an issue in; the files that the engine may use, and how it finds a face for a family, out.

The engine looks for faces with Fontconfig. It is given these rules and these files, and nothing of the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pressroom.fonts.catalogue import RARE_BOLD_FAMILY, RARE_FAMILY, Face, Range, fold_family
from pressroom.workshop.markup import escape

#: What each generic family of CSS stands for: the roles of the faces that set it.
GENERIC = {
    "serif": ("text", "latin", "song"),
    "sans-serif": ("sans",),
    "cursive": ("kai",),
    "fantasy": ("sans",),
    "monospace": ("sans",),
    "system-ui": ("sans",),
    "ui-serif": ("text", "latin", "song"),
    "ui-sans-serif": ("sans",),
    "ui-monospace": ("sans",),
    "ui-rounded": ("sans",),
    "math": ("text", "latin", "song"),
    "emoji": ("sans",),
    "fangsong": ("song",),
}
_STRONG = 180  # what Fontconfig calls a weight of 600: from here on a bold face is meant
_SLANTED = 100  # what Fontconfig calls an italic


@dataclass(frozen=True)
class FaceFile:
    """A font file, its digest, the families that it answers to, and the ranges that it is asked for; none means all."""

    path: str
    digest: str
    families: tuple[str, ...]
    bounds: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Faces:
    """The faces of an issue as the engine is given them: rules for Fontconfig, and files."""

    rules: str
    files: tuple[FaceFile, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """All that pages hang on, which is not where the files lie."""
        return self.rules, tuple((file.digest, file.families, file.bounds) for file in self.files)


def faces_of(faces: Sequence[Face]) -> Faces:
    """The faces as the engine is given them."""
    return Faces(_write_rules(faces), tuple(file for face in faces for file in _list_files(face)))


def chain_of(families: Iterable[str], faces: Sequence[Face]) -> tuple[str, ...]:
    """The families and all their companions, those of the first one first; each once."""
    by_family = {fold_family(face.family): face for face in faces}
    waiting, chain = list(families), dict[str, None]()
    while waiting:
        family = waiting.pop(0)
        if fold_family(family) in map(fold_family, chain):
            continue
        chain[family] = None
        face = by_family.get(fold_family(family))
        waiting += face.companions if face else ()
    return tuple(chain)


def generic_families(generic: str, faces: Sequence[Face], weight: int = 400, style: str = "normal") -> tuple[str, ...]:
    """The families that a generic family of CSS stands for, in a weight and a style; the nearest faces are taken."""
    chosen = []
    for role in GENERIC.get(generic, ("song",)):
        kin = [face for face in faces if face.role == role and not face.declared]
        best = min(kin, key=lambda face: (face.style != style, abs(face.weight - weight)), default=None)
        chosen += [best.family] if best else []
    return tuple(chosen)


def known_families(faces: Sequence[Face]) -> tuple[str, ...]:
    """All families that a style sheet may name."""
    own = [name for face in faces for name in (face.declared or face.family, face.full_family) if name]
    return tuple(dict.fromkeys([*own, RARE_FAMILY, RARE_BOLD_FAMILY]))


def _list_files(face: Face) -> Iterator[FaceFile]:
    """The entries of a face: the second one is the same file without bounds."""
    path = str(face.path.resolve())
    yield FaceFile(path, face.sha256, (face.family,), face.asked)
    if face.full_family:
        yield FaceFile(path, face.sha256, (face.full_family,))


def _write_rules(faces: Sequence[Face]) -> str:
    """Write the rules: generic families, declared ones, and the companions of each."""
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *_generic_rules(faces),
        *_declared_rules(faces),
        *_companion_rules(faces),
        "</fontconfig>",
    ]
    return "\n".join(lines)


def _generic_rules(faces: Sequence[Face]) -> Iterator[str]:
    """A generic family stands for faces of its roles, bold and italic ones where these are asked for."""
    for generic in GENERIC:
        for bold, italic in ((True, True), (True, False), (False, True), (False, False)):
            families = generic_families(generic, faces, 700 if bold else 400, "italic" if italic else "normal")
            tests = (_test("family", generic), *_weight_tests(bold, italic))
            yield _rule(tests, families, "append")


def _declared_rules(faces: Sequence[Face]) -> Iterator[str]:
    """A family that style sheets declare in several weights and styles stands for the face that is asked for."""
    for name in dict.fromkeys(face.declared for face in faces if face.declared):
        kin = [face for face in faces if face.declared == name]
        for bold, italic in ((True, True), (True, False), (False, True), (False, False)):
            style, weight = "italic" if italic else "normal", 700 if bold else 400
            best = min(kin, key=lambda face: (face.style != style, abs(face.weight - weight), face.weight))
            if fold_family(best.family) != fold_family(name):
                yield _rule((_test("family", name), *_weight_tests(bold, italic)), (best.family,), "prepend")


def _companion_rules(faces: Sequence[Face]) -> Iterator[str]:
    """What a family lacks is looked for in its companions, behind all that the style sheet names.

    Those with the most stand last: no rule then finds what another one has appended.
    """
    chains = {face.family: chain_of([face.family], faces)[1:] for face in faces}
    chains |= {face.full_family: chains[face.family] for face in faces if face.full_family}
    for family, chain in sorted(chains.items(), key=lambda entry: (len(entry[1]), entry[0])):
        if chain:
            yield _rule((_test("family", family),), chain, "append_last")


def _weight_tests(bold: bool, italic: bool) -> Iterator[str]:
    """Tests for what is asked besides a family."""
    if bold:
        yield f'<test name="weight" compare="more_eq"><int>{_STRONG}</int></test>'
    else:
        yield f'<test name="weight" compare="less"><int>{_STRONG}</int></test>'
    if italic:
        yield f'<test name="slant" compare="more_eq"><int>{_SLANTED}</int></test>'
    else:
        yield f'<test name="slant" compare="less"><int>{_SLANTED}</int></test>'


def _test(name: str, value: str) -> str:
    return f'<test name="{name}" qual="any"><string>{escape(value)}</string></test>'


def _rule(tests: Iterable[str], families: Iterable[str], mode: str) -> str:
    """A rule that adds families to what was asked for, as if they had been named there."""
    names = "".join(f"<string>{escape(family)}</string>" for family in families)
    edit = f'<edit name="family" mode="{mode}" binding="strong">{names}</edit>' if names else ""
    return f'<match target="pattern">{"".join(tests)}{edit}</match>'
