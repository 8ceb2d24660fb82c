"""The state of setting one article, which directives and the walk over tokens share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markdown_it.token import Token

from pressroom.issue import Article, Picture
from pressroom.language.check import check_tag
from pressroom.pictures import Art, check_words
from pressroom.report import Finding, Place


class Setter:
    """The state of setting one article: its lines, the blocks, pictures, languages and findings so far.

    ``set`` renders the tokens that stand inside a directive; ``words`` are those of the issue.
    """

    def __init__(
        self,
        article: Article,
        art: Art,
        slugs: tuple[str, ...],
        words: Mapping[str, str],
        render: Callable[[Setter, list[Token]], str],
    ) -> None:
        self.article = article
        self.art = art
        self.slugs = slugs
        self.words = words
        self.lines = article.copy.split("\n")
        self.blocks: list[tuple[str, int]] = []
        self.pictures: list[Picture] = []
        self.spoken: list[tuple[str, Place]] = []
        self.findings: list[Finding] = []
        self._render = render

    def set(self, tokens: list[Token]) -> str:
        """Render tokens, directives included."""
        return self._render(self, tokens)

    def place(self, token_line: int, snippet: str = "") -> Place:
        """The place of a line of the copy (from 0), and of a snippet on it or below it."""
        for line in range(token_line, len(self.lines)) if snippet else ():
            column = self.lines[line].find(snippet)
            if column >= 0:
                return Place(self.article.place.file, self.article.copy_line + line, column + 1)
        return Place(self.article.place.file, self.article.copy_line + token_line, 1)

    def name_block(self, token_line: int) -> str:
        """Give the next block its id."""
        ident = f"{self.article.slug}-b{len(self.blocks) + 1}"
        self.blocks.append((ident, self.article.copy_line + token_line))
        return ident

    def speak(self, tag: str, place: Place) -> None:
        """Note a language that is said of a passage, and what is wrong with its tag."""
        finding = check_tag(tag, place)
        self.findings += [finding] if finding else []
        self.spoken.append((tag, place))

    def find(
        self, reference: str, alt: str, place: Place, caption: str = "", credit: str = "", crop: str = ""
    ) -> Picture | None:
        """Find a picture; note what is wrong with it."""
        file, findings = self.art.find(reference, place)
        findings += check_words(reference, alt, place)
        self.findings += findings
        if file is None or findings:
            return None
        picture = Picture(file, alt, place, caption, credit, crop)
        self.pictures.append(picture)
        return picture
