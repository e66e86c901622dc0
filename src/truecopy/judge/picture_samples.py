"""Pictures for probes: at and past each limit of an `x-image` rule, in each format, from each source."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from truecopy.contract.encode import data_uri
from truecopy.picture import sample_picture

# The value of `x-image` or `x-dimensions`.
Constraint = Mapping[str, Any]

GARBAGE = b"These bytes are no picture, whatever their name says."
# Sides that a vendor without bounds surely takes, of pictures that weigh little.
_WIDE, _HIGH, _SQUARE = 640, 480, 64
# What people send without a thought, the commonest first; and one that a vendor who takes all of these may not take.
_USUAL_FORMATS, _RARE_FORMAT = ("jpeg", "png", "webp", "gif"), "avif"
_OPAQUE_FORMATS = frozenset({"jpeg", "bmp"})
_NO_BOUND = 100_000  # nobody takes so long a side


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One picture, or an address of one, that a rule accepts or refuses.

    Attributes:
        keyword: The part of `x-image` that it speaks of.
        data: Empty where it goes by its address.
        is_resized: It has another size than the ordinary picture, on which other fields may depend.
        along: Other file parts that must come with it.
    """

    keyword: str
    label: str
    is_accepted: bool
    data: bytes = b""
    url: str = ""
    as_data_uri: bool = False
    is_resized: bool = False
    along: Mapping[str, bytes] = field(default_factory=dict)

    def text(self, sources: Iterable[str]) -> str:
        """Return the picture as the text that stands in a JSON body.

        Raises:
            LookupError: Bytes cannot be sent where only addresses are taken.
        """
        if self.url:
            return self.url
        if self.as_data_uri or ("base64" not in sources and "data-uri" in sources):
            return _inline(self.data, is_data_uri=True)
        if "base64" in sources:
            return _inline(self.data, is_data_uri=False)
        raise LookupError("inline pictures are not documented here")


def takes_address(rule: Constraint) -> bool:
    """Whether a picture may go by its address: so the documents say, or they say nothing of how it goes."""
    sources = rule.get("sources", ())
    return not sources or "url" in sources


def ordinary_size(rules: Iterable[Constraint]) -> tuple[int, int]:
    """Return one size in pixels that every rule of an operation accepts."""
    low, high, is_square = 1, _NO_BOUND, False
    for rule in rules:
        side = rule.get("side", {})
        low, high = max(low, side.get("minimum", low)), min(high, side.get("maximum", high))
        is_square = is_square or bool(rule.get("square"))
    wanted = (_SQUARE, _SQUARE) if is_square else (_WIDE, _HIGH)
    width, height = (max(low, min(high, each)) for each in wanted)
    return width, height


def ordinary_picture(rule: Constraint, size: tuple[int, int]) -> bytes:
    """Return a picture that a rule accepts."""
    return _picture(_format(rule), *size, is_clear=_is_clear(rule))


def accepted_samples(
    rule: Constraint, size: tuple[int, int], image_url: str | None
) -> Iterator[Sample]:
    """Yield pictures that a rule accepts: each source, each format, each limit.

    Args:
        image_url: An address that the target can fetch; None where there is none, so that the source
            `url` is not tried.
    """
    clear = _is_clear(rule)
    yield from _from_sources(rule, ordinary_picture(rule, size), image_url)
    for name in rule.get("formats", ()):
        data = _picture(name, *size, is_clear=clear)
        yield Sample(keyword="formats", label=f"a {name}", is_accepted=True, data=data)
    if "bytes" in rule:
        most = rule["bytes"]["accepted"]
        data = _picture(_format(rule), *size, is_clear=clear, size_bytes=most)
        yield Sample(keyword="bytes", label=f"{most} bytes", is_accepted=True, data=data)
    for width, height in _sides(rule, is_accepted=True):
        yield Sample(
            keyword="side",
            label=f"{width}*{height} pixels",
            is_accepted=True,
            data=_picture(_format(rule), width, height, is_clear=clear),
            is_resized=True,
        )
    if "transparency" in rule:
        along = _unless(rule, size)
        yield Sample(
            keyword="transparency",
            label=f"opaque, with {', '.join(along)}",
            is_accepted=True,
            data=_picture(_format(rule), *size),
            along=along,
        )


def _from_sources(rule: Constraint, data: bytes, image_url: str | None) -> Iterator[Sample]:
    for source in rule.get("sources", ()):
        if source != "url":
            yield Sample(
                keyword="sources",
                label=f"a picture as {source}",
                is_accepted=True,
                data=data,
                as_data_uri=source == "data-uri",
            )
        elif image_url:
            yield Sample(keyword="sources", label="an address", is_accepted=True, url=image_url)


def refused_samples(rule: Constraint, size: tuple[int, int]) -> Iterator[Sample]:
    """Yield pictures that a rule refuses, each for one reason."""
    clear = _is_clear(rule)
    width, height = size
    kind = _format(rule)
    plain = ordinary_picture(rule, size)
    of_format = "formats" if "formats" in rule else "sources"

    def refused(keyword: str, label: str, data: bytes, *, is_resized: bool = False) -> Sample:
        return Sample(
            keyword=keyword, label=label, is_accepted=False, data=data, is_resized=is_resized
        )

    yield refused(of_format, "bytes that are no picture", GARBAGE)
    # Three fifths: the head is whole, and much of the picture is not.
    yield refused(of_format, "a picture cut off", plain[: len(plain) * 3 // 5])
    yield from _of_other_formats(rule, size)
    if "bytes" in rule:
        least = rule["bytes"]["refused"]
        data = _picture(kind, width, height, is_clear=clear, size_bytes=least)
        yield refused("bytes", f"{least} bytes", data)
    for one, other in _sides(rule, is_accepted=False):
        data = _picture(kind, one, other, is_clear=clear)
        yield refused("side", f"{one}*{other} pixels", data, is_resized=True)
    if rule.get("square"):
        data = _picture(kind, width, height + 1, is_clear=clear)
        yield refused("square", f"{width}*{height + 1} pixels", data, is_resized=True)
    if "transparency" in rule:
        data = _picture(kind, width, height)
        yield refused("transparency", "no transparency", data)
    if "same_size_as" in rule:
        data = _picture(kind, width + 1, height + 1, is_clear=clear)
        yield refused("same_size_as", f"{width + 1}*{height + 1} pixels", data, is_resized=True)


def _is_clear(rule: Constraint) -> bool:
    """Whether a picture is sent with transparent parts: it needs them, or lies over another one as a mask does."""
    return "transparency" in rule or "same_size_as" in rule


def _format(rule: Constraint) -> str:
    known = rule.get("formats", ("png",))
    return "png" if "png" in known else str(known[0])


def _of_other_formats(rule: Constraint, size: tuple[int, int]) -> Iterator[Sample]:
    """Yield a good picture of each usual format that is not taken: a GIF refused says nothing of a JPEG.

    One that cannot be transparent comes with what makes transparency unnecessary, so that one rule is broken.
    """
    if "formats" not in rule:
        return
    others = [each for each in _USUAL_FORMATS if each not in rule["formats"]]
    for name in others or [_RARE_FORMAT]:
        is_opaque = name in _OPAQUE_FORMATS and "transparency" in rule
        along = _unless(rule, size) if is_opaque else {}
        yield Sample(
            keyword="formats",
            label=f"a {name}" + "".join(f", with {each}" for each in along),
            is_accepted=False,
            data=_picture(name, *size, is_clear=_is_clear(rule)),
            along=along,
        )


def _unless(rule: Constraint, size: tuple[int, int]) -> Mapping[str, bytes]:
    """Return the part that makes transparency unnecessary, by its name."""
    name = str(rule["transparency"]["unless"])
    return {name: _picture(_format(rule), *size, is_clear=True)}


def _sides(rule: Constraint, *, is_accepted: bool) -> Iterator[tuple[int, int]]:
    side = rule.get("side")
    if not side:
        return
    low, high = side["minimum"], side["maximum"]
    if is_accepted:
        yield from ((low, low), (high, high)) if rule.get("square") else ((low, high), (high, low))
    elif rule.get("square"):
        yield from ((low - 1, low - 1), (high + 1, high + 1))
    else:
        yield from ((low - 1, low), (low, low - 1), (high + 1, low), (low, high + 1))


@lru_cache(
    maxsize=64
)  # as many as pictures: a plan has each twice, a self-test has hundreds of plans
def _inline(data: bytes, *, is_data_uri: bool) -> str:
    return data_uri(data) if is_data_uri else b64encode(data).decode()


@lru_cache(maxsize=64)  # a vendor has some twenty; only the ones at a limit of bytes are large
def _picture(
    name: str, width: int, height: int, *, is_clear: bool = False, size_bytes: int | None = None
) -> bytes:
    return sample_picture(
        format=name,
        width=width,
        height=height,
        transparent=is_clear and name not in _OPAQUE_FORMATS,
        size_bytes=size_bytes,
    )
