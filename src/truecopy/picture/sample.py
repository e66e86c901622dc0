"""Sample pictures: valid files of a wanted format, size in pixels and size in bytes."""

import random
from io import BytesIO

from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture import png_chunks

FORMATS = ("png", "jpeg", "bmp", "tiff", "webp", "gif", "avif")
_TRANSPARENT_FORMATS = frozenset({"png", "tiff", "webp", "gif", "avif"})
# What the formats can say, or their encoders take.
_LONGEST_SIDE = {"jpeg": 65_500, "webp": 16_383, "gif": 65_535, "avif": 16_384}
# The cheapest that still is a picture: samples are made by the dozen.
_OPTIONS: dict[str, dict[str, object]] = {
    "png": {"compress_level": 1},
    "jpeg": {"quality": 60},
    "bmp": {},
    "tiff": {"compression": "tiff_adobe_deflate"},
    "webp": {"quality": 30, "method": 0},
    "gif": {"optimize": False},
    "avif": {"quality": 40, "speed": 10, "max_threads": 1},
}
# Squares a side: enough that another seed gives a picture that looks different.
_CELLS = 6
# A segment is at most 65,535 bytes long, its length among them.
_COMMENT_CONTENT = 65_533
_END_CHUNK = png_chunks.make_chunk(b"IEND", b"")


def sample_picture(
    *,
    format: str = "png",
    width: int,
    height: int,
    transparent: bool = False,
    seed: int = 0,
    size_bytes: int | None = None,
) -> bytes:
    """Return a valid picture with exactly the wanted properties.

    Padding keeps the file valid: a PNG gets a private ancillary chunk before its end chunk
    (below 12 bytes: bytes after it), a JPEG gets comments and fill bytes, and the other formats
    get zeros behind their last byte, which their readers skip.

    Args:
        format: One of `FORMATS`.
        width: In pixels.
        height: In pixels.
        transparent: Whether some pixels are transparent.
        seed: Decides the colours.
        size_bytes: Exact length of the file; None for whatever the picture takes.

    Raises:
        PictureError: No such file exists (`impossible`): an unknown format, a side that the
            format cannot have, transparency in JPEG or BMP, or too few bytes.
    """
    _check_request(format, width=width, height=height, is_transparent=transparent)
    image = _draw_sample(format, (width, height), seed=seed, is_transparent=transparent)
    output = BytesIO()
    image.save(output, format.upper(), **_OPTIONS[format])
    data = output.getvalue()
    if size_bytes is None:
        return data
    missing = size_bytes - len(data)
    if missing < 0:
        found = f"its pixels take {len(data)}"
        raise PictureError(f"Expected a {format} of {size_bytes} bytes, {found}.", "impossible")
    return _pad(data, missing, format)


def _check_request(slug: str, *, width: int, height: int, is_transparent: bool) -> None:
    if slug not in FORMATS:
        expected = ", ".join(FORMATS)
        raise PictureError(f"Expected a format of {expected}, found {slug!r}.", "impossible")
    longest = _LONGEST_SIDE.get(slug, 1_000_000)  # no other format has a limit that matters
    if not (1 <= width <= longest and 1 <= height <= longest):
        expected = f"sides of 1 to {longest} for {slug}"
        raise PictureError(f"Expected {expected}, found {width} x {height}.", "impossible")
    if is_transparent and slug not in _TRANSPARENT_FORMATS:
        raise PictureError(f"Expected no transparency, {slug} has none.", "impossible")


def _draw_sample(
    slug: str, size: tuple[int, int], *, seed: int, is_transparent: bool
) -> Image.Image:
    """Return a chequered picture in the mode that the format stores most cheaply."""
    dice = random.Random(seed)  # noqa: S311 - colours, not secrets
    cells = Image.frombytes("L", (_CELLS, _CELLS), bytes(dice.randrange(1, 8) for _ in range(36)))
    image = cells.resize(size, Image.Resampling.NEAREST)
    if is_transparent:
        hole = (0, 0, max(1, size[0] // 3), max(1, size[1] // 3))
        image.paste(0, hole)
    image.putpalette(dice.randbytes(24))
    if is_transparent:
        image.info["transparency"] = 0
    if slug in {"png", "gif", "bmp"} or (slug == "tiff" and not is_transparent):
        return image
    return image.convert("RGBA" if is_transparent else "RGB")


def _pad(data: bytes, missing: int, slug: str) -> bytes:
    """Return `data` with `missing` more bytes that change nothing."""
    if slug == "png" and missing >= png_chunks.CHUNK_OVERHEAD:
        padding = png_chunks.make_chunk(b"tcPd", bytes(missing - png_chunks.CHUNK_OVERHEAD))
        return data.removesuffix(_END_CHUNK) + padding + _END_CHUNK
    if slug == "jpeg":
        return data[:2] + _jpeg_padding(missing) + data[2:]
    return data + bytes(missing)


def _jpeg_padding(missing: int) -> bytes:
    """Return comments, and fill bytes for a remainder that is too short for a comment.

    Source:
        ITU-T T.81, B.1.1.2 (fill bytes before a marker) and B.2.4.5 (comments).
    """
    parts = []
    while missing >= 4:
        content = min(missing - 4, _COMMENT_CONTENT)
        parts.append(b"\xff\xfe" + (content + 2).to_bytes(2, "big") + bytes(content))
        missing -= content + 4
    return b"".join(parts) + b"\xff" * missing
