"""Pictures: torn ones are found, large ones take little memory, and the engine is given what it can show."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import unicodedata
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import weasyprint  # noqa: F401  it lets torn pictures pass wherever it is loaded
from PIL import Image, ImageFile

from pressroom.pictures import Art, check_words
from pressroom.pictures.bands import read_bands
from pressroom.pictures.proxies import SIDE, stand_in
from pressroom.report import Place
from tests.support.paths import PRINT_PROFILE, ROOT
from tests.support.press import reading

PROFILE = PRINT_PROFILE


def check_file(file, name, place):
    """What is wrong with a picture."""
    with reading(file.parent) as workshop:
        return Art(file.parent, workshop).check(file, name, place)


def photo(file: Path, progressive: bool) -> bytes:
    noise = random.Random(3).randbytes(320 * 200 * 3)
    Image.frombytes("RGB", (320, 200), noise).save(file, "JPEG", quality=90, progressive=progressive)
    return file.read_bytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95, 0.995])
def test_a_photo_that_was_cut_off_is_damaged(tmp_path, progressive, share):
    file = tmp_path / "photo.jpg"
    data = photo(file, progressive)
    assert check_file(file, file.name, Place(file)) == []
    file.write_bytes(data[: int(len(data) * share)])
    (finding,) = check_file(file, file.name, Place(file))
    assert finding.check == "damaged-picture"
    assert "photo.jpg is damaged" in finding.message


def test_photos_are_looked_through_ahead_and_what_is_wrong_is_said_where_it_is_referred_to(tmp_path, monkeypatch):
    """Torn ones are refused in all threads at once, though the engine would let them pass; then it lets them again."""
    art = tmp_path / "art"
    art.mkdir()
    data = photo(art / "0.jpg", progressive=False)
    for number in range(1, 30):
        (art / f"{number}.jpg").write_bytes(data if number % 2 else data[:-2000])
    assert ImageFile.LOAD_TRUNCATED_IMAGES
    with reading(tmp_path) as workshop, (pictures := Art(tmp_path, workshop)).looking_ahead():
        found = [pictures.check(art / f"{number}.jpg", f"n{number}", Place(tmp_path, number)) for number in range(30)]
        monkeypatch.setattr("pressroom.pictures._check_pixels", None)
        assert pictures.check(art / "1.jpg", "again", Place(art)) == []
    for number, findings in enumerate(found):
        assert [(one.check, one.place.line) for one in findings] == (
            [] if number % 2 or not number else [("damaged-picture", number)]
        )
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_photos_of_all_colours_are_sound(tmp_path, mode):
    file = tmp_path / "photo.jpg"
    Image.new(mode, (7, 5)).save(file, "JPEG")
    assert check_file(file, file.name, Place(file)) == []


def write_png(file: Path, width: int, height: int, laced: bool = False) -> None:
    """Write a large PNG row by row: it is never in memory whole."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\1" + b"\x10\x20\x30" + bytes(3 * (width - 1))
    packer = zlib.compressobj(1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, laced)
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "1", "P"])
def test_a_png_read_in_bands_is_the_same(tmp_path: Path, mode: str) -> None:
    noise = Image.frombytes("RGB", (90, 250), random.Random(5).randbytes(90 * 250 * 3))
    image = noise.quantize(200) if mode == "P" else noise.convert(mode)
    file = tmp_path / "noise.png"
    image.save(file)
    whole = Image.new(mode, image.size)
    for number, band in enumerate(read_bands(file, 32)):
        whole.paste(band, (0, 32 * number))
    assert whole.tobytes() == image.tobytes()


def test_a_large_png_that_was_cut_off_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    write_png(file, 10_000, 9_000)
    assert check_file(file, file.name, Place(file)) == []
    file.write_bytes(file.read_bytes()[:-4000])
    assert [finding.check for finding in check_file(file, file.name, Place(file))] == ["damaged-picture"]


def test_a_large_picture_that_would_have_to_be_read_whole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "laced.png"
    write_png(file, 10_000, 9_000, laced=True)
    (finding,) = check_file(file, file.name, Place(file))
    assert finding.check == "huge-picture"
    assert "not interlaced" in finding.hint


def test_two_hundred_million_pixels_take_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    write_png(file, 20_000, 10_000)
    code = """
import sys
from pathlib import Path
from tests.support.press import reading
from pressroom.pictures import Art, check_words
from pressroom.pictures.plates import press_picture
from pressroom.pictures.separating import Separator
from pressroom.pictures.proxies import stand_in
from pressroom.report import Place
file, profile = map(Path, sys.argv[1:])
with reading(file.parent) as workshop:
    assert Art(file.parent, workshop).check(file, file.name, Place(file)) == []
stand_in(file, file.read_bytes())
plates = press_picture(file, (5800, 2900), Separator(profile.read_bytes(), 300))
assert (plates.width, plates.height, plates.space) == (5800, 2900, "DeviceCMYK")
print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))
"""
    command = [sys.executable, "-c", code, str(file), str(PROFILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) / 1000 < 600


def test_sound_pictures_are_given_to_the_engine_as_they_are(tmp_path: Path) -> None:
    for name in ("photo.jpg", "photo.png", "photo.webp"):
        Image.new("RGB", (30, 20), "#204060").save(tmp_path / name)
        data = (tmp_path / name).read_bytes()
        assert stand_in(tmp_path / name, data) == data


def test_what_a_camera_noted_is_taken_out_without_loss(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    Image.open(BytesIO(photo(file, progressive=False))).save(file, exif=exif)
    with Image.open(file) as image:
        pixels = image.tobytes()
    given = stand_in(file, file.read_bytes())
    with Image.open(BytesIO(given)) as image:
        assert "exif" not in image.info
        assert image.tobytes() == pixels


def test_pictures_are_turned_upright_and_into_the_colours_of_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (300, 200), "#102030")
    picture.paste("#ffffff", (0, 0, 150, 200))
    picture.save(file, exif=exif)
    with Image.open(BytesIO(stand_in(file, file.read_bytes()))) as image:
        assert image.size == (200, 300)
        assert image.getpixel((100, 20)) == (255, 255, 255)
    Image.new("CMYK", (40, 30), (255, 0, 0, 0)).save(file)
    with Image.open(BytesIO(stand_in(file, file.read_bytes()))) as image:
        assert image.mode == "RGB"
    deep = tmp_path / "deep.png"
    Image.frombytes("I;16", (4, 1), struct.pack("<4H", 0, 0x4000, 0x8000, 0xFFFF)).save(deep)
    with Image.open(BytesIO(stand_in(deep, deep.read_bytes()))) as image:
        assert [round(value / 64) for value in image.convert("L").tobytes()] == [0, 1, 2, 4]


def test_the_longer_side_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "wide.png"
    Image.new("RGB", (SIDE + 800, 60)).save(file)
    with Image.open(BytesIO(stand_in(file, file.read_bytes()))) as image:
        assert image.size == (SIDE, 50)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Brücke.png", "가을.png", "がくせい.png", "ä/ö.png", "渡口é.png"])
def test_all_forms_of_a_name_in_unicode_are_one_name(tmp_path, form, asked, name):
    file = tmp_path / "art" / unicodedata.normalize(form, name)
    file.parent.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(file)
    with reading(tmp_path) as workshop:
        found, findings = Art(tmp_path, workshop).find(unicodedata.normalize(asked, f"art/{name}"), Place(file))
    assert (found, findings) == (file, [])


@pytest.mark.parametrize(
    ("words", "told"),
    [("", True), ("p.jpg", True), ("art/p.jpg", True), ("IMG_2034.JPG", True), ("p", False), ("江上的p.jpg", True), ("见 p.jpg", False), ("江岸", False)],
)  # fmt: skip
def test_the_name_of_a_file_is_no_words_for_a_picture(words, told):
    found = check_words("art/p.jpg", words, Place(Path("a.md"), 6))
    assert [finding.check for finding in found] == ["missing-alt"] * told
    assert all("art/p.jpg" in finding.message and finding.place.line == 6 for finding in found)
