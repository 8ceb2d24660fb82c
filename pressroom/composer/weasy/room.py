"""Call the engine with room for its many nested calls.

CPython keeps the frames of calls in pieces of 16 KB. Where the end of a piece falls inside a loop, every call in that
loop takes a new piece from the system and gives it back: laying out magazines, that was a fifth of the time. A first
frame that is large makes the interpreter take a piece that holds all that follow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

_FRAME = 70_000  # slots of 8 bytes: a piece is twice as large, and what is over holds some thousand calls
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def call_with_room(function: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
    """Call a function whose calls nest deep."""
    return function(*given, **named)


call_with_room.__code__ = call_with_room.__code__.replace(co_stacksize=_FRAME)
