"""How a run ended: one word for reports, one number for the shell."""

from enum import StrEnum
from typing import Self

from truecopy.errors import (
    BudgetReachedError,
    CredentialsError,
    DeadlineReachedError,
    TargetError,
)


class ExitReason(StrEnum):
    """Why a check, a recording, a comparison or a look for drift ended.

    Attributes:
        exit_code: What the command answers; of 0, findings that count under `--fail-on` make 1.
    """

    exit_code: int

    def __new__(cls, value: str, exit_code: int) -> Self:
        """Make a member of its word and its exit code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.exit_code = exit_code
        return member

    AGREES = "agrees", 0
    FINDINGS = "findings", 0
    RECORDED = "recorded", 0
    SAME = "same", 0
    CHANGED = "changed", 0
    INCOMPLETE = "incomplete", 1
    DRIFT = "drift", 1
    COULD_NOT_LOOK = "could-not-look", 2
    NOTHING_EXAMINED = "nothing-examined", 2
    NOTHING_COMPARED = "nothing-compared", 2
    UNREACHABLE = "unreachable", 2
    FAILED = "failed", 2
    BUDGET = "budget", 3
    DEADLINE = "deadline", 3
    CREDENTIALS = "credentials", 4
    INTERRUPTED = "interrupted", 130

    @classmethod
    def of(cls, error: BudgetReachedError | TargetError) -> "ExitReason":
        """Return how a run ends that an error ends."""
        if isinstance(error, DeadlineReachedError):
            return cls.DEADLINE
        if isinstance(error, BudgetReachedError):
            return cls.BUDGET
        return cls.CREDENTIALS if isinstance(error, CredentialsError) else cls.UNREACHABLE
