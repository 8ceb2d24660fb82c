"""Ways into the press: all that tests build, pull or look at goes through here.

A test says what it wants; how the package is asked for it stands in this module and nowhere else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pressroom.editions import EDITIONS
from pressroom.fonts import Face, read_catalogue
from pressroom.fonts.catalogue import Faces, faces_of
from pressroom.galley import Galley
from pressroom.issue import Issue
from pressroom.makeup.pasteup import Pasteup
from pressroom.pipeline.builds import Order, find_build, list_inputs
from pressroom.pipeline.plan import plan_issue
from pressroom.pipeline.prepare import Made, make_issue
from pressroom.pipeline.publish import check_issue, publish_issue, pull_proof
from pressroom.pipeline.pull import hold, open_press
from pressroom.preflight import inspect_proof
from pressroom.proof import Landing, Page, Proof
from pressroom.read.layout import Fit, Layout
from pressroom.read.profile import Profile, read_profile
from pressroom.report import Report
from pressroom.run import Run
from pressroom.setting.copyfit import fit_slot
from pressroom.setting.render import lay_out_run, pull_run
from pressroom.workshop.cache import Cache
from pressroom.workshop.cache import using as using_cache
from pressroom.workshop.config import Limits, Shop
from pressroom.workshop.ledger import Ledger
from tests.support.paths import FONTS, LAYOUTS, PROFILES

Part = tuple[Pasteup, Run]

# ---- where the press finds its things ----


def shop_in(folder: Path, keep: bool = True) -> Shop:
    """The layouts in a folder, the fonts of the house, and a cache of its own."""
    return Shop(folder / "layouts", FONTS, folder / ".pressroom", keep=keep)


def shop_of_house(folder: Path, keep: bool = True) -> Shop:
    """The layouts and fonts of the house, and a cache in a folder."""
    return Shop(LAYOUTS, FONTS, folder / ".pressroom", keep=keep)


def in_haste(shop: Shop, seconds: float) -> Shop:
    """The same, where a slot may take no more than some seconds."""
    return replace(shop, limits=Limits(seconds=seconds))


def runs_kept(shop: Shop) -> Path:
    """The folder of the cache that holds runs."""
    return shop.cache / "kept" / "runs"


# ---- an issue, made up and set ----


@dataclass(frozen=True)
class Pulled:
    """An issue that is set: what it was made of, and its proof. Its runs are held in memory."""

    made: Made
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
        return self.proof.pasteups

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its slots, set."""
        return self.proof.runs

    @property
    def parts(self) -> tuple[Part, ...]:
        """Each slot with its run."""
        return tuple(zip(self.proof.pasteups, self.proof.runs, strict=True))

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
        pasteups, runs = tuple(one for one, _ in parts), tuple(run for _, run in parts)
        return replace(self, proof=replace(self.proof, pasteups=pasteups, runs=runs))

    def with_runs(self, change: Callable[[Run], Run]) -> Pulled:
        """The same issue, each of its runs changed."""
        return self.with_parts([(pasteup, change(run)) for pasteup, run in self.parts])


def prepare(folder: Path, shop: Shop) -> Made:
    """Read an issue and make it up."""
    return make_issue(folder, shop)


def pull(folder: Path, shop: Shop, jobs: int = 1) -> Pulled:
    """Make an issue up and set it, as a build does."""
    with open_press(folder, shop, jobs) as press:
        made = plan_issue(folder, shop, press)
        proof = pull_proof(made, jobs, press=press)
        runs = tuple(run for run in map(hold, proof.runs) if isinstance(run, Run))
    return Pulled(made, replace(proof, runs=runs))


def build(
    folder: Path, shop: Shop, out: Path, editions: Sequence[str] = ("screen",), jobs: int = 1
) -> tuple[Report, tuple[Path, ...]]:
    """Build editions and release them: what is found, and the files."""
    return publish_issue(folder, shop, out, list(editions), jobs)


def find_last_build(
    folder: Path, shop: Shop, out: Path, editions: Sequence[str] = ("screen",)
) -> tuple[Report, tuple[Path, ...]] | None:
    """Find the last build, where it is still what would come out."""
    return find_build(Order(folder, shop, out, tuple(editions)))


def digest_inputs(folder: Path, shop: Shop, out: Path, editions: Sequence[str] = ("screen",)) -> str:
    """A digest of all that a build would read."""
    return list_inputs(Order(folder, shop, out, tuple(editions)), Ledger(Cache(), "inputs"))


# ---- editions ----


def write_edition(name: str, pulled: Pulled, file: Path) -> Path:
    """Write an edition to a file."""
    EDITIONS[name].make(pulled.proof, pulled.faces, file)
    return file


def edition(name: str, pulled: Pulled) -> bytes:
    """The bytes of an edition."""
    with tempfile.TemporaryDirectory() as folder:
        return write_edition(name, pulled, Path(folder) / f"edition.{EDITIONS[name].ending}").read_bytes()


def edition_of_folder(name: str, folder: Path) -> bytes:
    """The bytes of an edition of the issue that lies with its layouts in a folder."""
    return edition(name, pull(folder / "issue", shop_in(folder)))


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    """Keep in a folder what editions keep from build to build."""
    with using_cache(Cache(folder, 10**9)):
        yield


# ---- preflight ----


def check(folder: Path, shop: Shop) -> Report:
    """Look at an issue as a build would, and write nothing."""
    return check_issue(folder, shop, 1)


def preflight(pulled: Pulled) -> Report:
    """Look at a proof."""
    return inspect_proof(pulled.proof)


def read_limits(name: str = "sheet-coated", **limits: Any) -> Profile:
    """A profile of the house, some of its limits changed."""
    found = read_profile([PROFILES], name)
    return Profile(found.name, found.place, found.limits.model_copy(update=limits))


def account(pulled: Pulled, editions: Sequence[str], folder: Path, reports: Sequence[Path]) -> Report:
    """Write editions into a folder, look at them as ``check`` does, and write its reports."""
    from pressroom.editions import draft
    from pressroom.preflight.pdf import account_for

    drafts = [draft(name, pulled.proof, pulled.faces, folder) for name in editions]
    return account_for(pulled.proof, inspect_proof(pulled.proof), drafts, read_limits(), reports)


# ---- one slot ----


@cache
def house_faces() -> Faces:
    """The faces of the house, as the engine is given them."""
    return faces_of(read_catalogue(FONTS).faces)


def set_fitted(pasteup: Pasteup, fit: Fit, faces: Faces | None = None) -> Run:
    """Set a slot, copyfit and all."""
    return fit_slot(pasteup, faces or house_faces(), fit)


def set_once(pasteup: Pasteup, faces: Faces | None = None, optional: tuple[str, ...] = ()) -> Run:
    """Set a slot as its tokens say, without copyfit."""
    return pull_run(pasteup, faces or house_faces(), optional=optional)


def lay_out(pasteup: Pasteup, run: Run, faces: Faces | None = None) -> Any:
    """The engine's document of a slot, laid out at the step that its run took."""
    tokens = dict(pasteup.tokens) | {departure.token: departure.now for departure in run.departures}
    return lay_out_run(replace(pasteup, tokens=tuple(tokens.items())), faces or house_faces(), ()).document
