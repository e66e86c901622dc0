"""What went wrong on the way to a server, in words."""

import pytest

from truecopy.wire.failures import told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("[Errno 111] Connection refused"), "OSError: Connection refused"),
        (OSError("[Errno -2] no\n such  name"), "OSError: no such name"),
        (ValueError(), "ValueError"),
    ],
)
def test_an_error_is_told_by_its_kind_and_its_words(error: Exception, words: str) -> None:
    """On one line; its number tells nobody anything."""
    assert told(error) == words
