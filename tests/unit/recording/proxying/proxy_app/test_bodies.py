"""Bodies pass as they come, in both directions, of any length, whole or broken off."""

import tracemalloc
from collections.abc import Iterator
from threading import Event

import httpx2
import pytest
from tests.unit.recording.proxying.exchanges import EDIT, EDITS, HEADERS, PATIENCE_S
from tests.upstreams import (
    JSON,
    MEGABYTE,
    OK,
    Behaviour,
    Line,
    answering,
    ends_a_chunked_answer_early,
    hangs,
    hangs_in_mid_answer,
    is_no_http,
    journal,
    nowhere,
    patience_s,
    proxying,
    resets_before_the_answer,
    resets_in_mid_answer,
    says_too_much,
    sends_megabytes,
    upstream,
)

from truecopy.recording.proxying import copies


def test_an_answer_arrives_while_it_is_sent() -> None:
    """The client has the first piece before the upstream has sent the last."""
    go_on = Event()

    def answer(line: Line) -> None:
        line.send(OK, JSON, b"Transfer-Encoding: chunked\r\n\r\n", b"6\r\nfirst,\r\n")
        assert go_on.wait(PATIENCE_S)
        line.send(b"4\r\nlast\r\n0\r\n\r\n")

    with (
        upstream(answer) as there,
        proxying("powertokens", there.url) as (url, _),
        httpx2.stream("GET", f"{url}/v1/slow", timeout=PATIENCE_S) as response,
    ):
        pieces = response.iter_raw()
        first = next(pieces)
        go_on.set()
        rest = b"".join(pieces)

    assert (first, rest) == (b"first,", b"last")


@pytest.mark.parametrize("has_length", [True, False])
def test_a_request_is_sent_on_while_it_arrives(has_length: bool) -> None:
    """The upstream has the first piece of an upload before the client has sent the last."""
    arrived = Event()

    def answer(line: Line) -> None:
        if not has_length:
            line.read(len("6\r\n"))
        assert line.read(6) == b"first,"
        arrived.set()
        line.read(4 if has_length else len("\r\n4\r\nlast\r\n0\r\n\r\n"))
        answering()(line)

    def pieces() -> Iterator[bytes]:
        yield b"first,"
        assert arrived.wait(PATIENCE_S)
        yield b"last"

    headers = {"content-length": "10"} if has_length else {}
    with (
        upstream(answer, reads_body=False) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        answered = httpx2.post(f"{url}/v1/x", content=pieces(), headers=headers, timeout=PATIENCE_S)

    assert answered.status_code == 200


@pytest.mark.parametrize(
    ("behave", "status", "reason"),
    [
        (None, 502, "unreachable"),
        (resets_before_the_answer, 502, "reset"),
        (is_no_http, 502, "reset"),
        (hangs, 504, "timeout"),
    ],
)
def test_an_upstream_that_does_not_answer_is_told_of(
    behave: Behaviour | None, status: int, reason: str
) -> None:
    """The proxy answers for itself: a status, the reason in a header, and one sentence that says why."""
    with upstream(behave or hangs) as there:
        address = there.url if behave else nowhere()
        with proxying("powertokens", address, timeout_s=patience_s(behave)) as (url, _):
            answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
            (row,) = journal(url)

    assert (answer.status_code, answer.headers["x-truecopy-proxy"]) == (status, reason)
    content = answer.json()
    assert content.keys() == {"error", "upstream"}
    assert content["upstream"] == address
    assert content["error"].startswith(address)
    assert (row["status"], row["answered_by"]) == (status, "proxy")
    assert row["operation"] == "edit-image-json"
    assert row["note"] == f"not judged: {content['error']}"


@pytest.mark.parametrize(
    ("behave", "note"),
    [
        (resets_in_mid_answer, "broke off in the middle of its answer"),
        (ends_a_chunked_answer_early, "broke off in the middle of its answer"),
        (hangs_in_mid_answer, "has sent nothing more within 0.3 seconds"),
    ],
)
def test_an_answer_that_breaks_off_breaks_off_for_the_client(behave: Behaviour, note: str) -> None:
    """A truncated answer is seen as one: it is never made to look whole."""
    patience = patience_s(behave)
    with (
        upstream(behave) as there,
        proxying("powertokens", there.url, timeout_s=patience) as (url, _),
    ):
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert (row["status"], row["answered_by"]) == (200, "upstream")
    assert note in row["note"]
    assert row["findings"] == []


def test_an_answer_is_as_long_as_it_was_announced() -> None:
    """What comes after the announced length is dropped, and does not stop later requests for long."""
    with upstream(says_too_much) as there, proxying("powertokens", there.url) as (url, _):
        first = httpx2.get(f"{url}/v1/x")
        httpx2.get(f"{url}/v1/x")  # finds the rest of the first answer, and ends that connection
        third = httpx2.get(f"{url}/v1/x")

    assert (first.content, third.content) == (b"{}", b"{}")


def test_a_redirect_is_passed_on() -> None:
    """The client sees it, nobody follows it, and it is judged: as a refusal."""
    behave = answering(b"", b"Location: http://elsewhere.example/", status=b"307 Elsewhere")
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        answer = httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

        assert len(there.heads) == 1
    assert answer.status_code == 307
    assert answer.headers["location"] == "http://elsewhere.example/"
    assert [each["rule"] for each in row["findings"]] == ["request-valid-refused"]


@pytest.fixture
def short_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body of more than 2 MB is long."""
    monkeypatch.setattr(copies, "MOST_BYTES", 2 * MEGABYTE)


@pytest.mark.usefixtures("short_copies")
def test_a_long_answer_passes_whole_and_is_not_held() -> None:
    """Every byte arrives, while never as much as that is in memory, and the journal says so."""
    size = 0
    with (
        upstream(sends_megabytes(30)) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        tracemalloc.start()
        try:
            with httpx2.stream("GET", f"{url}/v1/x", timeout=PATIENCE_S) as response:
                for piece in response.iter_raw():
                    size += len(piece)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        (row,) = journal(url)

    assert size == 30 * MEGABYTE
    assert peak < 20 * MEGABYTE
    assert row["note"] == "not judged: the answer has more than 2 MB"


@pytest.mark.usefixtures("short_copies")
def test_a_long_request_passes_whole_and_is_not_judged() -> None:
    """Every byte is sent on."""
    sizes = []

    def answer(line: Line) -> None:
        sizes.append(len(there.bodies[-1]))
        answering()(line)

    with upstream(answer) as there, proxying("powertokens", there.url) as (url, _):
        pieces = (bytes(MEGABYTE) for _ in range(3))
        httpx2.post(f"{url}{EDITS}", content=pieces, timeout=PATIENCE_S)
        (row,) = journal(url)

    assert sizes == [3 * MEGABYTE]
    assert row["note"] == "not judged: the request has more than 2 MB"


def test_a_refused_upload_is_read_before_the_answer() -> None:
    """A client in the middle of an upload gets the proxy's answer, and no reset."""
    with proxying("powertokens", nowhere()) as (url, _):
        answer = httpx2.post(
            f"{url}{EDITS}",
            content=(bytes(MEGABYTE) for _ in range(20)),
            headers={"connection": "close"},
            timeout=PATIENCE_S,
        )

    assert answer.status_code == 502


def test_an_early_answer_reaches_a_client_that_still_sends() -> None:
    """An upstream may refuse an upload that it has not read; the client learns of it."""

    def refuse(line: Line) -> None:
        answering(b"{}", b"Connection: close", status=b"413 Too Large")(line)
        line.wait_for_end()

    with (
        upstream(refuse, reads_body=False) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        answer = httpx2.post(f"{url}{EDITS}", content=bytes(8 * MEGABYTE), timeout=PATIENCE_S)

    assert answer.status_code == 413
