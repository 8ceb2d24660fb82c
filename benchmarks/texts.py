"""Read the texts of a benchmark: issue folders and scans in, paragraphs of reading text out."""

from __future__ import annotations

import html
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reading import open_reading
from pressroom.galley import set_galley
from pressroom.importers.ocr import import_scan
from pressroom.pictures import Art
from pressroom.read import read_issue
from pressroom.typography.normaliser import normalise

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "issues" / "2021-01"
SEED = ROOT.parent / "shared" / "seed"

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)
_ENDS = "。！？”……）："
_SHORTEST = 20  # characters: what is shorter is a caption, a credit, a row of figures
_WORDS = (
    "tide river bridge morning harbour letter engine quiet station signal paper copper measure market window garden "
    "winter orchard careful difficult ordinary remember consider together between because perhaps already another "
    "the the the of of and and to to in in a a is was that for with on as by at from it its he she they we had has"
)


@dataclass(frozen=True)
class Text:
    """A text to set: its name in the tables, what it is, its paragraphs without markup."""

    name: str
    what: str
    paragraphs: tuple[str, ...]

    @property
    def characters(self) -> int:
        """How many characters it has."""
        return sum(map(len, self.paragraphs))


def read_own(folder: Path = OWN) -> Text:
    """The copy of an issue of the house."""
    return Text("own", f"copy of issues/{folder.name}", _paragraphs_of(folder))


def read_seed(folder: Path = SEED) -> Text | None:
    """The text of a scan as the importer joins it; None where it is not at hand."""
    scan = next(iter(sorted(folder.glob("*.ocr.txt"))), None)
    if scan is None:
        return None
    with tempfile.TemporaryDirectory() as desk:
        import_scan(scan, Path(desk) / "issue")
        return Text(
            "seed", "a scanned issue of 104 pages, imported and normalised", _paragraphs_of(Path(desk) / "issue")
        )


def _paragraphs_of(folder: Path) -> tuple[str, ...]:
    """The paragraphs of all articles of an issue, in the order of its pages."""
    with open_reading(folder) as workshop:
        return tuple(_list_paragraphs(Art(folder, workshop)))


def _list_paragraphs(art: Art) -> Iterator[str]:
    issue, _ = read_issue(art)
    slugs = [article.slug for article in issue.articles]
    for article in issue.articles:
        galley = set_galley(article, art, slugs)
        bare = (re.sub("<[^>]*>", "", inner) for inner in _PARAGRAPH.findall(galley.html))
        found = (normalise(html.unescape(" ".join(text.split()))) for text in bare)
        yield from (text for text in found if len(text) >= _SHORTEST and text[-1] in _ENDS)


def stretch(paragraphs: tuple[str, ...], characters: int) -> tuple[str, ...]:
    """Paragraphs of so many characters: a text that is too short is told again with its sentences in another order.

    So no paragraph is there twice, and nothing that is remembered of one helps with another.
    """
    found: list[str] = []
    length, turn = 0, 0
    while length < characters:
        for text in paragraphs:
            told = _turn(text, turn)
            found.append(told)
            length += len(told)
            if length >= characters:
                break
        turn += 1
    return tuple(found)


def _turn(text: str, turn: int) -> str:
    """A paragraph that begins with another of its sentences; one of a single sentence gets its number."""
    sentences = re.findall(r"[^。！？]*[。！？][”’）]*|[^。！？]+$", text)
    if not turn:
        return text
    if turn < len(sentences):
        return "".join((*sentences[turn:], *sentences[:turn]))
    return f"第{turn + 1}回：{text}"


def invent_english(characters: int, seed: int = 3) -> tuple[str, ...]:
    """English-looking paragraphs of so many characters, the same for the same seed."""
    chance = random.Random(seed)
    found: list[str] = []
    while sum(map(len, found)) < characters:
        found.append(" ".join(_sentences(chance)))
    return tuple(found)


def _sentences(chance: random.Random) -> Iterator[str]:
    """The sentences of one paragraph."""
    known = _WORDS.split()
    for _ in range(chance.randint(2, 8)):
        words = [chance.choice(known) for _ in range(chance.randint(6, 24))]
        yield " ".join(words).capitalize() + "."
