"""Read the words of an issue: those of its language, over them the layout's, over them the magazine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pressroom.language.words import blanks_of, read_words
from pressroom.read.sheet import Sheet
from pressroom.report import Finding, nearest, stop


def lay_words(
    language: str, layout: Sequence[tuple[str, str]], magazine: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Lay the words of a layout and of a magazine over those of the language."""
    return tuple((dict(read_words(language)) | dict(layout) | dict(magazine)).items())


def check_words(words: Mapping[str, str], sheet: Sheet) -> list[Finding]:
    """Look whether words have the blanks that Pressroom fills in, and no others; own words of a layout have none."""
    usual = read_words("en")
    return [
        finding
        for name, word in words.items()
        if name in usual
        for finding in _check_blanks(name, word, usual[name], sheet)
    ]


def refuse_words(words: Mapping[str, str], known: Sequence[str], sheet: Sheet) -> list[Finding]:
    """Refuse words that nothing prints."""
    findings = []
    for name in words:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else "see `words` in docs/designers.md"
            findings.append(
                stop("unknown-word", f"nothing prints the word {name!r}", sheet.place(("words", name), key=True), hint)
            )
    return findings


def _check_blanks(name: str, word: str, usual: str, sheet: Sheet) -> Iterator[Finding]:
    """Hold the blanks of a word against those that are filled in."""
    place = sheet.place(("words", name))
    wanted = blanks_of(usual)
    try:
        found = blanks_of(word)
    except ValueError as error:
        yield stop("word-blanks", f"{name}: {error}", place, f"write it as {usual!r}; a brace that is meant is doubled")
        return
    if found - wanted:
        listed = ", ".join(f"{{{blank}}}" for blank in sorted(wanted)) or "nothing"
        message = f"{name}: nothing is known to fill {{{min(found - wanted)}}} in"
        yield stop("word-blanks", message, place, f"{listed} is filled in here")
