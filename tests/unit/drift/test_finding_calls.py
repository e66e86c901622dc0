"""Which of a user's own calls a finding concerns."""

from typing import Any

from tests.examining import load

from truecopy.drift.calls import UserCall
from truecopy.drift.finding_calls import calls_of
from truecopy.model import Finding, Payload, Severity

OPERATION = "edit-image-json"


def finding(claim: str, severity: Severity = Severity.ERROR) -> Finding:
    """Return a finding."""
    return Finding(
        rule="answer-field-missing",
        severity=severity,
        where="x",
        message="m",
        claim=claim,
        vendor="powertokens",
        operation=OPERATION,
    )


def call(name: str, request: Any, answer: Any) -> UserCall:
    """Return a call that was accepted."""
    return UserCall(
        name=name,
        operation=OPERATION,
        path="/v1/images/edits",
        status=200,
        request=Payload(instance=request),
        answer=answer,
    )


CALLS = [
    call("a:1", {"n": 2}, {"data": [{"revised_prompt": "x"}], "created": 1}),
    call("b:2", {"prompt": "x"}, {"data": [{}]}),
]


def test_calls_that_have_the_field_are_named() -> None:
    """What is sent for a claim about requests, what came back for one about answers."""
    request, answer = (
        finding(f"{OPERATION}.request.n#maximum"),
        finding(f"{OPERATION}.200.created#type"),
    )

    found = calls_of([request, answer], load("powertokens"), CALLS)

    assert found == {request.fingerprint: ("a:1",), answer.fingerprint: ("a:1",)}


def test_info_and_what_no_claim_is_about_concern_no_call() -> None:
    """Nobody is told of them."""
    info = finding(f"{OPERATION}.request.n#maximum", Severity.INFO)

    assert calls_of([info, finding("")], load("powertokens"), CALLS) == {}
