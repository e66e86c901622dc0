"""The directories of TIFF files."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.inspect import inspect_picture
from truecopy.picture.tiff_directories import first_directory

Entry = tuple[int, int, int, int]
SIDE = 16
PICTURE: tuple[Entry, ...] = (
    (256, 4, 1, SIDE),
    (257, 4, 1, SIDE),
    (258, 3, 1, 8),
    (259, 3, 1, 1),
    (262, 3, 1, 1),
    (273, 4, 1, 16),
    (277, 3, 1, 1),
    (278, 4, 1, SIDE),
    (279, 4, 1, SIDE * SIDE),
)
DIRECTORY = 16 + SIDE * SIDE


def make_tiff(
    *more: Entry, order: str = "<", is_big: bool = False, following: int = 0, tail: bytes = b""
) -> bytes:
    """Return a grey picture with more entries in its directory.

    Args:
        following: Where the next directory is.
        tail: Behind the directory.
    """
    entries = [*PICTURE, *more]
    mark = b"II" if order == "<" else b"MM"
    if is_big:
        head = mark + struct.pack(order + "HHHQ", 43, 8, 0, DIRECTORY)
        count, entry, last = "Q", "HHQ", "Q"
    else:
        head = mark + struct.pack(order + "HI", 42, DIRECTORY)
        count, entry, last = "H", "HHI", "I"
    width = struct.calcsize(order + last)
    body = b"".join(
        struct.pack(order + entry, tag, kind, number)
        + struct.pack(order + ("H" if kind == 3 else "I"), value).ljust(width, b"\0")
        for tag, kind, number, value in entries
    )
    pixels = bytes(range(256))
    directory = struct.pack(order + count, len(entries)) + body
    return head.ljust(16, b"\0") + pixels + directory + struct.pack(order + last, following) + tail


@pytest.mark.parametrize(("order", "is_big"), [("<", False), (">", False), ("<", True)])
def test_the_picture_is_read(order: str, is_big: bool) -> None:
    """In either byte order, with short offsets or long ones."""
    facts = inspect_picture(make_tiff(order=order, is_big=is_big))

    assert (facts.format, facts.width, facts.height, facts.frames) == ("tiff", SIDE, SIDE, 1)


def test_pages_are_counted_and_left_out() -> None:
    """What follows the first directory is no part of the picture."""
    page = Image.new("L", (4, 4))
    output = BytesIO()
    page.save(output, "TIFF", save_all=True, append_images=[page] * 6)

    plain, frames = first_directory(output.getvalue(), most=5, max_pixels=100)

    assert frames == 5
    with Image.open(BytesIO(plain)) as image, pytest.raises(EOFError):
        image.seek(1)


@pytest.mark.parametrize("following", [DIRECTORY, 5_000_000])
def test_a_chain_that_leads_nowhere_ends(following: int) -> None:
    """A directory that comes again is not counted again; one that is not there counts once."""
    assert inspect_picture(make_tiff(following=following)).frames == 1 + (following > DIRECTORY)


def test_directories_of_metadata_are_not_followed() -> None:
    """They may lead anywhere, and say nothing of the picture."""
    data = make_tiff(*[(tag, 4, 1, DIRECTORY) for tag in (34665, 34853, 40965)])

    plain, _ = first_directory(data, most=1, max_pixels=100)

    assert Image.open(BytesIO(plain)).getexif().get_ifd(34665) == {}
    assert inspect_picture(data).width == SIDE


@pytest.mark.parametrize(
    "data",
    [
        make_tiff(*[(1_000 + number, 1, 1, 0) for number in range(1_000)]),
        make_tiff(*[(1_000 + number, 1, 300, 8) for number in range(100)]),
        make_tiff((324, 4, 100_001, 16), tail=bytes(400_004)),
        make_tiff((322, 4, 1, 60_000), (323, 4, 1, 60_000)),
    ],
)
def test_directories_made_to_keep_readers_busy_are_refused(data: bytes) -> None:
    """Very many entries, values that lie over each other, very many parts, and huge tiles."""
    with pytest.raises(PictureError) as caught:
        inspect_picture(data)
    assert caught.value.reason == "too-much-work"


def test_a_value_past_the_end_is_missing() -> None:
    """A file cannot be shorter than one of its values."""
    with pytest.raises(PictureError) as caught:
        inspect_picture(make_tiff((1_000, 12, 4_000_000_000, 8)))
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize("length", [4, 7, 100, DIRECTORY + 1, DIRECTORY + 20])
def test_a_file_that_breaks_off_is_refused(length: int) -> None:
    """Without its first directory there is no picture."""
    with pytest.raises(PictureError) as caught:
        inspect_picture(make_tiff()[:length])
    assert caught.value.reason == "truncated"
