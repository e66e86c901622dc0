"""What no longer agrees: documents and contract, one contract and another, told as changes of claims."""

from truecopy.drift.claim_diff import ClaimSide, compare_claims, compare_contracts, contract_side
from truecopy.drift.drift_result import DriftResult, drift_result, with_severities, worst_reason

__all__ = [
    "ClaimSide",
    "DriftResult",
    "compare_claims",
    "compare_contracts",
    "contract_side",
    "drift_result",
    "with_severities",
    "worst_reason",
]
