"""The formats of JSON Schema that contracts use, implemented once for both validators."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

# Five groups of hex digits; which version it is does not matter.
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# The form alone: whether there is such a day says `datetime`.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})"
)
# No white space and no character that a client would have to encode.
_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in its canonical form.

    Source:
        RFC 9562 section 4.
    """
    return _UUID.fullmatch(text) is not None


def is_instant(text: str) -> bool:
    """Whether the text is a date and time with its offset from UTC.

    Source:
        RFC 3339 section 5.6.
    """
    if not _INSTANT.fullmatch(text):
        return False
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def parse_instant(text: str) -> datetime:
    """Return the instant that an RFC 3339 text names.

    Raises:
        ValueError: It names none.
    """
    plain = re.sub(
        r"\.([0-9]+)", lambda found: "." + found.group(1)[:6].ljust(6, "0"), text.upper()
    )
    return datetime.fromisoformat(plain)


def instant(seconds: float) -> str:
    """Return unix seconds as an RFC 3339 text in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def precise_instant(seconds: float) -> str:
    """Return unix seconds as an RFC 3339 text in UTC, to the microsecond."""
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def is_absolute_url(text: str) -> bool:
    """Whether the text is an http or https address with a host."""
    if not _URL.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def is_binary(_: str) -> bool:
    """Accept any text: the bytes of a part are judged by `x-image`."""
    return True


# A text of each format, for requests that show the format and nothing else.
SAMPLES: Mapping[str, str] = {
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "date-time": "2025-01-01T00:00:00Z",
    "uri": "https://example.com/resource",
}
FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uuid": is_uuid,
    "date-time": is_instant,
    "uri": is_absolute_url,
    "binary": is_binary,
}
