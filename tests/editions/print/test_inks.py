"""Inks: which paint a colour gets, how streams are rewritten, and what the printer may ask for."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from pressroom.editions.print.inks import BLACK, NONE, Palette
from pressroom.editions.print.painting import MaskPainter, Painter, rgb_of_lab
from pressroom.editions.print.sizes import multiply
from pressroom.issue import Printer
from pressroom.pictures.plates import press_picture, unpack_plates
from pressroom.pictures.separating import Separator
from pressroom.read import read_layout, read_magazine
from pressroom.report import LayoutError, Place, SourceError
from tests.support.paths import GOOD, PRINT_PROFILE
from tests.support.press import build, config_in, digest_inputs

PROFILE = PRINT_PROFILE.read_bytes()
TIDE, GOLD, GREY = "#123f63", "#b5762a", "#5b6770"


def rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


@pytest.fixture(scope="module")
def separator() -> Separator:
    return Separator(PROFILE, 300)


@pytest.fixture(scope="module")
def palette(separator: Separator) -> Palette:
    return Palette(((TIDE, "95 60 20 45"), (GOLD, "PANTONE 871 C: 20 45 80 15"), (GREY, "0 0 0 67")), separator)


def test_black_and_greys_are_on_the_black_plate(palette: Palette) -> None:
    assert palette.mix((0, 0, 0)).inks == BLACK
    assert palette.mix((0, 0, 0)).is_black
    assert palette.mix((0.5, 0.5, 0.5)).inks == (0, 0, 0, 0.5)
    assert palette.mix((1, 1, 1)).inks == NONE
    assert palette.mix(rgb("#222222")).is_black, "letters that are nearly black are not screened"
    assert not palette.mix(rgb("#333333")).is_black


def test_colours_have_the_inks_that_the_layout_names(palette: Palette) -> None:
    assert palette.mix(rgb(TIDE)).inks == (0.95, 0.6, 0.2, 0.45)
    assert palette.mix(rgb(GREY)).inks == (0, 0, 0, 0.67)
    gold = palette.mix(rgb(GOLD))
    assert (gold.spot, gold.tint) == ("PANTONE 871 C", 1)
    assert palette.spots == {"PANTONE 871 C": (0.2, 0.45, 0.8, 0.15)}


@pytest.mark.parametrize("share", [12, 40, 70])
@pytest.mark.parametrize("colour", [TIDE, GOLD])
def test_tints_that_templates_mix_are_tints_of_the_ink(palette: Palette, colour: str, share: int) -> None:
    parts = [255 - (255 - int(colour[start : start + 2], 16)) * share // 100 for start in (1, 3, 5)]
    paint = palette.mix((parts[0] / 255, parts[1] / 255, parts[2] / 255))
    assert paint.tint == pytest.approx(share / 100, abs=0.011)
    assert bool(paint.spot) == (colour == GOLD)


def test_other_colours_are_what_the_profile_says(palette: Palette, separator: Separator) -> None:
    colour = rgb("#3070a0")  # of which no ink is next to nothing
    source, target = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PROFILE))
    transform = ImageCms.buildTransform(
        source, target, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    )
    pixel = ImageCms.applyTransform(Image.new("RGB", (1, 1), "#3070a0"), transform)
    assert pixel
    assert palette.mix(colour).inks == pytest.approx([part / 255 for part in pixel.tobytes()], abs=0.006)
    assert palette.mix(colour).inks == separator.separate_colour(colour)


def test_ink_is_held_back_and_black_is_kept() -> None:
    tight = Separator(PROFILE, 240)
    for colour in ((0.0, 0.0, 0.0), (0.05, 0.1, 0.02), (0.2, 0.0, 0.1)):
        loose, held = Separator(PROFILE, 400).separate_colour(colour), tight.separate_colour(colour)
        assert sum(held) <= 2.4
        assert held[3] == loose[3]
    dark = Image.new("RGB", (8, 8), "#050505")
    assert sum(tight.separate_picture(dark).getpixel((0, 0))) <= 2.4 * 255 + 2  # type: ignore[arg-type]
    full = Image.new("CMYK", (3, 700), (255, 200, 180, 255))
    plates = tight.limit_picture(full)
    assert {sum(pixel) <= 2.4 * 255 and pixel[3] == 255 for _, pixel in plates.getcolors() or ()} == {True}  # type: ignore[arg-type, index]
    weak = Image.new("CMYK", (3, 3), (80, 40, 10, 0))
    assert tight.limit_picture(weak).tobytes() == weak.tobytes()


def test_blends_begin_and_end_in_the_inks_of_their_ends(palette: Palette) -> None:
    for start, end in ((TIDE, "#ffffff"), (TIDE, "#000000"), ("#3070a0", TIDE), ("#000000", "#ffffff")):
        for colour, share in ((start, 0.0), (end, 1.0)):
            wanted = palette.mix(rgb(colour)).inks
            if colour == "#000000" and {start, end} != {"#000000", "#ffffff"}:
                continue  # black in a blend of colours is a rich one
            assert palette.blend(rgb(start), rgb(end), share) == pytest.approx(wanted, abs=0.006)
    assert palette.blend((0, 0, 0), (1, 1, 1), 0.25) == (0, 0, 0, 0.75)
    steps = [palette.blend(rgb(TIDE), rgb("#ff8020"), step / 32) for step in range(33)]
    leaps = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairwise(steps)]
    assert max(leaps) < 0.15, "nothing leaps on the way"


def paint(palette: Palette, *lines: str) -> list[str]:
    return Painter(palette.mix).paint("\n".join(lines).encode()).decode().split("\n")


def test_letters_in_black_overprint_and_what_follows_does_not(palette: Palette) -> None:
    found = paint(
        palette,
        "0 0 0 rg",
        "BT",
        "<0001> Tj",
        "ET",
        "0 0 9 9 re",
        "f",
        "1 1 1 rg",
        "/Artifact BMC BT",
        "<0001> Tj",
        "ET EMC",
    )
    assert found == [
        "0 0 0 1 k", "BT", "/OvpF gs", "<0001> Tj", "ET", "/OvpN gs", "0 0 9 9 re", "f", "0 0 0 0 k", "/Artifact BMC BT", "<0001> Tj", "ET EMC",
    ]  # fmt: skip


def test_colours_may_change_inside_a_line_of_text(palette: Palette) -> None:
    found = paint(palette, "BT", "1 0 0 rg", "<01> Tj", "0 g", "<02> Tj", "ET", "q", "/x0 Do", "Q")
    assert found.index("/OvpF gs") < found.index("/OvpN gs") < found.index("<01> Tj")
    assert found[found.index("0 0 0 1 k") - 1] == "/OvpF gs"
    assert found[-3:] == ["/OvpN gs", "/x0 Do", "Q"]


def test_thin_lines_in_black_overprint_and_thick_ones_do_not(palette: Palette) -> None:
    assert "/OvpS gs" in paint(palette, "0 0 0 RG", "1 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" not in paint(palette, "0 0 0 RG", "4 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" in paint(palette, ".25 0 0 .25 0 0 cm", "0 0 0 RG", "4 w", "0 0 m", "5 5 l", "S")
    assert "/OvpS gs" not in paint(palette, "1 0 0 RG", "1 w", "0 0 m", "5 5 l", "S")


def test_what_is_restored_is_known_again(palette: Palette) -> None:
    found = paint(palette, "0 0 0 rg", "q", "1 0 0 rg", "BT", "ET", "Q", "BT", "<01> Tj", "ET")
    assert found[-3] == "/OvpF gs"


def test_spots_and_inks_of_the_style_sheet(palette: Palette) -> None:
    painter = Painter(palette.mix)
    gold = " ".join(f"{part:.6f}" for part in rgb(GOLD))
    text = painter.paint(f"{gold} rg\n/DeviceCMYK cs\n0 0 0 1 scn\nBT\nET".encode()).decode()
    assert " cs 1 scn\n/DeviceCMYK cs\n0 0 0 1 scn\nBT\n/OvpF gs\nET" in text
    assert painter.spots == {"PANTONE 871 C"}
    assert painter.states == {"OvpF"}


def test_lab_becomes_inks(palette: Palette) -> None:
    assert paint(palette, "/lab-d65 cs", "0 0 0 scn")[-1] == "0 0 0 1 k"
    assert rgb_of_lab((53.2408, 80.0925, 67.2032), warm=False) == pytest.approx((1, 0, 0), abs=0.003)
    assert rgb_of_lab((54.29, 80.81, 69.89), warm=True) == pytest.approx((1, 0, 0), abs=0.01)
    assert rgb_of_lab((100, 0, 0), warm=True) == pytest.approx((1, 1, 1), abs=0.003)


def test_masks_keep_how_light_things_are(palette: Palette) -> None:
    assert MaskPainter(palette.mix).paint(b"1 1 1 rg\nBT\nET\n0 1 0 RG") == b"1 g\nBT\nET\n0.59 G"


def test_matrices_multiply_as_those_of_pdf() -> None:
    assert multiply((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 5, 7)) == (2, 0, 0, 2, 5, 7)
    assert multiply((1, 0, 0, 1, 5, 7), (2, 0, 0, 2, 0, 0)) == (2, 0, 0, 2, 10, 14)


def p3_profile() -> bytes:
    """A profile other than sRGB, with red and green changed, made by LittleCMS's own writer of sRGB."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    entries = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


def test_pictures_are_separated_from_their_own_profile(tmp_path: Path, separator: Separator) -> None:
    image = Image.new("RGB", (4, 4), "#d02020")
    image.save(tmp_path / "plain.png")
    image.save(tmp_path / "swapped.png", icc_profile=p3_profile())
    plain, swapped = (press_picture(tmp_path / name, (4, 4), separator) for name in ("plain.png", "swapped.png"))
    assert unpack_plates(swapped.pack()) == swapped
    with Image.open(tmp_path / "swapped.png") as opened:
        assert opened.info["icc_profile"]
    green = Image.frombytes("CMYK", (4, 4), unpacked(swapped)).getpixel((0, 0))
    red = Image.frombytes("CMYK", (4, 4), unpacked(plain)).getpixel((0, 0))
    assert red[0] < 60 < green[0]  # type: ignore[index]


def unpacked(plates: Any) -> bytes:
    return zlib.decompress(plates.data)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def ask(desk: Path, line: str) -> Printer:
    with (desk / "magazine.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(line)
    return read_magazine(desk / "issue").printer


def test_the_printer_may_name_a_profile_beside_the_sheet(desk: Path) -> None:
    (desk / "web.icc").write_bytes(PROFILE)
    printer = ask(desk, "printer: {profile: web.icc, condition: PSO_LWC, ink_limit: 260, caliper: 0.07, section: 16}\n")
    assert printer.profile == desk / "web.icc"
    assert (printer.condition, printer.described) == ("PSO_LWC", "PSO_LWC")
    assert (printer.ink_limit, printer.caliper, printer.section) == (260, 0.07, 16)
    assert Printer().described.startswith("Coated FOGRA39")


@pytest.mark.parametrize("name", ["gone.icc", "../web.icc", "/etc/passwd", "rgb.icc", "words.icc", "art/x.icc"])
def test_what_is_no_profile_of_inks_is_refused(desk: Path, name: str) -> None:
    (desk / "rgb.icc").write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (desk / "words.icc").write_text("no profile", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        ask(desk, f"printer: {{profile: {name}}}\n")
    (finding,) = caught.value.report.findings
    assert (finding.check, finding.place.file.name, finding.place.line) == ("profile", "magazine.yaml", 8)


def test_another_profile_is_a_reason_to_build_anew(desk: Path) -> None:
    before = digest_inputs(desk / "issue", config_in(desk), desk / "out")
    (desk / "web.icc").write_bytes(PROFILE)
    assert digest_inputs(desk / "issue", config_in(desk), desk / "out") != before


def test_the_colophon_names_the_printers_profile(desk: Path) -> None:
    (desk / "web.icc").write_bytes(PROFILE)
    ask(desk, "printer: {profile: web.icc, condition: PSO_LWC, ink_limit: 260}\n")
    build(desk / "issue", config_in(desk), desk / "out")
    record = json.loads((desk / "out/issue/colophon.json").read_text(encoding="utf-8"))
    assert record["printer"]["profile"] == hashlib.sha256(PROFILE).hexdigest()
    assert record["printer"]["condition"] == "PSO_LWC"


def test_a_bleed_is_given_in_millimetres(desk: Path) -> None:
    file = desk / "layouts/plain/layout.yaml"
    text = file.read_text(encoding="utf-8")
    for value, wanted in (("5mm", 5.0), ("0mm", 0.0), ("3.5mm", 3.5)):
        file.write_text(text.replace("{size: 10pt", f"{{bleed: {value}, size: 10pt"), encoding="utf-8")
        assert read_layout(desk / "layouts", "plain", Place(file)).bleed == wanted
    file.write_text(text.replace("{size: 10pt", "{bleed: 5pt, size: 10pt"), encoding="utf-8")
    with pytest.raises(LayoutError, match="3mm"):
        read_layout(desk / "layouts", "plain", Place(file))


@pytest.mark.parametrize("entry", ['"blue": 1 2 3 4', '"#000000": 1 2 3', '"#000000": a b c d', '"#000": 0 0 0 100'])
def test_inks_that_are_none_are_refused(desk: Path, entry: str) -> None:
    file = desk / "layouts/plain/layout.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\ninks: {{{entry}}}\n", encoding="utf-8")
    with pytest.raises((LayoutError, SourceError)):
        read_layout(desk / "layouts", "plain", Place(file))


def test_flat_colours_have_no_specks_of_an_ink(palette: Palette, separator: Separator) -> None:
    assert 0 < separator.separate_colour(rgb("#076fa8"))[2] < 0.03
    assert palette.mix(rgb("#076fa8")).inks[2] == 0
    pale = rgb("#f4f8fc")
    assert palette.mix(pale).inks == separator.separate_colour(pale), "pale ones are nothing but specks"
