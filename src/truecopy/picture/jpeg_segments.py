"""The segments of a JPEG file: the ones that make the picture, few enough to be read in time."""

import re

from truecopy.errors import PictureError

# Each scan of a progressive file goes over the whole picture, however few its bytes; encoders write about ten.
MOST_SCANS = 100
# A file of 48 MB whose metadata is cut into segments of the largest size has 740.
_MOST_SEGMENTS = 10_000
# A marker: neither a stuffed byte, nor a fill byte, nor a restart within a scan.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
# They have no length: start of image, and the temporary one of arithmetic coding.
_BARE = frozenset({0xD8, 0x01})
# Applications' data and comments; segments 0 and 14 tell how colours are stored.
_METADATA = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})


def strip_metadata(data: bytes) -> bytes:
    """Return the JPEG without comments and applications' data, and without what follows its end.

    A file that breaks off is returned as far as it goes.

    Raises:
        PictureError: It has more scans or segments than any picture (`too-much-work`).

    Source:
        ITU-T T.81, B.1.1.
    """
    view = memoryview(data)
    kept: list[memoryview] = []
    begin = position = scans = segments = 0
    while marker := _MARKER.search(data, position):
        code, position = data[marker.end() - 1], marker.end()
        segments += 1
        scans += code == _START_OF_SCAN
        if scans > MOST_SCANS or segments > _MOST_SEGMENTS:
            expected = f"{MOST_SCANS} scans and {_MOST_SEGMENTS} segments"
            raise PictureError(f"Expected a JPEG of at most {expected}.", "too-much-work")
        if code == _END_OF_IMAGE:
            view = view[:position]
            break
        if code in _BARE:
            continue
        position += max(2, int.from_bytes(data[position : position + 2], "big"))
        if code in _METADATA and position <= len(data):
            kept.append(view[begin : marker.start()])
            begin = position
    return b"".join([*kept, view[begin:]])
