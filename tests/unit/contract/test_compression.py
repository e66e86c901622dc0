"""Compressed bytes are opened within bounds."""

import gzip
import zlib

import pytest

from truecopy.contract.compression import decompress, is_known

TEXT = b'{"prompt": "A kite"}'
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:5]) + gzip.compress(TEXT[5:]),
    "deflate": zlib.compress(TEXT),
    "deflate, bare": BARE.compress(TEXT) + BARE.flush(),
}


@pytest.mark.parametrize("name", CODED)
def test_what_was_compressed_comes_back(name: str) -> None:
    """In each coding that HTTP clients use, up to the bound and not past it."""
    coding = name.partition(",")[0]

    assert is_known(coding)
    assert decompress(CODED[name], coding, most_bytes=len(TEXT)) == TEXT
    with pytest.raises(OverflowError):
        decompress(CODED[name], coding, most_bytes=len(TEXT) - 1)
    with pytest.raises(zlib.error):
        decompress(CODED[name][:-3], coding, most_bytes=len(TEXT))


def test_a_coding_that_nobody_knows_is_told_apart_from_damage() -> None:
    """It is not the data that is wrong."""
    assert not is_known("compress")
    with pytest.raises(LookupError):
        decompress(TEXT, "compress", most_bytes=100)
