"""The scan of a real issue, where it is at hand: as it stands, and in other manners."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from pressroom.importers.ocr import import_scan
from pressroom.importers.ocr.contents import find_contents
from pressroom.importers.ocr.text import count_han
from pressroom.importers.readers.text import read_scan
from pressroom.issue import Listing
from tests.support.paths import SHARED
from tests.support.press import read
from tests.support.scans import SEED, check_against, loose, needs_seed


@needs_seed
def test_real_scan(tmp_path):
    """31 entries on their folios, and 99.5 % of every article's Han characters on its own pages."""
    result = import_scan(SEED, tmp_path / "issue")
    truth = yaml.safe_load((SHARED / "acceptance" / "contents-2021-01.yaml").read_text(encoding="utf-8"))
    _, pages = check_against(truth, tmp_path / "issue", tmp_path, jobs=2)
    assert result.entries == 31
    contents = find_contents(read_scan(SEED))
    scanned = Counter(c for line in read_scan(SEED).lines[contents.end :] for c in line.text if count_han(c))
    printed = Counter(
        c for label, text in pages.items() if label.isdigit() and int(label) >= 6 for c in text if count_han(c)
    )
    lost = scanned - printed
    assert lost.total() <= 0.005 * scanned.total(), lost.most_common(20)


@needs_seed
def test_real_scan_article_by_article(tmp_path):
    """The text between two openings of the scan stands in the copy of its own slot."""
    import_scan(SEED, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    from pressroom.importers.ocr.chapters import cut_body

    scan = read_scan(SEED)
    contents = find_contents(scan)
    cuts, _, _ = cut_body(contents, scan.lines[contents.end :])
    slots = [slot for slot in issue.flatplan if slot.listing is not Listing.NONE]
    for slot, cut in zip(slots, cuts, strict=True):
        said = (
            "".join(f"{a.title}{a.kicker}{a.tag}{a.deck}{a.copy}{a.bylines}" for a in slot.articles) + slot.department
        )
        scanned = Counter(c for line in cut.lines for c in line.text if count_han(c))
        lost = scanned - Counter(said + slot.part + slot.note)
        assert lost.total() <= max(2, 0.005 * scanned.total()), (slot.folio, lost)


def _in_contents(text: str, change) -> str:
    """Change the lines of the contents page only."""
    lines = text.split("\n")
    contents = find_contents(read_scan(SEED))
    numbers = [line.number for line in read_scan(SEED).lines]
    first, last = numbers[contents.start], numbers[contents.end]
    return "\n".join([*lines[: first - 1], *change(lines[first - 1 : last - 1]), *lines[last - 1 :]])


def _refolio(form: str):
    """Write the folios of a contents page in another form: ``{}`` is the folio."""
    return lambda lines: [re.sub(r"^(?:- )?(\d+)\s*/\s*", lambda found: form.format(found[1]), line) for line in lines]


def _slips(text: str) -> str:
    """Take every ninth look-alike for its twin, as scanners do."""
    twins = str.maketrans("干千自白人入日曰大太己已未末", "千干白自入人曰日太大已己末未")
    seen = 0
    out = []
    for letter in text:
        twin = letter.translate(twins)
        seen += twin != letter
        out.append(twin if twin != letter and seen % 9 == 0 else letter)
    return "".join(out)


MANNERS = {
    "windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no heading": lambda text: _in_contents(text, lambda lines: lines[1:]),
    "full width": lambda text: _in_contents(text, lambda lines: [re.sub(r"^(- )?(\d+)\s*/", lambda m: (m[1] or "") + "".join(chr(ord(d) + 0xFEE0) for d in m[2]) + "／", line) for line in lines]),
    "bars": lambda text: _in_contents(text, _refolio("{} | ")),
    "P before": lambda text: _in_contents(text, _refolio("P{} ")),
    "spaces": lambda text: _in_contents(text, _refolio("{}  ")),
    "no empty lines": lambda text: _in_contents(text, lambda lines: [line for line in lines if line.strip()]),
    "slips": _slips,
    "running heads": lambda text: re.sub(r"\n\n\n\n\n", "\n\n某刊 2021·01\n\n37\n\n", text),
}  # fmt: skip


@needs_seed
@pytest.mark.parametrize("manner", MANNERS)
def test_real_scan_in_other_manners(manner, tmp_path):
    scan = tmp_path / "scan.txt"
    scan.write_text(MANNERS[manner](SEED.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    import_scan(scan, tmp_path / "issue")
    issue, _ = read(tmp_path / "issue")
    truth = yaml.safe_load((SHARED / "acceptance" / "contents-2021-01.yaml").read_text(encoding="utf-8"))["contents"]
    slots = {slot.folio: slot for slot in issue.flatplan if slot.listing is not Listing.NONE}
    assert list(slots) == [entry["folio"] for entry in truth]
    wrong = []
    for entry in truth:
        slot = slots[entry["folio"]]
        article = slot.articles[0]
        right = slot.department == entry["department"]
        right &= loose(entry.get("opens", entry["headline"])) in loose(article.kicker + article.title)
        wrong += [] if right else [(entry["folio"], slot.department, article.title)]
    assert len(wrong) <= (3 if manner == "slips" else 0), wrong
