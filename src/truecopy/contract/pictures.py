"""The keyword `x-image`: a text or a form part that carries a picture."""

import binascii
import math
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from truecopy.contract.formats import is_absolute_url
from truecopy.contract.problems import Problem, shown
from truecopy.contract.validate import CompiledSchema
from truecopy.errors import PictureError
from truecopy.model.pointers import each, escape, join
from truecopy.picture import PictureFacts, PictureHead, inspect_picture, measure_picture

KEYS = frozenset({"sources", "formats", "bytes", "side", "square", "transparency", "same_size_as"})
# The texts that may carry a picture where no document says which of them do.
_TEXTS = ("url", "base64", "data-uri")
# The head of a data URI: media type, parameters, and whether base64 follows (RFC 2397).
_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(;[\w=.+-]+)*?(;base64)?,", re.IGNORECASE)
# Of such a head; those of pictures have some twenty letters.
_LONGEST_HEAD = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSite:
    """A place in a schema where a picture may stand.

    Attributes:
        pattern: Pointer pattern into the instance.
        schema_pointer: Of the node that has the keyword.
    """

    pattern: str
    schema_pointer: str
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPicture:
    """One picture of a request.

    Attributes:
        url: The address, where it came as one; then the bytes are unknown.
        data: The file; empty where it came as an address.
        facts: None where it came as an address.
        is_mask: Whether it says where another picture is to change, and so is of that one's size.
    """

    pointer: str
    url: str = ""
    data: bytes = b""
    facts: PictureFacts | None = None
    is_mask: bool = False


def picture_sites(schema: Mapping[str, Any]) -> tuple[PictureSite, ...]:
    """Return every place of a schema that has `x-image`, outermost first."""
    return tuple(_sites(schema, "", ""))


def _sites(schema: Mapping[str, Any], pattern: str, pointer: str) -> Iterator[PictureSite]:
    if "x-image" in schema:
        yield PictureSite(pattern=pattern, schema_pointer=pointer, rule=schema["x-image"])
    for name, inner in schema.get("properties", {}).items():
        segment = escape(name)
        yield from _sites(inner, f"{pattern}/{segment}", f"{pointer}/properties/{segment}")
    if "items" in schema:
        yield from _sites(schema["items"], f"{pattern}/*", f"{pointer}/items")


def carries_data(sites: Iterable[PictureSite], instance: Any, files: Mapping[str, bytes]) -> bool:
    """Whether any picture of a request came as bytes, so that judging it takes time."""
    return bool(files) or any(
        isinstance(value, str) and not value.startswith(("http://", "https://"))
        for site in sites
        for _, value in each(instance, site.pattern)
    )


def judge_pictures(
    compiled: CompiledSchema,
    sites: Iterable[PictureSite],
    instance: Any,
    files: Mapping[str, bytes],
    *,
    most_pixels: float = math.inf,
) -> tuple[list[ReceivedPicture], list[Problem]]:
    """Return the pictures of a request in order, and what is wrong with them.

    Decodes every picture that came as bytes: call it off the event loop when `carries_data`.

    Args:
        most_pixels: Of all pictures together; none is looked at behind the one that is too much.
    """
    pictures: list[ReceivedPicture] = []
    pixels = 0
    problems: list[Problem] = []
    rules: list[tuple[ReceivedPicture, PictureSite]] = []
    for site in sites:
        for pointer, value in each(instance, site.pattern):
            if not isinstance(value, str):
                continue
            inspected = _received(pointer, value, files, site.rule)
            if not isinstance(inspected, ReceivedPicture):
                problems += [_problem(compiled, site, key, pointer, why) for key, why in inspected]
                continue
            pictures.append(inspected)
            rules.append((inspected, site))
            facts = inspected.facts
            pixels += facts.width * facts.height if facts else 0
            if pixels > most_pixels:
                message = f"has, with those before it, {pixels} pixels; at most {most_pixels} are taken here"
                return pictures, [*problems, Problem(pointer=pointer, message=message)]
    by_pointer = {picture.pointer: picture for picture in pictures}
    for picture, site in rules:
        for key, message in _breaches(picture, site.rule, by_pointer, instance):
            problems.append(_problem(compiled, site, key, picture.pointer, message))
    return pictures, problems


def _problem(
    compiled: CompiledSchema, site: PictureSite, key: str, pointer: str, message: str
) -> Problem:
    claim = compiled.claim_at(f"{site.schema_pointer}/x-image/{key}")
    return Problem(pointer=pointer, message=message, claim=claim)


def _received(
    pointer: str, value: str, files: Mapping[str, bytes], rule: Mapping[str, Any]
) -> ReceivedPicture | list[tuple[str, str]]:
    """Return the picture that a value carries, looked into, or each part of its rule that it breaks, with why."""
    outcome = _receive(pointer, value, files, rule.get("sources", _TEXTS))
    if isinstance(outcome, str):
        return [("sources", outcome)]
    early = _too_large(outcome, rule)
    if early:
        return [("bytes", early)]
    inspected = _inspect(outcome, rule)
    if not isinstance(inspected, ReceivedPicture):
        return inspected
    return replace(inspected, is_mask="same_size_as" in rule)


def _receive(
    pointer: str, value: str, files: Mapping[str, bytes], sources: Iterable[str]
) -> ReceivedPicture | str:
    """Return the picture that a value carries, or why it carries none."""
    if pointer in files:
        return ReceivedPicture(pointer=pointer, data=files[pointer])
    if value.lower().startswith(("http://", "https://")):
        if "url" not in sources:
            return "is an address, a file was expected"
        if not is_absolute_url(value):
            return f"{shown(value)} is not an absolute address"
        return ReceivedPicture(pointer=pointer, url=value)
    data = _inline(value, sources)
    return data if isinstance(data, str) else ReceivedPicture(pointer=pointer, data=data)


def _inline(value: str, sources: Iterable[str]) -> bytes | str:
    """Return the bytes of an inline picture, or why there are none."""
    text, match = value, _DATA_URI.match(value, 0, _LONGEST_HEAD)
    if match:
        if "data-uri" not in sources:
            return "is a data URI, which is not taken here"
        if not match.group(3):
            return "is a data URI without base64"
        text = value[match.end() :]
    elif "base64" not in sources:
        return f"{shown(value)} is none of {', '.join(sources)}"
    try:
        return b64decode(text, validate=True) or "is empty"
    except (binascii.Error, ValueError):
        return f"{shown(value)} is neither an address nor base64"


def _too_large(picture: ReceivedPicture, rule: Mapping[str, Any]) -> str | None:
    """Say that a file is past its limit; between the readings of a limit it is let through."""
    limit = rule.get("bytes")
    if limit and len(picture.data) >= limit["refused"]:
        return f"has {len(picture.data)} bytes, at most {limit['accepted']} are surely accepted"
    return None


def _inspect(
    picture: ReceivedPicture, rule: Mapping[str, Any]
) -> ReceivedPicture | list[tuple[str, str]]:
    """Return the picture with its facts, or what is wrong with it; a bad head is reason enough not to decode it."""
    if picture.url:
        return picture
    try:
        wrong = list(_head_breaches(measure_picture(picture.data), rule))
        return wrong or ReceivedPicture(
            pointer=picture.pointer, data=picture.data, facts=inspect_picture(picture.data)
        )
    except PictureError as error:
        return [("formats" if "formats" in rule else "sources", str(error))]


def _head_breaches(
    facts: PictureHead | PictureFacts, rule: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong by the head of a picture alone."""
    if "formats" in rule and facts.format not in rule["formats"]:
        yield "formats", f"is {facts.format}, taken are {', '.join(rule['formats'])}"
    side = rule.get("side")
    if side and not (
        side["minimum"] <= min(facts.width, facts.height)
        and max(facts.width, facts.height) <= side["maximum"]
    ):
        yield (
            "side",
            f"is {facts.width}*{facts.height}, sides may be {side['minimum']} to {side['maximum']}",
        )
    if rule.get("square") and facts.width != facts.height:
        yield "square", f"is {facts.width}*{facts.height}, not square"


def _breaches(
    picture: ReceivedPicture,
    rule: Mapping[str, Any],
    others: Mapping[str, ReceivedPicture],
    instance: Any,
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a picture whose head is good."""
    facts = picture.facts
    if facts is None:
        return
    transparency = rule.get("transparency")
    if transparency and not facts.is_transparent and not instance.get(transparency["unless"]):
        yield "transparency", f"has no transparency, and no {transparency['unless']} is given"
    other = others.get(join((str(rule.get("same_size_as")),)))
    if (
        other
        and other.facts
        and (other.facts.width, other.facts.height) != (facts.width, facts.height)
    ):
        yield (
            "same_size_as",
            f"is {facts.width}*{facts.height}, {rule['same_size_as']} is "
            f"{other.facts.width}*{other.facts.height}",
        )
