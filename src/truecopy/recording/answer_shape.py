"""The shape of an answer: everything but its values, so that ids, times and addresses may differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.contract.bodies import media_type_of
from truecopy.errors import PictureError
from truecopy.judge import body_of
from truecopy.model import Interaction
from truecopy.model.pointers import join
from truecopy.picture import inspect_picture

_ABSENT = "absent"
_BODY = "body"
_TYPES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeChange:
    """One way in which the shape of an answer has changed.

    Attributes:
        part: `status`, `media type`, `picture`, `body`, or a pointer into it with `*` for elements.
    """

    part: str
    before: str
    now: str

    @property
    def is_addition(self) -> bool:
        """Whether something is there now that was not, which breaks no client."""
        return self.before == _ABSENT

    def __str__(self) -> str:
        return f"{self.part} was {self.before}, now it is {self.now}"


def shape_of(interaction: Interaction) -> dict[str, str]:
    """Return the shape of an answer: part -> what is there."""
    found = {"status": str(interaction.status)}
    media_type = media_type_of(interaction.header("content-type"))
    if interaction.body:
        found["media type"] = media_type or "none"
    if media_type.startswith("image/"):
        found["picture"] = _picture(interaction.body)
    types: dict[str, set[str]] = {}
    for pointer, kind in _typed(body_of(interaction), ()):
        types.setdefault(pointer, set()).add(kind)
    return found | {pointer: " or ".join(sorted(kinds)) for pointer, kinds in types.items()}


def changes(before: Interaction, now: Interaction) -> list[ShapeChange]:
    """Return how the shape of an answer has changed; of a part that is gone, not what was below it."""
    old, new = shape_of(before), shape_of(now)
    found: list[ShapeChange] = []
    for part in [*old, *(each for each in new if each not in old)]:
        pair = (old.get(part, _ABSENT), new.get(part, _ABSENT))
        if pair[0] != pair[1] and not any(_is_below(part, each.part) for each in found):
            found.append(ShapeChange(part=part, before=pair[0], now=pair[1]))
    return found


def _is_below(part: str, other: str) -> bool:
    return part.startswith("/" if other == _BODY else f"{other}/")


def _typed(value: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if value is None and not names:
        return  # no JSON at all
    yield join(names) or _BODY, _TYPES[type(value)]
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _typed(inner, (*names, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _typed(inner, (*names, "*"))


def _picture(data: bytes) -> str:
    try:
        facts = inspect_picture(data)
    except PictureError as error:
        return f"no picture: {error}"
    return f"{facts.format} {facts.width}*{facts.height}"
