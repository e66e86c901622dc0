"""Choices of switches and numbers."""

import pytest

from truecopy.derive.documented_fields import DocumentedField
from truecopy.derive.prose import read_limits


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("boolean", 'Available options: "true", "false"', {"enum": [True, False]}),
        ("boolean", "Allowed values: true", {"enum": [True]}),
        ("boolean", 'enum: "true" "false"', {"enum": [True, False]}),
        ("boolean", 'Default: "true".', {"default": True}),
        ("boolean", "Available options: yes, no", {}),
        ("integer", "Available options: 1, 2", {"enum": [1, 2]}),
        ("string", 'Available options: "true", "auto"', {"enum": ["true", "auto"]}),
    ],
)
def test_choices_have_the_type_of_their_field(
    kind: str, text: str, expected: dict[str, object]
) -> None:
    """A switch is true or false however its values are written; what is neither is no choice."""
    field = DocumentedField(name="shiny", types=frozenset({kind}), is_enum=True)

    assert {each.keyword: each.value for each in read_limits(text, field)} == expected


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("status", "State of the job: waiting, drawing or done.", ["waiting", "drawing", "done"]),
        ("state", "The job's status: waiting or done.", ["waiting", "done"]),
        ("status", "Press of the job: old or new.", None),
    ],
)
def test_a_label_may_call_a_state_a_status(name: str, text: str, values: list[str] | None) -> None:
    """Both words are for one thing; what the label is about otherwise is not the field."""
    field = DocumentedField(name=name, types=frozenset({"string"}))

    found = {each.keyword: each.value for each in read_limits(text, field)}
    assert found.get("enum") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Possible values are default, more, less.", ["default", "more", "less"]),
        ("Possible values are soft, hard, more.", None),
        ("One of soft, hard and more.", None),
    ],
)
def test_more_is_a_value_before_others(text: str, values: list[str] | None) -> None:
    """Behind all others it leaves the list open."""
    field = DocumentedField(name="tone", types=frozenset({"string"}))

    found = {each.keyword: each.value for each in read_limits(text, field)}
    assert found.get("enum") == values
