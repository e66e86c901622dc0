"""What becomes of a request against what should: accepted though forbidden, refused though good, or with another status."""

from dataclasses import dataclass, field

from truecopy.contract.bodies import FORM_TYPE
from truecopy.judge.answers import AnswerJudge
from truecopy.judge.judgement import Judgement
from truecopy.judge.outcome import KEY_REFUSED, words_of
from truecopy.model import Finding, Ground, Interaction, Leaning, Outcome, Probe, Severity

# What is refused with a status that speaks of one part of the request alone.
_BY_STATUS = {404: "path", 405: "method", 415: "media-type"}
# Of what these let in no document speaks, unless it says with which status they are refused.
_OFTEN_SILENT = frozenset({"request-method-accepted", "request-path-accepted"})
_UNREADABLE = "request-unreadable-accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What should become of a request.

    Attributes:
        outcome: None where the documents leave it open.
        label: The request, for people; of a bad one, what is wrong with it.
        rule: Slug of the finding when the outcome is the other one.
        claim: Id of the claim that is broken then.
        leans: What a good request rests on; None for the claim.
        pointer: Place in the request that it is about.
        statuses: Those that a refusal should have; empty for any, and where none is due.
        status_claim: Id of the claim that a refusal with another one breaks.
    """

    outcome: Outcome | None
    label: str
    rule: str = "request-valid-refused"
    claim: str = ""
    leans: Leaning | None = None
    pointer: str = ""
    statuses: frozenset[int] = frozenset()
    status_claim: str = ""


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


def judge_acceptance(
    judge: AnswerJudge,
    operation: str,
    expected: Expectation,
    interaction: Interaction,
    judgement: Judgement,
) -> list[Finding]:
    """Return the finding where a request did not become what it should; none where nobody can tell."""
    if expected.outcome is None or judgement.outcome is None:
        return []
    if judgement.outcome is expected.outcome:
        return _other_status(judge, operation, expected, interaction, judgement)
    told = f"{judgement.outcome} with {interaction.status}"
    if judgement.outcome is Outcome.ACCEPTED:
        message = f"{expected.label}: {told}, the contract refuses it"
    else:
        words = words_of(interaction)
        message = f"{expected.label}: {told}{f': {words}' if words else ''}"
        message += _resting(judge, expected)
    return [
        judge.finding(
            expected.rule,
            operation,
            message,
            expected.claim,
            ground=_ground(judge, operation, expected),
            pointer=expected.pointer,
            expected=str(expected.outcome),
            actual=told,
        )
    ]


def _resting(judge: AnswerJudge, expected: Expectation) -> str:
    """Return which assumption a refused request rests on, where the finding's claim does not tell."""
    leans = expected.leans
    if leans is None or leans.ground is not Ground.ASSUMPTION or leans.claim == expected.claim:
        return ""
    return f"; the request rests on an assumption: decision {judge.contract.claims[leans.claim].decision}"


def _ground(judge: AnswerJudge, operation: str, expected: Expectation) -> Ground | None:
    """Return the ground of what should become of a request, None for that of its claim."""
    claims, is_unreadable = judge.contract.claims, expected.rule == _UNREADABLE
    media_type = claims.get(f"{operation}#media-type")
    if is_unreadable and media_type is not None and media_type.value != FORM_TYPE:
        return media_type.ground  # what is no JSON is not what the documents take
    if expected.rule not in _OFTEN_SILENT and not is_unreadable:
        return expected.leans.ground if expected.leans else None
    # That what is not documented is refused is our own assumption, unless a document names the status. A form
    # that breaks off is such a thing: many servers read what there is of it.
    names = (f"{operation}.{each}#status" for each in expected.statuses)
    grounds = [claims[each].ground for each in names if each in claims]
    return min(grounds, key=lambda each: each.weakness, default=Ground.ASSUMPTION)


def _other_status(
    judge: AnswerJudge,
    operation: str,
    expected: Expectation,
    interaction: Interaction,
    judgement: Judgement,
) -> list[Finding]:
    """Return the finding where a refusal has none of the statuses that it should have."""
    status = interaction.status
    is_told = any(each.rule == "answer-status-undocumented" for each in judgement.findings)
    is_due = not expected.statuses or status in expected.statuses
    if is_due or is_told or _is_for_key(expected.statuses, status):
        return []
    is_documented = status in judge.contract.operations[operation].responses
    documented = " or ".join(str(each) for each in sorted(expected.statuses))
    return [
        judge.finding(
            "answer-status-differs" if is_documented else "answer-status-undocumented",
            operation,
            f"{expected.label}: refused with {status}, documented is {documented}",
            expected.status_claim,
            expected=documented,
            actual=str(status),
        )
    ]


def judge_outcome(
    judge: AnswerJudge, probe: Probe, interaction: Interaction, judgement: Judgement
) -> ProbeOutcome:
    """Return what a probe's outcome says. A packed probe that is refused is the caller's to take apart."""
    claims, status = set(claims_of(probe)), interaction.status
    if judgement.outcome is None:
        return ProbeOutcome(undetermined=dict.fromkeys(claims, judgement.reason))
    if judgement.outcome is probe.outcome is Outcome.REFUSED and _is_for_key(
        probe.statuses, status
    ):
        reason = f"refused with {status}, so not by the rule that was tried"
        return ProbeOutcome(undetermined=dict.fromkeys(claims, reason))
    blamed = _blamed(judge, probe, status)
    of_status = {each for each in claims if each.endswith("#status")}
    expected = Expectation(
        outcome=probe.outcome,
        label=probe.label,
        rule=probe.rule,
        claim=next(iter(blamed), ""),
        leans=probe.leans,
        pointer=next((edit.pointer for each in probe.variations for edit in each.edits), ""),
        statuses=probe.statuses,
        status_claim=min(of_status, default=""),
    )
    findings = judge_acceptance(judge, probe.draft.operation, expected, interaction, judgement)
    if judgement.outcome is not probe.outcome:
        is_good = probe.outcome is Outcome.ACCEPTED
        return (_wrongly_refused if is_good else _wrongly_accepted)(probe, blamed, findings)
    if probe.outcome is Outcome.ACCEPTED:
        return ProbeOutcome(held=claims)
    if not probe.statuses or status in probe.statuses:
        others = of_status - {f"{probe.draft.operation}.{status}#status"}
        return ProbeOutcome(held=claims - others)
    broken = set() if _is_light(findings) else of_status
    return ProbeOutcome(held=claims - of_status, broken=broken, findings=findings)


def claims_of(probe: Probe) -> tuple[str, ...]:
    """Return every claim that a probe's outcome speaks for or against."""
    return (*probe.claims, *_changed(probe))


def _changed(probe: Probe) -> list[str]:
    return [claim for variation in probe.variations for claim in variation.claims]


def _is_for_key(wanted: frozenset[int], status: int) -> bool:
    """Whether a refusal is for the key, where another reason was due; that says nothing of the request."""
    return bool(wanted) and wanted.isdisjoint(KEY_REFUSED) and status in KEY_REFUSED


def _blamed(judge: AnswerJudge, probe: Probe, status: int) -> list[str]:
    """Return the claims that speak against an outcome which is the other one, what the probe is there for first."""
    if probe.outcome is Outcome.REFUSED:
        return [each for each in _changed(probe) or probe.claims if not each.endswith("#status")]
    of_status = [
        f"{probe.draft.operation}#{name}" for code, name in _BY_STATUS.items() if code == status
    ]
    return [each for each in _changed(probe) or of_status if each in judge.contract.claims]


def _is_light(findings: list[Finding]) -> bool:
    """Whether what was found breaks nothing that is demanded."""
    return all(each.severity is Severity.INFO for each in findings)


def _wrongly_refused(probe: Probe, blamed: list[str], findings: list[Finding]) -> ProbeOutcome:
    # Only what the variation is there for is blamed: that it was, say, an integer is shown by others.
    reason = f"the good request was {findings[0].actual}"
    is_light = _is_light(findings)
    return ProbeOutcome(
        broken=set() if is_light else set(blamed[:1]),
        suspected=set() if is_light else set(blamed[1:]),
        undetermined=dict.fromkeys(set(probe.claims) - set(blamed), reason),
        findings=findings,
    )


def _wrongly_accepted(probe: Probe, blamed: list[str], findings: list[Finding]) -> ProbeOutcome:
    is_light = _is_light(findings)
    broken = set() if is_light else set(blamed[:1])
    rest = set(claims_of(probe)) - set(blamed if is_light else blamed[:1])
    return ProbeOutcome(
        broken=broken,
        undetermined=dict.fromkeys(rest, "the request was accepted"),
        findings=findings,
    )
