"""The relay: what reaches the upstream, what comes back, and what a failure of the wire becomes."""

import asyncio
import gzip
import pickle
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import pytest
from tests.upstreams import (
    Behaviour,
    Line,
    Upstream,
    answering,
    ends_a_chunked_answer_early,
    hangs,
    hangs_in_mid_answer,
    is_no_http,
    nowhere,
    patience_s,
    resets_before_the_answer,
    resets_in_mid_answer,
    says_too_much,
    upstream,
)

from truecopy.errors import TargetError
from truecopy.wire.relay import RawHeaders, Relay, UpstreamError, end_to_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, whole."""

    status: int
    reason: str
    headers: RawHeaders
    body: bytes
    length: int | None


async def pieces_of(*pieces: bytes) -> AsyncIterator[bytes]:
    """Yield the pieces of a body."""
    for each in pieces:
        yield each


def ask(
    relay: Relay,
    target: str = "/v1/look",
    *,
    method: str = "GET",
    headers: Iterable[tuple[bytes, bytes]] = (),
    body: tuple[bytes, ...] = (),
    times: int = 1,
) -> Answer:
    """Send a request, and return the last answer to it; the relay is closed."""

    async def work() -> list[Answer]:
        answers = []
        try:
            for _ in range(times):
                async with relay.open(method, target, tuple(headers), pieces_of(*body)) as relayed:
                    content = b"".join([piece async for piece in relayed.pieces()])
                    answers.append(
                        Answer(
                            status=relayed.status,
                            reason=relayed.reason,
                            headers=relayed.headers,
                            body=content,
                            length=relayed.length,
                        )
                    )
        finally:
            await relay.aclose()
        return answers

    return asyncio.run(work())[-1]


def received(server: Upstream) -> dict[str, str]:
    """Return the headers of the last request, names in lower case; none came twice."""
    lines = server.heads[-1].decode("latin-1").split("\r\n")[1:]
    pairs = [(name.lower(), value.strip()) for name, _, value in (x.partition(":") for x in lines)]
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


@pytest.mark.parametrize(
    "target",
    [
        "/v1/images?size=512*512&a=%20b%2Fc",
        "/",
        "/a/../b/./c//d",
        "/caf%C3%A9/%7e%7E?q={}|^`\"<>'",
        "//evil.example/steal",
        "/@evil.example/",
        "/\\evil.example/",
        "/http://evil.example/",
        "/?url=http://evil.example/#x",
    ],
)
def test_the_target_arrives_as_it_was_sent(target: str) -> None:
    """Path and query are not touched, and whatever stands in them, they reach the upstream alone."""
    with upstream(answering()) as server:
        ask(Relay(server.url), target, headers=[(b"Host", b"evil.example")])

        assert server.heads[0].split(b"\r\n")[0] == f"GET {target} HTTP/1.1".encode()
        assert f"http://{received(server)['host']}" == server.url


@pytest.mark.parametrize("base", ["/vendor", "/vendor/", "/a%20b/vendor"])
def test_the_path_of_the_upstream_stands_in_front(base: str) -> None:
    """A vendor below a path is asked below that path."""
    with upstream(answering()) as server:
        ask(Relay(f"{server.url}{base}"), "/v1/look?x=1")

        assert server.heads[0].startswith(f"GET {base.rstrip('/')}/v1/look?x=1 ".encode())


@pytest.mark.parametrize(
    "target",
    ["http://evil.example/", "evil.example", "", "*", "/a b", "/a\r\nHost: evil", "@evil", "/é"],
)
def test_what_is_no_path_is_refused(target: str) -> None:
    """A target that does not begin with a slash, or has what no path can have, is not sent."""
    with upstream(answering()) as server:
        with pytest.raises(TargetError, match="a path that begins with / was expected"):
            ask(Relay(server.url), target)

        assert server.heads == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://user:secret@127.0.0.1/", "user or password"),
        ("ftp://127.0.0.1/", "no http or https address"),
        ("127.0.0.1:80", "no http or https address"),
        ("http://127.0.0.1/?key=secret", "no query"),
        ("http://127.0.0.1/#secret", "no query and no fragment"),
    ],
)
def test_an_address_that_is_no_base_is_refused(address: str, problem: str) -> None:
    """An upstream is scheme, host and path; a password in it is not repeated."""
    with pytest.raises(TargetError, match=problem) as caught:
        Relay(address)

    assert "user:secret" not in str(caught.value)


def test_what_is_of_the_connection_is_not_passed_on() -> None:
    """Hop-by-hop headers stay behind in both directions; everything else passes, in its order."""
    own = [
        (b"Connection", b"close, X-Own"),
        (b"Keep-Alive", b"timeout=5"),
        (b"Proxy-Authorization", b"Basic x"),
        (b"Proxy-Connection", b"x"),
        (b"TE", b"trailers"),
        (b"Trailer", b"x-sum"),
        (b"Upgrade", b"h2c"),
        (b"X-Own", b"1"),
    ]
    kept = [(b"authorization", b"Bearer sk-test"), (b"x-kept", b"\xe9"), (b"cookie", b"a=b")]
    lines = [b"%s: %s" % pair for pair in (*own, *kept)]
    with upstream(answering(b"{}", *lines)) as server:
        answer = ask(Relay(server.url), headers=[*own, *kept])

        assert received(server) == {
            "host": server.url.removeprefix("http://"),
            "authorization": "Bearer sk-test",
            "x-kept": "\xe9",
            "cookie": "a=b",
            "accept-encoding": "identity",
        }
    assert answer.headers == (*kept, (b"content-length", b"2"))


def test_headers_that_no_server_sends_are_left_out() -> None:
    """A control character in a header of an answer does not bring the answer down."""
    assert end_to_end([(b"A", b"x\x01y"), (b"B", b"x\ty")]) == ((b"b", b"x\ty"),)


@pytest.mark.parametrize(
    ("offered", "sent"),
    [
        (b"gzip, deflate, br, zstd", "gzip, deflate"),
        (b"br", "identity"),
        (b"*", "identity"),
        (b"GZIP;q=0.5, br;q=1.0, identity", "GZIP;q=0.5, identity"),
        (None, "identity"),
    ],
)
def test_only_encodings_that_can_be_opened_are_offered(offered: bytes | None, sent: str) -> None:
    """Of what a client takes, the upstream is offered gzip, deflate and identity."""
    headers = [(b"Accept-Encoding", offered)] if offered else []
    with upstream(answering()) as server:
        ask(Relay(server.url), headers=headers)

        assert received(server)["accept-encoding"] == sent


def test_an_encoded_answer_is_not_opened() -> None:
    """The client gets the bytes that the upstream sent."""
    packed = gzip.compress(b"hello")
    with upstream(answering(packed, b"Content-Encoding: gzip")) as server:
        answer = ask(Relay(server.url), headers=[(b"accept-encoding", b"gzip")])

    assert answer.body == packed
    assert (b"content-encoding", b"gzip") in answer.headers
    assert answer.length == len(packed)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_passes(method: str) -> None:
    """The method arrives, without a body where the client sent none."""
    with upstream(answering(status=b"207 Multi-Status")) as server:
        answer = ask(Relay(server.url), method=method)

        assert server.heads[0].startswith(f"{method} /v1/look HTTP/1.1\r\n".encode())
        assert not {"content-length", "transfer-encoding"} & received(server).keys()
    assert (answer.status, answer.reason) == (207, "Multi-Status")
    assert answer.body == (b"" if method == "HEAD" else b"{}")


@pytest.mark.parametrize(
    ("headers", "framing"),
    [
        ([(b"Content-Length", b"5")], ("content-length", "5")),
        ([(b"Transfer-Encoding", b"chunked")], ("transfer-encoding", "chunked")),
        (
            [(b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"3")],
            ("transfer-encoding", "chunked"),
        ),
        (
            [(b"Content-Length", b"5"), (b"Connection", b"content-length")],
            ("transfer-encoding", "chunked"),
        ),
    ],
)
def test_a_body_is_framed_as_it_came(
    headers: list[tuple[bytes, bytes]], framing: tuple[str, str]
) -> None:
    """A length that the client gave is kept; without one the body goes out in chunks, and never both."""
    with upstream(answering()) as server:
        ask(Relay(server.url), method="POST", headers=headers, body=(b"he", b"", b"llo"))

        sent = received(server)
        assert [
            (name, sent[name]) for name in ("content-length", "transfer-encoding") if name in sent
        ] == [framing]
        assert server.bodies == [b"hello"]


def test_an_expectation_is_met_by_the_body_itself() -> None:
    """The upstream is not asked to allow a body that follows at once; its interim answer is passed over."""

    def answer(line: Line) -> None:
        line.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        answering()(line)

    headers = [(b"Expect", b"100-continue"), (b"Content-Length", b"5")]
    with upstream(answer) as server:
        found = ask(Relay(server.url), method="POST", headers=headers, body=(b"hello",))

        assert "expect" not in received(server)
    assert found.status == 200


def test_no_cookie_is_kept() -> None:
    """What one answer sets is passed on, and goes out with no later request."""
    with upstream(answering(b"{}", b"Set-Cookie: session=1; Path=/")) as server:
        answer = ask(Relay(server.url), times=2)

        assert len(server.heads) == 2
        assert "cookie" not in received(server)
    assert (b"set-cookie", b"session=1; Path=/") in answer.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", [b"http://evil.example/", b"//[::1", b"http://\xff/", b"/x"])
def test_a_redirect_is_passed_on(status: int, place: bytes) -> None:
    """A redirect is an answer like any other, wherever it leads."""
    behave = answering(b"", b"Location: " + place, status=b"%d Elsewhere" % status)
    with upstream(behave) as server:
        answer = ask(Relay(server.url), method="POST", headers=[(b"authorization", b"Bearer x")])

        assert len(server.heads) == 1
    assert answer.status == status
    assert (b"location", place) in answer.headers


def test_local_names_are_reached_on_this_machine() -> None:
    """A name below `localhost` needs no resolver, and stands in the Host header."""
    with upstream(answering()) as server:
        address = server.url.replace("127.0.0.1", "vendor.localhost")
        relay = Relay(address)
        ask(relay)

        assert f"http://{received(server)['host']}" == address
    assert relay.upstream == address


def test_a_connection_that_has_ended_is_not_used_again() -> None:
    """An upstream that closes after each answer gets its next request on a new connection."""

    def answer_once(line: Line) -> None:
        answering()(line)
        line.close()

    async def work(relay: Relay) -> list[int]:
        statuses = []
        for _ in range(3):
            async with relay.open("GET", "/", (), pieces_of()) as relayed:
                statuses += [relayed.status async for _ in relayed.pieces()]
            assert await asyncio.to_thread(server.is_left.wait, 30)
            server.is_left.clear()
        await relay.aclose()
        return statuses

    with upstream(answer_once) as server:
        assert asyncio.run(work(Relay(server.url))) == [200] * 3


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a company's proxy leads to the vendor, requests go through it, target and all."""
    with upstream(answering()) as server:
        monkeypatch.setenv("HTTP_PROXY", server.url)
        monkeypatch.setenv("NO_PROXY", "")
        ask(Relay("http://vendor.example/base"), "//a/../b?c")

        line = server.heads[0].split(b"\r\n")[0]
    assert line == b"GET http://vendor.example/base//a/../b?c HTTP/1.1"


@pytest.mark.parametrize(
    ("behave", "reason", "message"),
    [
        (resets_before_the_answer, "reset", "broke off before its answer"),
        (is_no_http, "reset", "broke off before its answer"),
        (answering(status=b"999 Request denied"), "reset", "status 999, which HTTP does not have"),
        (hangs, "timeout", "has not answered within 0.3 seconds"),
        (resets_in_mid_answer, "reset", "broke off in the middle of its answer"),
        (ends_a_chunked_answer_early, "reset", "broke off in the middle of its answer"),
        (hangs_in_mid_answer, "timeout", "has sent nothing more within 0.3 seconds"),
    ],
)
def test_a_failure_of_the_wire_has_its_reason(behave: Behaviour, reason: str, message: str) -> None:
    """Silence is a timeout, an end of the connection is a reset, before the answer and in it."""
    with upstream(behave) as server:
        with pytest.raises(UpstreamError) as caught:
            ask(Relay(server.url, timeout_s=patience_s(behave)))

        assert caught.value.reason == reason
        assert message in str(caught.value)
        assert str(caught.value).startswith(server.url)


def test_an_upstream_that_is_not_there_is_unreachable() -> None:
    """Where nothing listens, nothing was sent."""
    address = nowhere()

    with pytest.raises(UpstreamError, match=f"^{address} cannot be reached") as caught:
        ask(Relay(address))

    assert caught.value.reason == "unreachable"


def test_an_upstream_error_survives_a_pickle() -> None:
    """Message and reason come back."""
    error = pickle.loads(pickle.dumps(UpstreamError("it is gone", "reset")))  # noqa: S301

    assert (str(error), error.reason) == ("it is gone", "reset")


def test_an_answer_ends_where_it_said() -> None:
    """What an upstream sends past the announced length is no part of the answer."""
    with upstream(says_too_much) as server:
        answer = ask(Relay(server.url))

    assert answer.body == b"{}"


def test_leaving_early_ends_the_request() -> None:
    """An answer that nobody reads to its end is not downloaded to its end."""

    async def work(address: str) -> None:
        relay = Relay(address)
        async with relay.open("GET", "/", (), pieces_of()) as relayed:
            async for _ in relayed.pieces():
                break
        assert await asyncio.to_thread(server.is_left.wait, 30)
        await relay.aclose()

    with upstream(hangs_in_mid_answer) as server:
        asyncio.run(work(server.url))


def test_a_request_that_is_cancelled_ends_at_the_upstream() -> None:
    """The connection of a request that nobody waits for any more is closed."""

    async def read(relay: Relay, begun: asyncio.Event) -> None:
        async with relay.open("GET", "/", (), pieces_of()) as relayed:
            begun.set()
            async for _ in relayed.pieces():
                pass

    async def work(address: str) -> None:
        relay, begun = Relay(address), asyncio.Event()
        reading = asyncio.create_task(read(relay, begun))
        await begun.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await asyncio.to_thread(server.is_left.wait, 30)
        await relay.aclose()

    with upstream(hangs_in_mid_answer) as server:
        asyncio.run(work(server.url))
