"""What the promises of an answer, and its schema or the request before it, do not allow each other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from truecopy.contract.clash import Clash, LandedSchema
from truecopy.contract.keywords import ASSERTIONS
from truecopy.contract.places import described, schema_pointer
from truecopy.contract.problems import shown
from truecopy.contract.promises import DEFAULT, per_second
from truecopy.contract.validate import compile_test
from truecopy.model import Claim, Schema

# A present time in unix seconds, for promises of one: the first second of 2026.
_NOW = 1_767_225_600


def promise_clashes(body: LandedSchema) -> Iterator[Clash]:
    """Yield what promises of an answer and its schema do not allow each other."""
    judges: dict[
        str, Callable[[LandedSchema, Mapping[str, Any], Claim | None], Iterator[Clash]]
    ] = {
        "count": _count,
        "one-of": _one_of,
        "shown-in": _shown_in,
        "unix-time": _unix_time,
    }
    for index, promise in enumerate(body.schema.get("x-promises", ())):
        judge = judges.get(promise["kind"])
        if judge is not None:
            yield from judge(body, promise, body.claim(f"/x-promises/{index}"))


def _count(body: LandedSchema, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
    at = promise["at"]
    counts = _asked_counts(body, promise)
    schema = body.node(at)
    for count, asked in counts:
        for keyword, is_past in (("maxItems", count.__gt__), ("minItems", count.__lt__)):
            if keyword in schema and is_past(schema[keyword]):
                why = f"{count} entries are asked for, and there are {keyword} {schema[keyword]}"
                limit = body.claim(f"{schema_pointer(at)}/{keyword}")
                yield from body.clash(at, why, claim, limit, *asked)


def _asked_counts(
    body: LandedSchema, promise: Mapping[str, Any]
) -> list[tuple[int, tuple[Claim, ...]]]:
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


def _asked(body: LandedSchema, reference: str) -> tuple[Schema, str]:
    """Return the schema of the field of a request that a promise refers to, and where it stands."""
    contract, lifecycle = body.contract, body.contract.lifecycle
    is_poll = lifecycle is not None and lifecycle.poll == body.operation
    owner = lifecycle.create if lifecycle is not None and is_poll else body.operation
    at = reference.removeprefix("request:")
    asked = described(contract.operations[owner].request or {}, at) or {}
    return asked, f"schemas/{owner}/request.json#{schema_pointer(at)}"


def _one_of(body: LandedSchema, promise: Mapping[str, Any], claim: Claim | None) -> Iterator[Clash]:
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


def _shown_in(
    body: LandedSchema, promise: Mapping[str, Any], claim: Claim | None
) -> Iterator[Clash]:
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
        and body.is_always_there(at.rpartition("/")[0])
    ):
        why = f"{at} is in every answer, and shown only while {place} is {' or '.join(promise['states'])}"
        yield from body.clash(at, why, required, claim)


def _unix_time(
    body: LandedSchema, promise: Mapping[str, Any], claim: Claim | None
) -> Iterator[Clash]:
    at, now = promise["at"], _NOW * per_second(promise)
    for keyword, value in body.node(at).items():
        if keyword in ASSERTIONS and not compile_test({keyword: value})(now):
            unit = promise.get("unit", "seconds")
            why = f"{keyword} {shown(value)} refuses {now}, a time in unix {unit}"
            limit = body.claim(f"{schema_pointer(at)}/{keyword}")
            yield from body.clash(at, why, claim, limit)
