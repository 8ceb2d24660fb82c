"""Say how Chinese is composed: one value, whose options can be set element by element in CSS.

An option ``name`` is the custom property ``--name`` (with hyphens): ``p { --punctuation: kaiming }``. Custom
properties are inherited, as all others of text are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class ComposerStyle:
    """The options of the composer; lengths are in em.

    ``composer``: auto (justified and ragged-right Chinese), on (other alignments too), none (leave to the engine).
    ``line_break``: how strict 避头尾 is (clreq §3.1.4): none, basic, gb, strict (also —— and ……).
    ``punctuation``: the width of marks (clreq §3.1.6): full (全角式), kaiming (开明式), half (半角式).
    ``hanging_punctuation``: marks in the margin (clreq §3.1.7): auto (in narrow measures, as the last way out),
    none, allow-end, force-end.
    ``trim_start``: opening marks at line starts lose their blank: all, lines (not a paragraph's first), none.
    ``trim_end``: marks at line ends are half an em wide (GB/T 15834 §5.1.10).
    ``text_autospace``: the space between Han and Latin; ``autospace_least`` and ``autospace_most`` bound it.
    ``word_space_least`` and ``word_space_most`` bound the space between Latin words.
    ``push_in``: whether marks may be squeezed to take one more character into a line.
    ``stretch_weight``: how much worse a stretched line is than one with squeezed marks.
    ``last_line``: how many characters a last line holds at least, where that can be had (孤字, clreq §3.4.4).
    ``text_wrap``: auto, or balance: the lines of a ragged paragraph are of one width, and end with phrases.
    ``hyphenate``: the language of Latin words in Chinese text, for hyphens; none for no hyphens.
    ``marks``: where stops stand in their cells: auto (by the font, in zh-Hant), corner, centre.
    ``grid``: whether letters of other faces and raised notes may not open the leading.
    """

    composer: str = "auto"
    line_break: str = "strict"
    punctuation: str = "full"
    hanging_punctuation: str = "auto"
    trim_start: str = "all"
    trim_end: bool = True
    text_autospace: float = 0.25
    autospace_least: float = 0.125
    autospace_most: float = 0.5
    word_space_least: float = 0.25
    word_space_most: float = 0.5
    push_in: bool = True
    stretch_weight: float = 2.3
    last_line: int = 3
    text_wrap: str = "auto"
    hyphenate: str = "en"
    marks: str = "auto"
    grid: bool = True

    def __post_init__(self) -> None:
        for name, words in WORDS.items():
            if getattr(self, name) not in words:
                raise ValueError(f"{name.replace('_', '-')} is one of {', '.join(words)}, not {getattr(self, name)!r}")
        for name in _LENGTHS:
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name.replace('_', '-')} is a number from 0 to 100, not {getattr(self, name)!r}")


#: The words that an option of words takes.
WORDS: Mapping[str, tuple[str, ...]] = {
    "composer": ("auto", "on", "none"),
    "line_break": ("none", "basic", "gb", "strict"),
    "punctuation": ("full", "kaiming", "half"),
    "hanging_punctuation": ("auto", "none", "allow-end", "force-end"),
    "trim_start": ("all", "lines", "none"),
    "text_wrap": ("auto", "balance"),
    "marks": ("auto", "corner", "centre"),
}
_LENGTHS = tuple(field.name for field in fields(ComposerStyle) if field.type in ("float", "int"))
_SWITCHES = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "none": False}

#: The custom property of each option, as WeasyPrint keeps it in a style.
PROPERTIES: Mapping[str, str] = {f"__{field.name}": field.name for field in fields(ComposerStyle)}


def style_from(
    values: Mapping[str, Sequence[Any]], default: ComposerStyle, complain: Callable[[str], None]
) -> ComposerStyle:
    """Read options from the tokens of custom properties; what cannot be read is complained of and left as it was."""
    changes: dict[str, Any] = {}
    for name, tokens in values.items():
        words = [token for token in tokens if token.type not in ("whitespace", "comment")]
        try:
            if len(words) != 1:
                raise ValueError(f"{name.replace('_', '-')} takes one value, not {len(words)}")
            changes |= {name: _read(name, words[0], default)}
            replace(default, **{name: changes[name]})
        except ValueError as error:
            complain(f"Ignored --{name.replace('_', '-')}: {error}")
            changes.pop(name, None)
    return replace(default, **changes) if changes else default


def _read(name: str, token: Any, default: ComposerStyle) -> Any:
    """Read one option."""
    was = getattr(default, name)
    text = str(getattr(token, "value", ""))
    if isinstance(was, bool):
        return _read_switch(text)
    if isinstance(was, str):
        return text.lower()
    if text.lower() in ("none", "no-autospace"):
        return type(was)(0)
    if text.lower() in ("normal", "auto"):
        return was
    if token.type == "percentage":
        return type(was)(token.value / 100)
    if token.type == "number" or (token.type == "dimension" and token.lower_unit == "em"):
        return type(was)(token.value)
    raise ValueError(f"a number or a length in em is expected, not {text!r}")


def _read_switch(text: str) -> bool:
    """Read an option that is on or off."""
    try:
        return _SWITCHES[text.lower().removesuffix(".0")]
    except KeyError:
        raise ValueError(f"on or off is expected, not {text!r}") from None
