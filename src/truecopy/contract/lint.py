"""What must hold of a contract before anything relies on it.

Each assertion has evidence, each claim has landed, every keyword is known, the lifecycle is closed. Values that
a contract shows and refuses are found by `refused_values`.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from truecopy.contract.conditions import promise_conditions, state_conditions
from truecopy.contract.keywords import ANNOTATIONS, ASSERTIONS, GROUPS, STRUCTURAL
from truecopy.contract.places import described
from truecopy.contract.promise_breaches import KINDS
from truecopy.contract.promises import DEFAULT
from truecopy.model import Claim, Contract, Layer, Lifecycle
from truecopy.model.pointers import join, node

Files = Mapping[str, Any]


def lint(contract: Contract, files: Files) -> Iterator[str]:
    """Yield what is wrong with a contract.

    Args:
        files: Contract file -> parsed content.
    """
    landed = contract.landed()
    if len(landed) != len(contract.claims):
        yield "two claims landed at the same pointer"
    for claim in contract.claims.values():
        yield from _claim(claim, files)
    for path, schema in files.items():
        if path.startswith("schemas/"):
            yield from _schema(path, schema, "", landed)
    yield from _conditions(contract, files)
    if contract.lifecycle:
        yield from _lifecycle(contract, contract.lifecycle, files)


def _claim(claim: Claim, files: Files) -> Iterator[str]:
    if not claim.evidence and not claim.decision:
        yield f"{claim.id}: has neither evidence nor a decision"
    path, _, pointer = claim.pointer.partition("#")
    try:
        found = node(files[path], pointer)
    except (KeyError, LookupError):
        yield f"{claim.id}: landed at {claim.pointer}, where nothing is"
        return
    if claim.keyword == "required":
        agrees = unquote(claim.subject).endswith(str(found)) if claim.value else True
    elif claim.keyword == "property":
        agrees = isinstance(found, dict)
    elif claim.layer is Layer.PROMISE and not claim.keyword.endswith(f"/{DEFAULT}"):
        agrees = all(found.get(key) == value for key, value in claim.value.items())
    else:
        agrees = found == claim.value
    if not agrees:
        yield f"{claim.id}: claims {claim.value!r}, {claim.pointer} has {found!r}"


def _schema(
    path: str, schema: Mapping[str, Any], at: str, landed: Mapping[str, Claim]
) -> Iterator[str]:
    """Yield each keyword without evidence, and each that the engine does not know."""
    for keyword, value in schema.items():
        pointer = f"{at}/{keyword}"
        for point in _evidence_points(keyword, value, pointer):
            if f"{path}#{point}" not in landed:
                yield f"{path}#{point}: no evidence carries this"
        for unknown in _unknown(keyword, value, pointer):
            yield f"{path}#{unknown}"
    for name, inner in schema.get("properties", {}).items():
        yield from _schema(path, inner, f"{at}/properties{join([name])}", landed)
    if "items" in schema:
        yield from _schema(path, schema["items"], f"{at}/items", landed)


def _unknown(keyword: str, value: Any, pointer: str) -> Iterator[str]:
    """Yield what the engine would not enforce under a keyword."""
    if keyword in GROUPS:
        for name in value:
            if name not in GROUPS[keyword]:
                yield f"{pointer}/{name}: unknown part of {keyword}"
    elif keyword == "x-promises":
        for index, promise in enumerate(value):
            if promise.get("kind") not in KINDS:
                yield f"{pointer}/{index}: unknown kind of promise {promise.get('kind')!r}"
    elif keyword not in STRUCTURAL | ANNOTATIONS | ASSERTIONS:
        yield f"{pointer}: unknown keyword"


def _evidence_points(keyword: str, value: Any, pointer: str) -> Iterator[str]:
    """Yield the pointers under a keyword at which a claim must have landed."""
    if keyword in GROUPS:
        yield from (f"{pointer}/{name}" for name in value)
    elif keyword in ("required", "x-promises"):
        yield from (f"{pointer}/{index}" for index in range(len(value)))
        for index, each in enumerate(value if keyword == "x-promises" else ()):
            yield from (f"{pointer}/{index}/{name}" for name in each.keys() & {DEFAULT})
    elif keyword in ASSERTIONS | ANNOTATIONS:
        yield pointer


def _conditions(contract: Contract, files: Files) -> Iterator[str]:
    """Yield the answers whose conditions are not those of the lifecycle and of their promises."""
    lifecycle = contract.lifecycle
    for operation in contract.operations.values():
        for status, schema in operation.responses.items():
            due = [*promise_conditions((schema or {}).get("x-promises", ()))]
            if lifecycle and operation.id == lifecycle.poll and status == operation.success:
                due = [*state_conditions(files["lifecycle.json"]), *due]
            if (schema or {}).get("allOf", []) != due:
                yield f"{operation.id}: the conditions of its answer are not those of the lifecycle"


def _lifecycle(contract: Contract, lifecycle: Lifecycle, files: Files) -> Iterator[str]:
    yield from _transitions(lifecycle)
    for name in (lifecycle.create, lifecycle.poll):
        if name not in contract.operations:
            yield f"lifecycle: there is no operation {name!r}"
            return
    poll = contract.operations[lifecycle.poll]
    schema = poll.responses[poll.success] or {}
    if described(schema, lifecycle.state) is None:
        yield f"{poll.id}: its answer has no {lifecycle.state}"


def state_names(contract: Contract) -> Iterator[str]:
    """Yield that the answer of a look-up lists other states than the lifecycle has."""
    lifecycle = contract.lifecycle
    if lifecycle is None or lifecycle.poll not in contract.operations:
        return
    poll = contract.operations[lifecycle.poll]
    state = described(poll.responses[poll.success] or {}, lifecycle.state)
    states = set(lifecycle.states)
    named = set((state or {}).get("enum", states))
    if named != states:
        yield f"{poll.id}: documents the states {sorted(named)}, the lifecycle has {sorted(states)}"


def _transitions(lifecycle: Lifecycle) -> Iterator[str]:
    """Yield what leads nowhere."""
    states = set(lifecycle.states)
    if lifecycle.initial not in states:
        named = ", ".join(lifecycle.states)
        yield f"lifecycle: the initial state {lifecycle.initial!r} is no state: it is none of {named}"
    for state, following in lifecycle.transitions.items():
        if state in lifecycle.terminal:
            yield f"lifecycle: {state!r} is terminal and has transitions"
        for name in set(following) - states:
            yield f"lifecycle: {state!r} leads to {name!r}, which is no state"
    for state in set(lifecycle.shows) - states:
        yield f"lifecycle: {state!r} shows something and is no state"
