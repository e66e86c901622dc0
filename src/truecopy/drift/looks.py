"""What a check means for drift: what counts, what was confirmed, what is only noise."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from truecopy.check import CheckResult
from truecopy.model import Finding, Severity

# A server that fails is out of order, not another API.
_NOISE = frozenset({"answer-server-failed"})
_ONCE = "seen once, and not when it was looked at again: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The findings of a run, by what they are worth.

    Attributes:
        counted: Drift, as far as it was looked at.
        noise: Failures of the server, which are none.
    """

    counted: tuple[Finding, ...]
    noise: tuple[Finding, ...]


def sort_findings(findings: Iterable[Finding]) -> Sorted:
    """Return which findings are drift, and which only say that a server failed."""
    told = tuple(findings)
    return Sorted(
        counted=tuple(each for each in told if each.rule not in _NOISE),
        noise=tuple(each for each in told if each.rule in _NOISE),
    )


def to_confirm(findings: Iterable[Finding], known: Collection[str]) -> list[Finding]:
    """Return the findings that nobody saw before, and that would count.

    Args:
        known: Fingerprints of the episodes that last.
    """
    return [
        each
        for each in findings
        if each.severity is not Severity.INFO and each.fingerprint not in known
    ]


def confirmed(
    findings: Iterable[Finding], doubtful: Collection[str], again: Sequence[CheckResult]
) -> tuple[list[Finding], list[Finding]]:
    """Return what counts, and as info what was seen once.

    What could not be looked at again counts: it was seen, and nothing speaks against it.

    Args:
        doubtful: Fingerprints of the findings that were looked at again.
        again: Each further look.
    """
    counted, once = list[Finding](), list[Finding]()
    for each in findings:
        if each.fingerprint in doubtful and any(_denies(look, each) for look in again):
            once.append(replace(each, severity=Severity.INFO, message=f"{_ONCE}{each.message}"))
        else:
            counted.append(each)
    return counted, once


def unconfirmed(
    counted: Iterable[Finding], doubtful: Collection[str], again: Sequence[CheckResult]
) -> list[Finding]:
    """Return the findings that count although no further look came to their place.

    Args:
        doubtful: Fingerprints of the findings that were to be looked at again.
    """
    return [
        each
        for each in counted
        if each.fingerprint in doubtful and not any(_sees(look, each) for look in again)
    ]


def is_whole(result: CheckResult) -> bool:
    """Whether a check came to its end and got answers throughout, so that what it did not find is not there."""
    return result.is_complete and not result.unanswered


def examined_by(result: CheckResult) -> frozenset[str]:
    """Return ids of the claims that a check examined; that a server failed at a claim says nothing of it."""
    return result.examined - {each.claim for each in result.findings if each.rule in _NOISE}


def _denies(look: CheckResult, finding: Finding) -> bool:
    """Whether a further look came to the same place, and did not see the finding."""
    if _sees(look, finding):
        return False
    if finding.claim:
        return finding.claim in examined_by(look)
    failed = {each.operation for each in look.findings if each.rule in _NOISE}
    return is_whole(look) and finding.operation not in failed


def _sees(look: CheckResult, finding: Finding) -> bool:
    return any(each.fingerprint == finding.fingerprint for each in look.findings)
