"""Examples read as statements."""

import json
from typing import Any

import pytest
from tests.unit.derive.pages import make_document, said

from truecopy.derive.examples import (
    is_placeholder,
    state_answer_examples,
    state_request_example,
    text_format,
    type_name,
)
from truecopy.derive.located_json import Node, read_json
from truecopy.derive.statements import Page
from truecopy.model import Reading


def read_nodes(*values: Any) -> tuple[Page, list[Node]]:
    """Return a page that shows the values, one a line, and their nodes."""
    rows = [json.dumps(value) for value in values]
    document = make_document("\n".join(rows))
    nodes = [read_json(document, line.start) for line in document.lines]
    return Page(document=document), nodes


def state_answers(*values: Any, is_schematic: bool = False) -> Page:
    """Return a page after its answers with status 200 were read."""
    page, nodes = read_nodes(*values)
    state_answer_examples(page, 200, nodes, is_schematic=is_schematic)
    return page


@pytest.mark.parametrize(
    "value",
    [
        "<string>",
        "string",
        "...",
        "",
        "<any words>",
        "$HOOK_URL",
        "YOUR_HOOK_URL",
        "your-hook-here",
        0,
        1,
        123,
        1073741823,
        {},
        [],
    ],
)
def test_placeholder_marks_a_place(value: Any) -> None:
    """These values show that something stands there, and nothing of what it is."""
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value", ["text", "<a> b", "$5", "YOURS", 2, True, False, 1.0, None, {"a": 1}, [0]]
)
def test_other_values_are_no_placeholders(value: Any) -> None:
    """A value of another kind that merely equals a placeholder is none."""
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "boolean"), (None, "null"), ("", "string"), (1, "integer"), (1.0, "number")],
)
def test_type_of_a_value(value: Any, expected: str) -> None:
    """A switch is no number, and a number without a fraction is an integer."""
    assert type_name(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com/a.png", "uri"),
        ("5e0c7e0a-93a1-4b8e-9d52-1f6a3c2b7d10", "uuid"),
        ("2024-02-29T10:15:00Z", "date-time"),
        ("2024-02-29T10:15:00+02:00", "date-time"),
        ("2023-02-29T10:15:00Z", None),
        ("2024-02-29T10:15:00", None),
        ("5e0c7e0a93a14b8e9d521f6a3c2b7d10", None),
        ("2024-02-29", None),
        ("ftp://example.com", None),
        ("two herons", None),
    ],
)
def test_format_of_a_text(text: str, expected: str | None) -> None:
    """Addresses, unique ids and instants are recognised; a day that is none is no instant, nor one without its offset."""
    assert text_format(text) == expected


def test_format_comes_from_the_example() -> None:
    """A real value promises its format, or that it is not empty."""
    page = state_answers({"link": "https://example.com/1", "note": "dry", "opened": "<string>"})

    assert said(page, "200.link", "format") == ["uri"]
    assert said(page, "200.note", "minLength") == [1]
    assert said(page, "200.opened", "type") == ["string"]
    assert said(page, "200.opened", "minLength") == []


def test_field_in_every_example_is_required() -> None:
    """A field is required when each example of the status shows it, and not otherwise."""
    page = state_answers({"a": 5, "b": {"c": 5}}, {"a": 6}, {"a": 7, "b": {"c": 5, "d": 5}})

    assert said(page, "200.a", "required") == [True, True, True]
    assert said(page, "200.b", "required") == []
    assert said(page, "200.b.c", "required") == [True, True]
    assert said(page, "200.b.d", "required") == []


def test_placeholder_in_one_example_promises_the_type_only() -> None:
    """Where one of several examples has a placeholder, no format is promised."""
    page = state_answers({"link": "<string>"}, {"link": "https://example.com/1"})

    assert said(page, "200.link", "format") == []
    assert said(page, "200.link", "minLength") == []
    assert said(page, "200.link", "required") == [True, True]


def test_formats_that_differ_promise_that_there_is_text() -> None:
    """Two formats in two examples leave only that the text is not empty."""
    page = state_answers({"x": "https://example.com/1"}, {"x": "two herons"})

    assert said(page, "200.x", "format") == []
    assert said(page, "200.x", "minLength") == [1, 1]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("created", 1718000000, [{}]),
        ("pressed_at", 1718000000, [{}]),
        ("expires_in", 1718000000, [{}]),
        ("serial", 1718000000, []),
        ("data", 1718000000, []),
        ("created", 5, []),
        ("created", 5_000_000_000_000, []),
        ("created", 1_718_000_000_123, [{"unit": "milliseconds"}]),
        ("createdAt", 1_718_000_000, [{}]),
        ("candidate", 1_718_000_000, []),
        ("created", 1718000000.0, []),
    ],
)
def test_unix_time_needs_a_name_and_a_plausible_number(
    name: str, value: float, expected: list[Any]
) -> None:
    """A whole number of our decades, in seconds or milliseconds, is a time where its name says so."""
    page = state_answers({name: value})

    assert said(page, f"200.{name}", "x-promises/unix-time") == expected


def test_elements_of_all_examples_are_read_together() -> None:
    """What the elements of a list have in common holds for each of them."""
    page = state_answers({"data": [{"a": 5, "b": 5}, {"a": 5}]}, {"data": [{"a": 7}]})

    assert said(page, "200.data", "minItems") == [1, 1]
    assert said(page, "200.data[].a", "required") == [True, True, True]
    assert said(page, "200.data[].b", "required") == []


def test_empty_list_in_one_example_promises_no_element() -> None:
    """Where one example shows an empty list, the list may be empty."""
    page = state_answers({"data": ["two herons"]}, {"data": []})

    assert said(page, "200.data", "minItems") == []


def test_shape_without_an_answer_promises_presence_and_type() -> None:
    """Of a schematic example neither formats nor lengths are read."""
    page = state_answers({"fault": {"text": "https://example.com", "list": [5]}}, is_schematic=True)

    assert said(page, "200.fault.text", "required") == [True]
    assert {each.keyword for each in page.statements} == {"type", "required"}


def test_request_example_shows_fields_and_types() -> None:
    """Of a request an example tells which fields there are, nested ones included, never that one must be."""
    page, (node,) = read_nodes({"a": [{"b": 1.5}], "c": None})

    state_request_example(page, node)

    assert {(each.subject, each.value) for each in page.statements} == {
        ("request.a", "array"),
        ("request.a[]", "object"),
        ("request.a[].b", "number"),
        ("request.c", True),
        ("request", "object"),
    }
    assert {each.evidence.reading for each in page.statements} == {Reading.EXAMPLE}


def test_type_of_the_body_is_stated_once() -> None:
    """A second example of a request does not state again that the body is an object."""
    page, nodes = read_nodes({"a": 1}, {"b": 1})

    for node in nodes:
        state_request_example(page, node)

    assert said(page, "request", "type") == ["object"]
