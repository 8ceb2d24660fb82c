"""Keep an issue set: what was saved in; what changed on its pages out, what is in view first.

One thread reads and decides; workers set. An article that is saved is read alone and its slot set at once. When nobody
has saved for a moment, the whole issue is read as a build reads it, and whatever differs is set: so the pages are
always those of the build in the end, and those in view after a fraction of a second.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from pressroom.desk.amending import Reread, amend
from pressroom.desk.hands import Hands, WantedSlot
from pressroom.desk.look import IssueLook, SlotState, describe_findings, describe_look, describe_slot
from pressroom.flatplan import Problem
from pressroom.fonts.matching import faces_of
from pressroom.makeup.contents import list_contents
from pressroom.makeup.pasteup import Pasteup
from pressroom.pipeline.keeping import find_run, keep_run, key_of_run
from pressroom.pipeline.prepare import Prepared
from pressroom.pipeline.pull import setting_service
from pressroom.preflight import CHECKS, allow, inspect_proof
from pressroom.proof import Proof, join_parts
from pressroom.report import Finding, Place, PressroomError, Report, stop
from pressroom.run import Run, Served, SetSlot
from pressroom.workshop import LEAST_READING, Workshop, open_workshop
from pressroom.workshop.config import Config
from pressroom.workshop.fingerprint import Engine, engine_digest
from pressroom.workshop.nursery import Service
from pressroom.workshop.pool import Failure, Pool

_QUIET = 0.8  # seconds without a save before the whole issue is read again
_ROUNDS = 6  # plans that are tried where slots follow on
_KEPT = 300  # runs whose pages can still be asked for
_AMENDER = "pressroom.desk.amending:make_amender"
Tell = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class _Saved:
    """Files were saved, at a moment of the monotonic clock."""

    files: frozenset[Path]
    at: float


@dataclass(frozen=True)
class _Drafted:
    """A text was sent that is not saved; none where what is saved counts again."""

    slug: str
    text: str | None
    at: float


@dataclass(frozen=True)
class _Done:
    """A worker has come to an end with a slot."""

    wanted: WantedSlot
    answer: SetSlot | Failure


@dataclass(frozen=True)
class _Kept:
    """A run of this session, and the files that it was made from."""

    run: Run
    served: tuple[Served, ...]


class WarmPress:
    """An issue that is kept set. ``tell`` is called in a thread of the press with the name of what happened."""

    def __init__(self, folder: Path, config: Config, jobs: int, tell: Tell) -> None:
        self.folder, self.config, self._tell = folder, config, tell
        self.look: IssueLook | None = None
        self.findings: list[dict[str, Any]] = []
        self.drafts: dict[str, str] = {}
        self._queue: queue.Queue[Any] = queue.Queue()
        self._jobs = jobs
        self._view: tuple[int, ...] = ()
        self._known: dict[str, _Kept] = {}
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._told: dict[str, Any] = {}
        self._keys: dict[int, tuple[Pasteup, str]] = {}
        self._since = time.monotonic()  # when what is being set was saved
        self._due = True  # the whole issue has to be read
        self._unread: tuple[Finding, ...] = ()  # what the sources were refused for when they were read last
        self._failed: dict[str, Problem] = {}
        self._stack = ExitStack()

    def __enter__(self) -> WarmPress:
        workshop = self._stack.enter_context(open_workshop(self.config, self.folder))
        limits = self.config.limits
        patient = replace(limits, seconds=limits.seconds and max(limits.seconds, LEAST_READING))
        reader = Pool(Service(_AMENDER, (self.config, self.folder, workshop.bench)), 1, patient)
        self._stack.enter_context(reader)
        self._workshop: Workshop = replace(workshop, reader=reader)
        service = setting_service(self.folder)(workshop.cache)
        self._hands = Hands(service, self._jobs, limits, workshop.bench, self._take)
        self._stack.callback(self._hands.close)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; whatever is in hand is given up."""
        self._queue.put(None)
        self._hands.close()
        self._thread.join(20)
        self._stack.close()

    # ---- what others say, from any thread ----

    def saved(self, files: Collection[Path]) -> None:
        """Say that files were saved."""
        self._queue.put(_Saved(frozenset(files), time.monotonic()))

    def draft(self, slug: str, text: str | None) -> None:
        """Say what an article would be if it were saved; without a text, that what is saved counts again."""
        self._queue.put(_Drafted(slug, text, time.monotonic()))

    def see(self, slots: Sequence[int]) -> None:
        """Say which slots are in view: they are set first."""
        self._view = tuple(slots)
        self._queue.put(self._view)

    def find_file(self, digest: str) -> Path | None:
        """The PDF of a run that was shown."""
        run = self._runs.get(digest)
        return run.file if run and run.file.exists() else None

    def describe(self) -> dict[str, Any]:
        """All that a page that has just been opened has to know."""
        look = self.look
        shown = describe_look(look, self.config.magazine) if look else {}
        return {"look": shown, "findings": self.findings, "settled": bool(look and look.settled and not self._due)}

    @property
    def settled(self) -> bool:
        """Whether all that was saved is read and set."""
        return bool(self.look and self.look.settled and not self._due and not self._queue.unfinished_tasks)

    # ---- the thread that decides ----

    def _run(self) -> None:
        while True:
            try:
                message = self._queue.get(timeout=self._patience)
            except queue.Empty:
                self._read_whole()
                continue
            if message is None:
                return
            with suppress(OSError):  # the disk refuses something: the next save tries again
                self._hear(message)
            self._queue.task_done()

    @property
    def _patience(self) -> float | None:
        """How long nothing has to be said before the whole issue is read; for ever where that is not due."""
        if not self._due:
            return None
        return _QUIET if self.look else 0

    def _hear(self, message: Any) -> None:
        """Do what one message asks for."""
        match message:
            case _Done(wanted, answer):
                self._put_in(wanted, answer)
            case _Saved(files, at):
                self._since = at
                self._read_saved(files)
            case _Drafted(slug, text, at):
                self._since = at
                self._read_draft(slug, text)
            case _:
                self._order()

    def _take(self, wanted: WantedSlot, answer: SetSlot | Failure) -> None:
        self._queue.put(_Done(wanted, answer))

    def _read_saved(self, files: frozenset[Path]) -> None:
        """Read what was saved: articles alone, style sheets and pictures by whoever sets, all else with the whole."""
        self._workshop.ledger.look_again()
        copy = (self.folder / "copy").resolve()
        slugs = sorted(file.stem for file in files if file.suffix == ".md" and file.parent == copy)
        rest = [file for file in files if not (file.suffix == ".md" and file.parent == copy)]
        styles = [file for file in rest if file.suffix in (".css", ".svg", ".jpg", ".jpeg", ".png", ".webp")]
        self._due = True
        if len(styles) < len(rest) or self.look is None:
            self._read_whole()
        elif slugs:
            self._read_articles(slugs)
        else:
            self._failed.clear()
            self._aim(self.look.prepared, range(len(self.look.prepared.pasteups)))

    def _read_draft(self, slug: str, text: str | None) -> None:
        """Read an article as it would be, or as it is saved."""
        if text is None:
            self.drafts.pop(slug, None)
        else:
            self.drafts[slug] = text
        self._read_articles([slug])

    def _read_articles(self, slugs: Sequence[str]) -> None:
        """Read some articles anew."""
        if self.look is None:
            return
        answer = self._ask({}, slugs)
        self._unread = answer.findings
        if answer.findings:
            self._report(answer.findings, stale=True)
        elif answer.amendment is None:
            self._due = True
        else:
            prepared = amend(self.look.prepared, answer.amendment)
            same = prepared.faces == self.look.prepared.faces
            touched = [pasteup.slot.index for pasteup in answer.amendment.pasteups]
            self._aim(prepared, touched if same else range(len(prepared.pasteups)))

    def _read_whole(self) -> None:
        """Read the issue as a build does; slots that follow on are given the pages that they need."""
        self._workshop.ledger.look_again()
        answer = self._plan()
        self._unread = answer.findings
        if answer.prepared is not None:
            self._failed.clear()
            self._aim(answer.prepared, range(len(answer.prepared.pasteups)), whole=True)
        if answer.findings:
            self._report(answer.findings, stale=True)
        self._due = False

    def _plan(self) -> Reread:
        """Read the issue with as many pages for each open slot as it needs: those are set first."""
        counts: dict[int, int] = {}
        for _ in range(_ROUNDS):
            answer = self._ask(counts, ())
            if answer.prepared is None:
                return answer
            opened = [pasteup for pasteup in answer.prepared.pasteups if pasteup.slot.open]
            needed = self._count_pages(opened, answer.prepared) if opened else {}
            if needed == counts or len(needed) < len(opened):
                break
            counts = needed
        return answer

    def _ask(self, counts: dict[int, int], slugs: Sequence[str]) -> Reread:
        """Have the reader read."""
        ((_, answer),) = self._workshop.reader.work([(counts, dict(self.drafts), tuple(slugs))])
        if isinstance(answer, Failure):
            place = Place(self._workshop.at_hand or self.folder / "issue.yaml")
            hint = "look for what is odd in this file"
            return Reread(
                findings=(stop("reader-died", f"reading ended here: {answer.said or answer.why}", place, hint),)
            )
        assert isinstance(answer, Reread)
        return answer

    def _count_pages(self, opened: Sequence[Pasteup], prepared: Prepared) -> dict[int, int]:
        """Set slots that take as many pages as they need, and count these; what else happens meanwhile waits."""
        later: list[Any] = []
        wanted = [self._wish(pasteup, prepared) for pasteup in opened]
        while left := [one for one in wanted if self._lookup(one) is None and one.key not in self._failed]:
            self._hands.want(left)
            message = self._queue.get()
            if message is None:
                self._queue.put(None)
                return {}
            if isinstance(message, _Done):
                self._keep(message.wanted, message.answer)
            else:
                later.append(message)
            self._queue.task_done()
        for message in later:
            self._queue.put(message)
        found = {one.pasteup.slot.index: self._lookup(one) for one in wanted}
        return {index: run.set_pages for index, run in found.items() if run}

    # ---- what is shown, and what is wanted ----

    def _aim(self, prepared: Prepared, touched: Collection[int], whole: bool = False) -> None:
        """Show an issue: of the slots that were touched, what is there at once, and the rest as soon as it is set."""
        before = self.look
        states = {} if whole or before is None else dict(before.states)
        old = {} if before is None else before.states
        shown = {state.key: state.shown for state in old.values() if state.shown}
        for index in touched:
            one = self._wish(prepared.pasteups[index], prepared)
            run: Run | Problem | None = self._lookup(one) or self._failed.get(one.key)
            last = shown.get(one.key) or self._resemble(prepared, index)
            states[index] = SlotState(one.key, run or last, run is None)
            if isinstance(run, Run):
                self._runs[run.digest] = run
        self.look = IssueLook(prepared, states)
        told = describe_look(self.look, self.config.magazine)
        if whole and told != self._told:
            self._tell("look", told)
        elif not whole:
            self._show(touched)
        self._told = told
        self._order()

    def _resemble(self, prepared: Prepared, index: int) -> Run | Problem | None:
        """What to show of a slot until it is set: what the same one showed before."""
        if self.look is None:
            return None
        slot = prepared.issue.flatplan[index]
        same = (slot.kind, [article.slug for article in slot.articles], slot.labels)
        for pasteup in self.look.prepared.pasteups:
            one = pasteup.slot
            if (one.kind, [article.slug for article in one.articles], one.labels) == same:
                state = self.look.states.get(one.index)
                return state.shown if state else None
        return None

    def _wish(self, pasteup: Pasteup, prepared: Prepared) -> WantedSlot:
        """What a worker has to be told of a slot, and the key of what it will make."""
        faces, fit = faces_of(prepared.faces), prepared.layout.fit
        known = self._keys.get(id(pasteup))
        if known is None or known[0] is not pasteup:
            known = (pasteup, key_of_run(pasteup, faces, fit, self._engine))
            self._keys[id(pasteup)] = known
            while len(self._keys) > 2 * len(prepared.pasteups) + 50:
                del self._keys[next(iter(self._keys))]
        return WantedSlot(known[1], pasteup, faces, fit)

    @cached_property
    def _engine(self) -> str:
        """What the engine is, and the system's fonts."""
        greeting = self._hands.greeting
        engine = greeting if isinstance(greeting, Engine) else Engine((), 0)
        return engine_digest(engine, self._workshop.ledger)

    def _lookup(self, one: WantedSlot) -> Run | None:
        """Find a run that is still what would be set."""
        folders = one.pasteup.folders
        known = self._known.get(one.key)
        if known and known.run.file.exists() and self._is_same(known.served, folders):
            return known.run
        return find_run(self._workshop.cache, self._workshop.ledger, one.key, folders)

    def _is_same(self, served: Sequence[Served], folders: Sequence[Path]) -> bool:
        """Whether all files that a run was made from are what they were."""
        files = ((folders[file.folder].resolve() / file.name, file.digest) for file in served if file.folder >= 0)
        return all(self._workshop.ledger.digest(file) == value for file, value in files)

    def _order(self) -> None:
        """Say what is wanted: slots in view first, then the longest."""
        if self.look is None:
            return
        prepared = self.look.prepared
        waiting = [index for index, state in self.look.states.items() if state.pending]
        view = {index: number for number, index in enumerate(self._view)}
        waiting.sort(key=lambda index: (view.get(index, len(view)), -prepared.pasteups[index].slot.pages))
        self._hands.want([self._wish(prepared.pasteups[index], prepared) for index in waiting])
        if not waiting and self._queue.empty():
            self._inspect()

    def _put_in(self, wanted: WantedSlot, answer: SetSlot | Failure) -> None:
        """Show a slot that was set, if it is still wanted so."""
        self._keep(wanted, answer)
        look = self.look
        if look is None:
            return
        touched = [index for index, state in look.states.items() if state.key == wanted.key and state.pending]
        shown = self._lookup(wanted) or self._failed.get(wanted.key)
        if not touched or shown is None:  # another is wanted by now, or a style sheet was saved meanwhile
            self._order()
            return
        states = dict(look.states)
        for index in touched:
            states[index] = SlotState(wanted.key, shown)
        self.look = IssueLook(look.prepared, states)
        self._show(touched)
        if self.look.settled:
            self._order()

    def _keep(self, wanted: WantedSlot, answer: SetSlot | Failure) -> None:
        """Keep what a worker has made."""
        if isinstance(answer, Failure):
            self._failed[wanted.key] = Problem(f"setting it ended: {answer.said or answer.why}")
        elif answer.run is None:
            messages = [finding.message for finding in answer.stopped.report.findings] if answer.stopped else []
            self._failed[wanted.key] = Problem("; ".join(messages))
        else:
            keep_run(self._workshop.cache, wanted.key, answer.run, answer.served)
            self._known[wanted.key] = _Kept(answer.run, answer.served)
            self._runs[answer.run.digest] = answer.run
            self._clear_away()

    def _clear_away(self) -> None:
        """Forget runs that were shown long ago; the cache may have them."""
        shown = {run.digest for run in (self.look.runs.values() if self.look else ()) if isinstance(run, Run)}
        for digest in list(self._runs)[: max(len(self._runs) - _KEPT - len(shown), 0)]:
            if digest not in shown:
                file = self._runs.pop(digest).file
                with suppress(OSError):
                    file.unlink()
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]

    def _show(self, touched: Collection[int]) -> None:
        """Tell what has changed of some slots."""
        look = self.look
        assert look is not None
        whole = self._told = describe_look(look, self.config.magazine)
        self._tell(
            "slots",
            {
                "slots": [describe_slot(index, look, self.config.magazine) for index in sorted(touched)],
                "spreads": whole["spreads"],
                "milliseconds": round((time.monotonic() - self._since) * 1000),
                "settled": look.settled,
            },
        )

    def _report(self, findings: Sequence[Finding], stale: bool = False) -> None:
        """Tell what was found; pages are ``stale`` where the sources cannot be read."""
        self.findings = describe_findings(Report.of(findings).findings, self.config.magazine)
        self._tell("findings", {"findings": self.findings, "stale": stale})

    def _inspect(self) -> None:
        """Look at the proof as a build does, when all slots are set; not while the sources say something else."""
        look = self.look
        assert look is not None
        if self._unread:
            return
        prepared = look.prepared
        runs = [look.states[pasteup.slot.index].shown for pasteup in prepared.pasteups]
        broken = [
            stop("unset", f"{pasteup.slot.name}: {shown.message}", pasteup.slot.place, "look for what is odd in it")
            for pasteup, shown in zip(prepared.pasteups, runs, strict=True)
            if isinstance(shown, Problem)
        ]
        complaints = [finding for run in runs if isinstance(run, Run) for finding in run.findings]
        if broken or complaints or not all(isinstance(run, Run) for run in runs):
            self._report([*broken, *complaints])
            return
        parts = join_parts(
            [(paste, run) for paste, run in zip(prepared.pasteups, runs, strict=True) if isinstance(run, Run)]
        )
        contents = list_contents(prepared.issue, prepared.layout)
        unasked = {
            entry.check for entry in prepared.issue.allow if entry.check not in CHECKS
        }  # those of finished files
        proof = Proof(prepared.issue, prepared.layout, prepared.galleys, contents, prepared.faces, parts)
        try:
            self._report(allow(inspect_proof(proof), prepared.issue, unasked).findings)
        except PressroomError as error:
            self._report(error.report.findings)
