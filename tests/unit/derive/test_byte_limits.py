"""Byte limits with their several readings."""

import pytest

from truecopy.derive.byte_limits import byte_limit


@pytest.mark.parametrize(
    ("unit", "exclusive", "accepted", "refused"),
    [
        ("KB", False, 2000, 2049),
        ("KB", True, 1999, 2048),
        ("MiB", False, 2_097_152, 2_097_153),
        ("mib", True, 2_097_151, 2_097_152),
        ("GB", False, 2_000_000_000, 2_147_483_649),
    ],
)
def test_every_reading_is_kept(unit: str, accepted: int, refused: int, *, exclusive: bool) -> None:
    """What any reading accepts is surely accepted, what every reading refuses is surely refused."""
    assert byte_limit(2, unit, exclusive=exclusive) == {"accepted": accepted, "refused": refused}
