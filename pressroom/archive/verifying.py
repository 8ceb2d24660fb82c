"""Verify a bag: made again from what lies in it, in an empty place, is it the same? A bag in; a verdict out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from PIL import ImageChops

from pressroom import __version__
from pressroom.archive.bag import SIGN, ask_bagit, open_bag
from pressroom.archive.comparing import Difference, compare
from pressroom.archive.packing import EDITIONS, HOUSE_FONTS, SOURCES
from pressroom.archive.reading import read_screen
from pressroom.editions import EDITIONS as KNOWN
from pressroom.pictures.pages import draw_at, open_document
from pressroom.pipeline.orders import Order
from pressroom.pipeline.publish import publish_issue
from pressroom.report import Finding, Place, PressroomError, stop
from pressroom.workshop.config import config_of
from pressroom.workshop.files import digest_of
from pressroom.workshop.places import list_issues

_PPI = 72


class Likeness(StrEnum):
    """How an issue that was made again is like the one in the bag."""

    SAME = "same"
    LOOKS = "looks the same"
    CHANGED = "changed"
    BROKEN = "broken"


@dataclass(frozen=True)
class Proven:
    """What came of verifying a bag: how like it is, what is wrong with it, and what differs.

    ``versions`` are those that are others here than they were: name, then, now. ``files`` are the editions that are not
    the same bytes, ``pages`` the labels of pages that look another way.
    """

    bag: Path
    likeness: Likeness
    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    files: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    versions: tuple[tuple[str, str, str], ...] = ()


def find_bags(folder: Path) -> tuple[Path, ...]:
    """All bags in a folder, or the folder itself."""
    if (folder / SIGN).is_file():
        return (folder,)
    return tuple(sorted(file.parent for file in folder.rglob(SIGN) if ".bench-" not in str(file)))


def verify_bag(bag: Path, bench: Path) -> Proven:
    """Prove that a bag is what it was, and that what lies in it makes what lies in it."""
    try:
        open_bag(bag)
        if said := ask_bagit(bag):
            return Proven(bag, Likeness.BROKEN, (stop("bagit", said, Place(bag)),))
        return _make_again(bag, bench)
    except PressroomError as error:
        return Proven(bag, Likeness.BROKEN, error.report.findings)


def _make_again(bag: Path, bench: Path) -> Proven:
    """Make the issue again from its sources, and compare.

    :raises PressroomError: where they do not build.
    """
    kept = bag / "data" / EDITIONS
    home = bench / "sources"
    shutil.copytree(bag / "data" / SOURCES, home)
    (issue,) = list_issues(home)
    editions = tuple(name for name, known in KNOWN.items() if (kept / f"{issue.name}.{known.ending}").is_file())
    config = replace(config_of(home, bench / "cache"), keep=False)
    if (home / HOUSE_FONTS).is_dir():
        config = replace(config, fonts=(*config.fonts[:-1], home / HOUSE_FONTS))
    published = publish_issue(Order(issue, config, editions, bench / "out"))
    fresh = bench / "out" / issue.name
    versions = tuple(_other_versions(kept / "colophon.json"))
    if not published.report.clear:
        return Proven(bag, Likeness.BROKEN, published.report.findings, versions=versions)
    files = tuple(
        file.name
        for file in sorted(kept.iterdir())
        if not (fresh / file.name).is_file() or digest_of(file) != digest_of(fresh / file.name)
    )
    if not files:
        return Proven(bag, Likeness.SAME, versions=versions)
    return _compare(bag, kept, fresh, files, versions)


def _compare(
    bag: Path, kept: Path, fresh: Path, files: tuple[str, ...], versions: tuple[tuple[str, str, str], ...]
) -> Proven:
    """Say what differs, by article and by page."""
    differences: tuple[Difference, ...] = ()
    pages: list[str] = []
    for name in files:
        if name.endswith(".pdf") and (fresh / name).is_file():
            pages += [label for label in list_changed_pages(kept / name, fresh / name) if label not in pages]
        if name.endswith(".screen.pdf") and (fresh / name).is_file():
            differences = compare(read_screen(kept / name), read_screen(fresh / name))
    changed = pages or differences
    likeness = Likeness.CHANGED if changed else Likeness.LOOKS
    return Proven(bag, likeness, (), differences, files, tuple(pages), versions)


def list_changed_pages(one: Path, other: Path) -> Iterator[str]:
    """The labels of the pages of two PDFs that look another way, or that only one has."""
    with open_document(one) as before, open_document(other) as after:
        for number in range(max(before.pages, after.pages)):
            lone = number >= min(before.pages, after.pages)
            if lone or _differ(draw_at(before, number, _PPI), draw_at(after, number, _PPI)):
                yield (before if number < before.pages else after).raw.get_page_label(number) or str(number + 1)


def _differ(one: Any, other: Any) -> bool:
    return one.size != other.size or ImageChops.difference(one, other).getbbox() is not None


def _other_versions(colophon: Path) -> Iterator[tuple[str, str, str]]:
    """The versions that are others here than those that the colophon records."""
    record: dict[str, Any] = json.loads(colophon.read_text(encoding="utf-8"))
    for name, then in {"pressroom": record["pressroom"], **record["versions"]}.items():
        try:
            now = __version__ if name == "pressroom" else version(name)
        except PackageNotFoundError:
            now = "none"
        if now != then:
            yield name, then, now
