"""Opening pictures of unknown origin: identified by bytes, bounded, with one kind of error."""

import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
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
from truecopy.picture.gif_blocks import first_frame
from truecopy.picture.jpeg_segments import strip_metadata
from truecopy.picture.pixel_room import PixelRoom
from truecopy.picture.tiff_directories import first_directory

# Nobody sends an animation of more; to count them takes time.
MAX_FRAMES = 1_000
# 8,000 * 8,000, fifteen times what a vendor makes: 256 MB once decoded.
MAX_PIXELS = 64_000_000

# The largest picture, which takes up to a gigabyte, and beside it a dozen of those that clients send.
_DECODING = PixelRoom(80_000_000)
# Of the processor. The largest picture takes a second; the limits of each format keep files below three.
_MOST_WORK_S = 5.0
# The reader of run-length coded BMP files is slow: a second for so many pixels.
_MAX_RUN_LENGTH_PIXELS = 2_000_000
_BMP_RUN_LENGTH = frozenset({1, 2})

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPicture:
    """A picture whose head has been read.

    Attributes:
        slug: Of the format.
        image: Not yet decoded.
        frames: How many pictures are in the file; counting stops at `MAX_FRAMES`.
    """

    slug: str
    image: ImageFile.ImageFile
    frames: int


class _TimedFile(BytesIO):
    """A file whose reader may take so much time of the processor, and no more."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._end_s = time.thread_time() + _MOST_WORK_S

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, in time.

        Raises:
            PictureError: The time is over (`too-much-work`).
        """
        if time.thread_time() > self._end_s:
            raise PictureError(
                f"The picture is not decoded within {_MOST_WORK_S:.0f} s.", "too-much-work"
            )
        return super().read(size)


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


@contextmanager
def opened_picture(data: bytes, *, max_pixels: int) -> Iterator[OpenedPicture]:
    """Open a picture, not yet decoded, as soon as there is room for its pixels; it is closed at the end.

    What its format has beside the first picture, such as metadata and further frames, is left out before a
    reader sees it.

    Raises:
        PictureError: `not-a-picture` without a known signature or a readable header,
            `truncated`, `too-many-pixels` when width times height exceeds `max_pixels`, or
            `too-much-work` when the file is made so that decoding it would take very long.
    """
    slug = identify(data)
    if slug is None:
        raise PictureError(f"Expected a picture, found {len(data)} bytes of no known format.")
    data, frames = _plain(slug, data)
    with ExitStack() as held:
        if slug == "webp":
            # Its reader allocates the canvas on opening, so the size is read beforehand.
            held.enter_context(_room_for(_webp_size(data), max_pixels=max_pixels))
        with translated_errors():
            image = _READERS[slug](_TimedFile(data))
        _check_pixels(image.size, max_pixels=max_pixels)
        if slug == "bmp" and data[30] in _BMP_RUN_LENGTH:
            _check_pixels(image.size, max_pixels=_MAX_RUN_LENGTH_PIXELS, reason="too-much-work")
        if slug != "webp":
            held.enter_context(_room_for(image.size, max_pixels=max_pixels))
        # Its memory goes before the room is given to another.
        held.callback(image.close)
        counted = int(getattr(image, "n_frames", 1)) if frames is None else frames
        yield OpenedPicture(slug=slug, image=image, frames=min(counted, MAX_FRAMES))


def _room_for(size: tuple[int, int], *, max_pixels: int) -> AbstractContextManager[None]:
    _check_pixels(size, max_pixels=max_pixels)
    return _DECODING.holding(size[0] * size[1])


def _plain(slug: str, data: bytes) -> tuple[bytes, int | None]:
    """Return the file with what makes its first picture, and its frames where they are counted here."""
    if slug == "png":
        return png_chunks.strip_ancillary(data), None
    if slug == "jpeg":
        return strip_metadata(data), 1
    if slug == "gif":
        return first_frame(data, most=MAX_FRAMES)
    if slug == "tiff":
        return first_directory(data, most=MAX_FRAMES, max_pixels=MAX_PIXELS)
    return data, None


def _check_pixels(
    size: tuple[int, int], *, max_pixels: int, reason: str = "too-many-pixels"
) -> None:
    width, height = size
    if width * height > max_pixels:
        found = f"found {width} x {height} = {width * height}"
        raise PictureError(f"Expected at most {max_pixels} pixels, {found}.", reason)


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
