"""Sample pictures."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.errors import PictureError
from truecopy.picture.inspect import inspect_picture
from truecopy.picture.sample import FORMATS, sample_picture

sides = st.integers(1, 80)


@given(slug=st.sampled_from(FORMATS), width=sides, height=sides, seed=st.integers(0, 2**64))
def test_sample_is_what_was_asked_for(slug: str, width: int, height: int, seed: int) -> None:
    """A sample has exactly the format and the size that were asked for, and is opaque."""
    facts = inspect_picture(sample_picture(format=slug, width=width, height=height, seed=seed))

    assert (facts.format, facts.width, facts.height) == (slug, width, height)
    assert not facts.is_transparent


@pytest.mark.parametrize("slug", ["png", "tiff", "webp", "gif"])
@given(width=sides, height=sides)
def test_transparent_sample_is_transparent(slug: str, width: int, height: int) -> None:
    """A transparent sample has transparent pixels, even at a single pixel."""
    data = sample_picture(format=slug, width=width, height=height, transparent=True)

    assert inspect_picture(data).is_transparent


@given(slug=st.sampled_from(FORMATS), extra=st.integers(0, 200_000))
def test_padding_is_exact_and_changes_nothing(slug: str, extra: int) -> None:
    """A padded file has exactly the asked length and shows the same picture."""
    plain = sample_picture(format=slug, width=9, height=7)
    padded = sample_picture(format=slug, width=9, height=7, size_bytes=len(plain) + extra)

    facts = inspect_picture(padded)

    assert facts.size_bytes == len(padded) == len(plain) + extra
    assert (facts.format, facts.width, facts.height) == (slug, 9, 7)


@given(extra=st.integers(0, 140_000))
def test_jpeg_padding_is_comments_and_fill_bytes(extra: int) -> None:
    """Reading a padded JPEG marker by marker and leaving out comments gives the plain one."""
    plain = sample_picture(format="jpeg", width=9, height=7)
    rest = sample_picture(format="jpeg", width=9, height=7, size_bytes=len(plain) + extra)[2:]

    while rest[:2] in {b"\xff\xfe", b"\xff\xff"}:
        is_comment = rest[:2] == b"\xff\xfe"
        rest = rest[2 + int.from_bytes(rest[2:4], "big") if is_comment else 1 :]

    assert rest == plain[2:]


def test_png_padding_is_a_private_ancillary_chunk() -> None:
    """A PNG stays a PNG to the last byte when there is room for a chunk."""
    plain = sample_picture(width=9, height=7)
    padded = sample_picture(width=9, height=7, size_bytes=len(plain) + 12)

    assert padded[-24:-12] == b"\0\0\0\0tcPd" + zlib.crc32(b"tcPd").to_bytes(4, "big")
    assert padded[-12:] == plain[-12:]


def test_seeds_give_different_pictures() -> None:
    """Another seed gives other bytes, and the same seed the same ones."""
    made = [sample_picture(width=6, height=6, seed=seed) for seed in (1, 2, 1)]

    assert made[0] != made[1]
    assert made[0] == made[2]


@pytest.mark.parametrize(
    "request_",
    [
        {"format": "heic", "width": 1, "height": 1},
        {"width": 0, "height": 1},
        {"width": 1, "height": -1},
        {"format": "webp", "width": 16_384, "height": 1},
        {"format": "jpeg", "width": 1, "height": 1, "transparent": True},
        {"format": "bmp", "width": 1, "height": 1, "transparent": True},
        {"width": 40, "height": 40, "size_bytes": 50},
    ],
)
def test_impossible_samples_are_refused(request_: dict[str, object]) -> None:
    """A file that cannot exist is refused with the reason, not approximated."""
    with pytest.raises(PictureError) as caught:
        sample_picture(**request_)  # type: ignore[arg-type] # requests as data
    assert caught.value.reason == "impossible"
