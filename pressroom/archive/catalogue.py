"""A catalogue of an archive: its bags and its journal in, one file of SQLite out that is searched by words.

It is never the only copy of anything and is made anew at any time. Chinese is searched by pairs of characters: SQLite's
own tokenizers take a sentence without spaces for one word, or ask for three characters, and most words have two.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pressroom.archive.citing import pages_of
from pressroom.archive.indexing import read_serials
from pressroom.archive.journal import read_journal
from pressroom.archive.works import Serial

CATALOGUE = "catalogue.sqlite"
_HAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_TABLES = """
CREATE TABLE issues (id INTEGER PRIMARY KEY, magazine, slug, title, number, date, printing, bag);
CREATE TABLE articles (id INTEGER PRIMARY KEY, issue INTEGER REFERENCES issues, slug, title, department, pages, text);
CREATE TABLE people (article INTEGER REFERENCES articles, name, role);
CREATE TABLE builds (issue, fate, key, seal, seconds, told);
CREATE TABLE digests (issue, file, sha256);
CREATE VIRTUAL TABLE words USING fts5 (title, people, keywords, text, content='', tokenize='unicode61');
"""


@dataclass(frozen=True)
class Hit:
    """An article that was found: its title, the issue, its date and pages, the bag, and where the words stand."""

    title: str
    issue: str
    date: str
    pages: str
    bag: str
    excerpt: str


def make_catalogue(archive: Path) -> Path:
    """Make the catalogue of an archive anew; the one before stays until this one is whole."""
    file, beside = archive / CATALOGUE, archive / f".{CATALOGUE}"
    beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(beside)) as base:
        base.executescript(_TABLES)
        for bag, serial in read_serials(archive):
            _add(base, bag.relative_to(archive).as_posix(), serial)
        for record in read_journal(archive).records.values():
            row = (record.issue, record.fate.value, record.key, record.seal, record.seconds, record.told)
            base.execute("INSERT INTO builds VALUES (?,?,?,?,?,?)", row)
            rows = ((record.issue, name, value) for name, value in record.editions)
            base.executemany("INSERT INTO digests VALUES (?,?,?)", rows)
        base.commit()
    beside.replace(file)
    return file


def _add(base: sqlite3.Connection, bag: str, serial: Serial) -> None:
    """Add an issue."""
    row = (serial.magazine, serial.slug, serial.title, serial.number, serial.date, serial.printing, bag)
    issue = base.execute("INSERT INTO issues VALUES (NULL,?,?,?,?,?,?,?)", row).lastrowid
    for work in serial.works:
        values = (issue, work.slug, work.title, work.department, pages_of(work, "–"), work.text)
        article = base.execute("INSERT INTO articles VALUES (NULL,?,?,?,?,?,?)", values).lastrowid
        base.executemany("INSERT INTO people VALUES (?,?,?)", [(article, one.name, one.role) for one in work.people])
        said = (work.title, " ".join(one.name for one in work.people), " ".join(work.keywords), work.text)
        base.execute(
            "INSERT INTO words (rowid, title, people, keywords, text) VALUES (?,?,?,?,?)",
            (article, *(" ".join(tokenise(text)) for text in said)),
        )


def tokenise(text: str) -> Iterator[str]:
    """The words of a text as they are indexed: Latin words and figures, and of Chinese each character and each pair."""
    for piece in _PIECES.findall(text):
        if not re.match(f"[{_HAN}]", piece):
            yield piece.lower()
            continue
        yield from piece
        yield from (piece[at : at + 2] for at in range(len(piece) - 1))


def find_articles(archive: Path, wanted: str, most: int = 20) -> list[Hit]:
    """Find the articles in which all words stand, those where they weigh most first."""
    words = [" AND ".join(_ask(piece)) for piece in _PIECES.findall(wanted)]
    if not words:
        return []
    query = """
        SELECT articles.title, issues.title, issues.date, articles.pages, issues.bag, articles.text
        FROM words JOIN articles ON articles.id = words.rowid JOIN issues ON issues.id = articles.issue
        WHERE words MATCH ? ORDER BY bm25(words, 8, 6, 6, 1), issues.date DESC LIMIT ?"""
    with closing(sqlite3.connect(f"{(archive / CATALOGUE).resolve().as_uri()}?mode=ro", uri=True)) as base:
        rows = base.execute(query, (" AND ".join(words), most)).fetchall()
    return [
        Hit(title, issue, date, pages, bag, _excerpt(text, wanted)) for title, issue, date, pages, bag, text in rows
    ]


def _ask(piece: str) -> Iterator[str]:
    """How a piece is asked for: Chinese by its pairs, or by its one character."""
    if re.match(f"[{_HAN}]", piece) and len(piece) > 1:
        yield from (f'"{piece[at : at + 2]}"' for at in range(len(piece) - 1))
    else:
        yield f'"{piece.lower()}"'


def _excerpt(text: str, wanted: str) -> str:
    """A few words around the first place where something wanted stands."""
    flat = " ".join(text.split())
    places = [flat.lower().find(piece.lower()) for piece in _PIECES.findall(wanted)]
    start = max(min((place for place in places if place >= 0), default=0) - 15, 0)
    return ("…" if start else "") + flat[start : start + 60] + ("…" if start + 60 < len(flat) else "")
