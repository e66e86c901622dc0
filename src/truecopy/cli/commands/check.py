"""`truecopy check`: does an endpoint keep a vendor's contract?"""

import click

from truecopy.check import CheckOptions, CheckResult
from truecopy.cli.check_session import keep_attachments, planned_probes, run_session
from truecopy.cli.dry_run import generated_cost, plan_text
from truecopy.cli.ends import terminable
from truecopy.cli.options.check import CheckSettings
from truecopy.cli.options.group import with_options
from truecopy.cli.options.report import fails
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.targets import ChosenTarget, choose_target
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.model import Contract, ExitReason, Probe
from truecopy.report import check_report, summary_line


@click.command()
@click.argument("target")
@with_options(CheckSettings)
@workspace_option
def check(settings: CheckSettings, *, target: str, workspace: Workspace) -> None:
    """Check an endpoint against a vendor's contract.

    TARGET is the address that stands in front of the documented paths, or `mock` for the mock in process.

    \b
      truecopy check mock --vendor mulerouter
      truecopy check http://127.0.0.1:4747/mulerouter --vendor mulerouter
      truecopy check https://api.mulerouter.ai --dry-run
      truecopy check https://api.mulerouter.ai --max-cost 2 --report junit=check.xml

    For each documented rule the cheapest requests that would show it broken are sent: one good request, then
    refusals that differ from it in one field, then good requests at every limit, then tasks to their end. The
    phases fuzz and lifecycle-fuzz add generated requests.

    The key is read from TRUECOPY_TOKEN_<VENDOR> or TRUECOPY_TOKEN. A target that is not on this machine needs
    --max-cost, --max-requests or --yes.

    \b
    Exit codes: 0 agrees, 1 findings at or above --fail-on, 2 could not check, 3 budget reached or
    deadline, 4 credentials refused, 130 interrupted.
    """
    chosen = settings.assumptions.hold(choose_target(target, settings.requests.vendor, workspace))
    options = settings.check_options(chosen.contract, target)
    probes = planned_probes(chosen.contract, options)
    if settings.requests.is_dry_run:
        click.echo(_plan_text(chosen.contract, options, probes, settings), nl=False)
        return
    if settings.is_self_test:
        from truecopy.cli.self_test_run import self_test

        settings.report.refuse_files("--self-test")
        code = self_test(chosen, options, settings.report.output_format)
    else:
        code = _checked(chosen, options, probes, settings)
    raise click.exceptions.Exit(code)


def _checked(
    chosen: ChosenTarget, options: CheckOptions, probes: list[Probe], settings: CheckSettings
) -> int:
    """Run the check, write what it found, and return the exit code.

    Raises:
        UsageError: Something that was asked for cannot be used, or not be written.
    """
    settings.report.require_writable()
    settings.baseline.require_sense()
    baseline = settings.baseline.read(chosen.workspace)
    settings.budget.require(chosen.contract, chosen.address, options.sending, probes)
    with terminable():
        found = run_session(chosen, options, settings)
    result = settings.baseline.applied(baseline, found)
    problem = keep_attachments(result)
    folder = chosen.workspace.contract_folder(chosen.contract.vendor)
    settings.report.write(check_report(result, folder), summary_line(result))
    if problem:
        raise UsageError(problem)
    return exit_code(result, settings.fail_on)


def exit_code(result: CheckResult, fail_on: str) -> int:
    """Return the exit code of a result; a finding that counts is told before a budget that ended early."""
    code = result.exit_reason.exit_code
    is_told = code == 0 or result.exit_reason in (ExitReason.BUDGET, ExitReason.DEADLINE)
    return 1 if is_told and fails(result.findings, fail_on) else code


def _plan_text(
    contract: Contract, options: CheckOptions, probes: list[Probe], settings: CheckSettings
) -> str:
    """Return what a dry run prints.

    Raises:
        UsageError: Something is asked for that a dry run does not do.
    """
    settings.report.refuse_files("--dry-run")
    if settings.report.output_format != "text":
        raise UsageError("--dry-run prints text only")
    if settings.is_self_test:
        raise UsageError("--self-test has no effect on --dry-run")
    wanted = [each for each in probes if each.phase in options.phases]
    return plan_text(contract, options.sending, wanted, generated_cost(contract, options))
