"""One way in which a vendor departs from its contract, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DriftKind = Literal["breaking", "behavioural", "additive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One deviation.

    Attributes:
        name: A slug, unique among all drifts.
        kind: `breaking` stops a client that keeps the contract, `behavioural` does not at once,
            `additive` is no deviation and must be passed over.
        rules: Slugs of rules; a finding of any of them has found the drift. Empty for additive ones.
        claim: Id of the claim that is broken, where one is meant.
        limits: `operation/field` -> changed attributes of its rule.
        traits: Changed attributes of the vendor's `Traits`.
        headers: What a caller must send for the drift to show; empty for nothing beyond a request.
    """

    name: str
    vendor: str
    kind: DriftKind
    rules: frozenset[str] = frozenset()
    claim: str = ""
    limits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    traits: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def breaking(name: str, place: str, *rules: str, **traits: Any) -> Drift:
    """Return a drift that breaks one claim.

    Args:
        place: The vendor, and the claim behind a slash.
    """
    vendor, _, claim = place.partition("/")
    return Drift(
        name=name,
        vendor=vendor,
        kind="breaking",
        rules=frozenset(rules),
        claim=claim,
        traits=traits,
    )
