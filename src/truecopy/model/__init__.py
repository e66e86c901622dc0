"""The words of the project as frozen values. Nothing here does I/O or knows a library."""

from truecopy.model.changes import Change, ChangeKind
from truecopy.model.claims import Claim, Decision, Evidence, Ground, Layer, Reading
from truecopy.model.contracts import Contract, Lifecycle, Operation, Schema
from truecopy.model.exit_reason import ExitReason
from truecopy.model.findings import Finding, Severity, Standing, Verdict
from truecopy.model.interactions import Interaction
from truecopy.model.probes import (
    ABSENT,
    NO_BODY,
    Credentials,
    Draft,
    Edit,
    Leaning,
    Outcome,
    Payload,
    Phase,
    Probe,
    Variation,
)
from truecopy.model.rules import BREAKS_POLLING, RULES, Rule
from truecopy.model.severities import LIMIT_RULES, is_observed, severity_of

__all__ = [
    "ABSENT",
    "BREAKS_POLLING",
    "LIMIT_RULES",
    "NO_BODY",
    "RULES",
    "Change",
    "ChangeKind",
    "Claim",
    "Contract",
    "Credentials",
    "Decision",
    "Draft",
    "Edit",
    "Evidence",
    "ExitReason",
    "Finding",
    "Ground",
    "Interaction",
    "Layer",
    "Leaning",
    "Lifecycle",
    "Operation",
    "Outcome",
    "Payload",
    "Phase",
    "Probe",
    "Reading",
    "Rule",
    "Schema",
    "Severity",
    "Standing",
    "Variation",
    "Verdict",
    "is_observed",
    "severity_of",
]
