"""Mutants whose answers break one claim: a keyword of a schema, a promise, the order of a task's states."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from truecopy.check.mutation.middleware import MutableAnswer
from truecopy.check.mutation.mutants import Mutant, put, with_operation
from truecopy.contract.promises import DEFAULT
from truecopy.model import Claim, Contract
from truecopy.model.pointers import node, split
from truecopy.picture import sample_picture

WRONG_PICTURE = "/distorted.png"
_PICTURE = sample_picture(width=40, height=136)  # a size and a ratio that nobody asks for
_OTHER_TYPES = {
    "string": 5,
    "integer": "five",
    "number": "five",
    "boolean": "yes",
    "array": "none",
    "object": "none",
}

FILES = {WRONG_PICTURE: _PICTURE}


def answer_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors whose answers break one keyword of their schema."""
    path, _, pointer = claim.pointer.partition("#")
    operation, status = path.split("/")[1], int(path.rpartition("/")[2].removesuffix(".json"))
    pattern = _pattern(pointer)
    value = _broken_value(claim)
    if claim.keyword == "required":
        pattern = f"{pattern}/{claim.subject.rpartition('.')[2]}"

    def reply(answer: MutableAnswer) -> None:
        if answer.operation == operation and answer.status == status:
            _distort(answer, pattern, value)

    yield Mutant(claim=claim.id, label=f"answers with {value!r}", contract=contract, reply=reply)


def promise_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors that break a promise."""
    if claim.keyword.endswith(f"/{DEFAULT}"):
        yield from _default_mutants(contract, claim)
        return
    kind = claim.keyword.rpartition("/")[2]
    breaks = {
        "count": _one_more,
        "dimensions": _another_picture,
        "aspect": _another_picture,
        "one-of": _all_filled,
        "present": _emptied,
        "shown-in": _turned_round,
        "unix-time": _in_milliseconds,
    }
    if kind not in breaks:
        return
    pattern = "".join(f"/{name}" for name in claim.subject.split(".")[2:]).replace("[]", "/*")
    operation, status = claim.subject.split(".")[:2]
    change = breaks[kind]

    def reply(answer: MutableAnswer) -> None:
        if answer.operation == operation and answer.status == int(status):
            change(answer, pattern)

    yield Mutant(claim=claim.id, label=f"breaks {kind}", contract=contract, reply=reply)


def _default_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors that fall back on something else where a request does not say."""
    path, _, pointer = claim.pointer.partition("#")
    operation = contract.operations[claim.owner]
    status = int(path.rpartition("/")[2].removesuffix(".json"))
    schema = operation.responses[status]
    promise = node(schema, pointer.rpartition("/")[0])
    names = [each.rpartition("/")[2] for each in promise["at"]] if "chosen" in promise else []
    others = [each for each in names if each != claim.value] or [claim.value + 1]
    for value in others:
        responses = {**operation.responses, status: put(schema or {}, pointer, value)}
        changed = replace(operation, responses=responses)
        yield Mutant(claim=claim.id, label=f"{value!r}", contract=with_operation(contract, changed))


def _pattern(pointer: str) -> str:
    """Return the pattern into an answer that a pointer into its schema stands for."""
    names, pattern = iter(split(pointer)), ""
    for name in names:
        if name == "properties":
            pattern += f"/{next(names)}"
        elif name == "items":
            pattern += "/*"
    return pattern


def _broken_value(claim: Claim) -> Any:
    keyword, value = claim.keyword, claim.value
    if keyword == "type":
        kinds = [value] if isinstance(value, str) else value
        return next(_OTHER_TYPES[each] for each in kinds if each in _OTHER_TYPES)
    values: dict[str, Any] = {
        "required": None,
        "enum": "something-new",
        "format": "neither here nor there",
        "minLength": "",
        "minItems": [],
        "x-image/sources": "not/a picture",
    }
    return values.get(keyword, "neither here nor there")


def _distort(answer: MutableAnswer, pattern: str, value: Any) -> None:
    if not pattern:
        answer.body = value
        return
    for holder, name in answer.places(pattern):
        if value is None:
            holder.pop(name, None)
        elif holder[name] is not None:
            holder[name] = value


def _one_more(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in answer.places(pattern):
        holder[name] = [*holder[name], *holder[name][:1]]


def _another_picture(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in answer.places(pattern):
        if isinstance(holder[name], dict):
            for member, text in holder[name].items():
                holder[name][member] = _another(text)
        else:
            holder[name] = _another(holder[name])


def _another(value: Any) -> Any:
    """Return another picture for an address or for base64, known by a length that no other single word has."""
    if not isinstance(value, str):
        return value
    if value.startswith("http"):
        origin = "/".join(value.split("/")[:3])
        return f"{origin}{WRONG_PICTURE}"
    return b64encode(_PICTURE).decode() if len(value) > 100 and " " not in value else value


def _all_filled(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in answer.places(pattern):
        picture = b64encode(_PICTURE).decode()
        holder[name] = {**holder[name], "url": "https://example.com/a.png", "b64_json": picture}


def _emptied(answer: MutableAnswer, pattern: str) -> None:
    _distort(answer, pattern, None)


def _turned_round(answer: MutableAnswer, pattern: str) -> None:
    """Take away what is there, and put something where nothing is."""
    parent, _, name = pattern.rpartition("/")
    holders = [holder[at] for holder, at in answer.places(parent)] if parent else [answer.body]
    for holder in holders:
        if isinstance(holder, dict) and holder.pop(name, None) is None:
            holder[name] = "early"


def _in_milliseconds(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in answer.places(pattern):
        holder[name] *= 1000
