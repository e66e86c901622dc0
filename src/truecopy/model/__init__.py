"""The words of the project as frozen values. Nothing here does I/O or knows a library."""

from truecopy.model.claims import Claim, Decision, Evidence, Layer, Reading
from truecopy.model.contracts import Contract, Lifecycle, Operation
from truecopy.model.findings import Finding, Severity

__all__ = [
    "Claim",
    "Contract",
    "Decision",
    "Evidence",
    "Finding",
    "Layer",
    "Lifecycle",
    "Operation",
    "Reading",
    "Severity",
]
