"""What no longer agrees: documents and contract, one contract and another, told as changes of claims."""

from truecopy.drift.calls import CallFile, read_calls
from truecopy.drift.claim_diff import ClaimSide, compare_claims, contract_side
from truecopy.drift.drift_result import DriftResult, drift_result, with_severities, worst_reason
from truecopy.drift.impact import with_calls

__all__ = [
    "CallFile",
    "ClaimSide",
    "DriftResult",
    "compare_claims",
    "contract_side",
    "drift_result",
    "read_calls",
    "with_calls",
    "with_severities",
    "worst_reason",
]
