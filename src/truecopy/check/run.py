"""A whole check, from the first request to the result."""

from contextlib import suppress

from truecopy.check.examination import CheckResult, EnoughError, Examination
from truecopy.check.planned import PlannedRun
from truecopy.check.tasks import TaskFollower
from truecopy.errors import BudgetReachedError, CredentialsError, TargetError
from truecopy.model import Phase


def run_check(examination: Examination) -> CheckResult:
    """Run every phase that is asked for, and return what was found.

    What ends a run early is in the result: a budget, a key that is refused, a target that cannot be
    reached. An interruption is not caught; `Examination.result` has what is known by then.
    """
    try:
        _phases(examination)
    except EnoughError:
        return examination.result("findings")
    except BudgetReachedError as error:
        return examination.result("budget", str(error))
    except CredentialsError as error:
        return examination.result("credentials", str(error))
    except TargetError as error:
        return examination.result("unreachable", str(error))
    return examination.result()


def _phases(examination: Examination) -> None:
    lifecycle = examination.contract.lifecycle
    follower = TaskFollower(examination, lifecycle) if lifecycle else None
    try:
        PlannedRun(examination, follower).run()
    except BudgetReachedError:
        # Tasks that were paid for are followed although the money is used up: a look costs nothing.
        with suppress(BudgetReachedError):
            _finish(follower)
        raise
    _finish(follower)
    # Generators are imported when they are asked for: they take longer to load than a whole check takes.
    if Phase.FUZZ in examination.options.phases:
        from truecopy.check.fuzz import run_fuzz

        run_fuzz(examination)
    if Phase.LIFECYCLE_FUZZ in examination.options.phases:
        from truecopy.check.machine import run_lifecycle_fuzz

        run_lifecycle_fuzz(examination)


def _finish(follower: TaskFollower | None) -> None:
    if follower is not None:
        follower.finish()
