"""Paint in inks: the content of a page or group in the colours of the screen in, the same in inks out.

The engine writes one instruction a line. Letters and thin lines in full black overprint what lies below, so that no
white shows where the plates do not quite meet; everything else knocks out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pressroom.editions.pdf.content import read_lines
from pressroom.editions.pdf.matrix import read_matrix, scale_of
from pressroom.editions.print.inks import Paint
from pressroom.pictures.separating import Rgb

#: The names of the graphics states that switch overprinting, by what overprints: lines, letters.
OVERPRINT = {(False, False): "OvpN", (False, True): "OvpF", (True, False): "OvpS", (True, True): "OvpB"}
_THIN = 2.0  # points: lines as thin as that overprint
_OPENS = {b"m", b"re"}
_PAINTS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"}
_GREYS = (0.3, 0.59, 0.11)  # of red, green and blue: what a mask makes of them (ISO 32000-1, 11.5.3)

Mix = Callable[[Rgb], Paint]


@dataclass
class _State:
    """What is saved and restored: colours, the width of lines, the scale, what overprints, and what veils."""

    fill_black: bool = True
    line_black: bool = False
    fill_finish: bool = False
    line_finish: bool = False
    width: float = 1.0
    scale: float = 1.0
    overprints: tuple[bool, bool] = (False, False)
    veils: frozenset[str] = frozenset()
    fill_space: bytes = b""
    line_space: bytes = b""


class Painter:
    """Rewrites one stream; ``spots`` and ``states`` are the resources that what it wrote needs.

    ``veils`` says for each graphics state by name what of it lets shine through: alpha, a mask, a blend, or not.
    ``shows`` has what is drawn by name, and whether it is always drawn as it is, with nothing of that set.
    """

    def __init__(self, mix: Mix, veils: Mapping[str, Mapping[str, bool]] | None = None, scale: float = 1.0) -> None:
        self.mix, self.veils = mix, veils or {}
        self.shows: dict[str, bool] = {}
        self.spots: set[str] = set()
        self.states: set[str] = set()
        self._state = _State(scale=scale)
        self._saved: list[_State] = []
        self._lines: list[bytes] = []
        self._text = self._path = False

    def paint(self, content: bytes) -> bytes:
        """Rewrite the content of a stream."""
        write = self._lines.append
        for line, operator in read_lines(content):
            handle = _HANDLERS.get(operator)
            if handle is None:
                write(line)
            else:
                handle(self, line, operator)
        return b"\n".join(self._lines)

    def _save(self, line: bytes, _operator: bytes) -> None:
        self._saved.append(self._state)
        self._state = replace(self._state)
        self._lines.append(line)

    def _restore(self, line: bytes, _operator: bytes) -> None:
        self._state = self._saved.pop() if self._saved else _State()
        self._lines.append(line)

    def _transform(self, line: bytes, _operator: bytes) -> None:
        self._state.scale *= scale_of(read_matrix(line.split()[:-1]))
        self._lines.append(line)

    def _set_width(self, line: bytes, _operator: bytes) -> None:
        self._state.width = float(line.split()[0])
        self._lines.append(line)

    def _set_colour(self, line: bytes, operator: bytes) -> None:
        """Colours of the screen, and greys."""
        values = [float(value) for value in line.split()[:-1]]
        red, green, blue = values if len(values) == 3 else values * 3
        self._use((red, green, blue), operator.isupper())

    def _set_inks(self, line: bytes, operator: bytes) -> None:
        """Inks that the style sheet asked for."""
        self._note_black([float(value) for value in line.split()[:-1]] == [0, 0, 0, 1], operator.isupper())
        self._lines.append(line)

    def _set_space(self, line: bytes, operator: bytes) -> None:
        space = line.split()[0]
        if operator.isupper():
            self._state.line_space = space
        else:
            self._state.fill_space = space
        if not space.startswith(b"/lab-"):
            self._lines.append(line)

    def _set_special(self, line: bytes, operator: bytes) -> None:
        """Colours of a space that was named before: of Lab, or inks; patterns stay."""
        lines = operator.isupper()
        space = self._state.line_space if lines else self._state.fill_space
        parts = line.split()[:-1]
        if space.startswith(b"/lab-"):
            lightness, a, b = (float(part) for part in parts)
            self._use(rgb_of_lab((lightness, a, b), space == b"/lab-d50"), lines)
            return
        self._note_black(space == b"/DeviceCMYK" and [float(part) for part in parts] == [0, 0, 0, 1], lines)
        self._lines.append(line)

    def _use(self, colour: Rgb, lines: bool) -> None:
        """Write a colour in inks."""
        paint = self.mix(colour)
        self._note_black(paint.is_black, lines, paint.overprints)
        if paint.spot:
            name = spot_name(paint.spot)
            self.spots.add(paint.spot)
            text = f"/{name} {'CS' if lines else 'cs'} {paint.tint:g} {'SCN' if lines else 'scn'}"
        else:
            text = " ".join(f"{ink:g}" for ink in paint.inks) + (" K" if lines else " k")
        self._lines.append(text.encode("ascii"))

    def _note_black(self, black: bool, lines: bool, finish: bool = False) -> None:
        """Note whether a colour is black, or a finish that overprints whatever is drawn in it."""
        state = self._state
        if lines:
            state.line_black, state.line_finish = black, finish
        else:
            state.fill_black, state.fill_finish = black, finish
            if self._text:
                self._switch_text()

    def _switch_text(self) -> None:
        """Switch as letters need it."""
        state = self._state
        self._switch(state.line_black or state.line_finish, state.fill_black or state.fill_finish)

    def _open_text(self, line: bytes, _operator: bytes) -> None:
        self._lines.append(line)
        self._text = True
        self._switch_text()

    def _close_text(self, line: bytes, operator: bytes) -> None:
        """Text ends, alone or on the line that ends a mark; what follows switches as it needs."""
        if operator == b"ET" or line.startswith(b"ET "):
            self._text = False
        self._lines.append(line)

    def _open_path(self, line: bytes, _operator: bytes) -> None:
        """Before a path begins it is known what it will be drawn with."""
        if not self._path:
            state = self._state
            thin = state.line_black and 0 < state.width * state.scale <= _THIN
            self._switch(thin or state.line_finish, state.fill_finish)
            self._path = True
        self._lines.append(line)

    def _close_path(self, line: bytes, _operator: bytes) -> None:
        self._path = False
        self._lines.append(line)

    def _show(self, line: bytes, operator: bytes) -> None:
        """Pictures, groups and shadings knock out."""
        if operator == b"Do":
            name = line.split()[0].decode("ascii")
            self.shows[name] = self.shows.get(name, True) and not self._state.veils
        self._switch(False, False)
        self._lines.append(line)

    def _set_state(self, line: bytes, _operator: bytes) -> None:
        """Note what lets shine through from here on."""
        veils = self.veils.get(line.split()[0].decode("ascii"), {})
        on = {name for name, veiled in veils.items() if veiled}
        self._state.veils = (self._state.veils - veils.keys()) | on
        self._lines.append(line)

    def _switch(self, lines: bool, letters: bool) -> None:
        """Switch overprinting, where it is not so already."""
        wanted = (lines, letters)
        if self._state.overprints != wanted:
            self._state.overprints = wanted
            self.states.add(OVERPRINT[wanted])
            self._lines.append(f"/{OVERPRINT[wanted]} gs".encode("ascii"))


class MaskPainter(Painter):
    """Rewrites what a mask is drawn with: only how light it is counts."""

    def _use(self, colour: Rgb, lines: bool) -> None:
        self._lines.append(f"{grey_of(colour):g} {'G' if lines else 'g'}".encode("ascii"))

    def _switch(self, lines: bool, letters: bool) -> None:
        pass


_HANDLERS: dict[bytes, Callable[[Painter, bytes, bytes], None]] = {
    b"q": Painter._save,
    b"Q": Painter._restore,
    b"cm": Painter._transform,
    b"w": Painter._set_width,
    b"BT": Painter._open_text,
    **dict.fromkeys((b"ET", b"EMC"), Painter._close_text),
    b"gs": Painter._set_state,
    b"Do": Painter._show,
    b"sh": Painter._show,
    **dict.fromkeys((b"rg", b"RG", b"g", b"G"), Painter._set_colour),
    **dict.fromkeys((b"k", b"K"), Painter._set_inks),
    **dict.fromkeys((b"cs", b"CS"), Painter._set_space),
    **dict.fromkeys((b"scn", b"SCN", b"sc", b"SC"), Painter._set_special),
    **dict.fromkeys(_OPENS, Painter._open_path),
    **dict.fromkeys(_PAINTS, Painter._close_path),
}


def grey_of(colour: Rgb) -> float:
    """How light a mask takes a colour to be."""
    return round(sum(part * weight for part, weight in zip(colour, _GREYS, strict=True)), 4)


def spot_name(spot: str) -> str:
    """What a spot colour is called among the resources."""
    return "Spot" + spot.encode("utf-8").hex()


def rgb_of_lab(lab: Rgb, warm: bool) -> Rgb:
    """The colour of sRGB for one of CIE Lab, under D50 where it is ``warm``, else under D65 (IEC 61966-2-1)."""
    lightness, a, b = lab
    up = (lightness + 16) / 116
    white = (0.9642957, 1.0, 0.8251046) if warm else (0.9504559, 1.0, 1.0890578)
    x, y, z = (
        share * (root**3 if root > 6 / 29 else (root - 4 / 29) * 108 / 841)
        for share, root in zip(white, (up + a / 500, up, up - b / 200), strict=True)
    )
    rows = _FROM_D50 if warm else _FROM_D65
    red, green, blue = (_encode(sum(f * v for f, v in zip(row, (x, y, z), strict=True))) for row in rows)
    return red, green, blue


_FROM_D65 = ((3.2404542, -1.5371385, -0.4985314), (-0.969266, 1.8760108, 0.041556), (0.0556434, -0.2040259, 1.0572252))
_FROM_D50 = ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.033454), (0.0719453, -0.2289914, 1.4052427))


def _encode(light: float) -> float:
    """A part of a colour as sRGB writes it."""
    light = min(max(light, 0.0), 1.0)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
