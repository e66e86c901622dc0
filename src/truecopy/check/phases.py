"""A whole check, from the first request to the result."""

from contextlib import suppress

from truecopy.check.check_result import CheckResult
from truecopy.check.check_run import CheckRun, EnoughError
from truecopy.check.probe_runner import ProbeRunner
from truecopy.check.task_follower import TaskFollower
from truecopy.errors import BudgetReachedError, TargetError
from truecopy.model import ExitReason, Phase


def run_check(run: CheckRun) -> CheckResult:
    """Run every phase that is asked for, and return what was found.

    What ends a run early is in the result: a budget, a key that is refused, a target that cannot be
    reached. An interruption is not caught; `CheckRun.result` has what is known by then.
    """
    try:
        reason, message = _end_of_phases(run)
        run.require_key()
    except TargetError as error:
        return run.result(ExitReason.of(error), str(error))
    return run.result(reason, message)


def _end_of_phases(run: CheckRun) -> tuple[ExitReason | None, str]:
    """Run every phase; return what ended them before their time, None where nothing did.

    Raises:
        TargetError: There is nobody to ask.
    """
    try:
        _phases(run)
    except EnoughError:
        return ExitReason.FINDINGS, ""
    except BudgetReachedError as error:
        return ExitReason.of(error), str(error)
    return None, ""


def _phases(run: CheckRun) -> None:
    lifecycle = run.contract.lifecycle
    follower = TaskFollower(run, lifecycle) if lifecycle else None
    try:
        ProbeRunner(run, follower).run()
    except BudgetReachedError:
        # Tasks that were paid for are followed although the money is used up: a look costs nothing.
        with suppress(BudgetReachedError):
            _finish(follower)
        raise
    _finish(follower)
    # Generators are imported when they are asked for: they take longer to load than a whole check takes.
    if Phase.FUZZ in run.options.phases:
        from truecopy.check.fuzz import run_fuzz

        run_fuzz(run)
    if Phase.LIFECYCLE_FUZZ in run.options.phases:
        from truecopy.check.machine import run_lifecycle_fuzz

        run_lifecycle_fuzz(run)


def _finish(follower: TaskFollower | None) -> None:
    if follower is not None:
        follower.finish()
