"""What is known of a field before its prose is read, and the values that prose writes."""

import json
import re
from dataclasses import dataclass
from typing import Any

from truecopy.errors import DeriveError

# A word that a list of choices or a default may have without quotes.
TOKEN = r"[A-Za-z0-9][\w.*+-]*"  # noqa: S105 - a word of a list, not a secret
# Names of fields that hold addresses.
_ADDRESS_NAME = re.compile(
    r"(?i:(?:^|_)(?:ur[li]s?|links?|hrefs?|addresses)(?:_|$))|(?<=[a-z])(?:Ur[li]|UR[LI]|Link)s?$"
)
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

# A format as a word of a sentence: "the uuid of the order".
_FORMAT = re.compile(rf"\b({FORMAT_WORD})\b", re.IGNORECASE)
# A text that is one word, as a value is.
_WORD = re.compile(TOKEN)
# How pages write the values of a switch, in quotes perhaps.
_FLAGS = {"true": True, "false": False}
# A number without separators; no limit of an API has more digits.
_DECIMAL = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedField:
    """What is known of a field before its prose is read.

    Attributes:
        types: JSON types that the page declares for it, `file` among them.
        files: Names of all parts of the same form that are files.
        is_picture: The page says that its value carries a picture, or several.
        is_size: The page says that its value names width and height.
        format: Of its text, where the page declares one.
        is_enum: Its type says that its choices are listed.
        sources: How its text carries a picture; empty where that is not said.
        items: Type of its elements, None where the page declares none.
    """

    name: str
    types: frozenset[str]
    files: tuple[str, ...] = ()
    is_picture: bool = False
    is_size: bool = False
    format: str | None = None
    is_enum: bool = False
    sources: tuple[str, ...] = ()
    items: str | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether its choices are numbers: it is one, or its elements are."""
        return self.is_number or self.items in ("integer", "number")

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
        others = {"integer", "number", "boolean", "array", "object", "file"}
        return not (self.is_picture or self.types & others)

    @property
    def is_address(self) -> bool:
        """Whether its text is the address of something: what is said may be of that."""
        return self.format == "uri" or bool(_ADDRESS_NAME.search(self.name))


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
    if field.types == {"boolean"} and text.strip("\"'").lower() in _FLAGS:
        return _FLAGS[text.strip("\"'").lower()]
    if field.types == {"string"} and _DECIMAL.fullmatch(text):
        return text  # a default of a text that pages write without its quotes
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        if _WORD.fullmatch(text) and "string" in field.types:
            return text
        raise ValueError(text) from None


def choice(text: str, field: DocumentedField) -> Any:
    """Return the value of a choice of `field`: of a number a number, of a switch true or false, else the text.

    Raises:
        DeriveError: A choice of a number is none.
        ValueError: A choice of a switch is neither.
    """
    if field.has_numbers:
        return number(text)
    return literal(text, field) if field.types == {"boolean"} else text


def _refuse(constant: str) -> Any:
    """Refuse `NaN` and `Infinity`, which are no JSON."""
    raise ValueError(constant)


def picture_formats(text: str) -> list[str]:
    """Return the slugs of the picture formats that `text` lists, each once."""
    names = _FORMAT.findall(text)
    return list(dict.fromkeys(_FORMATS[name.lower()] for name in names))
