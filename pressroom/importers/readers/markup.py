"""Read the marks that document models write into a line: pictures, HTML, LaTeX, notes' calls in; words out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from pressroom.importers.pages import SourcePicture

_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(
    r"</?(?:div|span|p|center|u|b|i|em|strong|font|small|big|mark|ins|del|s|a|section|article|header|footer|figure|"
    r"figcaption|caption|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|body|html|table|thead|tbody|tr|td|th|pre|code|sup|sub|br|hr|"
    r"wbr|ruby|rt|rp|img|nobr|text|page|doc|document|watermark|seal|formula|chart)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|&nbsp;", re.IGNORECASE)
_CENTRED = re.compile(
    r"^\s*<(?:div|p|center|figcaption|caption)\b[^>]*>.*</(?:div|p|center|figcaption|caption)>\s*$", re.I
)
_ESCAPE = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MATHS = re.compile(r"\$\$(.+?)\$\$|\$(?!\s*\d+(?:\.\d+)?\s*$)([^$\n]{1,400}?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]")
_SUP = re.compile(r"<sup\b[^>]*>(.*?)</sup>|(?<=[^\s\d])\[\^([^\]\s]{1,12})\](?!:)", re.IGNORECASE)
_SUB = re.compile(r"<sub\b[^>]*>(.*?)</sub>", re.IGNORECASE)
_STARS = re.compile(
    r"(?<![*\w\\])\*(?![\s*])([^*\n]+?)(?<![\s*\\])\*(?![*\w])|(?<![\w*\\])\*(?![\s*])([^*\n]{1,80}?)(?<![\s*\\])\*(?!\*)"
)
_UNDERSCORES = re.compile(r"(?<![\w\\_])_(?![\s_])([^_\n]+?)(?<![\s\\_])_(?![\w_])")
_HIGH = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_UNITS = re.compile(r"(?:[kcdmµμ]?m|ft|in|yd|mi|10|[xXrR])$")
#: What commands of LaTeX print; those that are not here print their argument, or nothing.
_SIGNS = {
    "times": "×", "div": "÷", "pm": "±", "cdot": "·", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "approx": "≈", "sim": "~", "circ": "°", "degree": "°", "rightarrow": "→", "to": "→",
    "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "infty": "∞", "alpha": "α", "beta": "β",
    "gamma": "γ", "delta": "δ", "Delta": "Δ", "mu": "μ", "pi": "π", "sigma": "σ", "lambda": "λ",
    "theta": "θ", "omega": "ω", "Omega": "Ω", "prime": "′", "cdots": "…", "ldots": "…", "dots": "…",
    "quad": " ", "qquad": " ", "textperthousand": "‰", "yen": "¥", "pounds": "£", "sum": "∑",
    "sqrt": "√", "ell": "ℓ", "bullet": "•", "star": "★", "square": "□", "blacksquare": "■",
    "textcircled": "", "bigcirc": "○", "triangle": "△",
}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """A line without its marks: its words, its pictures, calls of notes, and whether a block holds it centred."""

    text: str
    pictures: tuple[SourcePicture, ...] = ()
    dropped: tuple[str, ...] = ()
    centred: bool = False


def read_markup(raw: str) -> Marked:
    """Take pictures, HTML, LaTeX and calls of notes off a line."""
    if not re.search(r"[<$\\&!*_\[`]", raw):
        return Marked(raw)
    pictures: list[SourcePicture] = []
    dropped: list[str] = []
    centred = (_CENTRED.match(raw) is not None and "center" in raw.lower()) or "<figcaption" in raw.lower()
    text = _IMAGE.sub(lambda found: _keep(pictures, found[2], found[1]), raw)
    text = _IMG.sub(lambda found: _keep(pictures, *_source(found[0])), text)
    text = _LINK.sub(r"\1", text)
    text = _MATHS.sub(lambda found: read_maths(next(filter(None, found.groups()))), text)
    text = _SUP.sub(lambda found: _superscript(found, dropped), text)
    text = _SUB.sub(r"\1", text)
    text = _BREAK.sub(" ", text)
    text = _ENTITY.sub(lambda found: unescape(found[0]), strip_tags(text))
    text = _UNDERSCORES.sub(r"\1", _STARS.sub(lambda found: found[1] or found[2], text.replace("`", "")))
    text = _ESCAPE.sub(r"\1", text)
    return Marked(text if text.strip() else "", tuple(pictures), tuple(dropped), centred)


def strip_tags(text: str) -> str:
    """Take the tags of HTML off; what only looks like one stays."""
    return _TAG.sub("", text) if "<" in text else text


def _keep(pictures: list[SourcePicture], name: str, alt: str) -> str:
    """Note a picture, and leave nothing in the text."""
    words = "" if alt.strip().lower() in ("image", "img", "picture", "图片", "alt text") else alt.strip()
    pictures.append(SourcePicture(unescape(name), alt=words))
    return ""


def _source(tag: str) -> tuple[str, str]:
    """The source and the words of an ``img``."""
    values = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(tag)}
    return values.get("src", ""), unescape(values.get("alt", ""))


def _superscript(found: re.Match[str], dropped: list[str]) -> str:
    """A raised figure is a power behind a unit, else the call of a note."""
    words = strip_tags(found[1] if found[1] is not None else f"[{found[2]}]").strip()
    before = found.string[: found.start()].rstrip()
    if re.fullmatch(r"[-+\dn]{1,3}", words) and _UNITS.search(before):
        return words.translate(_HIGH)
    if re.fullmatch(r"(?:st|nd|rd|th|er|ème|o|a|º|ª|®|™|©)", words, re.IGNORECASE):
        return words
    dropped.append(words)
    return ""


def read_maths(source: str) -> str:
    """Read LaTeX of a running text as its letters: a figure with its unit, a per cent, a power."""
    text = re.sub(r"(?<!\\)~", " ", source.strip())
    text = re.sub(r"\\(?:d?frac)\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"\^\s*\{?\s*\\(?:circ|degree)\s*\}?", "°", text)
    for _ in range(4):
        text = re.sub(
            r"\\(?:mathrm|mathbf|mathit|text|textbf|textit|operatorname|mathsf|mathbb|boldsymbol|rm|bf|it)\s*\{([^{}]*)\}",
            lambda found: _unspace(found[1]),
            text,
        )
    text = re.sub(r"[\^]\s*\{([^{}]*)\}|\^\s*(\S)", lambda found: (found[1] or found[2]).strip().translate(_HIGH), text)
    text = re.sub(r"_\s*\{([^{}]*)\}|_\s*(\S)", lambda found: (found[1] or found[2]).strip(), text)
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda found: _SIGNS.get(found[1], ""), text)
    text = re.sub(r"\\[,;:! ]|~", " ", text)
    text = re.sub(r"\\([%$&#_{}])", r"\1", text).replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", re.sub(r"(?<=[\d.])\s+(?=[\d.%°])", "", text)).strip()


def _unspace(text: str) -> str:
    """Letters that a model wrote apart: ``k m`` is km."""
    return text.replace(" ", "") if re.fullmatch(r"\s*(?:\S\s+)+\S\s*", text) else text.strip()


class _CellReader(HTMLParser):
    """Reads the cells of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.spans: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.across = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or a cell begins, a line breaks."""
        if tag == "tr":
            self._close()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._close()
            if not self.rows:
                self.rows.append([])
            values = dict(attrs)
            self._fill()
            self.across = _span(values.get("colspan"))
            down = _span(values.get("rowspan"))
            if down > 1:
                self.spans[len(self.rows[-1])] = down
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A cell ends."""
        if tag in ("td", "th", "tr", "table"):
            self._close()

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        if self.cell is not None:
            self.cell.append(data)

    def _fill(self) -> None:
        """Leave the places free that a cell above reaches down to."""
        row = self.rows[-1]
        while self.spans.get(len(row), 0) > 1:
            self.spans[len(row)] -= 1
            row.append("")

    def _close(self) -> None:
        """Put the open cell into its row."""
        if self.cell is None:
            return
        text = re.sub(r"\s+", " ", "".join(self.cell)).strip()
        self.rows[-1] += [text, *[""] * (self.across - 1)]
        self.cell = None


def _span(value: str | None) -> int:
    """How many rows or columns a cell takes: 1 to 50."""
    return min(max(int(value), 1), 50) if value and value.isdigit() else 1


def read_table(source: str) -> Iterator[tuple[str, ...]]:
    """Read the rows of the tables in a piece of HTML; cells may hold other marks."""
    parser = _CellReader()
    parser.feed(_IMG.sub("", source))
    parser.close()
    for row in parser.rows:
        cells = tuple(read_markup(cell).text.strip() for cell in row)
        if any(cells):
            yield cells
