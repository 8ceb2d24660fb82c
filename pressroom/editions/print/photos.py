"""Put photos in inks: every picture of the pages is made anew from the file that it comes from.

It is as large as its largest place needs, and no larger. Pictures that come from no file, as those inside drawings do,
are made from the pixels that stand in the pages.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
from pikepdf import Array, Name

from pressroom.editions.print.sizes import PrintedSize, find_places
from pressroom.pictures.plates import PPI, Plates, press_picture, press_pixels, unpack_plates
from pressroom.pictures.reading import Pixels, Size, measure_picture
from pressroom.pictures.separating import Separator
from pressroom.proof import Proof
from pressroom.workshop import Workshop
from pressroom.workshop.cache import make_key

_SPARE = 1.15  # pictures with hardly more pixels than they need are left as they are
_AT_ONCE = 4
_LARGE = 40_000_000  # pixels


@dataclass(frozen=True)
class _Job:
    """A picture of the pages, the file it comes from if any, and the pixels that it needs."""

    item: Any
    file: Path | None
    wanted: Size
    mask: bool


class PhotoBox:
    """Gathers the pictures of a document, and puts all of them in inks at the end."""

    def __init__(self, target: pikepdf.Pdf, separator: Separator, proof: Proof, workshop: Workshop) -> None:
        self.target, self.separator, self.workshop = target, separator, workshop
        self._places = find_places(target)
        self._files = dict(_list_files(proof)) if self._places else {}
        self._jobs: list[_Job] = []
        self._alone = Lock()

    def ink_picture(self, item: Any, mask: bool) -> None:
        """Note a picture; in a mask it only counts how light it is."""
        place = self._places.get(item.objgen)
        if place is None:
            place = PrintedSize((), 0.0, 0.0)
        file = None if mask else next((self._files[name] for name in place.names if name in self._files), None)
        self._jobs.append(_Job(item, file, _pixels(place, item), mask))

    def finish(self) -> None:
        """Make the plates of all pictures, several at once, and put them in their places."""
        at_once = min(os.cpu_count() or 1, _AT_ONCE)
        with ThreadPoolExecutor(at_once) as pool:
            waiting = iter(self._jobs)
            begun = deque(self._begin(job, pool) for job in islice(waiting, 2 * at_once))
            while begun:
                job, plates = begun.popleft()
                self._put(job.item, plates.result() if plates else self._press_item(job))
                begun.extend(self._begin(job, pool) for job in islice(waiting, 1))

    def _begin(self, job: _Job, pool: ThreadPoolExecutor) -> tuple[_Job, Future[Plates] | None]:
        """Begin with a picture; one that comes from no file is made when its turn comes."""
        if job.file is None:
            return job, None
        return job, pool.submit(self._find, job.file, job.wanted, self._key(job.file, job.wanted))

    def _key(self, file: Path, wanted: Size) -> str:
        """What the plates of a file are kept under."""
        condition = hashlib.sha256(self.separator.profile).hexdigest()
        return make_key("plates", self.workshop.digest(file), list(wanted), condition, self.separator.limit)

    def _find(self, file: Path, wanted: Size, key: str) -> Plates:
        """Find the plates of a file, or make and keep them."""
        kept = self.workshop.cache
        found = kept.lookup(key)
        if found is not None:
            return unpack_plates(found)
        plates = self._press(file, wanted)
        kept.store(key, plates.pack())
        return plates

    def _press(self, file: Path, wanted: Size) -> Plates:
        """Make the plates of a file; large ones are made one at a time, for the sake of memory."""
        across, down = measure_picture(file)
        with self._alone if across * down > _LARGE else nullcontext():
            return press_picture(file, wanted, self.separator)

    def _press_item(self, job: _Job) -> Plates:
        """Make the plates of a picture from the pixels that stand in the pages; they are of sRGB."""
        image = pikepdf.PdfImage(job.item).as_pil_image()
        lossy = job.item.get("/Filter") == Name.DCTDecode
        return press_pixels(Pixels(image.convert("L") if job.mask else image, b""), self.separator, lossy)

    def _put(self, item: Any, plates: Plates) -> None:
        """Put plates in the place of a picture."""
        _write(item, plates)
        if "/Interpolate" in item.get("/SMask", {}):
            del item.SMask["/Interpolate"]
        if plates.mask is not None:
            item.SMask = self.target.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
            _write(item.SMask, plates.mask)


def _write(item: Any, plates: Plates) -> None:
    """Write plates into a stream."""
    item.write(plates.data, filter=Name(f"/{plates.coding}"))
    item.Width, item.Height = plates.width, plates.height
    item.ColorSpace, item.BitsPerComponent = Name(f"/{plates.space}"), plates.bits
    for key in ("/Interpolate", "/DecodeParms", "/Decode", "/Intent"):
        if key in item:
            del item[key]
    if plates.coding == "DCTDecode" and plates.space == "DeviceCMYK":
        item.Decode = Array([1, 0] * 4)


def _pixels(place: PrintedSize, item: Any) -> Size:
    """The pixels that a picture needs where it is largest."""
    size = int(item.Width), int(item.Height)
    wanted = ceil(place.width / 72 * PPI * _SPARE), ceil(place.height / 72 * PPI * _SPARE)
    return wanted if all(wanted) else size


def _list_files(proof: Proof) -> Iterator[tuple[str, Path]]:
    """The pictures that runs show, by what the engine calls them."""
    for part in proof.parts:
        for picture in part.run.pictures:
            yield picture.name, part.pasteup.folders[picture.folder] / picture.file
