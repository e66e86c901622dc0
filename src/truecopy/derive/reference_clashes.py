"""What the lifecycle and the promises of a contract refer to, and its schemas do not have: claims that clash."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from truecopy.contract.clash_findings import claims_finding
from truecopy.contract.places import described, schema_pointer
from truecopy.contract.promises import referred_by
from truecopy.derive.paths import owner_and_part, steps
from truecopy.model import Claim, Contract, Finding, Lifecycle, Schema
from truecopy.model.pointers import split

# A parameter of a path: two of them match the same addresses, whatever they are called.
_PARAMETER = re.compile(r"\{[^{}]*\}")


def reference_clashes(contract: Contract) -> Iterator[Finding]:
    """Yield each clash of what refers to a place with what stands there, all claims named."""
    landed = contract.landed()
    if contract.lifecycle:
        yield from _States(contract, contract.lifecycle, landed).clashes()
    yield from _same_address(contract)
    yield from _outside_of_paths(contract)
    for by_pointer in _by_schema(contract).values():
        yield from _members_of_none(contract, by_pointer)
    for name, operation in contract.operations.items():
        schema = operation.responses[operation.success] or {}
        for index, promise in enumerate(schema.get("x-promises", ())):
            place = f"schemas/{name}/{operation.success}.json#/x-promises/{index}"
            claims = [landed[place]] if place in landed else []
            for at, why in _of_promise(contract, name, schema, promise):
                yield claims_finding(contract, (name, at), why, claims)


def _of_promise(
    contract: Contract, name: str, schema: Schema, promise: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield the places to which a promise refers and of which nothing is said, each with the words for it."""
    lifecycle = contract.lifecycle
    owner = lifecycle.create if lifecycle and lifecycle.poll == name else name
    request = contract.operations[owner].request or {}
    for at in referred_by(promise):
        if described(request, at) is None:
            yield at, f"the request of {owner} has no {at}"
    places = promise["at"] if isinstance(promise["at"], list) else [promise["at"]]
    for at in (*places, *([promise["state"]] if promise["kind"] == "shown-in" else [])):
        if described(schema, at) is None:
            yield at, f"the answer of {name} has no {at}"
    default = promise.get("default")
    names = [at.rpartition("/")[2] for at in places]
    if promise["kind"] == "one-of" and default is not None and default not in names:
        yield places[0], f"its default {default!r} is none of {', '.join(names)}"


def _same_address(contract: Contract) -> Iterator[Finding]:
    """Yield each two operations that no request can tell apart."""
    found: dict[tuple[str, str], dict[str | None, str]] = {}
    for name, operation in contract.operations.items():
        key = (operation.method, _PARAMETER.sub("{}", operation.path))
        others = found.setdefault(key, {})
        # A body of another type tells operations apart; no body does not.
        other = others.get(operation.media_type) or others.get(None)
        if operation.media_type is None and others:
            other = next(iter(others.values()))
        others.setdefault(operation.media_type, name)
        if other is not None:
            why = f"nothing tells {other} and {name} apart: {operation.method} {operation.path}"
            ids = (f"{each}#{keyword}" for keyword in ("path", "method") for each in (other, name))
            claims = [contract.claims[each] for each in ids if each in contract.claims]
            yield claims_finding(contract, (name, ""), why, claims)


def _outside_of_paths(contract: Contract) -> Iterator[Finding]:
    """Yield each parameter that is said to stand in the path of an operation, and does not."""
    told: set[tuple[str, str]] = set()
    for claim in contract.claims.values():
        operation, part = owner_and_part(claim.subject)
        if part != "path" or operation not in contract.operations:
            continue
        name, path = steps(claim.subject)[2] or "", contract.operations[operation].path
        if (operation, name) not in told and f"{{{name}}}" not in path:
            told.add((operation, name))
            own = contract.claims.get(f"{operation}#path")
            claims = [*([own] if own else []), claim]
            yield claims_finding(contract, (operation, ""), f"{path} has no {{{name}}}", claims)


def _by_schema(contract: Contract) -> dict[str, dict[str, Claim]]:
    """Return the claims of each schema by the pointer at which they landed."""
    found: dict[str, dict[str, Claim]] = {}
    for claim in contract.claims.values():
        path, _, pointer = claim.pointer.partition("#")
        if path.startswith("schemas/"):
            found.setdefault(path, {})[pointer] = claim
    return found


def _members_of_none(contract: Contract, claims: Mapping[str, Claim]) -> Iterator[Finding]:
    """Yield each claim about a member, or an element, of something that has none by its type; one a place."""
    told: set[str] = set()
    for pointer, claim in claims.items():
        for part, kind in (("/properties/", "object"), ("/items/", "array")):
            for match in re.finditer(re.escape(part), pointer):
                holder = pointer[: match.start()]
                type_ = claims.get(f"{holder}/type")
                if type_ is None or holder in told or kind in _kinds(type_.value):
                    continue
                if not _is_node(holder):
                    continue
                told.add(holder)
                why = f"{claim.subject} is inside of what is no {kind}"
                yield claims_finding(contract, (claim.owner, ""), why, [type_, claim])


def _kinds(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def _is_node(pointer: str) -> bool:
    """Whether a pointer names a place of a schema, and not a field that is called `properties` or `items`."""
    names = iter(split(pointer))
    return all(
        name == "items" or (name == "properties" and next(names, None) is not None)
        for name in names
    )


class _States:
    """What a lifecycle says of states, against the answer of its look-up."""

    def __init__(
        self, contract: Contract, lifecycle: Lifecycle, landed: Mapping[str, Claim]
    ) -> None:
        self._contract = contract
        self._lifecycle = lifecycle
        poll = contract.operations[lifecycle.poll]
        self._path = f"schemas/{poll.id}/{poll.success}.json"
        self._schema = poll.responses[poll.success] or {}
        self._landed = landed

    def clashes(self) -> Iterator[Finding]:
        yield from self._names()
        yield from self._shown_twice()
        for state, pointers in self._lifecycle.shows.items():
            for at in pointers:
                yield from self._holder(state, at)

    def _names(self) -> Iterator[Finding]:
        """Yield that the answer lists other states than the lifecycle has."""
        lifecycle, at = self._lifecycle, self._lifecycle.state
        listed = (described(self._schema, at) or {}).get("enum")
        known = set(lifecycle.states)
        if listed is None or set(listed) == known:
            return
        more = [repr(each) for each in listed if each not in known]
        less = [repr(each) for each in lifecycle.states if each not in listed]
        parts = [f"{', '.join(more)} only in the answer"] if more else []
        parts += [f"{', '.join(less)} only in the lifecycle"] if less else []
        names = (
            "lifecycle#terminal",
            *(f"lifecycle.{each}#transitions" for each in lifecycle.transitions),
        )
        claims = [self._at(at, "enum"), *map(self._contract.claims.get, names)]
        yield self._finding(at, f"they list different states: {'; '.join(parts)}", claims)

    def _shown_twice(self) -> Iterator[Finding]:
        """Yield what two states reserve, each for itself."""
        for one, other in combinations(self._lifecycle.shows, 2):
            for at in self._lifecycle.shows[one]:
                if at in self._lifecycle.shows[other]:
                    why = f"{at} is shown by {one!r} alone and by {other!r} alone"
                    yield self._finding(at, why, [self._shows(one), self._shows(other)])

    def _holder(self, state: str, at: str) -> Iterator[Finding]:
        """Yield that what a state shows stands in something that has no members."""
        names = split(at)[:-1]
        for count in range(1, len(names) + 1):
            holder = "".join(f"/{name}" for name in names[:count])
            kind = (described(self._schema, holder) or {}).get("type", "object")
            if "object" not in ([kind] if isinstance(kind, str) else kind):
                why = f"{at} is shown, and {holder} has no members"
                yield self._finding(at, why, [self._shows(state), self._at(holder, "type")])
                return

    def _shows(self, state: str) -> Claim | None:
        return self._contract.claims.get(f"lifecycle.{state}#shows")

    def _at(self, at: str, keyword: str) -> Claim | None:
        return self._landed.get(f"{self._path}#{schema_pointer(at)}/{keyword}")

    def _finding(self, at: str, why: str, claims: list[Claim | None]) -> Finding:
        named = [each for each in claims if each is not None]
        return claims_finding(self._contract, (self._lifecycle.poll, at), why, named)
