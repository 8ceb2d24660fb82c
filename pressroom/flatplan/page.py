"""Write a flatplan as one HTML page that holds all it needs: pictures, style and script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from pressroom.flatplan.board import Board, Leaf, Spread, Stand
from pressroom.flatplan.thumbnails import take_pictures
from pressroom.fonts import Face
from pressroom.galley.html import escape
from pressroom.pictures.pages import embed

_WIDTH = 520  # pixels of a page: small enough for a hundred, large enough to look closer
_QUALITY = 52


def write_html(board: Board, _faces: Sequence[Face] = ()) -> bytes:
    """Write the page."""
    pictures = {
        (leaf.slot.index, leaf.number): embed(picture, "WEBP", _QUALITY)
        for leaf, picture in take_pictures(board, _WIDTH)
        if picture is not None
    }
    style, script = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    words = board.words
    title = escape(f"{words['flatplan']} · {board.title}")
    spreads = "\n".join(_write_spread(spread, board, pictures) for spread in board.spreads)
    return (
        f'<!doctype html>\n<html lang="{escape(board.language)}" style="--ratio: {board.width:g}/{board.height:g}">\n'
        f'<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{_write_header(board, title)}\n"
        f'<main>\n<ol class="board">\n{spreads}\n</ol>\n</main>\n{_write_dialog(words)}\n'
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    ).encode()


def _write_header(board: Board, title: str) -> str:
    """Write what stands above: the title, how things stand, the key."""
    words = board.words
    key = [f'<li><i style="--colour: {escape(one.colour)}"></i>{escape(one.name)}</li>' for one in board.departments]
    signs = f'<li class="gap"><b class="folio">12</b> {words["pinned"]}</li>'
    signs += f'<li class="auto"><span class="folio">12</span> {words["auto"]}</li>'
    signs += (
        f'<li><i style="height: 3px; width: 22px; vertical-align: 3px; --colour: currentColor"></i>{words["fill"]}</li>'
    )
    facts = " · ".join(f'<span class="{kind}">{escape(text)}</span>' for kind, text in list_facts(board))
    return (
        f'<header>\n<h1>{title}</h1>\n<p class="facts">{facts}</p>\n'
        f'<div class="tools"><label>{words["size"]} <input type="range" min="46" max="260" value="58"></label> '
        f'<button type="button">{words["fit"]}</button></div>\n'
        f'<ul class="key">{"".join(key)}{signs}</ul>\n</header>'
    )


def list_facts(board: Board) -> Iterator[tuple[str, str]]:
    """How things stand in a few words; what is bad is so called."""
    words, leaves = board.words, board.leaves
    yield "", words["pages"].format(count=sum(leaf.stand is not Stand.OVER for leaf in leaves))
    yield "", words["slots"].format(count=len({leaf.slot.index for leaf in leaves}))
    blanks = [leaf.label for leaf in leaves if leaf.stand is Stand.BLANK]
    if blanks:
        yield "", words["blanks"].format(count=len(blanks))
    for stand, word in ((Stand.OVER, "over"), (Stand.UNSET, "unset")):
        names = dict.fromkeys(leaf.slot.labels[0] for leaf in leaves if leaf.stand is stand)
        if names:
            yield "bad", f"{words[word]}: {', '.join(names)}"


def _write_spread(spread: Spread, board: Board, pictures: Mapping[tuple[int, int], str]) -> str:
    """Write a spread."""
    pair = " pair" if len(spread.leaves) == 2 else ""
    says = "; ".join(describe(leaf, board.words) for leaf in spread.leaves)
    leaves = "".join(
        _write_leaf(leaf, side, spread, board, pictures)
        for leaf, side in ((spread.verso, "verso"), (spread.recto, "recto"))
        if leaf
    )
    return f'<li class="spread{pair}"><button type="button" aria-label="{escape(says)}">{leaves}</button></li>'


def describe(leaf: Leaf, words: Mapping[str, str]) -> str:
    """A page in words: its folio, department, kind and headline, and how it stands."""
    parts = [words["page"].format(label=leaf.label), leaf.slot.department, leaf.slot.kind, leaf.headline]
    if leaf.fill is not None and leaf.stand is Stand.SET:
        parts.append(words["full"].format(percent=round(100 * leaf.fill)))
    if leaf.stand is Stand.UNSET:
        parts.append(words["unset"])
    parts += [leaf.note]
    return ", ".join(part for part in parts if part)


def _write_leaf(leaf: Leaf, side: str, spread: Spread, board: Board, pictures: Mapping[tuple[int, int], str]) -> str:
    """Write one page: the department above it, its picture, its fill and its folio."""
    classes = ["leaf", side, leaf.stand.value, "" if leaf.pinned else "auto", "" if leaf.slot.department else "bare"]
    classes += ["unknown" if leaf.fill is None else "", "long" if leaf.stand is Stand.SET and leaf.note else ""]
    picture = pictures.get((leaf.slot.index, leaf.number))
    alone = side == "verso" and (spread.recto is None or spread.recto.slot is leaf.slot)
    wide = " wide" if alone and leaf.lead and spread.recto else ""
    face = f'<img src="{picture}" alt="" loading="lazy">' if picture else ""
    if leaf.stand is Stand.BLANK or (leaf.stand is Stand.UNSET and leaf.lead):
        face += f'<span class="said">{escape(leaf.note)}</span>'
    elif leaf.note and leaf.stand is not Stand.UNSET:
        face += f'<span class="badge">{escape(leaf.note)}</span>'
    kind = f' <i class="kind">{escape(leaf.slot.kind)}</i>' if leaf.lead else ""
    head = f'<span class="head">{escape(leaf.headline)}</span>' if leaf.lead else ""
    fill = f"{100 * leaf.fill:.0f}%" if leaf.fill is not None else "0"
    tab = escape(leaf.slot.department) if leaf.opens else ""
    return (
        f'<span class="{" ".join(filter(None, classes))}" title="{escape(describe(leaf, board.words))}" '
        f'style="--colour: {escape(leaf.colour)}; --fill: {fill}"><span class="tab">{tab}</span>'
        f'<span class="face">{face}</span><span class="fill"><i></i></span>'
        f'<span class="caption{wide}"><span class="first"><b class="folio">{escape(leaf.label)}</b>{kind}</span>'
        f"{head}</span></span>"
    )


def _write_dialog(words: Mapping[str, str]) -> str:
    """Write the place to look closer."""
    buttons = "".join(
        f'<button type="button" aria-label="{words[name]}" title="{words[name]}">{sign}</button>'
        for name, sign in (("before", "‹"), ("after", "›"), ("close", "×"))
    )
    bar = f'<div class="bar"><p></p>{buttons}</div>'
    return f'<dialog aria-label="{words["help"]}">{bar}<div class="large"></div></dialog>'
