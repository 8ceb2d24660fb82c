"""Read layouts: a folder with ``layout.yaml`` in, a :class:`Layout` out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressroom.read.schema import FitSheet, LayoutSheet, ScriptSheet, SettingSheet
from pressroom.read.sheet import fill, read_sheet, read_text
from pressroom.read.words import check_words
from pressroom.report import LayoutError, Place, nearest, stop
from pressroom.workshop import Workshop

_BLEED = "3mm"  # where a layout names none
#: A value that is worked out: of the layout's own (`own * 0.97`, `own - 1`), or a share of the page (`width * 22/210`).
_SUM = re.compile(r"(own|width|height) *([-+*]) *(\d+(?:\.\d+)?)(?: */ *(\d+(?:\.\d+)?))?")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)([a-z]*)")


@dataclass(frozen=True)
class Setting:
    """A step of copyfit with those before it: token values in place of the layout's own."""

    name: str
    tokens: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fit:
    """What copyfit may change: steps that save or fill space, each with those before it, the preferred first.

    ``fill`` is how full the last page of a slot should be, 0 to 1; ``unfilled`` are kinds that need not be;
    ``optional`` are classes of blocks that a step may leave out whole.
    """

    fill: float = 0.8
    unfilled: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    tighter: tuple[Setting, ...] = ()
    looser: tuple[Setting, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The design: folders of templates and style sheets, nearest first, and its tokens.

    ``width`` and ``height`` of the trimmed page and the ``bleed`` beyond it are in millimetres. ``inks`` are the inks
    that colours are printed in, as the sheet names them.
    """

    name: str
    folders: tuple[Path, ...]
    width: float
    height: float
    tokens: tuple[tuple[str, str], ...]
    palette: tuple[str, ...]
    departments: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    fit: Fit
    place: Place = field(compare=False)
    bleed: float = 3.0
    inks: tuple[tuple[str, str], ...] = ()

    @property
    def finishes(self) -> tuple[str, ...]:
        """The varnishes and foils among its inks: what overprints all that lies below."""
        spots = (text.rpartition(":")[0] for _, text in self.inks)
        return tuple(spot.removeprefix("overprint ").strip() for spot in spots if spot.startswith("overprint "))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of slot it has a template for."""
        return tuple(sorted({file.stem for folder in self.folders for file in (folder / "kinds").glob("*.html")}))

    def stylesheets(self, medium: str) -> tuple[Path, ...]:
        """The style sheets for ``print`` or ``epub`` in cascade order."""
        files = (folder / f"{medium}.css" for folder in reversed(self.folders))
        return tuple(file for file in files if os.path.lexists(file))  # what is no file is told when it is read


def read_layout(
    roots: Sequence[Path], name: str, place: Place, workshop: Workshop | None = None, script: str = ""
) -> Layout:
    """Read a layout and those it extends, each from the nearest of some folders; ``place`` is where it is asked for.

    ``script`` is the one that the magazine is written in, as layouts call it.

    :raises LayoutError: if there is none of that name, or its sheet does not fit.
    """
    known = {file.parent.name: file.parent for root in reversed(roots) for file in sorted(root.glob("*/layout.yaml"))}
    if name not in known:
        near = nearest(name, tuple(known))
        hint = f"did you mean {near!r}?" if near else f"known layouts: {', '.join(sorted(known)) or 'none'}"
        raise LayoutError([stop("unknown-layout", f"there is no layout {name!r}", place, hint)])
    chain: list[tuple[Path, LayoutSheet]] = []
    places = workshop.roots if workshop else ()
    while name:
        folder = known[name]
        if folder in [made for made, _ in chain]:
            raise LayoutError([stop("layout-circle", f"{name} extends itself", place, "change `extends`")])
        file = folder / "layout.yaml"
        sheet = read_sheet(read_text(file, places), file, cache=workshop.cache if workshop else None)
        values = fill(LayoutSheet, sheet)
        _check_bleed(values, sheet.place(("tokens", "bleed")))
        if wrong := check_words(values.words, sheet):
            raise LayoutError(wrong)
        chain.append((folder, values))
        if values.extends and values.extends not in known:
            hint = f"did you mean {nearest(values.extends, tuple(known))!r}?"
            raise LayoutError(
                [stop("unknown-layout", f"there is no layout {values.extends!r}", sheet.place(("extends",)), hint)]
            )
        name = values.extends
    return _merge(chain, script)


def _merge(chain: list[tuple[Path, LayoutSheet]], script: str) -> Layout:
    """Lay a layout over those it extends."""
    tokens: dict[str, str] = {}
    departments: dict[str, str] = {}
    words: dict[str, str] = {}
    inks: dict[str, str] = {}
    palette: tuple[str, ...] = ()
    fit = FitSheet()
    width = height = ""
    for _, sheet in reversed(chain):
        width, height = sheet.width or width, sheet.height or height
        own = next((own for name, own in sheet.scripts.items() if name == script), ScriptSheet())
        tokens |= sheet.tokens | own.tokens
        departments |= sheet.departments
        words |= sheet.words
        inks |= sheet.inks
        palette = sheet.palette or palette
        fit = own.fit or sheet.fit or fit
    page = {"width": width or "210mm", "height": height or "285mm"}
    tokens = {name: _reckon(value, page) for name, value in tokens.items()}
    tokens |= {f"page-{side}": length for side, length in page.items()}
    return Layout(
        name=chain[0][0].name,
        folders=tuple(folder for folder, _ in chain),
        width=float(tokens["page-width"].removesuffix("mm")),
        height=float(tokens["page-height"].removesuffix("mm")),
        tokens=tuple(tokens.items()),
        palette=palette,
        departments=tuple(departments.items()),
        words=tuple(words.items()),
        fit=Fit(fit.fill, fit.unfilled, fit.optional, _climb(fit.tighter, tokens), _climb(fit.looser, tokens)),
        place=Place(chain[0][0] / "layout.yaml", 1, 1),
        bleed=float(tokens.get("bleed", _BLEED).removesuffix("mm")),
        inks=tuple(inks.items()),
    )


def _check_bleed(values: LayoutSheet, place: Place) -> None:
    """Look whether the bleed is a length.

    :raises LayoutError: if it is not in millimetres.
    """
    value = values.tokens.get("bleed", _BLEED)
    if not re.fullmatch(r"\d{1,2}(\.\d+)?mm", value):
        raise LayoutError([stop("bleed", f"the bleed is {value!r}", place, "give it in millimetres, as 3mm")])


def _climb(steps: Iterable[SettingSheet], own: Mapping[str, str]) -> tuple[Setting, ...]:
    """Add each step to those before it; ``own`` are the layout's tokens, which its values may begin with."""
    tokens: dict[str, str] = {}
    settings = []
    for step in steps:
        tokens |= {name: _reckon(value, {"own": own.get(name, "")}) for name, value in step.tokens.items()}
        settings.append(Setting(step.name, tuple(tokens.items())))
    return tuple(settings)


def _reckon(value: str, known: Mapping[str, str]) -> str:
    """Work out a value that begins with one that is known; a count of lines stays one at least."""
    asked = _SUM.fullmatch(value)
    given = _LENGTH.fullmatch(known.get(asked[1], "")) if asked else None
    if asked is None or given is None:
        return value
    number, by, unit = float(given[1]), float(asked[3]) / float(asked[4] or 1), given[2]
    result = {"+": number + by, "-": number - by, "*": number * by}[asked[2]]
    return f"{round(result if unit or asked[2] == '*' else max(result, 1), 2):g}{unit}"
