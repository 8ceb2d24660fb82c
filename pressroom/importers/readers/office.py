"""Read what people write in: DOCX, ODT, HTML, EPUB, and exports of WordPress and Ghost; lines with their marks out.

Pandoc reads them, in its sandbox: it sees the one file and fetches nothing.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressroom.importers.emphasis import CALL, CALL_END, SLANTED, SLANTED_END, STRONG, STRONG_END, drop_signs
from pressroom.importers.pages import NOTE, PICTURE, Scan, SourceLine, SourcePage, SourcePicture
from pressroom.importers.readers.xml import read_xml
from pressroom.report import Place, SourceError, stop
from pressroom.workshop.markup import escape

MOST_BYTES = 512 * 1024 * 1024
_MOST_UNPACKED = 1024 * 1024 * 1024
_MOST_MEMBERS = 20_000
_MOST_RATIO = 250  # of a large member's size to what it takes in the archive
_SECONDS = 300
_MEMORY = 6 * 2**30
FORMATS = {
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".rtf": "rtf",
}


def read_office(file: Path, form: str = "") -> Scan:
    """Read a document of an office or of the web.

    :raises SourceError: where it is no sound one, or Pandoc is not installed.
    """
    form = form or FORMATS[file.suffix.lower()]
    _check_size(file, zipped=form in ("docx", "odt", "epub"))
    source = file.read_bytes()
    if form == "wordpress":
        source, form = _wordpress(file), "html"
    elif form == "ghost":
        source, form = _ghost(file), "html"
    with tempfile.TemporaryDirectory() as folder:
        document = _run_pandoc(source, form, Path(folder), file)
        walk = _Walk(Path(folder))
        walk.lines(document["blocks"])
    lines = _headed(document.get("meta") or {}, walk.made)
    if not lines:
        raise SourceError([stop("empty-scan", "there is no text in it", Place(file), "give a document with text")])
    numbered = tuple(_number(line, at) for at, line in enumerate(lines, 1))
    pages = tuple(SourcePage(number, label) for number, label in enumerate(walk.labels, 1))
    return Scan(file, numbered, pages, printed=True, reader="office", language=_language(document.get("meta") or {}))


def _number(line: SourceLine, at: int) -> SourceLine:
    """A line with its place among the others."""
    return SourceLine(
        at,
        line.text,
        line.gap,
        line.mark,
        line.bold,
        picture=line.picture,
        rows=line.rows,
        level=line.level,
        page=line.page,
    )


def _check_size(file: Path, *, zipped: bool) -> None:
    """Refuse what is too large, or would be when it is unpacked."""
    if file.stat().st_size > MOST_BYTES:
        raise SourceError([stop("huge-scan", f"more than {MOST_BYTES // 2**20} MiB", Place(file), "split it")])
    if not zipped:
        return
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SourceError([stop("broken-zip", f"no sound document: {error}", Place(file), "save it anew")]) from None
    total = sum(member.file_size for member in members)
    bombs = [m for m in members if m.file_size > 2**24 and m.file_size > _MOST_RATIO * max(m.compress_size, 1)]
    if len(members) > _MOST_MEMBERS or total > _MOST_UNPACKED or bombs:
        message = f"it would unpack to {total / 2**20:.0f} MiB in {len(members)} files"
        raise SourceError([stop("zip-bomb", message, Place(file), "save it anew, with smaller pictures")])


def _run_pandoc(source: bytes, form: str, folder: Path, file: Path) -> Any:
    """Have Pandoc read a document; pictures that are in it come into the folder."""
    if importlib.util.find_spec("pypandoc") is None:
        hint = "install it: `pip install 'pressroom[office]'`"
        raise SourceError(
            [stop("no-pandoc", f"{file.suffix or form} is read by Pandoc, which is not installed", Place(file), hint)]
        )
    import pypandoc

    own = folder / f"source.{form}"
    own.write_bytes(source)
    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "-f",
        form,
        "-t",
        "json",
        f"--extract-media={folder / 'media'}",
        str(own),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _bound(process.pid)
    try:
        out, said = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise SourceError(
            [stop("broken-document", f"it took more than {_SECONDS} s", Place(file), "save it anew")]
        ) from None
    if process.returncode:
        why = " ".join(said.decode("utf-8", "replace").split())[:200] or "Pandoc stopped"
        raise SourceError([stop("broken-document", f"no sound document: {why}", Place(file), "save it anew")])
    return json.loads(out)


def _bound(pid: int) -> None:
    """Let a process take no more memory than a document needs."""
    if sys.platform == "linux":
        import contextlib
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def _headed(meta: Any, lines: list[SourceLine]) -> list[SourceLine]:
    """The lines with the title that the document names beside its text, where the text does not begin with it."""
    title = drop_signs(_Walk(Path()).inlines(_meta(meta, "title")))
    first = next((drop_signs(line.text) for line in lines if line.text), "")
    if not title or title == first or any(line.mark == "#" and line.level == 1 for line in lines):
        return lines
    return [SourceLine(0, title, 1, "#", level=1), *lines]


def _meta(meta: Any, key: str) -> Any:
    """The inlines of an entry of the metadata."""
    value = meta.get(key) or {}
    return value.get("c") if value.get("t") == "MetaInlines" else []


def _language(meta: Any) -> str:
    """The language that a document names, if it is a tag."""
    words = drop_signs(_Walk(Path()).inlines(_meta(meta, "lang") or _meta(meta, "language")))
    return (
        words
        if len(words) >= 2 and words[:2].isalpha() and words.isascii() and words.lower() != "c" and len(words) != 1
        else ""
    )


@dataclass
class _Walk:
    """Walks the tree of a document."""

    folder: Path
    made: list[SourceLine] = field(default_factory=list)
    notes: list[SourceLine] = field(default_factory=list)
    pictures: list[SourcePicture] = field(default_factory=list)
    count: int = 0  # notes so far
    labels: list[str] = field(default_factory=list)  # of the printed pages that the document marks
    hidden: int = 0  # navigations that are open

    def lines(self, blocks: Any, mark: str = "") -> None:
        """Walk blocks."""
        for block in blocks:
            self.block(block["t"], block.get("c"), mark)

    def block(self, kind: str, content: Any, mark: str) -> None:  # noqa: C901  a case for each kind of block
        """Make the lines of one block."""
        if kind == "RawBlock":
            self.hidden = max(0, self.hidden + content[1].count("<nav") - content[1].count("</nav"))
        if self.hidden:
            return
        match kind:
            case "Header":
                self.add(self.inlines(content[2]), "#", content[0])
            case "Para" | "Plain":
                self.add(self.inlines(content), mark)
            case "LineBlock":
                for line in content:
                    self.add(self.inlines(line), mark)
            case "BlockQuote":
                self.lines(content, ">")
            case "BulletList" | "OrderedList":
                for item in content if kind == "BulletList" else content[1]:
                    self.item(item)
            case "DefinitionList":
                for term, definitions in content:
                    self.add(self.inlines(term), mark)
                    for definition in definitions:
                        self.lines(definition, mark)
            case "Table":
                self.table(content)
            case "Figure":
                self.figure(content)
            case "Div":
                self.break_page(content[0])
                self.lines(content[1], mark)
            case "CodeBlock":
                self.add(content[1], mark)
            case _:
                return

    def add(self, text: str, mark: str = "", level: int = 0) -> None:
        """Add a line, and the pictures that stood in it."""
        words = " ".join(text.split()) if mark == "#" else text.strip()
        if drop_signs(words).strip():
            for at, part in enumerate(words.split("\n")):
                if part.strip():
                    said = drop_signs(part) if mark == "#" else part.strip()
                    self.made.append(SourceLine(0, said, 0 if at else 1, mark, level=level, page=len(self.labels)))
        self.made += [SourceLine(0, "", 1, PICTURE, picture=picture) for picture in self.pictures]
        self.pictures = []
        self.made += self.notes
        self.count += len(self.notes)
        self.notes = []

    def item(self, blocks: Any) -> None:
        """An item of a list: its words in one line, lists inside it behind it."""
        words = [self.inlines(block["c"]) for block in blocks if block["t"] in ("Para", "Plain")]
        self.add(" ".join(words), "-")
        self.lines([block for block in blocks if block["t"] not in ("Para", "Plain")])

    def figure(self, content: Any) -> None:
        """A figure: its picture, then its caption."""
        for block in content[2]:
            if block["t"] in ("Plain", "Para"):
                self.inlines(block["c"])
        pictures, self.pictures = self.pictures, []
        caption = " ".join(self.inlines(block["c"]) for block in content[1][1] if block["t"] in ("Plain", "Para"))
        self.pictures = []
        for picture in pictures:
            self.made.append(SourceLine(0, drop_signs(caption), 1, PICTURE, picture=picture))

    def table(self, content: Any) -> None:
        """A table: a line for each row."""
        caption = " ".join(self.inlines(block["c"]) for block in content[1][1] if block["t"] in ("Plain", "Para"))
        self.add(caption, "caption")
        rows = [*content[3][1], *(row for body in content[4] for row in (*body[2], *body[3])), *content[5][1]]
        first = True
        for row in rows:
            cells = tuple(cell for one in row[1] for cell in self.cell(one))
            if any(cells):
                self.made.append(SourceLine(0, "\t".join(cells), 1 if first else 0, "|", rows=(cells,)))
                first = False

    def cell(self, content: Any) -> Iterator[str]:
        """The words of a cell, and empty ones for the columns that it spans besides."""
        words = [self.inlines(block["c"]) for block in content[4] if block["t"] in ("Para", "Plain")]
        yield drop_signs(" ".join(words)).replace("\n", " ").strip()
        yield from [""] * (min(int(content[3]), 50) - 1)

    def inlines(self, content: Any) -> str:
        """The words of inlines, with signs for emphasis and notes; pictures are put aside."""
        return "".join(self.inline(one["t"], one.get("c")) for one in content)

    def inline(self, kind: str, content: Any) -> str:  # noqa: C901  a case for each kind of inline
        """The words of one inline."""
        match kind:
            case "Str":
                return str(content)
            case "Space" | "SoftBreak":
                return " "
            case "LineBreak":
                return "\n"
            case "Strong" | "SmallCaps":
                return f"{STRONG}{self.inlines(content)}{STRONG_END}" if kind == "Strong" else self.inlines(content)
            case "Emph" | "Underline":
                return f"{SLANTED}{self.inlines(content)}{SLANTED_END}" if kind == "Emph" else self.inlines(content)
            case "Superscript" | "Subscript" | "Strikeout":
                return self.inlines(content)
            case "Quoted":
                one, two = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
                return f"{one}{self.inlines(content[1])}{two}"
            case "Link" | "Span" | "Cite":
                self.break_page(content[0] if kind == "Span" else ["", [], []])
                return self.inlines(content[1])
            case "Code" | "Math":
                return str(content[1])
            case "Image":
                self.pictures.append(self.picture(content))
                return ""
            case "Note":
                return self.note(content)
            case _:
                return ""

    def break_page(self, attributes: Any) -> None:
        """A printed page begins: EPUBs say where."""
        values = dict(attributes[2])
        if values.get("role") == "doc-pagebreak" or values.get("epub:type") == "pagebreak":
            label = values.get("aria-label") or values.get("title") or ""
            self.labels.append(label.strip(" ."))

    def picture(self, content: Any) -> SourcePicture:
        """A picture of the document, with its bytes where they came out of it."""
        name = str(content[2][0])
        file = Path(name)
        inside = file.is_absolute() and file.is_file() and file.resolve().is_relative_to(self.folder.resolve())
        alt = drop_signs(self.inlines(content[1]))
        return SourcePicture(file.name, file.read_bytes(), alt) if inside else SourcePicture(name, alt=alt)

    def note(self, blocks: Any) -> str:
        """The call of a note; its text goes behind the article."""
        number = self.count + len(self.notes) + 1
        words = " ".join(self.inlines(block["c"]) for block in blocks if block["t"] in ("Para", "Plain"))
        self.notes.append(SourceLine(0, f"{number} {drop_signs(words)}", 0, NOTE))
        return f"{CALL}{number}{CALL_END}"


def _wordpress(file: Path) -> bytes:
    """The published posts of an export of WordPress, as one page of HTML."""
    root = read_xml(file)
    parts: list[str] = []
    for item in root.iter("item"):
        values = {child.tag: child.text or "" for child in item}
        encoded = [child.text or "" for child in item if child.tag == "encoded"]
        if (
            values.get("post_type", "post") in ("post", "page")
            and values.get("status", "publish") == "publish"
            and encoded
        ):
            parts.append(_post(values.get("title", ""), values.get("creator", ""), encoded[0]))
    return _page(parts, file)


def _ghost(file: Path) -> bytes:
    """The published posts of an export of Ghost, as one page of HTML."""
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))["db"][0]["data"]
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise SourceError(
            [stop("broken-json", f"no export of Ghost: {error}", Place(file), "export it anew")]
        ) from None
    names = {user.get("id"): user.get("name", "") for user in data.get("users") or []}
    by_post: dict[Any, str] = {}
    for row in data.get("posts_authors") or []:
        by_post.setdefault(row.get("post_id"), names.get(row.get("author_id"), ""))
    posts = [post for post in data.get("posts") or [] if post.get("status") == "published" and post.get("html")]
    posts.sort(key=lambda post: str(post.get("published_at") or ""))
    return _page([_post(str(p.get("title") or ""), by_post.get(p.get("id"), ""), str(p["html"])) for p in posts], file)


def _post(title: str, author: str, body: str) -> str:
    """One post as HTML; paragraphs that WordPress parts by empty lines are parted."""
    if "<p" not in body:
        body = "".join(f"<p>{part}</p>" for part in body.split("\n\n") if part.strip())
    byline = f"<p>□ {escape(author)}</p>" if author else ""
    return f"<h1>{escape(title)}</h1>{byline}{body}"


def _page(parts: list[str], file: Path) -> bytes:
    """A page of HTML."""
    if not parts:
        raise SourceError([stop("empty-scan", "no published post is in it", Place(file), "export published posts")])
    return f"<html><body>{''.join(parts)}</body></html>".encode()
