"""Which addresses are on this machine, which are private, and what a name is pinned to."""

import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truecopy.wire.address_guard import (
    UnresolvedError,
    is_loopback,
    is_private,
    local_address,
    pin,
)
from truecopy.wire.unanswered import UndeterminedError

PUBLIC, PUBLIC_6 = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"


def resolve_to(
    monkeypatch: pytest.MonkeyPatch, *addresses: str, asked: list[Any] | None = None
) -> None:
    """Let every name resolve to some addresses."""

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        if asked is not None:
            asked.append((host, port))
        return [
            (
                socket.AF_INET6 if ":" in each else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (each, port),
            )
            for each in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "mock.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "user:pass@localhost",
        "localhost:4747",
    ],
)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    """The names and addresses of this machine, with any port or user, are loopback and so private."""
    assert is_loopback(f"http://{host}/v1")
    assert is_private(f"http://{host}/v1")


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - looked at, not bound to
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
        "intranet",
        "localhost@10.0.0.1",
        "notlocalhost",
    ],
)
def test_private_networks_are_not_this_machine(host: str) -> None:
    """Private addresses and names without a dot are private, and not on this machine."""
    assert is_private(f"http://{host}/")
    assert not is_loopback(f"http://{host}/")


@pytest.mark.parametrize(
    "host",
    [
        "api.example.com",
        PUBLIC,
        f"[{PUBLIC_6}]",
        "localhost.example.com",
        "api.notlocalhost",
        "localhost@example.com",
        "localhost:80@example.com",
    ],
)
def test_public_hosts_are_neither(host: str) -> None:
    """A public host is not taken for this machine, whatever stands around it."""
    assert not is_loopback(f"https://{host}/")
    assert not is_private(f"https://{host}/")


@pytest.mark.parametrize("url", ["", "/v1", "http://", "http:///x", "nonsense"])
def test_an_address_without_a_host_is_not_this_machine(url: str) -> None:
    """What names no host is not loopback."""
    assert not is_loopback(url)


@pytest.mark.parametrize("url", ["http://[::1", "http://[x]/"])
def test_an_address_that_cannot_be_read_is_nowhere(url: str) -> None:
    """What cannot be taken apart is neither on this machine nor a reason to fail."""
    assert not is_loopback(url)
    with pytest.raises(OSError, match=r"."):
        pin(url, allow_private=False)


@pytest.mark.parametrize(
    ("url", "address", "pinned", "host"),
    [
        ("https://a.example/p.png?q=1", PUBLIC, f"https://{PUBLIC}/p.png?q=1", "a.example"),
        ("http://a.example:8080/p", PUBLIC, f"http://{PUBLIC}:8080/p", "a.example:8080"),
        ("https://a.example/p", PUBLIC_6, f"https://[{PUBLIC_6}]/p", "a.example"),
        ("http://a.example:81/p", PUBLIC_6, f"http://[{PUBLIC_6}]:81/p", "a.example:81"),
        ("http://me:secret@a.example/p", PUBLIC, f"http://{PUBLIC}/p", "a.example"),
        (f"http://[{PUBLIC_6}]:81/p", PUBLIC_6, f"http://[{PUBLIC_6}]:81/p", f"[{PUBLIC_6}]:81"),
        (f"http://[{PUBLIC_6}]/p", PUBLIC_6, f"http://[{PUBLIC_6}]/p", f"[{PUBLIC_6}]"),
    ],
)
def test_an_address_is_pinned_to_what_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, url: str, address: str, pinned: str, host: str
) -> None:
    """The host is replaced by its address, port and path stay, a user goes; the host header is whole."""
    resolve_to(monkeypatch, address)

    assert pin(url, allow_private=False) == ([pinned], host)


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["fe80::1%eth0"],
        ["::ffff:127.0.0.1"],
        [PUBLIC, "10.0.0.1"],
        [PUBLIC, PUBLIC_6, "::1"],
        ["192.168.0.1", PUBLIC],
    ],
    ids=" ".join,
)
def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: Sequence[str]
) -> None:
    """One private address among several is enough to refuse a name, unless private ones are allowed."""
    resolve_to(monkeypatch, *addresses)

    with pytest.raises(OSError, match=r"a\.example is .* an address of a private network"):
        pin("http://a.example/", allow_private=False)
    pinned, _ = pin("http://a.example/", allow_private=True)
    assert [each in one for each, one in zip(addresses, pinned, strict=True)] == [True] * len(
        pinned
    )


def test_the_refusal_names_the_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several addresses the message has the one that is private."""
    resolve_to(monkeypatch, PUBLIC, "10.0.0.1")

    with pytest.raises(OSError, match=r"10\.0\.0\.1"):
        pin("http://a.example/", allow_private=False)


def test_local_names_prefer_the_older_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    """A local name leads to 127.0.0.1 where it has both, as servers listen there; others keep the order."""
    resolve_to(monkeypatch, "::1", "127.0.0.1")

    both = ["http://127.0.0.1:1/", "http://[::1]:1/"]
    assert pin("http://localhost:1/", allow_private=True)[0] == both
    assert pin("http://mock.localhost:1/", allow_private=True)[0] == both
    assert pin("http://other:1/", allow_private=True)[0] == both[::-1]


def test_an_address_that_is_named_often_is_tried_once_and_hundreds_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each address of a name is there once; of a name that has hundreds there are eight."""
    resolve_to(monkeypatch, PUBLIC, PUBLIC, PUBLIC_6)
    few, _ = pin("http://a.example/", allow_private=False)
    resolve_to(monkeypatch, *(f"93.184.216.{each}" for each in range(200)))
    many, _ = pin("http://a.example/", allow_private=False)

    assert few == [f"http://{PUBLIC}/", f"http://[{PUBLIC_6}]/"]
    assert len(many) == 8


@pytest.mark.parametrize("address", ["198.18.0.7", "198.19.255.255"])
def test_an_address_that_stands_for_another_says_nothing(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Where a proxy's own resolver hides the real address, nothing is known of it; written out it is private."""
    resolve_to(monkeypatch, address)

    with pytest.raises(UndeterminedError, match=f"a.example resolves to {address}"):
        pin("http://a.example/", allow_private=False)
    with pytest.raises(OSError, match="private network") as caught:
        pin(f"http://{address}/", allow_private=False)
    assert not isinstance(caught.value, UndeterminedError)
    assert pin("http://a.example/", allow_private=True)[0] == [f"http://{address}/"]


def test_a_name_is_looked_up_at_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """The port of the address is the one that is resolved, else that of https."""
    asked: list[Any] = []
    resolve_to(monkeypatch, PUBLIC, asked=asked)
    pin("http://a.example:8080/", allow_private=False)
    pin("https://a.example/", allow_private=False)

    assert asked == [("a.example", 8080), ("a.example", 443)]


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")]
)
def test_a_name_that_does_not_resolve_is_named(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A name that leads nowhere is an error that says which one."""

    def getaddrinfo(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    with pytest.raises(UnresolvedError, match=r"a\.example does not resolve: ") as raised:
        pin("http://a.example/", allow_private=True)
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    "url", ["http://a.example:99999/", "http://a.example:x/", "http://a.example:-1/"]
)
def test_a_port_that_is_none_leads_nowhere(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A port that no host has is a picture that cannot be had, not a failure of the tool."""
    resolve_to(monkeypatch, PUBLIC)

    with pytest.raises(OSError, match=r"."):
        pin(url, allow_private=False)


@given(url=st.text() | st.text().map("http://{}/".format) | st.text().map("https://[{}]:1/".format))
def test_no_text_breaks_the_look_at_an_address(url: str) -> None:
    """Whatever a target names as an address, it is pinned or an OSError, and classed without an error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _nowhere)

        with pytest.raises(OSError, match=r"."):
            pin(url, allow_private=False)
    is_loopback(url)
    is_private(url)


def test_a_host_with_a_null_leads_nowhere() -> None:
    """A host that the resolver does not even take is an OSError too."""
    with pytest.raises(OSError, match=r"."):
        pin("http://a\0b/", allow_private=False)


def test_numbers_in_disguise_are_looked_up_first() -> None:
    """An address written as one number is no public host: what it resolves to is looked at."""
    assert urlsplit("http://2130706433/").hostname == "2130706433"

    with pytest.raises(OSError, match=r"127\.0\.0\.1"):
        pin("http://2130706433/", allow_private=False)


def _nowhere(host: str, *_: object, **__: object) -> None:
    raise socket.gaierror(-2, f"{host}: not known")


@pytest.mark.parametrize(
    ("url", "reached", "host"),
    [
        ("http://vendor.localhost:4747/v1", "http://127.0.0.1:4747/v1", "vendor.localhost:4747"),
        ("http://vendor.localhost/v1", "http://127.0.0.1/v1", "vendor.localhost"),
        ("http://localhost:80/", "http://localhost:80/", ""),
        ("http://localhost.example.com/", "http://localhost.example.com/", ""),
        ("http://[::1", "http://[::1", ""),
    ],
)
def test_names_below_localhost_are_on_this_machine(url: str, reached: str, host: str) -> None:
    """`x.localhost` is reached here, under its own name, whether or not the system resolves it."""
    assert local_address(url) == (reached, host)
