"""A check as JUnit XML."""

from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.report.results import (
    BARE,
    BROKEN,
    DRIFTED,
    OPEN,
    OWNER,
    VENDOR,
    drifted,
    make_finding,
    make_result,
    report,
)

from truecopy.model import Severity, Standing, Verdict

VARIOUS = settings(suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", DRIFTED)
def test_junit_counts_what_it_lists(name: str) -> None:
    """Each suite counts its cases, failures and skips, and each claim is one case."""
    result = drifted(name)
    root = ElementTree.fromstring(report(result, "junit").encode())  # noqa: S314 - our own

    cases = [each.get("name") for each in root.iter("testcase")]
    assert root.tag == "testsuites"
    assert sorted(each.claim for each in result.verdicts) == sorted(
        str(each) for each in cases if each in result.contract.claims
    )
    assert len(list(root.iter("skipped"))) == result.count(Standing.UNDETERMINED)
    assert len(list(root.iter("failure"))) >= result.count(Standing.BROKEN)
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
        assert suite.get("errors") == "0"
        assert all(each.get("classname") == suite.get("name") for each in suite)


def test_junit_has_a_case_for_claims_and_for_findings_without_one() -> None:
    """A broken claim fails with its findings, a finding of no claim is a case, an addition is none."""
    loose = make_finding(
        claim="", rule="answer-server-failed", operation="elsewhere", message="500"
    )
    info = make_finding(claim="", severity=Severity.INFO, operation="a")
    second = make_finding(message="again", pointer="/other")
    told = report(make_result(make_finding(), second, loose, info), "junit")

    root = ElementTree.fromstring(told.encode())  # noqa: S314 - our own
    failures = {
        case.get("name"): failure
        for case in root.iter("testcase")
        for failure in case.iter("failure")
    }

    assert list(failures) == [BROKEN, BARE, f"answer-server-failed {loose.fingerprint}"]
    assert failures[BROKEN].get("message") == "data is missing"
    assert failures[BROKEN].get("type") == "answer-field-missing"
    assert "again\nground: example\nsource: page:1-2\nreproduce with: curl" in str(
        failures[BROKEN].text
    )
    assert failures[BARE].get("message") == f"{BARE} is broken"
    assert failures[BARE].get("type") == "claim-broken"
    assert [each.get("name") for each in root] == [f"{VENDOR}.{OWNER}", f"{VENDOR}.elsewhere"]
    assert [each.get("message") for each in root.iter("skipped")] == ["nobody asked"]
    assert root.get("time") == "1.250"


@VARIOUS
@given(text=st.text(st.characters()))
def test_junit_can_be_read_whatever_was_said(text: str) -> None:
    """No text breaks the XML: what XML cannot carry is replaced, the rest comes back."""
    finding = make_finding(message=text, reproduce=text, sources=text)
    verdicts = (
        Verdict(claim=BROKEN, standing=Standing.BROKEN),
        Verdict(claim=OPEN, standing=Standing.UNDETERMINED, reason=text),
    )

    told = report(make_result(finding, verdicts=verdicts), "junit")

    root = ElementTree.fromstring(told.encode())  # noqa: S314 - our own
    (failure,) = root.iter("failure")
    if text.isprintable():
        assert failure.get("message") == text
    assert len(str(failure.get("message"))) == len(text)
