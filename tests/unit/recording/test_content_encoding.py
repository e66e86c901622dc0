"""Compressed bodies: what can be opened is opened whole, and what cannot be is named."""

import gzip
import zlib
from dataclasses import replace

import brotli
import pytest
import zstandard
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from truecopy.contract import compression
from truecopy.model import Interaction
from truecopy.recording.content_encoding import (
    MOST_BYTES,
    UnreadableBodyError,
    as_it_reads,
    opened,
)

TEXT = b'{"created": 1}' * 40


def gz(data: bytes) -> bytes:
    """Return data in gzip, the same bytes at any time."""
    return gzip.compress(data, 1, mtime=0)


def bare(data: bytes) -> bytes:
    """Return deflate data without the zlib format around it."""
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def make_answer(body: bytes, coding: str) -> Interaction:
    """Return an interaction whose answer is encoded."""
    headers = (
        ("content-type", "application/json"),
        ("content-encoding", coding),
        ("content-length", str(len(body))),
    )
    return Interaction(method="GET", url="http://a.example/", headers=headers, body=body)


_GOOD: dict[str, tuple[str, bytes]] = {
    "gzip": ("gzip", gz(TEXT)),
    "its old name": ("X-GZip", gz(TEXT)),
    "members": ("gzip", gz(TEXT[:9]) + gz(TEXT[9:])),
    "filling": ("gzip", gz(TEXT) + b"\0\0\0"),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "bare deflate": ("deflate", bare(TEXT)),
    "brotli": ("br", brotli.compress(TEXT)),
    "both": ("deflate, gzip", gz(zlib.compress(TEXT))),
    "zstd": ("zstd", zstandard.compress(TEXT)),
    "zstd in frames": ("zstd", zstandard.compress(TEXT[:9]) + zstandard.compress(TEXT[9:])),
    "identity": ("identity", TEXT),
    "identity in gzip": ("identity, gzip", gz(TEXT)),
}


@pytest.mark.parametrize(("coding", "data"), _GOOD.values(), ids=list(_GOOD))
def test_what_can_be_opened_is_opened(coding: str, data: bytes) -> None:
    """The body is decoded, the encoding is no longer named, and the length is the new one."""
    found = opened(make_answer(data, coding))

    assert found.body == TEXT
    assert found.headers == (
        ("content-type", "application/json"),
        ("content-length", str(len(TEXT))),
    )


def test_a_request_is_opened_too() -> None:
    """Clients may compress what they send."""
    sent = Interaction(
        method="POST",
        url="http://a.example/",
        request_headers=(("Content-Encoding", "gzip"), ("authorization", "Bearer sk-test")),
        request_body=gz(TEXT),
    )

    found = opened(sent)

    assert found.request_body == TEXT
    assert found.request_headers == (("authorization", "Bearer sk-test"),)


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_an_empty_body_stays_as_it_is(coding: str) -> None:
    """The answer to HEAD speaks of a body that is not there."""
    answer = make_answer(b"", coding)

    assert opened(answer) == answer


@given(st.binary(max_size=2_000), st.sampled_from([gz, zlib.compress, bare]))
def test_every_body_comes_back(data: bytes, pack: object) -> None:
    """Whatever was packed is what is found."""
    coding = "gzip" if pack is gz else "deflate"
    packed = pack(data)  # type: ignore[operator]

    assert opened(make_answer(packed, coding)).body == data


_BAD: dict[str, tuple[str, bytes, str]] = {
    "unknown": ("compress", TEXT, "the answer is encoded with 'compress', which cannot be opened"),
    "one unknown": ("gzip, compress", TEXT, "the answer is encoded with 'compress'"),
    "no gzip": ("gzip", TEXT, "the answer's gzip data is damaged"),
    "half a gzip": ("gzip", gz(TEXT)[:-3], "gzip data is damaged: it is cut off"),
    "more than gzip": ("gzip", gz(TEXT) + b"and more", "gzip data is damaged"),
    "many members": ("gzip", gz(b"") * 65, "it has more than 64 members"),
    "no deflate": ("deflate", TEXT, "the answer's deflate data is damaged"),
    "half a deflate": ("deflate", zlib.compress(TEXT)[:-3], "damaged: it is cut off"),
    "more than deflate": ("deflate", zlib.compress(TEXT) + b"x", "1 bytes follow its end"),
    "no brotli": ("br", TEXT, "the answer's br data is damaged"),
    "half a brotli": ("br", brotli.compress(TEXT)[:-3], "br data is damaged: it is cut off"),
    "more than brotli": ("br", brotli.compress(TEXT) + b"x", "br data is damaged"),
    "no zstd": ("zstd", TEXT, "the answer's zstd data is damaged"),
    "half a zstd": ("zstd", zstandard.compress(TEXT)[:-3], "zstd data is damaged: it is cut off"),
    "more than zstd": ("zstd", zstandard.compress(TEXT) + b"more", "zstd data is damaged"),
    "many frames": ("zstd", zstandard.compress(b"") * 65, "it has more than 64 frames"),
    "bad inside": ("deflate, gzip", gz(TEXT), "the answer's deflate data is damaged"),
}


@pytest.mark.parametrize(("coding", "data", "problem"), _BAD.values(), ids=list(_BAD))
def test_what_cannot_be_opened_is_named(coding: str, data: bytes, problem: str) -> None:
    """An unknown encoding and damaged data are errors that name them."""
    with pytest.raises(UnreadableBodyError) as caught:
        opened(make_answer(data, coding))

    assert problem in str(caught.value)


@pytest.mark.parametrize("sizes", [(MOST_BYTES + 1,), (MOST_BYTES, 1)])
def test_a_body_is_opened_within_bounds(sizes: tuple[int, ...]) -> None:
    """A short body that holds more than 64 MB, at once or in parts, is not unpacked to its end."""
    data = b"".join(gz(bytes(size)) for size in sizes)

    with pytest.raises(UnreadableBodyError, match="the answer has more than 64 MB inside its gzip"):
        opened(make_answer(data, "gzip"))


def test_the_bound_itself_is_allowed() -> None:
    """A body of exactly 64 MB is opened."""
    assert len(opened(make_answer(gz(bytes(MOST_BYTES)), "gzip")).body) == MOST_BYTES


def test_a_brotli_body_is_opened_within_bounds() -> None:
    """A hundred bytes may hold 100 MB."""
    data = brotli.compress(bytes(MOST_BYTES + 1), quality=1)

    with pytest.raises(UnreadableBodyError, match="the answer has more than 64 MB inside its br"):
        opened(make_answer(data, "br"))


def test_a_zstd_body_is_opened_within_bounds() -> None:
    """A few kilobytes may hold 100 MB."""
    data = zstandard.compress(bytes(MOST_BYTES + 1))

    with pytest.raises(UnreadableBodyError, match="the answer has more than 64 MB inside its zstd"):
        opened(make_answer(data, "zstd"))


@pytest.mark.parametrize("package", ["backports.zstd", "zstandard"])
def test_either_package_opens_zstd(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients use the one or the other, and what they asked for can be kept."""
    monkeypatch.setattr(compression, "_ZSTD_PACKAGES", (package,))
    compression._decoder.cache_clear()
    try:
        assert opened(make_answer(zstd.compress(TEXT), "zstd")).body == TEXT
    finally:
        compression._decoder.cache_clear()


_CODINGS = ["gzip", "deflate", "br", "zstd", "deflate, gzip"]
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize("coding", _CODINGS)
@pytest.mark.parametrize("body", [TEXT, _PNG], ids=["text", "picture"])
@pytest.mark.parametrize("length", ["77", "", None], ids=["of the encoded", "empty", "none"])
def test_a_body_that_a_client_has_decoded_stays(
    coding: str, body: bytes, length: str | None
) -> None:
    """Its headers name the encoding, and with a length that of the encoded data: both are put right."""
    answer = make_answer(body, coding)
    headers = [each for each in answer.headers if each[0] != "content-length"]
    headers += [("content-length", length)] if length is not None else []

    found = as_it_reads(replace(answer, headers=tuple(headers)))

    assert found.body == body
    assert found.header("content-encoding") == ""
    assert found.header("content-length") == ("" if length is None else str(len(body)))


def test_a_gzip_that_was_in_a_gzip_stays_one() -> None:
    """A client took the outer one off: the length of the outer one tells it."""
    inner = gz(TEXT)
    answer = make_answer(gz(inner), "gzip")

    assert as_it_reads(replace(answer, body=inner)).body == inner


_AS_SENT: dict[str, tuple[str, bytes]] = {
    "half a gzip": ("gzip", gz(TEXT)[:-3]),
    "half a deflate": ("deflate", zlib.compress(TEXT)[:-3]),
    "half a brotli": ("br", brotli.compress(_PNG)[:-3]),
    "unknown": ("compress", TEXT),
}


@pytest.mark.parametrize(("coding", "data"), _AS_SENT.values(), ids=list(_AS_SENT))
def test_what_is_damaged_or_unknown_stays_as_it_is(coding: str, data: bytes) -> None:
    """It keeps the header that says what it is meant to be."""
    answer = make_answer(data, coding)

    assert as_it_reads(answer) == answer


def test_without_a_package_brotli_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs brotli who never meets it."""
    monkeypatch.setattr(compression, "_BROTLI_PACKAGES", ("no_such_package",))
    compression._decoder.cache_clear()
    try:
        with pytest.raises(UnreadableBodyError, match="'br', which cannot be opened"):
            opened(make_answer(brotli.compress(TEXT), "br"))
    finally:
        compression._decoder.cache_clear()
