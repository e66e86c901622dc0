"""What address and header say of a picture's format, against its bytes."""

from urllib.parse import urlsplit

from truecopy.contract.bodies import media_type_of
from truecopy.errors import PictureError
from truecopy.model import Interaction
from truecopy.picture import inspect_picture

# Endings of names and media types -> the format that they say.
_FORMATS = {
    **{each: each for each in ("png", "jpeg", "webp", "gif", "bmp", "tiff", "avif")},
    "jpg": "jpeg",
    "tif": "tiff",
    "x-ms-bmp": "bmp",
}


def mislabelled(interaction: Interaction) -> tuple[str, str]:
    """Return the format that address and header say and that which the bytes have; empty texts where one of them is right.

    What names no format, such as `application/octet-stream`, says nothing.
    """
    kind, _, subtype = media_type_of(interaction.header("content-type")).partition("/")
    ending = urlsplit(interaction.url).path.rpartition(".")[2].lower()
    named = (_FORMATS.get(ending), _FORMATS.get(subtype) if kind == "image" else None)
    said = sorted({each for each in named if each})
    if not said:
        return "", ""
    try:
        found = inspect_picture(interaction.body).format
    except PictureError:
        return "", ""
    return ("", "") if found in said else (" or ".join(said), found)
