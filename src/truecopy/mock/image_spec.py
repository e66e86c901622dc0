"""What pictures a request asks for, worked out from its promises."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from truecopy.contract.bodies import encode_json
from truecopy.contract.pictures import ReceivedPicture
from truecopy.contract.pointers import each, first
from truecopy.contract.promises import Promise, aspect_of, promised_count, promised_size
from truecopy.picture import Likeness, Painting

_MULTIPLE = 16
_CAPTION_CHARACTERS = 160


@dataclass(slots=True, kw_only=True)
class ImageSpec:
    """The pictures of one request. Made for every request, so not frozen, which would triple its cost.

    Attributes:
        seed: Of all of them; the index tells them apart.
        source: What they resemble: 8 bytes of a hash for an input that is known by its address only,
            a Likeness for one that came as bytes, None without an input.
        signed: Tokens of the pictures' addresses with the time until which they are good, once made.
    """

    width: int
    height: int
    count: int
    seed: int
    watermark: bool
    caption: str
    source: bytes | Likeness | None
    signed: tuple[float, list[str]] | None = field(default=None, compare=False, repr=False)

    def painting(self, index: int, likeness: Likeness | None) -> Painting:
        """Return picture number `index`, ready to render."""
        return Painting(
            width=self.width,
            height=self.height,
            index=index,
            seed=self.seed,
            watermark=self.watermark,
            caption=self.caption,
            likeness=likeness,
        )


@dataclass(slots=True)
class ImageSize:
    """How many pictures, and their size in pixels."""

    count: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ImageSpecReader:
    """How one operation's requests are read, compiled from its promises and the mock file.

    Attributes:
        count, size, aspect: The promises about the pictures of the answer, where there are any.
        reads: Role -> pointer pattern.
        prompt_extend: What counts when the request does not say.
    """

    count: Promise | None
    size: Promise | None
    aspect: Promise | None
    reads: Mapping[str, str]
    default_size: tuple[int, int]
    prompt_extend: bool = False

    def prompt(self, instance: Any) -> str:
        """Return the prompt of a request: its texts joined, empty without one."""
        pattern = self.reads.get("prompt")
        if not pattern:
            return ""
        if "*" not in pattern:
            text = first(instance, pattern)
            return text if isinstance(text, str) else ""
        return " ".join(text for _, text in each(instance, pattern) if isinstance(text, str))

    def extends(self, instance: Any) -> bool:
        """Whether the prompt is to be elaborated."""
        pattern = self.reads.get("prompt_extend")
        return bool(first(instance, pattern, self.prompt_extend)) if pattern else False

    def measure(self, instance: Any, pictures: list[ReceivedPicture]) -> ImageSize:
        """Return how many pictures of what size a request asks for."""
        count = promised_count(self.count, instance) if self.count else 1
        size = promised_size(self.size, instance) if self.size else None
        if size is None and self.aspect:
            inputs = tuple(self._size_of(picture) for picture in pictures)
            wanted = aspect_of(self.aspect, instance, inputs)
            size = near(*wanted) if wanted else None
        width, height = size or self.default_size
        return ImageSize(count, width, height)

    def _size_of(self, picture: ReceivedPicture) -> tuple[int, int]:
        """A picture that is known by its address only stands for one of the default size."""
        facts = picture.facts
        return (facts.width, facts.height) if facts else self.default_size


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
    digest = blake2b(encode_json(instance, is_sorted=True), digest_size=8)
    digest.update(b"%d;%d" % (server_seed, -1 if chosen is None else chosen))
    for name in sorted(files):
        digest.update(name.encode())
        digest.update(files[name])
    return int.from_bytes(digest.digest())


def caption_of(prompt: str) -> str:
    """Return a prompt as a caption: one line, cut to what fits under a picture."""
    text = " ".join(prompt.split())
    return text if len(text) <= _CAPTION_CHARACTERS else f"{text[: _CAPTION_CHARACTERS - 1]}…"


def address_digest(address: str) -> bytes:
    """Return 8 bytes that stand for a picture that is known by its address only."""
    return blake2b(address.encode(), digest_size=8).digest()
