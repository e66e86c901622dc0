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
