"""Folders to work in, and files that are whole or what they were."""

from __future__ import annotations

import pytest

from pressroom.workshop.files import open_desk, sweep_desks, write_file


def test_desks_of_the_dead_are_swept_and_those_of_the_living_are_not(tmp_path):
    (tmp_path / ".desk-dead").mkdir()
    (tmp_path / ".desk-dead" / "half.pdf").write_bytes(b"%PDF")
    with open_desk(tmp_path) as desk:
        (desk / "file").write_bytes(b"")
        sweep_desks(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [desk.name]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_whole_or_what_it_was(tmp_path):
    file = tmp_path / "file"
    write_file(file, b"one")
    with pytest.raises(TypeError):
        write_file(file, "no bytes")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"one")]
