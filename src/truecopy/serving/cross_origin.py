"""Pages of other origins may ask what vendors answer, as far as a browser is concerned."""

import re
from collections.abc import Iterable, Mapping

from truecopy.serving.messages import Answer, Headers

_METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
# Names of headers as a browser lists them; what is none is not repeated.
_NAMES = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z, -]{0,4096}")
# Browsers ask again after it; a restart with --no-cors is noticed.
_MAX_AGE_S = b"600"
_ANYBODY = (b"access-control-allow-origin", b"*")


class CrossOrigin:
    """Says to browsers that any page may send anything, and read the answer.

    There are no cookies here: who has no key gets nothing that a page of its own would not get.

    Attributes:
        headers: Of every answer to a page.

    Source:
        The Fetch standard, section 3.3 (CORS protocol).
    """

    def __init__(self, exposed: Iterable[str]) -> None:
        """Prepare the headers.

        Args:
            exposed: Names of the headers of answers that scripts may read beside the usual ones.
        """
        names = ", ".join(sorted({name.lower() for name in exposed}))
        self.headers: Headers = [
            _ANYBODY,
            (b"access-control-expose-headers", names.encode("latin-1")),
        ]

    def preflight(self, method: str, headers: Mapping[bytes, bytes]) -> Answer | None:
        """Return the answer to a browser that asks before it sends, None for any other request."""
        if method != "OPTIONS" or b"access-control-request-method" not in headers:
            return None
        wanted = headers.get(b"access-control-request-headers", b"")
        allowed = wanted if wanted and _NAMES.fullmatch(wanted) else b"*"
        answer: Headers = [
            (b"access-control-allow-methods", _METHODS),
            (b"access-control-allow-headers", allowed),
            (b"access-control-max-age", _MAX_AGE_S),
        ]
        if headers.get(b"access-control-request-private-network") == b"true":
            answer.append((b"access-control-allow-private-network", b"true"))
        return Answer(204, b"", answer)
