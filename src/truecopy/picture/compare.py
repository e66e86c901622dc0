"""How alike two pictures look."""

import math

from PIL import ImageChops, ImageStat

from truecopy.picture.decode import MAX_PIXELS
from truecopy.picture.reduction import over_white, reduce_picture

# Fine enough to tell pictures apart, coarse enough that compression does not show.
_SIDE = 16
# Root mean square difference, in levels of 255, at which the similarity has fallen to 1/e.
_SCALE = 64.0


def similarity(first: bytes, second: bytes) -> float:
    """Return how alike two pictures look from afar: 1 for alike, towards 0 for unrelated.

    Both are squeezed to the same small grid of colours, whatever their sizes and formats; the
    root mean square difference of the grids decides. Unrelated pictures mostly stay below 0.4.

    Raises:
        PictureError: One of them is not a picture, or has more than `MAX_PIXELS` pixels.
    """
    one = over_white(reduce_picture(first, side=_SIDE, max_pixels=MAX_PIXELS))
    other = over_white(reduce_picture(second, side=_SIDE, max_pixels=MAX_PIXELS))
    levels = ImageStat.Stat(ImageChops.difference(one, other)).rms
    mean_square = sum(level * level for level in levels) / len(levels)
    return math.exp(-mean_square / (_SCALE * _SCALE))
