"""The line that introduces a field."""

import pytest

from truecopy.derive.html_fields import plain_attribute, read_head


@pytest.mark.parametrize(
    ("text", "lines", "description"),
    [
        ("n integer", ("n", "integer"), ""),
        ("n (integer)", ("n", "integer"), ""),
        ("n (integer, required): How many", ("n", "integer", "required"), "How many"),
        ("n Integer Required", ("n", "Integer", "required"), ""),
        ("n · integer · optional", ("n", "integer", "optional"), ""),
        ("n integer, default 1", ("n", "integer", "default:1"), ""),
        ("n integer defaults to 1 — How many", ("n", "integer", "default:1"), "How many"),
        ('size (string, default: "a b"): Size', ("size", "string", 'default:"a b"'), "Size"),
        ("tags array of strings", ("tags", "array of strings"), ""),
        ("id string<uuid> required", ("id", "string<uuid>", "required"), ""),
        ("data[].url string - Address", ("data[].url", "string"), "Address"),
        ("seed integer | null", ("seed", "integer | null"), ""),
        (
            "Authorization string, header, required",
            ("Authorization", "string", "header", "required"),
            "",
        ),
    ],
)
def test_a_field_is_recognised(text: str, lines: tuple[str, ...], description: str) -> None:
    """Name, type, what is declared, and a description behind a mark."""
    head = read_head(text)

    assert head is not None
    assert (head.lines, head.description) == (lines, description)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n",
        "How many pictures",
        "The string is cut",
        "n integer values are taken",
        "string",
        "Number of images",
        "object",
        "integer string",
        "POST /v1/a",
        "size: the size",
        "1 integer",
    ],
)
def test_any_other_line_is_none(text: str) -> None:
    """Prose that has the name of a type in it is prose."""
    assert read_head(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Required", "required"),
        ("OPTIONAL", "optional"),
        ("Default: 1", "default:1"),
        ("defaults to url", "default:url"),
        ("Deprecated", None),
    ],
)
def test_attributes_are_written_small(text: str, expected: str | None) -> None:
    """As references have them."""
    assert plain_attribute(text) == expected
