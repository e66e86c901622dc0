"""The bytes that give a known text away: as it is, as hex, and as base64 at any alignment."""

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

# A shorter value stands in innocent text by chance.
LEAST_CHARACTERS = 8
_FILLING = b"*"
_STANDARD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_URL_SAFE = _STANDARD[:-2] + b"-_"
# What stands around a number in JSON, so that a number takes its place.
_BEFORE_NUMBER = re.compile(rb"[:,\[]\s*\Z")
_AFTER_NUMBER = re.compile(rb"\s*[,}\]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A text to look for.

    Attributes:
        number: Takes the place of digits that stand as a number.
        is_known: Given by the user; else learned.
    """

    text: str
    placeholder: str = ""
    number: int = 0
    is_known: bool = True


# Begin and end in the view, and what replaces that.
Match = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Needle:
    """Bytes that give a text away.

    Attributes:
        in_lines: Whether line breaks may stand within.
        widen: Returns what is to be replaced in a view, from where the bytes begin; None where this is
            not the text.
    """

    sought: Sought
    key: bytes
    form: str
    in_lines: bool
    ignores_case: bool = False
    widen: Callable[[bytes, int], Match | None]


def needles_of(sought: Sought) -> Iterator[Needle]:
    """Yield everything to look for in a view of some bytes."""
    for image in _images(sought.text):
        yield _plain(sought, image)
    data = as_bytes(sought.text)
    yield _hex(sought, data)
    for alphabet in (_STANDARD, _URL_SAFE):
        for offset in range(3):
            needle = _base64(sought, data, offset, alphabet)
            # Most texts look the same in both alphabets.
            if alphabet == _STANDARD or any(each in needle.key for each in b"-_"):
                yield needle


def _images(text: str) -> set[bytes]:
    """Return a text's bytes in the ways in which servers write characters, without any escapes."""
    found = {as_bytes(text), as_bytes(text.replace(" ", "+")), as_bytes(unquote(text))}
    if not text.isascii():
        # Header values are read as Latin-1, whatever they are.
        found.add(as_bytes(as_bytes(text).decode("latin-1")))
        with suppress(UnicodeEncodeError):
            found.add(text.encode("latin-1"))
    # One byte over and over would be found in what fills a placeholder.
    return {image for image in found if len(image) >= LEAST_CHARACTERS and len(set(image)) > 1}


def _plain(sought: Sought, image: bytes) -> Needle:
    def widen(text: bytes, at: int) -> Match | None:
        end = at + len(image)
        if image.removeprefix(b"-").isdigit():
            return _digits(sought, text, at, end)
        return at, end, sought.placeholder.encode()

    return Needle(sought=sought, key=image, form="", in_lines=False, widen=widen)


def _digits(sought: Sought, text: bytes, begin: int, end: int) -> Match | None:
    """Return what replaces digits: a number where they stand as a number.

    A learned id of digits is not looked for in the middle of other digits, where it stands by chance.
    """
    is_whole = not (text[begin - 1 : begin].isdigit() or text[end : end + 1].isdigit())
    if not is_whole and not sought.is_known:
        return None
    is_number = _BEFORE_NUMBER.search(text[max(0, begin - 40) : begin]) is not None
    if is_whole and is_number and _AFTER_NUMBER.match(text, end) is not None:
        return begin, end, str(sought.number).encode()
    return begin, end, sought.placeholder.encode()


def _hex(sought: Sought, data: bytes) -> Needle:
    size = 2 * len(data)

    def widen(text: bytes, at: int) -> Match:
        instead = fitted(sought.placeholder, len(data)).hex().encode()
        is_upper = text[at : at + size].isupper()
        return at, at + size, instead.upper() if is_upper else instead

    return Needle(
        sought=sought,
        key=data.hex().encode(),
        form="as hex",
        in_lines=True,
        ignores_case=True,
        widen=widen,
    )


def _base64(sought: Sought, data: bytes, offset: int, alphabet: bytes) -> Needle:
    """Return the needle for a text whose first byte is the `offset`th of a group of three.

    Its characters are those that the text alone determines. The one before and the one behind them may
    share their bits with the neighbours.
    """
    bits = 8 * len(data)
    first, last = -(-8 * offset // 6), (8 * offset + bits) // 6
    # How many bits the text has in the character before, and in the one behind.
    lead, tail = 6 * first - 8 * offset, 8 * offset + bits - 6 * last
    own = _sextets(data, offset)
    key = bytes(alphabet[each] for each in own[first:last])
    low, high = (1 << lead) - 1, 0b111111 ^ ((1 << (6 - tail)) - 1)

    def widen(text: bytes, at: int) -> Match:
        begin, end = at, at + len(key)
        new = _sextets(fitted(sought.placeholder, len(data)), offset)
        written: list[int] = new[first:last]
        symbols = _alphabet_around(text, begin, end) if alphabet == _STANDARD else _URL_SAFE
        before = _sextet(text, begin - 1) if lead else None
        if before is not None and before & low == own[first - 1] & low:
            begin, written = begin - 1, [before & ~low | new[first - 1] & low, *written]
        behind = _sextet(text, end) if tail else None
        if behind is not None and behind & high == own[last] & high:
            end, written = end + 1, [*written, new[last] & high | behind & ~high]
        return begin, end, bytes(symbols[each] for each in written)

    return Needle(sought=sought, key=key, form="as base64", in_lines=True, widen=widen)


def _sextets(data: bytes, offset: int) -> list[int]:
    """Return the values of the base64 characters of some bytes behind `offset` zeros."""
    text = base64.b64encode(bytes(offset) + data + bytes(2))
    return [_STANDARD.find(each) for each in text]


def _sextet(text: bytes, at: int) -> int | None:
    """Return the value of the base64 character at a place; None where there is none."""
    character = text[at : at + 1] if at >= 0 else b""
    if not character:
        return None
    value = max(_STANDARD.find(character), _URL_SAFE.find(character))
    return value if value >= 0 else None


def _alphabet_around(text: bytes, begin: int, end: int) -> bytes:
    """Return the alphabet of the base64 text around a place: URL-safe only where it shows."""
    every = _STANDARD + b"-_"
    before, behind = text[max(0, begin - 4096) : begin], text[end : end + 4096]
    around = before[len(before.rstrip(every)) :] + behind[: len(behind) - len(behind.lstrip(every))]
    is_url_safe = any(each in around for each in b"-_") and not any(
        each in around for each in b"+/"
    )
    return _URL_SAFE if is_url_safe else _STANDARD


def as_bytes(text: str) -> bytes:
    """Return a text as UTF-8; halves of surrogate pairs stand for a byte, or as JSON may hold them."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def fitted(placeholder: str, size: int) -> bytes:
    """Return a placeholder cut or filled to a size."""
    return placeholder.encode()[:size].ljust(size, _FILLING)
