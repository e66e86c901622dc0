"""Lines that name a status."""

import pytest

from truecopy.derive.status_lines import read_status_line


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("200 - application/json", 200),
        ("429 Rate Limited", 429),
        ("499 Client Closed Request: gone", 499),
        ("  • 404 Not Found", 404),
        ("| 400 | Bad Request | x |", 400),
        ("HTTP/1.1 200 OK", 200),
        ("`401` Unauthorized", 401),
        ("404: no such coin", 404),
        ("503", 503),
        ("429 too many requests", 429),
        ("201 创建成功", 201),
    ],
)
def test_status_whatever_its_reason(text: str, status: int) -> None:
    """The number makes the line, not the words behind it."""
    found = read_status_line(text)

    assert found is not None
    assert found.status == status


@pytest.mark.parametrize(
    "text",
    ["500 coins a day", "200.5 x", "2000 x", "300-500", "256x256, 512x512", "100 - 200 g", ""],
)
def test_number_that_is_no_status(text: str) -> None:
    """A quantity is no status."""
    assert read_status_line(text) is None


def test_media_type_of_an_answer() -> None:
    """What the line says beside the number is kept."""
    found = read_status_line("202 - Application/JSON")

    assert found is not None
    assert (found.media_type, found.is_certain, found.is_bare) == ("application/json", True, False)


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("Response 201 Created", True),
        ("Success response (200)", True),
        ("Response 200 - application/json", True),
        ("200 body", True),
        ("404 example response:", True),
        ("Status 404 Not Found is returned for no such coin", False),
        ("404 Not Found", False),
    ],
)
def test_title_of_an_answer(text: str, is_title: bool) -> None:
    """A word before the number, and nothing else behind it, makes a title."""
    found = read_status_line(text)

    assert found is not None
    assert found.is_title == is_title
