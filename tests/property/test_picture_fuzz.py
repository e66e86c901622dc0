"""Bytes of any kind against the readers of pictures."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from truecopy.errors import PictureError
from truecopy.picture import inspect_picture, likeness_of_edit, sample_picture
from truecopy.picture.sample import FORMATS

REASONS = {"not-a-picture", "truncated", "too-many-pixels", "too-much-work"}
LIMIT = 1_000_000
VALID = [sample_picture(format=slug, width=23, height=17) for slug in FORMATS] + [
    sample_picture(format=slug, width=23, height=17, transparent=True)
    for slug in ("png", "tiff", "webp", "gif")
]
READERS: list[Callable[[bytes], object]] = [
    lambda data: inspect_picture(data, max_pixels=LIMIT),
    lambda data: likeness_of_edit([data], max_pixels=LIMIT),
]


@st.composite
def mutated_files(draw: st.DrawFn) -> bytes:
    """Draw a valid file with some bytes replaced, removed or added, or its end cut off."""
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 6))):
        position = draw(st.integers(0, len(data)))
        removed = draw(st.integers(0, 4))
        data[position : position + removed] = draw(st.binary(max_size=4))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def refuses_properly(read: Callable[[bytes], object], data: bytes) -> bool:
    """Return whether the reader accepts the bytes, or refuses them for a known reason."""
    try:
        read(data)
    except PictureError as error:
        return error.reason in REASONS
    return True


@given(read=st.sampled_from(READERS), data=st.binary(max_size=300))
def test_random_bytes_raise_nothing_else(read: Callable[[bytes], object], data: bytes) -> None:
    """Random bytes are refused with a PictureError of a known reason."""
    assert refuses_properly(read, data)


@settings(max_examples=400)
@given(read=st.sampled_from(READERS), data=mutated_files())
def test_damaged_files_raise_nothing_else(read: Callable[[bytes], object], data: bytes) -> None:
    """A damaged file is read, or refused with a PictureError of a known reason."""
    assert refuses_properly(read, data)


@given(head=st.sampled_from(VALID), length=st.integers(1, 40), tail=st.binary(max_size=200))
def test_right_signature_with_wrong_contents(head: bytes, length: int, tail: bytes) -> None:
    """A known beginning with anything behind it is no way around the checks."""
    assert all(refuses_properly(read, head[:length] + tail) for read in READERS)
