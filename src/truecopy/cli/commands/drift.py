"""`truecopy drift`: what no longer agrees with the contracts."""

import json

import click

from truecopy.cli.commands.drift_all import everything
from truecopy.cli.commands.drift_documents import documents
from truecopy.cli.commands.drift_history import history
from truecopy.cli.commands.drift_recordings import recordings
from truecopy.cli.commands.drift_wire import wire
from truecopy.cli.options.drift import read_severities
from truecopy.cli.options.workspace import format_option, workspace_option
from truecopy.contract import Workspace
from truecopy.model import RULES
from truecopy.report import drift_rules_text


@click.group()
def drift() -> None:
    """Find what no longer agrees with the contracts."""


drift.add_command(documents)
drift.add_command(wire)
drift.add_command(recordings)
drift.add_command(everything)
drift.add_command(history)


@drift.command(short_help="List the rules of drift, each with its severity.")
@workspace_option
@format_option
def rules(*, workspace: Workspace, output_format: str) -> None:
    """List the rules of drift, each with its severity and a sentence.

    \b
      truecopy drift rules
      truecopy drift rules --format json

    [tool.truecopy.drift] in pyproject.toml, or [drift] in truecopy.toml, gives a rule another severity:

    \b
      request-default-changed = "error"
    """
    chosen = read_severities(workspace)
    table = [each for each in RULES.values() if each.is_of_change]
    if output_format == "json":
        rows = [
            {
                "rule": each.slug,
                "severity": chosen.get(each.slug, each.severity),
                "default": each.severity,
                "text": each.text,
            }
            for each in table
        ]
        click.echo(json.dumps({"schema_version": 1, "rules": rows}))
    else:
        click.echo(drift_rules_text(table, chosen), nl=False)
