"""Real connections beside patched ones, for clients that ask from several threads.

To make a real connection, VCR.py takes back all its patches for a moment. What another thread asks in that moment goes to the
network past the cassette: it is not recorded, and with a cassette that only plays it is paid for. Two such moments that
overlap leave the patches off for good.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import RLock
from typing import Any

from vcr import patch

# The names by which a real connection finds the class that it inherits from; clients ask by way of others.
_BASES = frozenset(
    [
        "HTTPConnection",
        "HTTPSConnection",
        "VerifiedHTTPSConnection",
        "AWSHTTPSConnection",
        "HTTPConnectionWithTimeout",
        "HTTPSConnectionWithTimeout",
        "SCHEME_TO_CONNECTION",
    ]
)
_LOCK = RLock()


def thread_patches() -> tuple[tuple[Any, str, Any], ...]:
    """Return what stands for VCR.py's own way of taking its patches back."""
    return ((patch, "force_reset", real_bases),)


@contextmanager
def real_bases() -> Iterator[None]:
    """Let connections be real within a block, one thread at a time, while what clients ask by stays patched."""
    with _LOCK, ExitStack() as taken_back:
        for patcher in patch.reset_patchers():
            if patcher.attribute in _BASES:
                taken_back.enter_context(patcher)
        yield
