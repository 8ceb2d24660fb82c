"""Measure copyfit: an issue as it is, 15 % longer and 15 % shorter; and lines reported over against lines truly over.

``python -m benchmarks.fitting issues/2021-01`` prints the tables; with ``--truly`` it also finds by trying how much is
over (slow). Nothing of the issue is changed.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks.reading import open_reading
from pressroom.fonts.matching import Faces, faces_of
from pressroom.pipeline.prepare import Prepared, prepare_issue
from pressroom.run import Facts
from pressroom.setting.copyfit import fit_slot
from pressroom.setting.render import Renderer
from pressroom.setting.sheets import SheetShelf
from pressroom.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
_NOT_TEXT = re.compile(r"^(:::|#|[-*+>|\[]|\d+\.|\s|$)")


@dataclass(frozen=True)
class Row:
    """What became of one slot: how many pages it has, how full the last is, which step was taken, lines over."""

    name: str
    pages: int
    fill: float
    fit: str
    over: int
    characters: int
    true_characters: int | None = None


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines of copy that are plain paragraphs, with their numbers; front matter and boxes are passed over."""
    lines = text.split("\n")
    first = lines.index("---", 1) + 1 if lines[0] == "---" else 0
    inside = False
    for number in range(first, len(lines)):
        if lines[number].startswith(":::"):
            inside = lines[number].strip() != ":::"
        elif not inside and not _NOT_TEXT.match(lines[number]):
            yield number, lines[number]


def stretch(text: str, factor: float) -> str:
    """Make every paragraph of copy longer with its own words, or shorter; the last character stays."""
    lines = text.split("\n")
    for number, line in paragraphs(text):
        plain = re.sub(r"[*`\[\]()]|\{[^}]*\}", "", line)
        size = round(len(plain) * factor) - len(plain)
        if size > 0:
            lines[number] = line[:-1] + "，" + plain[: size - 1] + line[-1:]
        elif size < 0 and plain == line:
            lines[number] = line[: size - 1] + line[-1:]
    return "\n".join(lines)


def copy_issue(issue: Path, desk: Path, factor: float) -> Path:
    """Copy an issue with its magazine's sheet, its text stretched."""
    target = desk / f"by-{factor:g}" / issue.name
    shutil.copytree(issue, target)
    sheet = issue.parent / "magazine.yaml"
    if sheet.is_file() and not (issue / "magazine.yaml").is_file():
        shutil.copy(sheet, target.parent)
    for file in sorted((target / "copy").glob("*.md")):
        file.write_text(stretch(file.read_text(encoding="utf-8"), factor), encoding="utf-8")
    return target


def fit_issue(issue: Path, workshop: Workshop, truly: bool, unfitted: bool = False) -> list[Row]:
    """Fit every slot of an issue; or set them as they are, to see how much is told to be over."""
    made = prepare_issue(issue, workshop)
    fit = replace(made.layout.fit, tighter=(), looser=()) if unfitted else made.layout.fit
    faces = faces_of(made.faces)
    shelf, rows = SheetShelf(), []
    for index, pasteup in enumerate(made.pasteups):
        run = fit_slot(pasteup, fit, Renderer(pasteup, faces, shelf)).facts
        over = run.overset
        row = Row(
            pasteup.slot.name,
            pasteup.slot.pages,
            run.fills[-1] if run.fills else 0.0,
            run.fit,
            over.lines if over else 0,
            over.characters if over else 0,
        )
        if over and truly:
            row = replace(row, true_characters=measure_truth(issue, workshop, made, index, run, faces))
        rows.append(row)
    return rows


def measure_truth(issue: Path, workshop: Workshop, made: Prepared, index: int, run: Facts, faces: Faces) -> int | None:
    """How many characters must be cut from the ends of the articles that run over until the slot fits: by trying."""
    assert run.overset
    fit, slot = made.layout.fit, made.pasteups[index].slot
    if any(tail.figures for tail in run.overset.tails):
        return None  # what has to go is not text alone
    articles = {article.slug: article.place.file for article in slot.articles}
    slugs = list(articles)
    over: list[tuple[list[Path], int]] = []
    for tail in run.overset.tails:
        first = next((number for number, slug in enumerate(slugs) if tail.block.startswith(f"{slug}-")), None)
        if first is None:
            return None
        last = len(slugs) if tail is run.overset.tails[-1] else first + 1  # what runs on behind it goes with it
        over.append(([articles[slug] for slug in reversed(slugs[first:last])], tail.characters))
    whole = {file: file.read_text(encoding="utf-8") for files, _ in over for file in files}

    def fits(share: float) -> bool:
        for files, characters in over:
            left = round(characters * share)
            for file in files:
                text, left = cut_end(whole[file], left)
                file.write_text(text, encoding="utf-8")
        pasteup = prepare_issue(issue, workshop).pasteups[index]
        tokens = dict(pasteup.tokens) | {change.token: change.now for change in run.departures}
        tried = replace(pasteup, tokens=tuple(tokens.items()))
        return Renderer(tried, faces, SheetShelf()).lay_out(tried, fit.optional).facts.overset is None

    low, high = 0, 40  # in twentieths of what was reported
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle / 20) else (middle + 1, high)
    for file, text in whole.items():
        file.write_text(text, encoding="utf-8")
    return round(sum(characters for _, characters in over) * low / 20)


def cut_end(text: str, characters: int) -> tuple[str, int]:
    """Take characters off the last paragraphs of copy; give what is left of it, and how many are still to be taken."""
    lines = text.split("\n")
    for number, line in reversed(list(paragraphs(text))):
        taken = min(characters, len(line))
        lines[number] = line[: len(line) - taken]
        characters -= taken
        if not characters:
            break
    return "\n".join(lines), characters


def show(rows: list[Row], wanted: float) -> None:
    """Print one table."""
    click.echo("| slot | pages | last page full | step | lines over | characters over | truly over |")
    click.echo("|---|---|---|---|---|---|---|")
    for row in rows:
        truth = "" if row.true_characters is None else str(row.true_characters)
        over = (str(row.over), str(row.characters)) if row.over else ("", "")
        click.echo(
            f"| {row.name} | {row.pages} | {row.fill:.0%} | {row.fit or '–'} | {over[0]} | {over[1]} | {truth} |"
        )
    stepped = sum(bool(row.fit) and not row.over for row in rows)
    short = sum(not row.over and row.fill < wanted for row in rows)
    click.echo(
        f"\n{len(rows)} slots: {stepped} fitted by a step, {sum(bool(r.over) for r in rows)} over, {short} short\n"
    )


@click.command(help=(__doc__ or "").partition("\n")[0])
@click.argument("issue", type=click.Path(path_type=Path, exists=True), default=ROOT / "issues" / "2021-01")
@click.option("--truly", is_flag=True, help="Find by trying how much is truly over (slow).")
@click.option("--layouts", type=click.Path(path_type=Path, exists=True), default=ROOT / "layouts")
@click.option("--unfitted", is_flag=True, help="Take no step: how much is over of what does not fit as it is.")
@click.option("--by", "factors", multiple=True, type=float, default=(1.0, 1.15, 0.85), help="Lengths of the text.")
def main(issue: Path, truly: bool, layouts: Path, unfitted: bool, factors: tuple[float, ...]) -> None:
    """Measure the issue that is named."""
    with tempfile.TemporaryDirectory() as desk:
        for factor in factors:
            click.echo(f"## text × {factor:g}\n")
            copied = copy_issue(issue, Path(desk), factor)
            with open_reading(copied, layouts) as workshop:
                show(fit_issue(copied, workshop, truly, unfitted), 0.8)


if __name__ == "__main__":
    main()
