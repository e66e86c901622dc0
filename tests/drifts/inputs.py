"""The pictures of a request: where they come from, and what their bytes say."""

import binascii
import re
import struct
import zlib
from base64 import b64decode
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image
from tests.drifts.refusal import Refused
from tests.drifts.rules import MOST_PIXELS, Photo, Span

_DATA_URI = re.compile(r"data:[\w.+-]*/?[\w.+-]*(?:;[\w=.+-]+)*?;base64,", re.IGNORECASE)
# Whatever Pillow raises on bytes that are no whole picture; its warnings too, where tests make them errors.
_UNDECODABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Warning,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a picture that was looked at."""

    width: int
    height: int
    is_transparent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One picture of a request; `facts` is None where nobody looked at it."""

    path: str
    photo: Photo
    facts: Facts | None


def receive(photo: Photo, path: str, value: str | bytes) -> Received:
    """Return the picture that a field carries.

    Args:
        value: An address or inline data; bytes for a file of a form.

    Raises:
        Refused: It is none, or not one that `photo` allows.
    """
    is_address = isinstance(value, str) and _is_address(photo, path, value)
    if is_address or photo.scrutiny == "none":
        return Received(path=path, photo=photo, facts=None)
    data = value if isinstance(value, bytes) else _decoded(photo, path, value)
    _judge_bytes(photo, path, len(data))
    try:
        facts = _look(data, photo)
    except _UNDECODABLE as error:
        raise Refused("picture", path) from error
    return Received(path=path, photo=photo, facts=facts)


def judge_relations(each: Received, others: list[Received], fields: dict[str, object]) -> None:
    """Refuse a picture that is not as another field of the request wants it.

    Raises:
        Refused: It is opaque without a mask, or has another size than its partner.
    """
    photo, facts = each.photo, each.facts
    if facts is None:
        return
    needs_transparency = photo.transparent_unless and not fields.get(photo.transparent_unless)
    if needs_transparency and not facts.is_transparent:
        raise Refused("picture", each.path)
    for other in others:
        is_partner = photo.same_size_as == other.path and other.facts is not None
        if is_partner and _size(other.facts) != _size(facts):
            raise Refused("picture", each.path)


def _is_address(photo: Photo, path: str, text: str) -> bool:
    """Whether a text is an address, which is never fetched; refuse one of a source that is not taken."""
    is_address = text.lower().startswith(("http://", "https://"))
    inline = "data-uri" if _DATA_URI.match(text) else "base64"
    is_taken = ("url" if is_address else inline) in photo.sources
    if not is_taken or (is_address and not _is_reachable(text)):
        raise Refused("picture", path)
    return is_address


def _decoded(photo: Photo, path: str, text: str) -> bytes:
    """Return the bytes in a text."""
    header = _DATA_URI.match(text)
    payload = text[header.end() :] if header else text
    _judge_bytes(photo, path, len(payload) // 4 * 3 - payload[-2:].count("="))
    try:
        return b64decode(payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("picture", path) from error


def _is_reachable(text: str) -> bool:
    try:
        return bool(urlsplit(text).hostname) and not re.search(r"[^!-~]", text)
    except ValueError:
        return False


def _judge_bytes(photo: Photo, path: str, count: int) -> None:
    if photo.refused_bytes is not None and count >= photo.refused_bytes:
        raise Refused("picture", path)


def _look(data: bytes, photo: Photo) -> Facts:
    """Return the facts of a picture; only one within its limits is decoded."""
    with Image.open(BytesIO(data), formats=[name.upper() for name in photo.formats]) as image:
        width, height = image.size
        is_within = _holds(photo.width, width) and _holds(photo.height, height)
        if not is_within or width * height > MOST_PIXELS:
            raise ValueError("a side or the number of pixels is out of bounds")
        if photo.is_square and width != height:
            raise ValueError("not square")
        if photo.scrutiny == "whole":
            image.load()
        is_transparent = bool(photo.transparent_unless) and _is_transparent(image)
        return Facts(width=width, height=height, is_transparent=is_transparent)


def _is_transparent(image: Image.Image) -> bool:
    lowest = image.convert("RGBA").getchannel("A").getextrema()[0]
    return isinstance(lowest, int) and lowest < 255


def _holds(span: Span, value: int) -> bool:
    return span[0] <= value <= span[1]


def _size(facts: Facts | None) -> tuple[int, int] | None:
    return (facts.width, facts.height) if facts else None
