"""The locks: names, versions and hashes, and nothing else."""

from __future__ import annotations

import pytest

from tests.support.paths import ROOT


def _pins(lock: str) -> dict[str, str]:
    """Map each pin of a lock to its hashes."""
    logical = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return {line.split()[0]: line.partition(" --hash=")[2] for line in logical if line.strip()}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-java.lock"])
def test_locks_hold_names_versions_and_hashes_only(lock: str) -> None:
    for pin, hashes in _pins(lock).items():
        assert "==" in pin
        assert hashes.startswith("sha256:"), pin
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "//" not in text
    assert "file:" not in text
    assert "# via" not in text


def test_the_test_lock_repeats_the_run_lock() -> None:
    assert _pins("requirements.lock").items() <= _pins("requirements-test.lock").items()
