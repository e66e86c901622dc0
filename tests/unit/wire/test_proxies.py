"""Which proxy of the environment leads to an address, and what is said of one that does not let through."""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.loopback import Loopback, loopback
from tests.upstreams import answering, nowhere, upstream

from truecopy.errors import TargetError
from truecopy.wire.exact_transport import ExactTransport
from truecopy.wire.proxies import RoutedTransport, open_transport, proxy_of

VENDOR = "http://api.vendor.example"
NAMES = [f"{kind}_proxy" for kind in ("http", "https", "all", "no")]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every proxy out of the environment."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A proxy for all addresses."""
    with loopback() as server:
        monkeypatch.setenv("ALL_PROXY", server.url)
        yield server


@pytest.mark.parametrize(
    ("variables", "url", "told"),
    [
        ({}, VENDOR, "None"),
        ({"http_proxy": "http://a:1"}, VENDOR, "the proxy a:1 of http_proxy"),
        ({"HTTP_PROXY": "a:1"}, VENDOR, "the proxy a:1 of HTTP_PROXY"),
        ({"HTTP_PROXY": "http://a:1"}, "https://api.vendor.example", "None"),
        ({"HTTPS_PROXY": "http://a:1/"}, "https://x.example", "the proxy a:1 of HTTPS_PROXY"),
        ({"ALL_PROXY": "http://a:1", "http_proxy": "b:1"}, VENDOR, "the proxy b:1 of http_proxy"),
        ({"all_proxy": "socks5://me:p@ss@a:1"}, VENDOR, "the proxy a:1 of all_proxy"),
        ({"HTTP_PROXY": "me:secret@a:1"}, VENDOR, "the proxy a:1 of HTTP_PROXY"),
    ],
)
def test_the_environment_names_a_proxy(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], url: str, told: str
) -> None:
    """The scheme's own variable goes before the one for all, and what is told has no password."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert str(proxy_of(url)) == told
    assert "@" not in repr(proxy_of(url))


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "vendor.localhost", "127.0.0.1:1", "127.9.9.9", "[::1]:1"]
)
@pytest.mark.usefixtures("proxy")
def test_no_proxy_leads_to_this_machine(host: str) -> None:
    """What is on this machine is asked directly, whatever the environment says."""
    assert proxy_of(f"http://{host}/v1") is None


@pytest.mark.parametrize(
    ("exceptions", "host"),
    [
        ("*", "api.vendor.example"),
        ("other, api.vendor.example", "api.vendor.example"),
        ("Vendor.Example", "api.vendor.example"),
        (".vendor.example", "api.vendor.example"),
        ("*.vendor.example", "api.vendor.example"),
        ("vendor.example:80", "api.vendor.example"),
        ("vendor.example:8080", "api.vendor.example:8080"),
        ("10.0.0.0/8", "10.1.2.3"),
        ("10.1.2.3", "10.1.2.3:99"),
        ("fd00::/8", "[fd00::1]"),
        ("[fd00::1]:80", "[fd00::1]"),
        ("http://vendor.example", "vendor.example"),
    ],
)
@pytest.mark.usefixtures("proxy")
def test_exceptions_are_asked_directly(
    monkeypatch: pytest.MonkeyPatch, exceptions: str, host: str
) -> None:
    """NO_PROXY names hosts, domains, networks, each with a port or without, or all."""
    monkeypatch.setenv("NO_PROXY", exceptions)

    assert proxy_of(f"http://{host}/") is None


@pytest.mark.parametrize(
    ("exceptions", "host"),
    [
        ("", "api.vendor.example"),
        (",, .", "api.vendor.example"),
        ("dor.example", "api.vendor.example"),
        ("api.vendor.example.com", "api.vendor.example"),
        ("vendor.example:8080", "api.vendor.example"),
        ("10.0.0.0/8", "11.1.2.3"),
        ("10.0.0.0/8", "api.vendor.example"),
        ("10.0.0.0/99", "10.1.2.3"),
    ],
)
@pytest.mark.usefixtures("proxy")
def test_what_is_no_exception_goes_through_the_proxy(
    monkeypatch: pytest.MonkeyPatch, exceptions: str, host: str
) -> None:
    """A part of a name, another port or another network is no exception, and nonsense is none."""
    monkeypatch.setenv("NO_PROXY", exceptions)

    assert proxy_of(f"http://{host}/") is not None


def test_a_request_goes_through_the_proxy_or_past_it(proxy: Loopback) -> None:
    """Of two hosts the one on this machine is asked directly, whatever name it goes by."""
    with loopback() as here, httpx2.Client(transport=RoutedTransport()) as client:
        client.get(here.url)
        client.get(f"{VENDOR}/there")
        client.get(here.url, headers={"host": "api.vendor.example"})

    assert [each.path for each in proxy.received] == [f"{VENDOR}/there"]
    assert len(here.received) == 2


@pytest.mark.parametrize(
    ("exceptions", "told"),
    [("vendor.example", ["None"]), ("192.0.2.0/24", ["None"]), ("x.example", ["the proxy"])],
)
def test_an_address_goes_the_way_of_its_name(
    monkeypatch: pytest.MonkeyPatch, proxy: Loopback, exceptions: str, told: list[str]
) -> None:
    """The Host header says whose address it is: NO_PROXY may name either."""
    monkeypatch.setenv("NO_PROXY", exceptions)
    monkeypatch.setattr(ExactTransport, "handle_request", lambda *_: httpx2.Response(200))
    transport = RoutedTransport()
    with httpx2.Client(transport=transport) as client:
        client.get("http://192.0.2.1/", headers={"host": "vendor.example"})

    assert [str(each)[:9] for each in transport._transports] == told


def test_a_proxy_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has proxy and variable, and no password."""
    address = nowhere().removeprefix("http://")
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@{address}")
    with (
        httpx2.Client(transport=RoutedTransport()) as client,
        pytest.raises(httpx2.ProxyError, match=f"through the proxy {address} of HTTP_PROXY$") as it,
    ):
        client.get(VENDOR)

    assert "secret" not in str(it.value)


def test_a_proxy_that_lets_nobody_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal of the proxy is not taken for the vendor's: neither of a tunnel, nor for want of a password."""
    refusals = ((VENDOR, "407 Proxy Authentication"), ("https://vendor.example", "403 Forbidden"))
    with upstream(answering(b"", status=b"407 Proxy Authentication Required")) as open_to_few:
        monkeypatch.setenv("HTTP_PROXY", open_to_few.url)
        with upstream(answering(b"", status=b"403 Forbidden")) as closed:
            monkeypatch.setenv("HTTPS_PROXY", closed.url)
            with httpx2.Client(transport=RoutedTransport()) as client:
                for url, why in refusals:
                    with pytest.raises(httpx2.ProxyError, match=f"{why}.*, through the proxy"):
                        client.get(url)


@pytest.mark.parametrize(
    ("address", "why"),
    [("socks5://me:secret@a:1", "package socksio"), ("ftp://me:secret@a", "none of a proxy")],
)
def test_a_proxy_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, address: str, why: str
) -> None:
    """What is no proxy, or one that nothing here speaks to, is an error that says which variable has it."""
    monkeypatch.setenv("ALL_PROXY", address)

    with pytest.raises(TargetError, match=f"of ALL_PROXY cannot be used: .*{why}") as caught:
        open_transport(ExactTransport, proxy_of(VENDOR))
    assert "secret" not in str(caught.value)


def test_certificates_are_read_once_for_an_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every transport trusts the same ones, until the environment names others."""
    read = list[str]()

    def settings(**given: Any) -> Any:
        return given["verify"]

    def note() -> ssl.SSLContext:
        read.append(os.environ.get("SSL_CERT_DIR", ""))
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    monkeypatch.setattr("httpx2.create_ssl_context", note)
    for folder in (tmp_path / "a", tmp_path / "b"):
        monkeypatch.setenv("SSL_CERT_DIR", str(folder))

        assert open_transport(settings, None) is open_transport(settings, None)

    assert read == [str(tmp_path / "a"), str(tmp_path / "b")]
