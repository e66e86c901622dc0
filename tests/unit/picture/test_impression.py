"""Impressions of pictures."""

import random

import pytest
from PIL import Image

from truecopy.picture.canvas import GROUND_COLOURS, LIT_OFFSET, Canvas
from truecopy.picture.impression import paint_impression
from truecopy.picture.likeness import likeness_from_digest

LIKENESS = likeness_from_digest(b"kite")


def unlit(canvas: Canvas) -> Image.Image:
    """Return the colours of a canvas without what its shapes add of light."""
    image = Image.new("RGB", canvas.indices.size)
    levels = canvas.indices.tobytes()
    image.putdata([canvas.colours[level % LIT_OFFSET] for level in levels])
    return image


def test_shapes_only_add_light() -> None:
    """Below its shapes an impression is the same for all dice, and shapes leave most of it free."""
    first, second = (paint_impression(LIKENESS, 96, 64, random.Random(each)) for each in (1, 2))

    assert unlit(first).tobytes() == unlit(second).tobytes()
    assert first.indices.tobytes() != second.indices.tobytes()
    for canvas in (first, second):
        lit = sum(level >= LIT_OFFSET for level in canvas.indices.tobytes())
        assert 0 < lit < 96 * 64 / 2


def test_it_resembles_its_picture() -> None:
    """Where the likeness is light the impression is, and where it is dark too."""
    image = unlit(paint_impression(LIKENESS, 96, 96, random.Random(1)))

    wanted = LIKENESS.as_image().resize((8, 8)).convert("L").tobytes()
    found = image.resize((8, 8)).convert("L").tobytes()
    off = sum(abs(a - b) for a, b in zip(wanted, found, strict=True)) / len(wanted)
    assert off < 12


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (500, 3)])
def test_any_size_can_be_painted(size: tuple[int, int]) -> None:
    """A side of one pixel will do, and none uses an index without a colour."""
    canvas = paint_impression(LIKENESS, *size, random.Random(3))

    assert canvas.indices.size == size
    assert len(canvas.colours) <= GROUND_COLOURS
    assert max(canvas.indices.tobytes()) < LIT_OFFSET + GROUND_COLOURS
