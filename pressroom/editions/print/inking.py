"""Ink a document: pages in the colours of the screen in, the same pages in the inks of the printer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from pressroom.editions.pdf.content import content_of
from pressroom.editions.print.inks import Palette
from pressroom.editions.print.painting import OVERPRINT, MaskPainter, Painter, grey_of, spot_name
from pressroom.editions.print.shading import ink_shading
from pressroom.pictures.separating import Inks, Rgb

_TILES = 1  # the type of patterns that are tiles; the other is a gradient
#: Puts the picture in inks that stands for one in the colours of the screen; in a mask it is grey.
InkPicture = Callable[[Any, bool], None]


class Inker:
    """Inks every stream and every thing that pages draw with, each once."""

    def __init__(self, target: pikepdf.Pdf, palette: Palette, ink_picture: InkPicture) -> None:
        self.target, self.palette, self.ink_picture = target, palette, ink_picture
        self._seen: set[tuple[int, int]] = set()
        self._opened: dict[tuple[int, int], Any] = {}
        self._veiled: set[tuple[int, int]] = set()
        self._states = {
            name: target.make_indirect(Dictionary(Type=Name.ExtGState, OP=lines, op=letters, OPM=int(lines or letters)))
            for (lines, letters), name in OVERPRINT.items()
        }
        self._spots = {spot: write_spot(target, spot, inks) for spot, inks in palette.spots.items()}

    def ink_page(self, page: Any) -> None:
        """Ink a page, and all that it is drawn with."""
        painter = Painter(self.palette.mix, _veils(page.Resources))
        page.Contents = self.target.make_stream(painter.paint(content_of(page)))
        self._equip(page.Resources, painter)
        self._open_groups(page.Resources, painter)
        self._ink_resources(page.Resources, mask=False)

    def _ink_resources(self, resources: Any, mask: bool) -> None:
        """Ink what a stream is drawn with."""
        if self._is_seen(resources):
            return
        self._ink_masks(resources)  # the engine lists them among the groups too
        colours = resources.get("/ColorSpace", {})
        for name in [name for name in colours if name.startswith("/lab-")]:
            del colours[name]
        for shading in resources.get("/Shading", {}).values():
            self._ink_shading(shading, mask)
        for pattern in resources.get("/Pattern", {}).values():
            if int(pattern.PatternType) == _TILES:
                self._ink_stream(pattern, mask)
            else:
                self._ink_shading(pattern.Shading, mask)
        for item in resources.get("/XObject", {}).values():
            if item.get("/Subtype") == Name.Form:
                self._ink_stream(item, mask)
            elif not self._is_seen(item):
                self.ink_picture(item, mask)

    def _ink_masks(self, resources: Any) -> None:
        """Ink what soft masks are drawn with: where they count light, that is all that is kept."""
        for state in resources.get("/ExtGState", {}).values():
            soft = state.get("/SMask")
            if isinstance(soft, Dictionary):
                self._ink_stream(soft.G, mask=str(soft.S) == "/Luminosity")

    def _ink_stream(self, stream: Any, mask: bool) -> None:
        """Ink a group, a tile or what a mask is drawn with."""
        if self._is_seen(stream):
            return
        resources = stream.get("/Resources")
        if resources is None:
            resources = stream.Resources = Dictionary()
        painter = (MaskPainter if mask else Painter)(self.palette.mix, _veils(resources))
        stream.write(painter.paint(stream.read_bytes()))
        if "/Group" in stream:
            stream.Group.CS = Name.DeviceGray if mask else Name.DeviceCMYK
        self._equip(resources, painter)
        if not mask:
            self._open_groups(resources, painter)
        self._ink_resources(resources, mask)

    def _ink_shading(self, shading: Any, mask: bool) -> None:
        if self._is_seen(shading):
            return
        if mask:
            ink_shading(self.target, shading, _blend_grey, Name.DeviceGray)
        else:
            ink_shading(self.target, shading, self.palette.blend, Name.DeviceCMYK)

    def _open_groups(self, resources: Any, painter: Painter) -> None:
        """Open groups that change nothing: what is drawn in one does not overprint what lies below the group.

        One that is opaque, neither masked nor blended, looks the same without (ISO 32000-1, 11.4.5), unless what is in
        it blends. One that is drawn otherwise anywhere is a group everywhere.
        """
        for name, item in resources.get("/XObject", {}).items():
            if item.get("/Subtype") != Name.Form or name not in painter.shows:
                continue
            key = item.objgen
            if not painter.shows[name]:
                self._veiled.add(key)
                if key in self._opened:
                    item.Group = self._opened.pop(key)
            elif "/Group" in item and key not in self._veiled and not _blends(item):
                self._opened[key] = item.Group
                del item.Group

    def _equip(self, resources: Any, painter: Painter) -> None:
        """Give a stream what its painter called for."""
        for kind, found in (
            ("/ExtGState", {name: self._states[name] for name in sorted(painter.states)}),
            ("/ColorSpace", {spot_name(spot): self._spots[spot] for spot in sorted(painter.spots)}),
        ):
            if found and kind not in resources:
                resources[kind] = Dictionary()
            for name, item in found.items():
                resources[kind][f"/{name}"] = item

    def _is_seen(self, item: Any) -> bool:
        """Whether a thing was inked before; what is written in place is nobody else's."""
        if not isinstance(item, (Dictionary, Stream)) or not item.is_indirect:
            return False
        seen = item.objgen in self._seen
        self._seen.add(item.objgen)
        return seen


def _veils(resources: Any) -> dict[str, dict[str, bool]]:
    """What each graphics state says of alpha, of a mask and of blending: that it is on, or off."""
    return {
        name: {said: is_veiled(state[said]) for said, is_veiled in _IS_VEILED.items() if said in state}
        for name, state in resources.get("/ExtGState", {}).items()
    }


_IS_VEILED: Mapping[str, Callable[[Any], bool]] = {
    "/ca": lambda alpha: float(alpha) < 1,
    "/SMask": lambda mask: isinstance(mask, Dictionary),
    "/BM": lambda mode: str(mode) not in ("/Normal", "/Compatible"),
}


def _blends(form: Any, depth: int = 8) -> bool:
    """Whether anything in a group is blended with what lies below it."""
    resources = form.get("/Resources", {})
    if any(_IS_VEILED["/BM"](state.get("/BM", Name.Normal)) for state in resources.get("/ExtGState", {}).values()):
        return True
    forms = (item for item in resources.get("/XObject", {}).values() if item.get("/Subtype") == Name.Form)
    return depth == 0 or any(_blends(item, depth - 1) for item in forms)


def write_spot(target: pikepdf.Pdf, spot: str, inks: Inks) -> Any:
    """Write the plate of a spot colour, and the inks that stand in for it (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array(list(inks)), N=1)
    return target.make_indirect(Array([Name.Separation, Name("/" + spot), Name.DeviceCMYK, tint]))


def _blend_grey(start: Rgb, end: Rgb, share: float) -> tuple[float]:
    red, green, blue = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return (grey_of((red, green, blue)),)
