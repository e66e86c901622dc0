"""Requests and answers pass a relay as they are, but for what is of the connection."""

import gzip

import pytest
from tests.unit.wire.relaying import ask, received
from tests.upstreams import (
    Line,
    answering,
    upstream,
)

from truecopy.errors import TargetError
from truecopy.wire.relay import Relay, end_to_end


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
