"""Fit copy: a pasteup in, the run with the least departure from the layout that fills its pages out.

A layout says what may change, in order of preference: steps that save space, steps that fill it, each with those
before it. Copy only grows or shrinks along such a row of steps, so the first one that fits is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pressroom.makeup.pasteup import Pasteup
from pressroom.read.layout import Fit, Setting
from pressroom.run import Departure, Facts
from pressroom.setting.render import Laid, Renderer
from pressroom.setting.tables import find_wide_tables, fit_tables

_SHORT, _GOOD, _OVER = -1, 0, 1


def fit_slot(pasteup: Pasteup, fit: Fit, renderer: Renderer) -> Laid:
    """Lay a slot out as the layout wants it, or, where it runs over or falls short, at the nearest step that fills it.

    A step that loses text is never taken. Where no step fits, the slot is set at the tightest one and is overset: what
    is still over has to be cut. Where no step fills its last page, it stays as the layout wants it. An open slot is
    given the pages that it needs, and is never tightened.

    :raises PressError: if the engine cannot lay it out.
    """
    pasteup, laid = fit_tables(pasteup, lambda tried: renderer.lay_out(tried, fit.optional))
    state = _judge(laid.facts, fit)
    slot = pasteup.slot
    left = (state == _SHORT and slot.kind in fit.unfilled) or (state == _OVER and slot.open)
    if state != _GOOD and not left and slot.fit and not laid.facts.findings:
        laid = _fit(laid, state, fit, lambda setting: _lay_out_at(setting, pasteup, fit, renderer))
    return replace(laid, facts=replace(laid.facts, wide=find_wide_tables(laid.document.pages)))


def _fit(laid: Laid, state: int, fit: Fit, lay_out: Callable[[Setting], Laid]) -> Laid:
    """Find the step for a slot that is over or short."""
    if state == _SHORT:
        return _search(fit.looser, lay_out, lambda facts: _judge(facts, fit)) or laid
    found = _search(fit.tighter, lay_out, lambda facts: -_OVER * (facts.overset is not None or bool(facts.lost)))
    return found or _tightest(fit.tighter, lay_out, laid)


def _judge(facts: Facts, fit: Fit) -> int:
    """Say whether a slot is over, short or good."""
    if facts.overset is not None or facts.lost:
        return _OVER
    return _SHORT if facts.blank_pages or facts.fills[-1] < fit.fill else _GOOD


def _search(steps: Sequence[Setting], lay_out: Callable[[Setting], Laid], judge: Callable[[Facts], int]) -> Laid | None:
    """Find the first good step; below zero lies what is not enough, above it what is too much.

    Steps are tried in strides that double, for the first are the likeliest, and then by halving.
    """
    low, high, stride = 0, len(steps), 1
    best: Laid | None = None
    while low < high:
        middle = min(low + stride - 1, (low + high) // 2)
        tried = lay_out(steps[middle])
        state = judge(tried.facts)
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
        if not tried.facts.lost and tried.facts.set_pages <= laid.facts.set_pages:
            return tried
    return laid


def _lay_out_at(setting: Setting, pasteup: Pasteup, fit: Fit, renderer: Renderer) -> Laid:
    """Lay a slot out at a step, and note what departs from the layout."""
    was = dict(pasteup.tokens)
    tokens = was | dict(setting.tokens)
    laid = renderer.lay_out(replace(pasteup, tokens=tuple(tokens.items())), fit.optional)
    departures = tuple(
        Departure(name, was.get(name, ""), value) for name, value in tokens.items() if was.get(name) != value
    )
    return replace(laid, facts=replace(laid.facts, fit=setting.name, departures=departures))
