"""`truecopy drift wire`: what an endpoint does, from day to day."""

from dataclasses import replace

import click

from truecopy.cli.check_session import keep_attachments
from truecopy.cli.options.group import with_options
from truecopy.cli.options.wire import WireSettings, hide_options_of_check
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.wire_look import look_at_wire
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.report import check_page, page_report
from truecopy.report.memory_report import memory_json, memory_summary, memory_text


@click.command(short_help="Check an endpoint with memory: what is new, lasts, is gone.")
@click.argument("target")
@with_options(WireSettings)
@workspace_option
def wire(settings: WireSettings, *, target: str, workspace: Workspace) -> None:
    """Check an endpoint with memory: what is new, what lasts, what is gone.

    TARGET is the address that stands in front of the documented paths, or `mock` for the mock in process.

    \b
      truecopy drift wire https://api.mulerouter.ai --vendor mulerouter --max-cost 2
      truecopy drift wire http://127.0.0.1:4747/mulerouter --vendor mulerouter --alert file:alerts.jsonl

    The check is that of `truecopy check`. What it finds for the first time is looked at again before it counts; what
    does not come again is info. Failures of the server (429, 5xx, no answer) and a refused key are no drift. An
    episode ends when a later run has looked at its claim and found it kept: what was not examined is not fixed.

    \b
    Exit codes: 0 no drift, 1 drift, new or lasting, 2 could not look, 3 budget reached or deadline,
    4 credentials refused, 130 interrupted.
    """
    look = look_at_wire(settings, target, workspace)
    told = look.session.remember(look.seen)
    shown = replace(look.result, findings=(*told.counted, *told.once), silenced=told.silenced)
    problem = keep_attachments(shown)
    folder = workspace.contract_folder(shown.contract.vendor)
    settings.check.report.write(
        page_report(
            lambda: check_page(shown, folder),
            lambda: memory_text([told]),
            lambda: memory_json([told]),
        ),
        f"{memory_summary(told)}\n",
    )
    if problem:
        raise UsageError(problem)
    raise click.exceptions.Exit(told.exit_reason.exit_code)


hide_options_of_check(wire)
