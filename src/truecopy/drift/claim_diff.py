"""One set of claims against another: what was added, removed and changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from truecopy.drift.change_rule import change_rule
from truecopy.drift.variance import is_same
from truecopy.model import ABSENT, RULES, Change, ChangeKind, Claim, Contract


def _no_sentence(_: Claim) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSide:
    """The claims of one side, by id.

    Attributes:
        sentence: Returns the text that states a claim; empty where it is not at hand.
    """

    claims: Mapping[str, Claim]
    sentence: Callable[[Claim], str] = _no_sentence


def compare_contracts(old: Contract, new: Contract) -> list[Change]:
    """Return what differs between two contracts of one vendor, in the order of the old one's claims."""
    return compare_claims(ClaimSide(claims=old.claims), ClaimSide(claims=new.claims))


def compare_claims(old: ClaimSide, new: ClaimSide) -> list[Change]:
    """Return what differs between two sets of claims: the old ones in their order, then those that are new.

    Where a claim stands does not count, nor who decided it: its value does.
    """
    names = dict.fromkeys((*old.claims, *new.claims))
    changes = (_changed(old, new, name) for name in names)
    return [each for each in changes if each is not None]


def _changed(old: ClaimSide, new: ClaimSide, name: str) -> Change | None:
    before, after = old.claims.get(name), new.claims.get(name)
    claim = after or before
    if claim is None:
        return None
    values = (before.value if before else ABSENT, after.value if after else ABSENT)
    if is_same(claim.keyword, *values):
        return None
    return make_change(old, new, before, after, change_rule(claim, *values))


def make_change(
    old: ClaimSide, new: ClaimSide, before: Claim | None, after: Claim | None, rule: str
) -> Change:
    """Return the change from one claim to another, of which one may not be there."""
    kind = (
        ChangeKind.ADDED
        if before is None
        else ChangeKind.REMOVED
        if after is None
        else ChangeKind.CHANGED
    )
    known = before or after
    return Change(
        claim=known.id if known else "",
        kind=kind,
        rule=rule,
        severity=RULES[rule].severity,
        old=before.value if before else None,
        new=after.value if after else None,
        old_source=before.source if before else "",
        new_source=after.source if after else "",
        old_sentence=old.sentence(before) if before else "",
        new_sentence=new.sentence(after) if after else "",
        decision=(after.decision if after else None) or (before.decision if before else None) or "",
    )
