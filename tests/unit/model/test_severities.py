"""How grave a finding is, by its rule and the ground of what it breaks."""

import pytest

from truecopy.model import RULES, Ground, Severity, is_observed, severity_of

BROKEN_ANSWER = "answer-field-missing"
REFUSED = "request-valid-refused"
ACCEPTED = "request-invalid-accepted"
DEMANDED = (Ground.STATED, Ground.EXAMPLE, Ground.READING, Ground.RESOLUTION)


@pytest.mark.parametrize("rule", [BROKEN_ANSWER, REFUSED, "lifecycle-transition-illegal"])
@pytest.mark.parametrize("ground", DEMANDED)
def test_what_documents_carry_is_demanded(rule: str, ground: Ground) -> None:
    """Answers, tasks and good requests keep the severity of their rule on every ground but one."""
    assert severity_of(rule, ground) is RULES[rule].severity


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"answer-server-failed"}))
def test_what_is_assumed_is_observed(rule: str) -> None:
    """No rule is broken where nobody but the contract says so."""
    assert severity_of(rule, Ground.ASSUMPTION) is Severity.INFO


@pytest.mark.parametrize("rule", RULES)
def test_everything_can_be_demanded(rule: str) -> None:
    """Then an assumption weighs as much as a sentence, and a limit that nobody states as one that is stated."""
    for ground in Ground:
        assert severity_of(rule, ground, is_demanded=True) is RULES[rule].severity


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("is_limit", [False, True])
def test_a_bad_request_is_refused_where_a_sentence_limits(
    ground: Ground, *, is_limit: bool
) -> None:
    """The limit is stated, or a reading or resolution cites the sentence that limits."""
    is_demanded = ground is Ground.STATED or (
        is_limit and ground in (Ground.READING, Ground.RESOLUTION)
    )

    expected = RULES[ACCEPTED].severity if is_demanded else Severity.INFO
    assert severity_of(ACCEPTED, ground, is_limit=is_limit) is expected


@pytest.mark.parametrize("rule", RULES)
def test_what_stands_on_no_claim_keeps_its_severity(rule: str) -> None:
    """A server that fails, or a file that is damaged, breaks no statement of the contract."""
    assert severity_of(rule, None) is RULES[rule].severity


def test_a_rule_may_weigh_more_in_one_place() -> None:
    """Where it is demanded; on an assumption it is info all the same."""
    rule = "answer-status-undocumented"

    assert severity_of(rule, Ground.STATED, gravest=Severity.ERROR) is Severity.ERROR
    assert severity_of(rule, Ground.ASSUMPTION, gravest=Severity.ERROR) is Severity.INFO


@pytest.mark.parametrize("ground", Ground)
def test_a_server_that_fails_is_never_what_was_due(ground: Ground) -> None:
    """Whether the request should have been refused may be assumed; that it fails is not."""
    assert severity_of("answer-server-failed", ground) is Severity.ERROR


@pytest.mark.parametrize(
    ("rule", "severity", "is_lowered"),
    [
        ("answer-field-missing", Severity.INFO, True),
        ("answer-field-missing", Severity.ERROR, False),
        ("answer-field-undocumented", Severity.INFO, False),
    ],
)
def test_what_is_told_and_not_demanded_is_observed(
    rule: str, severity: Severity, *, is_lowered: bool
) -> None:
    """A finding is lighter than its rule for its ground alone; what is light by its rule is a remark."""
    assert is_observed(RULES[rule].finding("a", "b", severity=severity)) is is_lowered
