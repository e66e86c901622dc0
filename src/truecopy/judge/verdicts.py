"""All observations of a check become one verdict a claim."""

from collections import defaultdict
from collections.abc import Iterable

from truecopy.judge.acceptance import ProbeOutcome, claims_of
from truecopy.model import (
    Claim,
    Contract,
    Finding,
    Layer,
    Outcome,
    Probe,
    Severity,
    Standing,
    Verdict,
    is_observed,
)

NOT_EXAMINED = "not examined"
_NONE_ACCEPTED = "no value that keeps it was accepted"
JUDGED = frozenset({Layer.ASSERTION, Layer.PROMISE, Layer.OPERATION, Layer.LIFECYCLE})


class VerdictCollector:
    """Collects what probes and answers showed.

    A claim about requests is held only when every request that was planned for it went as it should, and a
    refusal counts only beside an accepted request that differs from it in one field.
    """

    def __init__(self, contract: Contract) -> None:
        """Begin with nothing known."""
        self._contract = contract
        self._planned: dict[str, dict[str, str]] = defaultdict(dict)
        self._refusals: dict[str, Probe] = {}
        self._accepted: set[str] = set()
        self._seen: set[str] = set()
        self._broken: set[str] = set()
        self._otherwise: dict[str, str] = {}
        self._suspected: set[str] = set()
        self._shown_good: set[str] = set()
        self._unprobed: dict[str, str] = {}

    def expect(self, probes: Iterable[Probe]) -> None:
        """Note which probes are planned; until they are sent their claims are not examined."""
        for probe in probes:
            for claim in claims_of(probe):
                self._planned[claim].setdefault(probe.id, NOT_EXAMINED)

    def forget(self, probe: Probe) -> None:
        """Take a planned probe back."""
        for claim in claims_of(probe):
            self._planned[claim].pop(probe.id, None)

    def cannot(self, reasons: dict[str, str]) -> None:
        """Note claims that no request can show, and why."""
        self._unprobed |= reasons

    def skip(self, probe: Probe, reason: str) -> None:
        """Note that a planned probe was not sent."""
        for claim in claims_of(probe):
            self._planned[claim][probe.id] = reason

    def end(self, reason: str) -> None:
        """Say of every probe that is planned and was not sent why it was not."""
        for reasons in self._planned.values():
            reasons.update({name: reason for name, why in reasons.items() if why == NOT_EXAMINED})

    def add(self, probe: Probe, outcome: ProbeOutcome) -> None:
        """Take in what a probe showed."""
        for claim in outcome.held:
            self._planned[claim][probe.id] = ""
        for claim, reason in outcome.undetermined.items():
            self._planned[claim][probe.id] = reason
        for claim in set(claims_of(probe)) - outcome.held - outcome.undetermined.keys():
            self._planned[claim].pop(probe.id, None)
        self._broken |= outcome.broken
        self._suspected |= outcome.suspected
        if probe.outcome is Outcome.ACCEPTED:
            self._shown_good |= outcome.held
        if probe.outcome is Outcome.REFUSED:
            self._refusals[probe.id] = probe

    def accept(self, probe: Probe) -> None:
        """Note that a good request was accepted, with all its variations."""
        self._accepted.add(probe.id)
        self._accepted |= {variation.id for variation in probe.variations}

    def see(self, held: Iterable[str], findings: Iterable[Finding]) -> None:
        """Take in what an answer showed."""
        self._seen |= set(held)
        for each in findings:
            if each.claim and each.severity is not Severity.INFO:
                self._broken.add(each.claim)
            elif self._is_observed(each):
                self._otherwise.setdefault(each.claim, each.message)

    def _is_observed(self, finding: Finding) -> bool:
        """Whether a finding is no more than info for the ground of its claim."""
        claim = self._contract.claims.get(finding.claim)
        if claim is None or not is_observed(finding):
            return False
        return finding.ground in (claim.ground, *claim.parts.values())

    def verdicts(self) -> list[Verdict]:
        """Return the verdict on each claim that an answer or an outcome could break."""
        return [
            self._verdict(claim)
            for claim in self._contract.claims.values()
            if claim.layer in JUDGED
        ]

    def _verdict(self, claim: Claim) -> Verdict:
        if claim.id in self._broken:
            return Verdict(claim=claim.id, standing=Standing.BROKEN)
        if claim.id in self._suspected - self._shown_good:
            return Verdict(claim=claim.id, standing=Standing.BROKEN, reason=_NONE_ACCEPTED)
        if claim.id in self._otherwise:
            return Verdict(
                claim=claim.id,
                standing=Standing.OBSERVED_OTHERWISE,
                reason=self._otherwise[claim.id],
            )
        reasons = {name: self._doubt(name, why) for name, why in self._planned[claim.id].items()}
        open_reasons = [reason for reason in reasons.values() if reason]
        is_status = claim.keyword == "status"
        is_shown = claim.id in self._seen or (bool(reasons) and len(open_reasons) < len(reasons))
        if claim.id in self._unprobed:
            open_reasons.append(self._unprobed[claim.id])
        if not self._accepted:
            is_shown = False
            open_reasons.append("no good request was accepted")
        if is_shown and (is_status or not open_reasons):
            return Verdict(claim=claim.id, standing=Standing.HELD)
        reason = open_reasons[0] if open_reasons else _why_unseen(claim)
        return Verdict(claim=claim.id, standing=Standing.UNDETERMINED, reason=reason)

    def _doubt(self, name: str, why: str) -> str:
        """Return why a probe says nothing; a refusal says nothing without its accepted twin."""
        probe = self._refusals.get(name)
        if why or probe is None:
            return why
        if probe.baseline and probe.baseline not in self._accepted:
            return "the good request that it differs from was not accepted"
        twins = {twin for variation in probe.variations for twin in variation.twins}
        if twins and twins.isdisjoint(self._accepted):
            return "no good value of its field was accepted"
        return ""


def _why_unseen(claim: Claim) -> str:
    name = claim.keyword
    if name == "status":
        return "nothing that a client sends brings it about"
    reasons = {
        "price": "an invoice would show it, no answer does",
        "base-url": "the target is at another address",
        "x-promises/lifetime": "only waiting would show it",
    }
    if name in reasons:
        return reasons[name]
    if claim.layer is Layer.LIFECYCLE:
        return "no task showed it"
    return "no request shows it" if ".request" in claim.id else "no answer showed it"
