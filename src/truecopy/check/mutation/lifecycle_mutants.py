"""Mutants whose tasks break one statement of the lifecycle: the order of their states, and what each shows."""

from collections.abc import Callable, Iterator
from typing import Any

from truecopy.check.mutation.middleware import MutableAnswer
from truecopy.check.mutation.mutants import Mutant
from truecopy.model import Claim, Contract, Lifecycle
from truecopy.model.pointers import each

# Times far from now, a second apart; the seconds of a minute are enough for the looks at one task.
_TIME = "2100-01-01T00:00:{:02}Z"

Make = Callable[[Lifecycle, str], Callable[[MutableAnswer], None]]


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


def _looked_up(
    lifecycle: Lifecycle, change: Callable[[MutableAnswer], None]
) -> Callable[[MutableAnswer], None]:
    """Return a change of the answers to look-ups that found something."""

    def reply(answer: MutableAnswer) -> None:
        if answer.operation == lifecycle.poll and answer.status < 300:
            change(answer)

    return reply


def _at(answer: MutableAnswer, pointer: str, value: Any) -> None:
    for holder, name in answer.places(pointer):
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
    """Show a task at its beginning again once it has ended."""
    ended = False

    def change(answer: MutableAnswer) -> None:
        nonlocal ended
        if ended:
            _at(answer, lifecycle.state, lifecycle.initial)
        ended = ended or _state(answer, lifecycle) in lifecycle.terminal

    return _looked_up(lifecycle, change)


def _hidden(lifecycle: Lifecycle, state: str) -> Callable[[MutableAnswer], None]:
    def change(answer: MutableAnswer) -> None:
        if _state(answer, lifecycle) == state:
            for pointer in lifecycle.shows.get(state, ()):
                _at(answer, pointer, None)

    return _looked_up(lifecycle, change)


def _stateless(lifecycle: Lifecycle, _: str) -> Callable[[MutableAnswer], None]:
    """Show no state: which states there are is said by other claims."""
    return _looked_up(lifecycle, lambda answer: _at(answer, lifecycle.state, None))


_LIFECYCLE: dict[str, Make] = {
    "lifecycle#initial: a new task is further on": _initial,
    "lifecycle#create: a new task is unknown": _gone,
    "lifecycle#poll: a task is never found": _gone,
    "lifecycle#id: another id each time": _counted(
        "id", lambda n: f"00000000-0000-4000-8000-{n:012}"
    ),
    "lifecycle#state: no state at its place": _stateless,
    "lifecycle#created: another time of creation each time": _counted(
        "created", lambda n: _TIME.format(n % 60)
    ),
    "lifecycle#updated: times that go back": _counted(
        "updated", lambda n: _TIME.format(59 - n % 60)
    ),
    "lifecycle#terminal: an ended task begins again": _restless,
    "transitions: back to the beginning": _back,
    "shows: hidden": _hidden,
}
