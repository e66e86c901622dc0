"""Mutants whose answers break one claim: a keyword of a schema, a promise, the order of a task's states."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

from truecopy.check.mutation.middleware import MutableAnswer
from truecopy.check.mutation.mutants import Mutant
from truecopy.contract.pointers import each, split
from truecopy.model import Claim, Contract, Lifecycle
from truecopy.picture import sample_picture

WRONG_PICTURE = "/distorted.png"
_PICTURE = sample_picture(width=40, height=136)
_OTHER_TYPES = {"string": 5, "integer": "five", "number": "five", "boolean": "yes", "array": "none", "object": "none"}  # fmt: skip

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
    kind = claim.keyword.rpartition("/")[2]
    breaks = {
        "count": _one_more,
        "dimensions": _another_picture,
        "aspect": _another_picture,
        "one-of": _all_filled,
        "present": _emptied,
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


def lifecycle_mutants(contract: Contract, claim: Claim) -> Iterator[Mutant]:
    """Yield vendors whose tasks break one statement of the lifecycle."""
    lifecycle = contract.lifecycle
    if lifecycle is None:
        return
    for label, make in _LIFECYCLE.items():
        about, _, rest = label.partition(": ")
        if about in (claim.id, claim.keyword if claim.subject != "lifecycle" else ""):
            state = claim.subject.partition(".")[2]
            yield Mutant(
                claim=claim.id, label=rest, contract=contract, reply=make(lifecycle, state)
            )


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
    for holder, name in _places(answer.body, pattern):
        if value is None:
            holder.pop(name, None)
        elif holder[name] is not None:
            holder[name] = value


def _places(body: Any, pattern: str) -> list[tuple[Any, Any]]:
    """Return holder and name of everything that a pattern reaches."""
    found = []
    for pointer, _ in list(each(body, pattern)):
        parent, _, name = pointer.rpartition("/")
        holder = next(value for _, value in each(body, parent)) if parent else body
        found.append((holder, int(name) if isinstance(holder, list) else name))
    return found


def _one_more(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in _places(answer.body, pattern):
        holder[name] = [*holder[name], *holder[name][:1]]


def _another_picture(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in _places(answer.body, pattern):
        if isinstance(holder[name], dict):
            for member, text in holder[name].items():
                holder[name][member] = _another(text)
        else:
            holder[name] = _another(holder[name])


def _another(value: Any) -> Any:
    if not isinstance(value, str) or len(value) < 8:
        return value
    if value.startswith("http"):
        origin = "/".join(value.split("/")[:3])
        return f"{origin}{WRONG_PICTURE}"
    return b64encode(_PICTURE).decode() if len(value) > 100 and " " not in value else value


def _all_filled(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in _places(answer.body, pattern):
        picture = b64encode(_PICTURE).decode()
        holder[name] = {**holder[name], "url": "https://example.com/a.png", "b64_json": picture}


def _emptied(answer: MutableAnswer, pattern: str) -> None:
    _distort(answer, pattern, None)


def _in_milliseconds(answer: MutableAnswer, pattern: str) -> None:
    for holder, name in _places(answer.body, pattern):
        holder[name] *= 1000


Make = Callable[[Lifecycle, str], Callable[[MutableAnswer], None]]


def _looked_up(
    lifecycle: Lifecycle, change: Callable[[MutableAnswer], None]
) -> Callable[[MutableAnswer], None]:
    """Return a change of the answers to look-ups that found something."""

    def reply(answer: MutableAnswer) -> None:
        if answer.operation == lifecycle.poll and answer.status < 300:
            change(answer)

    return reply


def _at(answer: MutableAnswer, pointer: str, value: Any) -> None:
    for holder, name in _places(answer.body, pointer):
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value


def _state(answer: MutableAnswer, lifecycle: Lifecycle) -> Any:
    return next((value for _, value in each(answer.body, lifecycle.state)), None)


def _initial(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
    def reply(answer: MutableAnswer) -> None:
        if answer.operation == lifecycle.create and answer.status < 300:
            _at(answer, lifecycle.state, next(iter(lifecycle.transitions[lifecycle.initial])))

    return reply


def _gone(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
    def change(answer: MutableAnswer) -> None:
        answer.status = 404

    return _looked_up(lifecycle, change)


def _counted(pointer: str, values: Callable[[int], Any]) -> Make:
    """Return a maker of changes that put another value at a pointer of the lifecycle each time."""

    def make(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
        number = 0

        def change(answer: MutableAnswer) -> None:
            nonlocal number
            number += 1
            _at(answer, getattr(lifecycle, pointer), values(number))

        return _looked_up(lifecycle, change)

    return make


def _back(lifecycle: Lifecycle, state: str) -> Callable[[MutableAnswer], None]:
    """Show the initial state again after another one."""
    seen = 0

    def change(answer: MutableAnswer) -> None:
        nonlocal seen
        seen += _state(answer, lifecycle) == state
        if seen > 1:
            _at(answer, lifecycle.state, lifecycle.initial)

    return _looked_up(lifecycle, change)


def _restless(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
    """Show another update time whenever a task that has ended is looked at."""
    number = 0

    def change(answer: MutableAnswer) -> None:
        nonlocal number
        if _state(answer, lifecycle) in lifecycle.terminal:
            number += 1
            _at(answer, lifecycle.updated, f"2100-01-01T00:00:{number % 60:02}Z")

    return _looked_up(lifecycle, change)


def _hidden(lifecycle: Lifecycle, state: str) -> Callable[[MutableAnswer], None]:
    def change(answer: MutableAnswer) -> None:
        if _state(answer, lifecycle) == state:
            for pointer in lifecycle.shows.get(state, ()):
                _at(answer, pointer, None)

    return _looked_up(lifecycle, change)


def _new_state(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
    return _looked_up(lifecycle, lambda answer: _at(answer, lifecycle.state, "resting"))


_LIFECYCLE: dict[str, Make] = {
    "lifecycle#initial: a new task is further on": _initial,
    "lifecycle#create: a new task is unknown": _gone,
    "lifecycle#poll: a task is never found": _gone,
    "lifecycle#id: another id each time": _counted("id", lambda n: f"00000000-0000-4000-8000-{n:012}"),
    "lifecycle#state: a state of its own": _new_state,
    "lifecycle#created: another time of creation each time": _counted(
        "created", lambda n: f"2100-01-01T00:00:{n % 60:02}Z"
    ),
    "lifecycle#updated: times that go back": _counted(
        "updated", lambda n: f"2100-01-01T00:00:{59 - n % 60:02}Z"
    ),
    "lifecycle#terminal: an ended task changes": _restless,
    "transitions: back to the beginning": _back,
    "shows: hidden": _hidden,
}  # fmt: skip
