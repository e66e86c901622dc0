"""The addresses that answers point to."""

import pytest
from tests.play import Play

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite", "size": "512*512"}


def test_a_changed_token_is_refused(play: Play) -> None:
    """Not a single character of an address can be changed."""
    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]
    start = url.index("/_pictures/") + len("/_pictures/")

    for at in range(start, len(url) - len(".png"), 3):
        letter = "A" if url[at] != "A" else "Q"
        response = play.client.get(f"{url[:at]}{letter}{url[at + 1 :]}")
        assert response.status_code == 404


def test_an_address_is_good_for_its_documented_time(play: Play) -> None:
    """After 24 hours an address answers 403."""
    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]
    play.clock.now += 86_300
    assert play.fetch(url)

    play.clock.now += 200

    assert play.client.get(url).status_code == 403


@pytest.mark.parametrize("token", ["x", "x.png", "A" * 2000, "é", "%00"])
def test_an_address_that_was_never_given_is_404(play: Play, token: str) -> None:
    """Anything under the pictures' path that is no token is not found."""
    assert play.client.get(f"/_pictures/{token}").status_code == 404


def test_a_picture_can_be_asked_for_with_head(play: Play) -> None:
    """HEAD tells type and length without the picture."""
    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]

    response = play.client.head(url)

    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.content == b""
