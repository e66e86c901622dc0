"""Bodies are bounded, however they come."""

import json
from collections.abc import Iterator

import pytest
from tests.play import Play
from tests.unit.mock.posting import JSON_PATHS, KEY


def chunks(size: int, count: int) -> Iterator[bytes]:
    """Yield a body in pieces, without its length being known before."""
    for _ in range(count):
        yield b"x" * size


@pytest.mark.parametrize("vendor", JSON_PATHS)
def test_a_body_over_the_cap_is_refused_with_and_without_a_length(play: Play, vendor: str) -> None:
    """More than 48 MB is refused in the envelope, whether the length is told or found out."""
    headers = {**KEY, "content-type": "application/json"}

    told = play.client.post(JSON_PATHS[vendor], content=b"x" * 48_000_001, headers=headers)
    found = play.client.post(JSON_PATHS[vendor], content=chunks(1_000_000, 49), headers=headers)

    for response in (told, found):
        assert response.status_code == 400
        assert "more than 48000000 bytes" in response.headers["x-truecopy-explain"]


def test_a_chunked_body_under_the_cap_is_read(play: Play) -> None:
    """A body without a length is as good as one with it."""
    data = json.dumps({"model": "wan2.7-image-pro", "prompt": "A kite"}).encode()
    pieces = (data[n : n + 7] for n in range(0, len(data), 7))

    response = play.client.post(
        JSON_PATHS["powertokens"],
        content=pieces,
        headers={**KEY, "content-type": "application/json"},
    )

    assert response.status_code == 200
