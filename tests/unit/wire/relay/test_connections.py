"""A relay's connections to its upstream: how they are made, fail and end."""

import asyncio
import pickle

import pytest
from tests.unit.wire.relaying import ask, pieces_of, received
from tests.upstreams import (
    Behaviour,
    Line,
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

from truecopy.wire.relay import Relay, UpstreamError


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


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "vendor.localhost"])
def test_an_upstream_of_this_machine_is_asked_past_every_proxy(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """What is on this machine gets its requests, keys and all, and no proxy does."""
    with upstream(answering()) as server, upstream(answering()) as proxy:
        for name in ("HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        ask(Relay(server.url.replace("127.0.0.1", host)))

        assert (len(server.heads), proxy.heads) == (1, [])


@pytest.mark.parametrize("answer", [None, b"407 Proxy Authentication Required"])
def test_a_proxy_that_does_not_let_through_is_named(
    monkeypatch: pytest.MonkeyPatch, answer: bytes | None
) -> None:
    """Whether it is down or wants a password: proxy and variable are in the message, the password is not."""
    with upstream(answering(b"", status=answer or b"")) as server:
        place = (server.url if answer else nowhere()).removeprefix("http://")
        monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@{place}")
        monkeypatch.setenv("NO_PROXY", "")
        with pytest.raises(UpstreamError, match=f"through the proxy {place} of HTTP_PR") as caught:
            ask(Relay("http://vendor.example"))

    assert caught.value.reason == "unreachable"
    assert "secret" not in str(caught.value)


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
    """What an upstream sends past the announced length is no part of the answer, nor of the next one."""
    with upstream(says_too_much) as server:
        answer = ask(Relay(server.url), times=3)

        assert len(server.heads) == 3
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
