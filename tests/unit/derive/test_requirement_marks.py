"""Marks of required, optional and deprecated fields."""

import pytest
from tests.unit.derive.pages import make_document

from truecopy.derive import requirement_marks as marks
from truecopy.derive.scan import scan_page


@pytest.mark.parametrize(
    ("text", "required", "optional"),
    [
        ("face\nstring\nrequired\n", True, False),
        ("face\nstring\n**Required**\n", True, False),
        ("face\nstring\n\nRequired. The face.\n", True, False),
        ("face\nstring\n\n(Required) The face.\n", True, False),
        ("face\nstring\noptional\n", False, True),
        ("face\nstring\n\nOptional: the face.\n", False, True),
        ("face\nstring\n\nThe face that is required by law.\n", False, False),
    ],
)
def test_marks_of_a_field(text: str, *, required: bool, optional: bool) -> None:
    """An attribute and the first word of a description are marks, words within it are not."""
    document = make_document(f"Body\n\n{text}")
    (block,) = scan_page(document).blocks

    assert marks.is_required(block, document) is required
    assert marks.is_optional(block, document) is optional


def test_marks_of_deprecation() -> None:
    """The description begins with it, or an attribute says so."""
    document = make_document("Body\n\nface\nstring\ndeprecated\n\nDeprecated: use `rim`.\n")
    (block,) = scan_page(document).blocks

    assert [marks.says_deprecated(each) for each in block.attributes] == [True]
    assert marks.is_deprecated_prose(document, block.prose[0])
    assert not marks.is_deprecated_head(block, document)


@pytest.mark.parametrize(
    ("text", "untold"),
    [
        ("face\nstring\n\nIt. Required if `rim` is given.\n", 0),
        ("face\nstring\nrequired\n\nRequired when `rim` is given.\n", 1),
        ("face\nstring, required unless round\n\nIt.\n", 1),
        ("face (string, required if given a rim): It.\n", 1),
        ("face\nstring\n\n仅当 rim 存在时必填。\n", 0),
        ("| Name | Type | Required |\n|--|--|--|\n| face | string | With a rim |\n", 1),
    ],
)
def test_condition_is_no_mark(text: str, untold: int) -> None:
    """A field that some requests need is required of none; what no sentence of its own says is told."""
    document = make_document(f"Body\n\n{text}")
    (block,) = scan_page(document).blocks

    assert marks.conditions(block, document)
    assert not marks.is_required(block, document)
    assert len(marks.untold_conditions(block, document)) == untold


def test_every_request_is_no_condition() -> None:
    """`Required for all requests` holds always."""
    document = make_document("Body\n\nface\nstring\nrequired\n\nRequired for all requests.\n")
    (block,) = scan_page(document).blocks

    assert marks.conditions(block, document) == []
    assert marks.is_required(block, document)
