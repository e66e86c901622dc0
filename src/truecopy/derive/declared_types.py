"""The label of a type, in the words that pages have for types: `string<uuid>[] | null`, "array of strings"."""

import re
from dataclasses import dataclass

from truecopy.derive.line_pattern import line_pattern

# No label of a type is longer; longer lines are prose.
_LONGEST_LABEL = 120
# Words of prose that name a type only beside another.
_NOT_ALONE = frozenset(
    {
        "none",
        "nil",
        "null",
        "text",
        "json",
        "map",
        "list",
        "url",
        "uri",
        "uuid",
        "datetime",
        "timestamp",
        "long",
        "binary",
        "decimal",
        "double",
    }
)
# Words in brackets that say something of the field, and nothing of its type.
_NO_FORMATS = frozenset({"required", "optional", "nullable", "deprecated"})
# Labels of types: `string`, `enum<string>`, `string<uuid>`, `integer[]`; "array of strings"; "string or null", "string | null".
_TYPE = re.compile(r"(?:(enum)<)?([a-z]+\d{0,2})(>)?(?:\s?[<(]([\w/:-]{1,40})[>)])?((?:\[\]){0,3})")
# "array of strings", `list<string>`.
_LIST_OF = re.compile(r"(?:array|list)(?: of |<|\[)(?:the )?([a-z]+?)(s?)[>\]]?")
# `map<string, string>`, `Record<string, any>`: an object whose members have any name.
_MAP = re.compile(r"(?:map|dict|dictionary|record|object)[<\[(].{1,60}[>\])]")
_EITHER = line_pattern(r"\s+or\s+|\s*\|\s*|\s*/\s*")
# `string?`, as many languages write `string | null`.
_MAY_BE_NULL = re.compile(r"([a-z]{3,10}(?:\[\]|<[a-z-]{1,20}>)?)\?")
# `(string | null)`, and `enum<string | null>`, which is `enum<string> | null`.
_IN_BRACKETS = re.compile(r"\([^()]{1,100}\)")
_NULL_WITHIN = re.compile(r"(?<=enum)(<[a-z]{1,20})\s?\|\s?null>")
# A value among types: `integer or "auto"`.
_LITERAL = re.compile(r"[\"'“][\w-]{1,40}[\"'”]")
# Words for any value at all.
_ANY = frozenset({"any", "mixed"})
JSON_TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}
# Other words for them; what has a format of its own is named with it.
_SYNONYMS = {
    "str": "string",
    "text": "string",
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "bool": "boolean",
    "dict": "object",
    "map": "object",
    "json": "object",
    "list": "array",
    "nil": "null",
    "none": "null",
    "binary": "file",
}
_FORMATTED = {
    "uuid": "uuid",
    "uri": "uri",
    "url": "uri",
    "datetime": "date-time",
    "timestamp": None,
}
_FORMAT_SYNONYMS = {"url": "uri", "datetime": "date-time", "guid": "uuid"}
# Formats that contracts know; another one is left out, and the label counts as half read.
KNOWN_FORMATS = frozenset({"uuid", "uri", "date-time", "binary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredType:
    """What the label of a type names.

    Attributes:
        types: JSON types, `file` among them; empty for any value.
        format: One that contracts know.
        items: Type of the elements, None where none is named.
        is_enum: The label says that the choices follow.
    """

    types: tuple[str, ...]
    format: str | None = None
    items: str | None = None
    items_format: str | None = None
    is_enum: bool = False


def read_type(text: str, *, is_in_place: bool = False) -> DeclaredType | None:
    """Return what a type label such as `string<uuid>[] | null` names, None where `text` is no type.

    `file` counts as a type; the caller maps it.

    Args:
        is_in_place: It stands where a type is expected, so that any word for one is taken as one.
    """
    words = " ".join(text.strip().strip("`*").split()).lower()
    if not words or len(words) > _LONGEST_LABEL:
        return None
    words = _NULL_WITHIN.sub(r"\1> | null", words[1:-1] if _IN_BRACKETS.fullmatch(words) else words)
    words = _MAY_BE_NULL.sub(r"\1 | null", words)
    parts = _EITHER.split(words)
    read = [_one_type(part) for part in parts]
    known = [each for each in read if each is not None]
    if len(known) < len(read) or (len(parts) == 1 and words in _NOT_ALONE and not is_in_place):
        return None
    return DeclaredType(
        types=tuple(dict.fromkeys(name for each in known for name in each.types)),
        format=next((each.format for each in known if each.format), None),
        items=next((each.items for each in known if each.items), None),
        items_format=next((each.items_format for each in known if each.items_format), None),
        is_enum=any(each.is_enum for each in known),
    )


def _list_of(name: str) -> DeclaredType | None:
    """Return the type of a list whose elements have this one; a format stands for texts in it."""
    if name == "enum":
        return DeclaredType(types=("array",), items="string", is_enum=True)
    form = _FORMATTED.get(name)
    item = "string" if form else _SYNONYMS.get(name, name)
    if item not in JSON_TYPES | {"file"}:
        return None
    return DeclaredType(types=("array",), items=item, items_format=form)


def _one_type(text: str) -> DeclaredType | None:
    """Return what one part of a label names."""
    match = _LIST_OF.fullmatch(text)
    if match:
        return _list_of(match.group(1))
    if _MAP.fullmatch(text):
        return DeclaredType(types=("object",))
    if text in _ANY or _LITERAL.fullmatch(text):
        return DeclaredType(types=() if text in _ANY else ("string",))
    match = _TYPE.fullmatch(text)
    if not match or bool(match.group(1)) != bool(match.group(3)):
        return None
    enum, name, _, form, brackets = match.groups()
    if form in _NO_FORMATS:
        return None
    is_enum = bool(enum) or "enum" in (text, form)
    form = _FORMAT_SYNONYMS.get(form, form) if form else _FORMATTED.get(name)
    if name in _FORMATTED and form:
        name = "string"
    name = "string" if name == "enum" else _SYNONYMS.get(name, name)
    if name not in JSON_TYPES | {"file"}:
        return None
    if name == "string" and form == "binary":
        name, form = "file", None
    form = form if form in KNOWN_FORMATS else None
    if brackets:
        items = "array" if len(brackets) > len("[]") else name
        return DeclaredType(types=("array",), items=items, items_format=form, is_enum=is_enum)
    return DeclaredType(types=(name,), format=form, is_enum=is_enum)
