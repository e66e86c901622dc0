"""The parts of a form made into the values that a schema speaks of.

A text is an integer when it reads `-?[0-9]+`, a boolean when it reads `true` or `false`, and an object when it is
a JSON object or its members come as `name[member]`; anything else stays a text, and the schema refuses it.
A name that comes several times, or as `name[]` or `name[0]`, is an array where the schema allows one.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from truecopy.contract.jsontext import parse_json
from truecopy.contract.multipart import FormPart
from truecopy.contract.problems import Problem
from truecopy.model.pointers import escape, join

# A name, and behind it brackets: `image[]`, `extra[input][prompt]`.
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
# Brackets by which clients mean one of several: `image[]`, and PHP's `image[0]`.
_LISTED = re.compile(r"\[[0-9]{0,3}\]")
# Documented bodies are six levels deep.
_DEEPEST = 16
# As many as a reader compares with what is documented.
_MOST_NAMES, _LONGEST_NAME = 5, 60


def form_instance(
    parts: list[FormPart], schema: Mapping[str, Any], bracketed: Collection[str] = ()
) -> tuple[dict[str, Any], dict[str, bytes]] | Problem:
    """Return the form as a value that `schema` can judge, and the bytes of its files by pointer.

    Args:
        bracketed: Names that mean the same with `[]` or `[0]` behind them, also where one value is documented.
    """
    builder = _Builder(schema, bracketed)
    for part in parts:
        problem = builder.add(part)
        if problem:
            return problem
    return builder.values, builder.files


def strange_parts(
    schema: Mapping[str, Any], instance: Mapping[str, Any], files: Mapping[str, bytes]
) -> Iterator[str]:
    """Yield one sentence on the parts of a form that the schema does not name, if there are any."""
    names = [name for name in instance if name not in schema.get("properties", {})]
    if names:
        roots = {pointer.split("/")[1] for pointer in files}
        told = [
            f"{name[:_LONGEST_NAME]!r}{' (a file)' if escape(name) in roots else ''}"
            for name in names[:_MOST_NAMES]
        ]
        yield f"sent, and not documented: {', '.join(told)}"


class _Builder:
    """Grows the instance part by part."""

    def __init__(self, schema: Mapping[str, Any], bracketed: Collection[str]) -> None:
        self._bracketed = bracketed
        self.values: dict[str, Any] = {}
        self.files: dict[str, bytes] = {}
        self._schema = schema

    def add(self, part: FormPart) -> Problem | None:
        match = _NAME.fullmatch(part.name)
        if not match:
            return Problem(pointer="", message=f"a part has the unusable name {part.name[:60]!r}")
        name, brackets = match.group(1), re.findall(r"\[([^\[\]]*)\]", match.group(2))
        rule = self._schema.get("properties", {}).get(name, {})
        if name in self._bracketed and _LISTED.fullmatch(match.group(2)):
            return self._set(name, part, rule, is_listed="array" in types_of(rule))
        if not brackets or ("array" in types_of(rule) and _LISTED.fullmatch(match.group(2))):
            return self._set(name, part, rule, is_listed=bool(brackets))
        if _is_file(rule):
            message = (
                f"documented is a file in the part {name!r}, sent was the part {part.name[:60]!r}"
            )
            return Problem(pointer=join((name,)), message=message)
        if len(brackets) > _DEEPEST:
            return Problem(pointer=join((name,)), message=f"is nested deeper than {_DEEPEST}")
        return self._nest([name, *brackets], part)

    def _set(
        self, name: str, part: FormPart, rule: Mapping[str, Any], *, is_listed: bool
    ) -> Problem | None:
        is_list = is_listed or types_of(rule) == {"array"}
        inner = rule.get("items", {}) if is_list else rule
        at = join((name,))
        if part.filename == "" and not part.data:
            return self._not_chosen(name)
        if part.filename is None and _is_file(inner or rule) and _names_a_file_type(part):
            part.filename = name
        value = self._value(name, part, inner or rule)
        if isinstance(value, Problem):
            return value
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

    def _not_chosen(self, name: str) -> Problem | None:
        """Pass over a file that nobody chose, as browsers send it, unless it is needed."""
        if name not in self._schema.get("required", ()):
            return None
        message = "no file was chosen: the part has neither a file name nor content"
        return Problem(pointer=join((name,)), message=message)

    def _value(self, name: str, part: FormPart, rule: Mapping[str, Any]) -> Any:
        if part.filename is not None:
            if rule and rule.get("format") != "binary":
                return Problem(pointer=join((name,)), message="is a file, a text was expected")
            return part.filename
        try:
            text = bytes(part.data).decode("utf-8")
        except UnicodeDecodeError:
            message = "is not UTF-8 text"
            if _is_file(rule):
                message = "documented is a file, sent was a part with neither a filename nor a Content-Type"
            return Problem(pointer=join((name,)), message=message)
        if _is_file(rule) and "x-image" not in rule:
            message = "is a text, a file was expected"
            return Problem(pointer=join((name,)), message=message)
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


def _is_file(rule: Mapping[str, Any]) -> bool:
    """Whether a part is documented as a file."""
    return rule.get("format") == "binary"


def _names_a_file_type(part: FormPart) -> bool:
    """Whether a part says of itself that it is no text.

    Source:
        RFC 7578 section 4.4: a part without a Content-Type is text/plain.
    """
    return bool(part.media_type) and not part.media_type.startswith("text/")


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
