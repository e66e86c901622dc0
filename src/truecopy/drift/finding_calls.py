"""Which of a user's own calls a finding concerns: those that send, or were answered with, what the endpoint breaks."""

from collections.abc import Iterable

from truecopy.drift.calls import UserCall
from truecopy.drift.change_rule import side_of
from truecopy.drift.impact import with_calls
from truecopy.model import Change, ChangeKind, Contract, Finding, Severity


def calls_of(
    findings: Iterable[Finding], contract: Contract, calls: Iterable[UserCall]
) -> dict[str, tuple[str, ...]]:
    """Return fingerprint -> names of the calls that a finding concerns; nothing of info, or without a claim.

    A claim that is broken is as good as gone: a call meets it that has its field.
    """
    known = list(calls)
    grave = [
        each
        for each in findings
        if each.severity is not Severity.INFO and each.claim in contract.claims
    ]
    changes = with_calls([_gone(each, contract) for each in grave], contract.claims, known)
    return {
        finding.fingerprint: tuple(change.calls)
        for finding, change in zip(grave, changes, strict=True)
        if change.calls
    }


def _gone(finding: Finding, contract: Contract) -> Change:
    claim = contract.claims[finding.claim]
    side = side_of(claim.subject)
    return Change(
        claim=claim.id,
        kind=ChangeKind.REMOVED,
        rule=f"{side}-field-removed" if side in ("request", "answer") else "operation-note-changed",
        severity=finding.severity,
        old=claim.value,
    )
