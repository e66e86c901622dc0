"""Bodies decoded and encoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.bodies import (
    FORM_TYPE,
    JSON_TYPE,
    decode_body,
    duplicate_keys,
    media_type_of,
    sorted_json,
)
from truecopy.contract.problems import Problem
from truecopy.model import Payload


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser_of_json(data: bytes) -> None:
    """Any bytes are a body or a problem; odd keys can be looked for in all of them."""
    assert isinstance(
        decode_body("application/json", "application/json", data, {}), Payload | Problem
    )
    duplicate_keys(data)


def test_doubled_keys_are_found_at_any_depth() -> None:
    """Each key that stands twice in one object is named once."""
    assert duplicate_keys(b'{"a": 1, "a": 2, "b": {"c": 1, "c": 2, "c": 3}, "d": {"a": 1}}') == [
        "c",
        "a",
    ]
    assert duplicate_keys(b"[" * 100_000) == []


def test_equal_values_are_encoded_to_equal_bytes() -> None:
    """The order of keys does not matter where it is asked so."""
    assert sorted_json({"b": 1, "a": 2}) == sorted_json({"a": 2, "b": 1}) == b'{"a":2,"b":1}'


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=utf-8", "application/json"),
        (" multipart/form-data;boundary=x", "multipart/form-data"),
        ("", ""),
    ],
)
def test_a_media_type_is_told_without_its_parameters(header: str, media_type: str) -> None:
    """Case and parameters of a Content-Type do not count."""
    assert media_type_of(header) == media_type


def test_a_body_is_decoded_by_the_media_type_of_its_operation() -> None:
    """A form becomes a value with its files beside it, JSON a value."""
    kind = "multipart/form-data; boundary=b"
    form = b'--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n--b--\r\n'
    schema = {"properties": {"n": {"type": "integer"}}}

    assert decode_body(FORM_TYPE, kind, form, schema) == Payload(instance={"n": 1})
    assert decode_body(JSON_TYPE, kind, b'{"n": 1}', schema) == Payload(instance={"n": 1})
    assert isinstance(decode_body(JSON_TYPE, kind, form, schema), Problem)


def test_doubled_keys_are_told_to_people() -> None:
    """Of very many keys that stand twice, twenty are named."""
    text = "".join(f'"k{n}": 1, "k{n}": 2, ' for n in range(50))

    assert len(duplicate_keys(f'{{{text}"z": 1}}'.encode())) == 20
