"""How runs end."""

import json

import pytest

from truecopy.errors import BudgetReachedError, CredentialsError, TargetError
from truecopy.model import ExitReason


def test_a_reason_is_its_word() -> None:
    """Reports print it, and JSON has it as a text."""
    assert (str(ExitReason.AGREES), f"{ExitReason.NOTHING_COMPARED}") == (
        "agrees",
        "nothing-compared",
    )
    assert json.dumps([ExitReason.BUDGET]) == '["budget"]'


def test_each_reason_has_an_exit_code() -> None:
    """These are documented, and scripts rely on them."""
    assert {str(each): each.exit_code for each in ExitReason} == {
        "agrees": 0,
        "findings": 0,
        "recorded": 0,
        "same": 0,
        "changed": 0,
        "incomplete": 1,
        "drift": 1,
        "could-not-look": 2,
        "nothing-examined": 2,
        "nothing-compared": 2,
        "unreachable": 2,
        "failed": 2,
        "budget": 3,
        "deadline": 3,
        "credentials": 4,
        "interrupted": 130,
    }


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BudgetReachedError("x"), ExitReason.BUDGET),
        (CredentialsError("x"), ExitReason.CREDENTIALS),
        (TargetError("x"), ExitReason.UNREACHABLE),
    ],
)
def test_an_error_that_ends_a_run_has_its_reason(
    error: BudgetReachedError | TargetError, reason: ExitReason
) -> None:
    """A refused key is told from a target that is not there."""
    assert ExitReason.of(error) is reason
