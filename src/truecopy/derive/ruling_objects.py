"""What decisions are about: a misspelt field or operation must not become one that no page has."""

import difflib
from collections.abc import Collection, Iterable, Iterator

from truecopy.derive.decisions import Ruling
from truecopy.derive.vendor_statements import VendorStatements
from truecopy.errors import DeriveError
from truecopy.model import Claim

# What makes a field, an answer or an operation that no page has.
_MAKERS = ("type", "property", "status", "method", "path")
# Subjects that begin with these belong to no operation.
_APART = ("lifecycle", "vendor")
_NOWHERE = "no such operation, or no such status"
# How alike two names are of which one is the other misspelt: two letters of four that changed places.
_NEAR = 0.7


def require_objects(said: VendorStatements, landed: Iterable[Claim]) -> None:
    """Refuse decisions about nothing.

    Args:
        landed: The claims that the contract has.

    Raises:
        DeriveError: A decision is about an operation that there is not, about the body of a status that nobody gives, or
            about a field that no page has and to which no decision gives a type.
    """
    known = {claim.id for claim in landed}
    operations = (*said.pages.operations, *_made_operations(said.rulings.rulings))
    told = {subject for name, _ in said.statements for subject in _with_outer(name)}
    told.update(_made(said.rulings.rulings, operations))
    for ruling in said.rulings.rulings:
        for pattern in ruling.sets:
            # What a state shows is told where nothing states the lifecycle that it is part of, what a promise refers to
            # where there is no such field.
            if pattern.startswith("lifecycle.") or "#x-promises/" in pattern:
                continue
            names = [each for each in _names(pattern, operations) if each in known]
            subjects = [each.partition("#")[0] for each in names]
            if any(each in told or each.partition(".")[0] in _APART for each in subjects):
                continue
            reasons = filter(None, (_reason(each, operations, told) for each in subjects))
            why = next(reasons, "" if names else _NOWHERE)
            if why:
                raise DeriveError(
                    f"decisions.yaml: {ruling.decision.id}: {pattern}: there is nothing that it could be about: {why}"
                )


def _made_operations(rulings: Iterable[Ruling]) -> list[str]:
    """Return the operations that decisions bring: those that they give a method and a path."""
    sets = {claim for each in rulings for claim in each.sets}
    made = (claim.removesuffix("#method") for claim in sets if claim.endswith("#method"))
    return sorted(each for each in made if f"{each}#path" in sets)


def _made(rulings: Iterable[Ruling], operations: Collection[str]) -> Iterator[str]:
    """Yield the subjects that decisions themselves bring, in operations that there are."""
    for ruling in rulings:
        for pattern in ruling.sets:
            for name in _names(pattern, operations):
                subject, _, keyword = name.partition("#")
                if keyword in _MAKERS and subject.partition(".")[0] in operations:
                    yield subject


def _names(pattern: str, operations: Collection[str]) -> list[str]:
    if not pattern.startswith("*"):
        return [pattern]
    return [f"{operation}{pattern[1:]}" for operation in operations]


def _with_outer(subject: str) -> Iterator[str]:
    """Yield a subject, and what it lies in."""
    while subject:
        yield subject
        subject = subject[:-2] if subject.endswith("[]") else subject.rpartition(".")[0]


def _reason(subject: str, operations: Collection[str], told: Collection[str]) -> str:
    """Return why a subject that no page has is nothing, empty where it may be meant.

    A field that no page has may be brought by decisions, which say its type; one that is misspelt has no type, and
    a neighbour of nearly its name perhaps.
    """
    operation = subject.partition(".")[0]
    if operation not in operations:
        return f"{_NOWHERE}; the operations are {', '.join(operations)}"
    field = subject.rstrip("[]")
    holder, _, name = field.rpartition(".")
    beside = {each.rpartition(".")[2]: each for each in told if each.rpartition(".")[0] == holder}
    if field in told:
        return ""
    near = difflib.get_close_matches(name, beside, n=3, cutoff=_NEAR)
    there = f"there are: {', '.join(beside[each] for each in near)}. " if near else ""
    return f"no such field; {there}A field that no page has needs its type (a decision on {subject}#type)"
