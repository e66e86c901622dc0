"""How a run ends that something breaks off."""

import gc
import os
import signal
import time

import pytest

from truecopy.cli.ends import terminable, told
from truecopy.errors import UsageError
from truecopy.wire.sender import retry_after_s


def test_the_signal_by_which_jobs_are_cancelled_interrupts() -> None:
    """SIGTERM is as good as Ctrl-C, and only for as long as a run lasts."""
    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt), terminable():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_while_garbage_is_collected_is_not_lost(number: signal.Signals) -> None:
    """What is raised there is dropped by Python; a wait that follows is broken off all the same."""

    def interrupt(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            os.kill(os.getpid(), number)

    def collect_and_wait() -> None:
        gc.callbacks.append(interrupt)
        gc.collect()
        gc.callbacks.remove(interrupt)
        time.sleep(5)

    with pytest.raises(KeyboardInterrupt), terminable():
        collect_and_wait()


def test_an_interrupt_that_is_ignored_stays_so() -> None:
    """As `nohup` has it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with terminable():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            UsageError("ledger.jsonl: the ledger cannot be written"),
            "ledger.jsonl: the ledger cannot be written",
        ),
        (OSError(28, "No space left", "a.txt"), "[Errno 28] No space left: 'a.txt'"),
        (KeyError("x"), "an error of Truecopy itself, KeyError: 'x'"),
    ],
)
def test_an_error_is_a_sentence(error: Exception, text: str) -> None:
    """A known error speaks for itself, any other is told as ours."""
    assert told(error) == text


def test_an_error_of_our_own_says_where() -> None:
    """Whoever reports it can name the line."""
    with pytest.raises(AttributeError) as caught:
        retry_after_s(5, default_s=1.0)  # type: ignore[arg-type] # that is the mistake

    assert " at wire/sender.py:" in told(caught.value)
