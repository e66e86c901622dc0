"""`truecopy verify`: do the cassettes still agree with the contracts?"""

import re
from pathlib import Path
from typing import Any

import click

from truecopy.cli.options import (
    fail_on_option,
    fails,
    format_option,
    shown_path,
    workspace_option,
)
from truecopy.cli.redacting import open_redactor, redaction_options
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.model import Contract
from truecopy.recording.files import FOLDER
from truecopy.recording.plays import read_plays
from truecopy.recording.verification import Scrutiny, verify_cassettes
from truecopy.report import Progress, verification_json, verification_text

_UNITS_S = {"h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_AGE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)([hdw])")


class _Age(click.ParamType[float]):
    """A duration such as `12h`, `30d`, `4w`, in seconds."""

    name = "age"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return seconds."""
        if isinstance(value, float):
            return value
        found = _AGE.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value!r} is no age, such as 12h, 30d or 4w", param, ctx)
        return float(found.group(1)) * _UNITS_S[found.group(2)]


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--vendor", metavar="V", help="Whose answers they are, where cassettes do not say.")
@click.option(
    "--max-age",
    type=_Age(),
    metavar="AGE",
    help="Find what is older: 12h, 30d, 4w.",
)
@click.option(
    "--played",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Find what was not played: the file of `pytest --truecopy-played`, or the journal of `truecopy replay`.",
)
@fail_on_option
@redaction_options
@workspace_option
@format_option
def verify(
    *,
    path: Path | None,
    vendor: str | None,
    workspace: Workspace,
    output_format: str,
    **settings: Any,
) -> None:
    """Judge every interaction of every cassette by the contracts.

    PATH is a cassette or a folder of them.  [default: the recordings of the workspace]

    \b
      truecopy verify
      truecopy verify recordings/mulerouter --max-age 90d
      truecopy verify tests/cassettes --vendor applerouter

    The judge is that of `truecopy check`: requests, answers, promises (a recorded picture is decoded and measured) and
    the order of a task's states. Cassettes of plain VCR.py are read too.

    \b
    Exit codes: 0 agrees, 1 findings at or above --fail-on, 2 nothing could be verified.
    """
    if vendor is not None:
        workspace.load(vendor)
    place = path or shown_path(workspace.root / FOLDER)
    played = settings["played"]
    contracts = _Contracts(workspace)
    scrutiny = Scrutiny(
        contract_of=contracts.get,
        contracts=lambda: filter(None, map(contracts.get, workspace.vendors())),
        vendor=vendor,
        redactor=open_redactor(settings),
        max_age_s=settings["max_age"],
        played=None if played is None else read_plays(played),
    )
    with Progress(verb="verifying") as progress:
        found = verify_cassettes(place, scrutiny, progress)
    if not found.cassettes:
        raise UsageError(f"{place}: there are no cassettes")
    text = verification_json(found) if output_format == "json" else verification_text(found)
    click.echo(text, nl=False)
    is_broken = fails(found.findings, settings["fail_on"])
    if not found.interactions or not (found.sightings or is_broken):
        click.echo(
            "nothing could be verified: no contract is known for it; --vendor names one", err=True
        )
        raise click.exceptions.Exit(2)
    raise click.exceptions.Exit(1 if is_broken else 0)


class _Contracts:
    """The contracts of a workspace, each loaded once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: dict[str, Contract | None] = {}

    def get(self, vendor: str) -> Contract | None:
        """Return the contract of a vendor, None where the workspace has none."""
        if vendor not in self._loaded:
            is_known = vendor in self._workspace.vendors()
            self._loaded[vendor] = self._workspace.load(vendor) if is_known else None
        return self._loaded[vendor]
