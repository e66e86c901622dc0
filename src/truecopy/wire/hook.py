"""Messages to hooks: sent once if it works, tried again if it does not, never along a redirect."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx2

from truecopy.errors import TargetError, UsageError
from truecopy.wire.address_guard import is_loopback
from truecopy.wire.proxies import RoutedTransport
from truecopy.wire.time_limit import TimeIsUpError, TimeLimit

# A receiver that takes longer does its work before it answers; a run does not wait for that.
_TIMEOUT_S = 10.0
# Seconds before each further try: a receiver that restarts is back by then.
_WAITS_S = (1.0, 4.0)
# What may pass with another try: too many requests, and failures of the server.
_PASSING = frozenset({408, 425, 429, *range(500, 600)})
# The answer of a hook says nothing that is used; so much of it is read that the connection ends cleanly.
_MOST_ANSWER_BYTES = 65_536


def require_hook(url: str) -> None:
    """Refuse an address to which no message may go; it is a secret, and not shown.

    Raises:
        UsageError: It is neither https nor http on this machine.
    """
    try:
        parsed = urlsplit(url)
        scheme = parsed.scheme if parsed.hostname and parsed.port != 0 else ""
    except ValueError:
        scheme = ""
    if not scheme:
        raise UsageError("the hook has no address that can be used; https://HOST/PATH was expected")
    if scheme != "https" and not (scheme == "http" and is_loopback(url)):
        raise UsageError(
            "the hook is neither https nor on this machine; whoever is on the way could read it"
        )


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of `TIMESTAMP.BODY` in hex, as a receiver computes it."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post_hook(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Send a message; three tries at most.

    Raises:
        TargetError: It did not arrive; says why, without the address.
    """
    why = ""
    for wait_s in (*_WAITS_S, None):
        why, is_passing = _try(url, body, headers)
        if not why:
            return
        if wait_s is None or not is_passing:
            break
        sleep(wait_s)
    raise TargetError(why)


def _try(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[str, bool]:
    """Return why a message did not arrive, empty if it did, and whether another try may help."""
    limit = TimeLimit()
    limit.begin(_TIMEOUT_S)
    try:
        with (
            httpx2.Client(transport=RoutedTransport(limit), timeout=_TIMEOUT_S) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as response,
        ):
            status, size = response.status_code, 0
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > _MOST_ANSWER_BYTES:
                    break
    except (httpx2.TimeoutException, TimeIsUpError):
        return f"it did not answer within {_TIMEOUT_S:g} s", True
    except (httpx2.HTTPError, TargetError) as error:
        return f"it cannot be reached ({type(error).__name__})", True
    except (httpx2.InvalidURL, ValueError, UnicodeError):
        return "its address cannot be used", False
    if 200 <= status < 300:
        return "", False
    if 300 <= status < 400:
        return f"it answered {status}, a redirect, which is not followed", False
    return f"it answered {status}", status in _PASSING
