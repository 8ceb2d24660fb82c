"""Set articles as documents of a book: a galley in, one XHTML document out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from pressroom.editions.epub.book import Document, PageMark
from pressroom.editions.epub.departments import class_of
from pressroom.editions.epub.dressing import add_line, add_names, dress, head_section, separate_names
from pressroom.editions.epub.markup import read_tree, write_tree
from pressroom.editions.epub.pagelist.marking import insert_marks
from pressroom.editions.epub.pictures import PictureBox
from pressroom.galley import Galley
from pressroom.galley.html import figure_html
from pressroom.issue import Article, Picture, Slot
from pressroom.workshop.markup import escape


def set_article(
    galley: Galley,
    slot: Slot,
    marks: Sequence[PageMark],
    box: PictureBox,
    words: Mapping[str, str],
    language: str,
    colour: str = "",
) -> Document:
    """Set one article; its pictures go into ``box``, and ``marks`` to where the printed pages begin.

    ``words`` are those of the book, in the ``language`` of the magazine; the article may be in another.
    ``colour`` is that of its department.
    """
    article = galley.article
    tongue = article.language or language
    root = head_section(article.slug, " ".join(filter(None, (slot.kind, class_of(slot.department, slot.part)))))
    if holds_codes_alone(galley):
        root.attrib |= {"role": "doc-colophon", "epub:type": "colophon"}
    root.text = "\n"
    root.append(_set_head(article, words, language))
    picture = article.lead or (slot.art if slot.art and slot.articles[0] is article and slot.art.alt else None)
    if picture:
        root.append(_set_lead(picture))
    body = read_tree(f"<div>{galley.html}</div>")
    if len(root):
        root[-1].tail = "\n" + (body.text or "")
    root.extend(list(body))
    insert_marks(root, marks, {article.slug, f"{article.slug}-headline", *(block.ident for block in galley.blocks)})
    _add_department(root, slot, language if tongue != language else "")
    dress(root, box, words, tongue, colour)
    said = tuple((name, ", ".join(values)) for name, values in _say_of(article).items() if values)
    return Document(f"{article.slug}.xhtml", article.title, write_tree(root), slot.kind, article.language, (), said)


def holds_codes_alone(galley: Galley) -> bool:
    """Whether an article is nothing but codes to be scanned: it is no chapter, but back matter."""
    blocks = list(read_tree(f"<div>{galley.html}</div>"))
    return bool(blocks) and all("qr" in block.get("class", "").split() for block in blocks)


def _say_of(article: Article) -> dict[str, tuple[str, ...]]:
    """What the head of its document says of an article: who made it, and what it is about."""
    people = dict.fromkeys(name for credit in article.bylines for name in credit.names)
    return {"author": tuple(people), "keywords": article.keywords, "description": (article.deck,) * bool(article.deck)}


def _set_head(article: Article, words: Mapping[str, str], language: str) -> Element:
    """Set the furniture above the copy."""
    head = Element("header")
    add_line(head, "p", "tag", article.tag)
    add_line(head, "p", "kicker", article.kicker)
    headline = SubElement(head, "h1", {"id": f"{article.slug}-headline"})
    for number, line in enumerate(article.headline):
        part = SubElement(headline, "span", {"class": "line"})
        part.text = line
        part.tail = " " if number + 1 < len(article.headline) else None
    add_line(head, "p", "deck", article.deck)
    if article.bylines:
        byline = SubElement(head, "p", {"class": "bylines"})
        for credit in article.bylines:
            part = SubElement(byline, "span", {"class": "byline"})
            part.text, _, rest = words["byline"].partition("{role}")
            add_line(part, "span", "role", credit.role)
            part[-1].tail, _, after = rest.partition("{names}")
            names = SubElement(part, "span", {"class": "names"})
            add_names(names, credit.names, separate_names(len(credit.names), words, language))
            names.tail, part.tail = after or None, " "
    return head


def _set_lead(picture: Picture) -> Element:
    """Set the picture that leads an article."""
    caption = f"<p>{escape(picture.caption)}</p>" if picture.caption else ""
    figure = read_tree(figure_html("", picture, caption, picture.credit))
    figure.set("class", "lead")
    return figure


def _add_department(root: Element, slot: Slot, language: str) -> None:
    """Say in which department and part the article stands; on paper the running head says it.

    ``language`` is that of the magazine where the article is in another.
    """
    name = " · ".join(word for word in (slot.department, slot.part) if word)
    head = root.find("header")
    if name and head is not None:
        line = Element("p", {"class": "department", **({"lang": language} if language else {})})
        line.text = name
        head.insert(0, line)
