"""Nothing belongs to the process: two builds in two threads, and a build inside somebody else's worker, are right."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pressroom.pipeline.orders import Order
from pressroom.pipeline.publish import publish_issue, set_page
from pressroom.workshop.config import config_of
from tests.support.paths import GOOD

EDITIONS = ("screen", "print", "epub")


def copy_issue(folder: Path, words: str) -> Path:
    """The good little issue, with a word of its own."""
    shutil.copytree(GOOD, folder)
    copy = folder / "issue" / "copy" / "bridge.md"
    copy.write_text(copy.read_text(encoding="utf-8").rstrip("\n") + words + "\n", encoding="utf-8")
    return folder


def order_in(folder: Path, out: str, keep: bool = True) -> Order:
    config = replace(config_of(folder), keep=keep)
    return Order(folder / "issue", config, EDITIONS, folder / out, jobs=2)


def build(folder: Path, out: str, keep: bool = True) -> dict[str, bytes]:
    published = publish_issue(order_in(folder, out, keep))
    assert published.report.clear
    return {file.name: file.read_bytes() for file in published.files}


def build_in_worker(folder: Path) -> dict[str, bytes]:
    assert multiprocessing.current_process().daemon
    return build(folder, "inside")


@pytest.fixture(scope="module")
def issues(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    return copy_issue(folder / "one", "江风又起。"), copy_issue(folder / "other", "潮水退去。")


@pytest.fixture(scope="module")
def alone(issues):
    return [build(folder, "alone", keep=False) for folder in issues]


def test_two_issues_at_once_in_two_threads(issues, alone):
    assert alone[0] != alone[1]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(build, issues, ("together", "together"))) == alone


def test_one_issue_twice_at_once_in_two_threads(issues, alone):
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(build, issues[:1] * 2, ("left", "right"))) == alone[:1] * 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux may a daemon have workers of its own")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_inside_the_daemons_of_multiprocessing(issues, alone, method):
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(build_in_worker, issues) == alone


def test_two_pages_set_in_two_threads_by_one_engine(tmp_path):
    texts = {"left": "潮起钱塘，" * 400, "right": "Set in Latin letters, " * 300}
    config = config_of(tmp_path)
    for name, text in texts.items():
        html = f'<html lang="zh"><style>p{{font-family:"Pressroom Song"}}</style><p>{text}</p></html>'
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")

    def set_one(name: str, out: str) -> bytes:
        set_page(tmp_path / f"{name}.html", tmp_path / f"{name}.{out}.pdf", config)
        return (tmp_path / f"{name}.{out}.pdf").read_bytes()

    alone = {name: set_one(name, "alone") for name in texts}
    with ThreadPoolExecutor(4) as threads:
        together = threads.map(lambda number: set_one(("left", "right")[number % 2], str(number)), range(8))
        assert list(together) == [alone["left"], alone["right"]] * 4
