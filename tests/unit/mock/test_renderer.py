"""Pictures made on demand."""

import asyncio
from dataclasses import replace

from tests.play import Play

from truecopy.mock.image_spec import ImageSettings, ImageSpec
from truecopy.mock.renderer import Renderer
from truecopy.picture import (
    inspect_picture,
    sample_picture,
    similarity,
)

SPEC = ImageSpec(ImageSettings(2, 64, 64), seed=1, source=b"12345678")


def test_a_renderer_renders_once_and_forgets_beyond_its_cache() -> None:
    """The same picture is the same bytes; the cache is bounded by bytes."""

    async def render() -> tuple[bool, bool]:
        renderer = Renderer(cache_bytes=5_000)
        first = await renderer.base64(SPEC)
        again = await renderer.base64(SPEC)
        for seed in range(20):
            painting = SPEC.painting(0, None)
            await renderer.png(replace(painting, seed=seed))
        size = renderer.cached_bytes
        renderer.close()
        return first == again, size <= 5_000

    assert asyncio.run(render()) == (True, True)


GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite", "size": "512*512"}


def test_an_edit_resembles_its_input(play: Play) -> None:
    """The result is more like the picture that was sent than like another one."""
    mine, other = (sample_picture(width=256, height=256, transparent=True, seed=n) for n in (3, 11))
    files = {"image": ("a.png", mine, "image/png")}

    answer = play.send("applerouter", "edit-image-form", {"prompt": "A kite"}, files=files)
    result = play.fetch(answer.json()["data"][0]["url"])

    assert similarity(result, mine) > similarity(result, other)


def test_pictures_of_one_request_differ(play: Play) -> None:
    """Each index is another picture, each a real PNG of the asked size."""
    urls = [
        each["url"]
        for each in play.send("powertokens", "edit-image-json", {**GOOD, "n": 4}).json()["data"]
    ]

    pictures = [play.fetch(url) for url in urls]

    assert len(set(pictures)) == 4
    assert {(f.format, f.width, f.height) for f in map(inspect_picture, pictures)} == {
        ("png", 512, 512)
    }
