"""Read the options of a directive: ``figure {src=art/a.svg alt="two words"}`` in, names and values out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pressroom.report import Finding, Place, stop

_HEAD = re.compile(r"\s*([^\s{]*)\s*(?:(\{)(.*)\}\s*)?$")
_OPTION = re.compile(r"\s*([^\s=\"“”]+)(?:=(?:\"([^\"]*)\"|“([^”]*)”|([^\s\"]*)))?(?=\s|$)")


@dataclass(frozen=True)
class DirectiveRule:
    """What a directive takes: its options (``*`` where one must be there) and the words some of them may have."""

    options: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its options."""
        return tuple(name.rstrip("*") for name in self.options)


#: Where a thing may be told to stand: at the top or foot of a column or page, or where it is in the text.
PLACES = ("top", "foot", "here")
#: What all directives take: the language of what they hold.
COMMON = ("lang",)
#: The directives, and what each takes besides.
RULES: dict[str, DirectiveRule] = {
    "figure": DirectiveRule(
        ("src", "alt", "credit", "number", "size", "crop", "place"),
        (("size", ("column", "wide", "full")), ("crop", ("none", "edges")), ("place", PLACES)),
    ),
    "gallery": DirectiveRule(("title",)),
    "pullquote": DirectiveRule(("by", "place"), (("place", PLACES),)),
    "databox": DirectiveRule(("title", "place"), (("place", PLACES),)),
    "chart": DirectiveRule(
        ("type*", "title*", "unit", "source", "place"),
        (("type", ("bar", "line", "donut", "timeline")), ("place", PLACES)),
    ),
    "table": DirectiveRule(
        ("title", "source", "size", "heads", "widths"), (("size", ("column", "wide")), ("heads", ("row", "none")))
    ),
    "panel": DirectiveRule(("name*", "role", "portrait", "alt")),
    "list": DirectiveRule(("title", "type"), (("type", ("facts", "numbered", "events")),)),
    "note": DirectiveRule(("title", "place"), (("place", PLACES),)),
    "qr": DirectiveRule(("data*", "label")),
    "barcode": DirectiveRule(("data*", "addon", "label")),
    "ad": DirectiveRule(("title*", "src", "alt")),
}


@dataclass(frozen=True)
class Options:
    """A directive's name, and its options with their places."""

    directive: str
    values: tuple[tuple[str, str, Place], ...]
    place: Place

    def get(self, name: str, default: str = "") -> str:
        """Give the value of an option."""
        return next((value for key, value, _ in self.values if key == name), default)

    def place_of(self, name: str) -> Place:
        """Find the place of an option, or of the directive."""
        return next((place for key, _, place in self.values if key == name), self.place)


def read_options(
    info: str, line_text: str, file: Path, line: int, nearest: Callable[[str, tuple[str, ...]], str]
) -> tuple[Options, list[Finding]]:
    """Read the line that opens a directive; ``line_text`` is the whole line, for columns."""
    start = max(line_text.find(info.strip()), 0)
    place = Place(file, line, start + 1)
    head = _HEAD.match(info)
    if head is None:
        hint = 'write it as ::: name {option=value other="two words"}'
        return Options("", (), place), [stop("bad-directive", f"cannot read {info.strip()[:60]!r}", place, hint)]
    name, text = head[1], head[3] or ""
    if name not in RULES:
        near = nearest(name, tuple(RULES))
        hint = f"did you mean {near!r}?" if near else f"known directives: {', '.join(RULES)}"
        return Options(name, (), place), [stop("unknown-directive", f"unknown directive {name!r}", place, hint)]
    offset = line_text.find("{") + 1
    values, findings = _read_values(text, offset, Place(file, line))
    options = Options(name, tuple(values), place)
    return options, [*findings, *_check(options, RULES[name], nearest)]


def _read_values(text: str, offset: int, place: Place) -> tuple[list[tuple[str, str, Place]], list[Finding]]:
    """Read ``a=1 b="2 3"``; ``offset`` is the column, from 0, where the text starts in its line."""
    values: list[tuple[str, str, Place]] = []
    position = 0
    while text[position:].strip():
        found = _OPTION.match(text, position)
        column = offset + position + len(text[position:]) - len(text[position:].lstrip()) + 1
        here = Place(place.file, place.line, column)
        if found is None or found.end() == position:
            hint = 'write options as name=value; quote values with spaces: name="two words"'
            return values, [stop("bad-directive", f"cannot read {text[position:].strip()[:40]!r}", here, hint)]
        value = next((group for group in found.groups()[1:] if group is not None), "")
        values.append((found[1], value, here))
        position = found.end()
    return values, []


def _check(options: Options, rule: DirectiveRule, nearest: Callable[[str, tuple[str, ...]], str]) -> list[Finding]:
    """Hold options against what their directive takes."""
    findings: list[Finding] = []
    seen: set[str] = set()
    names = (*rule.names, *COMMON)
    for key, value, place in options.values:
        if key not in names:
            near = nearest(key, names)
            hint = f"did you mean {near!r}?" if near else f"known options: {', '.join(names)}"
            message = f"{options.directive} has no option {key!r}"
            findings.append(stop("unknown-option", message, place, hint))
        elif key in seen:
            findings.append(stop("bad-directive", f"the option {key!r} stands twice", place, "keep one of them"))
        seen.add(key)
        words = dict(rule.choices).get(key, ())
        if words and value not in words:
            near = nearest(value, words)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(words)}"
            findings.append(stop("wrong-value", f"{key}: {value!r} is none of {', '.join(words)}", place, hint))
    for option in rule.options:
        if option.endswith("*") and not options.get(option[:-1]):
            message = f"{options.directive} needs the option {option[:-1]!r}"
            findings.append(stop("missing-option", message, options.place, f'add {option[:-1]}="…"'))
    return findings
