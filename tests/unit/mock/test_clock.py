"""The mock's clock."""

import pytest

from truecopy.mock.clock import Clock


def test_a_clock_is_scaled_and_goes_forward_only() -> None:
    """Real seconds count by the scale; moving back is refused."""
    real = [100.0]
    clock = Clock(scale=3, source=lambda: real[0])
    real[0] = 101.0
    clock.advance(10)

    assert clock.now() == pytest.approx(113)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(-1)
    clock.reset()
    assert clock.now() == pytest.approx(103)
