"""Operations that look like a task and its look-up, of a contract without a lifecycle."""

from collections.abc import Iterator

from truecopy.derive.state_fields import STATE_NAMES
from truecopy.model import RULES, Contract, Finding, Operation, Schema
from truecopy.model.pointers import join

# The task itself, or one object around it.
_DEEPEST = 2


def undecided_tasks(contract: Contract) -> Iterator[Finding]:
    """Yield each look-up below the path of an operation that shows a state at the same place.

    Whether that is a task, or a thing that merely has a state, is for a person to say.
    """
    if contract.lifecycle is not None:
        return
    made = {each.path: each for each in contract.operations.values() if each.method == "POST"}
    for look_up in contract.operations.values():
        base, _, last = look_up.path.rpartition("/")
        creating = made.get(base)
        if look_up.method != "GET" or creating is None or not last.startswith("{"):
            continue
        shared = _states(look_up) & _states(creating)
        if shared:
            yield RULES["lifecycle-undecided"].finding(
                look_up.id,
                f"may look up a task that {creating.id} makes, whose answer has {min(shared)}, too; until "
                "a decision states the lifecycle, the mock finds any id, and never another state "
                "(`truecopy init NAME --example task` shows such a decision)",
            )


def _states(operation: Operation) -> set[str]:
    """Return where the answer of success may show a state."""
    return set(_places(operation.responses[operation.success] or {}))


def _places(schema: Schema, *names: str) -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        if name in STATE_NAMES:
            yield join([*names, name])
        elif len(names) + 1 < _DEEPEST:
            yield from _places(inner, *names, name)
