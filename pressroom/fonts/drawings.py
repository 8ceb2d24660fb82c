"""Read drawings for their letters: SVG in; what it says and the families that it asks for, with their places, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from pressroom.fonts.styles import Stack, Styles, StyleText, read_declarations, read_stack, read_styles
from pressroom.report import Place, SourceError, stop

_SILENT = ("title", "desc", "metadata", "style", "script")
_LARGEST = 50_000_000  # bytes


@dataclass(frozen=True)
class DrawnTexts:
    """The texts of a drawing, and the families that they are asked for in; each with its line and column."""

    texts: tuple[StyleText, ...] = ()
    families: tuple[StyleText, ...] = ()


def read_lettering(data: bytes, file: Path) -> DrawnTexts:
    """Read the letters of a drawing; ``file`` is where it lies.

    :raises SourceError: if it is not sound XML, or declares entities.
    """
    if b"<text" not in data and b":text" not in data:
        return DrawnTexts()
    reader = _DrawingReader()
    try:
        if len(data) > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 10**6} MB")
        reader.read(data)
    except (expat.ExpatError, ValueError) as error:
        message = f"{file.name} is not sound SVG: {error}"
        raise SourceError([stop("damaged-picture", message, Place(file), "export it again as plain SVG")]) from None
    return DrawnTexts(tuple(reader.texts), tuple(dict.fromkeys(reader.families)))


@dataclass
class _DrawingReader:
    """Walks a drawing, with the tags that are open."""

    texts: list[StyleText] = field(default_factory=list)
    families: list[StyleText] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _style: list[StyleText] = field(default_factory=list)

    def read(self, data: bytes) -> None:
        """Read all of it."""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take
        self._parser.EntityDeclHandler = _refuse
        self._parser.buffer_text = False
        self._parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name.rpartition(":")[2])
        for key, value in attributes.items():
            if key == "font-family":
                self._ask(read_stack(value), 0)
            elif key == "font":
                self._ask(read_stack(value, shorthand=True), 0)
            elif key == "style" and "font" in value:
                self._ask_all(read_declarations(value))

    def _end(self, _name: str) -> None:
        if self._open.pop() == "style" and self._style:
            first = self._style[0].spot
            css = "".join(word.text for word in self._style)
            self._style = []
            self._ask_all(read_styles("\n" * (first[0] - 1) + " " * (first[1] - 1) + css), own_spots=True)

    def _take(self, text: str) -> None:
        spot = (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        if self._open and self._open[-1] == "style":
            self._style.append(StyleText(text, spot))
        elif text.strip() and "text" in self._open and not set(_SILENT) & set(self._open):
            self.texts.append(StyleText(text, spot))

    def _ask_all(self, styles: Styles, own_spots: bool = False) -> None:
        for stack in styles.stacks:
            self._ask(stack, own_spots)

    def _ask(self, stack: Stack, own_spots: int | bool) -> None:
        """Keep families; one in an attribute stands where its tag begins."""
        spot = (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        self.families += [StyleText(word.text, word.spot if own_spots else spot) for word in stack.families]


def _refuse(*_: object) -> None:
    raise ValueError("it declares entities")
