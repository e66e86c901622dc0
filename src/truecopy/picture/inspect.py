"""What a picture is, read from its bytes alone."""

from dataclasses import dataclass

from PIL import Image

from truecopy.picture.decode import MAX_PIXELS, opened_picture, translated_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureHead:
    """What the head of a picture says about it.

    Attributes:
        format: As in `PictureFacts`.
        width: Pixels across, as stored.
        height: Pixels down, as stored.
    """

    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What the bytes of a picture say about it.

    Attributes:
        format: Lower-case slug: `png`, `jpeg`, `bmp`, `tiff`, `webp`, `gif` or `avif`.
        width: Pixels across, as stored (a rotation noted in metadata is not applied).
        height: Pixels down, as stored.
        is_transparent: Some pixel of the first frame is not opaque. The transparent shade that
            a greyscale PNG of 2, 4 or 16 bits may name is not looked for.
        size_bytes: Length of the file.
        frames: Pictures in the file; counting stops at a thousand.
    """

    format: str
    width: int
    height: int
    is_transparent: bool
    size_bytes: int
    frames: int


def measure_picture(data: bytes, *, max_pixels: int = MAX_PIXELS) -> PictureHead:
    """Return what the head of a picture says, without decoding it.

    Raises:
        PictureError: As `opened_picture`.
    """
    with opened_picture(data, max_pixels=max_pixels) as opened:
        return PictureHead(format=opened.slug, width=opened.image.width, height=opened.image.height)


def inspect_picture(data: bytes, *, max_pixels: int = MAX_PIXELS) -> PictureFacts:
    """Return the facts of a picture after decoding its first frame completely.

    Raises:
        PictureError: `not-a-picture` (no known signature, or contents that do not decode),
            `truncated`; or, found before anything is decoded, `too-many-pixels` or `too-much-work`.
    """
    with opened_picture(data, max_pixels=max_pixels) as opened, translated_errors():
        image: Image.Image = opened.image
        image.load()
        return PictureFacts(
            format=opened.slug,
            width=image.width,
            height=image.height,
            is_transparent=_is_transparent(image),
            size_bytes=len(data),
            frames=opened.frames,
        )


def _is_transparent(image: Image.Image) -> bool:
    """Return whether some pixel has an alpha below its maximum."""
    if image.getbands()[-1] in {"A", "a"}:
        lowest, _ = image.getchannel(len(image.getbands()) - 1).getextrema()
        return isinstance(lowest, int) and lowest < 255
    transparency = image.info.get("transparency")
    if transparency is None:
        return False
    if image.mode != "P":
        lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
        return isinstance(lowest, int) and lowest < 255
    used = [index for index, count in enumerate(image.histogram()) if count]
    if isinstance(transparency, bytes):
        return any(transparency[index] < 255 for index in used if index < len(transparency))
    return transparency in used
