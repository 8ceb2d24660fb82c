"""Read and write sheets: a YAML text in, plain values that know their places out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pressroom.report import Finding, Place, SourceError, nearest, stop
from pressroom.workshop.cache import Cache, make_key
from pressroom.workshop.sources import RefusedFileError, read_source

Model = TypeVar("Model", bound=BaseModel)
#: What a value may say of itself: nothing, or what JSON has.
_TAGS = (None, *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")))
_DEEPEST, _MOST, _LONGEST, _FIGURES = 32, 50_000, 200_000, 15
Path_ = tuple[str | int, ...]
#: Characters that no source may hold: controls but tab and line ends, halves of surrogate pairs, non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class YamlLoader(yaml.SafeLoader):
    """YAML without its surprises: no dates, no yes and no, no sexagesimal numbers (YAML 1.2 core schema)."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  PyYAML copies it per class


YamlLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
YamlLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
YamlLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
YamlLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"),
    list("-+0123456789"),
)


@dataclass(frozen=True)
class Sheet:
    """The values of a YAML text, and where each stands: line, column, and what is inside, by key or in order."""

    file: Path
    values: Any
    spots: Any
    first_line: int = 1

    def place(self, path: Path_ = (), *, key: bool = False) -> Place:
        """Find the place of the value at a path, or of its key; of the nearest thing above it where it is not."""
        (line, column), inside = self.spots
        for step in path:
            if isinstance(inside, dict) and str(step) in inside:
                at_key, (at, inside) = inside[str(step)]
                line, column = at_key if key and step == path[-1] else at
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                (line, column), inside = inside[step]
            else:
                break
        return Place(self.file, self.first_line + line, column + 1)


def read_text(file: Path, roots: Sequence[Path] = ()) -> str:
    """Read a text file: UTF-8, with any line ends; it has to lie in ``roots``, or, without any, in its folder.

    :raises SourceError: where it is missing, may not be read, is not UTF-8, or holds control characters.
    """
    try:
        data = read_source(file, roots or (file.parent,))
    except RefusedFileError as error:
        hint = "put the file itself where it belongs"
        raise SourceError([stop("refused-file", f"{file.name} {error}", Place(file), hint)]) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise SourceError([stop("missing-file", message, Place(file), "write this file")]) from None
    return prove_text(decode_text(data, file, "save the file as UTF-8 in your editor"), file)


def prove_text(text: str, file: Path) -> str:
    """Prove that the text of a file holds no control characters; give it with plain line ends.

    :raises SourceError: at the first that it holds.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = UNPRINTABLE.search(text)
    if found:
        before_text = text[: found.start()]
        place = Place(file, before_text.count("\n") + 1, found.start() - before_text.rfind("\n"))
        raise SourceError([stop("control-character", f"control character U+{ord(found[0]):04X}", place, "delete it")])
    return text


def decode_text(data: bytes, file: Path, cure: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    :raises SourceError: at the first byte that is no UTF-8, with its line and column.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(file, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        message = f"not UTF-8: byte 0x{data[error.start]:02x}"
        raise SourceError([stop("not-utf-8", message, place, cure)]) from None


def read_sheet(text: str, file: Path, first_line: int = 1, cache: Cache | None = None) -> Sheet:
    """Parse a YAML mapping; ``first_line`` is where the text starts in its file.

    Reading YAML takes long: where there is a cache, what was read is kept.

    :raises SourceError: on a slip of syntax, a key that stands twice, an anchor, or anything but a mapping.
    """
    if cache is None:
        return _parse_sheet(text, file, first_line)
    name = make_key("sheets", text)
    found = cache.lookup(name)
    if found is not None:
        values, spots = json.loads(found)
        return Sheet(file, values, spots, first_line)
    sheet = _parse_sheet(text, file, first_line)
    data = json.dumps([sheet.values, sheet.spots], ensure_ascii=False)
    if json.loads(data)[0] == sheet.values:  # keys that are no texts would come back as texts
        cache.store(name, data.encode())
    return sheet


def _parse_sheet(text: str, file: Path, first_line: int) -> Sheet:
    """Parse a sheet that is not in the cache."""
    try:
        _prove_events(yaml.parse(text, YamlLoader))
        node = yaml.compose(text, YamlLoader)
        if not isinstance(node, yaml.MappingNode):
            message = "expected `key: value` lines"
            place = Place(file, first_line, 1)
            raise SourceError([stop("yaml", message, place, "see docs/editors.md for the keys")])
        wrong = [*_find_twice(node, file, first_line), *_find_unprintable(node, file, first_line)]
        if wrong:
            raise SourceError(wrong)
        return Sheet(file, YamlLoader("").construct_document(node), find_spots(node), first_line)
    except yaml.YAMLError as error:
        raise SourceError([_explain(error, file, first_line)]) from None
    except RecursionError:
        place = Place(file, first_line, 1)
        raise SourceError([stop("yaml", "nested too deep", place, "flatten the lists")]) from None


def _prove_events(events: Iterable[yaml.Event]) -> None:
    """Prove that a text keeps to a closed part of YAML: what JSON can say, neither deep nor long without end.

    :raises YAMLError: at the first event that does not.
    """
    depth = 0
    for number, event in enumerate(events):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if problem := _find_problem(event) or _find_excess(event, depth, number):
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=cast(yaml.error.Mark, event.start_mark))


def _find_problem(event: yaml.Event) -> str:
    """Say what of an event JSON could not say."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "anchors and aliases (& and *) are not used here: quote the text or write it out"
    tag = getattr(event, "tag", None)
    return f"tags ({str(tag)[:40]}) are not used here: quote the text" if tag not in _TAGS else ""


def _find_excess(event: yaml.Event, depth: int, number: int) -> str:
    """Say what of an event is too much."""
    if depth > _DEEPEST:
        return f"lists or mappings stand more than {_DEEPEST} deep in each other"
    if number > _MOST:
        return f"there are more than {_MOST} entries"
    if not isinstance(event, yaml.ScalarEvent):
        return ""
    if len(event.value) > _LONGEST:
        return f"a text has more than {_LONGEST} characters"
    plain = event.style is None and event.value.lstrip("+-").replace(".", "").isdigit()
    return f"a number has more than {_FIGURES} figures: quote it" if plain and len(event.value) > _FIGURES else ""


def _explain(error: yaml.YAMLError, file: Path, first_line: int) -> Finding:
    """Say where YAML stumbled."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    context = getattr(error, "context", None)
    place = Place(file, first_line + mark.line, mark.column + 1) if mark else Place(file, first_line)
    message = f"not YAML: {problem}" + (f" ({context})" if context else "")
    return stop("yaml", message, place, "quote texts that hold `: `, ` #` or start with a sign; indent with spaces")


def _find_twice(node: yaml.Node, file: Path, first_line: int) -> Iterator[Finding]:
    """Find keys that stand twice in one mapping."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                place = Place(file, first_line + key.start_mark.line, key.start_mark.column + 1)
                yield stop("yaml", "a list or a mapping stands where a key is expected", place, "write `key: value`")
                continue
            if key.value in seen:
                place = Place(file, first_line + key.start_mark.line, key.start_mark.column + 1)
                yield stop("yaml", f"the key {key.value!r} stands twice", place, "keep one of them")
            seen.add(key.value)
            yield from _find_twice(value, file, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _find_twice(value, file, first_line)


def _find_unprintable(node: yaml.Node, file: Path, first_line: int) -> Iterator[Finding]:
    """Find characters that escapes in quoted texts bring in and that no text may hold."""
    if isinstance(node, yaml.ScalarNode):
        found = UNPRINTABLE.search(node.value)
        if found:
            place = Place(file, first_line + node.start_mark.line, node.start_mark.column + 1)
            yield stop("control-character", f"control character U+{ord(found[0]):04X}", place, "take it out")
    children = node.value if isinstance(node, yaml.CollectionNode) else []
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _find_unprintable(part, file, first_line)


def fill(model: type[Model], sheet: Sheet) -> Model:
    """Validate a sheet.

    :raises SourceError: with every value that does not fit, each at its place.
    """
    try:
        return model.model_validate(sheet.values)
    except ValidationError as error:
        raise SourceError([_tell(detail, model, sheet) for detail in error.errors()]) from None


def _tell(detail: ErrorDetails, model: type[BaseModel], sheet: Sheet) -> Finding:
    """Put one complaint of pydantic into an editor's words."""
    path: Path_ = tuple(step for step in detail["loc"] if not str(step).startswith("<"))
    name = str(path[-1]) if path else "the sheet"
    known = _keys_at(model, path[:-1])
    match detail["type"]:
        case "extra_forbidden":
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"known keys: {', '.join(known)}"
            return stop("unknown-key", f"unknown key {name!r}", sheet.place(path, key=True), hint)
        case "missing":
            message = f"the key {name!r} is missing"
            return stop("missing-key", message, sheet.place(path[:-1]), _describe(model, path, f"add `{name}: …`"))
        case _:
            given = detail["input"]
            shown = _show(given)
            message = f"{name}: {_wanted(detail)}, not {shown}"
            choices = detail.get("ctx", {}).get("expected", "")
            near = nearest(str(given), re.findall(r"'([^']+)'", str(choices)))
            hint = f"did you mean {near!r}?" if near else _describe(model, path, "")
            return stop("wrong-value", message, sheet.place(path), hint)


def _wanted(detail: ErrorDetails) -> str:
    """Say what pydantic wanted."""
    context: dict[str, Any] = detail.get("ctx", {})
    wanted = {
        "int_type": "expected a whole number",
        "int_parsing": "expected a whole number",
        "int_from_float": "expected a whole number",
        "string_type": "expected a text",
        "bool_type": "expected true or false",
        "bool_parsing": "expected true or false",
        "list_type": "expected a list",
        "tuple_type": "expected a list",
        "dict_type": "expected `key: value` lines",
        "model_type": "expected `key: value` lines",
        "model_attributes_type": "expected `key: value` lines",
        "too_short": "expected at least one item",
        "string_too_short": "expected a text that is not empty",
        "greater_than_equal": f"expected {context.get('ge')} or more",
        "less_than_equal": f"expected {context.get('le')} or less",
        "greater_than": f"expected more than {context.get('gt')}",
        "string_pattern_mismatch": "expected another form",
        "enum": f"expected {context.get('expected')}",
        "literal_error": f"expected {context.get('expected')}",
        "value_error": str(context.get("error", "")),
    }
    return wanted.get(detail["type"], f"expected otherwise ({detail['msg']})")


def _show(given: Any) -> str:
    """Show what was given, in few words."""
    if isinstance(given, str | int | float | bool | None):
        return repr(given)[:60]
    return f"an empty {type(given).__name__}" if not given else f"a {type(given).__name__}"


def _describe(model: type[BaseModel], path: Path_, cure: str) -> str:
    """A cure, and what the key at a path is for."""
    keys = [step for step in path if isinstance(step, str)]
    current: type[BaseModel] | None = model
    text = ""
    for key in keys:
        fields = current.model_fields if current else {}
        field = next((field for name, field in fields.items() if key in (name, field.alias)), None)
        text = (field.description or "") if field else ""
        current = _model_in(field.annotation) if field else None
    return f"{cure} ({text})" if cure and text else text or cure


def _keys_at(model: type[BaseModel], path: Path_) -> list[str]:
    """List the keys that a sheet may hold at a path."""
    current: type[BaseModel] = model
    for step in path:
        if isinstance(step, int) or step not in current.model_fields:
            continue
        inner = _model_in(current.model_fields[step].annotation)
        current = inner or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Find the model inside an annotation such as ``tuple[SlotSheet, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found:
            return found
    return None


def write_yaml(values: Any) -> str:
    """Write values as YAML that :func:`read_sheet` reads back the same."""

    class _Dumper(yaml.SafeDumper):
        """Quotes what YAML 1.1 or 1.2 would read as something else, indents lists, never folds."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the signature is PyYAML's
            return True

    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def find_spots(node: yaml.Node) -> list[Any]:
    """Where a node stands, and what is inside it, as JSON can say it."""
    inside: Any = None
    if isinstance(node, yaml.MappingNode):
        inside = {str(key.value): [_mark(key), find_spots(value)] for key, value in node.value}
    elif isinstance(node, yaml.SequenceNode):
        inside = [find_spots(item) for item in node.value]
    return [_mark(node), inside]


def _mark(node: yaml.Node) -> list[int]:
    return [node.start_mark.line, node.start_mark.column]
