"""What a promise falls back on where a request does not say: a claim of its own, with its own ground."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from truecopy.contract.promises import DEFAULT, referred_by
from truecopy.errors import DeriveError
from truecopy.model import Claim, Ground, Layer
from truecopy.model.pointers import split


def split_defaults(claims: Mapping[str, Claim]) -> Iterator[Claim]:
    """Yield every claim, those about a promise with a default as two: the promise, and its default.

    A default that a document states of the field which the promise refers to is as sure as that sentence. One
    that no document states is assumed, whatever the promise itself was read from.

    Raises:
        DeriveError: A default stands in the promise and in a decision of its own.
    """
    for claim in claims.values():
        if claim.layer is not Layer.PROMISE or not _has_default(claim):
            yield claim
            continue
        name = f"{claim.id}/{DEFAULT}"
        if name in claims:
            raise DeriveError(f"{name}: is said twice: in the promise, and by itself")
        rest = {key: value for key, value in claim.value.items() if key != DEFAULT}
        yield replace(claim, value=rest)
        yield _default(claim, name, claims)


def _has_default(claim: Claim) -> bool:
    return isinstance(claim.value, dict) and DEFAULT in claim.value


def _default(claim: Claim, name: str, claims: Mapping[str, Claim]) -> Claim:
    """Return the claim about the default of a promise."""
    value = claim.value[DEFAULT]
    for pointer in referred_by(claim.value):
        field = ".".join((_requesting(claim, claims), "request", *split(pointer)))
        known = claims.get(f"{field}#default")
        if known is not None and known.value == value:
            return replace(known, id=name, layer=Layer.PROMISE)
    return replace(claim, id=name, value=value, ground=Ground.ASSUMPTION)


def _requesting(claim: Claim, claims: Mapping[str, Claim]) -> str:
    """Return the operation whose request a promise refers to: for a look-up, the one that makes the task."""
    poll, create = claims.get("lifecycle#poll"), claims.get("lifecycle#create")
    looked_up = poll.value.get("operation") if poll and isinstance(poll.value, dict) else None
    if create is not None and looked_up == claim.owner:
        return str(create.value)
    return claim.owner
