"""Pictures of the book: photographs, charts, codes and the cover."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from pathlib import Path, PurePosixPath

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from pressroom.editions.epub.pages import WIDTH, picture_cover
from pressroom.editions.epub.photos import fit_photo
from tests.support.books import COVER, HTML, SVG
from tests.support.press import reading


def test_each_picture_is_there_once_under_a_plain_name(book):
    images = [part for root in book.documents.values() for part in root.iter(f"{HTML}img")]
    assert all(image.get("alt") for image in images)
    used = Counter(image.get("src") for image in images)
    art = {item["href"]: item["media-type"] for item in book.manifest.values() if item["href"].startswith("art/")}
    assert set(used) - set(art) == {"cover_image.jpg"}
    assert set(art) - set(used) == set()
    assert sorted(art.values()) == ["image/jpeg", "image/png", "image/webp"]
    assert max(used.values()) == 2
    for name in art:
        assert hashlib.sha256(book.read(name)).hexdigest().startswith(PurePosixPath(name).stem)
    assert all(re.fullmatch(r"[\x21-\x7e]+", name) for name in book.zip.namelist())


def fit(photo: Path) -> bytes:
    """Fit a photograph to screens."""
    with reading(photo.parent) as workshop:
        return fit_photo(photo, workshop)


def save_photo(file: Path, mode: str, size: tuple[int, int], **options: object) -> Path:
    """A photograph with a bright corner at its top left."""
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    picture.paste(Image.new("L", (size[0] // 4, size[1] // 4), 255).convert(mode), (0, 0))
    picture.save(file, **options)
    return file


def test_large_photographs_are_fitted_to_screens(tmp_path):
    turned = Image.Exif()
    turned[274] = 6  # lies on its side
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (3000, 2000), exif=turned, quality=95)
    fitted = Image.open(io.BytesIO(fit(photo)))
    assert (fitted.format, fitted.size, fitted.mode) == ("JPEG", (1067, 1600), "RGB")
    assert not fitted.getexif()
    assert fitted.getpixel((1050, 10))[0] > 240, "its top left is now its top right"
    assert fit(photo) == fit(photo)


@pytest.mark.parametrize(("name", "mode", "seen"), [("inks.jpg", "CMYK", "RGB"), ("fine.png", "I;16", "L")])
def test_photographs_for_the_press_are_converted(tmp_path, name, mode, seen):
    picture = Image.new(mode, (40, 30), 0 if mode == "CMYK" else 65535)
    picture.save(tmp_path / name)
    fitted = Image.open(io.BytesIO(fit(tmp_path / name)))
    assert (fitted.mode, fitted.size) == (seen, (40, 30))
    assert fitted.convert("L").getpixel((5, 5)) >= 253


def test_small_photographs_stay_as_they_are(tmp_path):
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (1600, 900))
    assert fit(photo) == photo.read_bytes()
    large = save_photo(tmp_path / "large.png", "RGBA", (2000, 1000))
    assert Image.open(io.BytesIO(fit(large))).mode == "RGBA"


def test_charts_use_the_readers_ink_and_keep_their_table(book):
    root = book.documents["tides.xhtml"]
    (chart,) = (part for part in root.iter(f"{HTML}figure") if part.get("class") == "chart")
    (drawing,) = chart.iter(f"{SVG}svg")
    colours = {part.get(key) for part in drawing.iter() for key in ("fill", "stroke")} - {None, "none"}
    assert "currentColor" in colours
    assert not {colour for colour in colours if colour.startswith("#0c0c")}
    for colour in colours - {"currentColor"}:
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#000000") >= 3
    assert drawing.get("viewBox")
    (table,) = chart.iter(f"{HTML}table")
    assert [part.get("scope") for part in table.iter(f"{HTML}th")] == ["col"] * 3 + ["row"] * (
        len(list(table.iter(f"{HTML}tr"))) - 1
    )
    assert {part.get("class") for part in table.iter(f"{HTML}td")} == {"align-right", "align-center"}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""

    def light(colour: str) -> float:
        values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_codes_are_dark_on_a_white_plate(book):
    (code,) = (part for part in book.documents["boats.xhtml"].iter() if part.get("class") == "qr")
    plate, *dark = list(code.find(f"{SVG}svg"))
    assert (plate.tag, plate.get("fill"), plate.get("width")) == (f"{SVG}rect", "#ffffff", "100%")
    assert {part.get("fill") for part in dark} == {"#000000"}


def test_documents_with_drawings_say_so(book):
    for item in book.manifest.values():
        if item["media-type"] == "application/xhtml+xml":
            drawn = any(True for _ in book.documents[item["href"]].iter(f"{SVG}svg"))
            assert ("svg" in item.get("properties", "").split()) == drawn, item["href"]


def test_the_cover_is_the_printed_one_large_enough_for_shops(book):
    item = book.manifest["cover-image"]
    assert (item["href"], item["media-type"], item["properties"]) == ("cover_image.jpg", "image/jpeg", "cover-image")
    cover = Image.open(io.BytesIO(book.read("cover_image.jpg")))
    assert cover.width == WIDTH >= 1600
    assert cover.height / cover.width == pytest.approx(160 / 120, abs=0.001)
    printed = pypdfium2.PdfDocument(book.pdf)[0].render(scale=0.5).to_pil().convert("RGB")
    difference = ImageChops.difference(cover.resize(printed.size, Image.Resampling.BOX), printed)
    assert max(ImageStat.Stat(difference).mean) < 4
    assert max(ImageStat.Stat(printed).stddev) > 10, "a blank page would prove nothing"
    (image,) = book.documents[COVER].iter(f"{HTML}img")
    assert image.get("alt") == "封面 · 江声 No. 12 · 与水为邻 · 渡口与堤 · 船家三问 · 江上一轮落日"


def test_without_a_cover_the_first_page_stands_for_it(book):
    rest = book.pulled.with_parts(book.pulled.parts[1:])
    page = pypdfium2.PdfDocument(rest.runs[0].pdf)[0].render(scale=0.5).to_pil().convert("RGB")
    cover = Image.open(io.BytesIO(picture_cover(rest.proof).data)).resize(page.size, Image.Resampling.BOX)
    assert max(ImageStat.Stat(ImageChops.difference(cover, page)).mean) < 4
    assert cover.tobytes() != Image.open(io.BytesIO(book.read("cover_image.jpg"))).resize(page.size).tobytes()


def taken(orientation: int = 1) -> Image.Exif:
    """What a camera notes: how it was held, whose it is, and where."""
    notes = Image.Exif()
    notes[274] = orientation
    notes[271] = "CAMERA-MAKER-X"
    notes.get_ifd(0x8825)[1] = "N"
    return notes


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_small_photographs_are_upright_and_say_nothing_of_camera_and_place(tmp_path, ending, orientation):
    photo = save_photo(tmp_path / f"photo.{ending}", "RGB", (300, 200), exif=taken(orientation))
    data = fit(photo)
    fitted = Image.open(io.BytesIO(data))
    assert fitted.size == ((200, 300) if orientation > 4 else (300, 200))
    assert not fitted.getexif()
    assert b"CAMERA" not in data


def test_pixels_of_an_upright_photograph_stay_as_they_are(tmp_path):
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (300, 200), exif=taken(), comment=b"secret", progressive=True)
    data = fit(photo)
    assert b"secret" not in data
    assert Image.open(io.BytesIO(data)).tobytes() == Image.open(photo).tobytes()
    assert len(data) < photo.stat().st_size
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with_profile = save_photo(tmp_path / "profile.jpg", "RGB", (300, 200), exif=taken(), icc_profile=profile)
    assert Image.open(io.BytesIO(fit(with_profile))).info["icc_profile"] == profile


def test_what_a_camera_puts_behind_a_photograph_is_left_out(tmp_path):
    photo = save_photo(tmp_path / "photo.jpg", "RGB", (300, 200))
    photo.write_bytes(photo.read_bytes() + b"MotionPhoto_Data" * 9)
    assert fit(photo).endswith(b"\xff\xd9")


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_pictures_stand_still_in_the_book(tmp_path, ending):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(tmp_path / f"a.{ending}", save_all=True, append_images=frames[1:], duration=100)
    fitted = Image.open(io.BytesIO(fit(tmp_path / f"a.{ending}")))
    assert getattr(fitted, "n_frames", 1) == 1
    red, green, blue = fitted.convert("RGB").getpixel((5, 5))
    assert red > 240
    assert max(green, blue) < 20
