"""The catalogues: the same words in every language, and nowhere else."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pressroom.language.words import blanks_of, default_roles, list_catalogues, read_words
from tests.support.paths import LAYOUTS, ROOT

FOLDER = ROOT / "pressroom" / "language"
WHOLE = [
    name for name in list_catalogues() if "extends" not in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
]
PARTS = [name for name in list_catalogues() if name not in WHOLE]
#: What reads old Chinese matter, or writes it into copy to be looked at, has words of its own.
READERS = (
    "importers/",
    "typography/normaliser.py",
    "preflight/contents/",
    "composer/",
    "lint/",
    "editions/epub/names.py",
)


def sections(name: str) -> dict[str, dict[str, str]]:
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return {section: words for section, words in found.items() if section != "extends"}


def test_the_languages_that_are_offered_have_catalogues() -> None:
    assert set(WHOLE) == {"zh-Hans", "zh-Hant", "ja", "ko", "en", "de", "fr", "es"}
    assert PARTS == ["zh-HK"]


@pytest.mark.parametrize("name", list_catalogues())
def test_a_catalogue_has_the_words_of_all_others_and_their_blanks(name: str) -> None:
    english, own = sections("en"), sections(name)
    for section, words in own.items():
        assert words.keys() <= english[section].keys()
        for word, text in words.items():
            assert blanks_of(text) == blanks_of(english[section][word]), f"{section}.{word}"
            assert text.strip() or word == "name-separator", f"{section}.{word} is empty"
    if name in WHOLE:
        assert {section: set(words) for section, words in own.items()} == {s: set(w) for s, w in english.items()}


def test_a_region_says_only_what_differs() -> None:
    traditional, hong_kong = sections("zh-Hant"), sections("zh-HK")
    for section, words in hong_kong.items():
        assert all(text != traditional[section][word] for word, text in words.items())


@pytest.mark.parametrize(
    ("tag", "contents", "inside"),
    [
        ("zh", "目录", "封二"),
        ("zh-CN", "目录", "封二"),
        ("zh-SG", "目录", "封二"),
        ("zh-Hans-HK", "目录", "封二"),
        ("cmn", "目录", "封二"),
        ("zh-TW", "目錄", "封面裡"),
        ("zh-Hant", "目錄", "封面裡"),
        ("zh-HK", "目錄", "封面內頁"),
        ("zh-Hant-MO", "目錄", "封面內頁"),
        ("yue", "目錄", "封面內頁"),
        ("ja-JP", "目次", "表2"),
        ("ko", "차례", "앞표지 안쪽"),
        ("en-GB", "Contents", "Inside front cover"),
        ("de-AT", "Inhalt", "Zweite Umschlagseite"),
        ("fr-CA", "Sommaire", "Deuxième de couverture"),
        ("es-419", "Sumario", "Segunda de cubierta"),
        ("pt-BR", "Contents", "Inside front cover"),
        ("nonsense", "Contents", "Inside front cover"),
    ],
)
def test_the_nearest_catalogue_is_read(tag: str, contents: str, inside: str) -> None:
    words = read_words(tag)
    assert (words["contents"], words["inside-front"]) == (contents, inside)
    assert words.keys() == read_words("en").keys()


@pytest.mark.parametrize("name", WHOLE)
def test_roles_have_marc_relators_and_no_two_the_same_name(name: str) -> None:
    roles = default_roles(read_words(name))
    assert len(roles) == 9
    assert set(roles.values()) == {"aut", "ctb", "pht", "ill", "ivr", "trl", "com", "edt"}


def strings(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_module_has_a_word_of_a_catalogue() -> None:
    """Words that are no plain ASCII: those in English are names and keys as well."""
    known = {text for name in WHOLE for words in sections(name).values() for text in words.values()}
    telling = {text for text in known if len(text) > 1 and not text.isascii() and "{" not in text}
    for file in sorted((ROOT / "pressroom").rglob("*.py")):
        if not file.relative_to(ROOT / "pressroom").as_posix().startswith(READERS):
            found = telling & set(strings(ast.parse(file.read_text(encoding="utf-8"))))
            assert not found, f"{file.name}: {found}"


def test_what_templates_of_base_print_is_in_the_catalogues() -> None:
    for file in sorted((LAYOUTS / "base").rglob("*.html")):
        text = re.sub(r"\{[#%].*?[#%]\}|\{\{.*?\}\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>|_+", " ", text)
        assert set(re.findall(r"[^\W\d]+", text)) <= {"report"}, file.name  # a class that a macro gives
    css = (LAYOUTS / "base" / "print.css").read_text(encoding="utf-8")
    shown = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert all(re.fullmatch(r"\W*", text) for text in re.findall(r'content: *"([^"]*)"', shown))
    assert not re.search(r"^words:", (LAYOUTS / "base" / "layout.yaml").read_text(encoding="utf-8"), re.M)


def test_words_are_part_of_what_is_installed() -> None:
    assert all((FOLDER / f"{name}.toml").is_file() for name in list_catalogues())
    assert (Path(ROOT) / "pressroom" / "starting" / "art" / "cover.svg").is_file()
