"""What the schema and the promises of an answer say of its places."""

import pytest

from truecopy.mock.answer_form import AnswerForm

PICTURE = {"type": "string", "x-image": {"sources": ["url"]}}


def test_whether_pictures_go_inline_is_known_before_they_are_made() -> None:
    """Base64 has to be rendered first, an address not."""
    inline = {"type": "string", "x-image": {"sources": ["base64"]}}
    chosen = {"kind": "one-of", "at": ["/url", "/b64"], "chosen": "request:/as", "default": "url"}
    form = AnswerForm({"properties": {"url": PICTURE, "b64": inline}, "x-promises": [chosen]})

    assert form.deciding == ["/as"]
    assert form.base64_places == form.filled({"as": "b64"}) == {"/b64"}
    assert form.filled({}) == {"/url"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("integer", 1_800_000_000), ("number", 1_800_000_000.5), ("string", "2027-01-15T08:00:00Z")],
)
def test_a_time_has_the_form_of_its_place(kind: str, expected: object) -> None:
    """Unix seconds where the place is a number, else a text."""
    form = AnswerForm({"properties": {"at": {"type": kind}}})

    assert form.time("/at", 1_800_000_000.5) == expected


def test_an_id_has_the_form_of_its_place() -> None:
    """A number where the place is one; a text that is none stays a text."""
    form = AnswerForm({"properties": {"id": {"type": "integer"}, "name": {"type": "string"}}})

    assert form.number_or_text("/id", "12") == 12
    assert form.number_or_text("/id", "a1") == "a1"
    assert form.number_or_text("/name", "12") == "12"
    assert form.describes("/id")
    assert not form.describes("/other")


@pytest.mark.parametrize(("reserved", "is_free"), [([], True), (["/result"], False)])
def test_pictures_that_a_state_reserves_are_in_no_other_answer(
    reserved: list[str], *, is_free: bool
) -> None:
    """A picture within what the lifecycle shows is as reserved as that."""
    schema = {"properties": {"result": {"properties": {"url": PICTURE}}}}

    assert AnswerForm(schema, reserved).has_free_pictures is is_free
