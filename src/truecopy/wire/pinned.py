"""A request to the addresses that a host was looked up at, one after another."""

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import httpx2

from truecopy.wire.address_guard import UnresolvedError, pin
from truecopy.wire.proxies import proxy_of
from truecopy.wire.unanswered import UndeterminedError

# A host that is there answers one of TCP's attempts, at 0, 1, 3 and 7 seconds.
LONGEST_CONNECT_S = 10.0
NOT_CONNECTED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)


def ask_pinned(
    client: httpx2.Client,
    url: str,
    *,
    allow_private: bool,
    timeout_s: float,
    headers: Mapping[str, str] | None = None,
) -> httpx2.Response:
    """Return what the first address of a host answers to a GET that takes a connection; its body is not read yet.

    Args:
        timeout_s: For a connection, and for each piece of the answer.

    Raises:
        UndeterminedError: Nothing can be said of the host from here.
        OSError: There is no such host, or it may not be asked.
        httpx2.HTTPError: None of its addresses answers.
    """
    addresses, host = _pinned(url, allow_private=allow_private)
    # Together they may take as long as one.
    connect_s = min(LONGEST_CONNECT_S, timeout_s) / len(addresses)

    def ask(address: str) -> httpx2.Response:
        request = client.build_request(
            "GET",
            address,
            headers={**(headers or {}), "host": host},
            extensions={"sni_hostname": urlsplit(f"//{host}").hostname},
            timeout=httpx2.Timeout(timeout_s, connect=connect_s),
        )
        return client.send(request, stream=True)

    for each in addresses[:-1]:
        with suppress(*NOT_CONNECTED):
            return ask(each)
    return ask(addresses[-1])


def _pinned(url: str, *, allow_private: bool) -> tuple[list[str], str]:
    """Return an address once for each that a host resolves to, and the host for the Host header.

    Raises:
        UndeterminedError: The host cannot be looked up here, and a proxy may know it.
        OSError: There is no such host, or it may not be asked.
    """
    try:
        return pin(url, allow_private=allow_private)
    except UnresolvedError as error:
        proxy = proxy_of(url)
        if proxy is None:
            raise
        raise UndeterminedError(f"{error}; {proxy} may know it, and is not asked") from error
