"""The head of a described field: its name, its type and its attributes, on a line each or on one."""

import re
from dataclasses import dataclass

from truecopy.derive.document import Line
from truecopy.derive.line_pattern import line_pattern
from truecopy.derive.type_labels import LOCATIONS, TypeLabel, is_flag, read_label
from truecopy.derive.wordlist import words

# The name of a field, alone on its line, marks of Markdown around it perhaps: `extra.input[]`, `messages[0].role`.
_NAME = re.compile(
    r"[`*]{0,3}((?:[^\W\d]|[_$@])[\w.$-]{0,120}(?:\[[\d*]?\][\w.-]{0,120}){0,6})[`*]{0,3}\*?"
)
# A name whose steps are parted by arrows: `card > number`.
_STEP = re.compile(r"\s?[>→›»]\s?")
_STEPS = re.compile(r"[a-z_]\w{0,60}(?:\s?[>→›»]\s?[A-Za-z_]\w{0,60}){1,9}")
# `n integer required`, `n (integer, optional)`, `n: integer`; what follows a dash or a colon is prose.
_LINE = r"(?:[•*+\u25e6\u2023\u2013-]\s+|#{{1,6}}\s+)?[`*]{{0,3}}({name}[\w.-]{{0,120}}(?:\[\])?)[`*]{{0,3}}(?:\s{{0,40}}+[:(|]|\s{{1,40}}+[–—-](?=\s)|\s)\s{{0,40}}+[`*_(]{{0,3}}+(\S[^\n]{{0,299}})"
_ONE_LINE = line_pattern(_LINE.format(name="[a-z_]"))
# The same of a header, whose name begins with a capital.
_ONE_HEADER = line_pattern(_LINE.format(name="[A-Za-z_]"))
# The line of a default: `default:1`, `Defaults to 1`.
_DEFAULT = re.compile(
    r"default(?:s to|\s*[:=\uff1a]|\s+value\s*[:=]|\s+is|\s(?=[\"`\d-]))\s*([\"'`\u201c\[{].*|[^\s.,;]\S*?(?: \S*[^\s.,;])*)\.?",
    re.IGNORECASE,
)
# What parts a head from its prose; a mark that opens a word is of the prose.
_BEFORE_PROSE = re.compile(r"^(?:[\s)\]\uff09|:\uff1a–—\-.,*]|`(?!\w))+")
# Labels of a list under a field, which are no fields, and words that begin a sentence.
NO_NAMES = frozenset(
    words(
        "the a an this that each every any no its one of is as see if type default format example examples note required enum pattern description nullable returns returned items"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLineHead:
    """A head that stands on one line, cut into pieces as if each stood on a line of its own.

    Attributes:
        prose: The rest of the line, None where there is none.
    """

    name: str
    head: Line
    label: TypeLabel
    prose: Line | None


def field_name(text: str) -> str | None:
    """Return the name of a field that stands alone on a line, None for anything else."""
    match = _NAME.fullmatch(text.strip())
    if match:
        return match.group(1)
    return ".".join(_STEP.split(text.strip())) if _STEPS.fullmatch(text.strip()) else None


def heading_name(text: str) -> str | None:
    """Return the name of a field on a line of its own, which may be a heading of Markdown: `### size`."""
    bare = text.strip().lstrip("#")
    is_heading = bare != text.strip()
    name = field_name(bare)
    return name if name is None or not is_heading or name[0].islower() or "`" in bare else None


def is_attribute(text: str) -> bool:
    """Whether a line under a type says something of the field: `required`, `header`, `Defaults to 1`."""
    return is_flag(text) or bool(_DEFAULT.fullmatch(text.strip()))


def default_in(text: str) -> str | None:
    """Return what an attribute writes as the default, None where it is another attribute."""
    match = _DEFAULT.fullmatch(text.strip())
    return match.group(1).strip() if match else None


def location_in(text: str) -> str | None:
    """Return the place that an attribute names: `query`, `header`; None for another attribute."""
    bare = text.strip()
    return bare if bare in LOCATIONS else None


def read_one_line(
    line: Line, *, is_header: bool = False, is_listed: bool = False
) -> OneLineHead | None:
    """Return the head that a whole line is, None where the line is something else.

    Args:
        is_header: Headers are described there, whose names begin with capitals.
        is_listed: The line above is the head of a field, too, so that prose may follow the type with nothing between.
    """
    pattern = _ONE_HEADER if is_header else _ONE_LINE
    match = pattern.fullmatch(line.text.strip())
    offset = line.start + len(line.text) - len(line.text.lstrip())
    if not match:
        return None
    indent = len(line.text) - len(line.text.lstrip())
    label = read_label(line, indent + match.start(2))
    if label is None or (_is_label(match) and not label.attributes):
        return None
    rest = line.text[label.end :]
    is_named = not {"`", "*"}.isdisjoint(line.text[indent : indent + match.end(1) + 1])
    ends = r"[\s`*_]*[)|:–—.,-]" if is_named else r"\s*[)|:–—-]"
    is_followed = rest.strip(" \t`*_" if is_named else None)
    is_apart = is_listed or bool(re.match(ends, rest))
    if not label.attributes and is_followed and not is_apart:
        return None
    body = _BEFORE_PROSE.sub("", rest.strip())
    at = line.start + len(line.text.rstrip()) - len(body)
    return OneLineHead(
        name=match.group(1),
        head=_piece(line.number, offset + match.start(1), match.group(1)),
        label=label,
        prose=_piece(line.number, at, body) if body.strip(" |") else None,
    )


def _is_label(match: re.Match[str]) -> bool:
    """Whether a word introduces what is said of a field, `type: string`; in marks, or before a bracket, it is a name."""
    is_name = (
        "`" in match.string[: match.start(1)]
        or match.string[match.end(1) :].lstrip("`* ")[:1] == "("
    )
    return match.group(1) in NO_NAMES and not is_name


def _piece(number: int, start: int, text: str) -> Line:
    return Line(number=number, start=start, text=text)
