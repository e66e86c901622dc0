"""Bodies of requests that are not read as they are: compressed ones, and small ones that nobody judges."""

import zlib
from functools import partial

from truecopy.contract.compression import decompress
from truecopy.mock.context import Refusal
from truecopy.mock.journal import KEPT_BODY_BYTES, JournalEntry
from truecopy.mock.workers import Workers
from truecopy.serving import Call

# Digits of a length that is no small one.
_LONG = 8


async def opened_body(call: Call, data: bytes, limit: int, workers: Workers) -> bytes:
    """Return a body as it was before it was compressed, of at most `limit` bytes.

    Args:
        data: As it came.
        workers: Open it off the event loop.

    Raises:
        Refusal: It is too large, damaged, or in a coding that cannot be opened.
    """
    for coding in reversed(call.all_of(b"content-encoding").lower().split(",")):
        known = coding.strip()
        if known not in ("", "identity"):
            data = await workers.run(partial(_opened, data, known, limit))
            call.keep(len(data))
    return data


async def look_into(call: Call, entry: JournalEntry) -> None:
    """Read a small body that nobody has judged, so that the journal shows it.

    One that is still to come, of a client that waits to be asked for it, is not asked for.
    """
    length = call.headers.get(b"content-length", b"")
    is_small = length.isdigit() and len(length) < _LONG and int(length) <= KEPT_BODY_BYTES
    if is_small and b"expect" not in call.headers:
        entry.keep_body(await call.read(KEPT_BODY_BYTES))


def too_large(limit: int) -> Refusal:
    """Return the refusal of a body of more than `limit` bytes."""
    return Refusal("too-large", f"the body has more than {limit} bytes, the cap of this mock")


def _opened(data: bytes, coding: str, limit: int) -> bytes:
    try:
        return decompress(data, coding, most_bytes=limit)
    except LookupError:
        why = f"the Content-Encoding {coding[:40]!r} cannot be opened; gzip and deflate can"
        raise Refusal("media-type", why) from None
    except zlib.error as error:
        raise Refusal("body", f"the {coding} data of the body is damaged: {error}") from None
    except OverflowError:
        why = f"the body has more than {limit} bytes inside its {coding}, the cap of this mock"
        raise Refusal("too-large", why) from None
