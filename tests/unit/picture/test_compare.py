"""Similarity of pictures."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.compare import similarity
from truecopy.picture.sample import sample_picture


def make_plain(colour: str) -> bytes:
    """Return a picture of one colour."""
    output = BytesIO()
    Image.new("RGB", (30, 20), colour).save(output, "PNG")
    return output.getvalue()


@given(first=st.integers(0, 2**32), second=st.integers(0, 2**32))
def test_similarity_is_a_symmetric_share(first: int, second: int) -> None:
    """Similarity lies between 0 and 1, is 1 for the same picture and has no direction."""
    one, other = (sample_picture(width=20, height=20, seed=seed) for seed in (first, second))

    assert similarity(one, one) == 1
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


def test_opposites_are_not_alike() -> None:
    """Black and white have nothing in common."""
    assert similarity(make_plain("black"), make_plain("white")) < 0.01


def test_format_and_size_do_not_matter() -> None:
    """The same picture in another format and size is still alike."""
    small = sample_picture(format="png", width=60, height=60, seed=5)
    large = sample_picture(format="jpeg", width=180, height=180, seed=5)

    assert similarity(small, large) > 0.95


def test_only_pictures_can_be_compared() -> None:
    """Comparing with something else is an error, not a low similarity."""
    with pytest.raises(PictureError):
        similarity(make_plain("red"), b"text")
