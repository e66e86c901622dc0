"""Pictures of requests: looked at before they are decoded, and refused for a reason."""

import struct
import zlib
from base64 import b64encode

import pytest
from tests.play import Play, square
from tests.unit.mock.posting import is_alive

from truecopy.picture import sample_picture


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def bomb(side: int) -> bytes:
    """Return a small PNG that claims side*side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [20_000, 60_000, 2**31 - 1])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(play: Play, side: int) -> None:
    """A picture that claims more pixels than the mock decodes is refused, whatever it holds."""
    files = {"image": ("a.png", bomb(side), "image/png")}

    response = play.send("applerouter", "edit-image-form", {"prompt": "A kite"}, files=files)
    inline = play.send(
        "mulerouter",
        "create-generation",
        {"images": [b64encode(bomb(side)).decode()], "prompt": "A kite"},
    )

    assert response.status_code == inline.status_code == 400
    assert is_alive(play)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://",
        "http:///x",
        "ftp://example.com/a.png",
        "data:image/png,abc",
        "data:;base64,",
        "###",
    ],
)
def test_a_picture_that_is_none_is_refused(play: Play, text: str) -> None:
    """A text that is no address, no data URI and no base64 is refused, with the claim named."""
    body = {"images": [text], "prompt": "A kite"}

    response = play.send("mulerouter", "create-generation", body)

    assert response.status_code == 400
    assert "x-image" in response.headers["x-truecopy-explain"]


@pytest.mark.slow
def test_three_pictures_of_ten_megabytes_fit(play: Play) -> None:
    """The largest documented request is accepted."""
    data = b64encode(sample_picture(width=400, height=400, size_bytes=10_000_000)).decode()

    response = play.send(
        "mulerouter", "create-generation", {"images": [data] * 3, "prompt": "A kite"}
    )

    assert response.status_code == 202


def test_a_transparent_picture_needs_no_mask_and_an_opaque_one_does(play: Play) -> None:
    """An opaque picture is accepted when a mask of its size comes with it."""
    texts = {"prompt": "A kite"}
    opaque = ("a.png", square(64, transparent=False), "image/png")
    mask = ("m.png", square(64), "image/png")

    alone = play.send("applerouter", "edit-image-form", texts, files={"image": opaque})
    masked = play.send(
        "applerouter", "edit-image-form", texts, files={"image": opaque, "mask": mask}
    )

    assert alone.status_code == 400
    assert masked.status_code == 200
