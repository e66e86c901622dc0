"""The mock's clock."""

import pytest

from truecopy.mock.clock import FURTHEST_S, LATEST, Clock


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


def test_an_account_may_be_ahead_of_the_others() -> None:
    """What an account was moved by comes on top of what all were moved by."""
    clock = Clock(source=lambda: 100.0)
    clock.advance(10)
    clock.advance(5, "v:0123456789abcdef")

    assert clock.now("v:0123456789abcdef") == clock.now("0123456789abcdef") == 115
    assert clock.now("v:fedcba9876543210") == clock.now() == 110
    clock.reset("v:0123456789abcdef")
    assert clock.now("v:0123456789abcdef") == 110


@pytest.mark.parametrize("account", [None, "v:0123456789abcdef"])
def test_all_moves_together_are_bounded(account: str | None) -> None:
    """Fifty years is as far as the clock goes, in one move or in many."""
    clock = Clock(source=lambda: 1_800_000_000.0)
    for _ in range(5):
        clock.advance(FURTHEST_S / 5, account)

    with pytest.raises(ValueError, match="forward at most"):
        clock.advance(1, account)
    assert clock.now(account or "") == 1_800_000_000 + FURTHEST_S


def test_a_scaled_clock_stands_still_at_its_end() -> None:
    """However fast it goes, it tells no instant that an answer cannot say."""
    real = [1_800_000_000.0]
    clock = Clock(scale=100_000, source=lambda: real[0])
    real[0] += 365 * 86400

    assert clock.now() == LATEST


def test_the_accounts_that_are_ahead_are_bounded() -> None:
    """The oldest of ten thousand goes first."""
    clock = Clock(source=lambda: 0.0)
    for number in range(10_001):
        clock.advance(1, f"v:{number:016x}")

    assert clock.ahead_s(f"v:{0:016x}") == 0
    assert clock.ahead_s(f"v:{1:016x}") == 1
