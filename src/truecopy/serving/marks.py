"""Headers by which Truecopy's own servers say what they are, and why they answer as they do."""

import re
from collections.abc import Iterable

MARK = "x-truecopy"
# Some proxies refuse answers with longer headers.
_EXPLAIN_BYTES = 1024


def mark(kind: str) -> tuple[bytes, bytes]:
    """Return the header that keeps an answer from passing for a vendor's.

    Args:
        kind: What gives the answer: `mock`, `replay`.
    """
    return MARK.encode(), kind.encode()


def notes_header(notes: Iterable[str]) -> tuple[bytes, bytes]:
    """Return the header that tells a developer what was ignored: ASCII, at most 1 KB."""
    return b"x-truecopy-notes", explanation_header("; ".join(notes))[1]


def explanation_header(text: str) -> tuple[bytes, bytes]:
    """Return the header that tells a developer what was wrong: ASCII, at most 1 KB."""
    plain = " ".join(text.split()).encode("ascii", "backslashreplace")
    return b"x-truecopy-explain", re.sub(rb"[^ -~]", b"?", plain)[:_EXPLAIN_BYTES]
