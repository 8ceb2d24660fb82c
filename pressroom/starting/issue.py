"""Start an issue: a slug in, a small issue folder that builds out, in the language and the layout of its magazine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pressroom.language.words import read_words
from pressroom.read import read_magazine
from pressroom.read.sheet import read_sheet, read_text, write_yaml
from pressroom.report import Place, SourceError, stop
from pressroom.starting.magazine import plain
from pressroom.workshop.files import open_bench

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def new_issue(magazine: Path, slug: str, today: str) -> tuple[Path, ...]:
    """Write the folder of a new issue of a magazine; ``today`` is its date where the slug is none.

    :raises SourceError: if the slug is no name for an issue, there is one already, or the magazine cannot be read.
    """
    folder = magazine / "issues" / slug
    check_slug(slug, folder, "an issue")
    if folder.exists():
        raise SourceError([stop("exists", "there is an issue already", Place(folder), "choose another slug")])
    known = read_magazine(folder)
    words, last = read_words(known.language), _last_issue(magazine)
    department = known.departments[0] if known.departments else ""
    texts = {
        "issue.yaml": _write_issue(words, last, slug if _MONTH.fullmatch(slug) else today, department),
        "copy/first.md": write_copy(words, known.roles[0].name),
    }
    with open_bench(folder.parent) as bench:
        made = bench / "issue"
        (made / "art").mkdir(parents=True)
        (made / "copy").mkdir()
        for name, text in texts.items():
            (made / name).write_text(text, encoding="utf-8")
        made.replace(folder)
    return tuple(folder / name for name in texts)


def check_slug(slug: str, folder: Path, what: str) -> None:
    """Look whether a slug can be the name of a file or a folder.

    :raises SourceError: if it cannot.
    """
    if not _SLUG.fullmatch(slug):
        hint = "use small Latin letters, digits and hyphens, as 2026-07 or harbour-lights"
        raise SourceError([stop("bad-slug", f"{slug!r} is no name for {what}", Place(folder.parent), hint)])


def write_copy(words: Mapping[str, str], role: str) -> str:
    """Write an article that says how one is written."""
    say = {name: words[f"new-article-{name}"] for name in ("headline", "deck", "text", "subhead", "more")}
    bylines = [{"role": role, "names": [words["new-person-1"]]}]
    head = write_yaml({"headline": say["headline"], "deck": say["deck"], "bylines": bylines})
    return f"---\n{head}---\n{say['text']}\n\n## {say['subhead']}\n\n{say['more']}\n"


def _last_issue(magazine: Path) -> Mapping[str, Any]:
    """What the sheet of the issue with the latest date says, as far as it can be read."""
    found: list[Mapping[str, Any]] = []
    for file in sorted((magazine / "issues").glob("*/issue.yaml")):
        try:
            found.append(read_sheet(read_text(file), file).values)
        except SourceError:
            continue
    return max(found, key=lambda values: str(values.get("date", "")), default={})


def _write_issue(words: Mapping[str, str], last: Mapping[str, Any], date: str, department: str) -> str:
    """The sheet of an issue: one article, and what stands around it."""
    number = last.get("number")
    where = f", department: {plain(department)}" if department else ""
    return "\n".join(
        [
            "# yaml-language-server: $schema=../../schemas/issue.schema.json",
            f"# {words['new-note-issue']}",
            f"number: {number + 1 if isinstance(number, int) else 1}",
            f"date: {date}",
            f"layout: {last.get('layout', 'base')}",
            "pages: 4",
            "flatplan:",
            "  - {kind: cover}",
            "  - {kind: inside-front}",
            "  - {kind: masthead, folio: 1}",
            "  - {kind: contents, folio: 2}",
            f"  - {{kind: feature, folio: 3{where}, copy: first}}",
            "  - {kind: inside-back}",
            "  - {kind: back-cover}",
            "",
        ]
    )
