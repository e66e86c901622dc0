"""Addresses of pictures: signed, expiring, enough to render from."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.play import Play, make_play, square

from truecopy.mock.image_spec import ImageSpec, caption_of, near
from truecopy.mock.tokens import LONGEST, Signer, TokenError
from truecopy.picture import (
    Likeness,
    inspect_picture,
    likeness_from_digest,
    sample_picture,
    similarity,
)

GOOD = {"model": "wan2.7-image-pro", "prompt": "A kite", "size": "512*512"}

sources = st.one_of(
    st.none(),
    st.binary(min_size=8, max_size=8),
    st.builds(
        Likeness,
        palette=st.binary(min_size=48, max_size=48),
        grid=st.binary(min_size=128, max_size=128),
    ),
)


specs = st.builds(
    ImageSpec,
    width=st.integers(1, 65_000),
    height=st.integers(1, 65_000),
    count=st.integers(1, 10),
    seed=st.integers(0, 2**64 - 1),
    watermark=st.booleans(),
    caption=st.text(max_size=400).map(caption_of),
    source=sources,
)


@given(spec=specs, index=st.integers(0, 255))
def test_a_token_holds_all_that_a_picture_needs(spec: ImageSpec, index: int) -> None:
    """What is written into a token is read back, in at most 1,500 bytes."""
    signer = Signer(b"k" * 32)

    token = signer.write(spec, index, expires=100.0)
    painting = signer.read(token, now=99.0)

    assert len(token) <= LONGEST
    source = spec.source
    likeness = likeness_from_digest(source) if isinstance(source, bytes) else source
    expected = spec.painting(index, likeness)
    assert replace(painting, caption="") == replace(expected, caption="")
    assert spec.caption.startswith(painting.caption)


@given(st.text(max_size=200))
def test_no_text_passes_for_a_token(text: str) -> None:
    """Only what this mock signed is a token."""
    with pytest.raises(TokenError):
        Signer(b"k" * 32).read(text, now=0.0)


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


def test_links_use_the_public_url() -> None:
    """Behind a proxy the links in answers name the public address."""
    play = make_play(public_url="https://mock.example.com/")

    url = play.send("powertokens", "edit-image-json", GOOD).json()["data"][0]["url"]

    assert url.startswith("https://mock.example.com/_pictures/")


@given(ratio=st.floats(0.125, 8), pixels=st.integers(200_000, 4_000_000))
def test_a_size_near_a_ratio_and_a_count_is_near_both(ratio: float, pixels: int) -> None:
    """Sides are multiples of 16; ratio and count are kept as well as that allows."""
    width, height = near(ratio, pixels)

    assert width % 16 == height % 16 == 0
    assert abs(width / height / ratio - 1) < 0.2
    assert abs(width * height / pixels - 1) < 0.2


def test_several_pictures_in_a_form_are_taken(play: Play) -> None:
    """PowerTokens takes one file or several, under the name with brackets too."""
    texts = {
        "model": "wan2.7-image-pro",
        "prompt": "A kite",
        "extra[input][mood]": "calm",
        "n": "2",
    }
    files: list[Any] = [
        ("image[]", ("a.png", square(), "image/png")),
        ("image[]", ("b.png", square(65), "image/png")),
    ]
    parts: list[Any] = [*((name, (None, value)) for name, value in texts.items()), *files]

    response = play.client.post(
        "/powertokens/v1/images/edits", files=parts, headers={"authorization": "Bearer k"}
    )

    assert response.status_code == 200, response.headers.get("x-truecopy-explain")
    assert len(response.json()["data"]) == 2
