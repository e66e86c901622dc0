"""Likenesses of pictures."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.likeness import (
    Likeness,
    likeness_from_digest,
    likeness_from_digests,
    likeness_of_edit,
)
from truecopy.picture.sample import FORMATS, sample_picture


def make_two_colours() -> bytes:
    """Return a picture, red on its left nine sixteenths and blue on the rest."""
    image = Image.new("RGB", (64, 32), "red")
    image.paste("blue", (36, 0, 64, 32))
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


@pytest.mark.parametrize("slug", FORMATS)
def test_likeness_has_fixed_sizes(slug: str) -> None:
    """Any format gives 48 bytes of palette and 512 bytes of grid."""
    likeness = likeness_of_edit([sample_picture(format=slug, width=50, height=9)], max_pixels=1000)

    assert (len(likeness.palette), len(likeness.grid)) == (48, 512)


def test_likeness_keeps_colours_where_they_are() -> None:
    """A column of the picture is the same column of the grid, of even and of odd number."""
    image = likeness_of_edit([make_two_colours()], max_pixels=10_000).as_image()

    assert image.getpixel((17, 8)) == (255, 0, 0)
    assert image.getpixel((18, 8)) == (0, 0, 255)


def test_likeness_is_repeatable() -> None:
    """The same bytes give the same likeness."""
    data = sample_picture(width=40, height=40, seed=3)

    assert likeness_of_edit([data], max_pixels=2000) == likeness_of_edit([data], max_pixels=2000)


def test_likeness_respects_the_pixel_limit() -> None:
    """A picture beyond the limit has no likeness."""
    with pytest.raises(PictureError) as caught:
        likeness_of_edit([make_two_colours()], max_pixels=2047)
    assert caught.value.reason == "too-many-pixels"


def test_left_pixel_is_in_the_high_half() -> None:
    """The first byte of a grid holds the first two pixels, the left one in its high half."""
    palette = bytes(48 - 3) + b"\xff\xff\xff"

    image = Likeness(palette=palette, grid=b"\xf0" + bytes(511)).as_image()

    assert (image.getpixel((0, 0)), image.getpixel((1, 0))) == ((255, 255, 255), (0, 0, 0))


@given(digest=st.binary(max_size=64))
def test_invented_likeness_depends_on_the_digest_only(digest: bytes) -> None:
    """A digest always gives the same likeness, and one with several colours in it."""
    likeness = likeness_from_digest(digest)

    assert likeness == likeness_from_digest(digest)
    assert len(likeness.as_image().getcolors() or ()) >= 4


def test_invented_likenesses_differ() -> None:
    """Different digests give different likenesses."""
    assert len({likeness_from_digest(bytes([number])) for number in range(256)}) == 256


@pytest.mark.parametrize(("palette", "grid"), [(47, 128), (48, 127)])
def test_likeness_of_another_size_is_refused(palette: int, grid: int) -> None:
    """A likeness cannot be made of too few bytes."""
    with pytest.raises(PictureError, match="48"):
        Likeness(palette=bytes(palette), grid=bytes(grid))


def make_plain(colour: str, *, hole: bool = False) -> bytes:
    """Return a picture of one colour, transparent in its upper half where it has a hole."""
    image = Image.new("RGBA", (64, 64), colour)
    if hole:
        image.paste((0, 0, 0, 0), (0, 0, 64, 32))
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def test_inputs_of_an_edit_stand_side_by_side() -> None:
    """Each in a column of its own, in their order; of many the first four."""
    files = [make_plain(colour) for colour in ("red", "blue", "black")]

    image = likeness_of_edit(files, max_pixels=10_000).as_image()
    many = likeness_of_edit(files * 5, max_pixels=10_000).as_image()

    assert [image.getpixel((x, 16)) for x in (3, 15, 28)] == [(255, 0, 0), (0, 0, 255), (0, 0, 0)]
    assert [many.getpixel((x, 16)) for x in (3, 28)] == [(255, 0, 0), (255, 0, 0)]


@pytest.mark.parametrize("has_mask", [True, False])
def test_the_part_that_is_to_change_is_changed(has_mask: bool) -> None:
    """Where the mask is transparent, or without one the picture itself; the rest stays."""
    picture = make_plain("red", hole=not has_mask)
    mask = make_plain("white", hole=True) if has_mask else None

    image = likeness_of_edit([picture], mask, max_pixels=10_000).as_image()

    assert image.getpixel((16, 24)) == (255, 0, 0)
    assert image.getpixel((16, 8)) not in ((255, 0, 0), (255, 255, 255))


def test_addresses_stand_side_by_side() -> None:
    """What stands for each is the same as alone, narrower."""
    both = likeness_from_digests(b"a" * 8 + b"b" * 8).as_image()

    alone = likeness_from_digests(b"a" * 8).as_image()
    assert likeness_from_digests(b"a" * 8) == likeness_from_digest(b"a" * 8)
    assert both.crop((0, 0, 15, 32)).resize((1, 1)).getpixel((0, 0)) == pytest.approx(
        alone.resize((15, 32)).resize((1, 1)).getpixel((0, 0)), abs=40
    )
