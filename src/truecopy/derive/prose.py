"""Limits that prose states about one field, in English and in Chinese.

Each pattern is one way in which reference pages word a limit. A pattern applies to fields of a certain
kind only: "1-6" bounds an integer, and the length of an array.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.derive.byte_limits import byte_limit
from truecopy.errors import DeriveError

_N = r"(-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?)"
_GAP = r"[^.\d\[]{0,80}"
_TO = r"\s*(?:-|–|~|to|and|,|至|和|到)\s*"
_TOKEN = r"[A-Za-z0-9][\w.*+-]*"  # noqa: S105 - a word of a list, not a secret
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
_FORMAT_WORD = "|".join(_FORMATS)

JSON_TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One keyword with its value, and where in the text it was read.

    Attributes:
        on_items: It bounds each element of the field's array, not the array.
    """

    keyword: str
    value: Any
    start: int
    end: int
    on_items: bool = False


Parts = Iterator[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    applies: Callable[[Field], bool]
    build: Callable[[re.Match[str], Field], Parts]


def read_limits(text: str, field: Field) -> list[Limit]:
    """Return every limit that `text` states of `field`, in order of appearance."""
    found = []
    for rule in _RULES:
        if not rule.applies(field):
            continue
        for match in rule.pattern.finditer(text):
            for keyword, value in rule.build(match, field):
                on_items = field.is_array and keyword.startswith("x-image")
                limit = Limit(
                    keyword=keyword,
                    value=value,
                    start=match.start(),
                    end=match.end(),
                    on_items=on_items,
                )
                found.append(limit)
    return sorted(found, key=lambda each: (each.start, each.keyword))


def number(text: str) -> int | float:
    """Return the number that `text` writes, thousands separators allowed.

    Raises:
        DeriveError: It is none, or longer than any limit is.
    """
    plain = text.replace(",", "")
    if not re.fullmatch(r"-?\d{1,30}(?:\.\d{1,30})?", plain):
        raise DeriveError(f"{text[:40]!r} is no number that a limit can have")
    whole, _, fraction = plain.partition(".")
    return float(plain) if fraction.strip("0") else int(whole)


def literal(text: str, field: Field) -> Any:
    """Return the value that `text` writes for `field`: JSON, or a bare word for a text field.

    Raises:
        ValueError: It is prose, not a value.
    """
    text = text.strip().strip("“”")
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        if re.fullmatch(_TOKEN, text) and "string" in field.types:
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
    match = re.fullmatch(r"(enum<)?(\w+)>?(?:<([\w-]+)>)?(\[\])?", text)
    if match and match.group(2) in JSON_TYPES | {"file"}:
        if match.group(4):
            return ["array"], match.group(3), match.group(2)
        return [match.group(2)], match.group(3), None
    words = text.lower()
    match = re.fullmatch(r"(?:array|list) of (\w+?)s?", words)
    if match and match.group(1) in JSON_TYPES:
        return ["array"], None, match.group(1)
    names = re.split(r"\s+or\s+|\s*\|\s*", words)
    if all(name in JSON_TYPES for name in names):
        return names, None, None
    return None


def picture_formats(text: str) -> list[str]:
    """Return the slugs of the picture formats that `text` lists, each once."""
    names = re.findall(rf"\b({_FORMAT_WORD})\b", text, re.IGNORECASE)
    return list(dict.fromkeys(_FORMATS[name.lower()] for name in names))


def _bounds(low: str, high: str) -> Callable[[re.Match[str], Field], Parts]:
    def build(match: re.Match[str], _: Field) -> Parts:
        yield low, number(match.group(1))
        yield high, number(match.group(2))

    return build


def _one(keyword: str) -> Callable[[re.Match[str], Field], Parts]:
    def build(match: re.Match[str], _: Field) -> Parts:
        yield keyword, number(match.group(1))

    return build


def _constant(keyword: str, value: Any) -> Callable[[re.Match[str], Field], Parts]:
    def build(match: re.Match[str], _: Field) -> Parts:
        yield keyword, value

    return build


def _bytes(match: re.Match[str], _: Field) -> Parts:
    exclusive = bool(re.match(r"less|smaller|under|below|小于", match.group(), re.IGNORECASE))
    yield "x-image/bytes", byte_limit(number(match.group(1)), match.group(2), exclusive=exclusive)


def _formats(match: re.Match[str], _: Field) -> Parts:
    yield "x-image/formats", picture_formats(match.group())


def _side(match: re.Match[str], field: Field) -> Parts:
    keyword = "x-image/side" if field.is_picture else "x-dimensions/side"
    yield keyword, {"minimum": number(match.group(1)), "maximum": number(match.group(2))}


def _pixels(match: re.Match[str], _: Field) -> Parts:
    a, b, c, d = (number(match.group(index)) for index in range(1, 5))
    yield "x-dimensions/pixels", {"minimum": a * b, "maximum": c * d}


def _separator(match: re.Match[str], _: Field) -> Parts:
    mark = match.group(1)
    yield "x-dimensions/separator", mark
    yield "pattern", f"^[0-9]+{re.escape(mark)}[0-9]+$"


def _transparency(match: re.Match[str], field: Field) -> Parts:
    named = match.group(1)
    others = [name for name in field.files if name != field.name]
    part = named if named in others else others[0] if len(others) == 1 else None
    if part:
        yield "x-image/transparency", {"unless": part}


def _same_size(match: re.Match[str], field: Field) -> Parts:
    if match.group(1) in field.files:
        yield "x-image/same_size_as", match.group(1)


def _choices(match: re.Match[str], _: Field) -> Parts:
    if re.fullmatch(_N, match.group(1)):  # a thousands separator, not a list
        return
    words = re.split(r"\s*(?:[,、\uff0c或和]|\bor\b|\band\b)\s*", match.group(1).strip(" .。"))
    values = [word.strip("`\"“”'") for word in words if word]
    if len(values) > 1 and all(re.fullmatch(_TOKEN, value) for value in values):
        yield "enum", values


def _default(match: re.Match[str], field: Field) -> Parts:
    try:
        yield "default", literal(match.group(1), field)
    except ValueError:
        return


def _type(match: re.Match[str], _: Field) -> Parts:
    declared = read_type(match.group(1))
    if declared:
        types, _form, _items = declared
        yield "type", types[0] if len(types) == 1 else types


def _examples(match: re.Match[str], _: Field) -> Parts:
    quoted = re.findall(r"[\"“]([^\"“”\s]+)[\"”]", match.group(1))
    bare = match.group(1).strip()
    values = quoted or ([bare] if re.fullmatch(_TOKEN, bare) else [])
    if values:
        yield "examples", values


def _rule(
    pattern: str,
    applies: Callable[[Field], bool],
    build: Callable[[re.Match[str], Field], Parts],
) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), applies, build)


def _is_text(field: Field) -> bool:
    return field.is_text


def _is_number(field: Field) -> bool:
    return field.is_number


def _is_array(field: Field) -> bool:
    return field.is_array


def _is_picture(field: Field) -> bool:
    return field.is_picture


def _any(_: Field) -> bool:
    return True


_ITEM = rf"{_TOKEN}|[\"“`']{_TOKEN}[\"”`']"
_LIST = (
    rf"((?:{_ITEM})(?:\s*[,、\uff0c]\s*(?:{_ITEM}))*\s*(?:,?\s*\bor\b|[或、,\uff0c])\s*(?:{_ITEM}))"
)
_RULES = (
    _rule(
        rf"max(?:imum)?\s+(?:string\s+)?length(?:\s+(?:is|of))?\s*:?\s*{_N}(?:\s*characters)?",
        _is_text,
        _one("maxLength"),
    ),
    _rule(
        rf"(?:max(?:imum)?(?:\s+of)?|at most|up to|no (?:more|longer) than)\s+{_N}\s+char\w*",
        _is_text,
        _one("maxLength"),
    ),
    _rule(rf"(?:最大长度为?|最多|不超过)\s*{_N}\s*个?字符", _is_text, _one("maxLength")),
    _rule(
        rf"min(?:imum)?\s+(?:string\s+)?length(?:\s+(?:is|of))?\s*:?\s*{_N}",
        _is_text,
        _one("minLength"),
    ),
    _rule(rf"at least\s+{_N}\s+char\w*", _is_text, _one("minLength")),
    _rule(rf"between\s+{_N}\s+and\s+{_N}\s+char\w*", _is_text, _bounds("minLength", "maxLength")),
    _rule(
        rf"(?:required range:?\s*)?{_N}\s*(?:<=|≤)\s*x\s*(?:<=|≤)\s*{_N}",
        _is_number,
        _bounds("minimum", "maximum"),
    ),
    _rule(rf"x\s*(?:>=|≥)\s*{_N}", _is_number, _one("minimum")),
    _rule(rf"(?<!<= )(?<!≤ )(?<!<=)(?<!≤)\bx\s*(?:<=|≤)\s*{_N}", _is_number, _one("maximum")),
    _rule(rf"between\s+{_N}\s+and\s+{_N}", _is_number, _bounds("minimum", "maximum")),
    _rule(
        rf"(?:必须)?(?:介于|在)\s*{_N}\s*(?:和|到|至)\s*{_N}\s*之间",
        _is_number,
        _bounds("minimum", "maximum"),
    ),
    _rule(rf"\brange\s*:?\s*\[?{_N}{_TO}{_N}\]?", _is_number, _bounds("minimum", "maximum")),
    _rule(rf"\[{_N},\s*{_N}\]", _is_number, _bounds("minimum", "maximum")),
    _rule(rf"\({_N}\s*[-–]\s*{_N}\)", _is_number, _bounds("minimum", "maximum")),
    _rule(rf"\bsupports?\s+{_N}\s*[-–]\s*{_N}", _is_number, _bounds("minimum", "maximum")),
    _rule(rf"\bsupports?\s+{_N}\s+only", _is_number, _one("maximum")),
    _rule(
        rf"required array length:?\s*{_N}{_TO}{_N}(?:\s+elements)?",
        _is_array,
        _bounds("minItems", "maxItems"),
    ),
    _rule(
        rf"\b(?:count\s*:?|supports?|input)\s*{_N}\s*[-–]\s*{_N}(?:\s+\w+)?",
        _is_array,
        _bounds("minItems", "maxItems"),
    ),
    _rule(rf"(?:less than|smaller than|under|below|小于)\s*{_N}\s*([KMG]i?B)", _is_picture, _bytes),
    _rule(
        rf"(?:max(?:imum)?|no larger than|up to|at most|不超过)\s*(?:of\s+)?{_N}\s*([KMG]i?B)",
        _is_picture,
        _bytes,
    ),
    _rule(rf"formats?\s*:\s*(?:{_FORMAT_WORD})\b[^\n]*", _is_picture, _formats),
    _rule(rf"valid\s+(?:{_FORMAT_WORD})\s+file", _is_picture, _formats),
    _rule(rf"有效的\s*(?:{_FORMAT_WORD})\s*文件", _is_picture, _formats),
    _rule(r"\bsquare\b|方形", _is_picture, _constant("x-image/square", True)),  # noqa: FBT003 - a value
    _rule(
        r"\bif (?:the )?(\w+) is not provided, (?:the )?(?:\w+) must have transparency",
        _is_picture,
        _transparency,
    ),
    _rule(r"如果未提供(\S+?)[,\uff0c]\s*图像必须具有透明度", _is_picture, _transparency),
    _rule(r"same (?:dimensions|size) as (?:the )?(?:original )?(\w+)", _is_picture, _same_size),
    _rule(r"尺寸与(?:原始)?\s*(\w+?)\s*相同", _is_picture, _same_size),
    _rule(
        r"\bURLs?\b[^.\n]{0,80}?\bor\b[^.\n]{0,80}?\bBase64\b",
        _is_picture,
        _constant("x-image/sources", ["url", "base64"]),
    ),
    _rule(
        rf"width and height{_GAP}\[?{_N}{_TO}{_N}\]?(?:\s*pixels)?",
        lambda field: field.is_picture or field.is_text,
        _side,
    ),
    _rule(r"total pixels between\s+(\d+)[*x×](\d+)\s+and\s+(\d+)[*x×](\d+)", _is_text, _pixels),
    _rule(r"[\"“]?width([*x×])height[\"”]?", _is_text, _separator),
    _rule(rf"(?:one of|must be|available options)\s*:?\s*{_LIST}", _is_text, _choices),
    _rule(
        rf"(?<!type)(?<!format)(?<!example)(?<!examples):\s*{_LIST}\s*[.。]?\s*$",
        _is_text,
        _choices,
    ),
    _rule(rf"必须是\s*{_LIST}\s*(?:之一)?", _is_text, _choices),
    _rule(r"\btype\s*:\s*([^\n]+)", _any, _type),
    _rule(r"\bdefault\s*:\s*([^\n]+)", _any, _default),
    _rule(r"\(e\.g\.,?\s+([^)\n]+)\)", _is_text, _examples),
    _rule(r"\bexamples?\s*:\s*([^\n]+)", _is_text, _examples),
)
