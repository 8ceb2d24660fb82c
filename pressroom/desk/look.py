"""Say how an issue looks now: slots and what is known of them in, what the page in the browser is told out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressroom.flatplan import Leaf, Problem, Stand, lay_out
from pressroom.pipeline.prepare import Prepared
from pressroom.report import Finding, Place
from pressroom.run import Run


@dataclass(frozen=True)
class SlotState:
    """How it stands with a slot: the key of the run that is wanted, and what there is to show meanwhile."""

    key: str
    shown: Run | Problem | None = None
    pending: bool = False


@dataclass(frozen=True)
class IssueLook:
    """An issue that is read, and how it stands with its slots, by their numbers."""

    prepared: Prepared
    states: Mapping[int, SlotState]

    @property
    def runs(self) -> dict[int, Run | Problem]:
        """What is shown of each slot."""
        return {index: state.shown for index, state in self.states.items() if state.shown is not None}

    @property
    def settled(self) -> bool:
        """Whether nothing is being set."""
        return not any(state.pending for state in self.states.values())


def name_file(file: Path, magazine: Path) -> str:
    """What the desk calls a file: its path within the magazine; empty where it lies elsewhere."""
    real, root = file.resolve(), magazine.resolve()
    return real.relative_to(root).as_posix() if real.is_relative_to(root) else ""


def describe_look(look: IssueLook, magazine: Path) -> dict[str, Any]:
    """All that is to be shown: the page's measures, spreads with their pages, slots, departments."""
    issue, layout = look.prepared.issue, look.prepared.layout
    board = lay_out(issue, layout, look.runs)
    return {
        "title": issue.title,
        "slug": issue.slug,
        "date": issue.date,
        "language": issue.magazine.language,
        "width": layout.width,
        "height": layout.height,
        "bleed": layout.bleed,
        "columns": _describe_grid(look),
        "spreads": [
            [_describe_leaf(leaf, look) if leaf else None for leaf in (spread.verso, spread.recto)]
            for spread in board.spreads
        ],
        "slots": [describe_slot(index, look, magazine) for index in range(len(issue.flatplan))],
        "departments": [{"name": one.name, "colour": one.colour} for one in board.departments],
        "kinds": list(layout.kinds),
        "known": list(issue.magazine.departments),
    }


def describe_slot(index: int, look: IssueLook, magazine: Path) -> dict[str, Any]:
    """One slot, with what there is to say of its fit."""
    slot, state = look.prepared.issue.flatplan[index], look.states.get(index, SlotState(""))
    run = state.shown if isinstance(state.shown, Run) else None
    colour = look.prepared.layout
    return {
        "index": index,
        "name": slot.name,
        "kind": slot.kind,
        "labels": list(slot.labels),
        "department": slot.department,
        "covers": slot.folio is None,
        "auto": slot.auto,
        "articles": [
            {
                "slug": article.slug,
                "headline": article.listed_as,
                "file": name_file(article.place.file, magazine),
            }
            for article in slot.articles
        ],
        "pending": state.pending,
        "problem": state.shown.message if isinstance(state.shown, Problem) else "",
        "digest": run.digest if run else "",
        "pages": run.set_pages + run.blank_pages if run else 0,
        "fit": run.fit if run else "",
        "fills": [round(fill, 2) for fill in run.fills] if run else [],
        "room": {"lines": run.room.lines, "characters": round(run.room.characters, 1)} if run else None,
        "overset": _describe_overset(run) if run else None,
        "line": slot.place.line,
        "paper": f"{colour.width:g}×{colour.height:g}",
    }


def _describe_overset(run: Run) -> dict[str, Any] | None:
    """What a slot has too much, and where on its pages that stands: points from the page's top left."""
    over = run.overset
    if over is None:
        return None
    return {
        "pages": over.pages,
        "lines": over.lines,
        "characters": over.characters,
        "tails": [{"page": tail.page, "block": tail.block, "area": list(tail.area)} for tail in over.tails],
    }


def _describe_leaf(leaf: Leaf, look: IssueLook) -> dict[str, Any]:
    """One page: which slot it belongs to, and how it stands with it."""
    return {
        "label": leaf.label,
        "slot": leaf.slot.index,
        "number": leaf.number,
        "colour": leaf.colour,
        "stand": leaf.stand.value if look.states[leaf.slot.index].shown else "waiting",
        "fill": leaf.fill,
        "note": leaf.note if leaf.stand is Stand.OVER or leaf.stand is Stand.SET else "",
        "opens": leaf.opens,
        "lead": leaf.lead,
        "recto": leaf.slot.recto == (leaf.number % 2 == 0),
    }


def _describe_grid(look: IssueLook) -> dict[str, Any]:
    """The tokens that the guides are drawn from, as the layout has them."""
    tokens = dict(look.prepared.layout.tokens)
    names = ("top", "bottom", "inner", "outer", "gutter", "columns", "leading")
    return {name: tokens[name] for name in names if name in tokens}


def describe_findings(findings: Iterable[Finding], magazine: Path) -> list[dict[str, Any]]:
    """Findings, each with the file that can be opened, and where in it."""
    return [
        {
            "check": finding.check,
            "severity": finding.severity.name.lower(),
            "message": finding.message,
            "hint": finding.hint,
            **_describe_place(finding.place, magazine),
        }
        for finding in findings
    ]


def _describe_place(place: Place, magazine: Path) -> dict[str, Any]:
    name = name_file(place.file, magazine)
    return {"file": name, "shown": name or place.file.name, "line": place.line, "column": place.column}
