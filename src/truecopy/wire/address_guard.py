"""Which addresses may be fetched: a target that is not private never leads into a private network."""

import ipaddress
import socket
from urllib.parse import urlsplit

from truecopy.contract.hosts import is_loopback_host
from truecopy.wire.unanswered import UndeterminedError

# RFC 6761 section 6.3 has both; servers of this machine listen on the older one.
_LOOPBACK = ("127.0.0.1", "::1")
# Stores of pictures have two to six; who names hundreds gets no hundred attempts.
_MOST_ADDRESSES = 8
# Of tests of networks (RFC 2544): no server has one, so proxies give them out for names ("fake-ip").
_FAKES = ipaddress.ip_network("198.18.0.0/15")


class UnresolvedError(OSError):
    """A name leads to no address from this machine."""


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, by its host name alone."""
    return is_loopback_host(_host(url))


def is_private(url: str) -> bool:
    """Whether an address is on this machine or in a private network, by its host name alone."""
    host = _host(url)
    if is_loopback(url):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host


def local_address(url: str) -> tuple[str, str]:
    """Return an address on this machine for names such as `x.localhost`, and the host for the Host header.

    Not every system resolves such names. Any other address comes back as it is, with an empty host.

    Source:
        RFC 6761 section 6.3.
    """
    if not _host(url).endswith(".localhost"):
        return url, ""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"127.0.0.1{port}").geturl(), parts.netloc


def pin(url: str, *, allow_private: bool) -> tuple[list[str], str]:
    """Return an address once for each that its host resolves to, in order, and the host for the Host header.

    What is connected to is what was looked at: a name that resolves to something else a moment later
    changes nothing.

    Raises:
        UndeterminedError: The name resolves to an address that stands for another.
        UnresolvedError: It does not resolve.
        OSError: It leads to a private address that is not allowed, or the address is none.
    """
    try:
        parts = urlsplit(url)
        host, number = parts.hostname or "", parts.port
    except ValueError as error:
        start = url[:200]  # an answer may name any text
        raise OSError(f"{start!r} is no address: {error}") from error
    if allow_private and host.endswith(".localhost"):
        addresses = list(_LOOPBACK)
    else:
        addresses = _resolved(host, number or 443)
    if not allow_private:
        _refuse_private(host, addresses)
    port = f":{number}" if number else ""
    pinned = [parts._replace(netloc=f"{_bracketed(each)}{port}").geturl() for each in addresses]
    return pinned, f"{_bracketed(host)}{port}"


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise UnresolvedError(f"{host} does not resolve: {error}") from error
    if is_loopback_host(host):
        found.sort(key=lambda each: each[0] != socket.AF_INET)
    return list(dict.fromkeys(str(each[4][0]) for each in found))[:_MOST_ADDRESSES]


def _refuse_private(host: str, addresses: list[str]) -> None:
    private = [each for each in addresses if not _is_global(each)]
    fakes = [each for each in private if each != host and _is_fake(each)]
    if fakes:
        raise UndeterminedError(
            f"{host} resolves to {fakes[0]}, by which a proxy on this machine hides the real address"
        )
    if private:
        raise OSError(f"{host} is {private[0]}, an address of a private network")


def _host(url: str) -> str:
    """Return the host of an address in lower case; empty where it cannot be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_global(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def _is_fake(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]) in _FAKES


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
