"""Rendering of mock pictures: cheap to make, easy to tell apart, and always the same."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain

from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.canvas import (
    GROUND_COLOURS,
    PAPER,
    SHADES,
    Canvas,
    Colour,
    blend,
    luminance,
)
from truecopy.picture.caption import Label, make_labels
from truecopy.picture.composition import compose
from truecopy.picture.impression import paint_impression
from truecopy.picture.likeness import Likeness
from truecopy.picture.pixel_room import PixelRoom

# Nearly white and nearly black, as paper and ink are.
_INK = (250, 250, 247)
_NIGHT = (12, 14, 18)
# Lit shapes are lighter than a dark ground and darker than a bright one.
_BRIGHT = 140
# By a quarter towards white, or a fifth towards black: seen, and the picture below stays what it is.
_LIGHTER = bytes(level + (255 - level) * 24 // 100 for level in range(256))
_DARKER = bytes(level * 82 // 100 for level in range(256))
# Four of 4096 * 4096, the largest of the vendors' caps, take 80 MB; caps of a user's own may allow larger ones.
_RENDERING = PixelRoom(67_108_864)
_SHADE_TABLE = [PAPER + level * SHADES // 256 for level in range(256)]

# Saving would load the usual drivers at the first picture.
Image.preinit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """What a mock picture shall show.

    Attributes:
        width: In pixels, at least 1.
        height: In pixels, at least 1.
        index: Position among the pictures of one answer.
        seed: Unsigned, 64 bit.
        watermark: Whether the lower right corner says that a mock made the picture.
        caption: Text for the band at the bottom, usually the prompt; empty for no band.
        likeness: What the picture shall resemble; None for a free composition.
    """

    width: int
    height: int
    index: int
    seed: int
    watermark: bool
    caption: str
    likeness: Likeness | None


def render_png(painting: Painting) -> bytes:
    """Return the painting as a PNG with a palette.

    Equal paintings give equal bytes on one machine (its fonts and its Pillow decide details).
    Another index, seed or caption gives a picture that looks different.

    Raises:
        PictureError: A side is shorter than one pixel (`impossible`).
    """
    width, height = painting.width, painting.height
    if width < 1 or height < 1:
        raise PictureError(
            f"Expected at least 1 x 1 pixels, found {width} x {height}.", "impossible"
        )
    with _RENDERING.holding(width * height):
        return _encode(_painted(painting))


def _painted(painting: Painting) -> Canvas:
    width, height = painting.width, painting.height
    dice = _make_dice(painting)
    if painting.likeness is None:
        canvas = compose(width, height, dice)
    else:
        canvas = paint_impression(painting.likeness, width, height, dice)
    labels = make_labels(
        painting.caption,
        width=width,
        height=height,
        seed=painting.seed,
        has_mark=painting.watermark,
    )
    for label in labels:
        _paste_label(canvas.indices, label)
    return canvas


def _make_dice(painting: Painting) -> random.Random:
    key = f"{painting.seed}/{painting.index}/{painting.caption}".encode(errors="surrogatepass")
    return random.Random(hashlib.sha256(key).digest())  # noqa: S311 - shapes, not secrets


def _paste_label(indices: Image.Image, label: Label) -> None:
    indices.paste(label.mask.point(_SHADE_TABLE), (label.left, label.top))


def _encode(canvas: Canvas) -> bytes:
    image = canvas.indices
    image.putpalette(_full_palette(canvas.colours))
    output = BytesIO()
    image.save(output, "PNG", compress_level=1)
    return output.getvalue()


def _full_palette(ground: Sequence[Colour]) -> bytes:
    """Return ground, lit twins and shades as RGB triples, in the order of their indices."""
    brightness = sum(map(luminance, ground)) / len(ground)
    paper = blend(min(ground, key=luminance), _NIGHT, 0.75)
    shades = [blend(paper, _INK, level / (SHADES - 1)) for level in range(SHADES)]
    plain = bytes(chain.from_iterable(ground)).ljust(GROUND_COLOURS * 3, b"\0")
    lit = plain.translate(_LIGHTER if brightness < _BRIGHT else _DARKER)
    return plain + lit + bytes(chain.from_iterable(shades))
