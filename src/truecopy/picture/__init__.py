"""Pictures: render them, inspect them, compare them."""

from truecopy.picture.compare import similarity
from truecopy.picture.inspect import PictureFacts, PictureHead, inspect_picture, measure_picture
from truecopy.picture.likeness import (
    DIGEST_BYTES,
    Likeness,
    likeness_from_digests,
    likeness_of_edit,
)
from truecopy.picture.render import Painting, render_png
from truecopy.picture.sample import FORMATS, sample_picture

__all__ = [
    "DIGEST_BYTES",
    "FORMATS",
    "Likeness",
    "Painting",
    "PictureFacts",
    "PictureHead",
    "inspect_picture",
    "likeness_from_digests",
    "likeness_of_edit",
    "measure_picture",
    "render_png",
    "sample_picture",
    "similarity",
]
