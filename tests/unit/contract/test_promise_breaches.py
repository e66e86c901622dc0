"""Each kind of promise has an answer that breaks it and one that does not."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import pytest

from truecopy.contract.promise_breaches import PromiseContext, picture_problems, promise_problems
from truecopy.contract.validate import CompiledSchema
from truecopy.picture import sample_picture

NOW = 1_800_000_000.0
SQUARE = sample_picture(width=64, height=64)
WIDE = sample_picture(width=128, height=64)
PICTURES = {
    "https://x.example/square": SQUARE,
    "https://x.example/wide": WIDE,
    "https://x.example/page": b"<html>",
}


def fetch(url: str) -> bytes:
    """Return a picture of the tests; any other address cannot be reached."""
    try:
        return PICTURES[url]
    except KeyError:
        raise OSError("unreachable") from None


def problems(
    promise: Mapping[str, Any],
    request: Any,
    answer: Any,
    inputs: tuple[tuple[int, int] | None, ...] = (),
) -> list[str]:
    """Return what a promise finds wrong with an answer that has pictures under data and images."""
    schema = {
        "properties": {
            "data": {
                "items": {
                    "properties": {
                        "url": {"x-image": {"sources": ["url"]}},
                        "b64": {"x-image": {"sources": ["base64"]}},
                    }
                }
            },
            "images": {"items": {"x-image": {"sources": ["url"]}}},
        },
        "x-promises": [promise],
    }
    exchange = PromiseContext(
        request=request, answer=answer, sent_at=NOW, fetch=fetch, inputs=inputs
    )
    return [problem.pointer for problem in promise_problems(CompiledSchema(schema), exchange)]


COUNT = {"kind": "count", "at": "/data", "equals": "request:/n", "default": 1}
SIZE = {"kind": "dimensions", "at": "/data/*", "equals": "request:/size"}
LIKE = {
    "kind": "aspect",
    "at": "/images/*",
    "like": "request:/in/*",
    "unless": "request:/size",
    "pixels": 8192,
    "ratio_tolerance": 0.05,
    "pixels_tolerance": 0.25,
}
PRESENT = {"kind": "present", "at": "/data/*/note", "when": {"request:/on": True}}
SHOWN_IN = {"kind": "shown-in", "at": "/images", "state": "/state", "states": ["done", "sold"]}
ONE_OF = {
    "kind": "one-of",
    "at": ["/data/*/url", "/data/*/b64"],
    "chosen": "request:/as",
    "default": "url",
}
UNIX = {"kind": "unix-time", "at": "/created"}
MILLISECONDS = {**UNIX, "unit": "milliseconds"}
INLINE = b64encode(SQUARE).decode()


@pytest.mark.parametrize(
    ("promise", "request_body", "answer", "broken"),
    [
        (COUNT, {"n": 2}, {"data": [{}, {}]}, []),
        (COUNT, {"n": 2}, {"data": [{}]}, ["/data"]),
        (COUNT, {}, {"data": [{}]}, []),
        (COUNT, {}, {"data": []}, ["/data"]),
        ({**COUNT, "equals": 1}, {"n": 2}, {"data": [{}]}, []),
        ({**COUNT, "equals": 1}, {"n": 2}, {"data": [{}, {}]}, ["/data"]),
        (SIZE, {"size": "64*64"}, {"data": [{"url": "https://x.example/square"}]}, []),
        (SIZE, {"size": "64x64"}, {"data": [{"b64": INLINE, "url": ""}]}, []),
        (SIZE, {"size": "64*64"}, {"data": [{"url": "https://x.example/wide"}]}, ["/data/0/url"]),
        (SIZE, {"size": "64*64"}, {"data": [{"url": "https://x.example/gone"}]}, []),
        (SIZE, {"size": "64*64"}, {"data": [{"url": "https://x.example/page"}]}, []),
        (SIZE, {"size": "64*64"}, {"data": [{"b64": "***"}]}, []),
        (SIZE, {}, {"data": [{"url": "https://x.example/page"}]}, []),
        (PRESENT, {"on": True}, {"data": [{"note": "x"}]}, []),
        (PRESENT, {"on": True}, {"data": [{"note": ""}]}, ["/data/0/note"]),
        (PRESENT, {"on": True}, {"data": [{}]}, ["/data/0/note"]),
        (PRESENT, {"on": False}, {"data": [{}]}, []),
        (SHOWN_IN, {}, {"state": "done", "images": []}, []),
        (SHOWN_IN, {}, {"state": "sold"}, ["/images"]),
        (SHOWN_IN, {}, {"state": "sold", "images": None}, ["/images"]),
        (SHOWN_IN, {}, {"state": "new"}, []),
        (SHOWN_IN, {}, {"state": "new", "images": []}, []),
        (SHOWN_IN, {}, {"state": "new", "images": ["x"]}, ["/images"]),
        (SHOWN_IN, {}, {"images": ["x"]}, []),
        (ONE_OF, {}, {"data": [{"url": "https://x", "b64": ""}]}, []),
        (ONE_OF, {}, {"data": [{"b64": "QQ=="}]}, ["/data/0"]),
        (ONE_OF, {"as": "b64"}, {"data": [{"b64": "QQ==", "url": None}]}, []),
        (ONE_OF, {"as": "b64"}, {"data": [{"b64": "QQ==", "url": "https://x"}]}, ["/data/0"]),
        (ONE_OF, {}, {"data": [{}]}, ["/data/0"]),
        (UNIX, {}, {"created": int(NOW)}, []),
        (UNIX, {}, {"created": int(NOW * 1000)}, ["/created"]),
        (UNIX, {}, {"created": "now"}, ["/created"]),
        (MILLISECONDS, {}, {"created": int(NOW * 1000)}, []),
        (MILLISECONDS, {}, {"created": int(NOW)}, ["/created"]),
        ({"kind": "lifetime", "at": "/data/*", "seconds": 1}, {}, {"data": []}, []),
    ],
)
def test_a_promise_is_broken_exactly_where_the_answer_breaks_it(
    promise: Mapping[str, Any], request_body: Any, answer: Any, broken: list[str]
) -> None:
    """The places of the problems are those where the answer owes something."""
    assert problems(promise, request_body, answer) == broken


@pytest.mark.parametrize(
    ("inputs", "request_body", "url", "count"),
    [
        (((10, 10), (200, 100)), {}, "wide", 0),
        (((200, 100), (10, 10)), {}, "wide", 1),
        (
            ((10, 10),),
            {},
            "square",
            1,
        ),  # the ratio is right, the count of pixels is half of what is promised
        ((None,), {}, "square", 0),
        ((), {}, "square", 0),
        (((10, 10),), {"size": "64*64"}, "wide", 0),
        (((200, 100),), {}, "gone", 0),
    ],
)
def test_an_aspect_follows_the_last_input(
    inputs: tuple[tuple[int, int] | None, ...], request_body: Any, url: str, count: int
) -> None:
    """Without a size the answer keeps the last input's ratio and about the promised count of pixels."""
    answer = {"images": [f"https://x.example/{url}"]}

    assert len(problems(LIKE, request_body, answer, inputs)) == count


def test_a_picture_that_cannot_be_had_is_told_apart_from_one_that_is_none() -> None:
    """Dead links are unreachable; pages, other encodings and relative addresses are unreadable."""
    values = {
        "https://x.example/square": "",
        "https://x.example/gone": "unreachable",
        "https://x.example/page": "unreadable",
        "pictures/1.png": "unreadable",
    }
    schema = {"properties": {"images": {"items": {"x-image": {"sources": ["url"]}}}}}
    exchange = PromiseContext(request={}, answer={"images": list(values)}, sent_at=NOW, fetch=fetch)

    found = {
        each.pointer: each.keyword for each in picture_problems(CompiledSchema(schema), exchange)
    }

    assert found == {
        f"/images/{index}": keyword for index, keyword in enumerate(values.values()) if keyword
    }


@pytest.mark.parametrize(
    "text", ["***", f"data:image/png;base64,{INLINE}", f"{INLINE}\n", INLINE[:-1]]
)
def test_inline_pictures_are_strict_base64(text: str) -> None:
    """Headers, line breaks and missing padding are what strict decoders refuse."""
    schema = {"properties": {"b64": {"x-image": {"sources": ["base64"]}}}}
    exchange = PromiseContext(request={}, answer={"b64": text}, sent_at=NOW, fetch=fetch)

    assert [each.keyword for each in picture_problems(CompiledSchema(schema), exchange)] == [
        "unreadable"
    ]
