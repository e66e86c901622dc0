"""What pictures a request asks for, worked out from its promises."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from zlib import adler32, crc32

from truecopy.contract.bodies import sorted_json
from truecopy.contract.pictures import ReceivedPicture
from truecopy.contract.promises import (
    Promise,
    aspect_of,
    promised_count,
    promised_size,
    referred_by,
)
from truecopy.model.pointers import each, getter, member_getter, split
from truecopy.picture import DIGEST_BYTES, Likeness, Painting, likeness_of_edit

# Sides of edited pictures are multiples of it at the vendors that document an aspect.
_MULTIPLE = 16
# More does not fit under a picture.
_CAPTION_CHARACTERS = 160
# An input of 8000*8000 is still looked at for its colours; a larger one is not decoded.
_MOST_PIXELS = 64_000_000
# Odd, and near 2 ** 64 over the golden ratio: checksums that are close give seeds that are far apart.
_SPREAD = 0x9E37_79B9_7F4A_7C15
_LARGEST_SEED = 0xFFFF_FFFF_FFFF_FFFF
# As many as are shown side by side.
_MOST_ADDRESSES = 4


@dataclass(frozen=True, slots=True)
class ImageSettings:
    """How many pictures, their size in pixels, and whether they are marked: all but what they show."""

    count: int
    width: int
    height: int
    watermark: bool = False


@dataclass(slots=True)
class ImageSpec:
    """The pictures of one request. Made for every request, so not frozen, which would triple its cost.

    Attributes:
        seed: Of all of them; the index tells them apart.
        source: What they resemble: 8 bytes of a hash for each input where all are known by their addresses only,
            a Likeness where some came as bytes, None without an input.
        signed: Addresses of the pictures once they are made, behind the time until which they are good, their
            origin and their end.
    """

    settings: ImageSettings
    seed: int
    caption: str = ""
    source: bytes | Likeness | None = None
    signed: tuple[tuple[float, str, str], list[str]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def count(self) -> int:
        """How many pictures."""
        return self.settings.count

    def painting(self, index: int, likeness: Likeness | None) -> Painting:
        """Return picture number `index`, ready to render."""
        settings = self.settings
        return Painting(
            width=settings.width,
            height=settings.height,
            index=index,
            seed=self.seed,
            watermark=settings.watermark,
            caption=self.caption,
            likeness=likeness,
        )


class ImageSpecReader:
    """Reads the requests of one operation, compiled from its promises and the mock file."""

    def __init__(
        self,
        promises: Sequence[Promise],
        reads: Mapping[str, str],
        *,
        default_size: tuple[int, int],
        is_extended: bool = False,
    ) -> None:
        """Compile the pointers.

        Args:
            promises: Those of the answer that has the pictures.
            reads: Role -> pointer pattern into the request.
            is_extended: Whether the prompt is elaborated where the request does not say.
        """
        self._count = promise_of(promises, "count")
        self._size = promise_of(promises, "dimensions")
        self._aspect = promise_of(promises, "aspect")
        self._default_size = default_size
        self._is_extended = is_extended
        self.prompt = _prompt_reader(reads.get("prompt"))
        self._extends = getter(reads["prompt_extend"]) if "prompt_extend" in reads else None
        self._watermark = getter(reads["watermark"]) if "watermark" in reads else None
        #: Pointers into the request that decide its settings, where it has no pictures.
        self.deciding = [reads[role] for role in ("prompt_extend", "watermark") if role in reads]
        for promise in (self._count, self._size, self._aspect):
            self.deciding += referred_by(promise) if promise else []
        #: Names of the fields that say how many pictures are wanted, and of which size; empty without one.
        self.count_field, self.size_field = map(_field_of, (self._count, self._size))

    def extends(self, instance: Any) -> bool:
        """Whether the prompt is to be elaborated."""
        if self._extends is None:
            return False
        wished = self._extends(instance)
        return self._is_extended if wished is None else bool(wished)

    def settings(self, instance: Any, pictures: Sequence[ReceivedPicture]) -> ImageSettings:
        """Return how many pictures of what size a request asks for."""
        count = promised_count(self._count, instance) if self._count else 1
        size = promised_size(self._size, instance) if self._size else None
        if size is None and self._aspect:
            inputs = tuple(self._size_of(picture) for picture in pictures)
            wanted = aspect_of(self._aspect, instance, inputs)
            size = near(*wanted) if wanted else None
        width, height = size or self._default_size
        is_marked = bool(self._watermark and self._watermark(instance))
        return ImageSettings(count, width, height, is_marked)

    def _size_of(self, picture: ReceivedPicture) -> tuple[int, int]:
        """A picture that is known by its address only stands for one of the default size."""
        facts = picture.facts
        return (facts.width, facts.height) if facts else self._default_size


def promise_of(promises: Sequence[Promise], kind: str) -> Promise | None:
    """Return the first promise of a kind, None where there is none."""
    return next((each for each in promises if each["kind"] == kind), None)


def _field_of(promise: Promise | None) -> str:
    """Return the name of the field of a request that a promise refers to."""
    pointers = referred_by(promise) if promise else []
    return split(pointers[0])[-1] if pointers else ""


def _prompt_reader(pattern: str | None) -> Callable[[Any], str]:
    """Return a function that gives the prompt of a request: its texts joined, empty without one."""
    if not pattern:
        return lambda _: ""
    if "*" not in pattern:
        read, member = getter(pattern), member_getter(pattern)

        def prompt(instance: Any) -> str:
            text = member(instance) if isinstance(instance, dict) else read(instance)
            return text if isinstance(text, str) else ""

        return prompt
    return lambda instance: " ".join(
        text for _, text in each(instance, pattern) if isinstance(text, str)
    )


def source_of(pictures: Sequence[ReceivedPicture]) -> bytes | Likeness | None:
    """Return what an edit shows: the inputs that came as bytes, else what stands for their addresses.

    Of those that came as bytes this takes its time.
    """
    inputs = [each for each in pictures if not each.is_mask]
    files = [each.data for each in inputs if not each.url]
    if files:
        mask = next((each.data for each in pictures if each.is_mask and not each.url), None)
        return likeness_of_edit(files, mask, max_pixels=_MOST_PIXELS)
    return b"".join(address_digest(each.url) for each in inputs[:_MOST_ADDRESSES]) or None


def near(ratio: float, pixels: int) -> tuple[int, int]:
    """Return width and height, multiples of 16, with about this ratio and this many pixels."""
    height = math.sqrt(pixels / ratio)
    return _rounded(height * ratio), _rounded(height)


def _rounded(side: float) -> int:
    return max(_MULTIPLE, round(side / _MULTIPLE) * _MULTIPLE)


def seed_of(server_seed: int, chosen: int | None, instance: Any, files: Mapping[str, bytes]) -> int:
    """Return the seed of a request's pictures: a function of seeds and content, of nothing else.

    Args:
        server_seed: Of the whole mock.
        chosen: The seed that `Prefer: seed=` names, if any.
    """
    # What a request chooses holds on every server.
    seeds = b"%d;-1" % server_seed if chosen is None else b"chosen;%d" % chosen
    content = sorted_json(instance) + seeds
    # Nobody gains by two requests with one seed, so that checksums do: they cost less than a digest.
    high, low = crc32(content), adler32(content)
    if files:
        for name in sorted(files):
            high = crc32(files[name], crc32(name.encode(), high))
            low = adler32(files[name], adler32(name.encode(), low))
    return ((high << 32 | low) * _SPREAD) & _LARGEST_SEED


def caption_of(prompt: str) -> str:
    """Return a prompt as a caption: one line, cut to what fits under a picture."""
    if len(prompt) <= _CAPTION_CHARACTERS and prompt.isprintable() and "  " not in prompt:
        # Most are one line already: to see that costs less than to put it together again.
        return prompt.strip()
    text = " ".join(prompt.split())
    return text if len(text) <= _CAPTION_CHARACTERS else f"{text[: _CAPTION_CHARACTERS - 1]}…"


def address_digest(address: str) -> bytes:
    """Return 8 bytes that stand for a picture that is known by its address only."""
    return blake2b(address.encode(), digest_size=DIGEST_BYTES).digest()
