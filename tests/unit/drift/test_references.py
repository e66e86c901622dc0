"""What claims say of fields that were renamed."""

from typing import Any

import pytest
from tests.unit.drift.claims import make_claim

from truecopy.drift.references import References
from truecopy.drift.renamings import Renaming

RENAMINGS = [
    Renaming(
        pairs=((("make", "request", "n"), ("make", "request", "count")),), rule="field-renamed"
    ),
    Renaming(
        pairs=((("look", "200", "body", "task"), ("look", "200", "body", "job")),),
        rule="field-renamed",
    ),
    Renaming(
        pairs=((("lifecycle", "done"), ("lifecycle", "over")),), rule="lifecycle-state-renamed"
    ),
]


@pytest.mark.parametrize(
    ("name", "value", "now"),
    [
        ("make.200#x-promises/count", {"equals": "request:/n"}, {"equals": "request:/count"}),
        ("look.200#x-promises/count", {"equals": "request:/n"}, {"equals": "request:/count"}),
        ("edit.200#x-promises/count", {"equals": "request:/n"}, {"equals": "request:/n"}),
        ("make.200#x-promises/count", {"equals": "request:/no"}, {"equals": "request:/no"}),
        ("make.200#x-promises/count", {"equals": "request:/n/a"}, {"equals": "request:/count/a"}),
        ("look.200#x-promises/one-of", {"at": ["/task/a", "/b"]}, {"at": ["/job/a", "/b"]}),
        ("lifecycle#id", "/task/id", "/job/id"),
        ("lifecycle#terminal", ["done", "failed"], ["over", "failed"]),
        ("look.200.state#enum", ["new", "done"], ["new", "over"]),
        ("edit.200.state#enum", ["new", "done"], ["new", "done"]),
        ("make.request.mask#x-image/same_size_as", "n", "count"),
        ("edit.request.mask#x-image/same_size_as", "n", "n"),
        ("make.request.mask#default", "n", "n"),
    ],
)
def test_what_is_referred_to_has_its_new_name(name: str, value: Any, now: Any) -> None:
    """In the claims of the same operation, and in those of the one that looks its tasks up."""
    references = References(RENAMINGS, {"look": "make"})

    assert references.rewritten(make_claim(name, value)) == now
