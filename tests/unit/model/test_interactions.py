"""One exchange over the wire."""

from truecopy.model import Interaction

MADE = Interaction(
    method="POST",
    url="https://api.example.com/kites",
    request_headers=(("Content-Type", "application/json"), ("content-type", "text/plain")),
    headers=(("retry-after", "1"), ("retry-after", "2")),
)


def test_headers_of_an_answer_are_found_by_their_name() -> None:
    """The first of a name counts; what is not there is empty."""
    assert MADE.header("retry-after") == "1"
    assert MADE.header("content-type") == ""


def test_headers_of_a_request_are_found_however_they_were_written() -> None:
    """Clients write names of headers in many ways."""
    assert MADE.request_header("content-type") == "application/json"
    assert MADE.request_header("retry-after") == ""


def test_without_an_answer_there_is_no_status() -> None:
    """An exchange begins without an answer, and may have reached the target all the same."""
    assert (MADE.status, MADE.body, MADE.failure, MADE.is_sent) == (0, b"", "", True)
