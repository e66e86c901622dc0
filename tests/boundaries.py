"""Requests at and past every bound of a contract, made from its claims, never from a list.

For each assertion about a request there is the value that must be accepted and the one past it that must
be refused; the rest of the request is a good one.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.play import example

from truecopy.contract.pictures import picture_sites
from truecopy.model import Operation
from truecopy.picture import sample_picture

FORM = "multipart/form-data"
_WIDE = "雨"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request at, or past, one bound."""

    operation: str
    claim: str
    is_accepted: bool
    body: Any
    files: Any

    @property
    def id(self) -> str:
        """A name for the test report."""
        return f"{self.claim}-{'accepted' if self.is_accepted else 'refused'}"


Value = tuple[bool, Any]


def cases(operation: Operation) -> Iterator[Case]:
    """Yield the cases of one operation."""
    if operation.request is None:
        return
    for path, schema in _nodes(operation.request, ()):
        for keyword, values in _values(schema, is_form=operation.media_type == FORM).items():
            for is_accepted, value in values:
                yield _case(operation, path, keyword, is_accepted=is_accepted, value=value)
        for name in schema.get("required", ()):
            yield _without(operation, (*path, name))
    yield from _picture_cases(operation)


Path = tuple[str | int, ...]


def _nodes(schema: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _nodes(inner, (*path, name))
    if "items" in schema:
        yield from _nodes(schema["items"], (*path, 0))


def _values(schema: Mapping[str, Any], *, is_form: bool) -> dict[str, list[Value]]:
    """Return keyword -> values at and past it."""
    makers: dict[str, Callable[[Any], list[Value]]] = {
        "maxLength": lambda n: [
            (True, _WIDE * n),
            (False, _WIDE * (n + 1)),
            (False, "x" * (n + 1)),
        ],
        "minimum": lambda n: [(True, n), (False, n - 1)],
        "maximum": lambda n: [(True, n), (False, n + 1)],
        "enum": lambda known: [*((True, each) for each in known), (False, f"{known[0]}x")],
        "x-dimensions": lambda rule: list(_sizes(rule)),
    }
    found = {
        keyword: make(schema[keyword]) for keyword, make in makers.items() if keyword in schema
    }
    if "type" in schema and "x-image" not in schema:
        wrong = {"text": "x"} if "object" not in schema["type"] else 5
        found["type"] = [(False, str(wrong) if is_form else wrong)]
        if is_form and schema["type"] in ("string", "object"):
            del found["type"]
        elif "null" in schema["type"]:
            found["type"].append((True, None))
    return found


def _sizes(rule: Mapping[str, Any]) -> Iterator[Value]:
    mark = rule["separator"]
    yield False, "large"
    if rule.get("empty"):
        yield True, ""
    side, pixels = rule.get("side"), rule.get("pixels")
    if side:
        low, high = side["minimum"], side["maximum"]
        yield True, f"{low}{mark}{high}"
        yield False, f"{low - 1}{mark}{high}"
        yield False, f"{low}{mark}{high + 1}"
    if pixels:
        low, high = pixels["minimum"], pixels["maximum"]
        yield True, f"{high // 1024}{mark}1024"
        yield True, f"512{mark}{low // 512}"
        yield False, f"512{mark}{low // 512 - 1}"
        yield False, f"{high // 1024 + 1}{mark}1024"


def _base(operation: Operation) -> tuple[Any, dict[str, Any]]:
    body, files = example(operation)
    return deepcopy(body), dict(files)


def _put(body: Any, path: Path, value: Any) -> Any:
    """Return a body with a value put at a path; containers on the way are made."""
    if not path:
        return value
    here = body
    for name, following in pairwise(path):
        fresh: Any = [] if isinstance(following, int) else {}
        if isinstance(here, list):
            if not here:
                here.append(fresh)
            here = here[0]
        else:
            here = here.setdefault(name, fresh)
    if isinstance(here, list):
        here[:1] = [value]
    else:
        here[path[-1]] = value
    return body


def _case(operation: Operation, path: Path, keyword: str, *, is_accepted: bool, value: Any) -> Case:
    body, files = _base(operation)
    if operation.media_type == FORM:
        value = str(value) if not isinstance(value, str) else value
    if not is_accepted and path and path[-1] == 0 and keyword == "type" and isinstance(body, dict):
        value = 5
    return Case(
        operation=operation.id,
        claim=f"{operation.id}.{'.'.join(str(each) for each in path)}#{keyword}",
        is_accepted=is_accepted,
        body=_put(body, path, value),
        files=files,
    )


def _without(operation: Operation, path: Path) -> Case:
    body, files = _base(operation)
    if path[0] in files:
        del files[path[0]]
    else:
        here = body
        for name in path[:-1]:
            here = here[name]
        del here[path[-1]]
    name = ".".join(str(each) for each in path)
    return Case(
        operation=operation.id,
        claim=f"{operation.id}.{name}#required",
        is_accepted=False,
        body=body,
        files=files,
    )


def _picture_cases(operation: Operation) -> Iterator[Case]:
    """Yield pictures at and past each limit, in each format, by each way of sending them."""
    for site in picture_sites(operation.request or {}):
        path = tuple(0 if name == "*" else name for name in site.pattern.split("/")[1:])
        for keyword, is_accepted, data in _pictures(site.rule):
            yield _picture_case(operation, path, keyword, data, is_accepted=is_accepted)


def _pictures(rule: Mapping[str, Any]) -> Iterator[tuple[str, bool, bytes]]:
    formats = rule.get("formats", ["png"])
    side = rule.get("side", {"minimum": 32, "maximum": 64})
    low, high = side["minimum"], side["maximum"]

    def picture(width: int, height: int, **more: Any) -> bytes:
        kind = more.pop("format", formats[0] if "png" not in formats else "png")
        return sample_picture(format=kind, width=width, height=height, **more)

    is_clear = "transparency" in rule
    for name in formats:
        yield "x-image/formats", True, picture(low, low, format=name, transparent=is_clear)
    if "formats" in rule and "gif" not in formats:
        yield "x-image/formats", False, picture(low, low, format="gif")
    yield "x-image/sources", False, b"not a picture at all"
    yield "x-image/sources", False, picture(low, low, transparent=is_clear)[:-20]
    if "side" in rule:
        yield "x-image/side", True, picture(high, low)
        yield "x-image/side", False, picture(low - 1, low)
        yield "x-image/side", False, picture(low, high + 1)
    if "bytes" in rule:
        limit = rule["bytes"]
        yield (
            "x-image/bytes",
            True,
            picture(low, low, transparent=is_clear, size_bytes=limit["accepted"]),
        )
        yield (
            "x-image/bytes",
            False,
            picture(low, low, transparent=is_clear, size_bytes=limit["refused"]),
        )
    if rule.get("square"):
        yield "x-image/square", False, picture(low, low + 1, transparent=is_clear)
    if is_clear:
        yield "x-image/transparency", False, picture(low, low)
    if "same_size_as" in rule:
        yield "x-image/same_size_as", False, picture(low + 1, low + 1)


def _picture_case(
    operation: Operation, path: Path, keyword: str, data: bytes, *, is_accepted: bool
) -> Case:
    body, files = _base(operation)
    if operation.media_type == FORM:
        name = str(path[0])
        files = {**files, (f"{name}[]" if len(path) > 1 else name): (name, data, "image/png")}
        if "mask" in name and is_accepted:
            files["image"] = (
                "image.png",
                sample_picture(width=32, height=32, transparent=True),
                "image/png",
            )
    else:
        body = _put(body, path, b64encode(data).decode())
    return Case(
        operation=operation.id,
        claim=f"{operation.id}.{'.'.join(str(each) for each in path)}#{keyword}",
        is_accepted=is_accepted,
        body=body,
        files=files,
    )
