"""What a recording of a vendor holds: of each operation one good request, and one refusal of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from truecopy.judge import OperationPlan
from truecopy.model import Outcome, Probe

ACCEPTED = "accepted"
# By the rule that a refusal is there for.
_NAMES = {
    "request-auth-ignored": "refused-key",
    "request-method-accepted": "refused-method",
    "request-path-accepted": "refused-path",
    "request-media-type-accepted": "refused-media-type",
    "request-unreadable-accepted": "refused-body",
    "request-invalid-accepted": "refused-value",
    "lifecycle-unknown-id-found": "refused-unknown-id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecording:
    """One request that is recorded, and the name of its cassette."""

    name: str
    probe: Probe


def planned_recordings(plan: OperationPlan) -> Iterator[PlannedRecording]:
    """Yield what is recorded of an operation: the good request first, then the refusals."""
    if plan.baseline is not None:
        yield PlannedRecording(name=ACCEPTED, probe=plan.baseline)
    seen: set[str] = set()
    for probe in plan.refused:
        name = _NAMES.get(probe.rule, "")
        if name and name not in seen and probe.outcome is Outcome.REFUSED:
            seen.add(name)
            yield PlannedRecording(name=name, probe=probe)
