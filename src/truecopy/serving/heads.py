"""What a connection itself goes by in the head of a request: version, host, and the coding of the body."""

import re
from collections.abc import Sequence
from ipaddress import IPv6Address

#: Headers by which a connection goes.
DECISIVE = frozenset({b"expect", b"host", b"transfer-encoding"})
#: Stands beside them for the host of a target that is a whole address; no header is called so.
AUTHORITY = b":authority"
_VERSIONS = frozenset({"1.0", "1.1"})
_CHUNKED = b"chunked"
# A host and its port (RFC 3986 section 3.2.2), which may both be empty; each letter can be read in one way only.
_HOST = re.compile(
    rb"(?:\[(?:v[0-9A-Fa-f]+\.[\w.~!$&'()*+,;=:-]+|(?P<ipv6>[0-9A-Fa-f:.]+)(?:%25[\w.~-]+)?)\]"
    rb"|(?:[A-Za-z0-9_.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
_AUTHORITY = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_LONGEST_SHOWN = 60


def head_problem(version: str, decisive: Sequence[tuple[bytes, bytes]]) -> str | None:
    """Return why a request is refused by its head, None for a good one.

    Args:
        version: Such as `1.1`.
        decisive: Name in lower case and value of each of the decisive headers, of a whole address also the authority.

    Source:
        RFC 9112 sections 2.3, 3.2 and 6.1. Other versions and codings are refused as bad requests, too, where
        501 and 505 are advised: clients repeat what ends in a status of 500 or more.
    """
    if version not in _VERSIONS:
        return f"this server speaks HTTP/1.1, not {version}"
    problem = _host_problem(decisive, is_needed=version != "1.0")
    if problem is not None:
        return problem
    sent = b",".join(value for name, value in decisive if name == b"transfer-encoding")
    codings = [each.strip() for each in sent.split(b",") if each.strip()]
    unknown = next((each for each in codings if each.lower() != _CHUNKED), None)
    if unknown is None:
        return None
    return f"the transfer coding {_shown(unknown)} is not known here; chunked is"


def is_expectant(decisive: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether a client waits to be asked for its body (RFC 9110 section 10.1.1)."""
    return any(name == b"expect" and value.lower() == b"100-continue" for name, value in decisive)


def authority_of(target: bytes) -> bytes | None:
    """Return the host that a whole address as the target of a request names, None where it is no whole address."""
    found = _AUTHORITY.match(target)
    return found[1] if found else None


def _host_problem(decisive: Sequence[tuple[bytes, bytes]], *, is_needed: bool) -> str | None:
    lines = [value for name, value in decisive if name == b"host"]
    if not lines and is_needed:
        return "there is no Host, which every request of HTTP/1.1 has"
    if len(lines) > 1:
        return f"there are {len(lines)} lines of Host, where there is one"
    hosts = [*lines, *(value for name, value in decisive if name == AUTHORITY)]
    wrong = next((each for each in hosts if not _is_host(each)), None)
    if wrong is None:
        return None
    if b"@" in wrong:  # what stands before it is not for a log
        return "a host has no user and no password"
    return f"{_shown(wrong)} is no host name or address"


def _is_host(text: bytes) -> bool:
    found = _HOST.fullmatch(text)
    return found is not None and (found["ipv6"] is None or _is_ipv6(found["ipv6"]))


def _is_ipv6(text: bytes) -> bool:
    try:
        IPv6Address(text.decode("ascii"))
    except ValueError:
        return False
    return True


def _shown(value: bytes) -> str:
    return repr(value[:_LONGEST_SHOWN].decode("latin-1"))
