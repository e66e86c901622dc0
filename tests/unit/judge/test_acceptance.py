"""What became of a request against what should: one judgement for planned, passing and generated requests."""

import json
from dataclasses import replace

import pytest
from tests.examining import DRIFT_BY_NAME, fuzz, grave, load

from truecopy.contract import compile_operations
from truecopy.judge import (
    AnswerJudge,
    Expectation,
    Planner,
    TrafficJudge,
    judge_acceptance,
    judge_outcome,
)
from truecopy.judge.requests import RequestJudge
from truecopy.model import (
    NO_BODY,
    Finding,
    Ground,
    Interaction,
    Leaning,
    Outcome,
    Probe,
    Severity,
)
from truecopy.wire.target import wire_format

JSON = ("content-type", "application/json")
KEY = ("authorization", "Bearer sk-test")
CONTRACT = load("mulerouter")
COMPILED = compile_operations(CONTRACT)
JUDGE = AnswerJudge(CONTRACT, COMPILED)
CREATE = "create-generation"
BAD = Expectation(
    outcome=Outcome.REFUSED,
    label="n is 99",
    rule="request-invalid-accepted",
    claim="create-generation.request.n#maximum",
    pointer="/n",
    statuses=frozenset({400}),
    status_claim="create-generation.400#status",
)


def made(status: int, body: bytes = b"{}") -> Interaction:
    """Return an interaction whose request was answered so."""
    return Interaction(
        method="POST",
        url=f"{CONTRACT.base_url}{CONTRACT.operations[CREATE].path}",
        request_headers=(JSON, KEY),
        status=status,
        headers=(JSON,),
        body=body,
    )


def judged(expected: Expectation, status: int) -> list[Finding]:
    """Return what is found of a request that was answered with a status."""
    interaction = made(status)
    judgement = JUDGE.outcomes.unpromised(CREATE, interaction, expected.outcome) or replace(
        JUDGE.judge(CREATE, interaction, NO_BODY), findings=[]
    )
    return judge_acceptance(JUDGE, CREATE, expected, interaction, judgement)


def planned(keyword: str) -> Probe:
    """Return the planned refusal that breaks one keyword of the request."""
    (plan, *_) = Planner(CONTRACT, COMPILED, image_url=None).plans({CREATE})
    return next(each for each in plan.refused if f"{CREATE}.request.{keyword}" in each.claims)


def test_a_bad_request_that_is_accepted_is_found_at_its_claim() -> None:
    """The finding has the rule, the claim and the place of what was wrong, and the status of the answer."""
    (finding,) = judged(BAD, 202)

    assert (finding.rule, finding.claim, finding.pointer) == (BAD.rule, BAD.claim, "/n")
    assert (finding.expected, finding.actual) == ("refused", "accepted with 202")


def test_a_good_request_that_is_refused_is_found() -> None:
    """The finding says with which status, and in which words, it was refused."""
    (finding,) = judged(Expectation(outcome=Outcome.ACCEPTED, label="the good one"), 400)

    assert finding.rule == "request-valid-refused"
    assert finding.message == "the good one: refused with 400: {}"


@pytest.mark.parametrize("status", [202, 400])
def test_what_the_documents_leave_open_is_no_finding(status: int) -> None:
    """Neither outcome of a request is wrong where the documents do not say which is due."""
    assert judged(replace(BAD, outcome=None), status) == []


@pytest.mark.parametrize("status", [0, 429, 503])
def test_no_outcome_is_no_finding(status: int) -> None:
    """Where an answer does not tell what became of the request, nothing is said of it."""
    assert judged(BAD, status) == []


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        (400, []),
        (404, ["answer-status-differs"]),
        (415, ["answer-status-undocumented"]),
        (401, []),
        (403, []),
    ],
)
def test_a_refusal_has_the_status_that_is_due(status: int, rules: list[str]) -> None:
    """Another status than the documented one is found; but a refusal of the key is for another reason."""
    assert [each.rule for each in judged(BAD, status)] == rules


@pytest.mark.parametrize("rule", ["request-method-accepted", "request-path-accepted"])
@pytest.mark.parametrize(
    ("statuses", "severity"),
    [(frozenset(), Severity.INFO), (frozenset({405}), Severity.WARNING)],
)
def test_silent_documents_make_it_light(
    rule: str, statuses: frozenset[int], severity: Severity
) -> None:
    """A method or path that is accepted is light where no document says how it is refused."""
    (finding,) = judged(replace(BAD, rule=rule, statuses=statuses), 202)

    assert finding.severity is severity


@pytest.mark.parametrize("keyword", ["n#maximum", "prompt#maxLength", "prompt#type"])
def test_planned_passing_and_generated_requests_are_judged_alike(keyword: str) -> None:
    """One bad request that is accepted is one finding, whoever sent it."""
    probe = planned(keyword)
    headers, body = wire_format(probe.draft)
    answer = json.dumps({"task_info": {"id": "x"}}).encode()
    interaction = replace(made(202, answer), request_body=body or b"")
    judgement = JUDGE.outcomes.unpromised(CREATE, interaction, probe.outcome)
    requests = RequestJudge(COMPILED[CREATE])
    expected = requests.expected(*requests.problems(headers["content-type"], body or b""))

    assert judgement is not None
    (of_plan,) = judge_outcome(JUDGE, probe, interaction, judgement).findings
    (of_traffic,) = TrafficJudge(CONTRACT, COMPILED).see(interaction).findings
    (of_fuzz,) = judge_acceptance(JUDGE, CREATE, expected, interaction, judgement)

    assert of_plan.fingerprint == of_traffic.fingerprint == of_fuzz.fingerprint
    assert of_plan.severity == of_traffic.severity == of_fuzz.severity
    assert of_plan.actual == of_traffic.actual == of_fuzz.actual


@pytest.mark.slow
def test_a_generated_request_that_is_refused_in_disguise_is_not_accepted() -> None:
    """An error under the status of success is a refusal with a wrong status, as it is for planned requests."""
    findings = grave(fuzz("applerouter", DRIFT_BY_NAME["error-inside-200"], max_examples=10))

    assert {each.rule for each in findings} == {"answer-status-differs"}


@pytest.mark.parametrize(
    ("ground", "severity"),
    [(Ground.READING, Severity.ERROR), (Ground.ASSUMPTION, Severity.INFO)],
)
def test_a_good_request_is_as_good_as_what_it_rests_on(ground: Ground, severity: Severity) -> None:
    """Refused, it is broken unless it rests on an assumption; then the decision is named."""
    leans = Leaning(ground=ground, claim="lifecycle.pending#transitions")

    (finding,) = judged(Expectation(outcome=Outcome.ACCEPTED, label="good", leans=leans), 400)

    assert (finding.ground, finding.severity) == (ground, severity)
    assert ("decision how-states-follow" in finding.message) is (severity is Severity.INFO)


@pytest.mark.parametrize(
    ("vendor", "operation", "ground"),
    [
        ("powertokens", "edit-image-json", Ground.STATED),
        ("powertokens", "edit-image-form", Ground.ASSUMPTION),
        ("applerouter", "edit-image-form", Ground.STATED),
    ],
)
def test_a_body_that_breaks_off(vendor: str, operation: str, ground: Ground) -> None:
    """Half a JSON text is none; half a form is read by many servers, and refused where a document says so."""
    judge = AnswerJudge(load(vendor))
    expected = replace(BAD, rule="request-unreadable-accepted", claim="", statuses=frozenset({400}))
    accepted = made(200)
    judgement = judge.outcomes.unpromised(operation, accepted, Outcome.REFUSED)

    assert judgement is not None
    (finding,) = judge_acceptance(judge, operation, expected, accepted, judgement)
    assert finding.ground is ground
    assert (finding.severity is Severity.INFO) is (ground is Ground.ASSUMPTION)
