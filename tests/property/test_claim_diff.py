"""The differ over generated pairs of contracts: nothing is lost, nothing is made up."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truecopy.contract.workspace import built_in_root, find_workspace
from truecopy.drift import ClaimSide, compare_claims
from truecopy.drift.topics import topic_of
from truecopy.drift.variance import is_same
from truecopy.model import Change, ChangeKind, Claim

WORKSPACE = find_workspace(built_in_root())
CONTRACTS = {name: WORKSPACE.load(name) for name in WORKSPACE.vendors()}


def other_value(value: Any) -> Any:
    """Return another value of the same kind, where that is known."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}-other"
    if isinstance(value, list):
        return [*value[1:], "other"]
    return {**value, "seconds": 1} if isinstance(value, dict) else "other"


@st.composite
def changed(draw: st.DrawFn, claims: dict[str, Claim]) -> dict[str, Claim]:
    """Return claims of which some are gone, some have another value, and some fields are gone as a whole."""
    after = dict(claims)
    for name in draw(st.lists(st.sampled_from(list(claims)), min_size=1, max_size=6, unique=True)):
        how = draw(st.sampled_from(["value", "gone", "field"]))
        value = other_value(claims[name].value)
        if how == "value" and value is not None and claims[name].keyword != "status":
            after[name] = replace(claims[name], value=value)
        elif how == "field":
            beginning = claims[name].subject
            after = {
                key: each
                for key, each in after.items()
                if each.subject != beginning
                and not each.subject.startswith((f"{beginning}.", f"{beginning}["))
            }
        else:
            after.pop(name, None)
    return after


def is_told(name: str, before: Claim | None, after: Claim | None, rows: list[Change]) -> bool:
    """Whether a claim that differs is told itself, or with what it is a part of."""
    claim = after or before
    assert claim is not None
    topic = topic_of(claim)
    for row in rows:
        subject, _, keyword = row.claim.partition("#")
        above = topic_of(replace(claim, id=row.claim))
        is_whole = row.kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RENAMED)
        if row.claim == name or (is_whole and topic[: len(above)] == above):
            return True
        # Parameters go with their path, what a state shows with the state.
        if keyword == "path" and claim.subject.startswith(f"{subject}.path"):
            return True
        if claim.keyword == "shows" and subject.startswith("lifecycle"):
            return True
    return False


def differing(before: dict[str, Claim], after: dict[str, Claim]) -> list[str]:
    """Return the claims that say something else on the two sides."""
    return [
        name
        for name in {**before, **after}
        if name not in before
        or name not in after
        or not is_same(before[name].keyword, before[name].value, after[name].value)
    ]


def is_there_anyway(name: str, old: dict[str, Claim], new: dict[str, Claim]) -> bool:
    """Whether a claim says only that a field is there, of which both sides say more."""
    subject, _, keyword = name.partition("#")

    def says_more(claims: dict[str, Claim]) -> bool:
        return any(
            each != name and each.startswith((f"{subject}#", f"{subject}.", f"{subject}["))
            for each in claims
        )

    return keyword == "property" and says_more(old) and says_more(new)


@pytest.mark.parametrize("vendor", CONTRACTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_claim_that_differs_is_told_and_no_other(vendor: str, data: st.DataObject) -> None:
    """There and back: what one way has gone has come the other way."""
    before = dict(CONTRACTS[vendor].claims)
    after = data.draw(changed(before))

    for old, new in ((before, after), (after, before)):
        rows = compare_claims(ClaimSide(claims=old), ClaimSide(claims=new))
        names = differing(old, new)

        assert [
            each
            for each in names
            if not is_told(each, old.get(each), new.get(each), rows)
            and not is_there_anyway(each, old, new)
        ] == []
        assert [each.claim for each in rows if each.claim not in names] == []
        assert len({(each.claim, each.rule) for each in rows}) == len(rows)
