"""Pictures: render them, inspect them, compare them."""

from truecopy.picture.compare import similarity
from truecopy.picture.inspect import PictureFacts, PictureHead, inspect_picture, measure_picture
from truecopy.picture.likeness import Likeness, likeness_from_digest, likeness_of
from truecopy.picture.render import Painting, render_png
from truecopy.picture.sample import sample_picture

__all__ = [
    "Likeness",
    "Painting",
    "PictureFacts",
    "PictureHead",
    "inspect_picture",
    "likeness_from_digest",
    "likeness_of",
    "measure_picture",
    "render_png",
    "sample_picture",
    "similarity",
]
