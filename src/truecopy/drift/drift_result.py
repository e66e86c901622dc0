"""What came of a look for drift: the changes of one vendor, and how the look ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from truecopy.model import Change, ExitReason, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftResult:
    """What two sides of one vendor say differently.

    Attributes:
        exit_reason: `agrees`, `drift` or `could-not-look`.
        message: What a person should know of the reason; empty where it speaks for itself.
        sentences: How many sentences of the documents were understood, and how many were not; None where no
            documents were read.
    """

    vendor: str
    exit_reason: ExitReason
    changes: tuple[Change, ...] = ()
    message: str = ""
    sentences: tuple[int, int] | None = None


def drift_result(vendor: str, changes: Iterable[Change], fail_on: Severity) -> DriftResult:
    """Return the result of a look that came to its end.

    Args:
        fail_on: Least severity that is drift.
    """
    told = tuple(sorted(changes, key=lambda each: each.severity.rank))
    is_drift = any(each.severity.rank <= fail_on.rank for each in told)
    reason = ExitReason.DRIFT if is_drift else ExitReason.AGREES
    return DriftResult(vendor=vendor, exit_reason=reason, changes=told)


def worst_reason(results: Iterable[DriftResult]) -> ExitReason:
    """Return how several looks ended together: that one could not look is told before what others saw."""
    return max((each.exit_reason for each in results), key=lambda each: each.exit_code)


def with_severities(changes: Iterable[Change], chosen: Mapping[str, Severity]) -> list[Change]:
    """Return changes with the severities that a user has chosen for their rules."""
    return [replace(each, severity=chosen.get(each.rule, each.severity)) for each in changes]
