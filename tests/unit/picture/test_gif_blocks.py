"""The blocks of GIF files."""

from io import BytesIO

import pytest
from PIL import Image

from truecopy.errors import PictureError
from truecopy.picture.gif_blocks import first_frame
from truecopy.picture.inspect import inspect_picture


def make_gif(frames: int = 1, **options: object) -> bytes:
    """Return an animation, no two frames alike."""
    images = [Image.new("P", (20, 10), number) for number in range(frames)]
    for each in images:
        each.putpalette(bytes(range(255)))
        each.putpixel((3, 3), 7)
    output = BytesIO()
    images[0].save(output, "GIF", save_all=frames > 1, append_images=images[1:], **options)
    return output.getvalue()


def block(*contents: bytes) -> bytes:
    """Return contents as blocks, the last one empty."""
    return b"".join(bytes([len(each)]) + each for each in contents) + b"\0"


@pytest.mark.parametrize("frames", [1, 2, 30])
def test_the_first_frame_is_kept_and_all_are_counted(frames: int) -> None:
    """What is left shows the same picture, without comments."""
    data = make_gif(frames, comment=b"a comment of some length")

    plain, count = first_frame(data, most=1_000)

    assert count == frames
    assert Image.open(BytesIO(plain)).convert("RGB").tobytes() == (
        Image.open(BytesIO(data)).convert("RGB").tobytes()
    )
    assert b"comment" not in plain


def test_transparency_of_the_first_frame_is_kept() -> None:
    """The block in front of a frame belongs to it."""
    assert inspect_picture(make_gif(2, transparency=7)).is_transparent
    assert not inspect_picture(make_gif(2)).is_transparent


def test_counting_stops() -> None:
    """No more frames are counted than are asked for."""
    assert first_frame(make_gif(30), most=4)[1] == 4


def test_a_file_that_breaks_off_is_no_whole_picture() -> None:
    """Wherever it breaks off in its first frame, it is refused."""
    data = make_gif()

    for length in range(6, len(data) - 2, 5):
        with pytest.raises(PictureError) as caught:
            inspect_picture(data[:length])
        assert caught.value.reason in ("truncated", "not-a-picture")


@pytest.mark.parametrize(
    "more", [b"\x21\xfe" + block(*[b"a"] * 400_001), b"\x21\xf9" + block(*[b"\0"] * 400_001)]
)
def test_very_many_blocks_are_refused(more: bytes) -> None:
    """Blocks of one byte cost their reader time."""
    data = make_gif()
    start = 13 + (3 << (data[10] & 7) + 1)

    with pytest.raises(PictureError) as caught:
        inspect_picture(data[:start] + more + data[start:])
    assert caught.value.reason == "too-much-work"
