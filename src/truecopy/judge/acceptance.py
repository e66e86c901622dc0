"""What the outcome of a planned request says: the claims it speaks for, or the rule that is broken."""

from dataclasses import dataclass, field

from truecopy.judge.answers import AnswerJudge, Judgement
from truecopy.judge.outcome import words_of
from truecopy.model import RULES, Finding, Interaction, Outcome, Probe, Severity

_NOT_THIS_RULE = frozenset({401, 403})
_BY_STATUS = {404: "path", 405: "method", 415: "media-type"}


@dataclass(slots=True, kw_only=True)
class ProbeOutcome:
    """What one probe showed.

    Attributes:
        held: Claims that it speaks for.
        broken: Claims that it speaks against; the findings name the first of them.
        suspected: Claims that the refused value keeps too: broken if no value that keeps them is accepted.
        undetermined: Claim -> why it says nothing of it.
    """

    held: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    suspected: set[str] = field(default_factory=set)
    undetermined: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def judge_outcome(
    judge: AnswerJudge, probe: Probe, interaction: Interaction, judgement: Judgement
) -> ProbeOutcome:
    """Return what a probe's outcome says. A packed probe that is refused is the caller's to take apart."""
    claims = claims_of(probe)
    if judgement.outcome is None:
        return ProbeOutcome(undetermined=dict.fromkeys(claims, judgement.reason))
    if judgement.outcome is not probe.outcome:
        return (
            _wrongly_refused(judge, probe, interaction)
            if probe.outcome is Outcome.ACCEPTED
            else _wrongly_accepted(judge, probe, interaction)
        )
    if probe.outcome is Outcome.ACCEPTED:
        return ProbeOutcome(held=set(claims))
    return _refused(judge, probe, interaction, judgement)


def claims_of(probe: Probe) -> tuple[str, ...]:
    """Return every claim that a probe's outcome speaks for or against."""
    return (*probe.claims, *(claim for variation in probe.variations for claim in variation.claims))


def _refused(
    judge: AnswerJudge, probe: Probe, interaction: Interaction, judgement: Judgement
) -> ProbeOutcome:
    """Judge the status of a request that was refused as it should be."""
    status, wanted = interaction.status, probe.statuses
    operation = judge.contract.operations[probe.draft.operation]
    of_status = {each for each in claims_of(probe) if each.endswith("#status")}
    if not wanted or status in wanted:
        named = f"{operation.id}.{status}#status"
        others = of_status - {named}
        return ProbeOutcome(held=set(claims_of(probe)) - others)
    if status in _NOT_THIS_RULE and wanted.isdisjoint(_NOT_THIS_RULE):
        reason = f"refused with {status}, so not by the rule that was tried"
        return ProbeOutcome(undetermined=dict.fromkeys(claims_of(probe), reason))
    found = ProbeOutcome(held=set(claims_of(probe)) - of_status, broken=of_status)
    if any(each.rule == "answer-status-undocumented" for each in judgement.findings):
        return found
    is_documented = status in operation.responses
    expected = " or ".join(str(each) for each in sorted(wanted))
    found.findings.append(
        judge.finding(
            "answer-status-differs" if is_documented else "answer-status-undocumented",
            operation.id,
            f"{probe.label}: refused with {status}, documented is {expected}",
            min(of_status, default=""),
            expected=expected,
            actual=str(status),
        )
    )
    return found


def _wrongly_refused(judge: AnswerJudge, probe: Probe, interaction: Interaction) -> ProbeOutcome:
    operation, status = probe.draft.operation, interaction.status
    changed = [claim for variation in probe.variations for claim in variation.claims]
    blamed = changed or [
        f"{operation}#{name}" for code, name in _BY_STATUS.items() if code == status
    ]
    blamed = [each for each in blamed if each in judge.contract.claims]
    reason = f"the good request was refused with {status}"
    undetermined = dict.fromkeys(set(probe.claims) - set(blamed), reason)
    where = next((edit.pointer for each in probe.variations for edit in each.edits), "")
    finding = judge.finding(
        probe.rule,
        operation,
        f"{probe.label}: refused with {status}{_colon(words_of(interaction))}",
        blamed[0] if blamed else "",
        pointer=where,
        expected="accepted",
        actual=f"refused with {status}",
    )
    # Only what the variation is there for is blamed: that it was, say, an integer is shown by others.
    return ProbeOutcome(
        broken=set(blamed[:1]),
        suspected=set(blamed[1:]),
        undetermined=undetermined,
        findings=[finding],
    )


def _wrongly_accepted(judge: AnswerJudge, probe: Probe, interaction: Interaction) -> ProbeOutcome:
    operation, status = probe.draft.operation, interaction.status
    changed = [claim for variation in probe.variations for claim in variation.claims]
    blamed = [each for each in (changed or probe.claims) if not each.endswith("#status")]
    rest = set(claims_of(probe)) - set(blamed[:1])
    where = next((edit.pointer for each in probe.variations for edit in each.edits), "")
    is_silent = probe.rule in ("request-method-accepted", "request-path-accepted") and not (
        probe.statuses
    )
    finding = judge.finding(
        probe.rule,
        operation,
        f"{probe.label}: accepted with {status}, the contract refuses it",
        blamed[0] if blamed else "",
        pointer=where,
        expected="refused",
        actual=f"accepted with {status}",
        severity=Severity.INFO if is_silent else RULES[probe.rule].severity,
    )
    is_light = finding.severity is Severity.INFO
    if is_light:
        rest -= set(blamed)
    return ProbeOutcome(
        broken=set() if is_light else set(blamed[:1]),
        undetermined=dict.fromkeys(rest, "the request was accepted"),
        findings=[finding],
    )


def _colon(words: str) -> str:
    return f": {words}" if words else ""
