"""Findings: disagreements, as data."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to a client that keeps the contract."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement between two sides that should agree.

    Attributes:
        rule: Slug `<side>-<thing>-<problem>`.
        where: File and line, or file and pointer.
        message: One sentence that shows the offending value.
        diff: Unified diff, where the two sides are text.
    """

    rule: str
    severity: Severity
    where: str
    message: str
    claim: str = ""
    diff: str = ""
