"""Requests of one connection: their order, and what is refused behind them."""

import json
from typing import Any

import pytest
from tests.unit.serving.talking import GET, HEAD, Served, sending, serve, status

from truecopy.serving.messages import refusal


def test_a_refusal_waits_for_the_answers_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good request in front of a bad one is answered first, then the bad one, then the connection ends."""
    seen: list[bytes] = []
    slow = GET.replace(b"/a", b"/slow")

    serve(monkeypatch, sending(slow + GET + b"no HTTP\r\n\r\n", seen=seen))

    assert [each[:3] for each in seen[0].split(b"HTTP/1.1 ")[1:]] == [b"200", b"200", b"400"]


def test_a_stalled_request_behind_one_under_way_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its application never begins; what is under way is answered."""
    seen: list[bytes] = []
    slow = GET.replace(b"/a", b"/slow")

    served = serve(
        monkeypatch,
        sending(slow + HEAD + b"Content-Length: 9\r\n\r\n", b"Transfer\x00", seen=seen),
        sending(slow * 3 + HEAD + b"Transfer-Encoding: chunked\r\n\r\nno length", seen=seen),
    )

    assert b"HTTP/1.1 400" in b"".join(seen)
    assert served.bodies.count(b"") >= 3


def test_a_body_that_nobody_wants_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that was answered early has no second answer: the connection is closed."""
    seen: list[bytes] = []
    request = HEAD.replace(b"/a", b"/early") + b"Content-Length: 900\r\n\r\n"

    serve(monkeypatch, sending(request, *[b"1"] * 40, seen=seen, pause_s=0.02))

    assert seen[0].count(b"HTTP/1.1") == 1
    assert seen[0].endswith(b"early")


def test_requests_ahead_of_their_answers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many in one segment the first are answered."""
    seen: list[bytes] = []

    served = serve(monkeypatch, sending(GET * 1_000, seen=seen))

    assert seen[0].count(b"HTTP/1.1 200") == len(served.bodies) == 101
    assert seen[0].count(b"HTTP/1.1 400") == 1


def test_no_more_is_read_while_answers_are_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests in several segments, more than there may be ahead of their answers, wait for their turn."""
    seen: list[bytes] = []
    slow = GET.replace(b"/a", b"/slow")

    served = serve(monkeypatch, sending(slow * 2 + GET * 60, GET * 60, seen=seen, pause_s=0.05))

    assert seen[0].count(b"HTTP/1.1 200") == len(served.bodies) == 122
    assert served.troubles == []


def test_what_is_broken_in_the_segment_of_its_head_never_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The application hears nothing of it: there is one answer, and one entry in a journal."""
    monkeypatch.setattr(Served, "begins_at_once", True, raising=False)
    seen: list[bytes] = []

    served = serve(
        monkeypatch, sending(HEAD + b"Transfer-Encoding: chunked\r\n\r\nno length", seen=seen)
    )

    assert status(seen[0]) == 400
    assert (served.heard, served.bodies) == ([], [])


def test_an_application_says_why_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has a word for refusals is asked; it is told of path and headers as far as they are known."""
    told: list[Any] = []

    def refused(_: Served, scope: Any, status: int, why: str) -> Any:
        told.append((scope["path"], scope["headers"], status, why))
        return refusal(scope, status, "no")

    monkeypatch.setattr(Served, "refused", refused, raising=False)
    seen: list[bytes] = []

    serve(
        monkeypatch, sending(HEAD.replace(b"/a", b"/a/b?c=%2f"), b"X-A: 1\r\nno\r\n\r\n", seen=seen)
    )

    assert json.loads(seen[0].partition(b"\r\n\r\n")[2])["error"]["message"] == "no"
    ((path, headers, code, why),) = told
    assert (path, headers, code) == ("/a/b", [(b"host", b"x")], 400)
    assert why.startswith("this is no HTTP request: ")
