"""Findings for people and for programs."""

from truecopy.model import Finding, Severity
from truecopy.report import findings_text

INFO = Finding(rule="a-b-c", severity=Severity.INFO, where="page:3", message="is loose")
ERROR = Finding(
    rule="d-e-f",
    severity=Severity.ERROR,
    where="file",
    message="is stale",
    claim="x#y",
    diff="-a\n+b",
)
WARNING = Finding(rule="g-h-i", severity=Severity.WARNING, where="x", message="y", diff="-a\n")


def test_gravest_finding_stands_first() -> None:
    """Errors, then warnings, then the rest; a difference follows its finding."""
    assert findings_text([INFO, WARNING, ERROR]) == (
        "error: file: is stale  [d-e-f]\n-a\n+b\n"
        "warning: x: y  [g-h-i]\n-a\n"
        "info: page:3: is loose  [a-b-c]\n"
    )


def test_no_findings_are_no_text() -> None:
    """Where nothing was found nothing is printed."""
    assert findings_text([]) == ""
