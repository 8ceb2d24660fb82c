"""Write the contents of a book twice, for new readers and for old: one tree in, nav and NCX out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pressroom.editions.epub.book import CONTENTS_PAGE, COVER_PAGE, MASTHEAD_PAGE, Document, PageMark, Point
from pressroom.editions.epub.markup import write_tree
from pressroom.editions.epub.pagelist.aligning import align_marks
from pressroom.editions.epub.pagelist.marking import write_mark
from pressroom.editions.epub.pagelist.placing import list_documents
from pressroom.proof import Proof
from pressroom.workshop.markup import escape

Places = Sequence[tuple[PageMark, str]]
_GROUP = ' class="group"'


def list_points(proof: Proof, words: Mapping[str, str]) -> tuple[Point, ...]:
    """List what the contents name: departments, parts and articles, and the masthead.

    What stands under no department stands for itself; a department that comes back later has a second entry.
    """
    points: list[Point] = []
    department = ""
    for name, slot in list_documents(proof):
        if name in {COVER_PAGE, CONTENTS_PAGE} or slot is None:
            continue
        if name == MASTHEAD_PAGE:
            department, point = "", Point(words["masthead"], name)
        else:
            article = next(article for article in slot.articles if f"{article.slug}.xhtml" == name)
            point = Point(article.title, name, language=article.language)
        if not slot.department:
            department = ""
            points.append(point)
            continue
        if slot.department != department:
            department = slot.department
            points.append(Point(department, name))
        points[-1] = _add_point(points[-1], point, slot.part)
    return tuple(points)


def _add_point(department: Point, point: Point, part: str) -> Point:
    """Add an article to a department, in its part where it has one."""
    points = department.points
    if not part:
        return Point(department.title, department.href, (*points, point))
    if points and points[-1].title == part and points[-1].points:
        point, points = Point(part, points[-1].href, (*points[-1].points, point)), points[:-1]
    else:
        point = Point(part, point.href, (point,))
    return Point(department.title, department.href, (*points, point))


def place_contents(marks: Sequence[PageMark], points: Sequence[Point], proof: Proof) -> tuple[PageMark, ...]:
    """Find the entry that each printed page of the contents begins with; its number is the mark's ``offset``."""
    wordings: dict[str, set[str]] = defaultdict(set)
    for article in proof.issue.articles:
        wordings[article.title] |= {article.title, article.listed_as}
    return align_marks(marks, "contents", [wordings.get(title, {title}) for title in _titles(points)], proof)


def _titles(points: Sequence[Point]) -> Iterator[str]:
    """The titles of all entries, in reading order."""
    for point in points:
        yield point.title
        yield from _titles(point.points)


def list_landmarks(points: Sequence[Point]) -> tuple[str, str, str]:
    """Where cover, contents and the text begin."""
    first = next((point.href for point in points if point.href != MASTHEAD_PAGE), CONTENTS_PAGE)
    return COVER_PAGE, f"{CONTENTS_PAGE}#contents", first


def write_nav(
    points: Sequence[Point],
    places: Places,
    marks: Sequence[PageMark],
    words: Mapping[str, str],
    landmarks: tuple[str, str, str],
) -> Document:
    """Write the contents page, which is also the navigation: contents, landmarks and the printed pages.

    ``marks`` are the printed pages that the contents took, each with the number of the entry that it begins with,
    ``places`` all pages with their addresses, ``landmarks`` lead to cover, contents and text.
    """
    kinds = zip(("cover", "toc", "bodymatter"), landmarks, ("cover", "contents", "body"), strict=True)
    before: dict[int, str] = defaultdict(str)
    for mark in marks:
        before[mark.offset] += write_tree(write_mark(mark))
    head, numbers = before.pop(0, ""), iter(range(1_000_000))
    listed = _write_list(points, numbers, before)
    tail = before.get(next(numbers), "")
    signs = "\n".join(
        f'<li><a epub:type="{kind}" href="{href}">{escape(words[word])}</a></li>' for kind, href, word in kinds
    )
    pages = "\n".join(f'<li><a href="{href}">{escape(mark.label)}</a></li>' for mark, href in places)
    body = (
        f"<div>{head}\n"
        '<nav epub:type="toc" role="doc-toc" id="contents" aria-labelledby="contents-title">\n'
        f'<h1 id="contents-title">{escape(words["contents"])}</h1>\n{listed}\n</nav>{tail}\n'
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-labelledby="landmarks-title">\n'
        f'<h2 id="landmarks-title">{escape(words["landmarks"])}</h2>\n<ol>\n{signs}\n</ol>\n</nav>\n'
    )
    if pages:
        body += (
            '<nav epub:type="page-list" role="doc-pagelist" id="pages" hidden="hidden" aria-labelledby="pages-title">\n'
            f'<h2 id="pages-title">{escape(words["pages"])}</h2>\n<ol>\n{pages}\n</ol>\n</nav>\n'
        )
    return Document(CONTENTS_PAGE, words["contents"], f"{body}</div>", "contents")


def _write_list(points: Sequence[Point], numbers: Iterator[int], before: Mapping[int, str]) -> str:
    """Write a list; ``before`` are marks by the number of the entry that they stand before.

    A list of navigation may hold nothing but links, so the mark stands in the link, which says its name without it.
    """
    items = []
    for point in points:
        mark, title = before.get(next(numbers), ""), escape(point.title)
        attributes = f'{_GROUP if point.points else ""} href="{escape(point.href)}"'
        label = f' aria-label="{title}"' if mark else ""
        tongue = escape(point.language)
        label += f' lang="{tongue}" xml:lang="{tongue}"' if tongue else ""
        below = f"\n{_write_list(point.points, numbers, before)}\n" if point.points else ""
        items.append(f"<li><a{attributes}{label}>{mark}{title}</a>{below}</li>")
    entries = "\n".join(items)
    return f"<ol>\n{entries}\n</ol>"


def write_ncx(title: str, language: str, identifier: str, points: Sequence[Point], places: Places) -> bytes:
    """Write the NCX, for reading systems that know no nav."""
    tongue = escape(language)
    numbers = [int(mark.label) for mark, _ in places if mark.label.isascii() and mark.label.isdigit()]
    counter = iter(range(1, 1_000_000))
    entries = "\n".join(_write_point(point, counter) for point in points)
    pages = "\n".join(_write_target(mark, href) for mark, href in places)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{tongue}">\n<head>\n'
        f'<meta name="dtb:uid" content="{escape(identifier)}" />\n'
        f'<meta name="dtb:depth" content="{_depth(points)}" />\n'
        f'<meta name="dtb:totalPageCount" content="{len(numbers)}" />\n'
        f'<meta name="dtb:maxPageNumber" content="{max(numbers, default=0)}" />\n</head>\n'
        f"<docTitle><text>{escape(title)}</text></docTitle>\n<navMap>\n{entries}\n</navMap>\n"
        + (f"<pageList>\n{pages}\n</pageList>\n" if pages else "")
        + "</ncx>\n"
    ).encode()


def _depth(points: Sequence[Point]) -> int:
    return 1 + max((_depth(point.points) for point in points), default=0) if points else 0


def _write_point(point: Point, counter: Iterator[int]) -> str:
    number = next(counter)
    below = "".join("\n" + _write_point(child, counter) for child in point.points)
    label = f"<navLabel><text>{escape(point.title)}</text></navLabel>"
    return f'<navPoint id="point-{number}">{label}<content src="{escape(point.href)}" />{below}</navPoint>'


def _write_target(mark: PageMark, href: str) -> str:
    numbered = mark.label.isascii() and mark.label.isdigit()
    kind = f'type="normal" value="{mark.label}"' if numbered else 'type="special"'
    label = f"<navLabel><text>{escape(mark.label)}</text></navLabel>"
    return f'<pageTarget id="target-{mark.ident}" {kind}>{label}<content src="{escape(href)}" /></pageTarget>'
