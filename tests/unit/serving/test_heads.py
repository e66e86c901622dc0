"""What a connection goes by in the head of a request."""

import re
from typing import Any

import pytest
from tests.unit.serving.talking import GET, HEAD, Served, sending, serve, status

from truecopy.serving.heads import AUTHORITY, authority_of, head_problem
from truecopy.serving.messages import refusal

HOST = b"host", b"localhost:4747"


@pytest.mark.parametrize(
    "host",
    [
        b"",
        b"localhost",
        b"a_b.example:80",
        b"127.0.0.1:",
        b"xn--bcher-kva.example",
        b"%41.example",
        b"a!$&'()*+,;=~b",
        b"[::1]",
        b"[::ffff:127.0.0.1]:4747",
        b"[fe80::1%25eth0]",
        b"[v1.a:b]",
    ],
)
def test_a_host_is_a_name_or_an_address_with_a_port_or_without(host: bytes) -> None:
    """All that RFC 3986 allows is good, also the empty one of an address without a host."""
    assert head_problem("1.1", [(b"host", host)]) is None


@pytest.mark.parametrize(
    "host",
    [
        b"a b",
        b"a/b",
        b"a:b",
        b"a:1:2",
        b"a#b",
        b"a?b",
        b"a\\b",
        b"%4",
        b"[::1",
        b"[::1]x",
        b"[:::]",
        b"[1.2.3.4]",
        b"[]",
        b"http://a",
        b"\xc3\xa4.example",
        b"a\t",
    ],
)
def test_what_is_no_host_is_refused(host: bytes) -> None:
    """Whatever its value, the reason shows it."""
    problem = head_problem("1.1", [(b"host", host)])

    assert problem == f"{host.decode('latin-1')!r} is no host name or address"


def test_requests_have_one_host() -> None:
    """None is one too few except in HTTP/1.0, two are one too many in both."""
    assert head_problem("1.1", []) == "there is no Host, which every request of HTTP/1.1 has"
    assert head_problem("1.0", []) is None
    for version in ("1.0", "1.1"):
        why = "there are 2 lines of Host, where there is one"
        assert head_problem(version, [HOST, HOST]) == why


@pytest.mark.parametrize("codings", [[b"chunked"], [b"Chunked"], [b", chunked"], [b"", b"chunked"]])
def test_chunked_bodies_are_read(codings: list[bytes]) -> None:
    """However it is written; an element of a list may be empty."""
    assert head_problem("1.1", [HOST, *((b"transfer-encoding", each) for each in codings)]) is None


@pytest.mark.parametrize(
    ("codings", "unknown"),
    [
        ([b"gzip, chunked"], "gzip"),
        ([b"gzip", b"chunked"], "gzip"),
        ([b"chunked, identity, chunked"], "identity"),
        ([b"x" * 70, b"chunked"], "x" * 60),
    ],
)
def test_a_body_in_another_coding_is_not_read_as_if_it_were_plain(
    codings: list[bytes], unknown: str
) -> None:
    """Codings below the chunks cannot be opened here, and that is said."""
    problem = head_problem("1.1", [HOST, *((b"transfer-encoding", each) for each in codings)])

    assert problem == f"the transfer coding {unknown!r} is not known here; chunked is"


@pytest.mark.parametrize("version", ["0.9", "2.0"])
def test_other_versions_are_not_spoken(version: str) -> None:
    """What they mean by a head is not known."""
    assert head_problem(version, [HOST]) == f"this server speaks HTTP/1.1, not {version}"


@pytest.mark.parametrize(
    ("target", "authority"),
    [
        (b"http://a.example:80/b?c", b"a.example:80"),
        (b"HTTPS://[::1]", b"[::1]"),
        (b"http:///b", b""),
        (b"http://a?b", b"a"),
        (b"*", None),
        (b"/http://a/", None),
    ],
)
def test_a_whole_address_names_a_host(target: bytes, authority: bytes | None) -> None:
    """What stands between the slashes and the path; other targets name none."""
    assert authority_of(target) == authority


@pytest.mark.parametrize("name", [b"host", AUTHORITY])
def test_a_password_before_a_host_is_refused_and_never_shown(name: bytes) -> None:
    """Who is asked for is no part of a host, be it in a header or in a whole address."""
    problem = head_problem("1.1", [HOST, (name, b"user:word@a")][name == b"host" :])

    assert problem == "a host has no user and no password"


def test_a_head_that_is_refused_ends_the_connection_behind_the_answers_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong by the head alone is told of that request, and what comes behind it is not read."""
    told: list[Any] = []

    def refused(_: Served, scope: Any, status: int, why: str) -> Any:
        told.append((scope["path"], scope["headers"], status))
        return refusal(scope, status, why)

    monkeypatch.setattr(Served, "refused", refused, raising=False)
    seen: list[bytes] = []
    without_host = b"GET /second HTTP/1.1\r\nX-A: 1\r\n\r\n"

    served = serve(monkeypatch, sending(GET + without_host + GET, seen=seen))

    assert re.findall(rb"HTTP/1.1 (\d+) ", seen[0]) == [b"200", b"400"]
    assert told == [("/second", [(b"x-a", b"1")], 400)]
    assert served.bodies == [b""]


def test_the_host_of_a_trailer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes by what comes behind a body: neither a second host, nor the only one."""
    body = b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nHost: b\r\n\r\n"
    seen: list[bytes] = []

    serve(
        monkeypatch,
        sending(HEAD + b"Connection: close\r\n" + body, seen=seen),
        sending(b"POST /a HTTP/1.1\r\n" + body, seen=seen),
    )

    assert sorted(map(status, seen)) == [200, 400]


def test_a_whole_address_says_for_which_host_a_request_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The header of that name counts no more."""
    hosts: list[Any] = []

    async def answer(self: Served, scope: Any, _: Any, send: Any) -> None:
        hosts.append([value for name, value in scope["headers"] if name == b"host"])
        await self._answer(send, b"")

    monkeypatch.setattr(Served, "__call__", answer)
    lines = b"Host: a\r\nConnection: close\r\n\r\n"

    serve(monkeypatch, sending(b"GET http://b:80/c HTTP/1.1\r\n" + lines, seen=[]))

    assert hosts == [[b"b:80"]]
