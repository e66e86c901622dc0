"""What pictures a request asks for."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image
from tests.play import Play, make_play

from truecopy.contract.pictures import ReceivedPicture
from truecopy.mock.image_spec import (
    ImageSpec,
    ImageSpecReader,
    address_digest,
    caption_of,
    near,
    seed_of,
    source_of,
)
from truecopy.picture import (
    Likeness,
    inspect_picture,
    sample_picture,
)


@given(ratio=st.floats(0.125, 8), pixels=st.integers(200_000, 4_000_000))
def test_a_size_near_a_ratio_and_a_count_is_near_both(ratio: float, pixels: int) -> None:
    """Sides are multiples of 16; ratio and count are kept as well as that allows."""
    width, height = near(ratio, pixels)

    assert width % 16 == height % 16 == 0
    assert abs(width / height / ratio - 1) < 0.2
    assert abs(width * height / pixels - 1) < 0.2


COUNT = {"kind": "count", "at": "/data", "equals": "request:/n", "default": 1}
SIZE = {"kind": "dimensions", "at": "/data/*", "equals": "request:/size"}
LIKE = {"kind": "aspect", "at": "/data/*", "unless": "request:/size", "pixels": 1_048_576}
READS = {"prompt": "/prompt", "watermark": "/watermark", "prompt_extend": "/extend"}


def reader(*promises: Any, **changes: Any) -> ImageSpecReader:
    """Return what reads the requests of an operation."""
    return ImageSpecReader(
        promises, changes.pop("reads", READS), default_size=(640, 480), **changes
    )


def test_the_fields_of_count_and_size_are_those_of_the_promises() -> None:
    """What is too much is told under the name that the vendor's requests have for it."""
    nested = {**COUNT, "equals": "request:/parameters/sides"}
    fixed = {**COUNT, "equals": 2}

    names = [(each.count_field, each.size_field) for each in map(reader, (nested, SIZE, fixed))]

    assert names == [("sides", ""), ("", "size"), ("", "")]


def received(width: int, height: int) -> ReceivedPicture:
    """Return a picture of a request."""
    data = sample_picture(width=width, height=height)
    return ReceivedPicture(pointer="/image", data=data, facts=inspect_picture(data))


FAR = ReceivedPicture(pointer="/image", url="https://x.example/a.png")


@pytest.mark.parametrize(
    ("body", "pictures", "size"),
    [
        ({"n": 3, "size": "512*256"}, [], (3, 512, 256)),
        ({}, [], (1, 640, 480)),
        ({"size": "large"}, [], (1, 640, 480)),
        ({}, [received(200, 100)], (1, 1456, 720)),
        ({}, [received(200, 100), received(64, 64)], (1, 1024, 1024)),
        ({}, [FAR], (1, 1184, 880)),
        ({"size": "512*512"}, [received(200, 100)], (1, 512, 512)),
    ],
)
def test_count_and_size_are_those_promised(
    body: Any, pictures: list[ReceivedPicture], size: tuple[int, int, int]
) -> None:
    """A size that was asked for, else the ratio of the last input, else the default."""
    found = reader(COUNT, SIZE, LIKE).settings(body, pictures)

    assert (found.count, found.width, found.height) == size


def test_a_picture_has_what_its_request_says() -> None:
    """Watermark, caption and seed."""
    made = reader(COUNT)
    two, with_mark = made.settings({"n": 2}, []), made.settings({"watermark": True}, [])

    plain = ImageSpec(two, 5, caption_of("A  red\nkite")).painting(1, None)

    assert (plain.caption, plain.watermark, plain.seed, plain.index) == ("A red kite", False, 5, 1)
    assert ImageSpec(two, 5).count == 2
    assert with_mark.watermark


def test_a_picture_looks_like_the_inputs() -> None:
    """Those that came as bytes are looked at; of the others their addresses stand for them."""
    inline = source_of([received(8, 8)])

    assert source_of([FAR, FAR]) == address_digest(FAR.url) * 2
    assert isinstance(inline, Likeness)
    assert source_of([FAR, received(8, 8)]) == inline


@pytest.mark.parametrize(
    ("pattern", "body", "prompt"),
    [
        ("/prompt", {"prompt": "A kite"}, "A kite"),
        ("/prompt", {"prompt": 5}, ""),
        ("/m/*/text", {"m": [{"text": "A"}, {"image": "x"}, {"text": "kite"}]}, "A kite"),
        (None, {"prompt": "A kite"}, ""),
    ],
)
def test_a_prompt_is_read_where_the_mock_file_says(
    pattern: str | None, body: Any, prompt: str
) -> None:
    """Texts of several places are joined."""
    reads = {"prompt": pattern} if pattern else {}

    assert reader(reads=reads).prompt(body) == prompt


@pytest.mark.parametrize(
    ("body", "default", "extends"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"extend": False}, True, False),
        ({"extend": True}, False, True),
    ],
)
def test_a_prompt_is_extended_where_it_is_asked_for(
    body: Any, *, default: bool, extends: bool
) -> None:
    """Where a request does not say, the documented default counts."""
    assert reader(is_extended=default).extends(body) is extends


def test_a_seed_is_a_function_of_what_was_sent() -> None:
    """Key order does not matter; server, wish, body and files do."""
    one = seed_of(1, None, {"a": 1, "b": 2}, {})

    assert one == seed_of(1, None, {"b": 2, "a": 1}, {})
    others = [
        seed_of(2, None, {"a": 1, "b": 2}, {}),
        seed_of(1, 0, {"a": 1, "b": 2}, {}),
        seed_of(1, None, {"a": 1}, {}),
        seed_of(1, None, {"a": 1, "b": 2}, {"/image": b"x"}),
    ]
    assert len({one, *others}) == 5


def test_a_caption_fits_under_a_picture() -> None:
    """A long prompt is cut, with a mark where it was."""
    assert caption_of("A kite") == "A kite"
    assert len(caption_of("x" * 1_000)) == 160
    assert caption_of("x" * 1_000).endswith("…")


@given(st.text() | st.text(" a\u3000\u00a0\n\x1f\u0085é"))
def test_a_caption_is_one_line(prompt: str) -> None:
    """However a prompt is broken, single spaces stand between its words."""
    assume(len(prompt) <= 160)

    assert caption_of(prompt) == " ".join(prompt.split())


def test_same_seed_and_request_give_the_same_bytes() -> None:
    """Pictures are a function of seed and request alone, on any server."""
    body = {"model": "wan2.7-image-pro", "prompt": "A kite", "response_format": "b64_json", "n": 2}

    first, second = (
        make_play(seed=5).send("powertokens", "edit-image-json", body) for _ in range(2)
    )
    other = make_play(seed=6).send("powertokens", "edit-image-json", body)

    assert first.json()["data"] == second.json()["data"]
    assert first.json()["data"] != other.json()["data"]


def test_a_watermark_changes_the_picture(play: Play) -> None:
    """The watermark is visible when it is asked for."""
    body = {
        "model": "wan2.7-image-pro",
        "prompt": "A kite",
        "response_format": "b64_json",
        "seed": 1,
    }
    headers = {"prefer": "seed=1"}

    pictures = [
        Image.open(BytesIO(b64decode(entry["b64_json"])))
        for marked in (True, False)
        for entry in play.send(
            "powertokens", "edit-image-json", {**body, "watermark": marked}, headers=headers
        ).json()["data"]
    ]

    assert pictures[0].tobytes() != pictures[1].tobytes()


def test_a_chosen_seed_holds_on_every_server() -> None:
    """What a request chooses does not depend on the server's own seed; without a choice that counts."""
    body = {"prompt": "A"}

    assert seed_of(1, 7, body, {}) == seed_of(2, 7, body, {})
    assert seed_of(1, 7, body, {}) != seed_of(1, 8, body, {})
    assert seed_of(1, None, body, {}) != seed_of(2, None, body, {})
