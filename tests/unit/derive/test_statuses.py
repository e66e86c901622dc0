"""Pages that list statuses."""

import pytest
from tests.unit.derive.pages import make_document, read_page, said

from truecopy.derive import statuses
from truecopy.errors import DeriveError


def test_page_is_recognised_by_two_statuses() -> None:
    """Two lines that name a status and its reason make a page of statuses; commands make another."""
    assert statuses.recognises(read_page("faults"))
    assert not statuses.recognises(make_document("400 Bad Request: no\n401 Nobody\n"))
    assert not statuses.recognises(
        make_document("400 Bad Request\n404 Not Found\ncurl https://a.example\n")
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("429 Too Many Requests: slow down", [429]),
        ("404 not foundWrong path", [404]),
        ("404 Lost", [404]),
        ("999 Strange", []),
        ("404", []),
    ],
)
def test_status_stands_in_front_of_its_reason(line: str, expected: list[int]) -> None:
    """A status is one that HTTP knows, with its own reason."""
    page = statuses.read(make_document(line))

    assert [each.value for each in page.statements if each.keyword == "status"] == expected


def test_body_of_an_error_holds_for_every_error() -> None:
    """The example of a body is the shape of each refusal, and of no success."""
    page = statuses.read(read_page("faults"))

    assert said(page, "429.fault.number", "type") == ["integer"]
    assert said(page, "503.fault.text", "required") == [True]
    assert said(page, "200", "status") == [200]
    assert said(page, "200", "type") == []


def test_address_and_authentication_of_the_vendor() -> None:
    """Base URL and bearer token are read from the prose."""
    page = statuses.read(read_page("faults"))

    assert said(page, "vendor", "base-url") == ["https://api.stampworks.example"]
    assert said(page, "", "auth") == ["bearer"]


def test_headings_are_layout() -> None:
    """Headings of such a page are no sentences."""
    page = statuses.read(make_document("Errors\nClient Errors (400 - 499)\nJust words\n"))

    assert len(page.layout) == 2


def test_damaged_body_is_refused() -> None:
    """A body that is no JSON is a DeriveError."""
    with pytest.raises(DeriveError, match="page:2"):
        statuses.read(make_document('400 Bad Request\n{"a": }\n'))


def test_a_status_counts_whatever_its_reason() -> None:
    """On a page of statuses a reason of the vendor's own, and a number of its own, are entries too."""
    page = statuses.read(
        make_document(
            "400 Bad Request: no\n404 Not Found: no\n429 Rate Limited: wait\n499 Caller Gone\n500 pictures a day"
        )
    )

    assert [each.value for each in page.statements if each.keyword == "status"] == [
        400,
        404,
        429,
        499,
    ]


@pytest.mark.parametrize("line", ["POST /v1/coins", "POST", "## Request Body", "Path Parameters"])
def test_page_of_an_operation_is_none_of_statuses(line: str) -> None:
    """A page that has an address, or fields of a body, is one of an operation that lists its errors too."""
    text = "400 Bad Request: no\n401 Unauthorized: no\n"

    assert statuses.recognises(make_document(text))
    assert not statuses.recognises(make_document(f"{line}\n{text}"))
