"""Colours of a canvas."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.picture import canvas
from truecopy.picture.canvas import Colour, blend, from_hls, luminance, pick_hue

colours = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def test_the_palette_has_room_for_all() -> None:
    """Ground, lit twins and shades never overlap, and fit into the 256 colours of a palette."""
    assert canvas.GROUND_COLOURS <= canvas.LIT_OFFSET
    assert canvas.LIT_OFFSET + canvas.GROUND_COLOURS <= canvas.PAPER
    assert canvas.PAPER + canvas.SHADES <= 256


@given(st.randoms(use_true_random=False))
def test_no_hue_is_a_glaring_green(dice: random.Random) -> None:
    """A hue is a turn that leaves out what lies between yellow-green and cyan."""
    hue = pick_hue(dice)

    assert 0 <= hue < 1
    assert not 0.18 < hue < 0.44


@pytest.mark.parametrize(
    ("hue", "lightness", "saturation", "colour"),
    [
        (0.0, 0.5, 1.0, (255, 0, 0)),
        (1.0, 0.5, 1.0, (255, 0, 0)),
        (-1 / 3, 0.5, 1.0, (0, 0, 255)),
        (0.2, 1.7, 1.0, (255, 255, 255)),
        (0.2, -0.1, 1.0, (0, 0, 0)),
    ],
)
def test_hues_wrap_around_and_lightness_is_bounded(
    hue: float, lightness: float, saturation: float, colour: Colour
) -> None:
    """Whatever is asked for is a colour."""
    assert from_hls(hue, lightness, saturation) == colour


@given(first=colours, second=colours, share=st.floats(0, 1))
def test_a_blend_lies_between(first: Colour, second: Colour, share: float) -> None:
    """No part of a blend is beyond those of the two colours; its ends are these."""
    mixed = blend(first, second, share)

    assert all(min(a, b) <= m <= max(a, b) for a, b, m in zip(first, second, mixed, strict=True))
    assert (blend(first, second, 0), blend(first, second, 1)) == (first, second)


def test_green_looks_brighter_than_blue() -> None:
    """Brightness is as eyes see it, from 0 to 255."""
    assert luminance((0, 255, 0)) > luminance((255, 0, 0)) > luminance((0, 0, 255))
    assert luminance((0, 0, 0)) == 0
    assert luminance((255, 255, 255)) == pytest.approx(255)
