"""YAML of cassettes, written for people to compare."""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml

from truecopy.recording.yaml_reader import BLOB_TAG, RESOLVER, STR, Blob

# Line ends that YAML would change, and a mark of the order of bytes.
_NEVER_PLAIN = frozenset("\r\x85\u2028\u2029\ufeff")
# What YAML reads as it stands, unless it looks like a number, a date or a truth value: no sign of YAML's in it.
_SIMPLE = re.compile("[A-Za-z0-9/_](?:[ :]?[A-Za-z0-9/_.+=;(),*?&%@~-])*+")
# A longer key of a mapping stands behind a question mark.
_LONGEST_KEY = 100
# A number that the library writes as Python does.
_DECIMAL = re.compile("-?[0-9]+[.][0-9]+")
# A longer line may end with a blank and stand in a block all the same: a diff shows what changed in it.
_LONG = 500
_STEP = "  "


class Literal(str):
    """A text that is written as a block, as it stands."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes mappings in their order, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Return a text as the library likes it, or as a block; line ends that YAML would change are escaped."""
    style = "|" if isinstance(value, Literal) else None
    style = style if _NEVER_PLAIN.isdisjoint(value) else '"'
    return dumper.represent_scalar(STR, str(value), style=style)


def _blob(dumper: yaml.SafeDumper, value: Blob) -> yaml.ScalarNode:
    return dumper.represent_scalar(BLOB_TAG, str(value))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Literal, _text)
_Dumper.add_representer(Blob, _blob)


def write_yaml_text(value: Any) -> Iterator[str]:
    """Yield the pieces of a mapping as YAML, so that lines stay lines when values change.

    They are what the library writes. It takes some thirty calls for each value; what is simple, which is nearly
    everything in a cassette, is put together here.
    """
    for name, inner in value.items():
        if isinstance(inner, list) and inner:
            yield f"{name}:\n"
            for item in inner:
                yield _block([item], "")
        else:
            yield _block({name: inner}, "")


def _block(value: Any, indent: str) -> str:
    """Return a mapping or list with something in it; its first line is indented where it is put."""
    if isinstance(value, list):
        return indent.join(["-" + _inner(each, indent, " ", indent + _STEP) for each in value])
    pieces = []
    for name, inner in value.items():
        if type(name) is str and len(name) <= _LONGEST_KEY and _simple(name) == name != "":
            inside = indent if isinstance(inner, list) else indent + _STEP
            pieces.append(f"{name}:{_inner(inner, indent, chr(10) + inside, inside)}")
        else:
            pieces.append(_indented(_dumped({name: inner}), indent))
    return indent.join(pieces)


def _inner(value: Any, indent: str, lead: str, inside: str) -> str:
    """Return a value as it stands behind its name or dash.

    Args:
        lead: Stands in front of a mapping or list.
        inside: The indentation of that.
    """
    if isinstance(value, dict | list) and value:
        return lead + _block(value, inside)
    kind = type(value)
    written = ""
    if kind is Literal:
        written = _literal(value, indent + _STEP)
    elif kind is str:
        written = _simple(value)
    elif kind is int or (kind is float and _DECIMAL.fullmatch(repr(value))):
        written = repr(value)
    if written:
        return f" {written}\n"
    return _indented(_dumped({"x": value}).removeprefix("x:"), indent)


@lru_cache(1024)  # names and values of headers are the same in most interactions
def _simple(text: str) -> str:
    """Return a text without signs of YAML's, in quotation marks where it looks like no text; empty for another one."""
    if not _SIMPLE.fullmatch(text):
        return ""
    tag = RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call] # as the stubs have it
    return text if tag == STR else f"'{text}'"


def _literal(text: str, indent: str) -> str:
    """Return a text as a block; empty where that needs more than its lines, or may not be."""
    if text[:1] in ("", " ", "\n") or text.endswith("\n\n"):
        return ""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) == 1 and len(text) >= _LONG and text.isprintable():
        return f"|-\n{indent}{text}"
    for each in lines:
        if each.endswith(" ") or not each.isprintable():
            return ""
    block = "\n".join([each and indent + each for each in lines])
    return f"{'|' if text.endswith(chr(10)) else '|-'}\n{block}"


def _indented(text: str, indent: str) -> str:
    """Return lines of YAML, all but the first and the empty ones farther in."""
    if not indent:
        return text
    first, *rest = text.split("\n")
    return "\n".join([first, *[each and indent + each for each in rest]])


def _dumped(value: Any) -> str:
    """Return a value as the library writes it."""
    out = StringIO()
    dumper = _Dumper(out, sort_keys=False, allow_unicode=True, width=10**9, indent=2)
    dumper.open()
    dumper.represent(value)
    dumper.close()
    text = out.getvalue()
    # The mark of an open end, which only the end of a whole document needs.
    return text[:-4] if text.endswith("\n...\n") else text
