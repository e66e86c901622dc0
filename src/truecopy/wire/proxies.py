"""Which proxy of the environment leads to an address: none to this machine, none past NO_PROXY."""

import ipaddress
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from urllib.request import getproxies

import httpx2

from truecopy.errors import TargetError
from truecopy.wire.address_guard import is_loopback
from truecopy.wire.exact_transport import ExactTransport
from truecopy.wire.time_limit import TimeLimit

Made = TypeVar("Made")

WANTS_PASSWORD = 407  # no status of a vendor: of the proxy alone
_PORTS = {"http": 80, "https": 443}
# Variables that name other certificates than those of the system.
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentProxy:
    """A proxy that an environment variable names; as text it has no password.

    Attributes:
        url: May have a user and a password in it.
        variable: Which one names it.
    """

    url: str = field(repr=False)
    variable: str

    def __str__(self) -> str:
        """Return where it is, and who says so."""
        place = self.url.rpartition("@")[2].rpartition("://")[2].partition("/")[0]
        return f"the proxy {place} of {self.variable}"


def proxy_of(url: str) -> EnvironmentProxy | None:
    """Return the proxy for an address, None where it is asked directly.

    The environment's variables count as for curl: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, in
    lower case or upper case; on some systems those of the desktop where it has none.
    """
    parsed, known = httpx2.URL(url), getproxies()
    kind = next((each for each in (parsed.scheme, "all") if known.get(each)), "")
    if not kind or is_loopback(url) or _is_excepted(parsed, known.get("no", "")):
        return None
    named = f"{kind}_proxy"
    variable = next((x for x in (named, named.upper()) if os.environ.get(x)), "the system")
    address = known[kind]
    return EnvironmentProxy(
        url=address if "://" in address else f"http://{address}", variable=variable
    )


def open_transport(
    make: Callable[..., Made], proxy: EnvironmentProxy | None, **settings: object
) -> Made:
    """Return a transport of some class that goes through a proxy, or directly.

    Raises:
        TargetError: The proxy is none that can be used.
    """
    try:
        trusted = _certificates(*map(os.environ.get, _CERTIFICATES))
        return make(proxy=proxy.url if proxy else None, verify=trusted, **settings)
    except (ImportError, ValueError, httpx2.InvalidURL) as error:
        is_socks = isinstance(error, ImportError)
        why = "it needs the package socksio" if is_socks else "its address is none of a proxy"
        raise TargetError(f"{proxy} cannot be used: {why}") from error


@lru_cache(maxsize=1)  # a process has one environment, and to read certificates takes 20 ms
def _certificates(*_: str | None) -> ssl.SSLContext:
    """Return the certificates that are trusted, as the environment names them."""
    return httpx2.create_ssl_context()


class RoutedTransport(httpx2.BaseTransport):
    """Sends each request through the proxy that the environment names for its host, or directly."""

    def __init__(self, limit: TimeLimit | None = None) -> None:
        """Open nothing yet.

        Args:
            limit: How long answers may take; None for as long as each piece of them comes in time.
        """
        self._limit = limit
        self._transports: dict[EnvironmentProxy | None, ExactTransport] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return an answer whose head is there.

        Raises:
            TargetError: The proxy is none that can be used.
            httpx2.ProxyError: The proxy cannot be reached, or does not let the request through.
        """
        # The Host header has the name where the request goes to an address that was looked up before.
        host = request.headers.get("host", "")
        named = f"{request.url.scheme}://{host}" if host else str(request.url)
        proxy = proxy_of(named) and proxy_of(str(request.url))
        try:
            return self._passed(request, proxy)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
            if proxy is None:
                raise
            raise httpx2.ProxyError(f"{error}, through {proxy}") from error

    def _passed(self, request: httpx2.Request, proxy: EnvironmentProxy | None) -> httpx2.Response:
        if proxy not in self._transports:
            self._transports[proxy] = open_transport(ExactTransport, proxy, limit=self._limit)
        response = self._transports[proxy].handle_request(request)
        if proxy and response.status_code == WANTS_PASSWORD:
            response.close()
            raise httpx2.ProxyError("407 Proxy Authentication Required")
        return response

    def close(self) -> None:
        """Close all connections."""
        for each in self._transports.values():
            each.close()


def _is_excepted(url: httpx2.URL, exceptions: str) -> bool:
    """Whether NO_PROXY names the host of an address: itself, a domain or network that it is in, or all."""
    port = url.port or _PORTS.get(url.scheme)
    for entry in exceptions.lower().split(","):
        name = entry.strip().rpartition("://")[2]
        number = ""
        if name.count(":") == 1 or "]:" in name:
            name, _, number = name.rpartition(":")
        if (not number or number == str(port)) and _has_host(name.strip("[]"), url.host):
            return True
    return False


def _has_host(name: str, host: str) -> bool:
    if name == "*":
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(name, strict=False)
    except ValueError:
        name = name.lstrip("*.")
        return bool(name) and (host == name or host.endswith(f".{name}"))
