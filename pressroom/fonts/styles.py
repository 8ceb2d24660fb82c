"""Read style sheets for their fonts: CSS in; the families that it asks for, and the faces that it declares, out.

Everything is found with its line and column, so that a family that no face has can be named where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

#: Words that may stand where a family may, and are none.
WIDE = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", "none", "default"})
#: Words of the property ``font`` that come before the size, or are a size.
_BEFORE = frozenset(
    {
        *("normal", "italic", "oblique", "bold", "bolder", "lighter", "small-caps"),
        *("condensed", "semi-condensed", "extra-condensed", "ultra-condensed"),
        *("expanded", "semi-expanded", "extra-expanded", "ultra-expanded"),
        *("xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "smaller", "larger"),
    }
)
_SHOWN = frozenset({"content", "quotes", "list-style", "list-style-type", "hyphenate-character", "text-emphasis"})
_WEIGHTS = {"normal": 400, "bold": 700}
Spot = tuple[int, int]


@dataclass(frozen=True)
class StyleText:
    """A family, a variable or a text in a style sheet, and its line and column."""

    text: str
    spot: Spot = (0, 0)


@dataclass(frozen=True)
class FontRule:
    """What an ``@font-face`` rule declares; ``weights`` are two where a variable font has them all."""

    family: str
    address: str
    weights: tuple[int, ...]
    style: str
    bounds: tuple[tuple[int, int], ...]
    spot: Spot


@dataclass(frozen=True)
class Stack:
    """A list of families as it stands in a declaration: names, and the variables that it takes others from."""

    families: tuple[StyleText, ...] = ()
    variables: tuple[StyleText, ...] = ()


@dataclass(frozen=True)
class Styles:
    """What a style sheet says of fonts: stacks, what each variable stands for, faces, texts it prints, drawings."""

    stacks: tuple[Stack, ...] = ()
    variables: tuple[tuple[str, Stack], ...] = ()
    rules: tuple[FontRule, ...] = ()
    texts: tuple[StyleText, ...] = ()
    drawings: tuple[StyleText, ...] = ()


def read_styles(css: str) -> Styles:
    """Read a style sheet."""
    reader = _StyleReader()
    reader.read_nodes(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    return reader.styles()


def read_declarations(css: str) -> Styles:
    """Read what stands in an attribute ``style``."""
    reader = _StyleReader()
    reader.read_nodes(tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True))
    return reader.styles()


def read_stack(value: str, shorthand: bool = False) -> Stack:
    """Read a list of families by itself."""
    return _read_stack(tinycss2.parse_component_value_list(value, skip_comments=True), shorthand)


def resolve_stack(stack: Stack, variables: Mapping[str, Sequence[Stack]]) -> Iterator[StyleText]:
    """All families that a stack may come to, through whatever its variables have been given anywhere."""
    seen, waiting = set[str](), [stack]
    while waiting:
        one = waiting.pop(0)
        yield from one.families
        for variable in one.variables:
            if variable.text not in seen:
                seen.add(variable.text)
                waiting += variables.get(variable.text, ())


@dataclass
class _StyleReader:
    """Gathers what the nodes of a style sheet say."""

    stacks: list[Stack] = field(default_factory=list)
    variables: list[tuple[str, Stack]] = field(default_factory=list)
    rules: list[FontRule] = field(default_factory=list)
    texts: list[StyleText] = field(default_factory=list)
    drawings: list[StyleText] = field(default_factory=list)

    def styles(self) -> Styles:
        """What was gathered."""
        gathered = (self.stacks, self.variables, self.rules, self.texts, self.drawings)
        return Styles(*(tuple(dict.fromkeys(found)) for found in gathered))  # type: ignore[arg-type]

    def read_nodes(self, nodes: Iterable[Any]) -> None:
        """Read rules and declarations, and what stands inside them."""
        for node in nodes:
            if node.type == "declaration":
                self._read_declaration(node)
            elif node.type == "at-rule" and node.lower_at_keyword == "font-face":
                self.rules += _read_rule(node)
            elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
                self.read_nodes(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))

    def _read_declaration(self, node: Any) -> None:
        if node.name.startswith("--"):
            self.variables.append((node.name, _read_stack(node.value, shorthand=True)))
        elif node.lower_name in ("font-family", "font"):
            self.stacks.append(_read_stack(node.value, node.lower_name == "font"))
        elif node.lower_name in _SHOWN:
            self.texts += [_word(token) for token in _walk(node.value) if token.type == "string"]
        self.drawings += [word for word in map(_address, _walk(node.value)) if word and ".svg" in word.text.lower()]


def _read_stack(tokens: Sequence[Any], shorthand: bool) -> Stack:
    """Read a list of families, behind all else that the property ``font`` may say."""
    families: list[StyleText] = []
    variables: list[StyleText] = []
    for number, part in enumerate(_split(tokens)):
        kept = _family_part(part) if shorthand and number == 0 else part
        for token in kept:
            if token.type == "function" and token.lower_name == "var":
                inside = _read_variable(token)
                variables += inside.variables
                families += inside.families
        words = [token for token in kept if token.type in ("ident", "string")]
        if words:
            text = words[0].value if words[0].type == "string" else " ".join(word.value for word in words)
            if text.lower() not in WIDE:
                families.append(StyleText(text, _spot(words[0])))
    return Stack(tuple(families), tuple(variables))


def _family_part(tokens: Sequence[Any]) -> list[Any]:
    """What of the property ``font`` may be a family: words and variables behind the last size."""
    kept: list[Any] = []
    for token in tokens:
        family = token.type in ("ident", "string") or (token.type == "function" and token.lower_name == "var")
        if token.type != "whitespace":
            kept = [*kept, token] if family else []
    while kept and kept[0].type == "ident" and kept[0].lower_value in _BEFORE:
        kept.pop(0)
    return kept


def _read_variable(token: Any) -> Stack:
    """A variable, and what stands in for it where it is nothing."""
    parts = _split(token.arguments)
    names = [one for one in (parts[0] if parts else []) if one.type == "ident"]
    rest = _read_stack([one for part in parts[1:] for one in [*part, _Comma]][:-1], False) if parts[1:] else Stack()
    own = tuple(StyleText(name.value, _spot(name)) for name in names[:1])
    return Stack(rest.families, (*own, *rest.variables))


class _Comma:
    """Stands between the parts of a list that was taken apart."""

    type = "literal"
    value = ","


def _split(tokens: Iterable[Any]) -> list[list[Any]]:
    """Take a list apart at its commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type not in ("whitespace", "comment"):
            parts[-1].append(token)
    return [part for part in parts if part]


def _read_rule(node: Any) -> Iterator[FontRule]:
    """Read an ``@font-face`` rule; one without a family or a file declares nothing."""
    inside = tinycss2.parse_blocks_contents(node.content or [], skip_comments=True, skip_whitespace=True)
    values = {one.lower_name: one.value for one in inside if one.type == "declaration"}
    families = _read_stack(values.get("font-family", ()), False).families
    addresses = [word for word in map(_address, _walk(values.get("src", ()))) if word]
    if not families or not addresses:
        return
    yield FontRule(
        families[0].text,
        addresses[0].text,
        tuple(_read_weights(values.get("font-weight", ()))) or (400,),
        "italic" if _says(values.get("font-style", ()), "italic", "oblique") else "normal",
        tuple((token.start, token.end) for token in values.get("unicode-range", ()) if token.type == "unicode-range"),
        _spot(node),
    )


def _read_weights(tokens: Iterable[Any]) -> Iterator[int]:
    for token in tokens:
        if token.type == "number" and 1 <= token.value <= 1000:
            yield int(token.value)
        elif token.type == "ident" and token.lower_value in _WEIGHTS:
            yield _WEIGHTS[token.lower_value]


def _says(tokens: Iterable[Any], *words: str) -> bool:
    return any(token.type == "ident" and token.lower_value in words for token in tokens)


def _walk(tokens: Iterable[Any]) -> Iterator[Any]:
    """All tokens, those in functions and blocks too."""
    for token in tokens:
        yield token
        if token.type == "function" and token.lower_name != "url":
            yield from _walk(token.arguments)
        elif token.type.endswith("block"):
            yield from _walk(token.content)


def _address(token: Any) -> StyleText | None:
    """The address that a token gives."""
    if token.type == "url":
        return _word(token)
    if token.type == "function" and token.lower_name == "url":
        return next((_word(inner) for inner in token.arguments if inner.type == "string"), None)
    return None


def _word(token: Any) -> StyleText:
    return StyleText(token.value, _spot(token))


def _spot(token: Any) -> Spot:
    return token.source_line, token.source_column
