"""Which addresses may be fetched: a target that is not private never leads into a private network."""

import ipaddress
import socket
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine, by its host name alone."""
    host = _host(url)
    if _is_local_name(host):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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


def pin(url: str, *, allow_private: bool) -> tuple[str, str]:
    """Return an address with its host resolved once, and the host for the Host header.

    What is connected to is what was looked at: a name that resolves to something else a moment later
    changes nothing.

    Raises:
        OSError: The name does not resolve, or leads to a private address that is not allowed.
    """
    try:
        parts = urlsplit(url)
        host, number = parts.hostname or "", parts.port
    except ValueError as error:
        start = url[:200]  # an answer may name any text
        raise OSError(f"{start!r} is no address: {error}") from error
    if allow_private and host.endswith(".localhost"):
        return local_address(url)
    try:
        found = socket.getaddrinfo(host, number or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise OSError(f"{host} does not resolve: {error}") from error
    if _is_local_name(host):
        found.sort(key=lambda each: each[0] != socket.AF_INET)
    addresses = [str(each[4][0]) for each in found]
    private = [each for each in addresses if not _is_global(each)]
    if private and not allow_private:
        raise OSError(f"{host} is {private[0]}, an address of a private network")
    port = f":{number}" if number else ""
    pinned = parts._replace(netloc=f"{_bracketed(addresses[0])}{port}").geturl()
    return pinned, f"{_bracketed(host)}{port}"


def _host(url: str) -> str:
    """Return the host of an address in lower case; empty where it cannot be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_local_name(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _is_global(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
