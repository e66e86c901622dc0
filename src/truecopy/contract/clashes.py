"""Claims of one contract that cannot hold together, found without asking anybody."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

from truecopy.contract.keywords import ASSERTIONS
from truecopy.contract.places import described, schema_pointer
from truecopy.contract.problems import shown
from truecopy.contract.promises import DEFAULT, per_second
from truecopy.contract.validate import compile_test
from truecopy.model import Claim, Contract, Lifecycle, Operation, Schema
from truecopy.model.pointers import join, unescape

# A least and a most of the same thing, and whether they may be equal.
_BOUNDS = (
    ("minLength", "maxLength", True),
    ("minItems", "maxItems", True),
    ("minimum", "maximum", True),
    ("exclusiveMinimum", "maximum", False),
    ("minimum", "exclusiveMaximum", False),
    ("exclusiveMinimum", "exclusiveMaximum", False),
)
# A present time in unix seconds, for promises of one: the first second of 2026.
_NOW = 1_767_225_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Claims that no answer and no request can keep together.

    Attributes:
        claims: Two of them, or more.
        operation: Id of the operation whose messages they are about.
        pointer: Of the place in the message, `*` for elements; empty for the whole.
        why: What each of them asks for.
    """

    claims: tuple[Claim, ...]
    operation: str
    pointer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A schema of a contract with the claims that landed in it."""

    contract: Contract
    operation: str
    path: str
    schema: Schema
    landed: Mapping[str, Claim]

    def claim(self, pointer: str) -> Claim | None:
        """Return the claim that landed at a pointer into the schema."""
        return self.landed.get(f"{self.path}#{pointer}")

    def clash(self, at: str, why: str, *claims: Claim | None) -> Iterator[Clash]:
        """Yield the clash of claims at a place of the message, unless one of them is unknown."""
        named = tuple(each for each in claims if each is not None)
        if len(named) == len(claims):
            yield Clash(claims=named, operation=self.operation, pointer=at, why=why)

    def required(self, at: str) -> Claim | None:
        """Return the claim by which a member is always there, None where it need not be."""
        parent, _, name = at.rpartition("/")
        names = self.node(parent).get("required", [])
        member = unescape(name)
        if member not in names:
            return None
        return self.claim(f"{schema_pointer(parent)}/required/{names.index(member)}")

    def node(self, at: str) -> Schema:
        """Return the schema of a place; an empty one where nothing is said of it."""
        return described(self.schema, at) or {}


def clashes(contract: Contract) -> list[Clash]:
    """Return the claims of a contract that cannot hold together, each pair once."""
    landed = contract.landed()
    make = partial(_Body, contract=contract, landed=landed)
    found: list[Clash] = []
    for name, operation in contract.operations.items():
        folder = f"schemas/{name}"
        for part, schema in _schemas(operation):
            body = make(operation=name, path=f"{folder}/{part}.json", schema=schema)
            found += _of_nodes(body, schema, "", "")
        success = operation.responses[operation.success]
        if success is not None:
            body = make(operation=name, path=f"{folder}/{operation.success}.json", schema=success)
            found += _of_promises(body)
            lifecycle = contract.lifecycle
            if lifecycle and name == lifecycle.poll:
                found += _of_states(body, lifecycle)
            if lifecycle and name == lifecycle.create:
                found += _refused_state(body, lifecycle, lifecycle.initial)
    if contract.lifecycle:
        found += _of_lifecycle(contract, contract.lifecycle)
    return found


def _schemas(operation: Operation) -> Iterator[tuple[str, Schema]]:
    bodies = {"request": operation.request, "path": operation.path_parameters}
    bodies |= {str(status): schema for status, schema in operation.responses.items()}
    yield from ((part, schema) for part, schema in bodies.items() if schema is not None)


def _of_nodes(body: _Body, schema: Schema, at: str, pointer: str) -> Iterator[Clash]:
    """Yield what the keywords of one place, and of those below it, do not allow each other."""
    for least, most, may_equal in _BOUNDS:
        if least in schema and most in schema:
            low, high = schema[least], schema[most]
            if low > high or (low == high and not may_equal):
                why = f"nothing is at least {low} and at most {high}"
                claims = (body.claim(f"{pointer}/{name}") for name in (least, most))
                yield from body.clash(at, why, *claims)
    if "const" in schema:
        yield from _refused_values(body, schema, (at, pointer, "const"), [schema["const"]])
    elif "enum" in schema:
        yield from _refused_values(body, schema, (at, pointer, "enum"), schema["enum"])
    for name, inner in schema.get("properties", {}).items():
        step = join([name])
        yield from _of_nodes(body, inner, at + step, f"{pointer}/properties{step}")
    if "items" in schema:
        yield from _of_nodes(body, schema["items"], f"{at}/*", f"{pointer}/items")


def _refused_values(
    body: _Body, schema: Schema, place: tuple[str, str, str], values: list[Any]
) -> Iterator[Clash]:
    """Yield the keywords that refuse every value that another keyword lists."""
    at, pointer, keyword = place
    others = {key: schema[key] for key in schema if key in ASSERTIONS - {keyword}}
    if not values or any(map(compile_test(others), values)):
        return
    for other, rule in others.items():
        if not compile_test({other: rule})(values[0]):
            why = f"{shown(values[0])} is refused by {other} {shown(rule)}"
            claims = (body.claim(f"{pointer}/{name}") for name in (keyword, other))
            yield from body.clash(at, why, *claims)
            return


def _of_promises(body: _Body) -> Iterator[Clash]:
    """Yield what promises of an answer and its schema do not allow each other."""
    judges: dict[str, Callable[[_Body, Mapping[str, Any], Claim | None], Iterator[Clash]]] = {
        "count": _count,
        "one-of": _one_of,
        "shown-in": _shown_in,
        "unix-time": _unix_time,
    }
    for index, promise in enumerate(body.schema.get("x-promises", ())):
        judge = judges.get(promise["kind"])
        if judge is not None:
            yield from judge(body, promise, body.claim(f"/x-promises/{index}"))


def _count(body: _Body, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
    at = promise["at"]
    counts = _asked_counts(body, promise)
    schema = body.node(at)
    for count, asked in counts:
        for keyword, is_past in (("maxItems", count.__gt__), ("minItems", count.__lt__)):
            if keyword in schema and is_past(schema[keyword]):
                why = f"{count} entries are asked for, and there are {keyword} {schema[keyword]}"
                limit = body.claim(f"{schema_pointer(at)}/{keyword}")
                yield from body.clash(at, why, claim, limit, *asked)


def _asked_counts(body: _Body, promise: Mapping[str, Any]) -> list[tuple[int, tuple[Claim, ...]]]:
    """Return the fewest and the most entries that a request may ask for, each with the claim that says so."""
    wanted = promise["equals"]
    if isinstance(wanted, int):
        return [(wanted, ())]
    asked, path = _asked(body, str(wanted))
    return [
        (asked[keyword], (body.landed[f"{path}/{keyword}"],))
        for keyword in ("minimum", "maximum")
        if isinstance(asked.get(keyword), int) and f"{path}/{keyword}" in body.landed
    ]


def _asked(body: _Body, reference: str) -> tuple[Schema, str]:
    """Return the schema of the field of a request that a promise refers to, and where it stands."""
    contract, lifecycle = body.contract, body.contract.lifecycle
    is_poll = lifecycle is not None and lifecycle.poll == body.operation
    owner = lifecycle.create if lifecycle is not None and is_poll else body.operation
    at = reference.removeprefix("request:")
    asked = described(contract.operations[owner].request or {}, at) or {}
    return asked, f"schemas/{owner}/request.json#{schema_pointer(at)}"


def _one_of(body: _Body, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
    asked, path = _asked(body, promise["chosen"])
    fields = [at.rpartition("/")[2] for at in promise["at"]]
    index = body.schema["x-promises"].index(promise)
    # Without a value, or with an empty one, the default counts.
    chosen = [(each, body.landed.get(f"{path}/enum")) for each in asked.get("enum", ()) if each]
    chosen += [(promise.get(DEFAULT), body.claim(f"/x-promises/{index}/{DEFAULT}"))]
    for value, asking in chosen:
        if value not in fields:
            why = (
                f"{shown(value)} can be asked for, and the answer has {' or '.join(promise['at'])}"
            )
            yield from body.clash(promise["at"][0], why, claim, asking)
    for at in promise["at"]:
        required = body.required(at)
        if required is not None and not any(map(compile_test(body.node(at)), (None, ""))):
            why = f"{at} is always there and filled, and only one of {promise['at']} is"
            yield from body.clash(at, why, required, claim)


def _shown_in(body: _Body, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
    """Yield what is always there and shown in some states only, and states that the answer cannot have."""
    at, place = promise["at"], promise["state"]
    schema = body.node(place)
    refused = [each for each in promise["states"] if not compile_test(schema)(each)]
    for keyword, value in schema.items() if refused else ():
        if keyword in ASSERTIONS and not compile_test({keyword: value})(refused[0]):
            why = f"{refused[0]!r} is a state, and {keyword} {shown(value)} refuses it"
            yield from body.clash(at, why, claim, body.claim(f"{schema_pointer(place)}/{keyword}"))
    others = [each for each in schema.get("enum", [None]) if each not in promise["states"]]
    required = body.required(at)
    is_null = compile_test(body.node(at))(None)
    if (
        others
        and required is not None
        and not is_null
        and _is_always_there(body, at.rpartition("/")[0])
    ):
        why = f"{at} is in every answer, and shown only while {place} is {' or '.join(promise['states'])}"
        yield from body.clash(at, why, required, claim)


def _unix_time(body: _Body, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
    at, now = promise["at"], _NOW * per_second(promise)
    for keyword, value in body.node(at).items():
        if keyword in ASSERTIONS and not compile_test({keyword: value})(now):
            unit = promise.get("unit", "seconds")
            why = f"{keyword} {shown(value)} refuses {now}, a time in unix {unit}"
            limit = body.claim(f"{schema_pointer(at)}/{keyword}")
            yield from body.clash(at, why, claim, limit)


def _of_states(body: _Body, lifecycle: Lifecycle) -> Iterator[Clash]:
    """Yield what is always there, and is reserved for some of the states."""
    claims = body.contract.claims
    for state in lifecycle.states:
        yield from _refused_state(body, lifecycle, state)
    for state, pointers in lifecycle.shows.items():
        others = [each for each in lifecycle.states if each != state]
        for at in pointers if others else ():
            reserved = claims.get(f"lifecycle.{state}#shows")
            why = f"{at} is in every answer, and only a task that is {state!r} shows it"
            required = body.required(at)
            if required is not None and _is_always_there(body, at.rpartition("/")[0]):
                yield from body.clash(at, why, required, reserved)


def _refused_state(body: _Body, lifecycle: Lifecycle, state: str) -> Iterator[Clash]:
    """Yield the keywords that refuse a state where answers show it."""
    for keyword, value in body.node(lifecycle.state).items():
        if keyword in ASSERTIONS and not compile_test({keyword: value})(state):
            names = ["lifecycle#terminal"] if state in lifecycle.terminal else []
            names += [f"lifecycle.{state}#transitions"] if state in lifecycle.transitions else []
            names += ["lifecycle#initial"] if state == lifecycle.initial else []
            claims = (body.contract.claims.get(name) for name in names)
            limit = body.claim(f"{schema_pointer(lifecycle.state)}/{keyword}")
            why = f"{state!r} is a state, and {keyword} {shown(value)} refuses it"
            yield from body.clash(lifecycle.state, why, limit, *claims)


def _is_always_there(body: _Body, at: str) -> bool:
    """Whether every member on the way to a place is required."""
    return not at or (
        body.required(at) is not None and _is_always_there(body, at.rpartition("/")[0])
    )


def _of_lifecycle(contract: Contract, lifecycle: Lifecycle) -> Iterator[Clash]:
    """Yield what the lifecycle says twice of one place, and states that nothing leads to."""
    make = partial(Clash, operation=lifecycle.poll)
    claims = contract.claims
    places = {name: getattr(lifecycle, name) for name in ("id", "state", "created", "updated")}
    for one, other in combinations([name for name, at in places.items() if at], 2):
        if places[one] == places[other]:
            named = tuple(claims[f"lifecycle#{name}"] for name in (one, other))
            why = f"{places[one]} cannot show both"
            yield make(claims=named, pointer=places[one], why=why)
    poll = contract.operations[lifecycle.poll]
    answer = poll.responses[poll.success] or {}
    for name, at in places.items():
        if at and described(answer, at) is None:
            named = (claims[f"lifecycle#{name}"], claims["lifecycle#poll"])
            yield make(claims=named, pointer=at, why=f"the answer of {poll.id} has no {at}")
    ends = lifecycle.reachable(lifecycle.initial)
    for state in lifecycle.terminal:
        if state not in ends:
            why = f"no transitions lead from {lifecycle.initial!r} to {state!r}"
            ways = [claims[f"lifecycle.{each}#transitions"] for each in lifecycle.transitions]
            named = (claims["lifecycle#terminal"], claims["lifecycle#initial"], *ways)
            yield make(claims=named, pointer=lifecycle.state, why=why)
