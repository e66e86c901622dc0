"""A self-test for people and for programs."""

from collections import Counter
from typing import Any

from truecopy.check.mutation.self_test import SelfTest
from truecopy.model import Contract


def self_test_text(contract: Contract, result: SelfTest) -> str:
    """Return what a self-test showed as text."""
    count = len(result.killed) + len(result.survivors)
    lines = [
        f"{contract.title}: {len(result.killed)} of {count} changes of the contract are noticed by the check"
    ]
    for each in result.survivors:
        source = contract.claims[each.claim].source
        lines.append(f"  not noticed: {each.claim}, {each.label}  [{source}]")
    if result.without:
        lines.append(f"Held, and no change could be made for: {', '.join(result.without)}")
    reasons = Counter(result.blind.values())
    if reasons:
        lines.append(f"{sum(reasons.values())} claims are undetermined anyway:")
        lines += [f"  {number:4}  {reason}" for reason, number in reasons.most_common()]
    return "\n".join(lines) + "\n"


def self_test_json(contract: Contract, result: SelfTest) -> dict[str, Any]:
    """Return what a self-test showed as data."""
    return {
        "schema_version": 1,
        "vendor": contract.vendor,
        "killed": len(result.killed),
        "survivors": [{"claim": each.claim, "change": each.label} for each in result.survivors],
        "without_mutant": list(result.without),
        "not_examined": result.blind,
    }
