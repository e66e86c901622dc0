"""An assumption turned the other way round, and several of them in one vendor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.edits import in_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """One way in which a vendor that keeps its documents does not do what is assumed of it.

    Attributes:
        name: A slug, unique among those of its vendor.
        claims: Patterns of the ids of claims that it turns round; empty where no claim says what is assumed.
        limits, traits: As a `Drift` has them.
        unseen: Why no check can see it; empty where one does.
    """

    name: str
    vendor: str
    claims: tuple[str, ...] = ()
    limits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    traits: Mapping[str, Any] = field(default_factory=dict)
    unseen: str = ""


def together(vendor: str, *reversals: Reversal) -> Drift:
    """Return what a vendor does that has several of them; where two exclude each other, the later one counts."""
    edits = [each.traits["edit"] for each in reversals if "edit" in each.traits]
    traits: Mapping[str, Any] = reduce(_merged, [each.traits for each in reversals], {})
    return Drift(
        name="+".join(each.name for each in reversals),
        vendor=vendor,
        kind="additive",
        limits=reduce(_merged, [each.limits for each in reversals], {}),
        traits={**traits, "edit": in_turn(*edits)},
    )


def _merged(one: Any, other: Any) -> Any:
    """Return both of two changes: of what is taken only what both take, of what is ignored all."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        common = {name: _merged(one[name], other[name]) for name in one.keys() & other.keys()}
        return {**one, **other, **common}
    if isinstance(one, frozenset):
        return one | other
    if _is_list_of_names(one) and _is_list_of_names(other):
        return tuple(each for each in one if each in other)
    return other


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
