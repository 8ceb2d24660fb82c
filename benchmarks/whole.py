"""Put a made-up issue into one document for engines that set documents: its slots in, HTML and Typst out.

The HTML has the same text, pictures and style sheets: what these say of `html`, `:root` and `body` they say of each
slot too. The tokens are those that copyfit chose, so that the pages are about as many. Typst gets the same text and
pictures in two columns of the same size.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import weasyprint

from benchmarks.magazine import link
from pressroom.fonts import Face, font_face_rule
from pressroom.makeup.pasteup import Pasteup
from pressroom.pipeline.prepare import Prepared

Departures = Mapping[str, Mapping[str, str]]
_GROUND = re.compile(r"^(html|:root|body)(?=\s*\{)", re.M)
_DOCUMENT = re.compile(r'<html\b[^>]*?style="([^"]*)"[^>]*>.*?<body class="([^"]*)"([^>]*)>(.*)</body>', re.S)
_SVG = "{http://www.w3.org/2000/svg}svg"
_NAMESPACES = ("xmlns", "{http://www.w3.org/2000/xmlns/}")
_INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "em", "i", "ruby", "rb", "small", "span", "strong", "sub", "sup", "u"}
_UNSEEN = {"rt", "rp", "script", "style", "template"}
_HEADS = {"h1": "title", "h2": "head", "h3": "head", "h4": "head"}


def read_departures(colophon: Path) -> Departures:
    """What copyfit changed in each slot, from the record of a build."""
    slots = json.loads(colophon.read_text(encoding="utf-8"))["slots"]
    return {slot["name"]: {name: now(value) for name, value in slot["departures"].items()} for slot in slots}


def now(value: object) -> str:
    """What a token was changed to."""
    return str(value[-1] if isinstance(value, list) else value["now"] if isinstance(value, dict) else value)


def write_documents(prepared: Prepared, departures: Departures, folder: Path) -> tuple[Path, Path]:
    """Write the whole issue as HTML and as Typst, with all that they name beside them."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for face in prepared.faces:
        link(face.path, folder / "fonts" / face.path.name)
    root = prepared.issue.folder.resolve()
    (folder / "art").mkdir(exist_ok=True)
    for file in sorted((root / "art").iterdir()):
        link(file, folder / "art" / file.name)
    html, typst = folder / "whole.html", folder / "whole.typ"
    html.write_text(write_html(prepared, departures), encoding="utf-8")
    typst.write_text(write_typst(prepared, folder), encoding="utf-8")
    return html, typst


def write_html(prepared: Prepared, departures: Departures) -> str:
    """Write all slots as one HTML document."""
    first = prepared.pasteups[0]
    sheets = "\n".join(_ground(file.read_text(encoding="utf-8")) for file in first.stylesheets)
    slots = "\n".join(
        _put_slot(pasteup, departures.get(pasteup.slot.name, {}), number)
        for number, pasteup in enumerate(prepared.pasteups)
    )
    covers = sum(pasteup.slot.folio is None for pasteup in prepared.pasteups[: len(prepared.pasteups) // 2])
    size = f"@page{{size:{first.width:g}mm {first.height:g}mm}}@page:first{{counter-reset:page {1 - covers}}}"
    page = (
        f'<!doctype html>\n<html lang="{prepared.issue.magazine.language}"><head><meta charset="utf-8">'
        f"<title>{prepared.issue.title}</title><style>\n{_face_rules(prepared.faces)}\n:root{{{_tokens(first.tokens)}}}{size}\n"
        f"{sheets}</style></head><body>\n{slots}\n</body></html>\n"
    )
    page = page.replace(f"{prepared.issue.folder.resolve().as_uri()}/", "")
    return page.replace('href="pressroom:', 'href="#')


def _put_slot(pasteup: Pasteup, changed: Mapping[str, str], number: int) -> str:
    """One slot as a part of the document, on a page of its side."""
    found = _DOCUMENT.search(pasteup.html)
    assert found, pasteup.slot.name
    style, kind, data, body = found.groups()
    tokens = _tokens(tuple((dict(pasteup.tokens) | dict(changed)).items()))
    side = f"break-before:{'right' if pasteup.slot.recto else 'left'};" if number else ""
    return f'<div class="slot {kind}"{data} style="{side}{tokens}{style}">{body}</div>'.replace("&quot;", "'")


def _tokens(tokens: Sequence[tuple[str, str]]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens)


def _ground(css: str) -> str:
    """Let what is said of the document hold for each slot too."""
    return _GROUND.sub(r"\1, .slot", css)


def _face_rules(faces: Sequence[Face]) -> str:
    """The @font-face rules of faces that lie in ``fonts/`` beside the page."""
    return "".join(font_face_rule(face, "").replace(face.file, f"fonts/{face.path.name}") for face in faces)


def write_typst(prepared: Prepared, folder: Path) -> str:
    """Write the text and the pictures of all slots as Typst; drawings that stand in the HTML become files beside it."""
    first = prepared.pasteups[0]
    tokens = dict(first.tokens)
    inner, outer, top, bottom = (tokens.get(name, "20mm") for name in ("inner", "outer", "top", "bottom"))
    size, leading = (float(tokens[name].removesuffix("pt")) for name in ("size", "leading"))
    lead = f"{leading / size - 1:.5f}em"
    lines = [
        f'#set page(width: {first.width:g}mm, height: {first.height:g}mm, columns: 2, numbering: "1",',
        f"  margin: (inside: {inner}, outside: {outer}, top: {top}, bottom: {bottom}))",
        f"#set columns(gutter: {tokens.get('gutter', '7mm')})",
        f'#set text(lang: "zh", region: "CN", size: {size:g}pt, top-edge: 0.88em, bottom-edge: -0.12em,',
        '  font: ((name: "Pressroom Latin", covers: "latin-in-cjk"), "Pressroom Song"))',
        f"#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: {lead}, spacing: {lead})",
        '#let title(t) = place(top, scope: "parent", float: true, text(size: 2.5em, font: "Pressroom Sans Bold", t))',
        '#let head(t) = block(above: 1.8em, below: 0.8em, text(font: "Pressroom Sans Bold", t))',
        f'#let pic(f) = block(image(f, width: 100%, height: {8 * leading:g}pt, fit: "cover"))',
    ]
    drawings = iter(range(10_000))
    for number, pasteup in enumerate(prepared.pasteups):
        if number:
            lines.append(f'#pagebreak(to: "{"odd" if pasteup.slot.recto else "even"}", weak: true)')
        tree = weasyprint.HTML(string=pasteup.html).etree_element
        body = tree.find("body")
        assert body is not None
        said = list(_walk(body, folder, drawings))
        first_title = next((line for line in said if line.startswith("#title(")), "")
        lines += [line if line == first_title else line.replace("#title(", "#head(", 1) for line in said]
    page = "\n".join(lines) + "\n"
    return page.replace(f"{prepared.issue.folder.resolve().as_uri()}/", "")


def _walk(element: Element, folder: Path, drawings: Iterator[int]) -> Iterator[str]:
    """The lines of an element that stands as a block: its texts, its pictures, its blocks."""
    call = _HEADS.get(element.tag, "par")
    words = [element.text or ""]
    for child in element:
        inline = child.tag in _INLINE and child.find(".//img") is None
        if inline:
            words.append("\n" if child.tag == "br" else _text_of(child))
        elif child.tag not in _UNSEEN:
            yield from _speak(call, words)
            words = []
            if child.tag == "img":
                yield f"#pic({json.dumps(child.get('src', ''), ensure_ascii=False)})"
            elif child.tag == _SVG:
                file = folder / "art" / f"drawn-{next(drawings):03}.svg"
                for part in child.iter():
                    for name in [name for name in part.attrib if name.startswith(_NAMESPACES)]:
                        del part.attrib[name]  # said by the names of the elements
                file.write_text(tostring(child, encoding="unicode"), encoding="utf-8")
                yield f'#pic("art/{file.name}")'
            else:
                yield from _walk(child, folder, drawings)
        words.append(child.tail or "")
    yield from _speak(call, words)


def _speak(call: str, words: Sequence[str]) -> Iterator[str]:
    """A call with a text, where there is one."""
    text = " ".join("".join(words).split())
    if text:
        yield f"#{call}({json.dumps(text, ensure_ascii=False)})"


def _text_of(element: Element) -> str:
    """The words of an element without what stands above them."""
    if element.tag in _UNSEEN:
        return ""
    inner = "".join(_text_of(child) + (child.tail or "") for child in element)
    return f"{element.text or ''}{inner}"
