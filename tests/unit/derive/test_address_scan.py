"""Pages that describe several operations."""

from tests.unit.derive.pages import make_document

from truecopy.derive.elements import Elements
from truecopy.derive.scan import scan_page

FIELD = "\n\nBody\n\n{}\nstring\n\n"


def scan(*parts: str) -> Elements:
    """Return the elements of a page of several parts."""
    return scan_page(make_document("".join(parts)))


def test_fields_of_another_operation_are_not_mixed_in() -> None:
    """What stands below its address is told; the first operation goes on at its own address."""
    found = scan(
        "POST /v1/coins",
        FIELD.format("face"),
        "GET /v1/coins/{id}",
        FIELD.format("id"),
        "POST /v1/coins",
        FIELD.format("rim"),
    )

    assert [each.name for each in found.blocks] == ["face", "rim"]
    assert [each.line.text for each in found.unread] == ["GET /v1/coins/{id}"]


def test_list_of_addresses_begins_no_operation() -> None:
    """Addresses before anything is described are an index."""
    found = scan("POST /v1/coins\nGET /v1/coins/{id}", FIELD.format("face"))

    assert [each.name for each in found.blocks] == ["face"]
    assert len(found.addresses) == 2


def test_address_of_the_command_is_the_page_s_own() -> None:
    """The operation that a command has called is not another one."""
    found = scan(
        "curl https://a.example/v1/coins -d '{\"n\": 1}'\n\nPOST https://a.example/v1/coins",
        FIELD.format("face"),
    )

    assert [each.name for each in found.blocks] == ["face"]
