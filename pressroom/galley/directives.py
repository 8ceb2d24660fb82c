"""The directives: what each of them sets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, cast

from markdown_it.token import Token

from pressroom.galley.charts import Chart, Series, describe_chart, draw_chart
from pressroom.galley.codes import draw_ean, draw_qr
from pressroom.galley.dates import read_date
from pressroom.galley.html import figure_html, image_html, wrap
from pressroom.galley.options import Options
from pressroom.galley.setter import Setter
from pressroom.galley.tables import head_rows
from pressroom.report import query, stop
from pressroom.workshop.markup import escape

Directive = Callable[[Setter, Options, list[Token], str], str]
DIRECTIVES: dict[str, Directive] = {}
_EVENT = re.compile(r"(<li[^>]*>)\s*(?:<p[^>]*>)?\s*<strong>(.*?)</strong>\s*(.*?)(?:</p>)?\s*(?=</li>)", re.S)
_FIRST_CELL = re.compile(r"(<tr[^>]*>\s*)<td([^>]*>)(?!</td>)(.*?)</td>", re.S)
_NUMBER = re.compile(r"[-−+]?\d[\d,，]*(?:\.\d+)?")


def directive(function: Directive) -> Directive:
    """Register a function as the directive of its name."""
    name = function.__name__.removeprefix("_")
    assert name not in DIRECTIVES, f"two directives named {name}"
    DIRECTIVES[name] = function
    return function


def set_directive(setter: Setter, options: Options, tokens: list[Token], line: int) -> str:
    """Set a directive; one that is not known was found wrong when its options were read."""
    function = DIRECTIVES.get(options.directive)
    if function is None:
        return setter.set(tokens)
    html = function(setter, options, tokens, setter.name_block(line))
    tag = options.get("lang")
    if not tag:
        return html
    setter.speak(tag, options.place_of("lang"))
    return re.sub(r"^<\w+", lambda found: f'{found[0]} lang="{escape(tag)}"', html, count=1)


def _title(options: Options) -> str:
    """The title of a box."""
    return wrap("p", escape(options.get("title")), class_="box-title") if options.get("title") else ""


@directive
def _figure(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A picture with its caption, credit and number."""
    caption = setter.set(tokens).strip()
    credit, number = options.get("credit"), options.get("number")
    picture = None
    if options.get("src"):
        words = re.sub(r"<[^>]*>", "", caption)
        place, crop = options.place_of("src"), options.get("crop")
        picture = setter.find(options.get("src"), options.get("alt"), place, words, credit, crop)
    else:
        hint = "add src=art/… and alt=… when the picture is there"
        setter.findings.append(query("picture-wanted", "a picture is wanted here", options.place, hint))
    return figure_html(ident, picture, caption, credit, number, options.get("size", "column"), options.get("place"))


@directive
def _gallery(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """Pictures that belong together."""
    return wrap("section", _title(options) + setter.set(tokens), id=ident, class_="gallery") + "\n"


@directive
def _pullquote(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """Words pulled out of the text."""
    by = wrap("p", escape(options.get("by")), class_="by") if options.get("by") else ""
    return wrap("aside", setter.set(tokens) + by, id=ident, class_="pullquote", data_place=options.get("place")) + "\n"


@directive
def _databox(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A box of facts and figures."""
    inner = _title(options) + setter.set(tokens)
    return wrap("aside", inner, id=ident, class_="databox", data_place=options.get("place")) + "\n"


@directive
def _note(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """An aside of the editors."""
    inner = _title(options) + setter.set(tokens)
    return wrap("aside", inner, id=ident, class_="note", data_place=options.get("place")) + "\n"


@directive
def _panel(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """What one person states, with name, role and portrait."""
    portrait = ""
    if options.get("portrait"):
        alt = options.get("alt") or options.get("name")
        picture = setter.find(options.get("portrait"), alt, options.place_of("portrait"))
        portrait = wrap("div", image_html(picture), class_="portrait") if picture else ""
    # A space, so that name and role are two words for those who hear them.
    role = " " + wrap("span", escape(options.get("role")), class_="role") if options.get("role") else ""
    name = wrap("p", wrap("span", escape(options.get("name")), class_="name") + role, class_="who")
    statement = wrap("div", setter.set(tokens), class_="statement")
    return wrap("section", portrait + name + statement, id=ident, class_="panel") + "\n"


@directive
def _list(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A list of facts, of numbered items or of dated events."""
    kind = options.get("type", "facts")
    inner = setter.set(tokens)
    if "<li" not in inner:
        hint = "write its items as `- …` or `1. …`"
        setter.findings.append(stop("empty-list", "a list directive without a list", options.place, hint))
    if kind == "events":
        inner, found = _EVENT.subn(_set_event, inner)
        if found < inner.count("<li"):
            hint = "begin each with its date in bold: - **2020.11.03** …"
            setter.findings.append(stop("event-without-date", "an event without a date", options.place, hint))
    return wrap("section", _title(options) + inner, id=ident, class_=f"list {kind}") + "\n"


def _set_event(found: re.Match[str]) -> str:
    """Set an event with its date, for machines as well where they can read it."""
    date = read_date(re.sub(r"<[^>]*>", "", found[2]))
    return f'{found[1]}{wrap("time", found[2], datetime=date)} <span class="event">{found[3]}</span>'


@directive
def _qr(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A QR code and the words beside it."""
    try:
        code = draw_qr(options.get("data"), ident)
    except ValueError as error:
        code = ""
        setter.findings.append(stop("bad-qr", str(error), options.place_of("data"), "shorten the data"))
    label = wrap("p", escape(options.get("label")), class_="label") if options.get("label") else ""
    words = wrap("figcaption", label + setter.set(tokens))
    return wrap("figure", code + words, id=ident, class_="qr") + "\n"


@directive
def _barcode(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A bar code and the words under it."""
    try:
        code = draw_ean(options.get("data"), ident, options.get("addon"))
    except ValueError as error:
        code = ""
        hint = "write 12 digits, or 13 with the right check digit; an add-on has 2 or 5"
        setter.findings.append(stop("bad-barcode", str(error), options.place_of("data"), hint))
    label = wrap("p", escape(options.get("label")), class_="label") if options.get("label") else ""
    words = wrap("figcaption", label + setter.set(tokens)) if label or tokens else ""
    return wrap("figure", code + words, id=ident, class_="qr barcode") + "\n"


@directive
def _ad(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """An advertisement."""
    image = ""
    if options.get("src"):
        picture = setter.find(options.get("src"), options.get("alt"), options.place_of("src"))
        image = image_html(picture) if picture else ""
    title = wrap("p", escape(options.get("title")), class_="ad-title")
    return wrap("section", image + title + setter.set(tokens), id=ident, class_="ad") + "\n"


@directive
def _chart(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A chart drawn from a table, with the table for those who cannot see it."""
    rows = _read_table(tokens)
    table = setter.set(tokens)
    if len(rows) < 2 or min(len(row) for row in rows) < 2:
        hint = "write a Markdown table: labels in the first column, then a column for each series"
        setter.findings.append(stop("bad-chart", "a chart needs a table", options.place, hint))
        return ""
    series = tuple(
        Series(rows[0][column], tuple(_number(row[column]) for row in rows[1:]), tuple(row[column] for row in rows[1:]))
        for column in range(1, len(rows[0]))
    )
    labels = tuple(row[0] for row in rows[1:])
    title, unit, source = options.get("title"), options.get("unit"), options.get("source")
    kind = cast(Literal["bar", "line", "donut", "timeline"], options.get("type"))
    try:
        chart = Chart(kind, title, unit, labels, series)
        drawing = draw_chart(chart, ident, setter.art.workshop.cache)
    except ValueError as error:
        drawing = ""
        setter.findings.append(stop("bad-chart", str(error), options.place, "mend the table"))
    wording = setter.words.get("chart-title", "{title} ({unit})") if unit else "{title}"
    titled = wording.format(title=title, unit=unit)
    if drawing:
        # Pages show no table of a chart: there its numbers are told with its drawing.
        told = describe_chart(chart, titled, setter.words)
        drawing = drawing.replace("<svg ", f'<svg data-said="{escape(told)}" ', 1)
    heading = wrap("p", escape(titled), class_="chart-title")
    credit = wrap("p", escape(source), class_="credit") if source else ""
    data = wrap("div", _head_rows(table), class_="chart-data")
    caption = wrap("figcaption", heading + credit)
    inner = caption + wrap("div", drawing, class_="drawing") + data
    return wrap("figure", inner, id=ident, class_="chart", data_place=options.get("place")) + "\n"


@directive
def _table(setter: Setter, options: Options, tokens: list[Token], ident: str) -> str:
    """A table with its title, source, row heads and the widths of its columns; a wide one runs across the columns."""
    if options.get("heads") == "row":
        head_rows(tokens)
    inner = setter.set(tokens)
    if inner.count("<table") != 1:
        hint = "write one Markdown table in it: a head, a line of |---|---|, rows"
        setter.findings.append(stop("bad-table", "a table directive without a table, or with two", options.place, hint))
    title = wrap("caption", escape(options.get("title"))) if options.get("title") else ""
    inner = re.sub("<table[^>]*>", lambda found: found[0] + title + _columns(setter, options), inner, count=1)
    credit = wrap("p", escape(options.get("source")), class_="credit") if options.get("source") else ""
    size = "wide " if options.get("size") == "wide" else ""
    return wrap("section", inner + credit, id=ident, class_=f"{size}tabled") + "\n"


def _columns(setter: Setter, options: Options) -> str:
    """The widths of columns, as parts of the whole."""
    words = options.get("widths").split()
    if not all(re.fullmatch(r"\d{1,3}(\.\d+)?", word) and float(word) for word in words):
        hint = 'write one number a column, as widths="3 1 1"'
        place = options.place_of("widths")
        setter.findings.append(stop("bad-table", f"widths: {options.get('widths')!r} are no numbers", place, hint))
        return ""
    whole = sum(map(float, words))
    columns = (f'<col style="width:{float(word) / whole:.2%}" />' for word in words)
    return wrap("colgroup", "".join(columns)) if words else ""


def _head_rows(table: str) -> str:
    """Make the first cell of each row of a table its head."""
    return _FIRST_CELL.sub(r'\1<th scope="row"\2\3</th>', table)


def _number(text: str) -> float | None:
    """Read the number in a cell."""
    found = _NUMBER.search(text)
    return float(found[0].replace(",", "").replace("，", "").replace("−", "-")) if found else None


def _read_table(tokens: list[Token]) -> list[list[str]]:
    """Read the cells of the first table among tokens."""
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"} and rows:
            children = tokens[index + 1].children or []
            rows[-1].append("".join(child.content for child in children).strip())
        elif token.type == "table_close":
            break
    return rows
