"""The canvas of a painting: palette indices, and the colours they stand for."""

import colorsys
import random
from dataclasses import dataclass

from PIL import Image

Colour = tuple[int, int, int]

# Indices: the ground, its lit twins in the same order, and the shades from paper to ink. Together they are fewer than
# the 256 of a palette, and the shades are enough for smooth letters.
GROUND_COLOURS = 112
LIT_OFFSET = GROUND_COLOURS
PAPER = 2 * GROUND_COLOURS
SHADES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """An unfinished painting.

    Attributes:
        indices: Greyscale picture whose levels are palette indices below `GROUND_COLOURS`.
        colours: The ground colours, at most `GROUND_COLOURS`.
    """

    indices: Image.Image
    colours: tuple[Colour, ...]


def pick_hue(dice: random.Random) -> float:
    """Return a hue in turns, any but the glaring greens."""
    return (0.45 + dice.uniform(0, 0.72)) % 1


def from_hls(hue: float, lightness: float, saturation: float) -> Colour:
    """Return the colour; hue counts in turns and wraps around, the others run from 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(hue % 1, min(1.0, max(0.0, lightness)), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that lies `share` (0 to 1) of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return how bright a colour looks, 0 to 255 (Rec. 601 weights)."""
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue
