"""Start a magazine: a name, a language and a page in; a folder ready for version control out, with a first issue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from pressroom.language.tags import read_tag
from pressroom.language.words import read_words
from pressroom.report import Place, SourceError, stop
from pressroom.starting.copy import Writer, write_articles
from pressroom.starting.sizes import PagePlan, plan_page
from pressroom.workshop.files import open_bench, write_file

_IGNORED = "out/\n.pressroom/\nschemas/\n"
_PLAIN = re.compile(r"[\w](?:[^:#,\[\]{}&*!|>'\"%@`]*[^\s:#,\[\]{}&*!|>'\"%@`])?")
_WORD = re.compile(r"(true|false|null|~|[-+]?[\d.]+)?")
_DRAWINGS = ("cover", "inside-front", "opener", "feature", "profile", "portrait-1", "portrait-2", "place")
_MORE_DRAWINGS = ("photo-1", "photo-2", "photo-3", "ad", "back")


def new_magazine(folder: Path, title: str, language: str, size: tuple[float, float], date: str) -> tuple[Path, ...]:
    """Write the folder of a new magazine with one issue of sixteen pages, a page of every kind.

    ``size`` is that of the page in millimetres, ``date`` the year and month of the issue. Gives the files.

    :raises SourceError: if there is something in the folder already.
    """
    if folder.is_file() or (folder.is_dir() and any(not file.name.startswith(".") for file in folder.iterdir())):
        hint = "name a folder that does not exist yet, or is empty"
        raise SourceError([stop("exists", "there is something already", Place(folder), hint)])
    words, page = read_words(language), plan_page(*size, letters=read_tag(language).letters)
    texts = _write_texts(Writer(words, page, date), title, language, _slug(folder.name))
    with open_bench(folder.resolve().parent) as bench:
        made = bench / "magazine"
        for name, data in texts.items():
            write_file(made / name, data)
        folder.mkdir(exist_ok=True)  # it may hold what version control keeps
        for part in sorted(made.iterdir()):
            part.replace(folder / part.name)
    return tuple(folder / name for name in texts)


def _slug(name: str) -> str:
    """The name of the layout: that of the folder, as far as it is plain."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "own"


def _write_texts(writer: Writer, title: str, language: str, layout: str) -> dict[str, bytes]:
    """All files by their names."""
    issue = f"issues/{writer.date}"
    told = {"title": title, "slug": writer.date, "layout": layout}
    texts = {
        "README.md": _fill(writer.say("readme"), told) + "\n",
        ".gitignore": _IGNORED,
        "issues/magazine.yaml": _write_magazine(writer, title, language),
        f"layouts/{layout}/layout.yaml": _write_layout(writer, title),
        f"layouts/{layout}/print.css": f"/* {writer.say('note-css')} */\n",
        f"{issue}/issue.yaml": _write_issue(writer, layout),
        **{f"{issue}/copy/{slug}.md": text for slug, text in write_articles(writer).items()},
    }
    art = files("pressroom.starting") / "art"
    drawings = {f"{issue}/art/{name}.svg": (art / f"{name}.svg").read_bytes() for name in (*_DRAWINGS, *_MORE_DRAWINGS)}
    return {name: text.encode() for name, text in texts.items()} | drawings


def _fill(text: str, told: Mapping[str, str]) -> str:
    """Fill in what stands in braces."""
    return text.format(**told)


def _write_magazine(writer: Writer, title: str, language: str) -> str:
    """The sheet of what all issues share."""
    say = writer.say
    departments = ", ".join(plain(say(f"department-{number}")) for number in (1, 2, 3, 4))
    staff = [
        f"  - {{role: {plain(say(f'role-{post}'))}, names: [{plain(say(f'person-{number}'))}]}}"
        for number, post in enumerate(("editor", "design", "pictures"), 1)
    ]
    return "\n".join(
        [
            f"# {say('note-magazine')}",
            f"title: {plain(title)}",
            f"language: {language}",
            f"publisher: {plain(say('publisher'))}",
            f"departments: [{departments}]",
            "masthead:",
            *staff,
            "",
        ]
    )


def _write_layout(writer: Writer, title: str) -> str:
    """The sheet of the layout: the page, and no more than it needs."""
    page: PagePlan = writer.page
    tokens = [f"  {name}: {value if not value.isdigit() else _text(value)}" for name, value in page.tokens.items()]
    return "\n".join(
        [
            f"# {_fill(writer.say('note-layout'), {'title': title})}",
            "extends: base",
            f"width: {page.width:g}mm",
            f"height: {page.height:g}mm",
            "",
            "tokens:",
            f"  # {writer.say('note-page')}",
            *tokens,
            "",
        ]
    )


def _text(number: str) -> str:
    """A number that is to be read as text."""
    return f'"{number}"'


def _write_issue(writer: Writer, layout: str) -> str:
    """The sheet of the issue, with a slot a line."""
    say = writer.say
    news, features, talk, places = (plain(say(f"department-{number}")) for number in (1, 2, 3, 4))
    part = plain(say("part-name"))
    lines = ", ".join(plain(say(f"cover-line-{number}")) for number in (1, 2, 3))

    def art(name: str) -> str:
        return f"art: art/{name}.svg, art_alt: {plain(say(f'alt-{name}'))}"

    slots = [
        f"# {say('note-covers')}",
        f"- {{kind: cover, {art('cover')}}}",
        f"- {{kind: inside-front, {art('inside-front')}}}",
        "",
        "- {kind: masthead, folio: 1}",
        "- {kind: contents, folio: 2}",
        "- {kind: editorial, folio: 3, copy: editorial}",
        f"- {{kind: briefs, folio: 4, department: {news}, copy: [brief-1, brief-2, brief-3]}}",
        f"- {{kind: opener, folio: 5, department: {features}, copy: opener}}",
        f"- {{kind: feature, folio: 6, department: {features}, copy: feature}}",
        f"- {{kind: profile, folio: 7, department: {features}, copy: profile}}",
        f"- {{kind: part-opener, folio: 8, department: {features}, part: {part}, copy: part}}",
        f"- {{kind: focus, folio: 9, department: {features}, part: {part}, copy: focus}}",
        f"# {say('note-forum')}",
        f"- {{kind: forum, folio: 10, department: {talk}, copy: [report, observation, lecture, roundtable, exchange]}}",
        f"- {{kind: digest, folio: 12, department: {places}, copy: digest}}",
        f"- {{kind: neighbourhood, folio: 13, department: {places}, copy: place}}",
        f"- {{kind: photo-essay, folio: 14, department: {places}, copy: photos}}",
        f"- {{kind: chronicle, folio: 15, department: {news}, copy: chronicle}}",
        "- {kind: ad, folio: 16, copy: ad}",
        "",
        f"# {say('note-back')}",
        "- {kind: inside-back}",
        f"- {{kind: back-cover, {art('back')}}}",
    ]
    return "\n".join(
        [
            "# yaml-language-server: $schema=../../schemas/issue.schema.json",
            f"# {say('note-issue')}",
            "number: 1",
            f"date: {writer.date}",
            f"layout: {layout}",
            f"theme: {plain(say('theme'))}",
            f"cover_lines: [{lines}]",
            "pages: 16",
            "flatplan:",
            *(f"  {slot}" if slot else "" for slot in slots),
            "",
        ]
    )


def plain(text: str) -> str:
    """A text as a sheet may hold it: in quotes where it would be read as something else."""
    if _PLAIN.fullmatch(text) and not _WORD.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
