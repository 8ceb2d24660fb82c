"""Read folios: a line of a contents page in, its folio and its words out, in every form that contents pages have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressroom.importers.ocr.text import count_han, fold, halve, is_han_only, undress
from pressroom.importers.ocr.values import Line
from pressroom.typography.normaliser import HAN

_DOTS = r".…·‥・。_—–\-"
_FOLIO = r"(?:[Pp]\s?\.?\s?)?(\d{1,3})(?:\s?[-–~～]\s?\d{1,3})?\s?(?:页|頁)?"
_MEASURES = "年月日时分秒个家名位%万亿号岁余多天次则種种人元条项平公米里度倍成周届後后前以至到"
_SHORTEST_RUN = 2
_COLUMNS = {
    "department": ("栏目", "欄目", "版块", "板块", "部门", "分类"),
    "folio": ("页码", "頁碼", "页", "頁", "版", "版面", "PAGE", "P"),
    "headline": ("标题", "標題", "题目", "題目", "篇目", "文章", "内容", "題名", "题名"),
    "people": ("作者", "撰文", "文", "记者", "記者"),
}


@dataclass(frozen=True)
class Token:
    """A line of a contents page: its folio, if it names one, and its words; ``department`` if a table gives it."""

    index: int
    line: Line
    folio: int | None
    text: str
    department: str = ""
    form: str = ""


@dataclass(frozen=True)
class Form:
    """A way to write an entry: a strong one has a mark between folio and words, a weak one only space or nothing."""

    name: str
    pattern: re.Pattern[str]
    leads: bool
    is_strong: bool

    def read(self, index: int, line: Line) -> Token | None:
        """Read a line written so."""
        text = halve(line.text).strip()
        found = self.pattern.match(text) if len(text) <= 100 else None
        if found is None:
            return None
        groups = found.groups()
        number, words = (groups[0], groups[1]) if self.leads else (groups[1], groups[0])
        words = words.strip().strip("\t").strip()
        if not int(number) or (self.name != "bare" and not _are_words(words, self)):
            return None
        return Token(index, line, int(number), words, form=self.name)


def _are_words(words: str, form: Form) -> bool:
    """Whether what stands beside a folio can be an entry: some Han, no sentence, no measure word after a number."""
    if not count_han(words) or len(fold(words)) > 75:
        return False
    if form.is_strong:
        return "。" not in words[:-1] or "……" in words
    if form.leads and words[0] in _MEASURES:
        return False
    return "。" not in words and (form.leads or not re.search(r"[第共约近年月]$", words))


def _form(name: str, pattern: str, *, leads: bool = True, strong: bool = True) -> Form:
    return Form(name, re.compile(pattern), leads, strong)


FORMS: tuple[Form, ...] = (
    _form("slash before words", rf"^{_FOLIO}\s*[/|丨│∕]+\s*(\S.*)$"),
    _form("leaders before words", rf"^{_FOLIO}\s*(?:[…]+|[{_DOTS}]{{2,}})\s*(\S.*)$"),
    _form("P before folio", r"^[Pp]\s?\.?\s?(\d{1,3})\s*[.．、:：]?\s*(\D.*)$"),
    _form("slash behind words", rf"^(.*\S)\s*[/|丨│∕]\s*{_FOLIO}$", leads=False),
    _form(
        "leaders behind words", rf"^(.*?[^\s{_DOTS}])\s*(?:[…]|[{_DOTS}]\s*[{_DOTS}])[\s{_DOTS}]*{_FOLIO}$", leads=False
    ),
    _form("tab behind words", r"^(.*\S)(?:\s{2,})(?:[Pp]\.?)?(\d{1,3})$", leads=False),
    _form("bare", rf"^{_FOLIO}\s*[/|丨]?()$"),
    _form("point before words", r"^(\d{1,3})\s*[.．、:：]\s*(\D.*)$", strong=False),
    _form("space before words", r"^(\d{1,3})\s+(\D.*)$", strong=False),
    _form("nothing before words", rf"^(0\d|\d{{2,3}})([{HAN}“\"《].*)$", strong=False),
    _form("space behind words", r"^(.*\D)\s+(?:[Pp]\.?)?(\d{1,3})$", leads=False, strong=False),
)


def read_tokens(lines: Sequence[Line], start: int, forms: Sequence[Form]) -> Iterator[Token]:
    """Read line after line in some forms; where one is a row of a table, by its columns."""
    columns: dict[int, str] = {}
    department = ""
    for index in range(start, len(lines)):
        line = lines[index]
        if line.mark == "|":
            cells = [cell.strip() for cell in halve(line.text).split("\t")]
            header = _read_header(cells)
            if header:
                columns = header
                continue
            row = _read_row(index, line, cells, columns, department)
            if row:
                department = row.department
                yield row
                continue
        if not fold(line.text):
            continue
        text = halve(line.text).strip()
        yield next((token for form in forms if (token := form.read(index, line))), Token(index, line, None, text))


def _read_header(cells: Sequence[str]) -> dict[int, str]:
    """Read the head of a table: which column holds what."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        for meaning, names in _COLUMNS.items():
            if re.sub(r"\s", "", cell).upper() in names:
                found[position] = meaning
    return found if len(found) >= _SHORTEST_RUN else {}


def _read_row(index: int, line: Line, cells: Sequence[str], columns: dict[int, str], before: str) -> Token | None:
    """Read a row of a table; an empty department is the one above."""
    folios = [at for at, cell in enumerate(cells) if re.fullmatch(_FOLIO, cell)]
    if not folios:
        return None
    at = next((one for one in folios if columns.get(one) == "folio"), folios[-1])
    found = re.fullmatch(_FOLIO, cells[at])
    words = [(one, cell) for one, cell in enumerate(cells) if one != at and fold(cell) and columns.get(one) != "people"]
    department = next((cell for one, cell in words if columns.get(one) == "department"), "")
    if not columns and len(words) > 1 and is_han_only(undress(words[0][1]).replace(" ", ""), 2, 8):
        department = words[0][1]
    texts = [cell for _, cell in words if cell != department]
    if not texts or found is None or not int(found[1]):
        return None
    return Token(index, line, int(found[1]), " ".join(texts), department or before, "row")


def is_plain_department(line: Line) -> bool:
    """Whether a line can be the name of a department: a few Han characters and nothing else."""
    return bool(department_name(line))


def department_name(line: Line) -> str:
    """The name of a department that a line can be; a dressed line may be longer, and carry its translation."""
    text = halve(line.text).strip()
    dressed = text[:1] in "【[〔■◆●▌▎※" or line.mark == "#" or line.bold == ((0, len(text)),)
    bare = re.sub(r"[\s/|·:：]*[A-Za-z][A-Za-z &'.,-]*$", "", undress(text)).strip()
    bare = re.sub(r"^[A-Z][A-Z &'.,-]+[\s/|·]+", "", bare)
    bare = undress(bare).replace(" ", "")
    return bare if is_han_only(bare, 2, 10 if dressed else 6) else ""
