"""How well lines are composed, beside other engines: `python -m benchmarks.composer`.

Every engine sets the same paragraphs with the same faces in the same measures; the finished PDFs are judged by
`pressroom lint`. PDFs and verdicts are kept: what has not changed is not made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from benchmarks.cost import CommandError
from benchmarks.pages import SETTINGS, Setting, lay_out_fonts, write_html, write_typst
from benchmarks.peers import FOLDER, PEERS, ROOT, Peer, PeerError, install_peer, set_page
from benchmarks.tables import (
    Count,
    Sheet,
    describe_machine,
    missed,
    render_composition,
    render_misses,
    replace_between,
)
from benchmarks.texts import Text, read_own, read_seed
from pressroom.fonts.catalogue import Face
from pressroom.lint import lint_pdf

README = Path(__file__).resolve().parent / "README.md"
_EXAMPLES = 3


@dataclass(frozen=True)
class Job:
    """One text in one setting for one engine."""

    peer: Peer
    text: Text
    setting: Setting
    faces: tuple[Face, ...]

    @property
    def source(self) -> str:
        """What the engine is given."""
        write = write_typst if self.peer.reads == "typ" else write_html
        return write(self.text.paragraphs, self.setting, self.faces)

    def __str__(self) -> str:
        return f"{self.peer.title}: {self.text.name}, {self.setting}"


@click.command()
@click.option(
    "--peer", "peers", multiple=True, type=click.Choice(list(PEERS)), help="Only this engine (again for more)."
)
@click.option("--measure", "measures", multiple=True, type=int, help="Only this measure in em (again for more).")
@click.option("--text", "texts", multiple=True, type=click.Choice(["own", "seed"]), help="Only this text.")
@click.option("--print", "only_print", is_flag=True, help="Print the tables; leave README.md as it is.")
def main(peers: tuple[str, ...], measures: tuple[int, ...], texts: tuple[str, ...], only_print: bool) -> None:
    """Measure how engines compose Chinese, and write the tables into benchmarks/README.md.

    A choice of engines, measures or texts is printed only.
    """
    unknown = [str(measure) for measure in measures if measure not in {setting.measure for setting in SETTINGS}]
    if unknown:
        known = ", ".join(str(measure) for measure in sorted({setting.measure for setting in SETTINGS}))
        raise click.BadParameter(f"{', '.join(unknown)} (known: {known})", param_hint="--measure")
    _lint_digest()
    found, notes = find_peers([PEERS[name] for name in peers or PEERS])
    chosen, absent = find_texts(texts)
    settings = [setting for setting in SETTINGS if not measures or setting.measure in measures]
    sheets, failed = measure_all(found, chosen, settings)
    report = write_report(sheets, found, chosen, (*absent, *notes, *failed))
    if only_print or peers or measures or texts:
        click.echo(report)
    else:
        replace_between(README, "composer", report)
    _say_misses(sheets)


def find_peers(peers: Iterable[Peer]) -> tuple[list[Peer], list[str]]:
    """Install engines; those that cannot be had are left out, each with a note why."""
    found, notes = [], []
    for peer in peers:
        try:
            install_peer(peer)
        except PeerError as error:
            notes.append(f"{peer.title} was not measured: {error}.")
            click.echo(notes[-1], err=True)
        else:
            found.append(peer)
    return found, notes


def find_texts(names: Sequence[str]) -> tuple[list[Text], list[str]]:
    """Read the texts; the seed lies outside the repository and may be absent."""
    own = read_own() if not names or "own" in names else None
    seed = read_seed() if not names or "seed" in names else None
    notes = []
    if seed is None and (not names or "seed" in names):
        notes.append("The text *seed* was not measured: its folder is not beside the repository.")
        click.echo(notes[-1], err=True)
    return [text for text in (own, seed) if text], notes


def measure_all(
    peers: Sequence[Peer], texts: Sequence[Text], settings: Sequence[Setting]
) -> tuple[list[Sheet], list[str]]:
    """Have every engine set every text in every setting, and judge the pages."""
    sheets, failed = [], []
    for text in texts:
        desk = FOLDER / "pages" / text.name
        faces = lay_out_fonts(desk / "fonts", text.paragraphs)
        jobs = [Job(peer, text, setting, faces) for setting in settings for peer in peers]
        for number, job in enumerate(jobs, 1):
            click.echo(f"{number}/{len(jobs)} {job}", err=True)
            try:
                sheets.append(_measure(job, desk))
            except (PeerError, CommandError) as error:
                failed.append(f"{job} could not be set: {str(error).splitlines()[0]}.")
                click.echo(f"{job}: {error}", err=True)
    return sheets, failed


def _measure(job: Job, desk: Path) -> Sheet:
    """Set a page and judge it, or take both from what is kept."""
    made = _digest(job.source, *(face.sha256 for face in job.faces), job.peer.label, _engine_digest(job.peer))
    name = f"{job.peer.name}-{job.setting.measure}-{job.setting.size:g}-{job.setting.columns}"
    stem = f"{name}-{made[:16]}"
    pdf = desk / f"{stem}.pdf"
    if not pdf.is_file():
        for old in desk.glob(f"{name}-*"):
            old.unlink()
        source = desk / f"{stem}.{job.peer.reads}"
        source.write_text(job.source, encoding="utf-8")
        beside = desk / f"{stem}.new.pdf"
        engine = _engine_digest(job.peer)
        set_page(job.peer, source, beside)
        if engine != _engine_digest(job.peer):
            raise PeerError("its source was changed meanwhile: run this again")
        beside.replace(pdf)
        source.unlink()
    verdict = desk / f"{stem}-{_digest(*job.text.paragraphs, _lint_digest())[:16]}.verdict"
    if not verdict.is_file():
        verdict.write_text(json.dumps(_judge(pdf, job.text), ensure_ascii=False), encoding="utf-8")
    facts = json.loads(verdict.read_text(encoding="utf-8"))
    counts = {rule: Count(*count) for rule, count in facts["counts"].items()}
    return Sheet(job.peer.name, job.text.name, job.setting, counts, tuple(facts["examples"]))


def _judge(pdf: Path, text: Text) -> dict[str, object]:
    """Judge a PDF by all rules."""
    report = lint_pdf(pdf, source=text.paragraphs)
    counts = {result.rule: (len(result.violations), result.cases) for result in report.results}
    examples = [
        f"{result.rule} {violation}" for result in report.results for violation in result.violations[:_EXAMPLES]
    ]
    return {"counts": counts, "examples": examples}


def _engine_digest(peer: Peer) -> str:
    """What an engine is besides its version: of ours, the source."""
    return _sources("pressroom/composer") if peer.name == "pressroom" else ""


@cache
def _lint_digest() -> str:
    """The source of the rules as this process has loaded it."""
    return _sources("pressroom/lint")


def _sources(folder: str) -> str:
    """A digest of the Python files of a folder."""
    return _digest(*(file.read_text(encoding="utf-8") for file in sorted((ROOT / folder).rglob("*.py"))))


def _digest(*parts: str) -> str:
    """A digest of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def write_report(sheets: Sequence[Sheet], peers: Sequence[Peer], texts: Sequence[Text], notes: Iterable[str]) -> str:
    """Write everything that stands in README.md."""
    lines = [f"Machine: {describe_machine(platform.system(), platform.machine(), os.cpu_count())}.  "]
    lines += [f"Engines: {', '.join(peer.label for peer in peers)}.  "]
    lines += [
        "Texts: " + "; ".join(f"*{text.name}*: {text.what}, {text.characters:,} characters" for text in texts) + "."
    ]
    lines += [f"\n{note}" for note in notes]
    if any(peer.name == "pressroom" for peer in peers):
        misses = list(render_misses(sheets, "pressroom"))
        lines += ["\n### Gates that Pressroom misses\n", *(misses or ["None, in any text at any measure."])]
    lines += ["", render_composition(sheets, {peer.name: peer.title for peer in peers})]
    return "\n".join(lines)


def _say_misses(sheets: Sequence[Sheet]) -> None:
    """Show on the terminal, with places, what we miss: the text of a scan may not go into a file of the repository."""
    for sheet in sheets:
        bad = missed(sheet.counts) if sheet.peer == "pressroom" else ()
        for example in sheet.examples:
            if example.split()[0] in bad:
                click.echo(f"{sheet.text}, {sheet.setting}: {example}", err=True)


if __name__ == "__main__":
    main()
