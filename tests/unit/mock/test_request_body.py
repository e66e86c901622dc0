"""Bodies of requests: bounded, and opened where they came compressed."""

import gzip
import json
import zlib
from collections.abc import Callable

import pytest
from tests.play import Play
from tests.unit.mock.posting import GOOD, KEY, PATH, is_alive

CODED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "identity": bytes,
    "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
}


def post(play: Play, content: bytes, coding: str, path: str = PATH) -> tuple[int, str]:
    """Post a body in a coding; return the status and the explanation."""
    headers = {**KEY, "content-type": "application/json", "content-encoding": coding}
    answer = play.client.post(path, content=content, headers=headers)
    return answer.status_code, answer.headers.get("x-truecopy-explain", "")


@pytest.mark.parametrize("coding", CODED)
def test_a_compressed_body_is_opened(play: Play, coding: str) -> None:
    """Whatever way it travelled, it is judged as it was before."""
    good = CODED[coding](json.dumps(GOOD).encode())
    bad = CODED[coding](json.dumps({**GOOD, "n": 9}).encode())

    assert post(play, good, coding)[0] == 200
    assert "/n: 9 is greater" in post(play, bad, coding)[1]


@pytest.mark.parametrize(
    ("content", "coding", "message"),
    [
        (b"{}", "gzip", "data of the body is damaged"),
        (gzip.compress(b"{}")[:-4], "gzip", "it is cut off"),
        (b"{}", "compress", "'compress' cannot be opened"),
        (gzip.compress(bytes(60_000_000)), "gzip", "more than 48000000 bytes inside its gzip"),
        (gzip.compress(gzip.compress(bytes(60_000_000))), "gzip, gzip", "more than 48000000 bytes"),
    ],
    ids=["none", "cut off", "unknown", "bomb", "double"],
)
def test_what_cannot_be_opened_is_refused(
    play: Play, content: bytes, coding: str, message: str
) -> None:
    """With a reason, and at the cost of what is allowed."""
    status, explanation = post(play, content, coding)

    assert status == 400
    assert message in explanation
    assert is_alive(play)
