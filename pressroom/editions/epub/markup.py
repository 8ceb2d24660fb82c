"""Trees and text: well-formed HTML in, elements out, and XHTML out of these again.

Elements of XHTML carry no namespace in a tree; those of SVG keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, fromstring

from pressroom.workshop.markup import escape

OPS = "http://www.idpf.org/2007/ops"
SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
XML_LANG = f"{_XML}lang"
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


def read_tree(markup: str | bytes) -> Element:
    """Read well-formed markup with one element at its root."""
    return fromstring(markup)


def write_tree(element: Element) -> str:
    """Write an element and what it holds; what follows it is left to its parent.

    Elements and attributes of namespaces that books do not know are left out, with what drawing programs keep there.
    """
    return "".join(_write(element, inside_svg=False))


def _write(element: Element, *, inside_svg: bool) -> Iterator[str]:
    tag = str(element.tag)
    is_svg = tag.startswith(SVG)
    name = tag.removeprefix(SVG)
    if "}" in name or not isinstance(element.tag, str):
        return
    yield f"<{name}"
    if is_svg and not inside_svg:
        yield f' xmlns="{SVG[1:-1]}"'
        if any(key.startswith(_XLINK) for part in element.iter() for key in part.keys()):  # noqa: SIM118 (an element)
            yield f' xmlns:xlink="{_XLINK[1:-1]}"'
    for key, value in element.items():
        written = key.replace(_XLINK, "xlink:").replace(_XML, "xml:")
        if "}" not in written:
            yield f' {written}="{escape(value)}"'
    if name in _VOID and not is_svg:
        yield " />"
        return
    yield f">{escape(element.text or '') if name != 'style' else _escape_style(element.text or '')}"
    for child in element:
        yield from _write(child, inside_svg=is_svg)
        yield escape(child.tail or "")
    yield f"</{name}>"


def _escape_style(css: str) -> str:
    """Make a sheet safe inside an element; its marks stay readable to systems that take XHTML for HTML."""
    return css.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")


def parents_of(root: Element) -> dict[Element, Element]:
    """Map each element of a tree to the one that holds it."""
    return {child: parent for parent in root.iter() for child in parent}


def replace_element(old: Element, new: Element, parents: dict[Element, Element]) -> None:
    """Put an element in the place of another; what followed the old one follows the new one."""
    parent = parents[old]
    new.tail, old.tail = old.tail, None
    parent[list(parent).index(old)] = new
    parents[new] = parent


def text_of(element: Element) -> str:
    """What an element says."""
    return "".join(element.itertext())


def write_document(
    title: str, body: str, language: str, kind: str, viewport: str = "", said: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Write a document of the book: ``body`` is well-formed, ``kind`` goes into its class.

    ``viewport`` is the size of a page that is fixed, ``said`` what is said of the document by name.
    """
    tongue = escape(language)
    frame = f'<meta name="viewport" content="{viewport}" />\n' if viewport else ""
    frame += "".join(f'<meta name="{name}" content="{escape(value)}" />\n' for name, value in said)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="{OPS}" '
        f'lang="{tongue}" xml:lang="{tongue}">\n'
        f'<head>\n<meta charset="utf-8" />\n{frame}<title>{escape(title)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css" />\n</head>\n'
        f'<body class="kind-{escape(kind)}">\n{body}\n</body>\n</html>\n'
    ).encode()
