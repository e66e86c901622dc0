"""Does an endpoint keep its vendor's contract? Runs against the mock, or against anything with --truecopy-target."""

from dataclasses import replace

import pytest

from truecopy.check import CheckRun, run_check
from truecopy.check.fuzz import Fuzzer
from truecopy.check.generators import hypothesis_home
from truecopy.check.machine import run_lifecycle_fuzz
from truecopy.check.options import DEFAULT_PHASES
from truecopy.model import Standing

# Generated requests, many of them.
pytestmark = pytest.mark.slow


def require_none(run: CheckRun) -> None:
    """Fail with what was found above info, each with the line that shows it again."""
    told = [f"{each.message}\n  {each.reproduce}" for each in run.kept.grave]
    if told:
        pytest.fail("\n".join(told), pytrace=False)


def test_every_documented_sentence_holds(vendor: str, run: CheckRun) -> None:
    """The planned requests find no claim broken, and most of them held."""
    run.options = replace(run.options, phases=DEFAULT_PHASES)

    result = run_check(run)

    require_none(run)
    if result.exit_reason != "agrees":
        pytest.fail(f"{result.exit_reason}: {result.message}", pytrace=False)
    assert result.count(Standing.HELD) > result.count(Standing.UNDETERMINED)
    assert result.tasks_left == ()


def test_generated_requests_get_what_the_contract_says(
    vendor: str, operation: str, run: CheckRun
) -> None:
    """What the contract accepts is accepted, what it refuses is refused, and answers keep their schema."""
    with hypothesis_home():
        Fuzzer(run, run.contract.operations[operation]).run()

    require_none(run)
    assert run.examined > 0


def test_tasks_live_legally_in_whatever_order_they_are_used(vendor: str, run: CheckRun) -> None:
    """Creating, polling, waiting, unknown ids and other keys never bring about an illegal answer."""
    if run.sender.target.is_in_process:  # tasks of the mock are over in a fifth of a second
        sending = replace(run.options.sending, poll_interval_s=0.2)
        run.options = replace(run.options, sending=sending)

    run_lifecycle_fuzz(run)

    require_none(run)
    assert bool(run.examined) == (run.contract.lifecycle is not None)
