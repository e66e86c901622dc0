"""Pictures made small: what is left of them from afar."""

from PIL import Image

from truecopy.picture.decode import opened_picture, translated_errors

# Of an alpha channel.
_HALF = 128


def reduce_picture(data: bytes, *, side: int, max_pixels: int) -> Image.Image:
    """Return the first frame squeezed to `side` x `side` pixels, in RGBA where it may be transparent.

    Raises:
        PictureError: As `opened_picture`, and when the pixels cannot be decoded.
    """
    with opened_picture(data, max_pixels=max_pixels) as opened, translated_errors():
        image: Image.Image = opened.image
        image.draft("RGB", (side * 4, side * 4))
        image.load()
        return _squeeze(image, side=side)


def over_white(small: Image.Image) -> Image.Image:
    """Return a picture in RGB, with white where it is transparent."""
    if small.mode != "RGBA":
        return small.convert("RGB")
    white = Image.new("RGBA", small.size, "white")
    return Image.alpha_composite(white, small).convert("RGB")


def transparent_area(small: Image.Image) -> Image.Image:
    """Return where a picture is transparent: 255 where it is, else 0."""
    if small.mode != "RGBA":
        return Image.new("L", small.size)
    return small.getchannel("A").point(lambda level: 255 if level < _HALF else 0)


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
