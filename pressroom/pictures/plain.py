"""Write drawings plainly: an SVG in, the same drawing in what the engine draws out; and what it cannot draw, by name.

The engine knows no ``font`` in one, no ``var()``, no ``<switch>``, no weights of faces that are families of their own,
no blend modes but those of filters, no percentages without a ``viewBox`` and no masks without edges. All this can be
said otherwise. What cannot is named: a page that lacks a part of a drawing is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.ElementTree import fromstring

_SVG = "http://www.w3.org/2000/svg"
_BLENDS = frozenset(
    [
        *("multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light"),
        *("soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity"),
    ]
)
_LOOKS_ODD = re.compile(
    rb"font\s*:|var\(|<(?:\w+:)?(?:switch|mask|text|filter)\b|mix-blend-mode|%|writing-mode|isolation", re.I
)
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_USE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*(?:\([^()]*\))?[^()]*))?\)")
_FONT = re.compile(
    r"(?<![\w-])font\s*:\s*([^;{}]*?)((?:\d*\.)?\d+(?:px|pt|pc|em|rem|ex|mm|cm|in|%))(?:\s*/\s*[^\s;{}]+)?\s+([^;{}]+)"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_WEIGHTS = {"Pressroom Song": "Pressroom Song Bold", "Pressroom Sans": "Pressroom Sans Bold"}
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"})
_DEEPEST = 8  # variables in variables
#: Properties that the engine passes over, and the values that mean nothing.
_LOST = {
    "text-decoration": {"none", ""},
    "text-decoration-line": {"none", ""},
    "writing-mode": {"horizontal-tb", "lr", "lr-tb", ""},
    "clip": {"auto", ""},
}
_FILTERS = frozenset({"feOffset", "feBlend"})


def write_plainly(data: bytes, language: str = "", *, book: bool = False) -> bytes:
    """Say a drawing in what the engine draws; the same bytes where it is plain, or cannot be read.

    For a ``book`` only what hangs on the reader is said otherwise: the branch, variables, ``font``, edges.
    """
    if not _LOOKS_ODD.search(data):
        return data
    try:
        root: Element = fromstring(data)
    except (ParseError, ValueError):
        return data
    changed = [_resolve_texts(root), _choose_branches(root, language), _edge_masks(root), _give_view(root)]
    if not book:
        changed += [_blend(root), _choose_faces(root)]
    return bytes(tostring(root, encoding="utf-8")) if any(changed) else data


def find_undrawn(root: Element) -> Iterator[str]:
    """Name what no page would show, after all that can be said otherwise: the element, and what is lost."""
    variables = dict(_variables(root))
    seen: set[str] = set()
    for element in root.iter():
        name = _local(element)
        for lost in _lost_of(element, name, variables):
            if lost not in seen:
                seen.add(lost)
                yield lost


def _lost_of(element: Element, name: str, variables: dict[str, str]) -> Iterator[str]:
    """Name what is lost of one element."""
    if name == "textPath":
        yield "<textPath>: letters along a path"
    elif name == "filter" and (steps := [_local(step) for step in element if _local(step) not in _FILTERS]):
        yield f"<filter> with <{steps[0]}>"
    elif name in {"text", "tspan"} and {"R", "AL"} & set(map(unicodedata.bidirectional, _own(element))):
        yield f"<{name}>: letters from right to left"
    elif name == "style":
        for selector, body in _RULE.findall("".join(element.itertext())):
            yield from _lost_properties(selector.strip(), _declarations(body))
            yield from _lost_variables(selector.strip(), body, variables)
    own = _declarations(element.get("style", "")) | {
        key: element.get(key, "") for key in _LOST if key in element.attrib
    }
    yield from _lost_properties(f"<{name}>", own)
    for value in element.attrib.values():
        yield from _lost_variables(f"<{name}>", value, variables)


def _own(element: Element) -> str:
    """The text that an element holds itself."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _lost_properties(where: str, declarations: dict[str, str]) -> Iterator[str]:
    """Name properties that the engine passes over."""
    for key, harmless in _LOST.items():
        if declarations.get(key, "").lower() not in harmless:
            yield f"{where} with {key}: {declarations[key]}"
    blend = declarations.get("mix-blend-mode", "normal").lower()
    if blend not in _BLENDS | {"normal"}:
        yield f"{where} with mix-blend-mode: {blend}"


def _lost_variables(where: str, text: str, variables: dict[str, str]) -> Iterator[str]:
    """Name variables that nothing says the value of."""
    for name, fallback in _USE.findall(text):
        if name not in variables and not fallback:
            yield f"{where} with var({name}), which is nowhere set"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _declarations(text: str) -> dict[str, str]:
    """The declarations of a style."""
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _variables(root: Element) -> Iterator[tuple[str, str]]:
    """All variables of a drawing, as the last place says."""
    for element in root.iter():
        if _local(element) == "style":
            yield from _VARIABLE.findall("".join(element.itertext()))
        yield from _VARIABLE.findall(element.get("style", ""))


def _resolve_texts(root: Element) -> bool:
    """Put values in place of variables, and part ``font`` into what it is short for."""
    variables = {name: value.strip() for name, value in _variables(root)}
    changed = False
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if (said := _resolve(value, variables, is_style=key == "style")) != value:
                element.set(key, said)
                changed = True
        if _local(element) == "style" and element.text:
            said = _resolve(element.text, variables, is_style=True)
            changed, element.text = changed or said != element.text, said
        changed = _part_font(element) or changed
    return changed


def _part_font(element: Element) -> bool:
    """Part an attribute ``font``."""
    font = element.attrib.pop("font", None)
    if font is None:
        return False
    for key, value in _declarations(_FONT.sub(_longhand, f"font:{font}")).items():
        element.attrib.setdefault(key, value)
    return True


def _resolve(text: str, variables: dict[str, str], *, is_style: bool) -> str:
    for _ in range(_DEEPEST):
        said = _USE.sub(lambda found: variables.get(found[1], found[2] or found[0]), text)
        if said == text:
            break
        text = said
    return _FONT.sub(_longhand, text) if is_style else text


def _longhand(found: re.Match[str]) -> str:
    """What ``font`` is short for."""
    words = found[1].split()
    slant = next((word for word in words if word in {"italic", "oblique"}), "normal")
    weight = next((word for word in words if word in {"bold", "bolder", "lighter"} or word.isdigit()), "normal")
    return f"font-style:{slant};font-weight:{weight};font-size:{found[2]};font-family:{found[3].strip()}"


def _choose_branches(root: Element, language: str) -> bool:
    """Let the first branch of a ``<switch>`` stand that is in the language, or in none."""
    changed = False
    for element in list(root.iter()):
        for child in list(element):
            if _local(child) != "switch":
                continue
            chosen = next((branch for branch in child if _speaks(branch, language)), None)
            child.tag = f"{{{_SVG}}}g"
            child[:] = [] if chosen is None else [chosen]
            if chosen is not None:
                chosen.attrib.pop("systemLanguage", None)
            changed = True
    return changed


def _speaks(branch: Element, language: str) -> bool:
    """Whether a branch is for a language, and asks for nothing that is not there."""
    if "requiredExtensions" in branch.attrib:
        return False
    asked = branch.get("systemLanguage")
    own = (language or "zh").lower()
    return asked is None or any(
        own.startswith(tag.strip().lower()) or tag.strip().lower().startswith(f"{own.partition('-')[0]}-")
        for tag in asked.split(",")
        if tag.strip()
    )


def _edge_masks(root: Element) -> bool:
    """Give masks the edges of the whole drawing, where they say none."""
    view = _view_of(root)
    changed = False
    for mask in root.iter(f"{{{_SVG}}}mask"):
        if view is None or any(key in mask.attrib for key in ("x", "y", "width", "height")):
            continue
        mask.set("maskUnits", "userSpaceOnUse")
        for key, value in zip(("x", "y", "width", "height"), view, strict=True):
            mask.set(key, f"{value:g}")
        changed = True
    return changed


def _view_of(root: Element) -> tuple[float, float, float, float] | None:
    """The part of the plane that a drawing shows."""
    numbers = re.findall(r"-?(?:\d*\.)?\d+", root.get("viewBox", ""))
    if len(numbers) == 4:
        left, top, width, height = map(float, numbers)
        return left, top, width, height
    sizes = [_pixels(root.get(key, "")) for key in ("width", "height")]
    return (0.0, 0.0, sizes[0], sizes[1]) if all(sizes) else None


_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def _pixels(length: str) -> float:
    found = re.fullmatch(r"\s*((?:\d*\.)?\d+)\s*([a-z]*)\s*", length)
    return float(found[1]) * _PIXELS.get(found[2], 0.0) if found else 0.0


def _give_view(root: Element) -> bool:
    """Write percentages of a drawing without a ``viewBox`` as lengths."""
    view = _view_of(root)
    if "viewBox" in root.attrib or view is None:
        return False
    changed = False
    whole = {"x": view[2], "y": view[3], "r": ((view[2] ** 2 + view[3] ** 2) / 2) ** 0.5}
    for element in list(root.iter())[1:]:
        for key, axis in _AXES.items():
            found = re.fullmatch(r"\s*(-?(?:\d*\.)?\d+)%\s*", element.get(key, ""))
            if found and "Gradient" not in _local(element) and _local(element) not in {"mask", "filter", "pattern"}:
                element.set(key, f"{float(found[1]) * whole[axis] / 100:g}")
                changed = True
    return changed


_AXES = {
    **dict.fromkeys(("x", "x1", "x2", "cx", "rx", "width", "dx"), "x"),
    **dict.fromkeys(("y", "y1", "y2", "cy", "ry", "height", "dy"), "y"),
    **dict.fromkeys(("r", "stroke-width"), "r"),
}


def _blend(root: Element) -> bool:
    """Write blend modes as filters, which the engine draws so."""
    rules = list(_rules(root))
    modes: set[str] = set()
    for element in root.iter():
        mode = _value(element, "mix-blend-mode", rules).lower()
        if mode in _BLENDS and "filter" not in element.attrib:
            element.set("filter", f"url(#pressroom-{mode})")
            modes.add(mode)
    for mode in sorted(modes):
        made = SubElement(root, f"{{{_SVG}}}filter", {"id": f"pressroom-{mode}"})
        SubElement(made, f"{{{_SVG}}}feBlend", {"mode": mode})
    return bool(modes)


def _choose_faces(root: Element) -> bool:
    """Set letters in faces of the house, the bold ones in those families that are bold."""
    return _choose_face(root, "", "400", list(_rules(root)))


def _choose_face(element: Element, family: str, weight: str, rules: list[tuple[str, dict[str, str]]]) -> bool:
    family = _value(element, "font-family", rules) or family
    weight = _value(element, "font-weight", rules) or weight
    changed = False
    if _local(element) in {"text", "tspan"} and _own(element).strip() and (named := _face_of(family, weight)) != family:
        # The face has its weight: asked for one, the engine would make it bolder still.
        style = _declarations(element.get("style", "")) | {"font-family": named, "font-weight": "400"}
        element.set("style", ";".join(f"{key}:{value}" for key, value in style.items()))
        changed = True
    return any([changed, *[_choose_face(child, family, weight, rules) for child in element]])


def _face_of(family: str, weight: str) -> str:
    """The families of the house in place of generic ones, and of its regular ones where bold is asked for.

    Any other is a face of the magazine, or has stopped the press by now: it is left alone.
    """
    names = [name.strip().strip("\"'") for name in family.split(",") if name.strip()]
    named = [name for name in names if name.lower() not in _GENERIC]
    own = named or ["Pressroom Song" if "serif" in map(str.lower, names) else "Pressroom Sans"]
    heavy = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= 600)
    own = [_WEIGHTS.get(name, name) for name in own] if heavy else own
    return family if own == names else ", ".join(own)


def _rules(root: Element) -> Iterator[tuple[str, dict[str, str]]]:
    """The rules of a drawing's own sheets, a selector each."""
    for element in root.iter():
        if _local(element) == "style":
            for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", "".join(element.itertext()), flags=re.S)):
                for selector in selectors.split(","):
                    yield selector.strip(), _declarations(body)


def _value(element: Element, key: str, rules: list[tuple[str, dict[str, str]]]) -> str:
    """What a property says of an element itself: its style, else a rule for it, else its attribute."""
    own = _declarations(element.get("style", "")).get(key, "")
    if own:
        return own
    names = {"*", _local(element), f"#{element.get('id')}"}
    names |= {name for part in element.get("class", "").split() for name in (f".{part}", f"{_local(element)}.{part}")}
    found = [said[key] for selector, said in rules if selector in names and key in said]
    return found[-1] if found else element.get(key, "")
