"""Fit copy: a pasteup in, the run with the least departure from the layout that fills its pages out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pressroom.makeup import Pasteup
from pressroom.read.layout import Fit
from pressroom.run import Faces, Run, pull_run


def fit_slot(pasteup: Pasteup, faces: Faces, fits: Sequence[Fit]) -> Run:
    """Set a slot as the layout wants it; where it runs over, try the layout's settings in order of preference.

    The first setting that fits and loses nothing is taken. Where none fits, the slot stays as the layout wants it,
    and is overset.

    :raises PressError: if the engine cannot set it.
    """
    run = pull_run(pasteup, faces)
    if run.overset is None:
        return run
    for fit in fits:
        tokens = dict(pasteup.tokens) | dict(fit.tokens)
        tried = pull_run(replace(pasteup, tokens=tuple(tokens.items())), faces)
        if tried.overset is None and not tried.lost:
            return replace(tried, fit=fit.name)
    return run
