"""The result of a check."""

from dataclasses import replace

from tests.examining import examine

from truecopy.model import Standing, Verdict


def test_claims_are_counted_by_how_they_stand() -> None:
    """Each verdict counts once, under its own standing."""
    verdicts = (
        Verdict(claim="a", standing=Standing.HELD),
        Verdict(claim="b", standing=Standing.HELD),
        Verdict(claim="c", standing=Standing.UNDETERMINED, reason="nobody asked"),
    )
    result = replace(examine("powertokens"), verdicts=verdicts)

    assert {each: result.count(each) for each in Standing} == {
        Standing.HELD: 2,
        Standing.BROKEN: 0,
        Standing.UNDETERMINED: 1,
        Standing.OBSERVED_OTHERWISE: 0,
    }
