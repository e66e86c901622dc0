"""`mocks/<vendor>.yaml`: how the mock behaves where the documents are silent."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from truecopy.contract.dimensions import parse_size
from truecopy.contract.yamlfile import only_keys, positive_number, require_keys, text_list
from truecopy.errors import WorkspaceError
from truecopy.mock.error_causes import ErrorCause, read_causes, read_statuses
from truecopy.mock.fixed_answers import FixedAnswers, read_fixed_answers
from truecopy.mock.profiles import (
    AS_DOCUMENTED,
    AS_OBSERVED,
    overlaid,
    read_layers,
    sdk_environment,
)
from truecopy.mock.scenarios import Scenario, read_scenarios, terminal_state
from truecopy.mock.translation import TranslationRule, read_rules
from truecopy.model import Contract

Read = TypeVar("Read")
ROLES = frozenset({"prompt", "model", "seed", "watermark", "prompt_extend"})
# What a path with a slash at its end leads to, where the documents have it without.
SLASHES = ("alike", "refused", "redirect")
# The unit in which people give the cap of bodies.
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValues:
    """The values that a member of a request may have beyond what the documents say, and the error for others."""

    values: tuple[Any, ...]
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MockFile:
    """The parsed file; an absent one gives the defaults.

    Attributes:
        key_pattern: What a good API key looks like.
        headers: Sent with every answer; `{request_id}` stands for the id of the request.
        error_body: Template of the error body: nested mappings whose texts have placeholders; None for what
            the documents show.
        statuses: Status -> values for the placeholders, for requests that demand that status.
        trailing_slash: One of `SLASHES`; None where the documents decide.
        paths: What is answered at addresses that the documents do not mention.
        takes: Operation -> what is taken for what the documents have.
        bracketed: Operation -> parts of its form that are taken with brackets behind their name, too.
        profile: Which vendor this is; one of which nothing else is known is that of the documents.
        environment: Variable that the vendor's SDK reads -> its text, in which `{url}` stands for the address in
            front of the vendor's paths, and `{key}` for an API key.
        adds: Operation -> pointer pattern -> what stands in its answer beyond the contract.
        knows: Operation -> pointer into the request -> the only values there, and the cause of other ones.
        reads: Operation -> role -> pointer pattern into the request.
        fills: Operation -> pointer into the answer -> name of what goes there.
        least_pictures, most_pictures: Cap on the count of pictures of one request.
    """

    key_pattern: re.Pattern[str]
    headers: Mapping[str, str]
    error_body: Any
    causes: Mapping[str, ErrorCause]
    reads: Mapping[str, Mapping[str, str]]
    fills: Mapping[str, Mapping[str, str]]
    scenarios: Mapping[str, Scenario]
    statuses: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    trailing_slash: str | None = None
    paths: FixedAnswers = field(default_factory=dict)
    takes: Mapping[str, tuple[TranslationRule, ...]] = field(default_factory=dict)
    bracketed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    knows: Mapping[str, Mapping[str, KnownValues]] = field(default_factory=dict)
    adds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profile: str = AS_DOCUMENTED
    environment: Mapping[str, str] = field(default_factory=dict)
    default_size: tuple[int, int] = (1024, 1024)
    body_bytes: int = 48 * _MEGABYTE
    least_pictures: int = 1
    most_pictures: int = 10
    most_pixels: int = 16_777_216
    task_success: str | None = None
    complete_s: float = 2.0
    keep_s: float = 86400.0


_KEYS = {
    "keys",
    "headers",
    "errors",
    "caps",
    "operations",
    "tasks",
    "scenarios",
    "default_size",
    "trailing_slash",
    "paths",
    "environment",
}
# The keys of an operation, and what reads each is there.
_OPERATION_KEYS = {"reads", "fills", "takes", "bracketed", "knows", "adds"}


def read_mock_file(
    files: Path | Sequence[Path], contract: Contract, profile: str = AS_DOCUMENTED
) -> MockFile:
    """Return the mock file of a vendor, checked against its contract.

    Args:
        files: One that need not exist, or several, each laid over those before.
        profile: One of `PROFILES`; the section `observed` is laid over the rest in one of them.

    Raises:
        WorkspaceError: A name is unknown, a value is of the wrong kind, or a file changes nothing.
    """
    paths = [files] if isinstance(files, Path) else list(files)
    content = read_layers(paths, _KEYS | {"observed"})
    path = paths[-1]
    observed = require_keys(content.pop("observed", None) or {}, set(), f"{path}: observed")
    documented = _read(content, contract, str(path))
    if not observed:
        return documented
    # Read in either case: what is wrong in it is told whichever profile is played.
    only_keys(observed, _KEYS, f"{path}: observed")
    known = _read(overlaid(content, observed), contract, f"{path}: with what is observed")
    return replace(known, profile=AS_OBSERVED) if profile == AS_OBSERVED else documented


def _read(content: Mapping[str, Any], contract: Contract, where: str) -> MockFile:
    only_keys(content, _KEYS, where)
    errors = _section(content, "errors", {"body", "causes", "statuses"}, where)
    caps = _section(content, "caps", {"body_mb", "pictures", "pixels"}, where)
    tasks = _section(content, "tasks", {"success", "complete_s", "keep_s"}, where)
    operations = _operations(content.get("operations") or {}, contract, where)
    documented = {status for each in contract.operations.values() for status in each.responses}
    causes = read_causes(errors.get("causes") or {}, where, documented)

    def each_operation(key: str, read: Callable[[Any, str], Read]) -> dict[str, Read]:
        return {
            name: read(entry[key], f"{where}: operations.{name}.{key}")
            for name, entry in operations.items()
            if key in entry
        }

    return MockFile(
        key_pattern=_pattern(content, where),
        headers={str(key): str(value) for key, value in (content.get("headers") or {}).items()},
        error_body=errors.get("body"),
        causes=causes,
        reads={name: entry.get("reads") or {} for name, entry in operations.items()},
        fills={name: entry.get("fills") or {} for name, entry in operations.items()},
        adds=each_operation("adds", lambda entry, at: require_keys(entry, set(), at)),
        scenarios=read_scenarios(content.get("scenarios") or {}, causes, contract, where),
        statuses=read_statuses(errors.get("statuses") or {}, where),
        trailing_slash=_slash(content, where),
        paths=read_fixed_answers(content.get("paths") or {}, f"{where}: paths"),
        takes=each_operation("takes", read_rules),
        bracketed=each_operation("bracketed", lambda entry, at: frozenset(text_list(entry, at))),
        knows=each_operation("knows", lambda entry, at: _known_values(entry, causes, at)),
        environment=sdk_environment(content.get("environment"), contract.vendor, where),
        default_size=_size(content, where),
        body_bytes=int(positive_number(caps, "body_mb", 48, f"{where}: caps") * _MEGABYTE),
        most_pictures=int(positive_number(caps, "pictures", 10, f"{where}: caps")),
        most_pixels=int(positive_number(caps, "pixels", 16_777_216, f"{where}: caps")),
        task_success=terminal_state(tasks.get("success"), contract, f"{where}: tasks.success"),
        complete_s=positive_number(tasks, "complete_s", 2.0, f"{where}: tasks"),
        keep_s=positive_number(tasks, "keep_s", 86400.0, f"{where}: tasks"),
    )


def _section(content: Mapping[str, Any], name: str, keys: set[str], where: str) -> dict[str, Any]:
    section = require_keys(content.get(name) or {}, set(), f"{where}: {name}")
    only_keys(section, keys, f"{where}: {name}")
    return section


def _size(content: Mapping[str, Any], where: str) -> tuple[int, int]:
    size = parse_size(str(content.get("default_size", "1024*1024")))
    if size is None:
        raise WorkspaceError(
            f"{where}: default_size: {content['default_size']!r} is not width*height"
        )
    return size


def _pattern(content: Mapping[str, Any], where: str) -> re.Pattern[str]:
    keys = _section(content, "keys", {"accepts"}, where)
    try:
        return re.compile(str(keys.get("accepts", "^[!-~]+$")))
    except re.error as error:
        raise WorkspaceError(f"{where}: keys.accepts is no regular expression: {error}") from error


def _operations(content: Mapping[str, Any], contract: Contract, where: str) -> dict[str, Any]:
    for name, entry in content.items():
        if name not in contract.operations:
            known = ", ".join(contract.operations)
            raise WorkspaceError(f"{where}: operations: {name!r} is none of {known}")
        inner = require_keys(entry, set(), f"{where}: operations.{name}")
        only_keys(inner, _OPERATION_KEYS, f"{where}: operations.{name}")
        at = f"{where}: operations.{name}.reads"
        only_keys(inner.get("reads") or {}, set(ROLES), at)
        for role, pointer in (inner.get("reads") or {}).items():
            if not str(pointer).startswith("/"):
                raise WorkspaceError(
                    f"{at}.{role}: {pointer!r} is no pointer, which begins with a slash"
                )
    return dict(content)


def _slash(content: Mapping[str, Any], where: str) -> str | None:
    value = content.get("trailing_slash")
    if value is None or value in SLASHES:
        return value
    raise WorkspaceError(f"{where}: trailing_slash: {value!r} is none of {', '.join(SLASHES)}")


def _known_values(
    content: object, causes: Mapping[str, ErrorCause], where: str
) -> dict[str, KnownValues]:
    found = {}
    for pointer, value in require_keys(content, set(), where).items():
        entry = require_keys(value, {"values", "error"}, f"{where}.{pointer}")
        only_keys(entry, {"values", "error"}, f"{where}.{pointer}")
        if entry["error"] not in causes:
            raise WorkspaceError(
                f"{where}.{pointer}: error {entry['error']!r} is no cause of this file"
            )
        values = text_list(entry["values"], f"{where}.{pointer}")
        found[pointer] = KnownValues(values=tuple(values), cause=entry["error"])
    return found
