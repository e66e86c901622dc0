"""The line that introduces a described field, however a page sets it: `n (integer, required, default: 1)`."""

import re
from dataclasses import dataclass

from truecopy.derive.declared_types import read_type

# The name of a field: `extra.input[]`.
_NAME = re.compile(r"[A-Za-z_](?:[\w.-]|\[\]){0,80}")
# A type as pages write it: `string`, `string<uuid>[]`, `array of strings`, `integer | null`.
_TYPE = re.compile(
    r"(?:(?:array|list) of \w{1,20}|\w{1,20}(?:<[\w-]{1,20}>)?(?:\[\])?)(?: ?(?:\||or) ?null\b)?",
    re.IGNORECASE,
)
# What stands between a name, its type and what else is declared.
_BETWEEN = re.compile(r"[\s,;()·|•*]*")
# A declaration behind the type.
_DECLARED = re.compile(
    r"(?P<word>required|optional|header|path|query|body)\b"
    r"|default(?:s to)?\s?[:=]?\s?(?P<default>\"[^\"]{0,80}\"|[^\s,;()]{1,80})",
    re.IGNORECASE,
)
# What separates all that from a description on the same line.
_DESCRIBED = re.compile(r"\s*(?:[:—–]|-\s)\s*")
# A line that pages set in capitals under a type, and the layout of references in small letters.
_ATTRIBUTE = re.compile(r"(?i:required|optional)")
# An attribute that says the default: `default: 1`, `defaults to 1`.
_DEFAULT = re.compile(r"default(?:s to)?\s?[:=]?\s?(\S.{0,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHead:
    """A described field as the layout of references has it: name, type and attributes, a line each.

    Attributes:
        description: What stands behind it on the same line; empty where nothing does.
    """

    lines: tuple[str, ...]
    description: str = ""


def read_head(text: str) -> FieldHead | None:
    """Return the field that a line introduces; None where it is any other line."""
    name = _NAME.match(text)
    if name is None or plain_type(name.group()) is not None:
        return None
    at = _after(text, name.end())
    kind = _TYPE.match(text, at) if at > name.end() else None
    known = plain_type(kind.group()) if kind else None
    if kind is None or known is None:
        return None
    lines, at = [name.group(), known], kind.end()
    while declared := _DECLARED.match(text, _after(text, at)):
        at = declared.end()
        value = declared.group("default")
        lines.append(f"default:{value}" if value else declared.group("word").lower())
    return _described(text, _closed(text, at), tuple(lines))


def plain_type(text: str) -> str | None:
    """Return a type as references write it; None where a text is no type."""
    text = " ".join(text.split())
    for each in (text, text.lower()):
        if read_type(each) is not None:
            return each
    return None


def plain_attribute(text: str) -> str | None:
    """Return a line under a type as references write it; None where it declares nothing."""
    if _ATTRIBUTE.fullmatch(text):
        return text.lower()
    default = _DEFAULT.fullmatch(text)
    return f"default:{default.group(1)}" if default else None


def is_name(text: str) -> bool:
    """Whether a text can be the name of a field."""
    return _NAME.fullmatch(text) is not None


def _after(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _closed(text: str, at: int) -> int:
    """Return where a bracket ends that was opened before the type."""
    while at < len(text) and text[at] in " )":
        at += 1
    return at


def _described(text: str, at: int, lines: tuple[str, ...]) -> FieldHead | None:
    if at >= len(text):
        return FieldHead(lines=lines)
    separator = _DESCRIBED.match(text, at)
    if separator is None:
        return None
    return FieldHead(lines=lines, description=text[separator.end() :])
