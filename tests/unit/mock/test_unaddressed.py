"""Requests to the mock that are for no vendor."""

import pytest
from openai import NotFoundError, OpenAI
from tests.play import HOST, Play


def test_an_sdk_with_the_wrong_base_address_shows_what_is_wrong(play: Play) -> None:
    """Its error message names the address that was meant; the journal has the request."""
    client = OpenAI(base_url=f"{HOST}/v1", api_key="sk-test", http_client=play.client)

    with pytest.raises(NotFoundError, match="/applerouter/v1/images/generations") as caught:
        client.images.generate(model="x", prompt="x")

    assert "applerouter" in caught.value.response.headers["x-truecopy-explain"]
    (entry,) = play.journal()
    assert (entry["vendor"], entry["cause"], entry["status"]) == (None, "vendor", 404)
    assert entry["path"] == "/v1/images/generations"
    assert entry["body"] == {"model": "x", "prompt": "x"}
    assert "sk-test" not in str(entry["headers"])
    assert entry["headers"]["content-type"] == "application/json"


def test_a_path_of_nobody_is_told_too(play: Play) -> None:
    """Without a guess, with an example."""
    answer = play.client.get("/nobody/at/all?size=1")

    assert answer.status_code == 404
    assert "such as" in answer.json()["error"]["message"]
    assert play.journal()[0]["query"] == "size=1"


def test_a_key_in_such_a_path_is_not_repeated(play: Play) -> None:
    """Neither in the answer nor in the journal, however it looks."""
    key = {"Authorization": "Bearer plain-word-12345"}

    answer = play.client.get("/nobody/plain-word-12345", headers=key)

    assert "plain-word" not in f"{answer.text} {answer.headers} {play.journal()[0]}"
