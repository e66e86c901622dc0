"""Seeded compositions, for paintings that have no picture to resemble."""

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from truecopy.picture.canvas import Canvas, Colour, blend, from_hls, pick_hue

# Bands of the sky: more leave no room in the palette, fewer are seen.
_STEPS = 64
# As many as can be told apart between the horizon and the lower edge.
_RIDGES = 6
# A ridge looks smooth at the largest size, and costs little at the smallest.
_WAVE_POINTS = 64

Composer = Callable[[int, int, random.Random], Canvas]


def compose(width: int, height: int, dice: random.Random) -> Canvas:
    """Return one of the compositions, with colours and shapes that the dice decide."""
    composer: Composer = dice.choice((paint_ridges, paint_tiles, paint_orbits))
    return composer(width, height, dice)


def paint_ridges(width: int, height: int, dice: random.Random) -> Canvas:
    """Return a landscape: a sky with a low sun, and ridges that darken towards the front."""
    hue = pick_hue(dice)
    turn = dice.choice((-0.14, -0.08, 0.08, 0.14))
    top, bottom = from_hls(hue, 0.62, 0.6), from_hls(hue + turn, 0.88, 0.75)
    front = from_hls(hue - turn / 2, 0.13, 0.5)
    sun = from_hls(hue + turn * 2, 0.94, 0.9)
    colours = [*_ramp(top, bottom, _STEPS), *_ramp(bottom, sun, 4)[1:]]
    ridges = _ramp(blend(bottom, front, 0.25), front, _RIDGES)
    indices = _gradient(width, height)
    draw = ImageDraw.Draw(indices)
    centre = (width * dice.uniform(0.2, 0.8), height * dice.uniform(0.22, 0.48))
    radius = min(width, height) * dice.uniform(0.08, 0.15)
    for ring, scale in enumerate((1.5, 1.22, 1.0)):
        draw.circle(centre, radius * scale, fill=_STEPS + ring)
    for ridge in range(_RIDGES):
        level = height * (0.42 + 0.5 * ridge / _RIDGES)
        line = _wave(width, level, height * (0.09 - 0.008 * ridge), dice)
        draw.polygon([*line, (width, height), (0, height)], fill=len(colours) + ridge)
    return Canvas(indices=indices, colours=(*colours, *ridges))


def paint_tiles(width: int, height: int, dice: random.Random) -> Canvas:
    """Return a mosaic of quarter circles, discs and triangles in a few colours."""
    hue, accent = pick_hue(dice), pick_hue(dice)
    colours = (
        from_hls(hue, 0.22, 0.45),
        from_hls(hue + 0.04, 0.42, 0.5),
        from_hls(hue + 0.1, 0.66, 0.6),
        from_hls(accent, 0.6, 0.7),
        from_hls(accent + 0.06, 0.78, 0.75),
        from_hls(hue + 0.08, 0.92, 0.45),
    )
    indices = Image.new("L", (width, height))
    draw = ImageDraw.Draw(indices)
    side = max(
        1, math.ceil(max(min(width, height) / dice.choice((3, 4, 5)), max(width, height) / 24))
    )
    for top in range(0, height, side):
        for left in range(0, width, side):
            ground, figure, dot = dice.sample(range(len(colours)), 3)
            box = (left, top, left + side - 1, top + side - 1)
            draw.rectangle(box, fill=ground)
            _draw_figure(draw, box, (figure, dot), dice)
    return Canvas(indices=indices, colours=colours)


def paint_orbits(width: int, height: int, dice: random.Random) -> Canvas:
    """Return rings around an off-centre point with small discs travelling on them."""
    hue = pick_hue(dice)
    turn = dice.choice((-0.25, -0.12, 0.12, 0.25))
    rings = dice.randint(7, 12)
    dark = from_hls(hue, 0.14, 0.55)
    colours = _ramp(from_hls(hue + turn, 0.8, 0.8), dark, rings)
    accents = (from_hls(pick_hue(dice), 0.62, 0.8), from_hls(pick_hue(dice), 0.9, 0.7))
    indices = Image.new("L", (width, height), rings - 1)
    draw = ImageDraw.Draw(indices)
    x, y = width * dice.uniform(0.25, 0.75), height * dice.uniform(0.25, 0.7)
    reach = math.hypot(max(x, width - x), max(y, height - y)) * 0.95
    radii = [reach * ((ring + 1) / rings) ** 1.3 for ring in range(rings - 1)]
    for ring in reversed(range(rings - 1)):
        draw.circle((x, y), radii[ring], fill=ring)
    for ring, radius in enumerate(radii):
        angle = dice.uniform(0, 2 * math.pi)
        planet = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        size = min(width, height) * dice.uniform(0.012, 0.05)
        draw.circle(planet, size, fill=rings + ring % 2)
    return Canvas(indices=indices, colours=(*colours, *accents))


def _draw_figure(
    draw: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    inks: tuple[int, int],
    dice: random.Random,
) -> None:
    """Draw one of the figures of the mosaic into its tile."""
    left, top, right, bottom = box
    side = right - left
    kind = dice.randrange(5)
    corner = dice.choice(((left, top), (right, top), (right, bottom), (left, bottom)))
    if kind < 2:
        quarter = (corner[0] - side, corner[1] - side, corner[0] + side, corner[1] + side)
        start = {(left, top): 0, (right, top): 90, (right, bottom): 180}.get(corner, 270)
        draw.pieslice(quarter, start, start + 90, fill=inks[0])
    elif kind == 2:
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        corners.remove(corner)
        draw.polygon(corners, fill=inks[0])
    else:
        draw.ellipse(box, fill=inks[0])
        inset = side // (4 if kind == 3 else 3)
        draw.ellipse((left + inset, top + inset, right - inset, bottom - inset), fill=inks[1])


def _wave(width: int, level: float, swing: float, dice: random.Random) -> list[tuple[float, float]]:
    """Return points from the left edge to the right one along a sum of three waves."""
    parts = [
        (dice.uniform(0.6, 1.4) * count, dice.uniform(0, 2 * math.pi), share)
        for count, share in ((1.2, 0.6), (2.7, 0.3), (7, 0.1))
    ]
    points = []
    for step in range(_WAVE_POINTS + 1):
        across = step / _WAVE_POINTS
        lift = sum(
            share * math.sin(2 * math.pi * turns * across + phase) for turns, phase, share in parts
        )
        points.append((width * across, level + swing * lift))
    return points


def _gradient(width: int, height: int) -> Image.Image:
    """Return levels 0 to 63 from the top to the bottom."""
    column = Image.frombytes("L", (1, _STEPS), bytes(range(_STEPS)))
    return column.resize((width, height), Image.Resampling.NEAREST)


def _ramp(first: Colour, last: Colour, steps: int) -> list[Colour]:
    """Return `steps` colours from the first to the last, both included."""
    return [blend(first, last, step / (steps - 1)) for step in range(steps)]
