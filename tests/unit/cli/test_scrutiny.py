"""What recordings are judged by."""

import pytest

from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.scrutiny import make_scrutiny, nothing_judged
from truecopy.contract import find_workspace
from truecopy.model import RULES
from truecopy.recording.verification import Verification
from truecopy.redaction import Redactor

UNKNOWN = RULES["recording-vendor-unknown"].finding("a.yaml", "no vendor")


@pytest.mark.parametrize(("assumptions", "is_demanding"), [("observe", False), ("demand", True)])
def test_vendors_are_held_to_what_is_asked_for(assumptions: str, *, is_demanding: bool) -> None:
    """Each contract of the workspace, loaded once; of a vendor that it does not have there is none."""
    workspace = find_workspace()
    name = workspace.vendors()[0]

    scrutiny = make_scrutiny(
        workspace, AssumptionOptions(assumptions=assumptions), None, Redactor()
    )

    contract = scrutiny.contract_of(name)
    assert contract is not None
    assert contract.is_demanding is is_demanding
    assert scrutiny.contract_of(name) is contract
    assert scrutiny.contract_of("nobody") is None
    assert {each.vendor for each in scrutiny.contracts()} == set(workspace.vendors())


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Verification(), "no interaction that can be read"),
        (Verification(interactions=2, findings=[UNKNOWN]), "--vendor names one"),
        (Verification(interactions=2), "none of 2 interactions belongs to an operation"),
    ],
)
def test_why_nothing_was_judged_is_said(found: Verification, why: str) -> None:
    """Nothing to read, no contract, or no operation of it."""
    assert why in nothing_judged(found)
