"""The few words that a book prints besides the magazine's own, by language; a layout may give others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pressroom.proof import Proof

_CHINESE = {
    "cover": "封面",
    "contents": "目录",
    "masthead": "版权页",
    "landmarks": "导览",
    "pages": "印刷版页码",
    "body": "正文",
    "notes": "注释",
    "back": "返回正文",
    "print": "印刷版",
    "summary-fixed": (
        "版面与印刷版相同，文字不能放大或换色，但都可以朗读、检索："
        "图片有替代文字，阅读顺序与目录完整。另有文字可以重排的版本。"
    ),
    "summary": "全书可以用文字阅读：图片都有替代文字，图表附有数据表，目录按栏目分级，页码与印刷版一致。",
}
_ENGLISH = {
    "cover": "Cover",
    "contents": "Contents",
    "masthead": "Masthead",
    "landmarks": "Landmarks",
    "pages": "Pages of the print edition",
    "body": "Articles",
    "notes": "Notes",
    "back": "Back to the text",
    "print": "print edition",
    "summary-fixed": (
        "Pages look as they are printed: letters cannot be made larger. All text can be read aloud and searched, "
        "in its order; pictures have alternative text. There is another edition whose text flows."
    ),
    "summary": (
        "All of it can be read as text: pictures have alternative text, charts come with their tables, "
        "the contents are nested by department, and page numbers are those of the print edition."
    ),
}
#: Words that stand on printed pages too: a layout's word is taken under the same name.
_SHARED = frozenset({"cover", "contents", "masthead"})


def find_words(proof: Proof) -> Mapping[str, str]:
    """Find the words for the magazine's language; a layout's own go before, under ``epub-`` and their name."""
    own = dict(proof.layout.words)
    language = proof.issue.magazine.language.lower().partition("-")[0]
    defaults = _CHINESE if language == "zh" else _ENGLISH
    found = {
        name: own.get(f"epub-{name}") or (own.get(name) if name in _SHARED else None) or word
        for name, word in defaults.items()
    }
    return MappingProxyType(found)
