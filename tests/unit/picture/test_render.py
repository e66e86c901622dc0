"""Rendered paintings."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from truecopy.errors import PictureError
from truecopy.picture.compare import similarity
from truecopy.picture.inspect import inspect_picture
from truecopy.picture.likeness import Likeness, likeness_from_digest, likeness_of_edit
from truecopy.picture.render import Painting, render_png
from truecopy.picture.sample import sample_picture


def make_painting(
    *,
    size: tuple[int, int] = (256, 256),
    index: int = 0,
    seed: int = 1,
    watermark: bool = True,
    caption: str = "A red fox in the snow",
    likeness: Likeness | None = None,
) -> Painting:
    """Return a painting with everything at a usual value but what is given."""
    width, height = size
    return Painting(
        width=width,
        height=height,
        index=index,
        seed=seed,
        watermark=watermark,
        caption=caption,
        likeness=likeness,
    )


def pixels(data: bytes) -> Image.Image:
    """Return the decoded picture in RGB."""
    return Image.open(BytesIO(data)).convert("RGB")


def changed_share(first: bytes, second: bytes) -> float:
    """Return the share of pixels that differ clearly."""
    difference = ImageChops.difference(pixels(first), pixels(second)).convert("L")
    histogram = difference.histogram()
    return sum(histogram[12:]) / sum(histogram)


likenesses = st.none() | st.binary(max_size=4).map(likeness_from_digest)


@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    seed=st.integers(0, 2**64 - 1),
    caption=st.text(max_size=60),
    likeness=likenesses,
)
def test_any_painting_renders(
    width: int, height: int, seed: int, caption: str, likeness: Likeness | None
) -> None:
    """Every size from one pixel up, every seed and every caption gives a PNG of that size."""
    painting = make_painting(size=(width, height), seed=seed, caption=caption, likeness=likeness)

    facts = inspect_picture(render_png(painting))

    assert (facts.format, facts.width, facts.height) == ("png", width, height)
    assert not facts.is_transparent


@pytest.mark.parametrize("size", [(1, 1), (4096, 1024), (2048, 32), (16, 2048), (4096, 1)])
@pytest.mark.parametrize("likeness", [None, likeness_from_digest(b"a")])
def test_extreme_sizes_render(size: tuple[int, int], likeness: Likeness | None) -> None:
    """Extreme aspect ratios are no exception."""
    data = render_png(make_painting(size=size, likeness=likeness))

    assert pixels(data).size == size


@pytest.mark.parametrize("size", [(0, 1), (1, 0), (-1, 5)])
def test_empty_sizes_are_refused(size: tuple[int, int]) -> None:
    """A painting has at least one pixel."""
    with pytest.raises(PictureError) as caught:
        render_png(make_painting(size=size))
    assert caught.value.reason == "impossible"


@pytest.mark.parametrize("likeness", [None, likeness_from_digest(b"a")])
def test_equal_paintings_give_equal_bytes(likeness: Likeness | None) -> None:
    """Rendering is repeatable, also when many threads render at once."""
    paintings = [make_painting(seed=seed, likeness=likeness) for seed in range(6)] * 6
    alone = [render_png(painting) for painting in paintings]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(render_png, paintings))

    assert together == alone


def test_paintings_use_a_palette() -> None:
    """The file has palette pixels, which keeps it small and quick to write."""
    assert Image.open(BytesIO(render_png(make_painting()))).mode == "P"


@pytest.mark.slow
@pytest.mark.parametrize("likeness", [None, likeness_from_digest(b"a")])
@given(seed=st.integers(0, 2**64 - 2))
def test_index_seed_and_caption_show(likeness: Likeness | None, seed: int) -> None:
    """Another index, seed or caption changes pixels that a viewer can see."""
    variants = [
        render_png(make_painting(seed=seed, likeness=likeness)),
        render_png(make_painting(seed=seed, likeness=likeness, index=1)),
        render_png(make_painting(seed=seed + 1, likeness=likeness)),
        render_png(make_painting(seed=seed, likeness=likeness, caption="A blue whale")),
    ]

    assert all(changed_share(one, other) > 0.002 for one, other in combinations(variants, 2))


@pytest.mark.parametrize("likeness", [None, likeness_from_digest(b"a")])
def test_caption_shows_where_it_cannot_be_read(likeness: Likeness | None) -> None:
    """In a picture too small for letters another caption still gives other shapes."""
    one, other = (
        render_png(make_painting(size=(40, 40), likeness=likeness, caption=caption))
        for caption in ("A red fox", "A blue whale")
    )

    assert changed_share(one, other) > 0.01


@pytest.mark.slow
@given(number=st.integers(0, 2**32), seed=st.integers(0, 2**64 - 1))
def test_painting_resembles_its_likeness(number: int, seed: int) -> None:
    """A painting is much more similar to the picture it was made from than to another one."""
    model, other = (sample_picture(width=90, height=90, seed=n) for n in (number, number + 1))
    likeness = likeness_of_edit([model], max_pixels=10_000)

    data = render_png(make_painting(seed=seed, likeness=likeness))

    assert similarity(data, model) > 0.35
    assert similarity(data, model) > similarity(data, other) + 0.1


@pytest.mark.parametrize("likeness", [None, likeness_from_digest(b"a")])
@pytest.mark.parametrize("size", [(1024, 512), (256, 256), (64, 64), (9, 9)])
@pytest.mark.parametrize("caption", ["A red fox", ""])
def test_watermark_shows_in_the_corner(
    likeness: Likeness | None, size: tuple[int, int], caption: str
) -> None:
    """The mark changes the lower right corner clearly, and nothing in the upper half."""
    plain, marked = (
        render_png(
            make_painting(size=size, caption=caption, likeness=likeness, watermark=watermark)
        )
        for watermark in (False, True)
    )

    box = ImageChops.difference(pixels(plain), pixels(marked)).getbbox()

    assert box is not None
    assert box[1] >= size[1] / 2
    assert box[2] >= size[0] * 0.9
    assert box[3] >= size[1] * 0.9


def test_small_mark_shows_on_a_white_ground() -> None:
    """The square that stands for the mark has a rim, which shows where the square does not."""
    white = Likeness(palette=b"\xff" * 48, grid=bytes(512))

    image = pixels(render_png(make_painting(size=(48, 48), likeness=white))).convert("L")

    assert image.crop((47, 47, 48, 48)).tobytes()[0] < 120
    assert image.crop((44, 44, 45, 45)).tobytes()[0] > 200


def test_caption_has_contrast() -> None:
    """The band holds near-white letters on a dark ground."""
    image = pixels(render_png(make_painting(size=(600, 600), watermark=False))).convert("L")

    darkest, lightest = image.crop((0, 570, 600, 600)).getextrema()

    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    assert lightest - darkest > 180
