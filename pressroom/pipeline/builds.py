"""Know a finished build again: where nothing has changed since, there is nothing to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressroom.report import Finding, Place, Report, Severity
from pressroom.workshop.cache import Cache, make_key, open_cache, plain
from pressroom.workshop.config import Shop
from pressroom.workshop.files import digest_of
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.ledger import Ledger


@dataclass(frozen=True)
class Order:
    """What is asked of a build: which issue, where from, where to, and which editions."""

    folder: Path
    shop: Shop
    out: Path
    editions: tuple[str, ...]

    @property
    def target(self) -> Path:
        """The folder that the files of the issue are released to."""
        return self.out / self.folder.resolve().name

    @property
    def key(self) -> str:
        """The name that the last build of this order is kept under."""
        places = [str(path) for path in (self.folder, self.folder.resolve(), self.shop.layouts.resolve())]
        return make_key("builds", places, str(self.shop.fonts.resolve()), str(self.out.resolve()), self.editions)


def find_build(order: Order) -> tuple[Report, tuple[Path, ...]] | None:
    """Find the last build of an order where it is still what would come out: its report and its files.

    The inputs, the engine and the files that were released are all looked at.
    """
    kept = open_cache(order.shop)
    found = kept.lookup(order.key)
    if found is None:
        return None
    record: dict[str, Any] = json.loads(found)
    ledger = Ledger(kept, str(order.folder.resolve()))
    files = [(order.target / name, value) for name, value in record["outputs"]]
    same = all(file.is_file() and digest_of(file) == value for file, value in files)
    engine = Engine(tuple(record["engine"]["libraries"]), record["engine"]["pango"])
    if not same or record["made"] != _made_from(list_inputs(order, ledger), engine_digest(engine, ledger)):
        return None
    ledger.keep()
    findings = [
        Finding(entry["check"], Severity(entry["severity"]), entry["message"], _read_place(entry), entry["hint"])
        for entry in record["findings"]
    ]
    return Report.of(findings), tuple(file for file, _ in files)


def keep_build(
    order: Order,
    kept: Cache,
    inputs: str,
    engine: Engine,
    ledger: Ledger,
    report: Report,
    outputs: Sequence[tuple[str, str]],
) -> None:
    """Keep what is needed to know a build again; ``outputs`` are the names and digests of its files."""
    record = {
        "made": _made_from(inputs, engine_digest(engine, ledger)),
        "engine": plain(engine),
        "outputs": plain(outputs),
        "findings": plain(report.findings),
    }
    kept.store(order.key, json.dumps(record, ensure_ascii=False).encode())


def list_inputs(order: Order, ledger: Ledger) -> str:
    """A digest of all files that a build may read: the issue, the magazine's sheets, the layouts and the fonts."""
    without = (order.out, order.shop.cache)
    trees = [ledger.tree(folder, without) for folder in (order.folder, order.shop.layouts, order.shop.fonts)]
    sheet = ledger.digest(order.folder.parent / "magazine.yaml")
    profiles = [ledger.digest(file) for file in sorted(order.folder.parent.glob("*.ic[cm]"))]
    return make_key("inputs", trees, sheet, profiles)


def _made_from(inputs: str, engine: str) -> str:
    return make_key("made", inputs, engine)


def _read_place(entry: dict[str, Any]) -> Place:
    place = entry["place"]
    return Place(Path(place["file"]), place["line"], place["column"])
