"""Letter fixed pages: hands in, a class for each out; at the end the fonts that they need, and the style sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pressroom.editions.epub.book import Resource
from pressroom.editions.epub.fixed.values import LetterStyle, TwinPage
from pressroom.editions.epub.lettering import FOLDER, cut_face, font_name, list_licences
from pressroom.fonts import Face

_STYLE = """\
html, body {
  margin: 0;
  padding: 0;
}
.page {
  position: relative;
  overflow: hidden;
  background: #ffffff;
}
.page svg, .page .ground {
  position: absolute;
  left: 0;
  top: 0;
  width: 100%;
  height: 100%;
}
.page svg {
  pointer-events: none;
}
.page text {
  pointer-events: auto;
  white-space: pre;
}
a {
  color: inherit;
  text-decoration: none;
}
.said {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip: rect(0, 0, 0, 0);
}
h1, h2, h3, h4, h5, h6, p, ul, li, blockquote, table, caption, th, td {
  margin: 0;
  padding: 0;
  font-size: 1px;
  line-height: 0;
  list-style: none;
}
"""


class Scribe:
    """Gives each hand a class, and keeps what letters it writes."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = {face.family: face for face in faces}
        self.names: dict[LetterStyle, str] = {}
        self.sizes: dict[tuple[float, float], str] = {}
        self.signs: dict[str, set[str]] = defaultdict(set)

    def keep(self, leaf: TwinPage) -> None:
        """Keep what letters a page needs."""
        for letters in leaf.letters.values():
            for letter in letters:
                self.signs[letter.hand.family].update(letter.text)

    def name_hand(self, hand: LetterStyle) -> str:
        """The class for a hand."""
        return self.names.setdefault(hand, f"hand-{len(self.names) + 1}")

    def name_size(self, size: tuple[float, float]) -> str:
        """The class for a size of page, in points."""
        return self.sizes.setdefault(size, f"size-{len(self.sizes) + 1}")

    def cut_fonts(self) -> Iterator[Resource]:
        """The fonts of all hands, each cut down to its letters, and their licences."""
        used = [face for family, face in self.faces.items() if family in self.signs]
        for face in used:
            yield cut_face(face, self.signs[face.family])
        yield from list_licences(used)

    def write_styles(self, scale: float) -> str:
        """The style sheet: fonts, sizes of pages in pixels, ``scale`` to a point, and hands."""
        rules = [
            f'@font-face {{\n  font-family: "{family}";\n  src: url("{FOLDER}/{font_name(face)}");\n}}\n'
            for family, face in self.faces.items()
            if family in self.signs
        ]
        rules.append(_STYLE)
        for (width, height), name in self.sizes.items():
            rules.append(f".{name} {{\n  width: {width * scale:g}px;\n  height: {height * scale:g}px;\n}}\n")
        rules += [_rule(name, hand) for hand, name in self.names.items()]
        return "".join(rules)


def _rule(name: str, hand: LetterStyle) -> str:
    """The rule of a hand; sizes are in units of the drawing, which are points."""
    seen = "" if hand.opacity == 1 else f"\n  fill-opacity: {hand.opacity:g};"
    return f'.{name} {{\n  font: {hand.size:g}px "{hand.family}", serif;\n  fill: {hand.colour};{seen}\n}}\n'
