"""Clashes of claims as findings, all in the same words."""

from collections.abc import Iterable, Sequence

from truecopy.model import RULES, Claim, Contract, Finding


def clash_finding(
    vendor: str, place: tuple[str, str], message: str, claim: str, sources: Iterable[str]
) -> Finding:
    """Return the finding that claims clash.

    Args:
        place: Operation and pointer of what they are about.
        claim: Id of the first of them; empty where none is named.
        sources: Where each says so.
    """
    operation, pointer = place
    return RULES["contract-claims-clash"].finding(
        f"{operation}{pointer}",
        message,
        vendor=vendor,
        operation=operation,
        pointer=pointer,
        claim=claim,
        sources="; ".join(sources),
    )


def claims_finding(
    contract: Contract,
    place: tuple[str, str],
    why: str,
    claims: Sequence[Claim],
    *,
    alone: str = "cannot be kept",
) -> Finding:
    """Return the finding that claims clash, all of them named.

    Args:
        place: Operation and pointer of what they are about.
        alone: What is said of a single one.
    """
    named = " and ".join(f"{each.id} ({each.source})" for each in claims) or "the contract"
    verb = "cannot hold together" if len(claims) > 1 else alone
    return clash_finding(
        contract.vendor,
        place,
        f"{named} {verb}: {why}",
        claims[0].id if claims else "",
        [each.source for each in claims],
    )
