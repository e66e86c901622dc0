"""What a promise asks for, read from the request."""

from typing import Any

import pytest

from truecopy.contract.promises import (
    aspect_of,
    chosen_pointer,
    is_aspect_promised,
    is_examinable,
    is_present_promised,
    promised_count,
    promised_size,
    referred,
    referred_by,
    uses_default,
)

COUNT = {"kind": "count", "at": "/data", "equals": "request:/n", "default": 2}
SIZE = {"kind": "dimensions", "at": "/data/*", "equals": "request:/parameters/size"}
LIKE = {"kind": "aspect", "at": "/images/*", "unless": "request:/size", "pixels": 8192}
ONE_OF = {
    "kind": "one-of",
    "at": ["/data/*/url", "/data/*/b64_json"],
    "chosen": "request:/response_format",
    "default": "url",
}


def test_a_reference_leads_into_the_request() -> None:
    """What is not there is None."""
    request = {"a": {"b": [1, 2]}}

    assert referred("request:/a/b/1", request) == 2
    assert referred("request:/a/c", request) is None
    assert referred("request:/a/b/1", "a text") is None


@pytest.mark.parametrize(
    ("request_body", "count"), [({"n": 3}, 3), ({"n": 3.0}, 3), ({}, 2), ({"n": "3"}, 2)]
)
def test_a_count_is_what_was_asked_for(request_body: Any, count: int) -> None:
    """A request that names no number gets the default."""
    assert promised_count(COUNT, request_body) == count


def test_a_count_may_be_fixed() -> None:
    """Some answers have one picture whatever was asked for."""
    assert promised_count({**COUNT, "equals": 1}, {"n": 3}) == 1


def test_a_size_is_promised_where_one_was_asked_for() -> None:
    """A request without a size, or with a text that is none, is promised nothing."""
    assert promised_size(SIZE, {"parameters": {"size": "512*768"}}) == (512, 768)
    assert promised_size(SIZE, {"parameters": {"size": "large"}}) is None
    assert promised_size(SIZE, {}) is None


def test_one_of_the_fields_is_chosen() -> None:
    """The request chooses by name, else the default does; another name is no field."""
    assert chosen_pointer(ONE_OF, {"response_format": "b64_json"}) == "/data/*/b64_json"
    assert chosen_pointer(ONE_OF, {}) == "/data/*/url"
    with pytest.raises(LookupError, match="'json' is none of"):
        chosen_pointer(ONE_OF, {"response_format": "json"})


def test_a_field_is_promised_on_a_condition() -> None:
    """Every part of the condition has to hold."""
    promise = {"kind": "present", "when": {"request:/a": True, "request:/b": 1}}

    assert is_present_promised(promise, {"a": True, "b": 1})
    assert not is_present_promised(promise, {"a": True})


def test_the_last_input_gives_the_ratio() -> None:
    """Where the request names a size, or the input's size is not known, no ratio is promised."""
    assert aspect_of(LIKE, {}, ((9, 9), (200, 100))) == (2.0, 8192)
    assert aspect_of(LIKE, {}, ((200, 100), None)) is None
    assert aspect_of(LIKE, {}, ()) is None
    assert aspect_of(LIKE, {"size": "64*64"}, ((200, 100),)) is None


def test_a_ratio_is_promised_of_pictures_that_are_there() -> None:
    """An answer without pictures yet, and a request with a size, have none to compare."""
    assert is_aspect_promised(LIKE, {}, {"images": ["https://example.com/a.png"]})
    assert not is_aspect_promised(LIKE, {}, {"images": []})
    assert not is_aspect_promised(LIKE, {"size": "64*64"}, {"images": ["x"]})
    assert not is_aspect_promised(SIZE, {}, {"data": ["x"]})


def test_a_promise_about_sizes_is_examinable_where_a_size_is_known() -> None:
    """Other kinds of promises say nothing of the size of pictures."""
    assert is_examinable(SIZE, {"parameters": {"size": "64*64"}}, ())
    assert not is_examinable(SIZE, {}, ())
    assert is_examinable(LIKE, {}, ((200, 100),))
    assert not is_examinable(LIKE, {}, ())
    assert not is_examinable(COUNT, {"n": 1}, ((200, 100),))


@pytest.mark.parametrize(
    ("promise", "pointers"),
    [
        ({"kind": "count", "equals": "request:/n", "default": 1}, ["/n"]),
        ({"kind": "count", "equals": 1}, []),
        ({"kind": "one-of", "chosen": "request:/as", "default": "url"}, ["/as"]),
        ({"kind": "aspect", "unless": "request:/size", "like": "request:/images/*"}, ["/size"]),
        ({"kind": "present", "when": {"request:/a/b": True, "request:/c": 1}}, ["/a/b", "/c"]),
    ],
)
def test_a_promise_depends_on_named_values(promise: Any, pointers: list[str]) -> None:
    """They are what decides, for requests without pictures."""
    assert referred_by(promise) == pointers


@pytest.mark.parametrize(
    ("promise", "request_body", "is_used"),
    [
        (COUNT, {}, True),
        (COUNT, {"n": 3}, False),
        (COUNT, {"n": 0}, False),
        ({**COUNT, "equals": 1}, {}, False),
        ({"kind": "count", "at": "/data", "equals": "request:/n"}, {}, False),
        (ONE_OF, {}, True),
        (ONE_OF, {"response_format": "url"}, False),
        (SIZE, {}, False),
    ],
)
def test_a_promise_falls_back_where_the_request_is_silent(
    promise: Any, request_body: Any, *, is_used: bool
) -> None:
    """What a request says itself never rests on a default."""
    assert uses_default(promise, request_body) is is_used
