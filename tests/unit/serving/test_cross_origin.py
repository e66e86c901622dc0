"""What browsers are told about pages of other origins."""

import pytest

from truecopy.serving.cross_origin import CrossOrigin

ASKING = {b"origin": b"http://page.example", b"access-control-request-method": b"POST"}
OPEN = CrossOrigin(["X-Request-Id", "x-truecopy-explain"])


def test_a_browser_that_asks_first_is_let_in() -> None:
    """It may send what it names, with any method, and need not ask again at once."""
    asked = {**ASKING, b"access-control-request-headers": b"authorization,content-type"}

    answer = OPEN.preflight("OPTIONS", asked)

    assert answer is not None
    assert answer.status == 204
    headers = dict(answer.headers)
    assert headers[b"access-control-allow-headers"] == b"authorization,content-type"
    assert b"POST" in headers[b"access-control-allow-methods"]
    assert headers[b"access-control-max-age"] == b"600"
    assert b"access-control-allow-private-network" not in headers


def test_what_is_no_list_of_headers_is_not_repeated() -> None:
    """Nothing of a request gets into an answer that could mean something else there."""
    for wanted in (b"", b"a\tb: c", b"x" * 5_000):
        answer = OPEN.preflight("OPTIONS", {**ASKING, b"access-control-request-headers": wanted})

        assert answer is not None
        assert dict(answer.headers)[b"access-control-allow-headers"] == b"*"


def test_a_page_of_the_internet_may_ask_this_machine() -> None:
    """Browsers ask for it in a header of its own."""
    asked = {**ASKING, b"access-control-request-private-network": b"true"}

    answer = OPEN.preflight("OPTIONS", asked)

    assert answer is not None
    assert dict(answer.headers)[b"access-control-allow-private-network"] == b"true"


@pytest.mark.parametrize(("method", "headers"), [("POST", ASKING), ("OPTIONS", {b"origin": b"x"})])
def test_other_requests_are_for_the_vendor(method: str, headers: dict[bytes, bytes]) -> None:
    """OPTIONS that is no question of a browser is a request like any other."""
    assert OPEN.preflight(method, headers) is None


def test_scripts_may_read_the_named_headers() -> None:
    """Browsers hide all others."""
    assert dict(OPEN.headers) == {
        b"access-control-allow-origin": b"*",
        b"access-control-expose-headers": b"x-request-id, x-truecopy-explain",
    }
