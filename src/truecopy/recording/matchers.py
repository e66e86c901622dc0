"""Requests as they are compared: what tells one from another, and what does not."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from truecopy.contract.bodies import FORM_TYPE, URLENCODED_TYPE, decode_json, media_type_of
from truecopy.contract.matching import Matcher
from truecopy.contract.multipart import FormPart, parse_multipart
from truecopy.contract.problems import Problem
from truecopy.errors import UsageError
from truecopy.model import Contract, Interaction, Payload
from truecopy.model.pointers import join, split
from truecopy.redaction import Redactor

# Two values side by side fit into one line.
_LONGEST_SHOWN = 60
_ABSENT = "absent"
# A person waits for the answer to a miss no longer than that.
_LONGEST_SEARCH_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a request asks.

    Attributes:
        parts: `method`, `path`, `?parameter`, `header name`, pointers into the body, or `body` -> what stands
            there.
        has_key: Whether it carries an API key; None where that is not known.
        media_type: Of the body; empty where it is not known.
    """

    parts: Mapping[str, str]
    has_key: bool | None = None
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part in which two requests differ."""

    part: str
    recorded: str
    asked: str

    def __str__(self) -> str:
        return f"{self.part}: recorded {_cut(self.recorded)}, asked {_cut(self.asked)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What counts when requests are compared.

    Method, path, query and body count, the body as what it says: neither the order of members nor the boundary
    of a form, nor names of files. Headers do not count, but those that are named.

    Attributes:
        matcher: Of the vendor's contract: what stands in front of a documented path does not count. None
            compares whole addresses.
        ignore: Pointers into bodies, with `*` for elements, and `?name` of parameters, that do not count.
        headers: Names of headers that count.
        redactor: Takes the secrets out of what is asked, as it did when that was recorded: any is as good as any other.
    """

    matcher: Matcher | None = None
    ignore: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    redactor: Redactor = field(default_factory=Redactor, repr=False)
    _patterns: tuple[tuple[str, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Take the pointers apart once.

        Raises:
            UsageError: What is to be ignored is neither a pointer nor a parameter.
        """
        wrong = [each for each in self.ignore if each[:1] not in ("/", "?")]
        if wrong:
            raise UsageError(
                f"{wrong[0]!r} cannot be ignored: a pointer such as /seed or a parameter such as ?trace was expected"
            )
        patterns = tuple(split(each) for each in self.ignore if each.startswith("/"))
        object.__setattr__(self, "_patterns", patterns)

    def question(self, interaction: Interaction, *, is_complete: bool = True) -> Question:
        """Return what a request asks, part by part.

        Args:
            is_complete: Whether all its headers are there; other tools leave the key out of cassettes.
        """
        interaction = self.redactor.comparable(interaction)
        content_type = interaction.request_header("content-type")
        found = {"method": interaction.method, "path": self._path(interaction)}
        for name, value in parse_qsl(_query(interaction.url), keep_blank_values=True):
            key = f"?{name}"
            if key not in self.ignore:
                found[key] = f"{found[key]}, {value}" if key in found else value
        for name in self.headers:
            found[f"header {name.lower()}"] = interaction.request_header(name.lower())
        body = _body_parts(content_type, interaction.request_body)
        found |= {pointer: value for pointer, value in body if not self._is_ignored(pointer)}
        has_key = bool(interaction.request_header("authorization"))
        is_own = self.matcher is None or found["path"].startswith("/")
        return Question(
            parts=found,
            # Who fetches what an answer links to may send a key or not.
            has_key=has_key if is_own and (is_complete or has_key) else None,
            media_type=media_type_of(content_type) if interaction.request_body else "",
        )

    def _path(self, interaction: Interaction) -> str:
        """Return the path below the vendor's address, else the whole address."""
        path = self.matcher.path_of(interaction.url) if self.matcher is not None else None
        if path is not None:
            return path
        return _address(interaction.url)

    def _is_ignored(self, pointer: str) -> bool:
        names = split(pointer) if pointer.startswith("/") else ()
        return any(_is_below(names, pattern) for pattern in self._patterns)


def matching_for(
    contract: Contract | None,
    base_urls: Iterable[str] = (),
    *,
    ignore: Iterable[str] = (),
    headers: Iterable[str] = (),
    redactor: Redactor | None = None,
) -> Matching:
    """Return what counts when requests to a vendor are compared.

    Args:
        contract: None where nobody knows the vendor: whole addresses are compared.
    """
    return Matching(
        matcher=Matcher(contract, tuple(each for each in base_urls if each)) if contract else None,
        ignore=(*(contract.volatile if contract else ()), *ignore),
        headers=tuple(headers),
        redactor=redactor or Redactor(),
    )


def differences(recorded: Question, asked: Question) -> list[Difference]:
    """Return the parts in which two requests differ; none means that the one answers the other."""
    old, new = recorded.parts, asked.parts
    names = [*old, *(each for each in new if each not in old)]
    found = [
        Difference(part=name, recorded=old.get(name, _ABSENT), asked=new.get(name, _ABSENT))
        for name in names
        if old.get(name) != new.get(name)
    ]
    if None not in (recorded.has_key, asked.has_key) and recorded.has_key != asked.has_key:
        told = {True: "a key", False: "no key", None: ""}
        found.append(
            Difference(
                part="authorization", recorded=told[recorded.has_key], asked=told[asked.has_key]
            )
        )
    types = (recorded.media_type, asked.media_type)
    if all(types) and types[0] != types[1]:
        found.append(Difference(part="content-type", recorded=types[0], asked=types[1]))
    return found


def nearest(questions: Iterable[Question], asked: Question) -> tuple[int, list[Difference]] | None:
    """Return number and differences of the recorded request that is most alike, None without any.

    Those that are looked at within a second count, the first one always.
    """
    best: tuple[int, int, Question] | None = None
    until = monotonic() + _LONGEST_SEARCH_S
    for number, each in enumerate(questions):
        weight = _weight(each, asked)
        if best is None or weight < best[0]:
            best = (weight, number, each)
        if monotonic() > until:
            break
    return None if best is None else (best[1], differences(best[2], asked))


def _weight(recorded: Question, asked: Question) -> int:
    """Return how far apart two requests are; another path or method is further than any body.

    It takes as long as the recorded request is large, however large the other one is.
    """
    old, new = recorded.parts, asked.parts
    shared = [name for name in old if name in new]
    equal = sum(old[name] == new[name] for name in shared)
    grave = sum(old.get(name) != new.get(name) for name in ("method", "path"))
    has_other_key = (
        None not in (recorded.has_key, asked.has_key) and recorded.has_key != asked.has_key
    )
    types = (recorded.media_type, asked.media_type)
    has_other_type = all(types) and types[0] != types[1]
    return grave * 1000 + len(old) + len(new) - len(shared) - equal + has_other_key + has_other_type


def _address(url: str) -> str:
    """Return an address without its query, its path as it reads: percent signs are a matter of writing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc.lower()}{unquote(parts.path) or '/'}"


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def _is_below(names: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(names) >= len(pattern) and all(
        wanted in ("*", name) for name, wanted in zip(names, pattern, strict=False)
    )


def _body_parts(content_type: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the parts of a body, each with its pointer."""
    media_type = media_type_of(content_type)
    if media_type == FORM_TYPE:
        parts = parse_multipart(content_type, data)
        if not isinstance(parts, Problem):
            yield from _fields((part.name, _content(part)) for part in parts)
            return
    elif media_type == URLENCODED_TYPE:
        pairs = parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)
        yield from _fields(pairs)
        return
    elif data[:1].strip() in b"{[" or media_type.endswith("json"):
        decoded = decode_json(data) if data.strip() else None
        if isinstance(decoded, Payload):
            yield from _leaves(decoded.instance, ())
            return
    if data:
        yield "body", _digest(data)


def _fields(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form; of one name they stand in their order."""
    counts: dict[str, int] = {}
    for name, value in pairs:
        number = counts[name] = counts.get(name, -1) + 1
        yield join([name] if number == 0 else [name, str(number)]), value


def _content(part: FormPart) -> str:
    if part.filename is not None:
        return _digest(bytes(part.data))
    try:
        return bytes(part.data).decode("utf-8")
    except UnicodeDecodeError:
        return _digest(bytes(part.data))


def _leaves(value: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, (*names, name))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*names, str(index)))
    else:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = json.dumps(value, ensure_ascii=False)
        yield (
            join(names) or "/",
            text if len(text) <= 400 else f"{text[:40]}... {_digest(text.encode())}",
        )


def _digest(data: bytes) -> str:
    return f"{len(data)} bytes, sha256 {sha256(data).hexdigest()[:16]}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
