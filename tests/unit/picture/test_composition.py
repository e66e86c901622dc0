"""Compositions for paintings that resemble nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.picture.composition import compose, paint_orbits, paint_ridges, paint_tiles


@pytest.mark.slow
@pytest.mark.parametrize("composer", [paint_ridges, paint_tiles, paint_orbits])
@given(dice=st.randoms(use_true_random=False), width=st.integers(1, 99), height=st.integers(1, 99))
def test_compositions_stay_in_their_palette(
    composer: object, dice: random.Random, width: int, height: int
) -> None:
    """No composition uses a palette index without a colour."""
    assert callable(composer)

    canvas = composer(width, height, dice)

    assert canvas.indices.size == (width, height)
    assert canvas.indices.getextrema()[1] < len(canvas.colours) <= 112


def test_each_composition_has_its_turn() -> None:
    """The dice decide which one is painted: over many throws, each is."""
    made = {compose(48, 48, random.Random(seed)).colours for seed in range(30)}
    lengths = {len(each) for each in made}

    assert len(made) == 30
    assert len(lengths) >= 3


def test_the_same_dice_paint_the_same() -> None:
    """A composition is what its dice say, and nothing else."""
    first, second, other = (compose(48, 48, random.Random(seed)) for seed in (4, 4, 5))

    assert first.indices.tobytes() == second.indices.tobytes()
    assert first.colours == second.colours
    assert (first.indices.tobytes(), first.colours) != (other.indices.tobytes(), other.colours)
