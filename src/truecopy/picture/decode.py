"""Opening pictures of unknown origin: identified by bytes, bounded, with one kind of error."""

import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from truecopy.errors import PictureError
from truecopy.picture import png_chunks

# 8,000 * 8,000, fifteen times what a vendor makes: 256 MB once decoded.
MAX_PIXELS = 64_000_000

# The readers are called directly: `Image.open` would try more formats than these, and warns about
# large pictures before the limit of the caller is known.
_READERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "png": PngImageFile,
    "jpeg": JpegImageFile,
    "bmp": BmpImageFile,
    "tiff": TiffImageFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "avif": AvifImageFile,
}
_SIGNATURES = {
    png_chunks.SIGNATURE: "png",
    b"\xff\xd8\xff": "jpeg",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_AVIF_BRANDS = frozenset({b"avif", b"avis", b"mif1", b"msf1"})
# What readers raise for broken files; warnings are among them where a caller makes them errors.
_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
    struct.error,
    zlib.error,
)


def identify(data: bytes) -> str | None:
    """Return the slug of the format whose signature `data` starts with, or None."""
    for signature, slug in _SIGNATURES.items():
        if data.startswith(signature):
            return slug
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _AVIF_BRANDS:
        return "avif"
    return None


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn whatever the readers raise for a broken file into a PictureError.

    Raises:
        PictureError: `too-many-pixels`, `truncated` or `not-a-picture`.
    """
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(f"The picture is too large: {error}", "too-many-pixels") from error
    except _FAILURES as error:
        is_cut = isinstance(error, EOFError | struct.error) or "truncated" in str(error).lower()
        reason = "truncated" if is_cut else "not-a-picture"
        raise PictureError(f"The picture cannot be decoded: {error}", reason) from error


def open_picture(data: bytes, *, max_pixels: int) -> tuple[str, ImageFile.ImageFile]:
    """Return the format slug and the opened, not yet decoded picture.

    Raises:
        PictureError: `not-a-picture` without a known signature or a readable header,
            `truncated`, or `too-many-pixels` when width times height exceeds `max_pixels`.
    """
    slug = identify(data)
    if slug is None:
        raise PictureError(f"Expected a picture, found {len(data)} bytes of no known format.")
    if slug == "png":
        data = png_chunks.strip_ancillary(data)
    if slug == "webp":
        # Its reader allocates the canvas on opening, so the size is read beforehand.
        _check_pixels(_webp_size(data), max_pixels=max_pixels)
    with translated_errors():
        image = _READERS[slug](BytesIO(data))
    _check_pixels(image.size, max_pixels=max_pixels)
    return slug, image


def reduce_picture(data: bytes, *, side: int, max_pixels: int) -> Image.Image:
    """Return the first frame over white, squeezed to `side` x `side` pixels in RGB.

    Raises:
        PictureError: As `open_picture`, and when the pixels cannot be decoded.
    """
    _, image = open_picture(data, max_pixels=max_pixels)
    with translated_errors():
        image.draft("RGB", (side * 4, side * 4))
        image.load()
        small = _squeeze(image, side=side)
        if small.mode != "RGBA":
            return small.convert("RGB")
        white = Image.new("RGBA", small.size, "white")
        return Image.alpha_composite(white, small).convert("RGB")


def _squeeze(image: Image.Image, *, side: int) -> Image.Image:
    """Return the picture at the small size, as RGBA when it may be transparent."""
    if image.mode not in {"RGB", "RGBA", "L", "CMYK", "YCbCr"} or "transparency" in image.info:
        # Converting is dear and these modes cannot be averaged: most of their pixels go first.
        limit = (min(image.width, side * 32), min(image.height, side * 32))
        image = image.resize(limit, Image.Resampling.NEAREST)
        if image.mode.startswith("I;16"):
            image = image.convert("I").point(lambda level: level / 256).convert("L")
        image = image.convert("RGBA")
    return image.resize((side, side), Image.Resampling.BOX, reducing_gap=2.0)


def _check_pixels(size: tuple[int, int], *, max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        found = f"found {width} x {height} = {width * height}"
        raise PictureError(f"Expected at most {max_pixels} pixels, {found}.", "too-many-pixels")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return the canvas size that the first chunk declares, or (0, 0) when it declares none.

    Source:
        RFC 9649, sections 2.5 to 2.7.
    """
    if len(data) < 30:
        raise PictureError("The WebP file ends inside its header.", "truncated")
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = data[24:27], data[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = data[26:28], data[28:30]
        return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
    return 0, 0
