"""What a check found, as reports read it."""

from dataclasses import dataclass

from truecopy.model import Contract, ExitReason, Finding, Standing, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found.

    Attributes:
        message: What a person should know of the reason; empty where it speaks for itself.
        cost_usd: What was, or may have been, spent; None where a price is unknown.
        tasks_left: Ids of tasks that were not seen to end.
        unanswered: Why some request got no answer that says anything of the target, such as 429; empty where each did.
        silenced: How many findings a baseline accepts; they are not among the findings.
    """

    contract: Contract
    target: str
    exit_reason: ExitReason
    message: str
    requests: int
    cost_usd: float | None
    elapsed_s: float
    seed: int
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    tasks_left: tuple[str, ...]
    silenced: int = 0
    unanswered: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether the run came to its end."""
        return self.exit_reason in (ExitReason.AGREES, ExitReason.FINDINGS)

    @property
    def examined(self) -> frozenset[str]:
        """Ids of the claims that got a verdict."""
        unknown = Standing.UNDETERMINED
        return frozenset(each.claim for each in self.verdicts if each.standing is not unknown)

    def count(self, standing: Standing) -> int:
        """Return how many claims stand so."""
        return sum(each.standing is standing for each in self.verdicts)
