"""The blocks of a GIF file: its first frame, and how many there are."""

from truecopy.errors import PictureError

# Screen descriptor: signature, size, flags, background, aspect ratio.
_HEADER_BYTES = 13
# Of a frame: the byte that introduces it, four numbers of two bytes for place and size, and flags.
_DESCRIPTOR_BYTES = 10
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL = 0xF9
_HAS_TABLE = 0x80
# A file of 48 MB in blocks of the usual size has 190,000; a quarter of a second's work.
_MOST_BLOCKS = 400_000


class _Walk:
    """A position in the file, which goes forward by parts of the format."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.blocks = 0

    def pass_table(self, flags: int) -> None:
        """Pass a colour table, where the flags have one."""
        if flags & _HAS_TABLE:
            self.position += 3 << (flags & 7) + 1

    def pass_blocks(self) -> None:
        """Pass blocks up to the empty one, or to the end of the file."""
        data, end = self.data, len(self.data)
        while self.position < end:
            size = data[self.position]
            self.position += 1 + size
            self.blocks += 1
            if not size:
                return
            if self.blocks > _MOST_BLOCKS:
                raise PictureError(
                    f"Expected a GIF of at most {_MOST_BLOCKS} blocks.", "too-much-work"
                )


def first_frame(data: bytes, *, most: int) -> tuple[bytes, int]:
    """Return the GIF with its first frame alone, and how many frames it has.

    Comments and applications' data are left out. A file that breaks off is returned as far as it goes.

    Args:
        most: Where counting stops.

    Raises:
        PictureError: It has more blocks than any picture (`too-much-work`).

    Source:
        GIF89a specification, sections 18 to 27.
    """
    walk = _Walk(data)
    walk.position = _HEADER_BYTES
    walk.pass_table(data[10] if len(data) > 10 else 0)
    kept = [data[: walk.position]]
    frames, control = 0, b""
    while walk.position < len(data) and frames < most and data[walk.position] != _TRAILER:
        begin, kind = walk.position, data[walk.position]
        if kind == _EXTENSION:
            walk.position += 2
            walk.pass_blocks()
            if data[begin + 1 : begin + 2] == bytes([_GRAPHIC_CONTROL]):
                control = data[begin : walk.position]
        elif kind == _IMAGE:
            walk.position += _DESCRIPTOR_BYTES
            walk.pass_table(data[walk.position - 1] if walk.position <= len(data) else 0)
            walk.position += 1  # the size of codes
            walk.pass_blocks()
            frames += 1
            if frames == 1:
                kept += [control, data[begin : walk.position]]
        else:
            # Readers look for the next block behind what is none.
            walk.position += 1
            walk.blocks += 1
    end = bytes([_TRAILER]) if walk.position <= len(data) else b""
    return b"".join([*kept, end]), frames
