"""The head of a described field: its name, its type and its attributes, on a line each or on one."""

import re
from dataclasses import dataclass

from truecopy.derive.document import Line
from truecopy.derive.documented_fields import read_type
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.wordlist import words

# The name of a field, alone on its line, marks of Markdown around it perhaps: `extra.input[]`, `messages[0].role`.
_NAME = re.compile(
    r"[`*]{0,3}((?:[^\W\d]|[_$@])[\w.$-]{0,120}(?:\[[\d*]?\][\w.-]{0,120}){0,6})[`*]{0,3}\*?"
)
# `n integer required`, `n (integer, optional)`, `n: integer`; what follows a dash or a colon is prose.
_ONE_LINE = line_pattern(
    r"(?:[•*+\u25e6\u2023\u2013-]\s+)?[`*]{0,3}([a-z_][\w.-]{0,120}(?:\[\])?)[`*]{0,3}(?:\s{0,40}+[:(|]|\s)\s{0,40}+(\S[^\n]{0,299})"
)
_LOCATIONS = frozenset({"header", "path", "query", "body", "cookie"})
_FLAGS = frozenset(
    words(
        "required optional nullable deprecated readonly writeonly read-only write-only unique 必填 必须 必需 可选 选填 非必填 否 已弃用 已废弃"
    )
)
# The line of a default: `default:1`, `Defaults to 1`.
_DEFAULT = re.compile(
    r"default(?:s to|\s*[:=\uff1a]|\s+value\s*[:=]|\s+is)\s*([\"'`\u201c\[{].*|[^\s.,;]\S*?(?: \S*[^\s.,;])*)\.?",
    re.IGNORECASE,
)
# The type in a head: `string`, `array of objects`, `list<string>`, `string | null`.
_TYPE_WORDS = re.compile(
    r"((?:(?:array|list) of )?[A-Za-z]+(?:<[^<>]{1,60}>)?(?:\[\]){0,3}"
    r"(?:\s*(?:\||\bor\b)\s*[A-Za-z]+(?:<[^<>]{1,60}>)?(?:\[\]){0,3}){0,5})"
)
# Labels of a list under a field, which are no fields.
_LABELS = frozenset(
    words(
        "type default format example examples note required enum pattern description nullable returns returned items"
    )
)
# What stands between the words of a head: blanks, commas, bars, brackets.
_REST = re.compile(r"[\s,;|·()`*]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLineHead:
    """A head that stands on one line, cut into pieces as if each stood on a line of its own.

    Attributes:
        prose: The rest of the line, None where there is none.
    """

    name: str
    head: Line
    declared: Line
    attributes: tuple[Line, ...]
    prose: Line | None


def field_name(text: str) -> str | None:
    """Return the name of a field that stands alone on a line, None for anything else."""
    match = _NAME.fullmatch(text.strip())
    return match.group(1) if match else None


def is_attribute(text: str) -> bool:
    """Whether a line under a type says something of the field: `required`, `header`, `Defaults to 1`."""
    return is_flag(text) or bool(_DEFAULT.fullmatch(text.strip()))


def is_flag(text: str) -> bool:
    """Whether a word says something of the field that is either so or not."""
    bare = text.strip().strip("*")
    return bare.lower() in _FLAGS or bare in _LOCATIONS


def default_in(text: str) -> str | None:
    """Return what an attribute writes as the default, None where it is another attribute."""
    match = _DEFAULT.fullmatch(text.strip())
    return match.group(1).strip() if match else None


def location_in(text: str) -> str | None:
    """Return the place that an attribute names: `query`, `header`; None for another attribute."""
    bare = text.strip()
    return bare if bare in _LOCATIONS else None


def read_one_line(line: Line) -> OneLineHead | None:
    """Return the head that a whole line is, None where the line is something else."""
    match = _ONE_LINE.fullmatch(line.text.strip())
    offset = line.start + len(line.text) - len(line.text.lstrip())
    words = _TYPE_WORDS.match(match.group(2)) if match else None
    if not match or not words or _is_label(match):
        return None
    declared = words.group(1)
    while read_type(declared) is None and " " in declared:
        declared = declared.rsplit(None, 1)[0]
        declared = re.sub(r"(?<!\s)\s*(?:\||\bor)$", "", declared)
    if read_type(declared) is None:
        return None
    at, text = match.start(2) + len(declared), line.text.strip()
    attributes, end = _attributes(text, at, line.number, offset)
    rest = text[end:]
    if not attributes and rest.strip() and not re.match(r"\s*[)|:–—-]", rest):
        return None
    body = rest.lstrip(" )|:–—-.,\t`*")
    prose = _piece(line.number, offset + len(text) - len(body), body) if body.strip(" |") else None
    return OneLineHead(
        name=match.group(1),
        head=_piece(line.number, offset + match.start(1), match.group(1)),
        declared=_piece(line.number, offset + match.start(2), declared),
        attributes=tuple(attributes),
        prose=prose,
    )


def _is_label(match: re.Match[str]) -> bool:
    """Whether a word introduces what is said of a field, `type: string`; in marks it is a name."""
    return match.group(1) in _LABELS and "`" not in match.string[: match.start(1)]


def _attributes(text: str, at: int, number: int, offset: int) -> tuple[list[Line], int]:
    """Return the flags from `at` on, and where they end."""
    found: list[Line] = []
    while True:
        gap = _REST.match(text, at)
        start = gap.end() if gap else at
        word = re.compile(r"[^\s,;|()`*.:–—]+").match(text, start)
        if not word or not is_flag(word.group()):
            return found, at
        found.append(_piece(number, offset + start, word.group()))
        at = word.end()


def _piece(number: int, start: int, text: str) -> Line:
    return Line(number=number, start=start, text=text)
