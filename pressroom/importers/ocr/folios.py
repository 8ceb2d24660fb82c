"""Read folios: a line of a contents page in, its folio and its words out, in every form that contents pages have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.importers.ocr.numbers import HAN_NUMBER, SLIP, SLIPS, read_number
from pressroom.importers.ocr.text import count_han, fold, halve, has_stop, is_han_only, is_latin, measure, undress
from pressroom.importers.pages import SourceLine
from pressroom.typography.normaliser import HAN

_DOTS = r".…·‥・。_—–\-⋯┄┈"
_RANGE = r"(?:\s?[-–—~～至]\s?\d{1,4})?"
_BEFORE = r"(?:[Pp]\s?\.?\s?|[Pp]age\s?|[Pp][Pp]\.?\s?|[Ss]\.\s?|第\s?)?"
_BEHIND = r"\s?(?:页|頁|ページ)?"
_OPEN, _SHUT = r"[（(\[【〔〈<｛{［]", r"[）)\]】〕〉>｝}］]"
_MEASURES = "年月日时分秒个家名位%万亿号岁余多天次则種种人元条项平公米里度倍成周届後后前以至到時間歳回目"
_SHORTEST_RUN = 2
_LONGEST = 130  # letters of a line of a contents page
_COLUMNS = {
    "department": ("栏目", "欄目", "版块", "板块", "部门", "部門", "分类", "分類", "SECTION", "DEPARTMENT", "COLUMN"),
    "folio": ("页码", "頁碼", "页", "頁", "版", "版面", "页次", "頁次", "起始页", "ページ", "PAGE", "P", "P.",
              "FOLIO", "NO."),
    "headline": (
        "标题", "標題", "题目", "題目", "篇目", "文章", "内容", "內容", "題名", "题名", "篇名", "タイトル",
        "TITLE", "ARTICLE", "HEADLINE", "CONTENTS",
    ),
    "people": ("作者", "撰文", "文", "记者", "記者", "著者", "執筆", "執筆者", "筆者", "AUTHOR",
               "AUTHORS", "BY", "WRITER"),
}  # fmt: skip


COLUMN_NAMES = frozenset(fold(name) for names in _COLUMNS.values() for name in names)


@dataclass(frozen=True)
class Token:
    """A line of a contents page: its folio, if it names one, and its words; a table gives cells with their meaning."""

    index: int
    line: SourceLine
    folio: int | None
    text: str
    department: str = ""
    form: str = ""
    people: str = ""
    cells: tuple[tuple[int, str], ...] = ()
    misread: str = ""


@dataclass(frozen=True)
class Form:
    """A way to write an entry: a strong one has a mark between folio and words, a weak one only space or nothing."""

    name: str
    pattern: re.Pattern[str]
    leads: bool
    is_strong: bool
    is_sure: bool

    def read(self, index: int, line: SourceLine) -> Token | None:
        """Read a line written so."""
        text = halve(line.text).strip()
        found = self.pattern.match(text) if len(text) <= _LONGEST else None
        if found is None:
            return None
        groups = found.groups()
        number, words = (groups[0], groups[1]) if self.leads else (groups[1], groups[0])
        words = words.strip().rstrip(",，:：").strip()
        folio = read_number(number)
        if not folio or (self.name != "bare" and not _are_words(words, self)):
            return None
        return Token(index, line, folio, words, form=self.name)


def _are_words(words: str, form: Form) -> bool:
    """Whether what stands beside a folio can be an entry: some words, no sentence, no measure word after a number."""
    if not (count_han(words) or is_latin(words)) or measure(words) > 75:
        return False
    if form.is_strong:
        return not has_stop(words[:-1]) or "……" in words or is_latin(words)
    if form.leads and words[0] in _MEASURES:
        return False
    return "。" not in words and (form.leads or not re.search(r"[第共约近年月]$", words))


def _forms(figures: str) -> tuple[Form, ...]:
    """All forms with folios of so many figures."""
    folio = rf"{_BEFORE}({figures}){_RANGE}{_BEHIND}"
    fenced = rf"{_OPEN}\s?{_BEFORE}({figures}|{HAN_NUMBER}){_RANGE}{_BEHIND}\s?{_SHUT}"
    dotted = rf"[·・•\-–—~～]\s?({figures})\s?[·・•\-–—~～]"
    either = rf"({figures}|{HAN_NUMBER})"
    sign = r"[/|丨│∕‖]"

    def form(name: str, pattern: str, *, leads: bool = True, strong: bool = True, sure: bool = True) -> Form:
        return Form(name, re.compile(pattern), leads, strong, strong and sure)

    return (
        form("slash before words", rf"^{folio}\s*{sign}+\s*(\S.*)$"),
        form("leaders before words", rf"^{folio}\s*(?:[…]+|[{_DOTS}]{{2,}})\s*(\S.*)$"),
        form("P before folio", rf"^[Pp](?:[Pp]|age)?\s?\.?\s?({figures}){_RANGE}\s*[.．、:：]?\s*(\D.*)$"),
        form("page before words", rf"^第?\s?{either}{_RANGE}\s?(?:页|頁|版)\s*[.．、:：]?\s*(\S.*)$"),
        form("slash behind words", rf"^(.*\S)\s*{sign}\s*{folio}$", leads=False),
        form(
            "leaders behind words",
            rf"^(.*?[^\s{_DOTS}])\s*(?:[…⋯]|[{_DOTS}]\s*[{_DOTS}])[\s{_DOTS}]*{folio}$",
            leads=False,
        ),
        form("page behind words", rf"^(.*?\S)[\s{_DOTS},，]*第?\s?{either}{_RANGE}\s?(?:页|頁|版)$", leads=False),
        form("P behind words", rf"^(.*?\S)[\s{_DOTS},，]+[Pp](?:[Pp]|age)?\s?\.?\s?({figures}){_RANGE}$", leads=False),
        form("tab behind words", rf"^(.*\S)(?:\s{{2,}}){_BEFORE}({figures}){_RANGE}{_BEHIND}$", leads=False),
        form("fence behind words", rf"^(.*?[^\s{_DOTS}])[\s{_DOTS}]*(?:{fenced})$", leads=False, sure=False),
        form("dots around folio behind words", rf"^(.*?[^\s{_DOTS}])\s*{dotted}$", leads=False, sure=False),
        form(
            "han behind leaders",
            rf"^(.*?[^\s{_DOTS}])\s*(?:[…⋯]|[{_DOTS}]{{2,}})[\s{_DOTS}]*({HAN_NUMBER})$",
            leads=False,
        ),
        form("fence before words", rf"^{fenced}[\s{_DOTS}]*(\S.*)$", strong=False),
        form("dots around folio before words", rf"^{dotted}\s*(\S.*)$", strong=False),
        form("han before leaders", rf"^({HAN_NUMBER})\s*(?:[…⋯]+|[{_DOTS}]{{2,}}|{sign})\s*(\S.*)$", strong=False),
        form("han behind words", rf"^(.*\S)\s+({HAN_NUMBER})$", leads=False, strong=False),
        form("han before words", rf"^({HAN_NUMBER})\s+(\S.*)$", strong=False),
        form("bare", rf"^{folio}\s*[/|丨]?()$"),
        form("bare in a fence", rf"^(?:{fenced}|{dotted.replace('(', '(?:', 1)})()$", strong=False),
        form("point before words", rf"^({figures})\s*[.．、:：]\s*(\D.*)$", strong=False),
        form("space before words", rf"^({figures}){_RANGE}\s+(\D.*)$", strong=False),
        form("nothing before words", rf"^(0\d|\d{{2,3}})([{HAN}“\"《].*)$", strong=False),
        form("space behind words", rf"^(.*\D)\s+{_BEFORE}({figures}){_RANGE}{_BEHIND}$", leads=False, strong=False),
        form("comma behind words", rf"^(.*\S)\s*[,，]\s*(?:[Pp]\.?\s?)?({figures})$", leads=False, strong=False),
        form("nothing behind words", rf"^(.*[{HAN}”\"》？！?!])({figures})$", leads=False, strong=False),
    )


FORMS = _forms(r"\d{1,3}")
LONG_FORMS = _forms(r"\d{3,4}")


def read_tokens(
    rows: Sequence[tuple[int, SourceLine]], forms: Sequence[Form], *, slips: bool = False
) -> Iterator[Token]:
    """Read row after row in some forms; where one is a row of a table, by its columns.

    ``slips``: a letter that scanners read for a figure counts as one.
    """
    columns: dict[int, str] = {}
    for index, line in rows:
        if line.mark == "|":
            cells = [cell.strip() for cell in halve(line.text).split("\t")]
            header = read_header(cells)
            if header:
                columns = header
                continue
            found = list(_read_row(index, line, cells, columns))
            if found:
                yield from found
                continue
        if fold(line.text):
            yield _read_line(index, line, forms, slips)


def _read_line(index: int, line: SourceLine, forms: Sequence[Form], slips: bool) -> Token:
    """Read one row that is no row of a table."""
    text = halve(line.text).strip()
    found = next((token for form in forms if (token := form.read(index, line))), None)
    if found is None and slips and (mended := _mend_slips(text, leads=any(form.leads for form in forms))):
        token = next((token for form in forms if (token := form.read(index, replace(line, text=mended[0])))), None)
        found = replace(token, line=line, misread=mended[1]) if token else None
    return found or Token(index, line, None, text)


def _mend_slips(text: str, *, leads: bool) -> tuple[str, str] | None:
    """Put figures for the letters at the side where the folio stands; give the mended text, and what stood there."""
    at = re.match(rf"^({SLIP}{{1,4}})(?=\s*[/|丨│∕….·]|\s{{2}})", text) if leads else None
    at = at or re.search(rf"(?<=[\s….·/（(\[])({SLIP}{{1,4}})(?=[）)\]]?$)", text)
    if at is None or at[1].isdigit() or not (re.search(r"\d", at[1]) or re.fullmatch("[OolI|]{1,3}", at[1])):
        return None
    return text[: at.start(1)] + at[1].translate(SLIPS) + text[at.end(1) :], at[1]


def read_header(cells: Sequence[str]) -> dict[int, str]:
    """Read the head of a table: which column holds what."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        for meaning, names in _COLUMNS.items():
            if re.sub(r"\s", "", cell).upper() in names:
                found[position] = meaning
    return found if len(found) >= _SHORTEST_RUN else {}


_CELL = re.compile(
    rf"(?:{_OPEN}?\s?{_BEFORE}(\d{{1,4}}){_RANGE}{_BEHIND}\s?{_SHUT}?|[·\-—]?\s?(\d{{1,4}})\s?[·\-—]?|({HAN_NUMBER}){_BEHIND})"
)


def _read_row(index: int, line: SourceLine, cells: Sequence[str], columns: dict[int, str]) -> Iterator[Token]:
    """Read a row of a table; one with several folios has an entry for each."""
    folios = [at for at, cell in enumerate(cells) if (found := _CELL.fullmatch(cell)) and _number(found)]
    if columns and "folio" in columns.values():
        named = [at for at in folios if columns.get(at) == "folio"]
        folios = named or folios[-1:]
    words = [(at, cell) for at, cell in enumerate(cells) if at not in folios and fold(cell)]
    if not folios or not words:
        return
    leads = folios[0] < words[0][0]
    for position, at in enumerate(folios):
        following = folios[position + 1] if position + 1 < len(folios) else len(cells)
        before = folios[position - 1] if position else -1
        own = [(one, cell) for one, cell in words if (at < one < following if leads else before < one < at)]
        own += [(one, cell) for one, cell in words if not leads and position + 1 == len(folios) and one > at]
        found = _CELL.fullmatch(cells[at])
        if own and found:
            yield _token_of(index, line, _number(found), own, columns)


def _number(found: re.Match[str]) -> int | None:
    """The folio of a cell."""
    return read_number(next(group for group in found.groups() if group)) or None


def _token_of(
    index: int, line: SourceLine, folio: int | None, words: Sequence[tuple[int, str]], columns: dict[int, str]
) -> Token:
    """Make a token of the cells of an entry."""
    department = " ".join(cell for one, cell in words if columns.get(one) == "department")
    people = " ".join(cell for one, cell in words if columns.get(one) == "people")
    rest = [(one, cell) for one, cell in words if columns.get(one) not in ("department", "people")]
    text = "  ".join(cell for _, cell in rest) or people
    cells = () if columns else tuple(rest)
    return Token(index, line, folio, text, department, "row", people if rest else "", cells)


def is_plain_department(line: SourceLine) -> bool:
    """Whether a line can be the name of a department: a few characters or words and nothing else."""
    return bool(department_name(line))


def department_name(line: SourceLine) -> str:
    """The name of a department that a line can be; a dressed line may be longer, and carry its translation."""
    text = halve(line.text).strip()
    dressed = text[:1] in "【[〔■◆●▌▎※" or line.mark == "#" or line.bold == ((0, len(text)),)
    if is_latin(text):
        return _latin_department(text, dressed)
    bare = re.sub(r"[\s/|·:：]*[A-Za-z][A-Za-z &'.,-]*$", "", undress(text)).strip()
    bare = re.sub(r"^[A-Z][A-Z &'.,-]+[\s/|·]+", "", bare)
    bare = undress(bare).replace(" ", "")
    if re.search("[\u3040-\u30ff]", bare):
        return bare if re.fullmatch(f"[{HAN}\u3040-\u30ffー・]{{2,12}}", bare) else ""
    return bare if is_han_only(bare, 2, 10 if dressed else 6) else ""


def _latin_department(text: str, dressed: bool) -> str:
    """The name of a department in an alphabet: capitals, or up to three words with capitals, and no folio."""
    bare = re.sub(r"^[IVXL]{1,6}\.\s+", "", undress(text)).strip()
    words = bare.split()
    if not words or len(words) > (6 if dressed else 4) or re.search(r"[\d.!?;:]", bare):
        return ""
    capitals = bare.upper() == bare
    named = all(word[0].isupper() or len(word) < 4 for word in words) and len(words) <= (5 if dressed else 3)
    return bare if capitals or named else ""
