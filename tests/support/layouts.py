"""Issues written for a layout, pasted up, and what is seen of their pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml

from pressroom.galley import set_galley
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.pictures import Art
from pressroom.read import Layout, read_issue
from tests.support.paths import LAYOUTS
from tests.support.press import bench, config_of_house, reading

SENTENCE = "江边的人家清早推开窗，看见雾从水面上慢慢散去，远处的吊车一台接一台转动起来。"


def write_issue(folder: Path, layout: str, flatplan: list[dict[str, object]], bodies: dict[str, str]) -> Path:
    """Write an issue whose copy is named by its slugs."""
    issue = folder / "2020-01"
    (issue / "copy").mkdir(parents=True)
    (issue / "art").mkdir()
    departments = list(dict.fromkeys(slot["department"] for slot in flatplan if "department" in slot))
    magazine = {
        "title": "江声",
        "subtitle": "River Voice",
        "publisher": "某某编辑部",
        "departments": departments,
        "masthead": [{"role": "主编", "names": ["林晚", "周砚"]}],
    }
    sheet = {"number": 3, "date": "2020-01", "layout": layout, "theme": "桥与渡", "cover_lines": ["第一条", "第二条"]}
    (folder / "magazine.yaml").write_text(yaml.safe_dump(magazine, allow_unicode=True), encoding="utf-8")
    (issue / "issue.yaml").write_text(
        yaml.safe_dump(sheet | {"flatplan": flatplan}, allow_unicode=True), encoding="utf-8"
    )
    (issue / "art" / "wave.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><path d="M0 30h60v10H0z"/></svg>',
        encoding="utf-8",
    )
    for slug, body in bodies.items():
        (issue / "copy" / f"{slug}.md").write_text(body, encoding="utf-8")
    return issue


def paste(folder: Path, layouts: Path = LAYOUTS) -> tuple[tuple[Pasteup, ...], Layout]:
    config = config_of_house(bench(), keep=False)
    with reading(folder, replace(config, layouts=(layouts,))) as workshop:
        art = Art(folder, workshop)
        issue, layout = read_issue(art)
        slugs = [article.slug for article in issue.articles]
        galleys = {article.slug: set_galley(article, art, slugs) for article in issue.articles}
    return make_up(issue, galleys, layout), layout


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
