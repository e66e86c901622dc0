"""`truecopy check`: does an endpoint keep a vendor's contract?"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from truecopy.check import (
    CheckOptions,
    CheckResult,
    CheckRun,
    run_check,
)
from truecopy.cli.budgets import (
    budget_options,
    generated_cost,
    in_folder,
    open_budget,
    plan_text,
    require_budget,
)
from truecopy.cli.check_options import check_options, read_options, read_report, report_options
from truecopy.cli.options import fails, workspace_option
from truecopy.cli.sending import sending_options
from truecopy.cli.targets import (
    MOCK,
    OpenTarget,
    is_live,
    key_options,
    open_target,
    read_keys,
    require_target,
    vendor_of,
)
from truecopy.contract import Workspace, compile_operations
from truecopy.errors import UsageError
from truecopy.judge import OperationPlan, Planner
from truecopy.model import Contract, ExitReason
from truecopy.report import Progress, check_report, summary_line
from truecopy.wire import RequestSender


@click.command()
@click.argument("target")
@sending_options
@check_options
@key_options
@budget_options
@report_options
@workspace_option
def check(*, target: str, vendor: str | None, workspace: Workspace, **settings: Any) -> None:  # fmt: skip
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
    Exit codes: 0 agrees, 1 findings at or above --fail-on, 2 could not check, 3 budget reached,
    4 credentials refused, 130 interrupted.
    """
    require_target(target)
    contract = workspace.load(vendor or vendor_of(target, workspace))
    folder = workspace.contract_folder(contract.vendor)
    reports = [read_report(each) for each in settings["reports"]]
    options = read_options(contract, target, settings)
    plans = _plans(contract, options)
    if settings["dry_run"]:
        if settings["output_format"] != "text":
            raise UsageError("--dry-run prints text only")
        _without_effect("--dry-run", settings, ("reports", "output", "self_test"))
        wanted = [
            probe for plan in plans for probe in plan.probes() if probe.phase in options.phases
        ]
        generated = generated_cost(contract, options)
        click.echo(plan_text(contract, options, wanted, generated), nl=False)
        return
    if settings["self_test"]:
        from truecopy.cli.selftest import self_test

        if target != MOCK:
            raise UsageError("--self-test changes the mock; TARGET must be mock")
        _without_effect("--self-test", settings, ("reports", "output"))
        code = self_test(contract, workspace, options, settings["output_format"])
        raise click.exceptions.Exit(code)
    for path in (settings["output"], *(path for _, path in reports)):
        _require_writable(path)
    everything = [probe for plan in plans for probe in plan.probes()]
    require_budget(contract, target, options, everything, settings)
    result = _checked(target, contract, workspace, options, settings)
    _keep_attachments(result)
    text = check_report(result, settings["output_format"], folder)
    if settings["output"] is None:
        click.echo(text, nl=False)
    else:
        _write(settings["output"], text)
    for kind, path in reports:
        _write(path, check_report(result, kind, folder))
    if settings["output_format"] != "text" or settings["output"] is not None:
        click.echo(summary_line(result), nl=False, err=True)
    raise click.exceptions.Exit(exit_code(result, settings["fail_on"]))


def exit_code(result: CheckResult, fail_on: str) -> int:
    """Return the exit code of a result; a finding that counts is told before a budget that ended early."""
    code = result.exit_reason.exit_code
    is_told = code == 0 or result.exit_reason is ExitReason.BUDGET
    return 1 if is_told and fails(result.findings, fail_on) else code


def _checked(
    address: str,
    contract: Contract,
    workspace: Workspace,
    options: CheckOptions,
    settings: dict[str, Any],
) -> CheckResult:
    keys = read_keys(
        address, contract, settings["token"], settings["token_env"], settings["second_token_env"]
    )
    opened = open_target(
        address, contract, workspace, keys, seed=options.seed, timeout_s=settings["timeout"]
    )
    with (
        opened.target as target,
        open_budget(settings, contract.vendor, is_live=is_live(address)) as budget,
        Progress() as progress,
    ):
        sender = RequestSender(target, budget, per_second=settings["rate"])
        run = CheckRun(contract, sender, _provoking(options, opened), progress)
        try:
            return run_check(run)
        except KeyboardInterrupt:
            return run.result(ExitReason.INTERRUPTED, "interrupted; this is what is known so far")


def _provoking(options: CheckOptions, opened: OpenTarget) -> CheckOptions:
    return replace(options, provoke={**opened.provoke, **options.provoke})


def _plans(contract: Contract, options: CheckOptions) -> list[OperationPlan]:
    planner = Planner(contract, compile_operations(contract), image_url=options.image_url)
    return planner.plans()


def _without_effect(mode: str, settings: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if settings[name]:
            flag = name.removesuffix("s").replace("_", "-")
            raise UsageError(f"--{flag} has no effect on {mode}")


def _require_writable(path: Path | None) -> None:
    """Find out that a report cannot be written before anything is spent on it.

    Raises:
        UsageError: It cannot be.
    """
    if path is None:
        return
    place = next(each for each in (path, *path.absolute().parents) if each.exists())
    is_right = place.is_dir() if place != path else place.is_file()
    if not is_right or not os.access(place, os.W_OK):
        what = "is a folder" if path.is_dir() else f"{place} cannot be written to"
        raise UsageError(f"{path}: cannot be written: {what}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Steps of one job share their summary.
    mode = "a" if str(path) == os.environ.get("GITHUB_STEP_SUMMARY") else "w"
    with path.open(mode, encoding="utf-8") as file:
        file.write(text)


def _keep_attachments(result: CheckResult) -> None:
    """Write what curl lines refer to."""
    for finding in result.findings:
        for name, data in finding.attachments.items():
            in_folder(name).write_bytes(data)
