"""Messages to hooks."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.loopback import Reply, loopback

from truecopy.errors import TargetError, UsageError
from truecopy.wire import hook
from truecopy.wire.hook import post_hook, require_hook, signature


def replies(*statuses: int) -> Iterator[Reply]:
    """Yield an answer for each status, the last one again and again."""
    for status in statuses:
        yield Reply(status=status)
    while True:
        yield Reply(status=statuses[-1])


@pytest.mark.parametrize(
    ("statuses", "why", "requests"),
    [
        ((200,), "", 1),
        ((204,), "", 1),
        ((500, 503, 200), "", 3),
        ((500,), "answered 500", 3),
        ((429, 200), "", 2),
        ((404,), "answered 404", 1),
    ],
)
def test_what_may_pass_is_tried_again(statuses: tuple[int, ...], why: str, requests: int) -> None:
    """Three times at most; what does not pass is not."""
    waits: list[float] = []
    answers = replies(*statuses)
    with loopback(lambda _: next(answers)) as server:
        error = ""
        try:
            post_hook(f"{server.url}/secret", b"{}", {"x-a": "b"}, sleep=waits.append)
        except TargetError as raised:
            error = str(raised)

    assert why in error
    assert bool(error) == bool(why)
    assert "secret" not in error
    assert [each.body for each in server.received] == [b"{}"] * requests
    assert server.received[0].headers["x-a"] == "b"
    assert waits == [1.0, 4.0][: requests - 1]


def test_a_redirect_is_not_followed() -> None:
    """The message goes where it was addressed, or nowhere."""
    with loopback() as other:
        moved = Reply(status=302, headers={"location": f"{other.url}/else"})
        with (
            loopback(lambda _: moved) as server,
            pytest.raises(TargetError, match="302, a redirect, which is not followed"),
        ):
            post_hook(server.url, b"{}", {})

    assert other.received == []


def test_nobody_there_is_told() -> None:
    """After all tries."""
    waits: list[float] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(TargetError, match="cannot be reached"):
        post_hook(f"http://127.0.0.1:{port}/secret", b"{}", {}, sleep=waits.append)

    assert len(waits) == 2


@contextmanager
def dripping() -> Iterator[str]:
    """Run a server that sends its answer a byte at a time, without end."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.recv(65_536)
                try:
                    while not stop.is_set():
                        client.sendall(b"H")
                        time.sleep(0.05)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    stop.set()
    listener.close()
    thread.join(2)


def test_a_receiver_that_never_ends_does_not_hold_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is for the whole answer, not for each byte."""
    monkeypatch.setattr(hook, "_TIMEOUT_S", 0.3)
    began = time.monotonic()
    with dripping() as url, pytest.raises(TargetError):
        post_hook(url, b"{}", {}, sleep=lambda _: None)

    assert time.monotonic() - began < 10


def test_a_message_is_signed_with_its_time() -> None:
    """As a receiver computes it: an example worked out by hand with openssl."""
    assert (
        signature("secret", "1700000000", b'{"a":1}')
        == "49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"
    )
    assert signature("other", "1700000000", b'{"a":1}') != signature("secret", "1", b'{"a":1}')


@pytest.mark.parametrize(
    "url",
    ["http://example.com/secret", "ftp://127.0.0.1/secret", "secret", "https://", "http://[secret"],
)
def test_a_hook_is_https_or_on_this_machine(url: str) -> None:
    """Its address is a secret, and not shown."""
    with pytest.raises(UsageError) as raised:
        require_hook(url)

    assert "secret" not in str(raised.value)
    require_hook("https://example.com/secret")
    require_hook("http://127.0.0.1:1/secret")
