"""The chunks of a PNG file: the ones that make the picture, and new ones for padding."""

import struct
import zlib
from collections.abc import Iterator

from truecopy.errors import PictureError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Length, name and check sum, four bytes each.
CHUNK_OVERHEAD = 12
# Encoders write chunks of 4 KB at least: a file of 48 MB has 12,000.
_MOST_CHUNKS = 100_000
_PICTURE_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT", b"IEND"}
)


def strip_ancillary(data: bytes) -> bytes:
    """Return the PNG with only the chunks that decide its pixels and frames.

    Text, profile and private chunks may be huge, or unpack to far more than they weigh, and say
    nothing about the picture. What follows the end chunk is dropped too.

    Raises:
        PictureError: The file ends before its end chunk (`truncated`), or has more chunks than any
            picture (`too-much-work`).

    Source:
        W3C PNG (Third Edition), section 5.3 "Chunk layout".
    """
    kept: list[bytes | memoryview] = [SIGNATURE]
    kept.extend(chunk for name, chunk in _chunks(data) if name in _PICTURE_CHUNKS)
    return b"".join(kept)


def make_chunk(name: bytes, content: bytes) -> bytes:
    """Return the chunk `name` with its length and checksum."""
    checksum = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield name and whole text of each chunk up to and including the end chunk."""
    view = memoryview(data)
    position = len(SIGNATURE)
    name = b""
    count = 0
    while name != b"IEND":
        header = data[position : position + 8]
        end = position + CHUNK_OVERHEAD + int.from_bytes(header[:4], "big")
        if len(header) < 8 or end > len(data):
            raise PictureError("The PNG file ends before its end chunk.", "truncated")
        count += 1
        if count > _MOST_CHUNKS:
            raise PictureError(f"Expected a PNG of at most {_MOST_CHUNKS} chunks.", "too-much-work")
        name = header[4:]
        yield name, view[position:end]
        position = end
