"""The likeness of pictures: sixteen colours on a grid of 32 x 32, small enough to keep in an address."""

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from truecopy.errors import PictureError
from truecopy.picture.canvas import from_hls, pick_hue
from truecopy.picture.reduction import over_white, reduce_picture, transparent_area

# 560 bytes in all: what a signed address has room for, and enough to know a picture again.
SIDE = 32
COLOURS = 16
# Of the digest that stands for an input known by its address.
DIGEST_BYTES = 8
# Narrower columns show nothing.
_MOST_SIDE_BY_SIDE = 4
_PALETTE_BYTES = COLOURS * 3
_GRID_BYTES = SIDE * SIDE // 2  # two indices a byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a picture looks like from afar.

    Attributes:
        palette: Sixteen RGB triples, 48 bytes.
        grid: 32 x 32 palette indices, row by row, two to a byte, the left one in the high half.
    """

    palette: bytes
    grid: bytes

    def __post_init__(self) -> None:
        if len(self.palette) != _PALETTE_BYTES or len(self.grid) != _GRID_BYTES:
            found = f"found {len(self.palette)} and {len(self.grid)}"
            expected = f"{_PALETTE_BYTES} bytes of palette and {_GRID_BYTES} of grid"
            raise PictureError(f"Expected a likeness of {expected}, {found}.")

    def as_image(self) -> Image.Image:
        """Return the grid as an RGB picture of 32 x 32 pixels."""
        indices = bytes(half for byte in self.grid for half in (byte >> 4, byte & 15))
        image = Image.frombytes("L", (SIDE, SIDE), indices)
        image.putpalette(self.palette)
        return image.convert("RGB")


def likeness_of_edit(
    pictures: Sequence[bytes], mask: bytes | None = None, *, max_pixels: int
) -> Likeness:
    """Return the likeness of an edit: the first frames of its inputs side by side, with the part that is to change changed.

    Args:
        pictures: At least one; of many the first four are shown.
        mask: Transparent where the inputs are to change; without one, the first picture's own transparency says it.

    Raises:
        PictureError: `not-a-picture`, `truncated`, or `too-many-pixels` beyond `max_pixels`.
    """
    shown = pictures[:_MOST_SIDE_BY_SIDE]
    reduced = [reduce_picture(data, side=SIDE, max_pixels=max_pixels) for data in shown]
    area = transparent_area(
        reduced[0] if mask is None else reduce_picture(mask, side=SIDE, max_pixels=max_pixels)
    )
    small = [over_white(each) for each in reduced]
    # Turned by half the colour circle and lit: what was there can still be guessed, and is seen to be new.
    changed = [
        Image.blend(ImageOps.invert(each), Image.new("RGB", each.size, "white"), 0.2)
        for each in small
    ]
    edited = [Image.composite(new, old, area) for new, old in zip(changed, small, strict=True)]
    return _likeness(_side_by_side(edited))


def likeness_from_digests(digests: bytes) -> Likeness:
    """Invent the likeness of pictures that are known by digests of eight bytes only, side by side."""
    parts = [
        digests[start : start + DIGEST_BYTES] for start in range(0, len(digests), DIGEST_BYTES)
    ]
    if len(parts) == 1:
        return likeness_from_digest(digests)
    shown = [likeness_from_digest(each).as_image() for each in parts[:_MOST_SIDE_BY_SIDE]]
    return _likeness(_side_by_side(shown))


def _side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """Return pictures of one size as one of that size: each in a column of its own, with a line between."""
    if len(pictures) == 1:
        return pictures[0]
    sheet = Image.new("RGB", (SIDE, SIDE), "white")
    edges = [SIDE * number // len(pictures) for number in range(len(pictures) + 1)]
    for picture, left, right in zip(pictures, edges, edges[1:], strict=False):
        width = right - left - (right < SIDE)
        sheet.paste(picture.resize((width, SIDE), Image.Resampling.BOX), (left, 0))
    return sheet


def _likeness(small: Image.Image) -> Likeness:
    quantised = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours = bytes(quantised.getpalette() or ())[:_PALETTE_BYTES]
    return Likeness(palette=colours.ljust(_PALETTE_BYTES, b"\0"), grid=_pack(quantised.tobytes()))


def likeness_from_digest(digest: bytes) -> Likeness:
    """Invent the likeness of a picture that is known only by a digest.

    The same digest always gives the same likeness: a ramp of harmonious colours laid out as a
    slanted gradient with two soft round shapes on it.
    """
    dice = random.Random(hashlib.sha256(digest).digest())  # noqa: S311 - colours, not secrets
    return Likeness(palette=_invent_palette(dice), grid=_invent_grid(dice))


def _invent_palette(dice: random.Random) -> bytes:
    """Return a ramp from a dark colour to a light one that turns part of the colour circle."""
    hue = pick_hue(dice)
    turn = dice.choice((-0.3, -0.18, -0.1, 0.1, 0.18, 0.3))
    saturation = dice.uniform(0.4, 0.7)
    shares = [step / (COLOURS - 1) for step in range(COLOURS)]
    ramp = [from_hls(hue + turn * share, 0.2 + 0.64 * share, saturation) for share in shares]
    return bytes(level for colour in ramp for level in colour)


def _invent_grid(dice: random.Random) -> bytes:
    """Return the packed grid of a slanted gradient with two round shapes."""
    angle = dice.uniform(0, 2 * math.pi)
    shapes = [
        (dice.uniform(0.13, 0.87), dice.uniform(0.13, 0.87), dice.uniform(0.16, 0.32), sign)
        for sign in (0.7, -0.7)
    ]
    places = [(place + 0.5) / SIDE for place in range(SIDE)]
    indices = []
    for y in places:
        for x in places:
            level = 0.5 + ((x - 0.5) * math.cos(angle) + (y - 0.5) * math.sin(angle)) / 1.5
            for centre_x, centre_y, radius, sign in shapes:
                distance = math.hypot(x - centre_x, y - centre_y)
                level += sign * max(0.0, 1 - (distance / radius) ** 2)
            indices.append(min(COLOURS - 1, max(0, int(level * COLOURS))))
    return _pack(bytes(indices))


def _pack(indices: bytes) -> bytes:
    return bytes(left << 4 | right for left, right in zip(indices[::2], indices[1::2], strict=True))
