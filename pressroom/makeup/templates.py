"""Render templates: a name and values in, HTML out, or findings at the template's line.

Templates are code of other people. They reach what they are given and nothing else (:mod:`pressroom.makeup.views`): no
attribute that is not listed, no method but a few of texts, no filter that could fill the memory. Time and memory are
limited for the process that they are rendered in.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.loaders import split_template_path
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup

from pressroom.makeup.views import FIELDS, View
from pressroom.read.layout import Layout
from pressroom.report import Finding, LayoutError, Place, nearest, stop
from pressroom.workshop.sources import read_source

_MOST = 4_000_000  # characters of a page, and of any text that a template makes by repeating one
_POWER = 64
_TEXT_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "index",
        "isalnum",
        "isalpha",
        "isdigit",
        "islower",
        "isupper",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]
)
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_SEQUENCE_METHODS = frozenset({"count", "index"})
_LOOP = frozenset(
    [
        "changed",
        "cycle",
        "depth",
        "depth0",
        "first",
        "index",
        "index0",
        "last",
        "length",
        "nextitem",
        "previtem",
        "revindex",
        "revindex0",
    ]
)
_FILTERS = [
    "abs",
    "attr",
    "batch",
    "capitalize",
    "count",
    "d",
    "default",
    "dictsort",
    "e",
    "escape",
    "first",
    "float",
    "forceescape",
    "groupby",
    "int",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "safe",
    "select",
    "selectattr",
    "slice",
    "sort",
    "string",
    "striptags",
    "sum",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "wordcount",
]
_WIDE = re.compile(r"%[^a-zA-Z%]*\d{5}")
_UNDEFINED = re.compile(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'|'(\w+)' is undefined")


class _Loader(jinja2.BaseLoader):
    """Finds templates in the folders of a layout, the nearest first, and nowhere else."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002
        """Read a template.

        :raises TemplateNotFound: where there is none of that name, or it may not be read.
        """
        parts = split_template_path(template)
        for folder in self.folders:
            file = folder.joinpath(*parts)
            if file.is_file():
                try:
                    return read_source(file, self.folders).decode("utf-8"), str(file), None
                except (OSError, UnicodeDecodeError) as error:
                    raise jinja2.TemplateNotFound(template, f"{template} {error}") from None
        raise jinja2.TemplateNotFound(template)


class Environment(ImmutableSandboxedEnvironment):
    """Where templates are rendered: they see the values that they are given, and the folders of their layout."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(
            loader=_Loader(folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[],
        )
        self.filters = {name: FILTERS[name] for name in _FILTERS} | {"format": _format}
        self.globals = {name: self.globals[name] for name in ("range", "namespace", "dict", "cycler", "joiner")}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002  as Jinja has it
        """Whether a template may see an attribute: one of a view, and the few that plain values have."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, View):
            return attr in FIELDS[type(obj._noun)]
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, Mapping):
            return attr in _MAPPING_METHODS
        if isinstance(obj, tuple | list):
            return attr in _SEQUENCE_METHODS
        if isinstance(obj, LoopContext):
            return attr in _LOOP
        return isinstance(obj, Namespace | Cycler | Joiner) or type(obj).__name__ == "TemplateModule"

    def wrap_str_format(self, value: Any) -> None:
        """No `format` of texts: what it is given could be asked for anything."""

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something: a macro, a function that it was given, or a method it may see."""
        return isinstance(obj, Macro) or super().is_safe_callable(obj)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an expression that could fill the memory; refuse it where it would."""
        if operator == "%" and isinstance(left, str):
            raise SecurityError("texts are formatted with the filter `format`")
        if operator == "*" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            text, times = (left, right) if isinstance(right, int) else (right, left)
            if not isinstance(times, int) or times * max(len(text), 1) > _MOST:
                raise SecurityError(f"a text or list of more than {_MOST:,} is not made")
        if operator == "**" and abs(right) > _POWER:
            raise SecurityError(f"a power above {_POWER} is not worked out")
        return super().call_binop(context, operator, left, right)


def _format(value: str, *args: Any, **named: Any) -> str:
    """Apply values to a text with places for them, as ``"%02x" | format(12)``."""
    if _WIDE.search(str(value)) or "*" in str(value):
        raise SecurityError("a width in a format has four digits at most")
    text = str(value) % (named or args)
    return Markup(text) if isinstance(value, Markup) else text


def render(environment: Environment, name: str, values: Mapping[str, Any], layout: Layout) -> str:
    """Render a template.

    :raises LayoutError: with the template's file and line.
    """
    try:
        return _gather(environment.get_template(name).generate(values))
    except LayoutError:
        raise
    except Exception as error:  # it is other people's code, and may raise whatever there is
        raise LayoutError([_explain(error, name, values, layout)]) from None


def _gather(pieces: Any) -> str:
    """Put the pieces of a page together, up to a limit."""
    parts: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _MOST:
            raise SecurityError(f"a page of more than {_MOST:,} characters is not made")
        parts.append(piece)
    return "".join(parts)


def _explain(error: Exception, name: str, values: Mapping[str, Any], layout: Layout) -> Finding:
    """Say what is wrong with a template, and where."""
    place, hint = _template_place(error, layout, name), "mend the template"
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = Place(Path(error.filename or layout.folders[0] / name), error.lineno)
        return stop("template", error.message or "not a template", place, hint)
    if isinstance(error, jinja2.TemplateNotFound):
        message = f"there is no template {error.name}" if error.message == error.name else str(error.message)
        return stop("template", message, place, f"write {error.name} in {layout.folders[0].name}")
    if isinstance(error, SecurityError):
        return stop("template", f"not allowed: {error}", place, "see what templates are given, in docs/designers.md")
    if isinstance(error, jinja2.UndefinedError):
        return _explain_undefined(str(error.message), values, place)
    if isinstance(error, RecursionError):
        return stop("template", "it includes or calls itself without end", place, hint)
    return stop("template", f"{type(error).__name__}: {error}"[:300], place, hint)


def _explain_undefined(message: str, values: Mapping[str, Any], place: Place) -> Finding:
    """Say which name a template got wrong, and what it may have meant."""
    found = _UNDEFINED.search(message)
    if found is None:
        return stop("template", message, place, "mend the template")
    wrong, kind = found[2] or found[3], ""
    known = sorted(values)
    for noun, listed in FIELDS.items():
        if found[1] == noun.__name__:
            known, kind = sorted(listed), noun.__name__
    near = nearest(wrong, known)
    hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}"
    what = f"{kind} has no field {wrong!r}" if kind else f"there is no {wrong!r}"
    return stop("template", what, place, hint)


def _template_place(error: BaseException, layout: Layout, name: str) -> Place:
    """Find the line of the template that an error came from."""
    frames = traceback.extract_tb(error.__traceback__, limit=-200)
    roots = tuple(str(folder) for folder in layout.folders)
    for frame in reversed(frames):
        if frame.filename.startswith(roots):
            return Place(Path(frame.filename), frame.lineno or 0)
    return Place(layout.folders[0] / name)
