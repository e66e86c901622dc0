"""Findings that say where in the contract stands what is broken."""

import pytest
from tests.examining import load

from truecopy.contract import Problem
from truecopy.judge.contract_findings import MOST_FINDINGS, contract_finding, problem_findings
from truecopy.model import RULES, Severity

CONTRACT = load("mulerouter")
OPERATION = CONTRACT.operations["create-generation"]
CLAIM = CONTRACT.claims["create-generation.request.n#maximum"]


def test_a_finding_has_what_the_contract_knows_of_its_claim() -> None:
    """Vendor, operation, place and source are filled in; the rule gives the severity."""
    found = contract_finding(
        CONTRACT, "answer-field-missing", OPERATION.id, "is missing", CLAIM.id, pointer="/n"
    )

    assert (found.vendor, found.operation) == ("mulerouter", OPERATION.id)
    assert found.where == f"{OPERATION.id}/n"
    assert (found.claim, found.sources) == (CLAIM.id, CLAIM.source)
    assert found.severity is RULES["answer-field-missing"].severity


@pytest.mark.parametrize(
    ("rule", "operation", "breaks"),
    [
        ("request-valid-refused", "create-generation", "clients that send"),
        ("answer-field-missing", "create-generation", "clients that read"),
        ("answer-field-missing", "get-generation", "clients that poll"),
        ("lifecycle-initial-differs", "create-generation", "clients that poll"),
    ],
)
def test_a_finding_says_whom_it_breaks(rule: str, operation: str, breaks: str) -> None:
    """Those that send, those that read, and those that poll."""
    assert contract_finding(CONTRACT, rule, operation, "x").breaks == breaks


def test_a_claim_that_nobody_made_is_not_named() -> None:
    """A finding refers to no claim that the contract does not have."""
    found = contract_finding(CONTRACT, "answer-field-missing", OPERATION.id, "x", "a.200#status")

    assert (found.claim, found.sources) == ("", "")


def test_another_severity_may_be_given() -> None:
    """A rule may weigh more in one place than in another."""
    found = contract_finding(
        CONTRACT, "answer-status-undocumented", OPERATION.id, "x", severity=Severity.ERROR
    )

    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("keyword", "rule"),
    [
        ("required", "answer-field-missing"),
        ("type", "answer-field-type-differs"),
        ("count", "answer-count-differs"),
        ("multipleOf", "answer-value-out-of-bounds"),
    ],
)
def test_the_rule_is_that_of_the_keyword(keyword: str, rule: str) -> None:
    """A keyword without a rule of its own is out of bounds."""
    problem = Problem(pointer="/n", message="is 7", claim=CLAIM, keyword=keyword)

    (found,) = problem_findings(CONTRACT, OPERATION, 202, [problem])

    assert found.rule == rule
    assert found.message == "in the answer 202, /n is 7"
    assert (found.expected, found.actual) == (str(CLAIM.value), "is 7")


def test_elements_of_an_array_are_one_finding() -> None:
    """What is wrong with each of a hundred is told at the first."""
    problems = [
        Problem(pointer=f"/data/{number}/url", message=f"is {number}", claim=CLAIM, keyword="type")
        for number in range(100)
    ]
    other = Problem(pointer="/data/0/b64", message="is 0", claim=CLAIM, keyword="type")

    found = list(problem_findings(CONTRACT, OPERATION, 202, [*problems, other]))

    assert [each.pointer for each in found] == ["/data/0/url", "/data/0/b64"]


def test_findings_of_one_answer_are_bounded() -> None:
    """More would hide what is wrong with the other answers."""
    problems = [Problem(pointer=f"/f{n}", message=f"is {n}", keyword="type") for n in range(100)]

    assert len(list(problem_findings(CONTRACT, OPERATION, 202, problems))) == MOST_FINDINGS


def test_a_body_that_is_wrong_as_a_whole_says_so() -> None:
    """Without a pointer the body is meant."""
    (found,) = problem_findings(
        CONTRACT, OPERATION, 202, [Problem(pointer="", message="is a list")]
    )

    assert found.message == "in the answer 202, the body is a list"


def test_what_is_required_is_expected_to_be_there() -> None:
    """The value of its claim is `true`, which says nothing to a reader."""
    claim = CONTRACT.claims["create-generation.request.prompt#required"]
    problem = Problem(pointer="/prompt", message="is missing", claim=claim, keyword="required")

    (found,) = problem_findings(CONTRACT, OPERATION, 202, [problem])

    assert (found.expected, found.actual) == ("there", "is missing")
