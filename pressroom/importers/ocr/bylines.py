"""Read bylines: ``记者 / 甲 通讯员 / 乙 丙``, ``[整理 丁]``, ``□ 戊``, ``By A. Writer`` in, people with roles out."""

from __future__ import annotations

import re

from pressroom.importers.ocr.text import count_han, has_stop, is_latin, undress
from pressroom.importers.ocr.words import BULLETS, DOUBLE_SURNAMES, LATIN_ROLES, ROLES, SURNAMES
from pressroom.issue import Credit
from pressroom.typography.normaliser import HAN

AUTHOR, LATIN_AUTHOR = "文", "By"  # the role where none is printed
_ROLE = re.compile("|".join(sorted((re.escape(role) for role in ROLES), key=len, reverse=True)))
_LATIN_ROLE = re.compile(
    rf"^(?:(?:{'|'.join(LATIN_ROLES)})\b\s*[:.]?\s+(?:by|von|par|por|di)?\s*|(?:written|photographed|illustrated|edited|translated|"
    r"compiled|reported)\s+by\s+)",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?:[\[【（(〔［][{HAN}]{{1,3}}[\]】）)〕］]\s*)?(?:[{HAN}]{{2,4}}|[{HAN}]{{1,8}}[·・•.．][{HAN}·・•.．]{{1,12}})|"
    r"[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)*"
)
_LATIN_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Miss|Ms|Dr|Prof|Professor|Rev|Sir|Lady|Capt|Col|Gen|Lieut|Hon|the)\.?\s+)*"
    r"(?:[A-Z](?:[a-z'’]+|\.|['’][A-Z][a-z]+|[A-Z'’]+)?[.]?(?:[\s-]?(?:de|van|von|der|la|le|du|di|da|of|dos|del)(?=\s))?[\s-]*){1,5}"
    r"(?:,\s*(?:[A-Z][A-Za-z]*\.?){1,4}){0,4}",
)
_ORIGIN = rf"[\[【（(〔［]\s*[{HAN}]{{1,3}}\s*[\]】）)〕］]"
_BRACKETED = re.compile(
    rf"^({_ORIGIN}\s*)?([{HAN}]{{2,4}}|[{HAN}]{{1,8}}[·・•][{HAN}·・•]{{1,12}})\s*([（(][^（）()]{{2,30}}[)）])?$"
)
_LAST_ROLES = "|".join(
    sorted((*(role for role in ROLES if not role.startswith("图片")), "著", "作", "绘", "繪"), key=len, reverse=True)
)
_TRAILING = re.compile(rf"^(.+?)\s*[/／|｜ \u3000]\s*({_LAST_ROLES})$")
_MARKED = re.compile(rf"^[{BULLETS}◎]+\s*")
_SPLIT = re.compile(r"\s+(?:and|und|et|y|e|&)\s+|\s*[&;]\s*", re.IGNORECASE)


def read_byline(text: str) -> tuple[Credit, ...]:
    """Read a line that names people by role or with a mark; nothing where the line is no byline."""
    bare = undress(text).replace("\u3000", " ").strip()
    if len(bare) > 90 or not bare or has_stop(bare):
        return ()
    if is_latin(bare):
        return _read_latin(text.strip())
    if _ROLE.match(bare):
        return _read_roles(bare)
    return _read_marked(text.strip()) or _read_trailing(bare)


def _read_roles(bare: str) -> tuple[Credit, ...]:
    """Read a line whose roles stand before their names."""
    credits: list[Credit] = []
    marks = [found for found in _ROLE.finditer(bare) if _opens_role(bare, found)]
    following_marks: list[re.Match[str] | None] = [*marks[1:], None]
    for found, following in zip(marks, following_marks, strict=False):
        names_text = bare[found.end() : following.start() if following else len(bare)]
        if not re.match(r"\s*[/:：|丨、·＝=]|\s+|$", names_text):
            return ()
        names = split_names(names_text)
        if names:
            credits.append(Credit(found[0], names))
        elif following is None and not re.sub(r"[\s/:：|丨]", "", names_text) and credits:
            credits.append(Credit(found[0], credits[-1].names))
        elif re.sub(r"[\s/:：|丨]", "", names_text):
            return ()
    return tuple(credits)


def _read_marked(text: str) -> tuple[Credit, ...]:
    """Read names behind a bullet, ``□ 甲``, or with where they are from, ``[清] 甲``, ``甲（某大学）``."""
    words = _MARKED.sub("", text).strip(" 　")
    found = _BRACKETED.match(words)
    if words != text.strip() and (names := split_names(words)) and all(is_name(name) for name in names):
        return (Credit(AUTHOR, names),)
    if found is None or not (found[1] or found[3] or words != text.strip()):
        return ()
    if not (found[1] or words != text.strip()) and found[2][0] not in SURNAMES:
        return ()
    return (Credit(AUTHOR, (words,)),)


def _read_trailing(bare: str) -> tuple[Credit, ...]:
    """Read names before their role: ``甲/文``, ``甲 著 乙 译``."""
    found = _TRAILING.match(bare)
    if found is None or len(bare) > 30:
        return ()
    first = re.match(rf"^(.+?)\s+({_ROLE.pattern}|著|作)\s+(.+)$", found[1])
    if first and (before := split_names(first[1])) and (after := split_names(first[3])):
        return (Credit(_role(first[2]), before), Credit(_role(found[2]), after))
    names = split_names(found[1])
    return (Credit(_role(found[2]), names),) if names and all(is_name(name) for name in names) else ()


def _role(word: str) -> str:
    """A role that a byline may name."""
    return {"著": AUTHOR, "作": AUTHOR, "绘": "插图", "繪": "插圖"}.get(word, word)


def _read_latin(text: str) -> tuple[Credit, ...]:
    """Read ``By A. Writer and B. Writer, photographs by C. Camera``."""
    found = _LATIN_ROLE.match(text.lstrip(f"{BULLETS}—–- "))
    if found is None:
        return ()
    role = re.sub(r"[\s:.]+$", "", found[0])
    rest = text.lstrip(f"{BULLETS}—–- ")[found.end() :]
    rest = re.sub(r"(?<![A-Z])\.$", "", re.sub(r",?\s+Author of\b.*$", "", rest.strip(), flags=re.IGNORECASE))
    names = split_latin_names(rest)
    if not names:
        return ()
    return (Credit(role[0].upper() + role[1:].lower(), names),)


def split_latin_names(text: str) -> tuple[str, ...]:
    """Split names in an alphabet; nothing where one of them is none."""
    names = [re.sub(r"(?<![A-Z])\.$", "", name.strip(" ,")) for name in _SPLIT.split(text)]
    parts = [part for name in names for part in _split_commas(name) if part]
    return tuple(parts) if parts and all(is_latin_name(part) for part in parts) else ()


def _split_commas(text: str) -> list[str]:
    """Split at commas between full names; a degree behind a name stays with it."""
    pieces = [piece.strip() for piece in text.split(",")]
    full = all(len(piece.split()) >= 2 and not re.search(r"^[A-Z][A-Za-z]?\.", piece) for piece in pieces)
    return pieces if full and len(pieces) > 1 else [text]


def is_latin_name(text: str) -> bool:
    """Whether words in an alphabet can be a person's name."""
    words = text.strip()
    usual = len(words) <= 60 and len(words.split()) <= 8 and not _LATIN_ROLE.match(words)
    return usual and _LATIN_NAME.fullmatch(words) is not None


def is_name(text: str) -> bool:
    """Whether a text is a name: a Chinese one begins with a surname, or is a foreign one with its dots."""
    bare = re.sub(rf"^{_ORIGIN}\s*", "", text.strip()).replace(" ", "").replace("\u3000", "")
    if is_latin(text):
        return is_latin_name(text) and len(text.split()) >= 2
    if re.fullmatch(rf"[{HAN}]{{1,8}}(?:[·・•．][{HAN}]{{1,8}}){{1,3}}", bare):
        return True
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", bare):
        return False
    return (bare[0] in SURNAMES and (len(bare) < 4 or bare[:2] in DOUBLE_SURNAMES)) or bare[:2] in DOUBLE_SURNAMES


def could_be_name(text: str) -> bool:
    """Whether a text can be one name or several, a pen name too."""
    bare = re.sub(r"\s*等(?:著|译|文)?$", "", text.strip())
    if is_latin(bare):
        return bool(split_latin_names(re.sub(r"^[Bb][Yy]\s+", "", bare)))
    parts = [part for part in re.split(r"[\s、，,;；/&]+", bare) if part]
    return 0 < len(parts) <= 4 and (
        all(re.fullmatch(rf"(?:{_ORIGIN})?[{HAN}\u3040-\u30ff·・•]{{1,10}}", part) for part in parts)
        and (all(len(part) <= 4 or "·" in part or "・" in part or "•" in part for part in parts))
    )


def _opens_role(text: str, found: re.Match[str]) -> bool:
    """Whether a role's word stands as a role: at the start or after a space, before a slash, colon or space."""
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    return (not before or before in " /|丨)）、") and (not after or after in " /:：|丨·＝=")


def split_names(text: str) -> tuple[str, ...]:
    """Split names that spaces, commas or nothing divide; ``林 一`` is one name, ``许帆沈逸川`` are two."""
    parts = [part for part in re.split(r"[\s/、,，;；|丨:：＝=]+", text.strip().lstrip("·・")) if part]
    merged: list[str] = []
    for part in parts:
        if (
            merged
            and len(merged[-1]) == 1
            and len(part) <= 2
            and count_han(merged[-1] + part) == len(merged[-1] + part)
        ) or (merged and re.fullmatch(_ORIGIN, merged[-1])):
            merged[-1] += part
        else:
            merged.append(part)
    names: list[str] = []
    for part in merged:
        names += _split_run(part)
    return tuple(names) if all(_NAME.fullmatch(name) for name in names) else ()


def _split_run(text: str) -> list[str]:
    """Split a run of names that nothing divides, where each begins with a surname."""
    if count_han(text) != len(text) or len(text) <= 4:
        if (
            len(text) == 4
            and count_han(text) == 4
            and text[:2] not in DOUBLE_SURNAMES
            and _are_names(text[:2], text[2:])
        ):
            return [text[:2], text[2:]]
        return [text]
    for size in (3, 2):
        head, rest = text[:size], text[size:]
        if head[0] in SURNAMES and rest[0] in SURNAMES:
            return [head, *_split_run(rest)]
    for size in (2, 3):
        head, rest = text[:size], text[size:]
        if head[0] in SURNAMES:
            return [head, *_split_run(rest)]
    return [text]


def _are_names(*names: str) -> bool:
    return all(name[0] in SURNAMES for name in names)
