"""The parts of multipart forms, taken apart and put together again."""

import re
from dataclasses import dataclass

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/"
_BOUNDARY = re.compile(r"boundary=(?:\"([^\"]{1,200})\"|([^;,\s\"]{1,200}))", re.IGNORECASE)
_NAME = re.compile(r"(?:^|[;\s])name=(?:\"([^\"\r\n]*+)\"|([^;\s\"]++))", re.IGNORECASE)
_FILE = re.compile(r"(?:^|[;\s])filename\*?=", re.IGNORECASE)
# Heads of parts are short; what goes on without a blank line is none.
_LONGEST_HEAD = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a multipart form.

    Attributes:
        begin: Where its content begins in the piece between two boundaries.
    """

    name: str
    content_type: str
    is_file: bool
    begin: int
    content: bytes
    end: bytes


def boundary_of(content_type: str) -> bytes:
    """Return what stands between the parts of a multipart body; empty for another body."""
    if content_type.lstrip()[:10].lower() != MULTIPART:
        return b""
    found = _BOUNDARY.search(content_type)
    return b"" if found is None else b"--" + (found[1] or found[2]).encode("utf-8", "surrogatepass")


def part_of(piece: bytes) -> Part | None:
    """Return the part between two boundaries; None where there is none."""
    begins = [
        (at, each)
        for each in (b"\r\n\r\n", b"\n\n")
        if (at := piece.find(each, 0, _LONGEST_HEAD)) >= 0
    ]
    if not begins:
        return None
    at, blank = min(begins)
    fields: dict[str, str] = {}
    for line in piece[:at].decode("utf-8", "surrogateescape").splitlines():
        field, _, value = line.partition(":")
        fields.setdefault(field.strip().lower(), value.strip())
    disposition = fields.get("content-disposition", "")
    name = _NAME.search(disposition)
    content = piece[at + len(blank) :]
    end = b"\r\n" if content.endswith(b"\r\n") else b"\n" if content.endswith(b"\n") else b""
    return Part(
        name="" if name is None else name[1] or name[2] or "",
        content_type=fields.get("content-type", ""),
        is_file=_FILE.search(disposition) is not None,
        begin=at + len(blank),
        content=content[: len(content) - len(end)],
        end=end,
    )
