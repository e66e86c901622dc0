"""The chunks of PNG files."""

import struct
import zlib

import pytest

from truecopy.errors import PictureError
from truecopy.picture import png_chunks
from truecopy.picture.sample import sample_picture


def test_png_chunks_that_show_nothing_are_not_read() -> None:
    """A text chunk that would unpack to gigabytes costs nothing, and hinders nothing."""
    bomb = png_chunks.make_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(8_000_000)))
    data = sample_picture(width=3, height=2)
    end = len(data) - png_chunks.CHUNK_OVERHEAD

    assert png_chunks.strip_ancillary(data[:end] + bomb + data[end:] + b"tail") == data


def test_a_chunk_has_length_name_and_checksum() -> None:
    """What is around the content is twelve bytes, and the checksum is over name and content."""
    chunk = png_chunks.make_chunk(b"tEXt", b"note")

    assert chunk[:8] == struct.pack(">I", 4) + b"tEXt"
    assert chunk[8:12] == b"note"
    assert chunk[12:] == struct.pack(">I", zlib.crc32(b"tEXtnote"))
    assert len(chunk) == 4 + png_chunks.CHUNK_OVERHEAD


@pytest.mark.parametrize("lost", [1, 4, png_chunks.CHUNK_OVERHEAD, 20])
def test_a_file_without_its_end_chunk_is_truncated(lost: int) -> None:
    """What ends before its end chunk is not taken for a whole picture."""
    data = sample_picture(width=3, height=2)

    with pytest.raises(PictureError) as caught:
        png_chunks.strip_ancillary(data[:-lost])
    assert caught.value.reason == "truncated"


def test_very_many_chunks_are_refused() -> None:
    """A picture in chunks without content would take long to be read."""
    data = sample_picture(width=3, height=2)
    empty = png_chunks.make_chunk(b"IDAT", b"")
    start = data.index(b"IDAT") - 4

    with pytest.raises(PictureError) as caught:
        png_chunks.strip_ancillary(data[:start] + empty * 100_000 + data[start:])
    assert caught.value.reason == "too-much-work"
