"""What one field of a request may be, and how a drift amends it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "boolean", "object", "list", "null", "file"]
Span = tuple[int, int]

ANY_KIND: tuple[Kind, ...] = (
    "text",
    "integer",
    "number",
    "boolean",
    "object",
    "list",
    "null",
    "file",
)
ANY_FORMAT = ("png", "jpeg", "bmp", "tiff", "webp", "gif", "avif")
MOST_PIXELS = 16_777_216


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensions:
    """Bounds of a text that names width and height; every span includes both its ends.

    Attributes:
        mark: What may stand between them: any one of these characters; empty where only names are taken.
        names: Texts that name a size as a whole.
    """

    mark: str = "*"
    names: tuple[str, ...] = ()
    width: Span = (1, MOST_PIXELS)
    height: Span = (1, MOST_PIXELS)
    pixels: Span = (1, MOST_PIXELS)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What a picture in a request may be.

    Attributes:
        sources: `url`, `base64`, `data-uri`; a file of a form has the kind `file` instead.
        refused_bytes: The smallest file that is too large; None without a limit.
        transparent_unless: Field whose presence makes up for a lack of transparency; empty where
            none is needed.
        scrutiny: How far a picture is looked at: decoded, its header read, or not at all.
    """

    sources: tuple[str, ...] = ()
    formats: tuple[str, ...] = ANY_FORMAT
    refused_bytes: int | None = None
    width: Span = (1, MOST_PIXELS)
    height: Span = (1, MOST_PIXELS)
    is_square: bool = False
    transparent_unless: str = ""
    same_size_as: str = ""
    scrutiny: Literal["whole", "header", "none"] = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one field may be; a limit that is None does not exist.

    Attributes:
        longest: Of a text, in the unit of `counts`.
        span: Of an integer.
        items: How many elements a list has.
        has_members: An object must not be empty.
    """

    kinds: tuple[Kind, ...] = ANY_KIND
    is_required: bool = False
    choices: tuple[str, ...] | None = None
    longest: int | None = None
    counts: Literal["characters", "bytes"] = "characters"
    span: Span | None = None
    items: Span | None = None
    has_members: bool = False
    dimensions: Dimensions | None = None
    photo: Photo | None = None


Table = Mapping[str, Rule]
"""Field path -> rule: `""` is the body, `images[]` stands for each element of `images`."""


def amended(value: Any, changes: Mapping[str, Any]) -> Any:
    """Return a rule with some attributes changed; a mapping changes what is inside an attribute."""
    return replace(
        value,
        **{
            name: amended(getattr(value, name), change) if isinstance(change, Mapping) else change
            for name, change in changes.items()
        },
    )


def amended_tables(
    tables: Mapping[str, Table], limits: Mapping[str, Mapping[str, Any]]
) -> dict[str, Table]:
    """Return the tables of all operations with a drift's limits in them.

    Args:
        tables: Operation -> its fields.
        limits: `operation/field` -> changed attributes of its rule. An unknown field is added.
    """
    changed = dict(tables)
    for place, changes in limits.items():
        operation, _, field = place.partition("/")
        table = changed[operation]
        rule = amended(table.get(field, Rule()), changes)
        changed[operation] = {**table, field: rule}
    return changed
