"""How pages word sizes written as text, patterns, defaults and examples, in English and in Chinese."""

import re

from truecopy.derive.declared_types import read_type
from truecopy.derive.documented_fields import TOKEN, DocumentedField, literal, number
from truecopy.derive.wording import (
    GAP,
    TO,
    N,
    Parts,
    Wording,
    is_any,
    is_text,
    wording,
)

# What regular expressions of other languages read otherwise, and what may take long: groups that repeat a repetition.
_STRANGE = re.compile(r"\(\?[^:]|\\[^./+*?()\[\]{}|^$-]|[+*}]\)[+*{?]")
# Behind a default: that it is another one for some.
_ON_CONDITION = re.compile(
    r"\b(?:or|if|when|unless|for|with|on|in|except|otherwise|depending|while|but|and)\b",
    re.IGNORECASE,
)


def _pixels(match: re.Match[str], _: DocumentedField) -> Parts:
    a, b, c, d = (number(match.group(index)) for index in range(1, 5))
    yield "x-dimensions/pixels", {"minimum": a * b, "maximum": c * d}


def _side(match: re.Match[str], field: DocumentedField) -> Parts:
    if field.is_picture or field.is_size:
        keyword = "x-image/side" if field.is_picture else "x-dimensions/side"
        yield keyword, {"minimum": number(match.group(1)), "maximum": number(match.group(2))}


def _separator(match: re.Match[str], field: DocumentedField) -> Parts:
    if not field.is_size:
        return
    mark = match.group(1)
    yield "x-dimensions/separator", mark
    yield "pattern", f"^[0-9]+{re.escape(mark)}[0-9]+$"


def _default(match: re.Match[str], field: DocumentedField) -> Parts:
    text = match.group(1).strip()
    first, _, rest = text.partition(", ")
    heads = [first] if rest and not _ON_CONDITION.search(rest) and not field.is_array else []
    for each in (text.rstrip(".。;,) "), text, *heads):
        try:
            yield "default", literal(each.strip("`"), field)
        except ValueError:
            continue
        return


def _type(match: re.Match[str], _: DocumentedField) -> Parts:
    declared = read_type(match.group(1))
    if declared:
        yield "type", declared.types[0] if len(declared.types) == 1 else list(declared.types)


def _examples(match: re.Match[str], _: DocumentedField) -> Parts:
    quoted = re.findall(r"[\"“]([^\"“”\s]+)[\"”]", match.group(1))
    bare = match.group(1).strip()
    values = quoted or ([bare] if re.fullmatch(TOKEN, bare) else [])
    if values:
        yield "examples", values


def plain_pattern(text: str) -> str | None:
    """Return a regular expression that every validator reads in one way, and in linear time; None for another."""
    text = text.replace("\\d", "[0-9]").replace("\\w", "[A-Za-z0-9_]")
    if _STRANGE.search(text):
        return None
    try:
        re.compile(text)
    except re.error:
        return None
    return text


def _pattern(match: re.Match[str], _: DocumentedField) -> Parts:
    """Say a regular expression, if it is plain."""
    pattern = plain_pattern(match.group(1))
    if pattern is not None:
        yield "pattern", pattern


TEXTS: tuple[Wording, ...] = (
    wording(
        rf"(?:width and height|(?:each|both) sides?){GAP}\[?{N}{TO}{N}\]?(?:\s*pixels)?",
        lambda field: field.is_picture or field.is_text,
        _side,
    ),
    wording(r"total pixels between\s+(\d+)[*x×](\d+)\s+and\s+(\d+)[*x×](\d+)", is_text, _pixels),
    wording(r"[\"“]?width([*x×])height[\"”]?", is_text, _separator),
    wording(
        r"^\s*(?:required )?(?:string )?pattern\s*[:\uff1a]\s*`?([^\s`]{1,200})`?\s*$",
        is_text,
        _pattern,
        is_limit=False,
    ),
    wording(r"\btype\s*:\s*([^\n]+)", is_any, _type, is_limit=False),
    wording(
        r"(?:\bdefault(?!\s+values?\s*[).,;])(?:s to| is| value(?: is)?)?\s*:?|默认(?:值)?(?:为|是)?[:\uff1a]?)\s*([^\n()\s][^\n()]{0,200})",
        is_any,
        _default,
        is_limit=False,
    ),
    wording(r"\(e\.g\.,?\s+([^()\s][^()\n]{0,200})\)", is_text, _examples, is_limit=False),
    wording(r"\bexamples?\s*:\s*([^\n]{1,400})", is_text, _examples, is_limit=False),
)
