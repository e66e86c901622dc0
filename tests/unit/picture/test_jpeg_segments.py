"""The segments of JPEG files."""

import struct
import time
from io import BytesIO

import pytest
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.inspect import inspect_picture
from truecopy.picture.jpeg_segments import MOST_SCANS, strip_metadata


def make_jpeg(mode: str = "RGB", **options: object) -> bytes:
    """Return a picture with something in it."""
    image = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 20).convert(mode)
    output = BytesIO()
    image.save(output, "JPEG", **options)
    return output.getvalue()


def segment(code: int, content: bytes) -> bytes:
    """Return a segment with its length."""
    return b"\xff" + bytes([code]) + struct.pack(">H", len(content) + 2) + content


def pixels(data: bytes) -> bytes:
    """Return the decoded picture."""
    return Image.open(BytesIO(data)).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("is_progressive", [False, True])
def test_what_makes_the_picture_is_kept(mode: str, is_progressive: bool) -> None:
    """Without metadata and what follows its end a picture looks the same."""
    data = make_jpeg(mode, progressive=is_progressive)
    metadata = segment(0xE1, b"Exif\0\0" + bytes(5_000)) + segment(0xFE, b"\xff\xd9 a comment")

    plain = strip_metadata(data[:2] + metadata + data[2:] + data)

    assert plain == data
    assert pixels(plain) == pixels(data)


def test_restarts_and_fill_bytes_are_no_segments() -> None:
    """Markers within a scan, and bytes before a marker, stay."""
    data = make_jpeg(restart_marker_blocks=1)
    start = data.index(b"\xff\xdb")

    assert strip_metadata(data) == data
    assert pixels(strip_metadata(data[:start] + b"\xff\xff" + data[start:])) == pixels(data)


def test_a_file_that_breaks_off_is_returned_as_far_as_it_goes() -> None:
    """Its reader says what is wrong with it."""
    data = make_jpeg()

    for length in range(2, len(data), 7):
        assert strip_metadata(data[:length]) == data[:length]


@pytest.mark.parametrize(
    "more",
    [
        segment(0xDA, b"\x01\x01\x00\x01\x3f\x00") * MOST_SCANS,
        segment(0xFE, b"") * 10_000,
        b"\xff\xd8" * 10_000,
    ],
)
def test_very_many_segments_are_refused(more: bytes) -> None:
    """Scans that say nothing, and segments without content, cost their readers time."""
    data = make_jpeg()

    began = time.perf_counter()
    with pytest.raises(PictureError) as caught:
        inspect_picture(data[:2] + more + data[2:])
    assert caught.value.reason == "too-much-work"
    assert time.perf_counter() - began < 1
