"""Add faces: the name of a package, or a file, in; its faces in a folder of fonts, with their licence and entries, out.

Other faces of the folder are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path, PurePosixPath

from pressroom.fonts.catalogue import (
    CATALOGUE_FILE,
    LICENCE_FILE,
    RARE_BOLD_FAMILY,
    RARE_FAMILY,
    Face,
    Source,
    fold_family,
    read_catalogue,
)
from pressroom.fonts.characters import WHOLE
from pressroom.fonts.convert import Portrait, check_rights, read_portrait
from pressroom.fonts.derive import derive_face
from pressroom.fonts.own import LICENCES
from pressroom.fonts.slices import join_slices
from pressroom.fonts.sources import NO_NPM, Package, Progress, fetch_package, find_npm, newest_version
from pressroom.read.faces import FAMILY
from pressroom.read.sheet import write_yaml
from pressroom.report import FontError, Place, stop
from pressroom.workshop.files import digest, write_file

_FONTS = (".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2")
_BETTER = {ending: number for number, ending in enumerate(_FONTS)}
_USUAL = (400, 700)
_NAMED = {
    "thin": 100,
    "hairline": 100,
    "extralight": 200,
    "ultralight": 200,
    "light": 300,
    "demilight": 350,
    "regular": 400,
    "normal": 400,
    "book": 400,
    "medium": 500,
    "semibold": 600,
    "demibold": 600,
    "bold": 700,
    "extrabold": 800,
    "ultrabold": 800,
    "black": 900,
    "heavy": 900,
}
_STYLES = {100: "Thin", 200: "Extra Light", 300: "Light", 400: "", 500: "Medium", 600: "Semi Bold", 700: "Bold"}
_STYLES |= {800: "Extra Bold", 900: "Black"}
#: The slices that fontsource cuts a font into, behind its name: the name or number of the slice, weight and style.
_SLICE = r"-(?:([a-z-]+)|\[?\d+\]?)(-(?:\d{3}|wght|full|standard)-(?:normal|italic)\.woff2?)$"
_RESERVED = re.compile(r"reserved font names?\s*:?\s*((?:[\"'‘“«][^\"'’”»]+[\"'’”»](?:,| and|\s)*)+|[\w ]+)", re.I)
#: What a face is for where nobody says: letters of its own, where it is named, or where no other face has them.
_USUAL_ROLE = "letters"


@dataclass(frozen=True)
class Wish:
    """What is to be added: a package or a file, and what the editor says of it; what is empty is found out."""

    what: str
    version: str = ""
    weights: tuple[int, ...] = ()
    styles: tuple[str, ...] = ()
    family: str = ""
    role: str = ""
    file: str = ""
    licence: Path | None = None


@dataclass(frozen=True)
class _Found:
    """A font that was found: its file or the pattern of its slices, its bytes, and what it says of itself."""

    name: str
    data: bytes
    digest: str
    portrait: Portrait
    weight: int
    style: str


@dataclass(frozen=True)
class _Shelf:
    """Where fonts are found: a package or a folder; ``licence`` is the text that they come with."""

    place: Place
    source: Source
    licence: bytes
    licence_file: str
    package: Package | None = None


def add_fonts(
    wish: Wish, folder: Path, others: Sequence[Path], work: Path, progress: Progress = lambda _: None
) -> tuple[Face, ...]:
    """Add faces to a folder; ``others`` are the folders behind it, the house's last.

    :raises FontError: if the font cannot be had, is no font, may not be used so, or its name is taken.
    """
    path = Path(wish.what)
    by_file = path.is_file() or path.suffix.lower() in _FONTS
    shelf, found = _open_file(path, wish) if by_file else _open_package(wish, work, progress)
    faces = [_describe(one, wish, shelf, folder) for one in found]
    _refuse(faces, found, wish, shelf, folder)
    made = []
    for number, (face, one) in enumerate(zip(faces, found, strict=True), 1):
        progress(f"Making {face.family} ({number} of {len(faces)})")
        made.append((face, derive_face(one.data, face, None)))
    return _keep(made, shelf.licence, folder, others)


# What is there


def _open_file(file: Path, wish: Wish) -> tuple[_Shelf, list[_Found]]:
    """A font that lies here, and its licence.

    :raises FontError: if it is not there, or no font.
    """
    if not file.is_file():
        raise FontError([stop("fonts", f"there is no file {file}", Place(file), "name a font, or a package")])
    data = file.read_bytes()
    portrait = read_portrait(file, data)
    weights = wish.weights or (_USUAL if portrait.weights else (portrait.weight,))
    text, name = _find_licence(file, portrait, wish)
    shelf = _Shelf(Place(file), Source("file", "", "", file.name, digest(data), name), text, name)
    span = portrait.weights or (portrait.weight, portrait.weight)
    chosen = dict.fromkeys(max(min(weight, span[1]), span[0]) for weight in weights)
    return shelf, [_Found(file.name, data, digest(data), portrait, weight, portrait.style) for weight in chosen]


def _find_licence(file: Path, portrait: Portrait, wish: Wish) -> tuple[bytes, str]:
    """The licence of a font that lies here: named, beside it, or that which the font says it is under."""
    beside = (file.with_name(name) for name in LICENCES)
    text = wish.licence or next((found for found in beside if found.is_file()), None)
    if text is not None and text.is_file():
        return text.read_bytes(), text.name
    if _is_open(portrait.licence):
        standard = files(__package__).joinpath(LICENCE_FILE).read_text(encoding="utf-8")
        return f"{portrait.copyright}\n\n{standard}".encode(), LICENCE_FILE
    return b"", LICENCE_FILE


def _open_package(wish: Wish, work: Path, progress: Progress) -> tuple[_Shelf, list[_Found]]:
    """The fonts of a package that are wanted, and its licence.

    :raises FontError: if it cannot be had, or has none of them.
    """
    registry, name, version = _find_package(wish)
    package = fetch_package(registry, name, version, work, progress)
    names = sorted((one for one in package.names if PurePosixPath(one).name in LICENCES), key=_licence_order)
    names += [one for one in package.names if re.search(r"(OFL|LICEN[CS]E)[^/]*$", one, re.I) and one not in names]
    licence = next((one for one in names if _is_open(package.read(one).decode("utf-8", "replace"))), "")
    text = package.read(licence) if licence else b""
    shelf = _Shelf(
        Place(package.file), Source(registry, name, version, "", "", licence or LICENCE_FILE), text, licence, package
    )
    progress(f"Looking through {package}")
    found = list(_choose(package, wish, shelf.place))
    if not found:
        hint = "name one with --file; in the package: " + ", ".join(_list_fonts(package, Wish(""))[:8])
        raise FontError([stop("fonts", f"{package} has no font that is wanted", shelf.place, hint)])
    return shelf, found


def _find_package(wish: Wish) -> tuple[str, str, str]:
    """Which registry has a package, and its version: ``npm:NAME@1.2``, ``pypi:NAME==1.2``, or a name alone.

    :raises FontError: if none has it.
    """
    match = re.fullmatch(r"(?:(npm|pypi):)?(@?[\w.-]+(?:/[\w.-]+)?)(?:(@|==)([\w.+!-]+))?", wish.what)
    if match is None:
        hint = "name it as @scope/name, npm:NAME, pypi:NAME, or give the file of a font"
        raise FontError([stop("fonts", f"{wish.what!r} is no package and no file", Place(Path(wish.what)), hint)])
    registry, name, version = match[1], match[2], wish.version or match[4] or ""
    registry = registry or ("npm" if name.startswith("@") else "pypi" if match[3] == "==" else "")
    if registry and version:
        return registry, name, version
    for candidate in (registry,) if registry else ("npm", "pypi"):
        newest = newest_version(candidate, name)
        if newest:
            return candidate, name, version or newest
    if registry != "pypi" and not find_npm():
        raise FontError([stop("fonts", f"npm is not there to look for {name}", Place(Path(name)), NO_NPM)])
    whose = {"npm": "npm does not give", "pypi": "PyPI does not give"}.get(registry, "neither npm nor PyPI gives")
    hint = "check the name and the network; a font that lies here is added by its file"
    raise FontError([stop("fonts", f"{whose} a package {name}", Place(Path(name)), hint)])


def _list_fonts(package: Package, wish: Wish) -> list[str]:
    """The fonts in a package; where a file is named, those that are called so."""
    names = [name for name in package.names if PurePosixPath(name).suffix.lower() in _FONTS]
    return [name for name in names if fnmatchcase(name.lower(), f"*{wish.file.lower()}*")]


def _choose(package: Package, wish: Wish, place: Place) -> Iterator[_Found]:
    """Choose the fonts of a package: those of the wanted weights and styles, each of the best make that it has.

    :raises FontError: if it holds several families, and none is named.
    """
    best: dict[tuple[int, str], tuple[int, str]] = {}
    patterns = {name: _pattern_of(name, package) for name in _list_fonts(package, wish)}
    families = sorted({_family_of(pattern) for pattern in patterns.values()})
    if len(families) > 1:
        message = f"{package} holds {len(families)} families: {', '.join(families[:12])}"
        raise FontError([stop("fonts", message, place, "name one with --file, by a part of its name")])
    for name, pattern in patterns.items():
        key, rank = _guess(pattern), (_BETTER[PurePosixPath(name).suffix.lower()], pattern)
        best[key] = min(rank, best.get(key, rank))
    wanted = _want(best, wish)
    for (weight, style), (_, pattern) in sorted(best.items()):
        if (weight and weight not in wanted) or (wish.styles and style not in wish.styles):
            continue
        found = _read(package, pattern, weight, style, place)
        span = found.portrait.weights or (found.weight, found.weight)
        yield from (replace(found, weight=one) for one in wanted if span[0] <= one <= span[1])


def _want(best: Iterable[tuple[int, str]], wish: Wish) -> list[int]:
    """The weights that are wanted: those that were asked for, or regular and bold, or the nearest to regular."""
    there = sorted({weight for weight, _ in best})
    if wish.weights:
        return list(wish.weights)
    usual = [weight for weight in _USUAL if weight in there or 0 in there]
    return usual or sorted(there, key=lambda weight: abs(weight - _USUAL[0]))[:1]


def _family_of(pattern: str) -> str:
    """What the names of a family's files have in common."""
    stem = PurePosixPath(pattern).name.rpartition(".")[0].lower().partition("-*-")[0]
    words = "|".join([*sorted(_NAMED, key=len, reverse=True), "italic", "oblique", "variable", "wght", "vf", r"\d00"])
    return re.sub(rf"({words})|[^a-z0-9]", "", stem)


def _pattern_of(name: str, package: Package) -> str:
    """The name of a font, or the pattern of the slices that it is cut into."""
    font = re.escape(package.name.rpartition("/")[2])
    match = re.search(rf"^(.*/{font}){_SLICE}", name)
    return f"{match[1]}-*{match[3]}" if match else name


def _guess(name: str) -> tuple[int, str]:
    """Weight and style as the name of a file tells them; a weight of 0 is not told, or is any."""
    stem = PurePosixPath(name).name.rpartition(".")[0].lower()
    style = "italic" if re.search(r"italic|oblique|[-_]it\b", stem) else "normal"
    number = re.search(r"(?<!\d)([1-9]00)(?!\d)", stem)
    if number and "wght" not in stem:
        return int(number[1]), style
    words = re.sub(r"italic|oblique", "", stem)
    named = next(
        (known for known in sorted(_NAMED, key=len, reverse=True) if re.search(rf"{known}(?![a-z])", words)), ""
    )
    return (0 if "wght" in stem or "variable" in stem else _NAMED.get(named, 0)), style


def _read(package: Package, pattern: str, weight: int, style: str, place: Place) -> _Found:
    """Read a font of a package, in one piece."""
    slices = [package.read(name) for name in package.matching(pattern) or (pattern,)]
    data = slices[0] if len(slices) == 1 else join_slices(slices, place)
    portrait = read_portrait(Path(PurePosixPath(pattern).name), data)
    return _Found(pattern, data, digest(b"".join(slices)), portrait, weight or portrait.weight, style)


# What may be done with it


def _is_open(text: str) -> bool:
    return bool(re.search(r"SIL OPEN FONT LICEN[CS]E|openfontlicense\.org|scripts\.sil\.org/OFL", text, re.I))


def _licence_order(name: str) -> tuple[int, str]:
    return LICENCES.index(PurePosixPath(name).name), name


def _refuse(faces: Sequence[Face], found: Sequence[_Found], wish: Wish, shelf: _Shelf, folder: Path) -> None:
    """Refuse what may not be added.

    :raises FontError: with every reason.
    """
    findings = []
    if not _is_open(shelf.licence.decode("utf-8", "replace")):
        hint = "only faces under the SIL Open Font License are added; name its text with --licence"
        findings.append(
            stop("font-licence", f"no text of the Open Font License comes with {wish.what}", shelf.place, hint)
        )
    taken = _families_in(folder)
    for face, one in zip(faces, found, strict=True):
        findings += check_rights(one.portrait, face.family, shelf.place)
        if not re.fullmatch(FAMILY, face.family):
            hint = "say how it should be called: --family NAME"
            findings.append(stop("font-family", f"{face.family!r} is no name for a family", shelf.place, hint))
        if fold_family(face.family) in taken:
            hint = "give it another name with --family, or take the entry out of fonts.yaml"
            findings.append(stop("font-family", f"there is a face called {face.family} already", shelf.place, hint))
        findings += [
            stop(
                "font-licence",
                f"the licence keeps the name {name!r} for the original, and what is made of it is another",
                shelf.place,
                "say how yours should be called: --family NAME",
            )
            for name in _reserved_names(shelf.licence.decode("utf-8", "replace"), one.portrait)
            if re.search(rf"\b{re.escape(name)}\b", face.family, re.I)
        ]
    if findings:
        raise FontError(findings)


def _reserved_names(licence: str, portrait: Portrait) -> set[str]:
    """The names that a licence keeps for the original; what the text itself says of such names is none."""
    head = licence.partition("PREAMBLE")[0]
    names = set()
    for match in _RESERVED.finditer(f"{head}\n{portrait.copyright}"):
        names |= {name.strip() for name in re.findall(r"[\"'‘“«]([^\"'’”»]+)[\"'’”»]", match[1]) or [match[1]]}
    return {name for name in names if name}


def _families_in(folder: Path) -> set[str]:
    if not (folder / CATALOGUE_FILE).is_file():
        return set()
    text = (folder / CATALOGUE_FILE).read_text(encoding="utf-8")
    return {fold_family(name.strip("'\"")) for name in re.findall(r"^\s*-?\s*family:\s*(.+)$", text, re.M)}


# What is made of it


def _describe(found: _Found, wish: Wish, shelf: _Shelf, folder: Path) -> Face:
    """The entry of a font."""
    base = wish.family or re.sub(r"\s+(Regular|Bold|Italic|Variable|VF)$", "", found.portrait.family)
    nearest = min(_STYLES, key=lambda known: abs(known - found.weight))
    words = (_STYLES[nearest], "Italic" if found.style == "italic" else "")
    family = " ".join([base, *(word for word in words if word)])
    slug = re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-") or "face"
    role = wish.role or _USUAL_ROLE
    return Face(
        folder,
        family,
        role,
        found.weight,
        f"{slug}/{re.sub(r'[^A-Za-z0-9]', '', family) or 'Face'}.ttf",
        "",
        repertoire=WHOLE,
        steps=("one-line-box",),
        copyright=" ".join(found.portrait.copyright.split())[:1000],
        source=replace(shelf.source, file=found.name, sha256=found.digest),
        style=found.style,
        companions=_choose_companions(role, found),
    )


def _choose_companions(role: str, found: _Found) -> tuple[str, ...]:
    """What has the letters that a face lacks: a face of the house."""
    bold = found.weight >= 600
    if role == "sans" or re.search(r"\bsans|gothic|grotes[kq]|黑|ゴシック", found.portrait.family, re.I):
        return ("Pressroom Sans Bold",) if bold else ("Pressroom Sans",)
    latin = "Pressroom Latin Bold" if bold else "Pressroom Latin"
    song = ("Pressroom Song Bold", RARE_BOLD_FAMILY) if bold else ("Pressroom Song", RARE_FAMILY)
    return (f"{latin} Italic", *song) if found.style == "italic" else (latin, *song)


def _keep(made: Sequence[tuple[Face, bytes]], licence: bytes, folder: Path, others: Sequence[Path]) -> tuple[Face, ...]:
    """Write fonts, licences and entries; the entries last, so that none is of a face that is not there."""
    for face, data in made:
        write_file(face.path, data)
        write_file(face.path.with_name(LICENCE_FILE), licence)
    file = folder / CATALOGUE_FILE
    known = file.read_text(encoding="utf-8").rstrip("\n") + "\n" if file.is_file() else _HEAD
    entries = [_write_entry(replace(face, sha256=digest(data))) for face, data in made]
    write_file(file, (known + "".join(entries)).encode())
    catalogue = read_catalogue((folder, *(other for other in others if other != folder)))
    return tuple(catalogue.face(face.family) for face, _ in made)


_HEAD = """\
# The faces of the magazine: `pressroom fonts add` writes them here; docs/fonts.md says what the entries mean.

faces:
"""


def _write_entry(face: Face) -> str:
    """Write the entry of a face."""
    assert face.source is not None
    source = {name: value for name, value in vars(face.source).items() if value}
    entry = {
        "family": face.family,
        "role": face.role,
        "weight": face.weight,
        **({"style": face.style} if face.style != "normal" else {}),
        "file": face.file,
        "sha256": face.sha256,
        "repertoire": face.repertoire,
        "companions": list(face.companions),
        "steps": list(face.steps),
        "licence": face.licence,
        "copyright": face.copyright,
        "source": source,
    }
    lines = write_yaml(entry).splitlines()
    return "\n" + "".join(f"{'  - ' if number == 0 else '    '}{line}\n" for number, line in enumerate(lines))
