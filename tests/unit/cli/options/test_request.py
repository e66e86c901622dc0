"""The options that say how planned requests are sent."""

import pytest
from tests.examining import load

from truecopy.cli.options.request import RequestOptions
from truecopy.errors import UsageError
from truecopy.judge import EXAMPLE_PICTURE

NEAR, LIVE = "http://127.0.0.1:4747/mulerouter", "https://api.mulerouter.ai"


def test_near_targets_are_asked_often() -> None:
    """On this machine tasks are looked at twice a second, for half a minute, and pictures need not be there."""
    sending = RequestOptions().send_options(load("mulerouter"), NEAR, {"create-generation": 1.0})

    assert (sending.poll_interval_s, sending.task_timeout_s) == (0.5, 30)
    assert sending.image_url == EXAMPLE_PICTURE
    assert sending.prices == {"create-generation": 1.0}


def test_live_targets_are_asked_as_documented() -> None:
    """Elsewhere the documents say how often, and a picture is sent only where one can be fetched."""
    near = RequestOptions().send_options(load("mulerouter"), NEAR, {})
    live = RequestOptions().send_options(load("mulerouter"), LIVE, {})

    assert live.poll_interval_s > near.poll_interval_s
    assert live.task_timeout_s > near.task_timeout_s
    assert live.image_url is None


@pytest.mark.parametrize("target", ["mock", NEAR, LIVE])
def test_what_is_said_counts_everywhere(target: str) -> None:
    """Options overrule what documents and this machine suggest, a timeout of nothing too."""
    options = RequestOptions(
        image_url="https://a.example/b.png", poll_interval_s=0.25, task_timeout_s=0.0
    )

    sending = options.send_options(load("mulerouter"), target, {})

    assert sending.image_url == "https://a.example/b.png"
    assert (sending.poll_interval_s, sending.task_timeout_s) == (0.25, 0)


@pytest.mark.parametrize("url", ["picture.png", "data:image/png;base64,AA==", ""])
def test_a_picture_has_an_address(url: str) -> None:
    """What cannot be fetched is shown, and refused."""
    with pytest.raises(UsageError, match=f"--image-url {url!r}"):
        RequestOptions(image_url=url).send_options(load("mulerouter"), NEAR, {})
