"""What the lifecycle says, and the answers that show a task do not allow."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from truecopy.contract.clash import Clash, LandedSchema
from truecopy.contract.keywords import ASSERTIONS
from truecopy.contract.places import described, schema_pointer
from truecopy.contract.problems import shown
from truecopy.contract.validate import compile_test
from truecopy.model import Contract, Lifecycle


def state_clashes(body: LandedSchema, lifecycle: Lifecycle) -> Iterator[Clash]:
    """Yield what is always there, and is reserved for some of the states."""
    claims = body.contract.claims
    for state in lifecycle.states:
        yield from refused_state(body, lifecycle, state)
    for state, pointers in lifecycle.shows.items():
        others = [each for each in lifecycle.states if each != state]
        for at in pointers if others else ():
            reserved = claims.get(f"lifecycle.{state}#shows")
            why = f"{at} is in every answer, and only a task that is {state!r} shows it"
            required = body.required(at)
            if required is not None and body.is_always_there(at.rpartition("/")[0]):
                yield from body.clash(at, why, required, reserved)


def refused_state(body: LandedSchema, lifecycle: Lifecycle, state: str) -> Iterator[Clash]:
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


def lifecycle_clashes(contract: Contract, lifecycle: Lifecycle) -> Iterator[Clash]:
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
