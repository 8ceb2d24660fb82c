"""File names as shelves sort them: a name in Han characters in, its Latin spelling (Hanyu Pinyin) out."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𳍿]")
_PERSON = 4  # characters that a personal name has at most
#: Family names of two characters.
_DOUBLE_NAMES = (
    "万俟 上官 东方 东郭 乐正 亓官 令狐 公冶 公孙 公羊 单于 南宫 司徒 司空 司马 "
    "呼延 夏侯 太叔 夹谷 宇文 宗政 宰父 尉迟 慕容 拓跋 梁丘 欧阳 段干 淳于 澹台 "
    "濮阳 独孤 申屠 百里 皇甫 第五 端木 西门 诸葛 谷梁 赫连 轩辕 钟离 长孙 闻人 "
    "闾丘 鲜于"
)
_DOUBLE = frozenset(_DOUBLE_NAMES.split())
#: Family names that are read otherwise than the word.
_READINGS = {
    "乜": "nie",
    "乐": "yue",
    "仇": "qiu",
    "会": "gui",
    "佴": "nai",
    "区": "ou",
    "单": "shan",
    "卜": "bu",
    "句": "gou",
    "召": "shao",
    "员": "yun",
    "折": "she",
    "曾": "zeng",
    "朴": "piao",
    "查": "zha",
    "洗": "xian",
    "盖": "ge",
    "祭": "zhai",
    "秘": "bi",
    "种": "chong",
    "繁": "po",
    "缪": "miao",
    "翟": "zhai",
    "能": "nai",
    "薄": "bo",
    "覃": "qin",
    "解": "xie",
    "贠": "yun",
    "郇": "xun",
    "隗": "wei",
    "黑": "he",
}


def file_name(name: str) -> str:
    """File a name: a person as ``Ouyang, Xiu``, what is longer syllable by syllable.

    It is empty where there is no Han in the name, or one that has no known reading.
    """
    if not _HAN.search(name) or _HAN.search("".join(_spell(name))):
        return ""
    if len(name) > _PERSON or not all(_HAN.match(sign) for sign in name):
        return file_title(name)
    family = 2 if len(name) > 2 and name[:2] in _DOUBLE else 1
    first = _READINGS.get(name[:family]) or "".join(_spell(name[:family]))
    given = "".join(_spell(name[family:]))
    return ", ".join(part.capitalize() for part in (first, given) if part)


def file_title(title: str) -> str:
    """File a title syllable by syllable: ``Chao yong qian tang``."""
    spelt = " ".join(syllable.strip() for syllable in _spell(title))
    return spelt[:1].upper() + spelt[1:]


def spell_name(name: str) -> str:
    """Spell a name in Latin letters, in one word; what is not Han stays."""
    return "".join(_spell(name))


def _spell(text: str) -> list[str]:
    """Spell a text in syllables; what is not Han stays."""
    return [str(syllable) for syllable in lazy_pinyin(text, v_to_u=True)]
