"""The label of a type with what stands beside it: `string <= 64 characters`, `integer, required`, `array [ 1 .. 5 ] items`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truecopy.derive.declared_types import read_type
from truecopy.derive.document import Line
from truecopy.derive.documented_fields import DocumentedField, number
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.text_wordings import plain_pattern
from truecopy.derive.wording import N
from truecopy.derive.wordlist import words

LOCATIONS = frozenset({"header", "path", "query", "body", "cookie"})
_FLAGS = frozenset(
    words(
        "required mandatory optional nullable deprecated readonly writeonly read-only write-only 必填 必选 必须 必需 可选 选填 非必填 否 已弃用 已废弃 "
        "erforderlich pflicht pflichtfeld optionnel facultatif opcional facoltativo обязательный 任意 선택 requis obligatoire requerido obligatorio obrigatório obbligatorio richiesto 必須 필수"
    )
)
# In characters; a longer line is prose.
_LONGEST = 300
# The type in a label: `string`, `array of objects`, `list<string>`, `string | null`.
_TYPE_WORDS = line_pattern(
    r"((?:(?:array|list) of )?[A-Za-z]+(?:\s?<[^<>]{1,60}>|\[[A-Za-z]{1,20}\])?(?:\[\]){0,3}"
    r"(?:\s*(?:\||\bor\b)\s*[A-Za-z]+(?:<[^<>]{1,60}>)?(?:\[\]){0,3}){0,5})",
    re.IGNORECASE,
)
_UNIT = r"(?:\s{0,3}(characters?|chars?|items?|elements?|properties)\b)?"
# Limits in signs: `[ 1 .. 10 ] items`, `<= 64 characters`, `unique`, `^[a-z]+$`, and those of elements.
_RANGE = line_pattern(rf"([\[(])\s*{N}\s*\.\.\.?\s*{N}\s*([\])]){_UNIT}", re.IGNORECASE)
_BOUND = line_pattern(rf"(<=|>=|≤|≥|<|>|=)\s*{N}{_UNIT}", re.IGNORECASE)
_WORD = re.compile(r"(non-empty|unique)\b|multiples? of\s{0,3}" + N, re.IGNORECASE)
_PATTERN = re.compile(r"\^[^\s`]{1,200}\$")
_OF_ITEMS = line_pattern(
    r"\[\s*items\s+([^\[\]]{1,80}?)\s*\]|\[\s*items\s+(\[[^\]]{1,60}\][\w ]{0,20})\s*\]"
)
_DECIMALS = re.compile(r"decimal places\s{0,3}<=\s{0,3}\d{1,3}", re.IGNORECASE)
_SIGNS = (_OF_ITEMS, _RANGE, _BOUND, _WORD, _PATTERN, _DECIMALS)
# The name of the schema in brackets, which says nothing of the value: `object (Owner)`.
_TITLE = re.compile(r"\([A-Z][\w .-]{0,60}\)")
# The name of the schema before the type: `Options · object`.
_TITLED = re.compile(r"\s{0,40}[A-Za-z][\w -]{0,60} · ([A-Za-z]{3,20}(?:\[\])?)")
# A default among the attributes: `default: 1`.
_DEFAULT = re.compile(
    r"default(?:s to|\s*[:=\uff1a]|\s+value\s*[:=]|\s+is|\s(?=[\"`\d-]))\s*(?:\"[^\"]{0,80}\"|`[^`]{0,80}`|\[[^\[\]]{0,80}\]|[^\s,;()\[\]`*]{1,80})",
    re.IGNORECASE,
)
# A limit in words, up to the next comma or bracket.
_IN_WORDS = re.compile(
    r"(?:max|min|up to|at most|at least|between|from|range|length|one of|\d)[^,;()|·\n]{0,80}[^\s,;()|·]",
    re.IGNORECASE,
)
# `required if n is given`: no flag.
_ON_CONDITION = re.compile(
    r"(?:required|optional|必填)\s{1,3}(?:only )?(?:if|when|unless|for|with|in|except|depending)\b[^,;()\n]{0,120}",
    re.IGNORECASE,
)
# What stands between two pieces, and a word that may be an attribute.
_GAP = re.compile(r"[\s,;|·`*\uff0c\u3001]*")
_FLAG = re.compile(r"[^\s,;|()\uff08\uff09\uff0c\u3001`*.:–—]+")
_NEXT_WORD = re.compile(r"[`*]?(?: {2,40}|, ?|[ \t][`*(])[`*(]{0,2}([A-Za-z]{1,12})\b")
# One before the type: `required string`.
_FLAG_BEFORE = re.compile(r"(required|optional|nullable),?\s{1,3}(?=[A-Za-z])", re.IGNORECASE)
# The name of a type that the page describes elsewhere: two words at least, joined.
_REFERENCE = re.compile(r"(?:[A-Z][a-z0-9]+){2,8}(?:\[\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLabel:
    """A label, cut into pieces as if each stood on a line of its own.

    Attributes:
        attributes: What is either so or not, and the default.
        limits: In signs or in words.
        end: Index in the text of the line behind the last piece.
        is_known: Whether it names a type, and not what is described elsewhere.
    """

    declared: Line
    attributes: tuple[Line, ...] = ()
    limits: tuple[Line, ...] = ()
    end: int = 0
    is_known: bool = True


def is_flag(text: str) -> bool:
    """Whether a word says something of the field that is either so or not."""
    bare = text.strip().strip("*")
    return bare.lower() in _FLAGS or bare in LOCATIONS


def read_type_line(line: Line, *, is_in_place: bool = False) -> TypeLabel | None:
    """Return the label that a whole line is, None where the line is something else.

    Args:
        is_in_place: It stands where a type is expected.
    """
    text = line.text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if read_type(text, is_in_place=is_in_place) is not None:
        return TypeLabel(declared=line, end=len(line.text))
    titled = _TITLED.fullmatch(line.text.rstrip())
    if titled and read_type(titled.group(1)) is not None:
        return TypeLabel(declared=_piece(line, titled.start(1), titled.end(1)), end=len(line.text))
    if _REFERENCE.fullmatch(text):
        return TypeLabel(declared=line, end=len(line.text), is_known=False)
    label = read_label(line, len(line.text) - len(line.text.lstrip()), is_whole=True)
    is_whole = label is not None and not line.text[label.end :].strip(" \t`*)")
    return label if is_whole else None


def read_label(line: Line, at: int, *, is_whole: bool = False) -> TypeLabel | None:
    """Return the label that begins at an index of a line, None where none does.

    Args:
        is_whole: Nothing else stands on the line, so that what commas part is of the label.
    """
    before = _flag_before(line.text, at, is_whole=is_whole)
    begun = at
    at = before.end() if before else at
    found = _TYPE_WORDS.match(line.text, at)
    if found is None:
        return None
    declared, is_in_place = found.group(1), line.text[begun - 1 : begun] == "("
    while read_type(declared, is_in_place=is_in_place) is None and " " in declared:
        declared = declared.rsplit(None, 1)[0]
        declared = re.sub(r"(?<!\s)\s*(?:\||\bor)$", "", declared)
    if (
        read_type(declared, is_in_place=is_in_place or _is_above_flag(line.text, at, declared))
        is None
    ):
        return None
    attributes, limits, end = _pieces(line, at + len(declared), is_whole=is_whole)
    if before is not None:
        attributes.insert(0, _piece(line, begun, begun + len(before.group(1))))
    return TypeLabel(
        declared=_piece(line, at, at + len(declared)),
        attributes=tuple(attributes),
        limits=tuple(limits),
        end=end,
    )


def _is_above_flag(text: str, at: int, declared: str) -> bool:
    """Whether a mark follows what may be a type, as `file  binary  required` has it: then it is one."""
    word = _NEXT_WORD.match(text, at + len(declared))
    return word is not None and word.group(1).lower() in ("required", "optional")


def _flag_before(text: str, at: int, *, is_whole: bool) -> re.Match[str] | None:
    """Return the flag before the type of a label in brackets or alone on its line: `(nullable string)`."""
    if not is_whole and text[at - 1 : at] != "(":
        return None
    return _FLAG_BEFORE.match(text, at)


def _pieces(line: Line, at: int, *, is_whole: bool) -> tuple[list[Line], list[Line], int]:
    """Return attributes and limits from an index on, and where they end."""
    attributes: list[Line] = []
    limits: list[Line] = []
    end = at
    while True:
        gap = _GAP.match(line.text, at)
        at = gap.end() if gap else at
        title = _TITLE.match(line.text, at)
        sign = _ON_CONDITION.match(line.text, at) or next(
            (found for each in _SIGNS if (found := each.match(line.text, at))), None
        )
        stated = _attribute(line.text, at)
        if sign is None and stated is None and _is_inside(line.text, at, is_whole=is_whole):
            sign = _IN_WORDS.match(line.text, at)
        if stated is not None:
            attributes.append(_piece(line, at, stated))
            at = end = stated
        elif sign is not None:
            limits.append(_piece(line, at, sign.end()))
            at = end = sign.end()
        elif title is not None:
            at = end = title.end()
        elif at < len(line.text) and line.text[at] in "()[]\uff08\uff09":
            at += 1
        else:
            return attributes, limits, end


def _is_inside(text: str, at: int, *, is_whole: bool) -> bool:
    """Whether an index lies within brackets or behind a comma, where words are of the label still."""
    is_listed = is_whole and text[:at].rstrip().endswith((",", ";", "·", "|"))
    return is_listed or text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _attribute(text: str, at: int) -> int | None:
    """Return where the attribute ends that begins at an index, None where none does."""
    default = _DEFAULT.match(text, at)
    if default:
        return default.end()
    word = _FLAG.match(text, at)
    if _ON_CONDITION.match(text, at):
        return None
    is_mark = word is not None and (is_flag(word.group()) or word.group().lower() == "enum")
    return word.end() if word and is_mark else None


def is_in_signs(text: str) -> bool:
    """Whether a limit is written in signs, and not in words."""
    return any(each.fullmatch(text) for each in _SIGNS)


def label_limits(text: str, field: DocumentedField) -> Iterator[tuple[str, Any, bool]]:
    """Yield keyword, value, and whether it bounds the elements, of a limit in signs; nothing for any other text."""
    of_items = _OF_ITEMS.fullmatch(text)
    if of_items:
        for keyword, value in _in_signs(of_items.group(1) or of_items.group(2), "string"):
            yield keyword, value, True
        return
    kinds = ("array", "object", "integer", "number", "string")
    kind = next((each for each in kinds if each in field.types), "")
    yield from ((keyword, value, False) for keyword, value in _in_signs(text, kind))


def _in_signs(text: str, kind: str) -> Iterator[tuple[str, Any]]:
    if _PATTERN.fullmatch(text):
        pattern = plain_pattern(text) if kind == "string" else None
        yield from [("pattern", pattern)] if pattern else []
        return
    found = _RANGE.fullmatch(text)
    if found:
        yield from _bound(
            ">=" if found.group(1) == "[" else ">", found.group(2), found.group(5), kind
        )
        yield from _bound(
            "<=" if found.group(4) == "]" else "<", found.group(3), found.group(5), kind
        )
        return
    found = _BOUND.fullmatch(text)
    if found:
        yield from _bound(found.group(1), found.group(2), found.group(3), kind)
        return
    found = _WORD.fullmatch(text)
    if found and found.group(2):
        yield "multipleOf", number(found.group(2))
    elif found and found.group(1).lower() == "non-empty" and kind in ("string", "array"):
        yield ("minLength" if kind == "string" else "minItems"), 1
    elif found and kind == "array":
        yield "uniqueItems", True


def _bound(sign: str, amount: str, unit: str | None, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the bounds of one sign; in whole units more than 4 is at least 5."""
    stem = {"c": "Length", "i": "Items", "e": "Items", "p": "Properties"}.get(
        (unit or "")[:1].lower()
    )
    value = number(amount)
    if stem is None and kind in ("integer", "number") and sign != "=":
        low, strict = sign[0] in ">≥", sign in ("<", ">")
        names = ("exclusiveMinimum", "minimum") if low else ("exclusiveMaximum", "maximum")
        yield names[not strict], value
    elif stem is not None and (stem, kind) in _MEASURED:
        if sign[0] in ">≥=":
            yield f"min{stem}", value + (sign == ">")
        if sign[0] in "<≤=":
            yield f"max{stem}", value - (sign == "<")


_MEASURED = frozenset({("Length", "string"), ("Items", "array"), ("Properties", "object")})


def _piece(line: Line, start: int, end: int) -> Line:
    return Line(number=line.number, start=line.start + start, text=line.text[start:end])
