"""Make a new issue: a slug in, a small issue folder that builds out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pressroom.report import Place, SourceError, stop

_MAGAZINE = """\
# What all issues share. `pressroom schema` writes a schema that your editor can complete from.
title: 新刊
subtitle: NEW MAGAZINE
language: zh-CN
departments: [特写]
masthead:
  - {{role: 主编, names: [某某]}}
"""
_ISSUE = """\
# yaml-language-server: $schema=../../schemas/issue.schema.json
number: {number}
date: {date}
layout: base
theme: 本期主题
pages: 8
flatplan:
  - {{kind: cover}}
  - {{kind: inside-front}}
  - {{kind: masthead, folio: 1}}
  - {{kind: contents, folio: 2, pages: 2}}
  - {{kind: feature, folio: 4, department: 特写, copy: first, pages: 5}}
  - {{kind: inside-back}}
  - {{kind: back-cover}}
"""
_COPY = """\
---
headline: 第一篇文章
deck: 用一两句话说出这篇文章为什么值得读。
bylines:
  - {role: 记者, names: [某某]}
---
正文从这里开始。段落之间空一行。

## 小标题

一个段落只说一件事。
"""


def new_issue(root: Path, slug: str) -> tuple[Path, ...]:
    """Write the folder of a new issue, and ``magazine.yaml`` where there is none.

    :raises SourceError: if the slug is no name for an issue, or there is one already.
    """
    folder = root / slug
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        hint = "use small Latin letters, digits and hyphens, as 2021-01"
        raise SourceError([stop("bad-slug", f"{slug!r} is no name for an issue", Place(root), hint)])
    if folder.exists():
        raise SourceError([stop("exists", "there is an issue already", Place(folder), "choose another slug")])
    dated = slug if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", slug) else f"{date.today():%Y-%m}"
    number = len(list(root.glob("*/issue.yaml"))) + 1
    texts = {folder / "issue.yaml": _ISSUE.format(number=number, date=dated), folder / "copy" / "first.md": _COPY}
    if not (root / "magazine.yaml").exists():
        texts[root / "magazine.yaml"] = _MAGAZINE.format()
    (folder / "art").mkdir(parents=True)
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tuple(texts)
