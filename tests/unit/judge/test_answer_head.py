"""The head of an answer against the contract."""

from dataclasses import replace

import pytest
from tests.cassettes import make_interaction
from tests.examining import load

from truecopy.judge.answer_head import media_type_findings, status_findings
from truecopy.model import Severity

CONTRACT = load("mulerouter")
OPERATION = CONTRACT.operations["create-generation"]


def statuses(status: int, wanted: frozenset[int] = frozenset()) -> list[tuple[str, Severity]]:
    """Return rule and severity of what is found of a status."""
    found = status_findings(CONTRACT, OPERATION, make_interaction(status=status), wanted)
    return [(each.rule, each.severity) for each in found]


@pytest.mark.parametrize(
    "status", sorted(each for each in {*OPERATION.responses, 404, 405} if each < 500)
)
def test_a_documented_status_is_no_finding(status: int) -> None:
    """Nor is one by which any server says that it knows no such address or method."""
    assert statuses(status) == []


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        (201, "answer-status-undocumented"),
        (418, "answer-status-undocumented"),
        (500, "answer-server-failed"),
        (503, "answer-server-failed"),
    ],
)
def test_another_status_is_found(status: int, rule: str) -> None:
    """A failure of the server is one, documented or not."""
    assert [each for each, _ in statuses(status)] == [rule]


def test_another_success_is_graver_than_another_refusal() -> None:
    """Clients look for the documented status of success."""
    assert statuses(201)[0][1] is Severity.ERROR
    assert statuses(418)[0][1] is not Severity.ERROR


@pytest.mark.parametrize("status", [402, 408, 423, 425, 429, 451])
def test_what_speaks_of_the_moment_is_no_finding(status: int) -> None:
    """Too many requests, an account without money: no other status is wrong by it, where no document has it either."""
    bare = replace(OPERATION, responses={202: None, 400: None})

    found = status_findings(CONTRACT, bare, make_interaction(status=status), frozenset({400}))

    assert list(found) == []


def test_a_refusal_is_found_at_the_status_that_was_due() -> None:
    """The claim that is broken is that of the status that the refusal should have."""
    answer = make_interaction(status=418)

    (found,) = status_findings(CONTRACT, OPERATION, answer, frozenset({401}))

    assert found.claim == f"{OPERATION.id}.401#status"


@pytest.mark.parametrize(
    ("status", "media_type", "is_described", "is_found"),
    [
        (202, "application/json", True, False),
        (202, "Application/JSON; charset=utf-8", True, False),
        (202, "text/html", True, True),
        (202, "", True, True),
        (418, "text/html", False, False),
        (418, "text/html", True, True),
    ],
)
def test_a_media_type_is_the_documented_one(
    status: int, media_type: str, *, is_described: bool, is_found: bool
) -> None:
    """Where a schema describes the body it is JSON; where nothing is said of it, anything will do."""
    answer = make_interaction(status=status, headers=(("content-type", media_type),))

    found = list(media_type_findings(CONTRACT, OPERATION, answer, is_described=is_described))

    assert [each.rule for each in found] == ["answer-media-type-differs"] * is_found
