"""Exceptions of every kind, planted at every stage: a message that says what broke, and nothing is released."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from pressroom.pipeline.prepare import make_reader
from pressroom.report import PressroomError, SourceError, stop
from pressroom.workshop.nursery import Failure, do_task
from tests.support.nurseries import run_command
from tests.support.press import config_in

KINDS = [
    AssertionError("broken"), AttributeError("broken"), EOFError("broken"), FloatingPointError("broken"), ImportError("broken"), IndexError("broken"),
    KeyError("broken"), LookupError("broken"), MemoryError(), NameError("broken"), NotImplementedError("broken"), OSError(5, "broken"),
    FileNotFoundError(2, "broken", "a"), OverflowError("broken"), PermissionError(13, "broken", "a"), RecursionError("broken"), RuntimeError("broken"),
    StopIteration("broken"), SyntaxError("broken"), TypeError("broken"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "broken"), ValueError("broken"), ZeroDivisionError("broken"),
]  # fmt: skip
#: The stages of the builder, from the first to the last.
STAGES = [
    "pressroom.cli.find_build", "pressroom.cli.find_config", "pressroom.pipeline.publish.open_workshop", "pressroom.pipeline.publish.list_inputs",
    "pressroom.pipeline.plan.prepare_apart", "pressroom.pipeline.publish.pull_proof", "pressroom.pipeline.pull.key_of_run", "pressroom.pipeline.pull.find_run",
    "pressroom.pipeline.inspect.inspect_proof", "pressroom.pipeline.publish.draft", "pressroom.pipeline.inspect.inspect_drafts", "pressroom.pipeline.colophon.write_colophon",
    "pressroom.pipeline.publish.release_files",
]  # fmt: skip
#: The stages that strangers' files are read in.
READING = [
    "pressroom.pipeline.prepare.read_issue", "pressroom.read.read_layout", "pressroom.read.read_articles", "pressroom.read.read_flatplan", "pressroom.pipeline.prepare.set_galley",
    "pressroom.pictures.check_drawing", "pressroom.pipeline.faces.read_catalogue", "pressroom.pipeline.faces.read_coverage", "pressroom.pipeline.prepare.make_up",
]  # fmt: skip


def plant(monkeypatch: pytest.MonkeyPatch, stage: str, error: Exception) -> None:
    def fail(*_arguments: object, **_named: object) -> NoReturn:
        raise error

    monkeypatch.setattr(stage, fail)


@pytest.mark.parametrize("stage", STAGES)
def test_what_breaks_in_a_build_is_a_message(desk: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    monkeypatch.chdir(desk)
    for error in KINDS if stage == "pressroom.pipeline.publish.list_inputs" else KINDS[:: len(KINDS) // 4]:
        with monkeypatch.context() as patch:
            plant(patch, stage, error)
            result = run_command("build", "issue", "--edition", "screen", "--jobs", "1")
        assert isinstance(result.exception, SystemExit), (error, result.exception)
        assert result.exit_code == 2, (error, result.output)
        said = str(error) or type(error).__name__
        assert "broken" in result.output or said in result.output or "memory" in result.output
        assert "Traceback" not in result.output
        assert not (desk / "out" / "issue").exists()


@pytest.mark.parametrize("stage", READING)
def test_what_breaks_while_sources_are_read_names_the_file_at_hand(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:  # fmt: skip
    for error in KINDS:
        with monkeypatch.context() as patch:
            plant(patch, stage, error)
            work, _ = make_reader(config_in(desk, keep=False), desk / "issue", tmp_path)
            answer = do_task(work, ({},))
        assert isinstance(answer, Failure | PressroomError), error
        assert not isinstance(answer, Failure) or answer.why in {"error", "memory", "disk"}


def test_what_is_known_to_be_wrong_is_told_as_it_is(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pressroom.report import Place

    monkeypatch.chdir(desk)
    plant(monkeypatch, "pressroom.pipeline.publish.draft", SourceError([stop("yaml", "is wrong", Place(Path("a.yaml"), 3))]))  # fmt: skip
    result = run_command("build", "issue", "--edition", "screen", "--jobs", "1")
    assert result.exit_code == 2
    assert "a.yaml:3: stop: is wrong [yaml]" in result.output
