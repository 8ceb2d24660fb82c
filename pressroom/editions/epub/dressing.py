"""Dress the tree of a galley for a book: links, pictures, notes, drawings and tables as reading systems want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from pressroom.editions.epub.markup import SVG, XML_LANG, parents_of, replace_element, text_of
from pressroom.editions.epub.pictures import PictureBox
from pressroom.galley.charts.drawing import CHART_COLOURS
from pressroom.language.tags import read_tag
from pressroom.typography.quotes import latin_quotes

_LINK = "pressroom:"
#: Tones between dark and light, that stand out from white paper and from a black screen (3:1 at least on both).
_TONES = {"colour": "#3f7fb5", "colour-2": "#c8692b", "colour-3": "#5d8a3a"}
_PALE = "0.2"  # of the ink


def dress(root: Element, box: PictureBox, words: Mapping[str, str], language: str) -> None:
    """Dress all elements of a tree that is in a language; pictures are put into ``box``."""
    letters = read_tag(language).letters
    for element in list(root.iter()):
        _clean(element)
        if element.tag == "a":
            _dress_link(element, words)
        elif element.tag == "img":
            element.set("src", box.put_address(element.get("src", "")))
        elif element.tag == "section" and element.get("class") == "notes":
            _dress_notes(element, words)
        elif element.tag == "figure":
            _dress_figure(element)
        elif element.tag == "aside":
            _dress_aside(element)
        elif element.tag == "ruby":
            _dress_ruby(element, "()" if letters else "（）")
    _drop_echo(root)
    _wrap_tables(root)
    if not letters:
        narrow_quotes(root)


def _clean(element: Element) -> None:
    """Take off what only the press needs; say alignment by class instead of style, and a language to all systems."""
    if "lang" in element.attrib:
        element.set(XML_LANG, element.attrib["lang"])
    for key in [key for key in element.keys() if key.startswith("data-")]:  # noqa: SIM118 (an element)
        del element.attrib[key]
    style = element.attrib.pop("style", "") if element.tag in {"td", "th"} else ""
    if style.startswith("text-align:"):
        names = (f"align-{style.removeprefix('text-align:').strip()}", element.get("class", ""))
        element.set("class", " ".join(filter(None, names)))


def _dress_link(link: Element, words: Mapping[str, str]) -> None:
    """Point links at documents of the book; tell calls of notes and ways back from other links."""
    address = link.get("href", "")
    if address.startswith(_LINK):
        link.set("href", f"{address.removeprefix(_LINK)}.xhtml")
    if link.get("role") == "doc-noteref":
        link.set("epub:type", "noteref")
    elif link.get("role") == "doc-backlink":
        link.set("epub:type", "backlink")
        link.set("aria-label", f"{words['back']} {link.text or ''}".strip())
        link.text = "↑"


def _dress_notes(section: Element, words: Mapping[str, str]) -> None:
    """Head the notes and say of each what it is; their role says it for screen readers."""
    section.set("epub:type", "endnotes")
    heading = Element("h2")
    heading.text = words["notes"]
    section.insert(0, heading)
    for item in section.findall("ol/li"):
        # A list item may not take the role; what it holds may.
        note = Element("div", {"id": item.attrib.pop("id", ""), "epub:type": "footnote", "role": "doc-footnote"})
        note.text, item.text = item.text, None
        note.extend(list(item))
        item[:] = [note]


def _dress_figure(figure: Element) -> None:
    """Dress the drawing of a chart or a code; leave out the place kept for a picture that is wanted."""
    for drawing in figure.iter(f"{SVG}svg"):
        if "qr" in figure.get("class", "").split():
            _plate(drawing)
        else:
            _recolour(drawing)
    for part in list(figure):
        if part.get("class") == "picture-wanted":
            figure.remove(part)


def _dress_aside(aside: Element) -> None:
    """Say what a box is: without a role each would be a landmark of its page."""
    if aside.get("class") == "pullquote":
        aside.set("role", "doc-pullquote")
        aside.set("epub:type", "pullquote")
    else:
        aside.set("role", "note")


def _dress_ruby(ruby: Element, brackets: str) -> None:
    """Put readings in brackets for reading systems that cannot set them over their words."""
    for reading in list(ruby.iter("rt")):
        place = list(ruby).index(reading)
        for number, bracket in ((place, brackets[0]), (place + 2, brackets[1])):
            ruby.insert(number, Element("rp"))
            ruby[number].text = bracket
        ruby[place + 2].tail, reading.tail = reading.tail, None


def _recolour(drawing: Element) -> None:
    """Draw in the reader's own ink and in tones that can be seen by day and by night."""
    for part in drawing.iter():
        for key in ("fill", "stroke"):
            token = CHART_COLOURS.get(part.get(key, ""))
            if token == "colour-pale":
                part.set(f"{key}-opacity", _PALE)
            if token:
                part.set(key, _TONES.get(token, "currentColor"))


def _plate(code: Element) -> None:
    """Put a code on a white plate: cameras want dark on light, by night too."""
    for part in code.iter():
        if part.get("fill") in CHART_COLOURS:
            part.set("fill", "#000000")
    code.insert(0, Element(f"{SVG}rect", {"width": "100%", "height": "100%", "fill": "#ffffff"}))


def _drop_echo(root: Element) -> None:
    """Leave out the title of an advertisement that says what the headline above it says."""
    headline = "".join(text_of(heading) for heading in root.iter("h1"))
    for box in root.iter("section"):
        for part in box.findall("p"):
            if part.get("class") == "ad-title" and text_of(part) == headline and not len(part):
                box.remove(part)


def _wrap_tables(root: Element) -> None:
    """Give each table a frame that scrolls, and its head cells their scope."""
    parents = parents_of(root)
    for table in list(root.iter("table")):
        for cell in table.iterfind("thead//th"):
            cell.set("scope", "col")
        frame = Element("div", {"class": "table", "tabindex": "0"})
        replace_element(table, frame, parents)
        frame.append(table)


def narrow_quotes(element: Element) -> None:
    """Mark the quotation marks and apostrophes of Latin words, which are as wide as they are drawn."""
    if str(element.tag).startswith(SVG):
        return
    text, element.text = element.text, None
    children = list(element)
    element[:] = []
    _add_narrowed(element, text or "")
    for child in children:
        narrow_quotes(child)
        tail, child.tail = child.tail, None
        element.append(child)
        _add_narrowed(element, tail or "")


def _add_narrowed(element: Element, text: str) -> None:
    """Add a text behind what an element holds, the marks of Latin words each in an element of its own."""
    begin = 0
    for place in latin_quotes(text):
        _add_text(element, text[begin:place])
        SubElement(element, "span", {"class": "narrow"}).text = text[place]
        begin = place + 1
    _add_text(element, text[begin:])


def _add_text(element: Element, text: str) -> None:
    """Add a text behind what an element holds."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def head_section(slug: str, kind: str) -> Element:
    """Make the section of an article, empty."""
    attributes = {"id": slug, "class": f"article {kind}", "role": "doc-chapter", "epub:type": "chapter"}
    return Element("section", {**attributes, "aria-labelledby": f"{slug}-headline"})


def add_names(parent: Element, names: Sequence[str], between: Sequence[str]) -> None:
    """Add people's names, none of which is broken at the end of a line where it fits on one."""
    for number, name in enumerate(names):
        if number:
            parent[-1].tail = between[number - 1]
        SubElement(parent, "span", {"class": "person"}).text = name


def separate_names(count: int, words: Mapping[str, str], language: str) -> Sequence[str]:
    """What stands between so many names."""
    if words["name-separator"] or count < 2:
        return [words["name-separator"]] * count
    from pressroom.language.locales import list_separators  # slow to load

    return list_separators(count, language)


def add_line(parent: Element, tag: str, class_: str, text: str) -> None:
    """Add an element with a class and a text; nothing where there is no text."""
    if text:
        SubElement(parent, tag, {"class": class_}).text = text
