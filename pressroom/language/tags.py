"""Read tags of languages (BCP 47): ``zh-Hant-HK`` in, what it says and what is known of it out."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Where Chinese is written in traditional characters, and Macau as Hong Kong writes it.
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_SUBTAG = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?(-.+)?", re.I)
#: Tags of languages of China that stand for one that is written.
_WRITTEN = {"cmn": "zh", "wuu": "zh", "yue": "zh-Hant-HK", "nan": "zh-Hant-TW", "hak": "zh-Hant-TW"}
_SCRIPTS = {"zh": "Hans", "ja": "Jpan", "ko": "Kore", "en": "Latn", "de": "Latn", "fr": "Latn", "es": "Latn"}
#: Scripts of letters that stand on a baseline, one beside the other from left to right.
_LETTERS = frozenset({"Latn", "Grek", "Cyrl", "Armn", "Geor", "Copt", "Goth", "Cher"})
_STYLES = {"Hans": "simplified", "Hant": "traditional", "Jpan": "japanese", "Kore": "korean"}
#: Scripts that the composer sets.
_COMPOSED = frozenset({"Hans", "Hant", "Hani", "Jpan", "Hira", "Kana"})


@dataclass(frozen=True)
class Tag:
    """What a tag says: language, script and region; the script is the usual one where it says none."""

    language: str
    script: str
    region: str

    @property
    def letters(self) -> bool:
        """Whether it is written in letters such as Latin, Greek or Cyrillic ones."""
        return self.script in _LETTERS

    @property
    def style(self) -> str:
        """The script as layouts call it; empty where they know none."""
        return "latin" if self.letters else _STYLES.get(self.script, "")

    @property
    def served(self) -> bool:
        """Whether its text is set by its own rules: of letters by the engine, of Han and kana by the composer."""
        return self.letters or self.script in _COMPOSED


def read_tag(text: str) -> Tag:
    """Read a tag; one that cannot be read is in no language."""
    found = _SUBTAG.fullmatch(text)
    if found is None:
        return Tag("und", "Latn", "")
    language, script, region = found["language"].lower(), found["script"] or "", found["region"] or ""
    if language in _WRITTEN and not script:
        written = read_tag(_WRITTEN[language])
        return Tag(written.language, written.script, region.upper() or written.region)
    return Tag(language, script.title() or _script(language, region.upper()), region.upper())


def _script(language: str, region: str) -> str:
    """The script that a language is usually written in, in a region."""
    if language == "zh" and region in _TRADITIONAL:
        return "Hant"
    if language in _SCRIPTS:
        return _SCRIPTS[language]
    from pressroom.language.locales import likely_script  # slow to load, and few magazines need it

    return likely_script(language, region)
