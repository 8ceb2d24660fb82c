"""The few words of a flatplan, by the language of the magazine."""

from __future__ import annotations

from collections.abc import Mapping

_CHINESE = {
    "flatplan": "台版",
    "pages": "{count} 页",
    "slots": "{count} 个版位",
    "over": "超出",
    "overset": "超 {count} 字",
    "blank": "空白",
    "blanks": "{count} 页空白",
    "unset": "未能排出",
    "pinned": "页码已定",
    "auto": "页码随前",
    "fill": "末页排满的程度",
    "page": "第 {label} 页",
    "full": "排满 {percent}%",
    "size": "大小",
    "smaller": "缩小",
    "larger": "放大",
    "fit": "一屏看全",
    "close": "关闭",
    "before": "上一个跨页",
    "after": "下一个跨页",
    "help": "点开一个跨页细看；左右键翻页，Esc 关闭。",
    "none": "无栏目",
}
_ENGLISH = {
    "flatplan": "Flatplan",
    "pages": "{count} pages",
    "slots": "{count} slots",
    "over": "over",
    "overset": "{count} characters over",
    "blank": "blank",
    "blanks": "{count} blank",
    "unset": "could not be set",
    "pinned": "pinned folio",
    "auto": "automatic folio",
    "fill": "how full the last page is",
    "page": "Page {label}",
    "full": "{percent}% full",
    "size": "Size",
    "smaller": "Smaller",
    "larger": "Larger",
    "fit": "All on one screen",
    "close": "Close",
    "before": "Spread before",
    "after": "Spread after",
    "help": "Press a spread to look closer; arrow keys turn the pages, Esc closes.",
    "none": "no department",
}


def find_words(language: str) -> Mapping[str, str]:
    """Find the words for a language."""
    return _CHINESE if language.lower().partition("-")[0] == "zh" else _ENGLISH
