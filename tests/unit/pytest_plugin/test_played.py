"""What a mock of a test run is to tests."""

import pytest

from truecopy.errors import ServeError, UsageError
from truecopy.pytest_plugin.played import KnownVendors, answer_of

VENDORS = KnownVendors(
    operations={"kites": ["make", "show"], "tails": ["make"]},
    environments={"kites": {}, "tails": {}},
)


@pytest.mark.parametrize(
    ("operation", "vendor", "found"),
    [("show", None, "kites"), ("make", "tails", "tails"), ("show", "kites", "kites")],
)
def test_the_vendor_of_an_operation_is_found(
    operation: str, vendor: str | None, found: str
) -> None:
    """It need be named only where several have the operation."""
    assert VENDORS.of_operation(operation, vendor) == found


@pytest.mark.parametrize(
    ("operation", "vendor", "told"),
    [
        ("make", None, "make is an operation of kites and tails: say vendor="),
        ("fly", None, "no operation 'fly'; there are: make, show"),
        ("show", "tails", "no operation 'show'; there are: make"),
        ("show", "strings", "no vendor 'strings'; there are: kites, tails"),
    ],
)
def test_what_is_not_there_is_told(operation: str, vendor: str | None, told: str) -> None:
    """A misspelt name is no reason to look for nothing."""
    with pytest.raises(UsageError, match=told):
        VENDORS.of_operation(operation, vendor)


def test_refusals_of_the_admin_api_are_errors() -> None:
    """With what it says; what is no answer of it is another one."""
    assert answer_of(200, b'{"count": 1}') == {"count": 1}
    with pytest.raises(UsageError, match="unknown member"):
        answer_of(400, b'{"error": "unknown member"}')
    with pytest.raises(ServeError, match="answers 502, without JSON"):
        answer_of(502, b"<html>")
