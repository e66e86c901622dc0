"""Forms taken apart."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract.multipart import FormPart, form_instance, parse_multipart, text_value
from truecopy.contract.problems import Problem


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


def form(count: int, *, end: str = "--b--\r\n") -> bytes:
    """Return a form with so many texts."""
    part = '--b\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n'
    return (part * count + end).encode()


def test_a_form_has_so_many_parts_and_no_more() -> None:
    """What has parts without end is refused before it fills the memory."""
    whole = parse_multipart("multipart/form-data; boundary=b", form(200))
    more = parse_multipart("multipart/form-data; boundary=b", form(201))

    assert isinstance(whole, list)
    assert len(whole) == 200
    assert isinstance(more, Problem)
    assert "more than 200 parts" in more.message


def test_a_form_that_was_cut_off_is_told() -> None:
    """Without its closing boundary a form is not whole."""
    cut = parse_multipart("multipart/form-data; boundary=b", form(2, end=""))

    assert isinstance(cut, Problem)
    assert "before its closing boundary" in cut.message


def test_a_form_without_a_boundary_is_told() -> None:
    """A Content-Type without a boundary does not say where parts end."""
    assert isinstance(parse_multipart("multipart/form-data", form(1)), Problem)
