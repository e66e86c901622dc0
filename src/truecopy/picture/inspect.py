"""What a picture is, read from its bytes alone."""

from dataclasses import dataclass

from PIL import Image, ImageFile

from truecopy.picture.decode import MAX_PIXELS, open_picture, translated_errors

# Nobody sends an animation as TIFF; a file of many directories would take by the square of them.
MAX_FRAMES = 1000


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
        frames: Pictures in the file; counting stops at `MAX_FRAMES` in TIFF files.
    """

    format: str
    width: int
    height: int
    is_transparent: bool
    size_bytes: int
    frames: int


def inspect_picture(data: bytes, *, max_pixels: int = MAX_PIXELS) -> PictureFacts:
    """Return the facts of a picture after decoding its first frame completely.

    Raises:
        PictureError: `not-a-picture` (no known signature, or contents that do not decode),
            `truncated`, or `too-many-pixels`, which is found before anything is decoded.
    """
    slug, image = open_picture(data, max_pixels=max_pixels)
    with translated_errors():
        frames = _count_frames(image)
        image.load()
        return PictureFacts(
            format=slug,
            width=image.width,
            height=image.height,
            is_transparent=_is_transparent(image),
            size_bytes=len(data),
            frames=frames,
        )


def _count_frames(image: ImageFile.ImageFile) -> int:
    """Return the number of frames and leave the picture at its first one."""
    if image.format != "TIFF":
        return int(getattr(image, "n_frames", 1))
    # The reader's own count takes quadratic time on a file of very many directories.
    frames = 1
    try:
        while frames < MAX_FRAMES:
            image.seek(frames)
            frames += 1
    except EOFError:
        pass
    image.seek(0)
    return frames


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
