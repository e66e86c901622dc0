"""Every mutant of the built-in vendors, by the kind of claim that it is wrong at."""

from functools import cache

from tests.examining import VENDORS, load

from truecopy.check.mutation.answer_mutants import answer_mutants, promise_mutants
from truecopy.check.mutation.lifecycle_mutants import lifecycle_mutants
from truecopy.check.mutation.mutants import (
    Mutant,
    is_about_requests,
    operation_mutants,
    request_mutants,
)
from truecopy.model import Layer

_REQUEST_KEYWORDS = {
    "type",
    "required",
    "enum",
    "maxLength",
    "maximum",
    "minimum",
    "minItems",
    "maxItems",
    "minProperties",
    "format",
    "x-dimensions/separator",
    "x-dimensions/side",
    "x-dimensions/pixels",
    "x-dimensions/empty",
    "x-image/sources",
    "x-image/formats",
    "x-image/bytes",
    "x-image/side",
    "x-image/square",
    "x-image/transparency",
    "x-image/same_size_as",
}
_ANSWER_KEYWORDS = {
    "type",
    "required",
    "enum",
    "format",
    "minLength",
    "minItems",
    "x-image/sources",
}
_PROMISES = {"count", "dimensions", "aspect", "one-of", "present", "unix-time"}
_DEFAULTS = {"default"}
_OPERATION = {"method", "path", "alias", "media-type", "auth", "key-prefix", "status"}
_LIFECYCLE = {
    "initial",
    "create",
    "poll",
    "id",
    "state",
    "created",
    "updated",
    "terminal",
    "transitions",
    "shows",
}


@cache
def mutants(vendor: str) -> tuple[tuple[str, Mutant], ...]:
    """Return every mutant of a vendor beside its kind: `request/maximum`, `promise/count`."""
    contract = load(vendor)
    found: list[tuple[str, Mutant]] = []
    for claim in contract.claims.values():
        if claim.layer is Layer.ASSERTION:
            is_request = is_about_requests(claim)
            make = request_mutants if is_request else answer_mutants
            kind = f"{'request' if is_request else 'answer'}/{claim.keyword}"
        elif claim.layer is Layer.PROMISE:
            name = claim.keyword.rpartition("/")[2]
            make, kind = promise_mutants, f"{'fallback' if name in _DEFAULTS else 'promise'}/{name}"
        elif claim.layer is Layer.LIFECYCLE:
            make, kind = lifecycle_mutants, f"lifecycle/{claim.keyword}"
        elif claim.layer is Layer.OPERATION:
            make, kind = operation_mutants, f"operation/{claim.keyword}"
        else:
            continue
        found += [(kind, each) for each in make(contract, claim)]
    return tuple(found)


def kinds(*groups: str) -> list[str]:
    """Return every kind of mutant that there has to be, of some groups or of all."""
    found = {
        "request": _REQUEST_KEYWORDS,
        "answer": _ANSWER_KEYWORDS,
        "promise": _PROMISES,
        "fallback": _DEFAULTS,
        "operation": _OPERATION,
        "lifecycle": _LIFECYCLE,
    }
    return [f"{group}/{each}" for group in groups or found for each in sorted(found[group])]


def of_kind(kind: str) -> list[Mutant]:
    """Return the mutants of a kind, each of which is another vendor than the contract's.

    Raises:
        AssertionError: There is none, or one is the vendor as it is.
    """
    found = [each for vendor in VENDORS for name, each in mutants(vendor) if name == kind]
    assert found
    for each in found:
        contract = load(each.contract.vendor)
        assert each.contract != contract or each.request is not None or each.reply is not None
        assert each.label
        assert each.claim in contract.claims
    return found
