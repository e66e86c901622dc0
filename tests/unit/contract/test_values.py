"""Formats, dimensions, forms and bodies."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.bodies import decode_body, duplicate_keys, encode_json
from truecopy.contract.dimensions import dimension_problem, parse_size
from truecopy.contract.formats import is_absolute_url, is_instant, is_uuid
from truecopy.contract.multipart import FormPart, form_instance, parse_multipart, text_value
from truecopy.contract.problems import Problem, shown
from truecopy.contract.routes import Routes
from truecopy.model import Operation, Payload


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2026-09-21T08:23:12Z", True),
        ("2026-09-21T08:23:12.657134+00:00", True),
        ("2026-09-21t08:23:12.1z", True),
        ("2026-09-21T08:23:12.123456789Z", True),
        ("2026-09-21T08:23:12", False),
        ("2026-09-21 08:23:12Z", False),
        ("2026-02-30T08:23:12Z", False),
        ("2026-09-21T25:23:12Z", False),
        ("٢٠٢٦-09-21T08:23:12Z", False),
        ("", False),
    ],
)
def test_instants_follow_rfc_3339(text: str, holds: bool) -> None:
    """A date and time has an offset or Z; fractions of any length are taken."""
    assert is_instant(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("https://example.com/a.png", True),
        ("HTTP://127.0.0.1:8080", True),
        ("https://", False),
        ("https:///a", False),
        ("//example.com/a", False),
        ("https://exa mple.com", False),
        ("https://example.com:0/", False),
        ("https://example.com:x/", False),
        ("https://[::1", False),
        ("ftp://example.com", False),
    ],
)
def test_addresses_are_absolute(text: str, holds: bool) -> None:
    """An address has http or https and a host."""
    assert is_absolute_url(text) is holds


def test_a_uuid_has_its_hyphens() -> None:
    """Only the canonical form counts."""
    assert is_uuid("3C90c3cc-0d44-4b50-8888-8dd25736052a")
    assert not is_uuid("3c90c3cc0d444b5088888dd25736052a")


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.sampled_from("*xX\u00d7"))
def test_a_size_is_read_whatever_its_mark(width: int, height: int, mark: str) -> None:
    """Width and height are read around any of the usual marks."""
    assert parse_size(f"{width}{mark}{height}") == (width, height)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", None),
        ("512*2048", None),
        ("511*600", "side"),
        ("600*2049", "side"),
        ("2048*2048", "pixels"),
        ("512x512", "separator"),
        ("512*", "separator"),
        ("٣*٣", "separator"),
    ],
)
def test_a_rule_says_which_of_its_parts_is_broken(text: str, part: str | None) -> None:
    """Separator, side and count of pixels are told apart."""
    rule = {
        "separator": "*",
        "side": {"minimum": 512, "maximum": 2048},
        "pixels": {"minimum": 1, "maximum": 4_000_000},
        "empty": True,
    }

    problem = dimension_problem(rule)(text)

    assert (problem[0] if problem else None) == part


@pytest.mark.parametrize(
    ("text", "types", "value"),
    [
        ("3", {"integer"}, 3),
        ("-3", {"integer"}, -3),
        ("3.0", {"integer"}, "3.0"),
        ("+3", {"integer"}, "+3"),
        ("٣", {"integer"}, "٣"),
        ("3.5", {"number"}, 3.5),
        ("true", {"boolean"}, True),
        ("True", {"boolean"}, "True"),
        ('{"a": 1}', {"object"}, {"a": 1}),
        ("{broken", {"object"}, "{broken"),
        ("3", {"string"}, "3"),
    ],
)
def test_a_text_of_a_form_becomes_what_it_reads(text: str, types: set[str], value: Any) -> None:
    """Integers, booleans and objects are read as documented; all else stays text."""
    assert text_value(text, types) == value


SCHEMA = {
    "properties": {
        "n": {"type": "integer"},
        "images": {"type": ["string", "array"], "format": "binary", "items": {"format": "binary"}},
        "tags": {"type": "array", "items": {"type": "string"}},
        "extra": {"type": "object"},
    }
}


def instance(*parts: FormPart) -> Any:
    """Return what parts amount to under the schema of the tests."""
    return form_instance(list(parts), SCHEMA)


def text(name: str, value: str) -> FormPart:
    """Return a text part."""
    return FormPart(name=name, data=bytearray(value.encode()))


def file(name: str) -> FormPart:
    """Return a file part."""
    return FormPart(name=name, filename="a.png", data=bytearray(b"png"))


def test_repeated_and_bracketed_names_are_arrays_where_the_schema_has_one() -> None:
    """One file stays alone, several are a list, a name with brackets is a list at once."""
    assert instance(file("images"))[1] == {"/images": b"png"}
    assert instance(file("images"), file("images"))[1] == {"/images/0": b"png", "/images/1": b"png"}
    assert instance(file("images[]"))[0] == {"images": ["a.png"]}
    assert instance(text("tags", "a"))[0] == {"tags": ["a"]}
    assert instance(text("n", "1"), text("n", "2"))[0] == {"n": [1, 2]}


def test_a_name_with_a_slash_is_one_name() -> None:
    """Files and problems stand under escaped pointers."""
    assert instance(file("a/b"))[1] == {"/a~1b": b"png"}
    assert list(instance(file("a~b"), file("a~b"))[1]) == ["/a~0b/0", "/a~0b/1"]
    broken = instance(FormPart(name="a/b", data=bytearray(b"\xff")))
    assert broken.pointer == "/a~1b"


def test_members_in_brackets_are_nested() -> None:
    """Objects and lists of objects are rebuilt as clients flatten them."""
    values, _ = instance(
        text("extra[input][messages][][role]", "user"),
        text("extra[input][messages][][text]", "hi"),
        text("extra[input][messages][][role]", "system"),
        text("extra[tags][]", "a"),
        text("extra[tags][]", "b"),
    )

    messages = [{"role": "user", "text": "hi"}, {"role": "system"}]
    assert values == {"extra": {"input": {"messages": messages}, "tags": ["a", "b"]}}


@pytest.mark.parametrize(
    "parts",
    [
        [text("a[b", "1")],
        [text("", "1")],
        [text("x" + "[a]" * 17, "1")],
        [text("y", "1"), text("y[a]", "1")],
        [file("n")],
        [FormPart(name="n", data=bytearray(b"\xff"))],
        [FormPart(name="e[a]", data=bytearray(b"\xff"))],
    ],
)
def test_a_form_that_makes_no_sense_is_a_problem(parts: list[FormPart]) -> None:
    """Names that cannot be read, values that are groups too, files for numbers are told, not guessed."""
    assert isinstance(instance(*parts), Problem)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"--b\r\n", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"]),
)
def test_no_bytes_break_the_parser_of_forms(data: bytes, start: bytes) -> None:
    """Any bytes are parts or a problem, never an exception."""
    for body in (start + data, start + data + b"\r\n--b--\r\n"):
        assert isinstance(parse_multipart("multipart/form-data; boundary=b", body), list | Problem)


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
    assert encode_json({"b": 1, "a": 2}, is_sorted=True) == encode_json(
        {"a": 2, "b": 1}, is_sorted=True
    )


def test_long_values_are_shown_short() -> None:
    """A message shows the offending value, cut to a readable length."""
    assert len(shown("x" * 10_000_000)) < 150
    assert len(shown(list(range(1000)))) == 80
    assert shown("short") == "'short'"


def operation(
    name: str, method: str, path: str, media_type: str | None = None, **more: Any
) -> Operation:
    """Return an operation without schemas."""
    return Operation(
        id=name, method=method, path=path, media_type=media_type, responses={200: None}, **more
    )


def test_routes_tell_method_media_type_and_parameters_apart() -> None:
    """A plain path wins over a template; aliases lead to the same operation."""
    routes = Routes(
        [
            operation("a", "POST", "/v1/x", "application/json", aliases=("/v1/x/",)),
            operation("b", "POST", "/v1/x", "multipart/form-data"),
            operation("c", "GET", "/v1/{id}"),
            operation("d", "GET", "/v1/{id}/parts/{part}"),
        ]
    )

    plain = routes.find("/v1/x")
    assert plain is not None
    assert plain.operations["POST"] == {"application/json": "a", "multipart/form-data": "b"}
    alias, template, deep = (routes.find(path) for path in ("/v1/x/", "/v1/7", "/v1/7/parts/8"))
    assert alias is not None
    assert alias.operations["POST"] == {"application/json": "a"}
    assert template is not None
    assert template.parameters == {"id": "7"}
    assert deep is not None
    assert deep.parameters == {"id": "7", "part": "8"}
    for path in ("/v1", "/v1/", "/v2/7", "/v1/7/8", "/v1/7/parts/8/9", ""):
        assert routes.find(path) is None
