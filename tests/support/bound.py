"""A bound issue: the good one with tables, notes, links and pictures, and a paragraph that runs over a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from tests.support.paths import GOOD
from tests.support.press import Pulled, config_in, edition, pull

LONG = "桥从北岸的滩涂上起步，跨过三道江汊，落在南岸的老码头边，一共用了二十六个月，江里的潮水一天也没有停过。" * 24
BRIDGE = f"""---
headline: 新桥试通车
---
桥长1,280米，双向{{.四.}}车道，[渡口](ferry)还在，{{_鲁迅_}}的{{~呐喊~}}与{{船闸|chuán zhá}}也在。

{LONG}

::: figure {{src=art/dot.png alt="桥头的红灯"}}
桥头也有一盏红灯。
:::

| 时段 | 车次 |
|------|------|
| 早 | 420 |
| 晚 |  |

> 江上的风，桥上的人。

1. 先过桥
2. 再坐船
"""
STYLE = """
blockquote { opacity: .5 }
td { transform: translate(1mm) }
.toc-entry { display: block }
@page { @top-center { content: "每页都有的书眉" } }
"""
CONTENTS = """{% extends "page.html" %}
{% block page %}
<h1>{{ words.contents }}</h1>
<div aria-hidden="true">纹样</div>
{% for section in contents %}{% for entry in section.entries %}
<p><a href="pressroom:{{ entry.article.slug }}"><span class="toc-entry">{{ entry.folio }} {{ entry.headline }}</span></a></p>
{% endfor %}{% endfor %}
{% endblock %}
"""


@dataclass(frozen=True)
class Bound:
    """A bound issue, and what it was bound of."""

    pulled: Pulled
    data: bytes


def bind_issue(desk: Path) -> Bound:
    """Write the issue into a folder, and bind it."""
    shutil.copytree(GOOD, desk, dirs_exist_ok=True)
    (desk / "issue/copy/bridge.md").write_text(BRIDGE, encoding="utf-8")
    plain = desk / "layouts/plain"
    (plain / "kinds/contents.html").write_text(CONTENTS, encoding="utf-8")
    with (plain / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(STYLE)
    pulled = pull(desk / "issue", config_in(desk))
    return Bound(pulled, edition("screen", pulled))


@contextmanager
def drawn(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A file opened by the engine that draws it."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        yield pdf
    finally:
        pdf.close()
