"""Render templates: a name and values in, HTML out, or findings at the template's line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from pressroom.issue import Article, Credit, Issue, Magazine, Picture, Slot
from pressroom.makeup.contents import Entry, Section
from pressroom.read.layout import Layout
from pressroom.report import Finding, LayoutError, Place, nearest, stop


def _make_environment(folders: Sequence[Path]) -> SandboxedEnvironment:
    """Templates are sandboxed: they reach nothing but the values they are given."""
    return SandboxedEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(environment: SandboxedEnvironment, name: str, values: dict[str, Any], layout: Layout) -> str:
    """Render a template.

    :raises LayoutError: with the template's file and line.
    """
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateSyntaxError as error:
        place = Place(Path(error.filename or name), error.lineno)
        raise LayoutError([stop("template", error.message or "not a template", place, "mend the template")]) from None
    except jinja2.TemplateNotFound as error:
        place = _template_place(error, layout, name)
        hint = f"write {error.name} in {layout.folders[0].name}"
        raise LayoutError([stop("template", f"there is no template {error.name}", place, hint)]) from None
    except jinja2.UndefinedError as error:
        place = _template_place(error, layout, name)
        raise LayoutError([_explain_undefined(str(error.message), values, place)]) from None
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        ArithmeticError,
        OverflowError,
    ) as error:
        place = _template_place(error, layout, name)
        raise LayoutError([stop("template", f"{type(error).__name__}: {error}", place, "mend the template")]) from None


_FIELDS = {kind.__name__: kind for kind in (Article, Credit, Entry, Issue, Magazine, Picture, Section, Slot)}


_UNDEFINED = re.compile(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'|'(\w+)' is undefined")


def _explain_undefined(message: str, values: dict[str, Any], place: Place) -> Finding:
    """Say which name a template got wrong, and what it may have meant."""
    found = _UNDEFINED.search(message)
    if found is None:
        return stop("template", message, place, "mend the template")
    holder, wrong = found[1], found[2] or found[3]
    kind = _FIELDS.get(holder or "")
    known = sorted(name for name in dir(kind) if not name.startswith("_")) if kind else sorted(values)
    known += [entry.name for entry in fields(kind)] if kind else []
    near = nearest(wrong, known)
    hint = f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(set(known)))}"
    what = f"{holder} has no field {wrong!r}" if holder else f"there is no {wrong!r}"
    return stop("template", what, place, hint)


def _template_place(error: BaseException, layout: Layout, name: str) -> Place:
    """Find the line of the template that an error came from."""
    frames = traceback.extract_tb(error.__traceback__)
    roots = tuple(str(folder) for folder in layout.folders)
    for frame in reversed(frames):
        if frame.filename.startswith(roots):
            return Place(Path(frame.filename), frame.lineno or 0)
    return Place(layout.folders[0] / name)
