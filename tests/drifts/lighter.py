"""Vendors whose pictures may weigh a tenth of what they may: a check of one takes the same way with a tenth of the bytes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.drifts.drift import Drift
from tests.drifts.rules import Rule, Table

from truecopy.model import Contract

_SHARE = 10


def is_about_weight(drift: Drift) -> bool:
    """Whether a drift changes how many bytes a picture may have."""
    return any("refused_bytes" in (each.get("photo") or ()) for each in drift.limits.values())


def lighter_contract(contract: Contract) -> Contract:
    """Return a contract with a tenth of each limit of bytes, in its schemas and its claims."""
    operations = {
        name: replace(operation, request=_lighter_schema(operation.request))
        for name, operation in contract.operations.items()
    }
    claims = {
        name: replace(claim, value=_lighter_limit(claim.value))
        if claim.keyword == "x-image/bytes"
        else claim
        for name, claim in contract.claims.items()
    }
    return replace(contract, operations=operations, claims=claims)


def lighter_tables(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Return the tables of a vendor with a tenth of each limit of bytes."""
    return {
        operation: {path: _lighter_rule(rule) for path, rule in table.items()}
        for operation, table in tables.items()
    }


def _lighter_schema(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: {**value, "bytes": _lighter_limit(value["bytes"])}
            if name == "x-image" and "bytes" in value
            else _lighter_schema(value)
            for name, value in schema.items()
        }
    return schema


def _lighter_limit(limit: Any) -> dict[str, int]:
    return {name: value // _SHARE for name, value in limit.items()}


def _lighter_rule(rule: Rule) -> Rule:
    if rule.photo is None or rule.photo.refused_bytes is None:
        return rule
    return replace(
        rule, photo=replace(rule.photo, refused_bytes=rule.photo.refused_bytes // _SHARE)
    )
