"""Impressions: grounds that resemble a picture, in a frame, with light seeded shapes on top of them."""

import math
import random

from PIL import Image, ImageChops, ImageDraw

from truecopy.picture.canvas import GROUND_COLOURS, LIT_OFFSET, Canvas
from truecopy.picture.likeness import Likeness

# Sides in pixels. The likeness itself has 32; choosing colours is slow, and beyond the finer size nothing is gained.
_COARSENESS = 48
_FINENESS = 192
# Of the shorter side.
_FRAME = 0.025


def paint_impression(likeness: Likeness, width: int, height: int, dice: random.Random) -> Canvas:
    """Return the likeness spread smoothly over the canvas, in a frame, with lit shapes that the dice decide.

    Frame and shapes say that this is an edit, not the picture itself. A shape only changes the light of what lies below it, so that the resemblance stays.
    """
    size = (min(width, _FINENESS), min(height, _FINENESS))
    picture = likeness.as_image()
    # Colours are chosen from a coarser picture: choosing takes longer than looking them up.
    coarse = picture.resize((_COARSENESS, _COARSENESS), Image.Resampling.BICUBIC)
    chosen = coarse.quantize(
        GROUND_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    soft = picture.resize(size, Image.Resampling.BICUBIC)
    ground = soft.quantize(palette=chosen, dither=Image.Dither.NONE)
    levels = ground.getpalette() or []
    colours = tuple(zip(levels[::3], levels[1::3], levels[2::3], strict=True))[:GROUND_COLOURS]
    indices = Image.frombytes("L", size, ground.tobytes())
    indices = indices.resize((width, height), Image.Resampling.NEAREST)
    shift = Image.new("L", (width, height))
    draw = ImageDraw.Draw(shift)
    _draw_shapes(draw, width, height, dice)
    stroke = max(1, round(min(width, height) * _FRAME))
    draw.rectangle((0, 0, width - 1, height - 1), outline=LIT_OFFSET, width=stroke)
    return Canvas(indices=ImageChops.add_modulo(indices, shift), colours=colours)


def _draw_shapes(draw: ImageDraw.ImageDraw, width: int, height: int, dice: random.Random) -> None:
    """Draw rings, discs or slanted bars as a shift of indices; all of them leave most of the canvas free."""
    scale = min(width, height)
    kind = dice.choice(("rings", "discs", "bars"))
    if kind == "rings":
        x, y = width * dice.random(), height * dice.random()
        stroke = max(1, round(scale * dice.uniform(0.008, 0.02)))
        for ring in range(1, dice.randint(5, 9)):
            draw.circle((x, y), scale * 0.09 * ring, outline=LIT_OFFSET, width=stroke)
    elif kind == "discs":
        for _ in range(dice.randint(5, 9)):
            centre = (width * dice.random(), height * dice.random())
            draw.circle(centre, scale * dice.uniform(0.02, 0.09), fill=LIT_OFFSET)
    else:
        lean = math.tan(dice.uniform(-0.9, 0.9)) * height
        for _ in range(dice.randint(3, 6)):
            left, bar = width * dice.uniform(-0.2, 1.1), scale * dice.uniform(0.015, 0.06)
            draw.polygon(
                [(left, 0), (left + bar, 0), (left + bar + lean, height), (left + lean, height)],
                fill=LIT_OFFSET,
            )
