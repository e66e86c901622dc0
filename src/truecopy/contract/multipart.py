"""multipart/form-data taken apart, and its texts made into the values that a schema speaks of.

A text is an integer when it reads `-?[0-9]+`, a boolean when it reads `true` or `false`, and an object when it is
a JSON object or its members come as `name[member]`; anything else stays a text, and the schema refuses it.
A name that comes several times, or as `name[]`, is an array where the schema allows one.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from truecopy.contract.jsontext import parse_json
from truecopy.contract.pointers import join
from truecopy.contract.problems import Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# What is wrong with a form is told to whoever sent it, not to the log.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

# A name, and behind it brackets: `image[]`, `extra[input][prompt]`.
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
# An operation documents a dozen fields, one of them a list of pictures; parts without end would fill the memory.
_MOST_PARTS = 200
# Documented bodies are six levels deep.
_DEEPEST = 16


@dataclass(slots=True, kw_only=True)
class FormPart:
    """One part of a form.

    Attributes:
        filename: None for a text.
    """

    name: str = ""
    filename: str | None = None
    data: bytearray = field(default_factory=bytearray)


class _Collector:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.parts: list[FormPart] = []
        self.is_complete = False
        self._header = (bytearray(), bytearray())
        self._disposition = b""

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= _MOST_PARTS:
            raise MultipartParseError(f"more than {_MOST_PARTS} parts")
        self.parts.append(FormPart())
        self._disposition = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def _header_end(self) -> None:
        if bytes(self._header[0]).lower() == b"content-disposition":
            self._disposition = bytes(self._header[1])
        self._header = (bytearray(), bytearray())

    def _headers(self) -> None:
        kind, options = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in options:
            raise MultipartParseError("a part has no Content-Disposition with a name")
        part = self.parts[-1]
        part.name = options[b"name"].decode("utf-8", "replace")
        if b"filename" in options:
            part.filename = options[b"filename"].decode("utf-8", "replace")

    def _end(self) -> None:
        self.is_complete = True


def parse_multipart(content_type: str, body: bytes) -> list[FormPart] | Problem:
    """Return the parts of a form, or what is wrong with it.

    Args:
        content_type: The header's value, which names the boundary.
    """
    _, options = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = options.get(b"boundary")
    if not boundary or len(boundary) > 200:  # RFC 2046 allows 70, some clients use more
        return Problem(pointer="", message="the Content-Type names no usable boundary")
    collector = _Collector()
    try:
        parser = MultipartParser(boundary, collector.callbacks())
        parser.write(body)
        parser.finalize()
    except (MultipartParseError, ValueError) as error:
        return Problem(pointer="", message=f"the form cannot be taken apart: {str(error)[:200]}")
    if not collector.is_complete:
        return Problem(
            pointer="",
            message="the form ends before its closing boundary; was it cut off on the way?",
        )
    return collector.parts


def form_instance(
    parts: list[FormPart], schema: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, bytes]] | Problem:
    """Return the form as a value that `schema` can judge, and the bytes of its files by pointer."""
    builder = _Builder(schema)
    for part in parts:
        problem = builder.add(part)
        if problem:
            return problem
    return builder.values, builder.files


class _Builder:
    """Grows the instance part by part."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.values: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self._schema = schema

    def add(self, part: FormPart) -> Problem | None:
        match = _NAME.fullmatch(part.name)
        if not match:
            return Problem(pointer="", message=f"a part has the unusable name {part.name[:60]!r}")
        name, brackets = match.group(1), re.findall(r"\[([^\[\]]*)\]", match.group(2))
        rule = self._schema.get("properties", {}).get(name, {})
        if brackets and (brackets != [""] or "array" not in types_of(rule)):
            if len(brackets) > _DEEPEST:
                return Problem(pointer=join((name,)), message=f"is nested deeper than {_DEEPEST}")
            return self._nest([name, *brackets], part)
        return self._set(name, part, rule, is_listed=bool(brackets))

    def _set(
        self, name: str, part: FormPart, rule: Mapping[str, Any], *, is_listed: bool
    ) -> Problem | None:
        is_list = is_listed or types_of(rule) == {"array"}
        inner = rule.get("items", {}) if is_list else rule
        value = self._value(name, part, inner or rule)
        if isinstance(value, Problem):
            return value
        at = join((name,))
        if name in self.values:
            known = self.values[name]
            if not isinstance(known, list):
                known = self.values[name] = [known]
                if at in self.files:
                    self.files[f"{at}/0"] = self.files.pop(at)
            known.append(value)
            pointer = f"{at}/{len(known) - 1}"
        else:
            self.values[name] = [value] if is_list else value
            pointer = f"{at}/0" if is_list else at
        if part.filename is not None:
            self.files[pointer] = bytes(part.data)
        return None

    def _value(self, name: str, part: FormPart, rule: Mapping[str, Any]) -> Any:
        if part.filename is not None:
            if rule and rule.get("format") != "binary":
                return Problem(pointer=join((name,)), message="is a file, a text was expected")
            return part.filename
        try:
            text = bytes(part.data).decode("utf-8")
        except UnicodeDecodeError:
            return Problem(pointer=join((name,)), message="is not UTF-8 text")
        return text_value(text, types_of(rule))

    def _nest(self, names: list[str], part: FormPart) -> Problem | None:
        """Put a text such as `extra[input][prompt]` where its brackets say."""
        value = self._value(names[0], part, {})
        if isinstance(value, Problem):
            return value
        here: Any = self.values
        for name, following in pairwise(names):
            here = _step(here, name, following)
            if here is None:
                return Problem(pointer=join(names[:1]), message="is both a value and a group")
        if isinstance(here, list):
            here.append(value)
        else:
            here[names[-1]] = value
        return None


def _step(here: Any, name: str, following: str) -> Any:
    """Return the container that `name` opens within `here`, made if it is not there."""
    fresh: Any = [] if following == "" else {}
    if isinstance(here, list):
        last = here[-1] if here else None
        if isinstance(last, dict) and following != "" and following not in last:
            return last
        here.append(fresh)
        return fresh
    inner = here.setdefault(name, fresh)
    return inner if isinstance(inner, type(fresh)) else None


def text_value(text: str, types: set[str]) -> Any:
    """Return the value that a form's text stands for, given the types that its schema allows."""
    if "integer" in types and re.fullmatch(r"-?[0-9]{1,19}", text):
        return int(text)
    if "number" in types and re.fullmatch(r"-?[0-9]{1,19}(\.[0-9]{1,19})?", text):
        return float(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "object" in types and text.startswith("{"):
        try:
            return parse_json(text)
        except ValueError:
            return text
    return text


def types_of(rule: Mapping[str, Any]) -> set[str]:
    """Return the JSON types that a schema allows; none for a schema that says nothing of them."""
    kind = rule.get("type", ())
    return {kind} if isinstance(kind, str) else set(kind)
