"""How reference pages word a limit, in English and in Chinese.

Each wording applies to fields of a certain kind only: "1-6" bounds an integer, and the length of an array.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.derive.byte_limits import byte_limit
from truecopy.derive.documented_fields import (
    FORMAT_WORD,
    TOKEN,
    DocumentedField,
    literal,
    number,
    picture_formats,
    read_type,
)

# Pieces of which the wordings are made. None repeats what the next piece may begin with, and every number and gap has
# a longest length, so that no page makes a search slow.
_N = r"((?<!\d)-?(?:\d{1,3}(?:,\d{3}){1,9}|\d{1,30}(?:\.\d{1,30})?)(?!\d))"
_GAP = r"[^.\d\[]{0,80}"
_COLON = r"(?:\s*:)?\s*"
_TO = r"\s*(?:-|–|~|to|and|,|至|和|到)\s*"

Parts = Iterator[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Wording:
    """One pattern, the fields that it applies to, and what it says of them."""

    pattern: re.Pattern[str]
    applies: Callable[[DocumentedField], bool]
    build: Callable[[re.Match[str], DocumentedField], Parts]


def _bounds(low: str, high: str) -> Callable[[re.Match[str], DocumentedField], Parts]:
    def build(match: re.Match[str], _: DocumentedField) -> Parts:
        yield low, number(match.group(1))
        yield high, number(match.group(2))

    return build


def _one(keyword: str) -> Callable[[re.Match[str], DocumentedField], Parts]:
    def build(match: re.Match[str], _: DocumentedField) -> Parts:
        yield keyword, number(match.group(1))

    return build


def _constant(keyword: str, value: Any) -> Callable[[re.Match[str], DocumentedField], Parts]:
    def build(match: re.Match[str], _: DocumentedField) -> Parts:
        yield keyword, value

    return build


def _bytes(match: re.Match[str], _: DocumentedField) -> Parts:
    exclusive = bool(re.match(r"less|smaller|under|below|小于", match.group(), re.IGNORECASE))
    yield "x-image/bytes", byte_limit(number(match.group(1)), match.group(2), exclusive=exclusive)


def _formats(match: re.Match[str], _: DocumentedField) -> Parts:
    yield "x-image/formats", picture_formats(match.group())


def _side(match: re.Match[str], field: DocumentedField) -> Parts:
    keyword = "x-image/side" if field.is_picture else "x-dimensions/side"
    yield keyword, {"minimum": number(match.group(1)), "maximum": number(match.group(2))}


def _pixels(match: re.Match[str], _: DocumentedField) -> Parts:
    a, b, c, d = (number(match.group(index)) for index in range(1, 5))
    yield "x-dimensions/pixels", {"minimum": a * b, "maximum": c * d}


def _separator(match: re.Match[str], _: DocumentedField) -> Parts:
    mark = match.group(1)
    yield "x-dimensions/separator", mark
    yield "pattern", f"^[0-9]+{re.escape(mark)}[0-9]+$"


def _transparency(match: re.Match[str], field: DocumentedField) -> Parts:
    named = match.group(1)
    others = [name for name in field.files if name != field.name]
    part = named if named in others else others[0] if len(others) == 1 else None
    if part:
        yield "x-image/transparency", {"unless": part}


def _same_size(match: re.Match[str], field: DocumentedField) -> Parts:
    if match.group(1) in field.files:
        yield "x-image/same_size_as", match.group(1)


def _choices(match: re.Match[str], field: DocumentedField) -> Parts:
    if re.fullmatch(_N, match.group(1)):  # a thousands separator, not a list
        return
    words = re.split(r"[,、\uff0c或和]|\bor\b|\band\b", match.group(1).strip(" .。"))
    values = [word.strip().strip("`\"“”'") for word in words if word.strip()]
    if len(values) > 1 and all(re.fullmatch(TOKEN, value) for value in values):
        yield "enum", [number(value) for value in values] if field.is_number else values


def _default(match: re.Match[str], field: DocumentedField) -> Parts:
    try:
        yield "default", literal(match.group(1), field)
    except ValueError:
        return


def _type(match: re.Match[str], _: DocumentedField) -> Parts:
    declared = read_type(match.group(1))
    if declared:
        types, _form, _items = declared
        yield "type", types[0] if len(types) == 1 else types


def _examples(match: re.Match[str], _: DocumentedField) -> Parts:
    quoted = re.findall(r"[\"“]([^\"“”\s]+)[\"”]", match.group(1))
    bare = match.group(1).strip()
    values = quoted or ([bare] if re.fullmatch(TOKEN, bare) else [])
    if values:
        yield "examples", values


def _wording(
    pattern: str,
    applies: Callable[[DocumentedField], bool],
    build: Callable[[re.Match[str], DocumentedField], Parts],
) -> Wording:
    return Wording(re.compile(pattern, re.IGNORECASE), applies, build)


def _is_text(field: DocumentedField) -> bool:
    return field.is_text


def _is_number(field: DocumentedField) -> bool:
    return field.is_number


def _is_array(field: DocumentedField) -> bool:
    return field.is_array


def _is_picture(field: DocumentedField) -> bool:
    return field.is_picture


def _any(_: DocumentedField) -> bool:
    return True


_ITEM = rf"{TOKEN}|[\"“`']{TOKEN}[\"”`']"
_LIST = rf"((?:{_ITEM})(?:\s*[,、\uff0c]\s*(?:{_ITEM}))*(?:(?:\s*,)?\s*\bor\b|\s*[或、,\uff0c])\s*(?:{_ITEM}))"
_NUMBERS = r"(-?[\d.]+(?:\s*,\s*-?[\d.]+)+)"
WORDINGS = (
    _wording(
        rf"max(?:imum)?\s+(?:string\s+)?length(?:\s+(?:is|of))?{_COLON}{_N}(?:\s*characters)?",
        _is_text,
        _one("maxLength"),
    ),
    _wording(
        rf"(?:max(?:imum)?(?:\s+of)?|at most|up to|no (?:more|longer) than)\s+{_N}\s+char\w*",
        _is_text,
        _one("maxLength"),
    ),
    _wording(rf"(?:最大长度为?|最多|不超过)\s*{_N}\s*个?字符", _is_text, _one("maxLength")),
    _wording(
        rf"min(?:imum)?\s+(?:string\s+)?length(?:\s+(?:is|of))?{_COLON}{_N}",
        _is_text,
        _one("minLength"),
    ),
    _wording(rf"at least\s+{_N}\s+char\w*", _is_text, _one("minLength")),
    _wording(
        rf"between\s+{_N}\s+and\s+{_N}\s+char\w*", _is_text, _bounds("minLength", "maxLength")
    ),
    _wording(
        rf"(?:required range:?\s*)?{_N}\s*(?:<=|≤)\s*x\s*(?:<=|≤)\s*{_N}",
        _is_number,
        _bounds("minimum", "maximum"),
    ),
    _wording(rf"x\s*(?:>=|≥)\s*{_N}", _is_number, _one("minimum")),
    _wording(rf"(?<!<= )(?<!≤ )(?<!<=)(?<!≤)\bx\s*(?:<=|≤)\s*{_N}", _is_number, _one("maximum")),
    _wording(rf"between\s+{_N}\s+and\s+{_N}", _is_number, _bounds("minimum", "maximum")),
    _wording(
        rf"(?:必须)?(?:介于|在)\s*{_N}\s*(?:和|到|至)\s*{_N}\s*之间",
        _is_number,
        _bounds("minimum", "maximum"),
    ),
    _wording(rf"\brange{_COLON}\[?{_N}{_TO}{_N}\]?", _is_number, _bounds("minimum", "maximum")),
    _wording(rf"\[{_N},\s*{_N}\]", _is_number, _bounds("minimum", "maximum")),
    _wording(rf"\({_N}\s*[-–]\s*{_N}\)", _is_number, _bounds("minimum", "maximum")),
    _wording(rf"\bsupports?\s+{_N}\s*[-–]\s*{_N}", _is_number, _bounds("minimum", "maximum")),
    _wording(rf"\bsupports?\s+{_N}\s+only", _is_number, _one("maximum")),
    _wording(
        rf"required array length:?\s*{_N}{_TO}{_N}(?:\s+elements)?",
        _is_array,
        _bounds("minItems", "maxItems"),
    ),
    _wording(
        rf"\b(?:count(?:\s*:)?|supports?|input)\s*{_N}\s*[-–]\s*{_N}(?:\s+\w+)?",
        _is_array,
        _bounds("minItems", "maxItems"),
    ),
    _wording(
        rf"(?:less than|smaller than|under|below|小于)\s*{_N}\s*([KMG]i?B)", _is_picture, _bytes
    ),
    _wording(
        rf"(?:max(?:imum)?|no larger than|up to|at most|不超过)\s*(?:of\s+)?{_N}\s*([KMG]i?B)",
        _is_picture,
        _bytes,
    ),
    _wording(rf"formats?\s*:\s*(?:{FORMAT_WORD})\b[^\n]*", _is_picture, _formats),
    _wording(rf"valid\s+(?:{FORMAT_WORD})\s+file", _is_picture, _formats),
    _wording(rf"有效的\s*(?:{FORMAT_WORD})\s*文件", _is_picture, _formats),
    _wording(r"\bsquare\b|方形", _is_picture, _constant("x-image/square", True)),  # noqa: FBT003 - a value
    _wording(
        r"\bif (?:the )?(\w+) is not provided, (?:the )?(?:\w+) must have transparency",
        _is_picture,
        _transparency,
    ),
    _wording(r"如果未提供(\S+?)[,\uff0c]\s*图像必须具有透明度", _is_picture, _transparency),
    _wording(r"same (?:dimensions|size) as (?:the )?(?:original )?(\w+)", _is_picture, _same_size),
    _wording(r"尺寸与(?:原始)?\s*(\w+?)\s*相同", _is_picture, _same_size),
    _wording(
        r"\bURLs?\b[^.\n]{0,80}?\bor\b[^.\n]{0,80}?\bBase64\b",
        _is_picture,
        _constant("x-image/sources", ["url", "base64"]),
    ),
    _wording(
        rf"width and height{_GAP}\[?{_N}{_TO}{_N}\]?(?:\s*pixels)?",
        lambda field: field.is_picture or field.is_text,
        _side,
    ),
    _wording(r"total pixels between\s+(\d+)[*x×](\d+)\s+and\s+(\d+)[*x×](\d+)", _is_text, _pixels),
    _wording(r"[\"“]?width([*x×])height[\"”]?", _is_text, _separator),
    _wording(rf"(?:one of|must be|available options){_COLON}{_LIST}", _is_text, _choices),
    _wording(rf"available options\s*:\s*{_NUMBERS}", _is_number, _choices),
    _wording(rf"max(?:imum)? (?:array )?length{_COLON}{_N}", _is_array, _one("maxItems")),
    _wording(rf"min(?:imum)? (?:array )?length{_COLON}{_N}", _is_array, _one("minItems")),
    _wording(
        rf"(?:up to|at most|no more than)\s+{_N}\s+(?!char)[a-z]+", _is_array, _one("maxItems")
    ),
    _wording(rf"at least\s+{_N}\s+(?!char)[a-z]+", _is_array, _one("minItems")),
    _wording(
        rf"(?<!type)(?<!format)(?<!example)(?<!examples):\s*{_LIST}\s*(?:[.。]\s*)?$",
        _is_text,
        _choices,
    ),
    _wording(rf"必须是\s*{_LIST}\s*(?:之一)?", _is_text, _choices),
    _wording(r"\btype\s*:\s*([^\n]+)", _any, _type),
    _wording(r"\bdefault\s*:\s*([^\n]+)", _any, _default),
    _wording(r"\(e\.g\.,?\s+([^()\s][^()\n]*)\)", _is_text, _examples),
    _wording(r"\bexamples?\s*:\s*([^\n]+)", _is_text, _examples),
)
