"""Findings and contracts for people and for programs."""

from truecopy.report.contracts import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)
from truecopy.report.findings import findings_json, findings_text

__all__ = [
    "contract_json",
    "contract_text",
    "findings_json",
    "findings_text",
    "operation_json",
    "operation_text",
    "vendors_text",
]
