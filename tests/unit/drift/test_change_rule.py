"""Which rule a changed claim falls under."""

from typing import Any

import pytest
from tests.unit.drift.claims import make_claim

from truecopy.drift.change_rule import change_rule, side_of
from truecopy.model import ABSENT, RULES

CASES: list[tuple[str, Any, Any, str]] = [
    ("make.request.n#required", ABSENT, True, "request-field-required"),
    ("make.200.n#required", True, ABSENT, "answer-field-optional"),
    ("make.path.id#type", "string", "integer", "request-type-changed"),
    ("make.request.n#default", 1, 2, "request-default-changed"),
    ("make.request.n#default", None, ABSENT, "request-default-dropped"),
    ("make.200.n#default", 1, 2, "answer-note-changed"),
    ("make.request.n#deprecated", ABSENT, True, "request-field-deprecated"),
    ("make.200.n#deprecated", True, ABSENT, "answer-field-restored"),
    ("make.request.n#description", "a", "b", "request-note-changed"),
    ("make#description", "a", "b", "operation-note-changed"),
    ("make#example", {}, {"a": 1}, "operation-note-changed"),
    ("make.200#x-promises/count", {"equals": 1}, ABSENT, "answer-promise-dropped"),
    ("make.200#x-promises/count", {"equals": 1}, {"equals": 2}, "answer-promise-changed"),
    ("make.200#x-promises/lifetime", {"seconds": 9}, {"seconds": 8}, "answer-lifetime-shortened"),
    ("make.200#x-promises/lifetime", {"seconds": 9}, {"seconds": 10}, "answer-lifetime-extended"),
    ("make.200#x-promises/lifetime", ABSENT, {"seconds": 10}, "answer-lifetime-added"),
    ("make.200#x-promises/lifetime", {"seconds": 9}, {"hours": 1}, "answer-promise-changed"),
    ("make.201#status", ABSENT, 201, "answer-success-added"),
    ("make.202#status", 202, ABSENT, "answer-success-removed"),
    ("make.418#status", ABSENT, 418, "answer-status-added"),
    ("make.418#status", 418, ABSENT, "answer-status-removed"),
    ("make.200#media-type", "text/plain", "application/json", "answer-media-type-changed"),
    ("make#method", "POST", "PUT", "operation-method-changed"),
    ("make#path", "/a", "/b", "operation-path-changed"),
    ("make#path", "/a/{x}", "/a/{y}", "operation-note-changed"),
    ("make#alias", ["/a", "/b"], ["/a", "/c"], "operation-alias-removed"),
    ("make#alias", ABSENT, ["/a"], "operation-alias-added"),
    ("make#media-type", "text/plain", "application/json", "operation-media-type-changed"),
    ("make#auth", "bearer", "basic", "operation-auth-changed"),
    ("make#auth", ABSENT, "basic", "operation-auth-added"),
    ("make#key-prefix", "sk-", ABSENT, "operation-key-form-dropped"),
    (
        "make#price",
        {"usd": 1, "per": "image"},
        {"usd": 2, "per": "image"},
        "operation-price-raised",
    ),
    ("make#price", {"usd": 1}, {"usd": 0.5}, "operation-price-lowered"),
    (
        "make#price",
        {"usd": 1, "per": "image"},
        {"usd": 1, "per": "call"},
        "operation-price-changed",
    ),
    ("make#price", {"usd": 1}, ABSENT, "operation-price-dropped"),
    ("make#advice/interval", 1, 2, "operation-advice-changed"),
    ("vendor#base-url", "a", "b", "vendor-base-url-changed"),
    ("vendor.200#status", ABSENT, 200, "vendor-status-changed"),
    ("lifecycle#initial", "a", "b", "lifecycle-initial-changed"),
    ("lifecycle#terminal", ["a", "b"], ["a"], "lifecycle-end-removed"),
    ("lifecycle#terminal", ["a"], ["b", "a"], "lifecycle-end-added"),
    ("lifecycle#poll", {}, {"operation": "b"}, "lifecycle-operation-changed"),
    ("lifecycle#state", "/a", "/b", "lifecycle-place-changed"),
    ("lifecycle#created", ABSENT, "/b", "lifecycle-place-added"),
    ("lifecycle#created", "/a", ABSENT, "lifecycle-place-dropped"),
    ("lifecycle.a#transitions", ["b"], ["b", "c"], "lifecycle-transition-added"),
    ("lifecycle.a#transitions", ["b", "c"], ["b"], "lifecycle-transition-removed"),
    ("lifecycle.a#transitions", ABSENT, ["b"], "lifecycle-state-added"),
    ("lifecycle.a#transitions", ["b"], ABSENT, "lifecycle-state-removed"),
    ("lifecycle.a#shows", ["/x"], ["/x", "/y"], "lifecycle-shown-more"),
    ("lifecycle.a#shows", ["/x"], ABSENT, "lifecycle-shown-less"),
]


@pytest.mark.parametrize(("name", "old", "new", "rule"), CASES)
def test_a_change_falls_under_a_rule_of_its_own(name: str, old: Any, new: Any, rule: str) -> None:
    """By what the claim is about, and by its two values."""
    claim = make_claim(name, old if new is ABSENT else new)

    assert change_rule(claim, old, new) == rule
    assert RULES[rule].is_of_change


@pytest.mark.parametrize(
    ("subject", "side"),
    [
        ("make", "operation"),
        ("make.request.n", "request"),
        ("make.path.id", "request"),
        ("make.200.data[].url", "answer"),
        ("make.200[].url", "answer"),
        ("lifecycle.done", "lifecycle"),
        ("vendor", "vendor"),
    ],
)
def test_a_subject_is_part_of_one_side(subject: str, side: str) -> None:
    """Paths are sent like bodies."""
    assert side_of(subject) == side
