"""Requests to the addresses that a host was looked up at."""

import socket
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from tests.loopback import Reply, loopback

from truecopy.wire.pinned import ask_pinned


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name resolve to some addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in addresses]
    real = socket.getaddrinfo

    def resolved(host: Any, *arguments: Any, **named: Any) -> Any:
        is_name = isinstance(host, str) and host.endswith(".example")
        return found if is_name else real(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def test_the_next_address_is_asked_where_one_takes_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name stays in the Host header, the connection goes to what was looked up."""
    resolve_to(monkeypatch, "127.0.0.9", "127.0.0.1")
    with loopback(lambda _: Reply(body=b"here")) as server, httpx2.Client() as client:
        port = urlsplit(server.url).port
        url = f"http://docs.inkpress.example:{port}/a"

        response = ask_pinned(
            client, url, allow_private=True, timeout_s=2, headers={"accept": "text/html"}
        )
        body = response.read()

    assert body == b"here"
    assert server.received[0].headers["host"] == f"docs.inkpress.example:{port}"
    assert server.received[0].headers["accept"] == "text/html"


def test_a_private_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among public ones is enough."""
    resolve_to(monkeypatch, "93.184.216.34", "127.0.0.1")

    with httpx2.Client() as client, pytest.raises(OSError, match="a private network"):
        ask_pinned(client, "http://docs.inkpress.example/", allow_private=False, timeout_s=2)
