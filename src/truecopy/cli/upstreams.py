"""Upstreams as the command line names them: addresses of a vendor that lead on, and not back."""

import socket
from urllib.parse import urlsplit

from truecopy.cli.options.listening import ListenOptions
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - looked for, not bound to
_DEFAULT_PORTS = {"http": 80, "https": 443}


def require_upstream(address: str) -> None:
    """Refuse what is no upstream.

    Raises:
        UsageError: It is no address, or has a password in it, which is not repeated.
    """
    if "@" in address:
        raise UsageError(
            "--upstream has a user or password in it; your client sends its key itself"
        )
    if not is_absolute_url(address) or "?" in address or "#" in address:
        raise UsageError(
            f"--upstream {address!r}: an address such as https://api.example.com or "
            "http://127.0.0.1:4747/VENDOR was expected"
        )


def refuse_loop(upstream: str, listening: ListenOptions) -> None:
    """Refuse an upstream that is the proxy itself.

    Args:
        listening: Where the proxy is about to listen; 0 is no port that anything listens on yet.

    Raises:
        UsageError: It is.
    """
    parts = urlsplit(upstream)
    if (parts.port or _DEFAULT_PORTS[parts.scheme.lower()]) != listening.port:
        return
    host = listening.host
    there = _addresses(parts.hostname or "")
    is_here = bool(there & _addresses(host))
    if is_here or (host in _EVERY_ADDRESS and any(_is_own(each) for each in there)):
        raise UsageError(
            f"--upstream {upstream} is the proxy's own address, and every request would go round in "
            "circles; --port picks another port"
        )


def _addresses(host: str) -> set[str]:
    """Return the addresses of a host; none where it does not resolve."""
    name = "127.0.0.1" if host.endswith(".localhost") else host
    try:
        return {str(each[4][0]) for each in socket.getaddrinfo(name, None)}
    except (OSError, UnicodeError):
        return set()


def _is_own(address: str) -> bool:
    """Whether an address is one of this machine's."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
