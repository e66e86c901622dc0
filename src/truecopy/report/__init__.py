"""Findings and contracts for people and for programs."""

from truecopy.report.check_formats import CHECK_FORMATS, check_report
from truecopy.report.check_text import check_text, summary_line
from truecopy.report.contract_tables import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)
from truecopy.report.drift_formats import DRIFT_FORMATS
from truecopy.report.drift_report import drift_json, drift_rules_text, drift_text
from truecopy.report.fidelity import fidelity_markdown
from truecopy.report.finding_lines import findings_text
from truecopy.report.progress import Progress
from truecopy.report.recording_results import (
    RecordReport,
    record_json,
    record_text,
    verification_json,
    verification_text,
)
from truecopy.report.self_test_result import self_test_json, self_test_text

__all__ = [
    "CHECK_FORMATS",
    "DRIFT_FORMATS",
    "Progress",
    "RecordReport",
    "check_report",
    "check_text",
    "contract_json",
    "contract_text",
    "drift_json",
    "drift_rules_text",
    "drift_text",
    "fidelity_markdown",
    "findings_text",
    "operation_json",
    "operation_text",
    "record_json",
    "record_text",
    "self_test_json",
    "self_test_text",
    "summary_line",
    "vendors_text",
    "verification_json",
    "verification_text",
]
