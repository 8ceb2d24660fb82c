"""Fit copy: a pasteup in, the run with the least departure from the layout that fills its pages out.

A layout says what may change, in order of preference: steps that save space, steps that fill it, each with those
before it. Copy only grows or shrinks along such a row of steps, so the first one that fits is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pressroom.fonts.catalogue import Faces
from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit, Setting
from pressroom.run import Departure, Run
from pressroom.setting.render import Laid, draw_run, lay_out_run

_SHORT, _GOOD, _OVER = -1, 0, 1


def fit_slot(pasteup: Pasteup, faces: Faces, fit: Fit) -> Run:
    """Set a slot as the layout wants it; where it runs over or falls short, find the nearest step that fills its pages.

    A step that loses text is never taken. Where no step fits, the slot is set at the tightest one and is overset: what
    is still over has to be cut. Where no step fills its last page, it stays as the layout wants it. An open slot is
    given the pages that it needs, and is never tightened. Only the chosen step is drawn.

    :raises PressError: if the engine cannot set it.
    """
    laid = lay_out_run(pasteup, faces, fit.optional)
    state = _judge(laid.run, fit)
    slot = pasteup.slot
    left = (state == _SHORT and slot.kind in fit.unfilled) or (state == _OVER and slot.open)
    if state != _GOOD and not left and slot.fit and not laid.run.findings:
        laid = _fit(laid, state, fit, lambda setting: _lay_out_at(setting, pasteup, faces, fit))
    return draw_run(laid, faces)


def _fit(laid: Laid, state: int, fit: Fit, lay_out: Callable[[Setting], Laid]) -> Laid:
    """Find the step for a slot that is over or short."""
    if state == _SHORT:
        return _search(fit.looser, lay_out, lambda run: _judge(run, fit)) or laid
    found = _search(fit.tighter, lay_out, lambda run: -_OVER * (run.overset is not None or bool(run.lost)))
    return found or _tightest(fit.tighter, lay_out, laid)


def _judge(run: Run, fit: Fit) -> int:
    """Say whether a run is over, short or good."""
    if run.overset is not None or run.lost:
        return _OVER
    return _SHORT if run.blank_pages or run.fills[-1] < fit.fill else _GOOD


def _search(steps: Sequence[Setting], lay_out: Callable[[Setting], Laid], judge: Callable[[Run], int]) -> Laid | None:
    """Find the first good step; below zero lies what is not enough, above it what is too much.

    Steps are tried in strides that double, for the first are the likeliest, and then by halving.
    """
    low, high, stride = 0, len(steps), 1
    best: Laid | None = None
    while low < high:
        middle = min(low + stride - 1, (low + high) // 2)
        tried = lay_out(steps[middle])
        state = judge(tried.run)
        if state == _GOOD:
            best = tried
        if state == _SHORT:
            low, stride = middle + 1, 2 * stride
        else:
            high = middle
    return best


def _tightest(steps: Sequence[Setting], lay_out: Callable[[Setting], Laid], laid: Laid) -> Laid:
    """Set what fits nowhere as tightly as may be, without losing text."""
    for setting in reversed(steps):
        tried = lay_out(setting)
        if not tried.run.lost and tried.run.set_pages <= laid.run.set_pages:
            return tried
    return laid


def _lay_out_at(setting: Setting, pasteup: Pasteup, faces: Faces, fit: Fit) -> Laid:
    """Lay a slot out at a step, and note what departs from the layout."""
    was = dict(pasteup.tokens)
    tokens = was | dict(setting.tokens)
    laid = lay_out_run(replace(pasteup, tokens=tuple(tokens.items())), faces, fit.optional)
    departures = tuple(
        Departure(name, was.get(name, ""), value) for name, value in tokens.items() if was.get(name) != value
    )
    return replace(laid, run=replace(laid.run, fit=setting.name, departures=departures))
