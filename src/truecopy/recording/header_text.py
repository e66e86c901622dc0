"""Values of headers that are more than ASCII: HTTP has bytes there, and clients read them differently."""

from typing import Self


class HeaderText(str):
    """A value that reads as well as it can, and that every client turns into the bytes on the wire.

    Attributes:
        wire: Those bytes.
    """

    __slots__ = ("wire",)

    wire: bytes

    def __new__(cls, value: str) -> Self:
        """Take a value in as `readable_header` gives it."""
        wire = header_bytes(value)
        try:
            text = super().__new__(cls, wire.decode("utf-8"))
        except UnicodeDecodeError:
            text = super().__new__(cls, value)
        text.wire = wire
        return text

    def encode(self, encoding: str = "", errors: str = "") -> bytes:
        """Return the bytes on the wire."""
        return self.wire


def readable_header(value: object) -> str:
    """Return a value as text: bytes in Latin-1 (RFC 9110 section 5.5), also those that a client kept aside."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    text = str(value)
    if text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def header_bytes(value: str) -> bytes:
    """Return the bytes of a value: Latin-1 where it has all of it, else UTF-8."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")
