"""Formats of texts."""

import pytest

from truecopy.contract.formats import instant, is_absolute_url, is_instant, is_uuid, precise_instant


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2026-09-21T08:23:12Z", True),
        ("2026-09-21T08:23:12.657134+00:00", True),
        ("2026-09-21t08:23:12.1z", True),
        ("2026-09-21T08:23:12.123456789Z", True),
        ("2026-09-21T08:23:12", False),
        ("2026-09-21 08:23:12Z", False),
        ("2026-02-30T08:23:12Z", False),
        ("2026-09-21T25:23:12Z", False),
        ("٢٠٢٦-09-21T08:23:12Z", False),
        ("", False),
    ],
)
def test_instants_follow_rfc_3339(text: str, holds: bool) -> None:
    """A date and time has an offset or Z; fractions of any length are taken."""
    assert is_instant(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("https://example.com/a.png", True),
        ("HTTP://127.0.0.1:8080", True),
        ("https://", False),
        ("https:///a", False),
        ("//example.com/a", False),
        ("https://exa mple.com", False),
        ("https://example.com:0/", False),
        ("https://example.com:x/", False),
        ("https://[::1", False),
        ("ftp://example.com", False),
    ],
)
def test_addresses_are_absolute(text: str, holds: bool) -> None:
    """An address has http or https and a host."""
    assert is_absolute_url(text) is holds


def test_a_uuid_has_its_hyphens() -> None:
    """Only the canonical form counts."""
    assert is_uuid("3C90c3cc-0d44-4b50-8888-8dd25736052a")
    assert not is_uuid("3c90c3cc0d444b5088888dd25736052a")


def test_instants_are_written_to_the_second_or_precisely() -> None:
    """In UTC, as RFC 3339 has them."""
    assert instant(0) == "1970-01-01T00:00:00Z"
    assert instant(1_800_000_000.9) == "2027-01-15T08:00:00Z"
    assert precise_instant(1_800_000_000.25) == "2027-01-15T08:00:00.250000Z"
