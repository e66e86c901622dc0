"""The likeness of a picture: sixteen colours on a grid of 16 x 16, small enough to keep."""

import hashlib
import math
import random
from dataclasses import dataclass

from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.canvas import from_hls, pick_hue
from truecopy.picture.decode import reduce_picture

# 176 bytes in all, which fit into the signed address of a picture.
SIDE = 16
COLOURS = 16
_PALETTE_BYTES = COLOURS * 3
_GRID_BYTES = SIDE * SIDE // 2  # two indices a byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a picture looks like from afar.

    Attributes:
        palette: Sixteen RGB triples, 48 bytes.
        grid: 16 x 16 palette indices, row by row, two to a byte, the left one in the high half.
    """

    palette: bytes
    grid: bytes

    def __post_init__(self) -> None:
        if len(self.palette) != _PALETTE_BYTES or len(self.grid) != _GRID_BYTES:
            found = f"found {len(self.palette)} and {len(self.grid)}"
            expected = f"{_PALETTE_BYTES} bytes of palette and {_GRID_BYTES} of grid"
            raise PictureError(f"Expected a likeness of {expected}, {found}.")

    def as_image(self) -> Image.Image:
        """Return the grid as an RGB picture of 16 x 16 pixels."""
        indices = bytes(half for byte in self.grid for half in (byte >> 4, byte & 15))
        image = Image.frombytes("L", (SIDE, SIDE), indices)
        image.putpalette(self.palette)
        return image.convert("RGB")


def likeness_of(data: bytes, *, max_pixels: int) -> Likeness:
    """Return the likeness of the first frame of a picture; transparency shows white.

    Raises:
        PictureError: `not-a-picture`, `truncated`, or `too-many-pixels` beyond `max_pixels`.
    """
    small = reduce_picture(data, side=SIDE, max_pixels=max_pixels)
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
        (dice.uniform(2, 13), dice.uniform(2, 13), dice.uniform(2.5, 5), sign)
        for sign in (0.7, -0.7)
    ]
    indices = []
    for y in range(SIDE):
        for x in range(SIDE):
            slope = (x - 7.5) * math.cos(angle) + (y - 7.5) * math.sin(angle)
            level = 0.5 + slope / 24
            for centre_x, centre_y, radius, sign in shapes:
                distance = math.hypot(x - centre_x, y - centre_y)
                level += sign * max(0.0, 1 - (distance / radius) ** 2)
            indices.append(min(COLOURS - 1, max(0, int(level * COLOURS))))
    return _pack(bytes(indices))


def _pack(indices: bytes) -> bytes:
    return bytes(left << 4 | right for left, right in zip(indices[::2], indices[1::2], strict=True))
