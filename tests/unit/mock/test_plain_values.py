"""The plainest value of a schema."""

from typing import Any

import pytest

from truecopy.contract.validate import compile_test
from truecopy.mock.plain_values import NoPlainValueError, distinct_values, plain_value


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, {}),
        ({"type": "string"}, ""),
        ({"type": "string", "minLength": 2}, "xx"),
        ({"type": "string", "const": "kite"}, "kite"),
        ({"enum": ["kite", "boat"]}, "kite"),
        ({"type": "string", "enum": [5, "boat"]}, "boat"),
        ({"type": ["string", "null"]}, None),
        ({"type": "integer"}, 0),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "integer", "exclusiveMinimum": 3}, 4),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "integer", "minimum": 5, "multipleOf": 4}, 8),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
        ({"type": "boolean"}, False),
        ({"type": "array", "minItems": 2}, [None, None]),
        ({"type": "array", "minItems": 2, "uniqueItems": True}, [0, 1]),
        ({"type": "object", "minProperties": 1}, {"member_0": None}),
        ({"type": "string", "pattern": "^[0-9]{3}$"}, "000"),
        ({"type": "string", "examples": ["Aa1"], "pattern": "^(?=.*[0-9])Aa.$"}, "Aa1"),
    ],
)
def test_the_plainest_value_is_found(schema: dict[str, Any], expected: Any) -> None:
    """The first that the schema accepts."""
    assert plain_value(schema) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("uuid", "uri", "uri-reference", "iri", "email", "hostname", "ipv4", "ipv6", "duration"),
        *("json-pointer", "regex", "date", "time"),
    ],
)
def test_every_format_has_a_text(name: str) -> None:
    """A format that validators know is kept, and not by luck."""
    schema = {"type": "string", "format": name, "minLength": 1}

    assert compile_test(schema)(plain_value(schema))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^[a-z]{9}$", "maxLength": 5},
        {"type": "integer", "minimum": 2, "maximum": 1},
        {"type": "string", "enum": [1, 2]},
    ],
)
def test_a_schema_that_refuses_everything_is_told(schema: dict[str, Any]) -> None:
    """The message shows the rules that do not fit."""
    with pytest.raises(NoPlainValueError, match=r"no value keeps all of: type "):
        plain_value(schema)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": ["a", "b", "c"]}, ["a", "b"]),
        ({"type": "string", "minLength": 2}, ["xx", "00"]),
        ({"type": "integer", "minimum": 3}, [3, 4]),
    ],
)
def test_different_values_are_found(schema: dict[str, Any], expected: list[Any]) -> None:
    """As many as a list without duplicates needs."""
    assert distinct_values(schema, 2) == expected


def test_too_few_values_are_told() -> None:
    """Two choices make no list of three."""
    with pytest.raises(NoPlainValueError, match="no 3 different values"):
        distinct_values({"enum": ["a", "b"]}, 3)
