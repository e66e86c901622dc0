"""Findings and contracts for people and for programs."""

from truecopy.report.check_text import check_text, summary_line
from truecopy.report.contract_tables import (
    contract_json,
    contract_text,
    operation_json,
    operation_text,
    vendors_text,
)
from truecopy.report.drift_report import drift_json, drift_rules_text, drift_summaries, drift_text
from truecopy.report.fidelity import fidelity_markdown
from truecopy.report.finding_lines import findings_text
from truecopy.report.pages import (
    check_page,
    derivation_page,
    drift_page,
    record_page,
    verification_page,
)
from truecopy.report.progress import Progress
from truecopy.report.recording_results import (
    RecordReport,
    record_json,
    record_summary,
    record_text,
    verification_json,
    verification_summary,
    verification_text,
)
from truecopy.report.report_formats import (
    FORMATS,
    PAGE_FORMATS,
    Render,
    changes_report,
    check_report,
    page_report,
)
from truecopy.report.result_page import ResultPage
from truecopy.report.self_test_result import self_test_json, self_test_text

__all__ = [
    "FORMATS",
    "PAGE_FORMATS",
    "Progress",
    "RecordReport",
    "Render",
    "ResultPage",
    "changes_report",
    "check_page",
    "check_report",
    "check_text",
    "contract_json",
    "contract_text",
    "derivation_page",
    "drift_json",
    "drift_page",
    "drift_rules_text",
    "drift_summaries",
    "drift_text",
    "fidelity_markdown",
    "findings_text",
    "operation_json",
    "operation_text",
    "page_report",
    "record_json",
    "record_page",
    "record_summary",
    "record_text",
    "self_test_json",
    "self_test_text",
    "summary_line",
    "vendors_text",
    "verification_json",
    "verification_page",
    "verification_summary",
    "verification_text",
]
