"""Check tags of languages: what an editor wrote in, a finding out where no registry knows it."""

from __future__ import annotations

import re

from pressroom.language.tags import read_tag
from pressroom.report import Finding, Place, query, stop

_FORM = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: What needs no looking up: most magazines are written in these.
_LANGUAGES = frozenset({"zh", "ja", "ko", "en", "de", "fr", "es"})
_REGIONS = frozenset(
    {"CN", "TW", "HK", "MO", "SG", "JP", "KR", "GB", "US", "AU", "CA", "IE", "NZ", "IN", "DE", "AT", "CH", "FR", "BE"}
    | {"ES", "MX", "AR"}
)
_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore", "Latn"})
_MEANT = {"UK": "GB", "EN": "GB", "EL": "GR", "JA": "JP", "KO": "KR", "ZH": "CN", "CH": "CN"}


def check_tag(text: str, place: Place) -> Finding | None:
    """Look whether a tag is one of BCP 47, and known."""
    if not _FORM.fullmatch(text):
        hint = "write it as BCP 47 does: fr, en-GB, zh-Hant"
        return stop("bad-language", f"{text[:40]!r} is no tag of a language", place, hint)
    tag = read_tag(text)
    plain = re.fullmatch(r"[A-Za-z]+(-[A-Za-z]{4})?(-[A-Za-z]{2})?", text) is not None
    if plain and tag.language in _LANGUAGES and tag.script in _SCRIPTS and tag.region in {"", *_REGIONS}:
        return None
    from pressroom.language.locales import find_unknown  # slow to load

    unknown = find_unknown(text)
    if not unknown:
        return None
    meant = _MEANT.get(unknown.upper(), "")
    hint = f"did you mean {text.replace(unknown, meant)!r}?" if meant else "look it up in the registry of subtags"
    return query("unknown-language", f"nothing is known of {unknown!r} in the tag {text!r}", place, hint)


def check_served(text: str, place: Place) -> Finding | None:
    """Look whether text in a language is set by its own rules; what is set without is said."""
    if read_tag(text).served:
        return None
    from pressroom.language.locales import name_language

    message = (
        f"{name_language(text)} ({text}) is set without rules of its own: look at how its lines break, and at marks"
    )
    return query("unserved-language", message, place, "Chinese, Japanese, and what is written in letters, have theirs")
