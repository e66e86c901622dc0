"""A check from the command line: target, keys, budget and progress around a run."""

from collections.abc import Callable
from dataclasses import replace

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.cli.ends import told
from truecopy.cli.files import own_file, write_file
from truecopy.cli.options.check import CheckSettings
from truecopy.cli.quotes import with_sentences
from truecopy.cli.targets import ChosenTarget
from truecopy.contract import compile_operations
from truecopy.errors import UsageError
from truecopy.judge import Planner
from truecopy.model import Contract, ExitReason, Probe
from truecopy.report import Progress
from truecopy.wire import RequestSender

_SO_FAR = "this is what is known so far"

Then = Callable[[CheckRun, CheckResult], None]


def planned_probes(contract: Contract, options: CheckOptions) -> list[Probe]:
    """Return every planned request."""
    planner = Planner(contract, compile_operations(contract), image_url=options.sending.image_url)
    return [probe for plan in planner.plans() for probe in plan.probes()]


def run_session(
    chosen: ChosenTarget,
    options: CheckOptions,
    settings: CheckSettings,
    then: Then = lambda _run, _result: None,
) -> CheckResult:
    """Return what a run found, whatever ended it, with the sentences that it stands on.

    Args:
        then: Called when the run has come to its end, while the target is open and the budget holds.
    """
    result = _run(chosen, options, settings, then)
    found = with_sentences(result.findings, chosen.contract, chosen.workspace)
    return replace(result, findings=found)


def _run(
    chosen: ChosenTarget, options: CheckOptions, settings: CheckSettings, then: Then
) -> CheckResult:
    contract, limits = chosen.contract, settings.budget
    keys = settings.keys.read_keys(chosen.address, contract, settings.second_token_env)
    opened = chosen.open(keys, seed=options.seed, timeout_s=settings.requests.timeout_s)
    options = replace(options, provoke={**opened.provoke, **options.provoke})
    run: CheckRun | None = None
    try:
        with (
            opened.target as target,
            limits.open_budget(contract.vendor, chosen.address) as budget,
            Progress() as progress,
        ):
            sender = RequestSender(
                target, budget, per_second=limits.per_second, deadline_s=limits.deadline_s
            )
            run = CheckRun(contract, sender, options, progress)
            result = run_check(run)
            then(run, result)
            return result
    except (KeyboardInterrupt, Exception) as error:
        if run is None:
            raise
        if isinstance(error, KeyboardInterrupt):
            return run.result(ExitReason.INTERRUPTED, f"interrupted; {_SO_FAR}")
        return run.result(ExitReason.FAILED, f"{told(error)}; {_SO_FAR}")


def keep_attachments(result: CheckResult) -> str:
    """Write what curl lines refer to; return what went wrong, empty for nothing."""
    try:
        for finding in result.findings:
            for name, data in finding.attachments.items():
                write_file(own_file(name), data)
    except UsageError as error:
        return f"{error}; curl lines of the report refer to it"
    return ""
