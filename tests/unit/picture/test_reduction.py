"""Pictures made small."""

import pytest
from PIL import Image
from tests.unit.picture.test_decode import make_file

from truecopy.picture.reduction import over_white, reduce_picture, transparent_area


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16"])
def test_every_mode_is_reduced_to_colours(mode: str) -> None:
    """A white picture stays white in the small grid, whatever its mode."""
    white = 65535 if mode == "I;16" else "white"
    image = (
        Image.new(mode, (70, 50), white) if mode == "I;16" else Image.new("RGB", (70, 50), "white")
    )
    data = make_file(image if mode == "I;16" else image.convert(mode), "tiff")

    small = over_white(reduce_picture(data, side=4, max_pixels=10_000))

    assert small.size == (4, 4)
    assert small.getextrema() == ((255, 255),) * 3


def test_sixteen_bit_shades_are_scaled() -> None:
    """A middle shade of 16 bits becomes the middle shade of 8 bits."""
    data = make_file(Image.new("I;16", (8, 8), 0x8000), "png")

    assert over_white(reduce_picture(data, side=2, max_pixels=100)).getpixel((0, 0)) == (
        128,
        128,
        128,
    )


def test_transparent_pixels_show_white() -> None:
    """Alpha is laid over white before colours are averaged."""
    data = make_file(Image.new("RGBA", (8, 8), (255, 0, 0, 0)), "png")

    assert over_white(reduce_picture(data, side=2, max_pixels=100)).getpixel((0, 0)) == (
        255,
        255,
        255,
    )


def test_the_transparent_area_is_what_is_less_than_half_opaque() -> None:
    """A picture without transparency has none."""
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    image.putpixel((1, 0), (255, 0, 0, 100))

    assert list(transparent_area(image).tobytes()) == [0, 255]
    assert list(transparent_area(image.convert("RGB")).tobytes()) == [0, 0]
