"""Between a target and here: every address of a host, proxies, and what they keep from being seen."""

import socket
from typing import Any

import pytest
from tests.loopback import Reply, loopback
from tests.upstreams import answering, nowhere, upstream

from truecopy.model import Draft
from truecopy.wire import Keys, Target
from truecopy.wire.unanswered import UnansweredError, UndeterminedError

LOOK = Draft(operation="look", method="GET", path="/v1")
KEYS = Keys(good=None)
PUBLIC = "https://api.example.com"


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name lead to some addresses, in this order; without one it leads nowhere."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        if host[:1].isdigit() or ":" in host:
            return real(host, port, *args, **more)
        if not addresses:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("dead", ["127.0.0.2", "127.0.0.2 127.0.0.3", "::1"])
def test_the_first_address_that_takes_a_connection_is_asked(
    monkeypatch: pytest.MonkeyPatch, dead: str
) -> None:
    """A host that listens on one of its addresses is found, wherever that stands among them."""
    with loopback(lambda _: Reply(body=b"picture")) as server, Target(server.url, KEYS) as made:
        resolve(monkeypatch, *dead.split(), "127.0.0.1")
        port = server.url.rpartition(":")[2]

        assert made.download(f"http://cdn:{port}/1.png").body == b"picture"

    assert [each.headers["host"] for each in server.received] == [f"cdn:{port}"]


def test_an_address_that_answers_is_the_last_one_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is no picture is an answer: nobody else is asked."""
    with loopback(lambda _: Reply(status=404)) as server, Target(server.url, KEYS) as made:
        resolve(monkeypatch, "127.0.0.1", "127.0.0.2")
        with pytest.raises(OSError, match="the answer is 404"):
            made.download(f"http://cdn:{server.url.rpartition(':')[2]}/1.png")

    assert len(server.received) == 1


def test_a_host_that_takes_no_connection_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none of the addresses answers the picture is not to be had, and that is the host's affair."""
    port = nowhere().rpartition(":")[2]
    resolve(monkeypatch, "127.0.0.2", "127.0.0.1")

    with (
        Target("http://127.0.0.1", KEYS) as made,
        pytest.raises(UnansweredError, match="ConnectErr") as told,
    ):
        made.download(f"http://cdn:{port}/1.png")
    assert not isinstance(told.value, UndeterminedError)


def test_a_name_that_perhaps_the_proxy_resolves_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Behind a proxy a name need not resolve here; without one it leads nowhere."""
    resolve(monkeypatch)
    monkeypatch.setenv("NO_PROXY", "excepted.example")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@proxy.example:3128")
    with Target(PUBLIC, KEYS) as made:
        told = "cdn.example does not resolve.*the proxy proxy.example:3128 of HTTPS_PROXY may know"
        with pytest.raises(UndeterminedError, match=told) as caught:
            made.download("https://cdn.example/1.png")
        assert "secret" not in str(caught.value)
        with pytest.raises(OSError, match="does not resolve") as plain:
            made.download("https://excepted.example/1.png")
        assert not isinstance(plain.value, UndeterminedError)


def test_a_proxy_that_does_not_let_through_says_nothing_of_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the proxy refuses, the vendor has not refused."""
    resolve(monkeypatch, "93.184.216.34")
    monkeypatch.setenv("NO_PROXY", "")
    with upstream(answering(b"", status=b"403 Forbidden")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        told = "403 Forbidden, through the proxy"
        with Target(PUBLIC, KEYS) as made, pytest.raises(UndeterminedError, match=told):
            made.download("https://cdn.example/1.png")

        assert proxy.heads[0].startswith(b"CONNECT 93.184.216.34:443 ")


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY"])
def test_a_target_of_this_machine_gets_the_key_and_no_proxy_does(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Requests to this machine go past every proxy, under any of its names."""
    monkeypatch.setenv("NO_PROXY", "")
    with loopback() as server, loopback() as proxy:
        monkeypatch.setenv(name, proxy.url)
        for host in ("127.0.0.1", "localhost", "vendor.localhost"):
            with Target(server.url.replace("127.0.0.1", host), Keys(good="sk-good")) as made:
                assert made.send(LOOK).status == 200

    assert proxy.received == []
    assert [each.headers["authorization"] for each in server.received] == ["Bearer sk-good"] * 3


def test_a_target_behind_a_proxy_that_is_down_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the proxy, and nothing was sent."""
    address = nowhere()
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", address)
    with Target("http://api.example.com", KEYS) as made:
        seen = made.send(LOOK)

    assert not seen.is_sent
    assert f"through the proxy {address.removeprefix('http://')} of HTTP_PROXY" in seen.failure
