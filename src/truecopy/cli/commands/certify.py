"""`truecopy certify`: the mock judged by the same check as its vendor."""

from dataclasses import replace
from pathlib import Path

import click

from truecopy.check import CheckOptions, CheckResult, CheckRun, run_check
from truecopy.cli.files import require_writable, write_file
from truecopy.cli.options.keys import KeyOptions
from truecopy.cli.options.report import fails
from truecopy.cli.options.workspace import vendor_option, workspace_option
from truecopy.cli.practice_keys import fitted
from truecopy.cli.targets import MOCK
from truecopy.contract import Workspace
from truecopy.judge import SendOptions
from truecopy.mock import create_app
from truecopy.model import ExitReason, Phase, Severity, Standing
from truecopy.report import Progress, check_text, fidelity_markdown
from truecopy.wire import Budget, RequestSender, Target
from truecopy.wire.target import IN_PROCESS

# A task of two seconds is over in a tenth of one, which is how often it is looked at.
_SPEED, _INTERVAL_S = 20.0, 0.1
# Any will do that stays: the table is the same from run to run.
_SEED = 1


@click.command()
@vendor_option
@click.option(
    "--max-examples",
    type=click.IntRange(1),
    default=30,  # three vendors are certified within a minute or so
    show_default=True,
    metavar="N",
    help="Generated requests for each operation and kind.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the table there instead of to standard output.",
)
@click.option(
    "--deadline",
    "deadline_s",
    type=click.FloatRange(0.1),  # less is over before the first answer
    default=900.0,  # fifteen times as long as a vendor takes
    show_default=True,
    metavar="S",
    help="Stop the check of a vendor with exit 3 after so many seconds.",
)
@workspace_option
def certify(
    *,
    vendors: tuple[str, ...],
    max_examples: int,
    output: Path | None,
    deadline_s: float,
    workspace: Workspace,
) -> None:
    """Certify the mock: run every phase of the check against it, and print what it was seen to keep.

    \b
      truecopy certify --vendor mulerouter
      truecopy certify --output docs/fidelity.md

    The mock runs in process, and is also asked for its errors and failed tasks. The table is the same from
    run to run. Exit code 1 means that a finding contradicts the mock, or that a claim is broken; 3 that its time
    was over before that was known.
    """
    names = vendors or workspace.vendors()
    if output is not None:
        require_writable(output.parent)
    results = [_certified(name, workspace, max_examples, deadline_s) for name in names]
    table = fidelity_markdown(results)
    if output is None:
        click.echo(table, nl=False)
    else:
        write_file(output, table)
    failed = [each for each in results if each.exit_reason is not ExitReason.AGREES]
    for each in failed:
        click.echo(check_text(each), err=True, nl=False)
    codes = {_exit_code(each) for each in failed}
    raise click.exceptions.Exit(1 if 1 in codes else max(codes, default=0))


def _exit_code(failed: CheckResult) -> int:
    """Return the exit code for a mock that is not seen to keep its contract."""
    is_found = failed.count(Standing.BROKEN) or fails(failed.findings, Severity.WARNING)
    return 1 if is_found else failed.exit_reason.exit_code or 1


def _certified(
    vendor: str, workspace: Workspace, max_examples: int, deadline_s: float
) -> CheckResult:
    # The mock plays what is assumed too, so that is demanded of it like what is stated.
    contract = replace(workspace.load(vendor), is_demanding=True)
    app = create_app([vendor], workspace=workspace.root, seed=_SEED, time_scale=_SPEED)
    options = CheckOptions(
        phases=frozenset(Phase),
        sending=SendOptions(poll_interval_s=_INTERVAL_S),
        provoke={**app.provocations(vendor), **app.errors_on_demand(vendor)},
        seed=_SEED,
        max_examples=max_examples,
    )
    keys = fitted(KeyOptions().read_keys(MOCK, contract), app, vendor)
    with Target(IN_PROCESS, keys, app=app) as target, Progress() as progress:
        sender = RequestSender(target, Budget(), deadline_s=deadline_s)
        return run_check(CheckRun(contract, sender, options, progress))
