"""What is known of a field before its prose is read, and the values that prose writes."""

import json
import re
from dataclasses import dataclass
from typing import Any

from truecopy.errors import DeriveError

# A word that a list of choices or a default may have without quotes.
TOKEN = r"[A-Za-z0-9][\w.*+-]*"  # noqa: S105 - a word of a list, not a secret
# Names of fields that carry pictures.
_PICTURE_NAME = re.compile(r"image|mask|picture|photo", re.IGNORECASE)
_FORMATS = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "bmp": "bmp",
    "tiff": "tiff",
    "tif": "tiff",
    "webp": "webp",
    "gif": "gif",
}
FORMAT_WORD = "|".join(_FORMATS)

_FORMAT = re.compile(rf"\b({FORMAT_WORD})\b", re.IGNORECASE)
_WORD = re.compile(TOKEN)
# A number without separators; no limit of an API has more digits.
_DECIMAL = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
# Labels of types: `string`, `enum<string>`, `string<uuid>`, `integer[]`; "array of strings"; "string or null", "string | null".
_TYPE = re.compile(r"(enum<)?(\w+)>?(?:<([\w-]+)>)?(\[\])?")
_LIST_OF = re.compile(r"(?:array|list) of (\w+?)s?")
_EITHER = re.compile(r" or | ?\| ?")
JSON_TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedField:
    """What is known of a field before its prose is read.

    Attributes:
        types: JSON types that the page declares for it, `file` among them.
        files: Names of all parts of the same form that are files.
    """

    name: str
    types: frozenset[str]
    files: tuple[str, ...] = ()

    @property
    def is_picture(self) -> bool:
        """Whether its value carries a picture, or several."""
        return "file" in self.types or (
            bool(_PICTURE_NAME.search(self.name)) and not self.types & {"integer", "boolean"}
        )

    @property
    def is_array(self) -> bool:
        """Whether it is a list."""
        return "array" in self.types

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return bool(self.types & {"integer", "number"})

    @property
    def is_text(self) -> bool:
        """Whether it is plain text."""
        return (
            not (self.is_picture or self.is_array or self.is_number) and "boolean" not in self.types
        )


def number(text: str) -> int | float:
    """Return the number that `text` writes, thousands separators allowed.

    Raises:
        DeriveError: It is none, or longer than any limit is.
    """
    plain = text.replace(",", "")
    if not _DECIMAL.fullmatch(plain):
        raise DeriveError(f"{text[:40]!r} is no number that a limit can have")
    whole, _, fraction = plain.partition(".")
    return float(plain) if fraction.strip("0") else int(whole)


def literal(text: str, field: DocumentedField) -> Any:
    """Return the value that `text` writes for `field`: JSON, or a bare word for a text field.

    Raises:
        ValueError: It is prose, not a value.
    """
    text = text.strip().strip("“”")
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        if _WORD.fullmatch(text) and "string" in field.types:
            return text
        raise ValueError(text) from None


def _refuse(constant: str) -> Any:
    """Refuse `NaN` and `Infinity`, which are no JSON."""
    raise ValueError(constant)


def read_type(text: str) -> tuple[list[str], str | None, str | None] | None:
    """Return (types, format, type of the elements) that a type label such as `string<uuid>[]` names.

    Returns None where `text` is no type. `file` counts as a type; the caller maps it.
    """
    text = text.strip()
    match = _TYPE.fullmatch(text)
    if match and match.group(2) in JSON_TYPES | {"file"}:
        if match.group(4):
            return ["array"], match.group(3), match.group(2)
        return [match.group(2)], match.group(3), None
    words = text.lower()
    match = _LIST_OF.fullmatch(words)
    if match and match.group(1) in JSON_TYPES:
        return ["array"], None, match.group(1)
    parts = _EITHER.split(" ".join(words.split()))
    if len(parts) > 1:
        return _union(parts)
    return ([words], None, None) if words in JSON_TYPES else None


def _union(parts: list[str]) -> tuple[list[str], str | None, str | None] | None:
    """Return what `string<uri> | null` names: every type, with the format and elements of one of them."""
    read = [read_type(part) for part in parts]
    known = [each for each in read if each is not None]
    if len(known) < len(read):
        return None
    types = [name for names, _, _ in known for name in names]
    return (
        types,
        next((f for _, f, _ in known if f), None),
        next((i for _, _, i in known if i), None),
    )


def picture_formats(text: str) -> list[str]:
    """Return the slugs of the picture formats that `text` lists, each once."""
    names = _FORMAT.findall(text)
    return list(dict.fromkeys(_FORMATS[name.lower()] for name in names))
