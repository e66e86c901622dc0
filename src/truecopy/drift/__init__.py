"""What no longer agrees: documents and contract, one contract and another, told as changes of claims."""

from truecopy.drift.claim_diff import ClaimSide, compare_claims, compare_contracts

__all__ = ["ClaimSide", "compare_claims", "compare_contracts"]
