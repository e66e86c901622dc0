"""Findings as values."""

from truecopy.model import RULES, Ground


def test_a_row_has_everything_but_the_attached_files() -> None:
    """Reports, the proxy's journal and `verify` show the same members."""
    finding = RULES["answer-field-missing"].finding(
        "edit/data",
        "/data is missing",
        vendor="mint",
        operation="edit",
        claim="edit.200#required",
        ground=Ground.EXAMPLE,
        sources="edit:10",
        sentence="All of them are shown.",
        pointer="/data",
        expected="there",
        actual="absent",
        reproduce="curl -i http://x/",
        diff="-a\n+b\n",
        stale="contract",
        attachments={"body.json": b"{}"},
    )

    assert finding.row() == {
        "fingerprint": finding.fingerprint,
        "rule": "answer-field-missing",
        "severity": "error",
        "where": "edit/data",
        "vendor": "mint",
        "operation": "edit",
        "claim": "edit.200#required",
        "ground": "example",
        "sources": "edit:10",
        "sentence": "All of them are shown.",
        "breaks": "clients that read",
        "pointer": "/data",
        "message": "/data is missing",
        "expected": "there",
        "actual": "absent",
        "reproduce": "curl -i http://x/",
        "diff": "-a\n+b\n",
        "stale": "contract",
    }


def test_what_a_finding_does_not_have_is_null() -> None:
    """Every row has the same members."""
    row = RULES["decision-claim-idle"].finding("decisions.yaml: a", "can go").row()

    assert {name for name, value in row.items() if value is None} == {
        "vendor",
        "operation",
        "claim",
        "ground",
        "sources",
        "sentence",
        "breaks",
        "pointer",
        "expected",
        "actual",
        "reproduce",
        "diff",
        "stale",
    }


def test_a_fingerprint_stays_the_same_from_run_to_run() -> None:
    """Values and words are not in it, nor which entry of a list it was."""
    rule = RULES["answer-value-empty"]

    first = rule.finding("a/data/0/url", "/data/0/url is empty", pointer="/data/0/url", actual="")
    other = rule.finding("a/data/7/url", "/data/7/url is ''", pointer="/data/7/url", actual="''")
    third = rule.finding("a/data/0/b64", "/data/0/b64 is empty", pointer="/data/0/b64")

    assert first.fingerprint == other.fingerprint != third.fingerprint
