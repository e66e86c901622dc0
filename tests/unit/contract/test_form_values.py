"""Parts of forms as the values that a schema judges."""

from typing import Any

import pytest

from truecopy.contract.form_values import form_instance, strange_parts, text_value
from truecopy.contract.multipart import FormPart
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


FILES = {
    "properties": {
        "image": {"type": "string", "format": "binary"},
        "mask": {"type": "string", "format": "binary"},
        "prompt": {"type": "string"},
    },
    "required": ["image"],
}


def test_an_index_in_brackets_means_one_of_a_list() -> None:
    """PHP writes `images[0]` where others write `images[]`."""
    values, files = instance(file("images[0]"), file("images[1]"))

    assert values == {"images": ["a.png", "a.png"]}
    assert list(files) == ["/images/0", "/images/1"]


@pytest.mark.parametrize("name", ["image[]", "image[0]", "image[front]"])
def test_brackets_where_one_file_is_documented_are_told(name: str) -> None:
    """The message says which part is documented and which was sent."""
    problem = form_instance([file(name)], FILES)

    assert isinstance(problem, Problem)
    assert problem.pointer == "/image"
    assert (
        problem.message == f"documented is a file in the part 'image', sent was the part {name!r}"
    )


def empty(name: str) -> FormPart:
    """Return what a browser sends where no file was chosen."""
    return FormPart(name=name, filename="", media_type="application/octet-stream")


def test_a_file_that_nobody_chose_is_not_there() -> None:
    """It is passed over where it may be left out, and told where it is needed."""
    values, files = form_instance([file("image"), empty("mask")], FILES)  # type: ignore[misc] # no problem
    missing = form_instance([empty("image")], FILES)

    assert (values, list(files)) == ({"image": "a.png"}, ["/image"])
    assert isinstance(missing, Problem)
    assert "no file was chosen" in missing.message


def test_parts_that_are_not_documented_are_told() -> None:
    """Whoever sent the picture under another name sees both names; a few stand for many."""
    values, files = form_instance(
        [file("images"), text("prompt", "A"), *(text(f"x{number}", "1") for number in range(9))],
        FILES,
    )  # type: ignore[misc] # no problem

    assert list(strange_parts(FILES, values, files)) == [
        "sent, and not documented: 'images' (a file), 'x0', 'x1', 'x2', 'x3'"
    ]
    assert list(strange_parts(FILES, {"prompt": "A"}, {})) == []


def test_a_part_without_a_file_name_is_a_file_when_its_type_says_so() -> None:
    """A file name is optional; without one and without a type a part is text."""
    data = bytearray(b"\x89PNG")
    typed = form_instance([FormPart(name="image", media_type="image/png", data=data)], FILES)
    plain = form_instance([FormPart(name="image", data=data)], FILES)

    assert typed == ({"image": "image"}, {"/image": b"\x89PNG"})
    assert isinstance(plain, Problem)
    assert "neither a filename nor a Content-Type" in plain.message


def test_a_text_in_the_place_of_a_file_is_a_problem() -> None:
    """A part that is documented as a file is one; what pictures are, `x-image` judges."""
    found = form_instance(
        [FormPart(name="upload", data=bytearray(b"words"))],
        {"properties": {"upload": {"type": "string", "format": "binary"}}},
    )

    assert isinstance(found, Problem)
    assert "a file was expected" in found.message
