"""What documents do not bound and the mock has to."""

import json
from collections.abc import Iterator

import pytest
from tests.play import Play
from tests.unit.mock.posting import GOOD, JSON_PATHS, KEY, post


def test_caps_hold_where_documents_give_none(play: Play) -> None:
    """More pictures or pixels than the mock makes are refused with the mock's own cap named."""
    body = {
        "model": "m",
        "input": {"messages": [{"role": "user", "content": [{"text": "A kite"}]}]},
    }

    many = play.send("applerouter", "edit-image-json", {**body, "parameters": {"n": 11}})
    large = play.send(
        "applerouter", "edit-image-json", {**body, "parameters": {"size": "99999*99999"}}
    )
    none = play.send("applerouter", "edit-image-json", {**body, "parameters": {"size": "0*10"}})

    for response in (many, large, none):
        assert response.status_code == 400
        assert "this mock makes" in response.headers["x-truecopy-explain"]


def test_whole_numbers_may_be_written_as_floats(play: Play) -> None:
    """1.0 is an integer in JSON Schema, so 2.0 asks for two pictures."""
    response = post(play, body={**GOOD, "n": 2.0}, authorization="Bearer k")

    assert len(response.json()["data"]) == 2


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


def test_what_was_chosen_before_is_not_given_to_others(play: Play) -> None:
    """Choices are remembered by their values: others, and those that came before, keep their own."""
    asked = [(n, kind) for n in (1, 2) for kind in ("url", "b64_json")] * 2

    for number, (n, kind) in enumerate(asked):
        body = {**GOOD, "prompt": f"Kite {number}", "n": n, "response_format": kind}
        data = post(play, body=body, authorization="Bearer k").json()["data"]
        assert len(data) == n
        assert all(kind in row for row in data)
