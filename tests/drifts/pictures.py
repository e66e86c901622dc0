"""The pictures that a vendor hands out: plain PNGs, whose address says their size."""

import re
from functools import lru_cache
from io import BytesIO
from math import sqrt

from PIL import Image
from tests.drifts.inputs import Facts

Size = tuple[int, int]

ORDINARY: Size = (1024, 1024)
_ADDRESS = re.compile(r"/files/([0-9]{1,8})x([0-9]{1,8})-[0-9a-f-]+\.png")


@lru_cache(maxsize=64)
def draw(width: int, height: int) -> bytes:
    """Return a PNG of one colour."""
    file, picture = BytesIO(), Image.new("P", (width, height))
    # White in the palette puts slashes into the base64, so that its alphabet shows.
    picture.putpalette(b"\xff" * 6)
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def address(origin: str, size: Size, name: str) -> str:
    """Return where a picture can be had.

    Args:
        name: Tells pictures of one size apart: hexadecimal digits and dashes.
    """
    return f"{origin}/files/{size[0]}x{size[1]}-{name}.png"


def size_at(path: str) -> Size | None:
    """Return the size of the picture at a path, None where there is none."""
    match = _ADDRESS.fullmatch(path)
    return (int(match[1]), int(match[2])) if match else None


def size_like(facts: Facts | None) -> Size:
    """Return a size of about 1024*1024 pixels in the ratio of an input; one nobody saw is square."""
    if facts is None:
        return ORDINARY
    ratio = facts.width / facts.height
    return round(1024 * sqrt(ratio)), round(1024 / sqrt(ratio))
