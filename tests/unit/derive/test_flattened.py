"""The flattened page."""

import pytest
from tests.unit.derive.pages import make_document, misplaced, read_page, said

from truecopy.derive import flattened
from truecopy.errors import DeriveError

PAGE = read_page("perforate")


def test_page_is_recognised_by_its_glued_answer() -> None:
    """A quote that closes a command and opens an answer makes the layout."""
    assert flattened.recognises(PAGE)
    assert not flattened.recognises(read_page("order-stamps"))


def test_descriptions_follow_the_order_of_the_example() -> None:
    """Each description belongs to the field in its position; what is glued behind it does too."""
    page = flattened.read(PAGE)

    assert said(page, "request.tool", "enum") == [["comb-12", "line-9"]]
    assert said(page, "request.title", "maxLength") == [60]
    assert said(page, "request.rows", "minimum") == [2]
    assert said(page, "request.rows", "maximum") == [14]
    assert said(page, "request.layout", "examples") == [["512*512"]]
    assert said(page, "request.layout", "x-dimensions/pixels") == [
        {"minimum": 90_000, "maximum": 3_240_000}
    ]
    assert said(page, "request.reply", "enum") == [["link", "inline"]]
    assert said(page, "request.seed", "maximum")[:1] == [65535]
    assert misplaced(PAGE, page.statements) == []


def test_media_types_and_fields_of_the_prose() -> None:
    """Both media types hold, and fields that only the prose names exist."""
    page = flattened.read(PAGE)

    assert page.media_types == ["application/json", "multipart/form-data"]
    assert said(page, "request.image", "property") == [True]
    assert said(page, "", "auth") == ["bearer", "bearer", "bearer"]


def test_range_without_an_upper_end() -> None:
    """A range may have its lower end only."""
    text = PAGE.text.replace("2 <= x <= 14", "2 <= x ")

    page = flattened.read(make_document(text))

    assert said(page, "request.rows", "minimum") == [2]
    assert said(page, "request.rows", "maximum") == []


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("Rows of holes.\n2 <= x <= 14", "", 7),
        ("Rows of holes.\n", "Rows of holes.\nMany of them.\n", 9),
    ],
)
def test_count_that_does_not_match_is_refused(old: str, new: str, count: int) -> None:
    """With more or fewer descriptions than fields the order is lost; the error has both counts."""
    assert old in PAGE.text

    with pytest.raises(DeriveError, match=rf"8 fields \(tool, .*\), but {count} descriptions"):
        flattened.read(make_document(PAGE.text.replace(old, new)))


@pytest.mark.parametrize(
    "text", ["No command here.", "curl https://a.example\n", "curl https://a.example -d 'a=1'\n"]
)
def test_page_without_a_json_body_is_refused(text: str) -> None:
    """Without an example of the request nothing can be matched."""
    with pytest.raises(DeriveError, match="no curl command with a JSON body"):
        flattened.read(make_document(text))


def test_page_without_an_answer_states_no_status() -> None:
    """Without an example of the answer no status of success is stated."""
    text = 'curl https://a.example/v1 -d \'{"tool": "a"}\'\nName of the tool.\n'

    page = flattened.read(make_document(text))

    assert said(page, "200", "status") == []
    assert said(page, "request.tool", "property") == [True]


def test_malformed_range_is_refused() -> None:
    """A range whose end is no number is a DeriveError."""
    with pytest.raises(DeriveError, match="no number"):
        flattened.read(make_document(PAGE.text.replace("2 <= x <= 14", "2.2.2 <= x <= 14")))
