"""What each side says of the claims of a contract."""

from truecopy.cli.contract_sides import with_unclaimed
from truecopy.drift.diagnosis import Party, Standpoint


def test_a_look_that_ended_early_agrees_with_nothing_that_no_claim_is_about() -> None:
    """It may not have come to it: not looked at, and never taken for agreement."""
    loose = "make: answer-status-undocumented"
    sides = {
        Party.WIRE: {"make.200#status": Standpoint.AGREES},
        Party.RECORDINGS: {loose: Standpoint.DIFFERS},
    }

    whole = with_unclaimed(sides, frozenset())
    early = with_unclaimed(sides, frozenset({Party.WIRE}))

    assert whole[Party.WIRE][loose] is Standpoint.AGREES
    assert loose not in early[Party.WIRE]
    assert early[Party.RECORDINGS][loose] is Standpoint.DIFFERS
