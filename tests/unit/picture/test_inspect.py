"""Facts about pictures."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture import png_chunks
from truecopy.picture.decode import MAX_FRAMES
from truecopy.picture.inspect import PictureFacts, PictureHead, inspect_picture, measure_picture
from truecopy.picture.sample import FORMATS, sample_picture


def make_animation(slug: str, frames: int) -> bytes:
    """Return a file of several frames, no two alike."""
    pages = [Image.new("RGB", (8, 6), (step * 7 % 256, 0, step % 256)) for step in range(frames)]
    output = BytesIO()
    pages[0].save(output, slug, save_all=True, append_images=pages[1:])
    return output.getvalue()


def make_file(image: Image.Image, slug: str, **options: object) -> bytes:
    """Return the picture as a file of the format."""
    output = BytesIO()
    image.save(output, slug, **options)
    return output.getvalue()


def test_facts_of_a_picture() -> None:
    """Format, size, length, frames and transparency come from the bytes."""
    data = sample_picture(format="webp", width=31, height=17, transparent=True)

    assert inspect_picture(data) == PictureFacts(
        format="webp", width=31, height=17, is_transparent=True, size_bytes=len(data), frames=1
    )


@pytest.mark.parametrize("slug", ["png", "gif", "webp", "tiff"])
def test_frames_are_counted(slug: str) -> None:
    """An animation or a document of several pages tells how many pictures it holds."""
    assert inspect_picture(make_animation(slug, 3)).frames == 3


@pytest.mark.slow
def test_tiff_pages_are_counted_up_to_a_limit() -> None:
    """A TIFF file of very many pages does not keep the reader busy."""
    page = Image.new("1", (1, 1))
    output = BytesIO()
    page.save(output, "TIFF", save_all=True, append_images=[page] * (MAX_FRAMES + 3))

    assert inspect_picture(output.getvalue()).frames == MAX_FRAMES


def test_a_head_is_read_without_the_pixels() -> None:
    """A file that breaks off behind its head still says what it is."""
    data = sample_picture(format="jpeg", width=640, height=480)[:700]

    assert measure_picture(data) == PictureHead(format="jpeg", width=640, height=480)


def test_multi_picture_jpeg_is_a_jpeg() -> None:
    """A JPEG with a second picture behind it, as cameras write them, is still a JPEG."""
    image = Image.new("RGB", (8, 6), "red")
    data = make_file(image, "MPO", save_all=True, append_images=[image])

    facts = inspect_picture(data)

    assert (facts.format, facts.frames) == ("jpeg", 1)


@pytest.mark.parametrize(
    ("image", "is_transparent"),
    [
        (Image.new("RGB", (4, 4)), False),
        (Image.new("RGBA", (4, 4), (1, 2, 3, 255)), False),
        (Image.new("RGBA", (4, 4), (1, 2, 3, 254)), True),
        (Image.new("LA", (4, 4), (1, 255)), False),
        (Image.new("LA", (4, 4), (1, 0)), True),
    ],
)
def test_transparency_is_a_matter_of_pixels(image: Image.Image, is_transparent: bool) -> None:
    """An alpha channel alone does not make a picture transparent; a pixel below opaque does."""
    assert inspect_picture(make_file(image, "png")).is_transparent is is_transparent


@pytest.mark.parametrize(
    ("mode", "transparency", "is_transparent"),
    [
        ("P", b"\xff\x80", True),
        ("P", b"\x80\xff", False),
        ("P", b"\x80", False),
        ("P", 1, True),
        ("P", 2, False),
        ("L", 1, True),
        ("L", 2, False),
        ("RGB", (1, 1, 1), True),
        ("RGB", (1, 1, 2), False),
    ],
)
def test_transparent_colour_counts_when_used(
    mode: str,
    transparency: object,
    is_transparent: bool,
) -> None:
    """A palette entry or colour declared transparent counts only where a pixel uses it."""
    image = Image.new(mode, (4, 4), (1, 1, 1) if mode == "RGB" else 1)
    if mode == "P":
        image.putpalette(bytes(range(9)))
    data = make_file(image, "png", transparency=transparency)

    assert inspect_picture(data).is_transparent is is_transparent


def test_bomb_is_refused_from_its_header() -> None:
    """A header that declares too many pixels is enough; no pixel is decoded."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    data = (
        png_chunks.SIGNATURE
        + png_chunks.make_chunk(b"IHDR", header)
        + png_chunks.make_chunk(b"IDAT", zlib.compress(b""))
        + png_chunks.make_chunk(b"IEND", b"")
    )

    with pytest.raises(PictureError) as caught:
        inspect_picture(data)
    assert caught.value.reason == "too-many-pixels"


@pytest.mark.parametrize("slug", FORMATS)
def test_half_a_file_is_refused(slug: str) -> None:
    """A file cut in the middle of its pixels is found by decoding them."""
    data = sample_picture(format=slug, width=64, height=64)

    with pytest.raises(PictureError) as caught:
        inspect_picture(data[: len(data) // 2])
    assert caught.value.reason in {"truncated", "not-a-picture"}


def test_corrupt_pixels_are_refused() -> None:
    """A PNG whose header is fine but whose pixel data is not compressed data is refused."""
    data = sample_picture(width=64, height=64)
    start = data.index(b"IDAT") + 4

    with pytest.raises(PictureError) as caught:
        inspect_picture(data[:start] + b"\xff" * 20 + data[start + 20 :])
    assert caught.value.reason == "not-a-picture"
