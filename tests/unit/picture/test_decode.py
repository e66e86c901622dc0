"""Opening pictures of unknown origin."""

import struct
import zlib
from io import BytesIO
from threading import Thread

import pytest
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture import decode
from truecopy.picture.decode import identify, opened_picture, translated_errors
from truecopy.picture.inspect import inspect_picture
from truecopy.picture.pixel_room import PixelRoom
from truecopy.picture.sample import FORMATS, sample_picture


def make_file(image: Image.Image, slug: str, **options: object) -> bytes:
    """Return the picture as a file of the format."""
    output = BytesIO()
    image.save(output, slug, **options)
    return output.getvalue()


def format_of(data: bytes, *, max_pixels: int) -> str:
    """Return the format of a picture that is opened, and not decoded."""
    with opened_picture(data, max_pixels=max_pixels) as opened:
        return opened.slug


@pytest.mark.parametrize("slug", FORMATS)
def test_format_is_read_from_the_bytes(slug: str) -> None:
    """The signature alone decides the format."""
    assert identify(sample_picture(format=slug, width=3, height=2)) == slug


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%!PS-Adobe-3.0", b"RIFF0000WAVE", b"<svg/>"])
def test_other_files_have_no_format(data: bytes) -> None:
    """Documents, sounds and vector drawings are refused before any reader sees them."""
    assert identify(data) is None
    with pytest.raises(PictureError) as caught:
        format_of(data, max_pixels=100)
    assert caught.value.reason == "not-a-picture"


@pytest.mark.parametrize("slug", FORMATS)
def test_pixel_limit_is_inclusive(slug: str) -> None:
    """A picture of exactly the limit opens, and one pixel less refuses it."""
    data = make_file(Image.new("RGB", (20, 10)), slug)

    assert format_of(data, max_pixels=200) == slug
    with pytest.raises(PictureError, match="200") as caught:
        format_of(data, max_pixels=199)
    assert caught.value.reason == "too-many-pixels"


@pytest.mark.parametrize(
    ("chunk", "size"),
    [
        (b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\0\xff\x3f\0", 16384**2),
        (b"VP8L" + struct.pack("<I", 10) + b"\x2f\xff\xff\xff\x0f" + bytes(9), 16384**2),
        (b"VP8 " + struct.pack("<I", 10) + bytes(6) + b"\xff\x3f\xff\x3f", 16383**2),
    ],
)
def test_webp_canvas_is_checked_before_it_is_allocated(chunk: bytes, size: int) -> None:
    """The size in the first chunk of a WebP file counts, of whichever kind that chunk is."""
    data = b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk

    with pytest.raises(PictureError, match=str(size)) as caught:
        format_of(data, max_pixels=64_000_000)
    assert caught.value.reason == "too-many-pixels"


@pytest.mark.parametrize(
    ("mode", "lossless", "kind"),
    [("RGB", False, b"VP8 "), ("RGB", True, b"VP8L"), ("RGBA", False, b"VP8X")],
)
def test_webp_size_is_read_from_each_kind_of_chunk(
    mode: str,
    lossless: bool,
    kind: bytes,
) -> None:
    """Width and height are found in each of the three kinds of WebP file."""
    data = make_file(Image.new(mode, (37, 11)), "webp", lossless=lossless)

    assert data[12:16] == kind
    with pytest.raises(PictureError, match="37 x 11"):
        format_of(data, max_pixels=1)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "truncated"), (b"JUNK" + bytes(30), "not-a-picture")]
)
def test_webp_without_a_picture_chunk_is_refused(content: bytes, reason: str) -> None:
    """A WebP file that declares no size is broken, not empty."""
    with pytest.raises(PictureError) as caught:
        format_of(b"RIFF\0\0\0\0WEBP" + content, max_pixels=100)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Image.DecompressionBombError("huge"), "too-many-pixels"),
        (Image.DecompressionBombWarning("large"), "too-many-pixels"),
        (OSError("image file is truncated"), "truncated"),
        (EOFError(), "truncated"),
        (struct.error("short"), "truncated"),
        (zlib.error("bad"), "not-a-picture"),
        (UserWarning("odd metadata"), "not-a-picture"),
        (MemoryError(), "not-a-picture"),
    ],
)
def test_reader_failures_become_picture_errors(error: Exception, reason: str) -> None:
    """Whatever a reader raises, a warning included, arrives as a PictureError with a reason."""
    with pytest.raises(PictureError) as caught, translated_errors():
        raise error
    assert caught.value.reason == reason
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("length", [8, 12, 40, -1, -12])
def test_png_that_ends_before_its_end_chunk_is_truncated(length: int) -> None:
    """A PNG counts as whole only with its end chunk."""
    with pytest.raises(PictureError) as caught:
        format_of(sample_picture(width=3, height=2)[:length], max_pixels=100)
    assert caught.value.reason == "truncated"


def test_run_length_coded_bmp_is_bounded_by_its_pixels() -> None:
    """Its reader is slow, so that fewer pixels are taken than of other files."""
    pixels = b"\x08\x01" * 4
    header = struct.pack("<IiiHHIIiiII", 40, 2_000, 2_000, 1, 8, 1, len(pixels), 0, 0, 0, 0)
    data = b"BM" + struct.pack("<IHHI", 1_078 + len(pixels), 0, 0, 1_078) + header + bytes(1_024)

    with pytest.raises(PictureError, match="2000 x 2000") as caught:
        format_of(data + pixels, max_pixels=64_000_000)
    assert caught.value.reason == "too-much-work"


def test_decoding_ends_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes more of the processor than it may gets no more of the file."""
    data = sample_picture(width=800, height=800, size_bytes=300_000)
    monkeypatch.setattr(decode, "_MOST_WORK_S", -1.0)

    with pytest.raises(PictureError) as caught:
        inspect_picture(data)
    assert caught.value.reason == "too-much-work"


@pytest.mark.parametrize("slug", ["png", "webp"])
def test_large_pictures_are_opened_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    """A second one has no room before the first is closed, with its pixels gone."""
    room = PixelRoom(300)
    monkeypatch.setattr(decode, "_DECODING", room)
    data, order = make_file(Image.new("RGB", (20, 10)), slug), list[str]()

    def second() -> None:
        order.append(format_of(data, max_pixels=200))

    thread = Thread(target=second)
    with opened_picture(data, max_pixels=200) as opened:
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(5)

    assert order == ["first", slug]
    with pytest.raises(ValueError, match="closed"):
        opened.image.getpixel((0, 0))
