"""Dress the tree of a galley for a book: links, pictures, notes, drawings and tables as reading systems want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from pressroom.editions.epub.departments import other_tones
from pressroom.editions.epub.markup import SVG, XML_LANG, parents_of, replace_element, text_of
from pressroom.editions.epub.phrasing import part_phrases
from pressroom.editions.epub.pictures import PictureBox
from pressroom.galley.charts.drawing import CHART_COLOURS
from pressroom.language.tags import read_tag
from pressroom.typography.quotes import latin_quotes

_LINK = "pressroom:"
#: Tones between dark and light, that stand out from white paper and from a black screen (3:1 at least on both).
_TONE = "#3f7fb5"
_PALE = "0.2"  # of the ink


def dress(root: Element, box: PictureBox, words: Mapping[str, str], language: str, colour: str = "") -> None:
    """Dress all elements of a tree that is in a language; pictures are put into ``box``, charts drawn in ``colour``."""
    tag = read_tag(language)
    for element in list(root.iter()):
        _clean(element)
        if element.tag == "a":
            _dress_link(element, words)
        elif element.tag == "img":
            _dress_image(element, box)
        elif element.tag == "section" and element.get("class") == "notes":
            _dress_notes(element, words)
        elif element.tag == "figure":
            _dress_figure(element, colour or _TONE)
        elif element.tag == "aside":
            _dress_aside(element)
    _dress_signs(root, "()" if tag.letters else "（）")
    _drop_echo(root)
    _name_boxes(root)
    _wrap_tables(root)
    if not tag.letters:
        narrow_quotes(root)
    if tag.language == "zh":
        part_phrases(root, language)


def _dress_image(image: Element, box: PictureBox) -> None:
    """Put a picture into the book; drawings are known by a class, as they are toned at night."""
    name = box.put_address(image.get("src", ""))
    image.set("src", name)
    if name.endswith(".svg"):
        image.set("class", "drawn")


def _dress_signs(root: Element, brackets: str) -> None:
    """Dress the signs of Chinese pages: readings, and titles under a wave."""
    for element in list(root.iter()):
        if element.tag == "ruby":
            _dress_ruby(element, brackets)
        elif element.tag == "cite" and element.get("class", "").split()[:1] == ["work"]:
            _dress_work(element)


def _clean(element: Element) -> None:
    """Take off what only the press needs; say alignment by class instead of style, and a language to all systems."""
    if "lang" in element.attrib:
        element.set(XML_LANG, element.attrib["lang"])
    for key in [key for key in element.keys() if key.startswith("data-")]:  # noqa: SIM118 (an element)
        del element.attrib[key]
    style = element.attrib.pop("style", "") if element.tag in {"td", "th", "ol", "col"} else ""
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


def _dress_figure(figure: Element, colour: str) -> None:
    """Dress the drawing of a chart or a code; leave out the place kept for a picture that is wanted."""
    for drawing in figure.iter(f"{SVG}svg"):
        if "qr" in figure.get("class", "").split():
            _plate(drawing)
        else:
            _recolour(drawing, colour)
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


def _dress_work(work: Element) -> None:
    """Keep the marks of a title for those who see no wave under it, where the style of the book is left out."""
    if text_of(work)[:1] in {"《", "〈"}:
        return
    for place, mark in ((0, "《"), (len(work) + 1, "》")):
        sign = Element("span", {"class": "title-mark"})
        sign.text = mark
        work.insert(place, sign)
    work[0].tail, work.text = work.text, None


def _recolour(drawing: Element, colour: str) -> None:
    """Draw in the reader's own ink and in tones that can be seen by day and by night."""
    tones = dict(zip(("colour", "colour-2", "colour-3"), (colour, *other_tones(colour)), strict=True))
    for part in drawing.iter():
        for key in ("fill", "stroke"):
            token = CHART_COLOURS.get(part.get(key, ""))
            if token == "colour-pale":
                part.set(f"{key}-opacity", _PALE)
            if token:
                part.set(key, tones.get(token, "currentColor"))


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


def _name_boxes(root: Element) -> None:
    """Let boxes and sections be called by their titles, panels by whoever speaks in them."""
    for box in root.iter():
        if box.tag in {"aside", "section"} and box.get("id") and not box.get("aria-labelledby"):
            titles = (part for part in box if {"box-title", "who"} & set(part.get("class", "").split()))
            title = next(titles, None)
            if title is not None:
                box.set("aria-labelledby", _name(title, f"{box.get('id')}-title"))


def _name(element: Element, ident: str) -> str:
    """Give an element an id where it has none; give the id that it has."""
    if not element.get("id"):
        element.set("id", ident)
    return element.attrib["id"]


def _wrap_tables(root: Element) -> None:
    """Give each table a frame that scrolls, both with the name of the table, and its head cells their scope."""
    parents = parents_of(root)
    for number, table in enumerate(list(root.iter("table")), 1):
        for cell in table.iterfind("thead//th"):
            if not cell.get("scope"):
                cell.set("scope", "col")
        title = _title_of(table, root, parents)
        named: dict[str, str] = {}
        if title is not None:
            named["aria-labelledby"] = _name(title, f"{root.get('id', 'table')}-table-{number}")
        frame = Element("div", {"class": "table", "tabindex": "0", **({"role": "region"} if named else {}), **named})
        replace_element(table, frame, parents)
        frame.append(table)
        if named and table.find("caption") is None:
            table.attrib |= named


def _title_of(table: Element, root: Element, parents: Mapping[Element, Element]) -> Element | None:
    """What a table is called by: its caption, the title of its chart or its box, the heading above it."""
    caption = table.find("caption")
    around = table
    while caption is None and around in parents:
        around = parents[around]
        titles = (part for part in around.iter() if {"chart-title", "box-title"} & set(part.get("class", "").split()))
        if around.tag in {"figure", "aside", "section"} and around is not root:
            caption = next(titles, None)
    if caption is not None:
        return caption
    above = None
    for element in root.iter():
        if element is table:
            return above
        above = element if element.tag in {"h1", "h2", "h3"} else above
    return above


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
