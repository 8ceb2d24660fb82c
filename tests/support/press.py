"""Ways into the press: all that tests build, pull or look at goes through here.

A test says what it wants; how the package is asked for it stands in this module and nowhere else.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pressroom.editions import EDITIONS, Draft, draft
from pressroom.fonts import Face, read_catalogue
from pressroom.fonts.matching import Faces, faces_of
from pressroom.galley import Galley, set_galley
from pressroom.issue import Article, Issue
from pressroom.makeup.pasteup import Pasteup, make_up
from pressroom.pictures import Art
from pressroom.pipeline.builds import find_build, list_inputs
from pressroom.pipeline.colophon import write_colophon
from pressroom.pipeline.inspect import Inspector
from pressroom.pipeline.orders import Order, Scrutiny
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.prepare import Prepared, prepare_issue
from pressroom.pipeline.publish import check_issue, publish_issue
from pressroom.pipeline.pull import pull_proof, setting_service
from pressroom.preflight import allow, inspect_proof
from pressroom.preflight.accounting import INSPECTED
from pressroom.preflight.pdf import FilePlan, Inspection, inspect_file
from pressroom.proof import Landing, Page, Proof, join_parts
from pressroom.read import read_issue
from pressroom.read.layout import Fit, Layout
from pressroom.read.profile import Profile, read_profile
from pressroom.report import Report
from pressroom.run import Run
from pressroom.setting.copyfit import fit_slot
from pressroom.setting.render import Renderer
from pressroom.setting.sheets import SheetShelf
from pressroom.workshop import Workshop, open_workshop
from pressroom.workshop.cache import Cache
from pressroom.workshop.config import Config, Limits
from pressroom.workshop.ledger import Ledger
from tests.support.nurseries import lend_nursery, lending
from tests.support.paths import FONTS, LAYOUTS, PROFILES
from tests.support.sharing import RUN_FOLDER

Part = tuple[Pasteup, Run]

# ---- where the press finds its things ----


def config_in(folder: Path, keep: bool = True) -> Config:
    """The layouts in a folder, the fonts of the house, and a cache of its own."""
    return Config(folder, (folder / "layouts",), (FONTS,), (PROFILES,), folder / ".pressroom", keep=keep)


def config_of_house(folder: Path, keep: bool = True) -> Config:
    """The layouts and fonts of the house, and a cache in a folder."""
    return Config(LAYOUTS.parent, (LAYOUTS,), (FONTS,), (PROFILES,), folder / ".pressroom", keep=keep)


def in_haste(config: Config, seconds: float) -> Config:
    """The same, where a slot may take no more than some seconds."""
    return replace(config, limits=Limits(seconds=seconds))


def runs_kept(config: Config) -> Path:
    """The folder of the cache that holds runs."""
    return config.cache / "kept" / "runs"


@cache
def bench() -> Path:
    """A folder for what outlives the workshop that it was made in; it goes with the test run, or with the process."""
    folder = tempfile.mkdtemp(prefix="pressroom-tests-", dir=os.environ.get(RUN_FOLDER))
    if RUN_FOLDER not in os.environ:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def reading(folder: Path, config: Config | None = None) -> Iterator[Workshop]:
    """A workshop without workers, to read an issue in or to make editions of a proof."""
    with open_workshop(config or config_of_house(bench(), keep=False), folder) as workshop:
        yield workshop


# ---- an issue, made up and set ----


@dataclass(frozen=True)
class Pulled:
    """An issue that is set: what it was made of, and its proof. Its runs outlive their workshop."""

    made: Prepared
    proof: Proof

    @property
    def issue(self) -> Issue:
        """The issue."""
        return self.proof.issue

    @property
    def layout(self) -> Layout:
        """Its layout."""
        return self.proof.layout

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces that it is set in."""
        return self.made.faces

    @property
    def galleys(self) -> tuple[Galley, ...]:
        """Its articles, set as galleys."""
        return self.proof.galleys

    @property
    def pasteups(self) -> tuple[Pasteup, ...]:
        """Its slots, ready to be set."""
        return tuple(part.pasteup for part in self.proof.parts)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its slots, set."""
        return tuple(part.run for part in self.proof.parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Each slot with its run."""
        return tuple((part.pasteup, part.run) for part in self.proof.parts)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All its pages."""
        return self.proof.pages

    @property
    def landings(self) -> dict[str, Landing]:
        """Where each article begins."""
        return self.proof.landings

    def with_issue(self, issue: Issue) -> Pulled:
        """The same pages, of an issue that says something else of itself."""
        return replace(self, proof=replace(self.proof, issue=issue))

    def with_layout(self, layout: Layout) -> Pulled:
        """The same pages, of a layout that says something else of itself."""
        return replace(self, proof=replace(self.proof, layout=layout))

    def with_parts(self, parts: Sequence[Part]) -> Pulled:
        """The same issue with other slots and runs."""
        return replace(self, proof=replace(self.proof, parts=join_parts(parts)))

    def with_runs(self, change: Callable[[Run], Run]) -> Pulled:
        """The same issue, each of its runs changed."""
        return self.with_parts([(pasteup, change(run)) for pasteup, run in self.parts])


@contextmanager
def art_of(folder: Path) -> Iterator[Art]:
    """The pictures of an issue."""
    with reading(folder) as workshop:
        yield Art(folder, workshop)


def read(folder: Path, config: Config | None = None) -> tuple[Issue, Layout]:
    """Read an issue and its layout."""
    with reading(folder, config) as workshop:
        return read_issue(Art(folder, workshop))


def galley_of(article: Article, folder: Path, slugs: Sequence[str] = ()) -> Galley:
    """Set an article of the issue in a folder as a galley."""
    with reading(folder) as workshop:
        return set_galley(article, Art(folder, workshop), slugs)


def paste(folder: Path, layouts: Path = LAYOUTS) -> tuple[tuple[Pasteup, ...], Layout]:
    """Paste an issue up in a layout, whatever characters it has."""
    with reading(folder, replace(config_of_house(bench(), keep=False), layouts=(layouts,))) as workshop:
        art = Art(folder, workshop)
        issue, layout = read_issue(art)
        slugs = [article.slug for article in issue.articles]
        galleys = {article.slug: set_galley(article, art, slugs) for article in issue.articles}
        return make_up(issue, galleys, layout), layout


def prepare(folder: Path, config: Config) -> Prepared:
    """Read an issue and make it up."""
    with reading(folder, config) as workshop:
        return prepare_issue(folder, workshop)


def pull(folder: Path, config: Config, jobs: int = 1) -> Pulled:
    """Make an issue up and set it, as a build does."""
    with lending(), open_workshop(config, folder, setting_service(folder), jobs, lend_nursery()) as workshop:
        prepared = plan_issue(folder, workshop)
        proof = pull_proof(prepared, workshop)
        lasting = Path(tempfile.mkdtemp(dir=bench()))
        kept = [(part.pasteup, move_run(part.run, lasting)) for part in proof.parts]
    return Pulled(prepared, replace(proof, parts=join_parts(kept)))


def move_run(run: Run, folder: Path) -> Run:
    """The same run in another folder."""
    return replace(run, file=Path(shutil.copy(run.file, folder)))


def build(
    folder: Path, config: Config, out: Path, editions: Sequence[str] = ("screen",), jobs: int = 1
) -> tuple[Report, tuple[Path, ...]]:
    """Build editions and release them: what is found, and the files."""
    with lending():
        published = publish_issue(Order(folder, config, tuple(editions), out, jobs), nursery=lend_nursery())
    return published.report, published.files


def find_last_build(
    folder: Path, config: Config, out: Path, editions: Sequence[str] = ("screen",)
) -> tuple[Report, tuple[Path, ...]] | None:
    """Find the last build, where it is still what would come out."""
    return find_build(Order(folder, config, tuple(editions), out))


def digest_inputs(folder: Path, config: Config, out: Path, editions: Sequence[str] = ("screen",)) -> str:
    """A digest of all that a build would read."""
    return list_inputs(Order(folder, config, tuple(editions), out), Ledger(Cache(), "inputs"))


# ---- editions ----


def write_edition(name: str, pulled: Pulled, file: Path, config: Config | None = None) -> Path:
    """Write an edition to a file; ``config`` says where what it keeps from build to build lies."""
    with reading(pulled.issue.folder, config) as workshop:
        EDITIONS[name].make(pulled.proof, workshop, file)
    return file


def edition(name: str, pulled: Pulled, config: Config | None = None) -> bytes:
    """The bytes of an edition."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"edition.{EDITIONS[name].ending}"
        return write_edition(name, pulled, file, config).read_bytes()


def edition_of_folder(name: str, folder: Path) -> bytes:
    """The bytes of an edition of the issue that lies with its layouts in a folder."""
    return edition(name, pull(folder / "issue", config_in(folder)))


# ---- preflight ----


def check(folder: Path, config: Config) -> Report:
    """Look at an issue as a build would, and write nothing."""
    with lending():
        return check_issue(Order(folder, config, ()), nursery=lend_nursery()).report


def preflight(pulled: Pulled) -> Report:
    """Look at a proof."""
    return allow(inspect_proof(pulled.proof), pulled.issue)


def read_limits(name: str = "sheet-coated", **limits: Any) -> Profile:
    """A profile of the house, some of its limits changed."""
    found = read_profile([PROFILES], name)
    return Profile(found.name, found.place, found.limits.model_copy(update=limits))


def inspect_pdf(file: Path, edition: str, limits: Mapping[str, Any], **plan: Any) -> Inspection:
    """Look at a finished PDF by the limits of the house, some of them changed; the plan is what it has to agree with."""
    return inspect_file(file, edition, read_limits(**limits), FilePlan(**plan))


def account(pulled: Pulled, editions: Sequence[str], folder: Path, reports: Sequence[Path]) -> Report:
    """Write editions into a folder, look at them as ``check`` does, and write its reports."""
    assert set(editions) <= set(INSPECTED)
    with reading(pulled.issue.folder) as workshop:
        drafts = [draft(name, pulled.proof, workshop, folder) for name in editions]
        return Inspector(pulled.proof, Scrutiny(deep=True, reports=tuple(reports)), workshop).look_at(drafts)


def record(pulled: Pulled, files: Mapping[str, Path], report: Report, folder: Path) -> bytes:
    """The colophon of an issue whose editions lie in some files."""
    with reading(pulled.issue.folder) as workshop:
        drafts = [Draft(name, file) for name, file in files.items()]
        return write_colophon(pulled.proof, drafts, report, workshop, folder).read_bytes()


# ---- one slot ----


@cache
def house_faces() -> Faces:
    """The faces of the house, as the engine is given them."""
    return faces_of(read_catalogue([FONTS]).faces)


def set_fitted(pasteup: Pasteup, fit: Fit, faces: Sequence[Face] = ()) -> Run:
    """Set a slot, copyfit and all; in the faces of the house where no others are given."""
    renderer = Renderer(pasteup, faces_of(faces) if faces else house_faces(), SheetShelf())
    return renderer.draw(fit_slot(pasteup, fit, renderer), _file())


def set_once(pasteup: Pasteup, faces: Faces | None = None, optional: tuple[str, ...] = ()) -> Run:
    """Set a slot as its tokens say, without copyfit."""
    renderer = Renderer(pasteup, faces or house_faces(), SheetShelf())
    return renderer.draw(renderer.lay_out(pasteup, optional), _file())


def _file() -> Path:
    """A file that nobody has written to."""
    return Path(tempfile.mkdtemp(dir=bench())) / "run.pdf"


def lay_out(pasteup: Pasteup, run: Run, faces: Faces | None = None) -> Any:
    """The engine's document of a slot, laid out at the step that its run took."""
    tokens = dict(pasteup.tokens) | {departure.token: departure.now for departure in run.departures}
    stepped = replace(pasteup, tokens=tuple(tokens.items()))
    return Renderer(stepped, faces or house_faces(), SheetShelf()).lay_out(stepped).document
