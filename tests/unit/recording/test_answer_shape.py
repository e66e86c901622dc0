"""The shape of an answer: everything but its values."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.cassettes import make_interaction

from truecopy.model import Interaction
from truecopy.recording.answer_shape import ShapeChange, changes, shape_of

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def answer(body: Any, **changed: Any) -> Interaction:
    """Return an interaction with a JSON answer."""
    return make_interaction(**{"body": json.dumps(body).encode(), **changed})


def picture(data: bytes, media_type: str = "image/png") -> Interaction:
    """Return an interaction that gave a picture."""
    return make_interaction(body=data, headers=(("content-type", media_type),))


def drawn(width: int, height: int, format: str = "PNG", colour: str = "white") -> bytes:
    """Return a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, format)
    return file.getvalue()


def told(before: Interaction, now: Interaction) -> list[tuple[str, str, str]]:
    """Return what has changed."""
    return [(each.part, each.before, each.now) for each in changes(before, now)]


def test_values_have_no_shape() -> None:
    """Ids, times, addresses and texts may differ."""
    before = answer({"id": "a", "at": 1, "urls": ["https://x.example/1.png"], "ok": True})
    now = answer({"id": "b", "at": 2, "urls": ["https://y.example/2", "https://z"], "ok": False})

    assert changes(before, now) == []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"a": 1}, {}, [("/a", "integer", "absent")]),
        ({"a": 1}, {"b": 1}, [("/a", "integer", "absent"), ("/b", "absent", "integer")]),
        ({"a": 1}, {"a": "1"}, [("/a", "integer", "string")]),
        ({"a": 1}, {"a": 1.5}, [("/a", "integer", "number")]),
        ({"a": 1}, {"a": True}, [("/a", "integer", "boolean")]),
        ({"a": 1}, {"a": None}, [("/a", "integer", "null")]),
        ({"a": {"b": {"c": 1}}}, {"a": 1}, [("/a", "object", "integer")]),
        ({"a": {"b": {"c": 1}}}, {}, [("/a", "object", "absent")]),
        ({"a": [1, 2]}, {"a": ["1"]}, [("/a/*", "integer", "string")]),
        ({"a": [1, "1"]}, {"a": [1]}, [("/a/*", "integer or string", "integer")]),
        ({"a": [{"b": 1}]}, {"a": []}, [("/a/*", "object", "absent")]),
        (
            {"a": 1, "ab": {"c": 2}},
            {"ab": {}},
            [("/a", "integer", "absent"), ("/ab/c", "integer", "absent")],
        ),
        ({"a": 1}, [1], [("body", "object", "array")]),
        ({"a": 1}, "text", [("body", "object", "string")]),
        ({"~/": 1}, {}, [("/~0~1", "integer", "absent")]),
        ({"": 1}, {}, [("/", "integer", "absent")]),
    ],
)
def test_a_change_of_shape_is_told_once(before: Any, now: Any, expected: list[Any]) -> None:
    """A field that is gone, new, or of another type is one change; what was below it is none."""
    assert told(answer(before), answer(now)) == expected


def test_status_and_media_type_belong_to_the_shape() -> None:
    """Another status and another media type are changes; a parameter of the media type is none."""
    before = answer({}, headers=(("content-type", "application/json; charset=utf-8"),))

    assert told(before, answer({})) == []
    assert told(before, answer({}, status=201)) == [("status", "200", "201")]
    assert told(before, answer({}, headers=(("content-type", "text/html"),))) == [
        ("media type", "application/json", "text/html")
    ]
    assert told(before, answer({}, headers=())) == [("media type", "application/json", "none")]


def test_a_body_that_is_gone_is_one_change() -> None:
    """An answer that is cut off, or empty, has lost its body; its fields are not told one by one."""
    whole = answer({"a": {"b": 1}, "c": [1]})

    assert told(whole, make_interaction(body=b'{"a": {')) == [("body", "object", "absent")]
    assert told(whole, make_interaction(body=b"")) == [
        ("media type", "application/json", "absent"),
        ("body", "object", "absent"),
    ]


def test_an_addition_is_known() -> None:
    """What was not there before breaks no client."""
    (added,) = changes(answer({}), answer({"a": 1}))

    assert added.is_addition
    assert not ShapeChange(part="/a", before="integer", now="absent").is_addition
    assert str(added) == "/a was absent, now it is integer"


def test_pictures_have_format_and_size() -> None:
    """Another picture of the same format and size is no change; another size, format or none is one."""
    small = drawn(64, 32)
    gif = picture(drawn(64, 32, format="GIF"), "image/gif")

    assert shape_of(picture(small))["picture"] == "png 64*32"
    assert told(picture(small), picture(drawn(64, 32, colour="red"))) == []
    assert told(picture(small), picture(drawn(32, 64))) == [("picture", "png 64*32", "png 32*64")]
    assert told(picture(small), gif)[-1] == ("picture", "png 64*32", "gif 64*32")
    (change,) = changes(picture(small), picture(small[:40]))
    assert (change.part, change.before) == ("picture", "png 64*32")
    assert change.now.startswith("no picture: ")


@given(value=_JSON)
def test_an_answer_has_its_own_shape(value: Any) -> None:
    """No answer differs from itself, and the shape of any can be told."""
    interaction = answer(value)

    assert changes(interaction, interaction) == []
    assert shape_of(interaction)["status"] == "200"


@given(data=st.binary(max_size=40))
def test_any_bytes_have_a_shape(data: bytes) -> None:
    """A body that is no JSON, and no picture, has a shape too."""
    for media_type in ("application/json", "image/png", ""):
        interaction = make_interaction(body=data, headers=(("content-type", media_type),))
        assert changes(interaction, interaction) == []


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b'{"a": 1e999, "b": 1' + b"0" * 5000 + b"}",
    ],
    ids=["deep list", "deep object", "large numbers"],
)
def test_difficult_bodies_bring_nothing_down(body: bytes) -> None:
    """A body that is nested without end, or has numbers without end, is compared like any other."""
    assert shape_of(make_interaction(body=body))["status"] == "200"
