"""Know a finished build again: where nothing has changed since, there is nothing to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pressroom.pipeline.orders import Order
from pressroom.report import Finding, Place, Report, Severity
from pressroom.workshop import Workshop
from pressroom.workshop.cache import Cache, make_key, plain
from pressroom.workshop.files import digest_of
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.ledger import Ledger


def find_build(order: Order) -> tuple[Report, tuple[Path, ...]] | None:
    """Find the last build of an order where it is still what would come out: its report and its files.

    The inputs, the engine and the files that were released are all looked at.
    """
    kept = Cache(order.config.cache if order.config.keep else None, order.config.room)
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
    order: Order, workshop: Workshop, inputs: str, report: Report, outputs: Sequence[tuple[str, str]]
) -> None:
    """Keep what is needed to know a build again; ``outputs`` are the names and digests of its files."""
    engine = workshop.pool.greeting
    record = {
        "made": _made_from(inputs, engine_digest(engine, workshop.ledger)),
        "engine": plain(engine),
        "outputs": plain(outputs),
        "findings": plain(report.findings),
    }
    workshop.cache.store(order.key, json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def list_inputs(order: Order, ledger: Ledger) -> str:
    """A digest of all files that a build may read, with Pressroom's own source and the names of its libraries."""
    return make_key("inputs", *digest_sources(order, ledger))


def digest_sources(order: Order, ledger: Ledger) -> tuple[Any, ...]:
    """The digests of all files that a build may read: the issue, the magazine's sheets, the layouts and the fonts."""
    without = (order.out, order.config.cache)
    config = order.config
    folders = (order.folder, *config.layouts, *config.fonts, *config.profiles)
    trees = [ledger.tree(folder, without) for folder in folders]
    sheet = ledger.digest(order.folder.parent / "magazine.yaml")
    profiles = [ledger.digest(file) for file in sorted(order.folder.parent.glob("*.ic[cm]"))]
    return trees, sheet, profiles


def _made_from(inputs: str, engine: str) -> str:
    return make_key("made", inputs, engine)


def _read_place(entry: dict[str, Any]) -> Place:
    place = entry["place"]
    return Place(Path(place["file"]), place["line"], place["column"])
