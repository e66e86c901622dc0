"""YAML of cassettes, read with the line of each mapping.

The text is read as a flat stream of events. No text makes that recurse, so that none, however deep, can
bring the process down; aliases, which VCR.py writes for lists that two interactions share, count as
often as they are used.
"""

import base64
from binascii import Error as BinaryError
from datetime import date
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _EventLoader
except ImportError:  # pragma: no cover - wheels of PyYAML have it
    from yaml import SafeLoader as _EventLoader  # type: ignore[assignment] # the slow one in its place

# Recursion is bounded: nothing that VCR.py writes is nested so deep, or has so many nodes.
_DEEPEST = 60
_MOST_NODES = 1_000_000
_MERGE = "tag:yaml.org,2002:merge"
STR = "tag:yaml.org,2002:str"
_BINARY = "tag:yaml.org,2002:binary"
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "binary", "timestamp")
)
# What VCR.py itself reads back: plain texts and tuples of its older versions.
_OLD_TEXTS = frozenset(f"tag:yaml.org,2002:python/{name}" for name in ("str", "unicode"))
_COLLECTIONS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "python/tuple", "omap")
)
BLOB_TAG = "!truecopy/blob"
# Says what a plain text looks like: a number, a date, a truth value.
RESOLVER = yaml.SafeLoader("")


class YamlProblem(Exception):
    """A text that is no cassette's YAML. Not a fault of the tool.

    Attributes:
        line: From 1; 0 where it is not known.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line


class Located(dict[str, Any]):
    """A mapping that knows the line, from 1, on which it begins."""

    line = 0


class Blob(str):
    """Where a body lies that is not part of the text: path relative to the file, and its size."""

    __slots__ = ()


def read_yaml_text(text: str) -> Any:
    """Return what a text holds: `Located` mappings, lists, scalars, bytes, `Blob`s.

    Raises:
        YamlProblem: It is no YAML, too deep, too large when its aliases are written out, or has tags or
            keys that no cassette has.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_EventLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "it cannot be read"
        raise YamlProblem(f"is not YAML: {what}", mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise YamlProblem(f"is not YAML: {' '.join(str(error).split())}") from error
    return builder.root


class _Open:
    """A collection that is being read."""

    def __init__(self, value: Any, anchor: str | None, line: int) -> None:
        self.value = value
        self.anchor = anchor
        self.line = line
        self.size = 1
        self.key: str | None = None


class _Builder:
    """Puts events together."""

    def __init__(self) -> None:
        self.root: Any = None
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlProblem("has more than one document", line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            ended = self._open.pop()
            self._put(ended.value, ended.anchor, ended.size, ended.line)
        elif isinstance(event, yaml.ScalarEvent):
            self._put(_scalar(event, line), event.anchor, 1, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), line)

    def _begin(self, event: Any, line: int) -> None:
        if len(self._open) >= _DEEPEST:
            raise YamlProblem(f"is nested deeper than {_DEEPEST}", line)
        if event.tag and event.tag not in _COLLECTIONS:
            raise YamlProblem(f"has the tag {event.tag}, which no cassette needs", line)
        value: Any = []
        if isinstance(event, yaml.MappingStartEvent):
            value = Located()
            value.line = line
        self._open.append(_Open(value, event.anchor, line))

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise YamlProblem(f"has the alias *{anchor}, which names nothing before it", line)
        value, size = self._anchors[anchor]
        self._put(value, None, size, line)

    def _put(self, value: Any, anchor: str | None, size: int, line: int) -> None:
        """Put a finished value where it belongs."""
        self._nodes += size
        if self._nodes > _MOST_NODES:
            raise YamlProblem(
                f"has more than {_MOST_NODES:,} values when its aliases are written out", line
            )
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self.root = value
            return
        here = self._open[-1]
        here.size += size
        if isinstance(here.value, list):
            here.value.append(value)
        elif here.key is None:
            here.key = _key(value, here.value, line)
        else:
            here.value[here.key] = value
            here.key = None


def _key(value: Any, mapping: Located, line: int) -> str:
    if isinstance(value, Located | list | bytes):
        raise YamlProblem("has a key that is no text", line)
    name = str(value)
    if name in mapping:
        raise YamlProblem(f"has the key {name!r} twice", line)
    return name


def _scalar(event: Any, line: int) -> Any:
    tag = event.tag
    if tag == BLOB_TAG:
        return Blob(event.value)
    if tag in _OLD_TEXTS:
        return event.value
    if not tag or tag == "!":
        if not event.implicit[0]:
            return event.value
        tag = RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False))  # type: ignore[no-untyped-call] # as the stubs have it
    if tag == _MERGE:
        raise YamlProblem("merges mappings, which no cassette does", line)
    if tag not in _PLAIN_TAGS:
        raise YamlProblem(f"has the tag {tag}, which no cassette needs", line)
    if tag == STR:
        return event.value
    try:
        if tag == _BINARY:
            # PyYAML passes over what is no base64, so that a damaged body would be another one.
            return base64.b64decode("".join(event.value.split()), validate=True)
        value = RESOLVER.construct_object(yaml.ScalarNode(tag, event.value, event.start_mark))
    except (yaml.YAMLError, BinaryError, ValueError, OverflowError) as error:
        raise YamlProblem(f"has a value that cannot be read: {event.value[:40]!r}", line) from error
    return event.value if isinstance(value, date) else value
