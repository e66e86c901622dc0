"""Names of hosts."""

import pytest

from truecopy.contract.hosts import is_loopback_host


@pytest.mark.parametrize(
    ("host", "holds"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.1.2.3", True),
        ("[::1]", True),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_addresses_of_this_machine(host: str, *, holds: bool) -> None:
    """Names below localhost and loopback addresses are of this machine."""
    assert is_loopback_host(host) is holds
