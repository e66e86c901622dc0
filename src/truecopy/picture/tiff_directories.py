"""The directories of a TIFF file: the first one, and how many there are."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truecopy.errors import PictureError

# A picture has two dozen; maps have a few dozen more.
_MOST_ENTRIES = 1_000
# A file of 8,000 rows, each in a strip of its own, for each of four colours, has a third of it.
_MOST_PARTS = 100_000
# Bytes of a value of each type; types that nobody knows are passed over by readers.
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_WIDTHS |= {16: 8, 17: 8, 18: 8}
_TILE_WIDTH, _TILE_HEIGHT = 322, 323
_PARTS = frozenset({273, 324})
# They lead to directories of metadata.
_SUBDIRECTORIES = frozenset({34665, 34853, 40965})
# A private tag, which no reader follows.
_NOTHING = 65_535
# Place, tag, size of the value in bytes, and count of values of an entry.
_Entry = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How a file of this kind is written: byte order, and the sizes of its fields.

    Attributes:
        order: `<` or `>`.
        is_big: Whether offsets and counts have eight bytes.
    """

    order: str
    is_big: bool

    def number(self, data: bytes, position: int, size: int) -> int:
        """Return an unsigned number.

        Raises:
            PictureError: The file ends before it.
        """
        found = data[position : position + size]
        if len(found) < size:
            raise PictureError("The TIFF file ends inside a directory.", "truncated")
        return int.from_bytes(found, "little" if self.order == "<" else "big")

    @property
    def offset_bytes(self) -> int:
        """Size of an offset, and of a value that stands in its entry."""
        return 8 if self.is_big else 4

    @property
    def count_bytes(self) -> int:
        """Size of the number of entries."""
        return 8 if self.is_big else 2

    @property
    def entry_bytes(self) -> int:
        """Size of an entry: tag, type, count, value."""
        return 20 if self.is_big else 12


def first_directory(data: bytes, *, most: int, max_pixels: int) -> tuple[bytes, int]:
    """Return the TIFF with its first directory alone, and how many directories it has.

    Directories of metadata are not followed either.

    Args:
        most: Where counting stops.
        max_pixels: Of a tile.

    Raises:
        PictureError: It ends before its first directory (`truncated`), or that has more entries, values or
            parts than the file can hold, or any picture needs (`too-much-work`).

    Source:
        TIFF 6.0, section 2; BigTIFF.
    """
    # The reader takes a file of long offsets for one of short ones where its bytes are in the other order.
    layout = _Layout(order="<" if data[:2] == b"II" else ">", is_big=data[2:3] == b"+")
    begin = layout.number(data, 8 if layout.is_big else 4, layout.offset_bytes)
    count = layout.number(data, begin, layout.count_bytes)
    if count > _MOST_ENTRIES:
        raise _too_much(f"{count} entries, at most {_MOST_ENTRIES} are read")
    end = begin + layout.count_bytes + count * layout.entry_bytes
    following = layout.number(data, end, layout.offset_bytes)
    entries = [*_entries(layout, data, begin, count)]
    _require_bounded(layout, data, entries, max_pixels)
    plain = bytearray(data)
    plain[end : end + layout.offset_bytes] = bytes(layout.offset_bytes)
    for position, tag, _, _ in entries:
        if tag in _SUBDIRECTORIES:
            plain[position : position + 2] = struct.pack(layout.order + "H", _NOTHING)
    return bytes(plain), 1 + _count(layout, data, following, most - 1, {begin})


def _require_bounded(
    layout: _Layout, data: bytes, entries: Iterable[_Entry], max_pixels: int
) -> None:
    """Refuse a directory that says more than its file can hold, or more than a picture needs.

    Raises:
        PictureError: It does: `truncated`, or `too-much-work`.
    """
    values, sides = 0, {_TILE_WIDTH: 1, _TILE_HEIGHT: 1}
    for position, tag, size, number in entries:
        values += size if size > layout.offset_bytes else 0
        if size > len(data):
            raise PictureError("The TIFF file ends before a value of its directory.", "truncated")
        if tag in _PARTS and number > _MOST_PARTS:
            raise _too_much(f"{number} parts, at most {_MOST_PARTS} are read")
        if tag in sides:
            width = max(1, min(size, layout.offset_bytes))
            sides[tag] = layout.number(
                data, position + layout.entry_bytes - layout.offset_bytes, width
            )
    if values > len(data):
        raise _too_much(f"values of {values} bytes in a file of {len(data)}")
    if sides[_TILE_WIDTH] * sides[_TILE_HEIGHT] > max_pixels:
        raise _too_much(f"tiles of more than {max_pixels} pixels")


def _entries(layout: _Layout, data: bytes, begin: int, count: int) -> Iterator[_Entry]:
    """Yield the entries of a directory."""
    wide = layout.offset_bytes
    first = begin + layout.count_bytes
    for position in range(first, first + count * layout.entry_bytes, layout.entry_bytes):
        tag = layout.number(data, position, 2)
        kind = layout.number(data, position + 2, 2)
        number = layout.number(data, position + 4, wide)
        yield position, tag, number * _WIDTHS.get(kind, 0), number


def _count(layout: _Layout, data: bytes, begin: int, most: int, seen: set[int]) -> int:
    """Return how many directories follow; one that breaks off is the last."""
    found = 0
    while begin and begin not in seen and found < most:
        seen.add(begin)
        found += 1
        try:
            entries = layout.number(data, begin, layout.count_bytes)
            end = begin + layout.count_bytes + entries * layout.entry_bytes
            begin = layout.number(data, end, layout.offset_bytes)
        except PictureError:
            break
    return found


def _too_much(what: str) -> PictureError:
    return PictureError(f"The TIFF file has {what}.", "too-much-work")
