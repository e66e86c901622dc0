"""`truecopy verify`: do the cassettes still agree with the contracts?"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.files import shown_path
from truecopy.cli.options.assumptions import AssumptionOptions
from truecopy.cli.options.baseline import BaselineFile, today
from truecopy.cli.options.group import option, with_options
from truecopy.cli.options.redaction import RedactionOptions
from truecopy.cli.options.report import ReportOptions, fail_on_option, fails
from truecopy.cli.options.workspace import workspace_option
from truecopy.cli.scrutiny import make_scrutiny, nothing_judged
from truecopy.contract import Workspace
from truecopy.errors import UsageError
from truecopy.model import ExitReason
from truecopy.recording.cassette_files import FOLDER
from truecopy.recording.play_log import read_plays
from truecopy.recording.verification import Verification, verify_cassettes
from truecopy.report import (
    Progress,
    page_report,
    verification_json,
    verification_page,
    verification_summary,
    verification_text,
)

_UNITS_S = {"h": 3600.0, "d": 86_400.0, "w": 604_800.0}
# A number and its unit, such as `1.5d`; a million weeks is more than any recording is old.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifySettings:
    """Everything that a verification can be told."""

    vendor: str | None = option(
        "--vendor", metavar="V", help="Whose answers they are, where cassettes do not say."
    )
    max_age_s: float | None = option(
        "--max-age", type=_Age(), metavar="AGE", help="Find what is older: 12h, 30d, 4w."
    )
    played: Path | None = option(
        "--played",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="Find what was not played: the file of `pytest --truecopy-played`, or the journal of `truecopy replay`.",
    )
    fail_on: str = fail_on_option()
    assumptions: AssumptionOptions
    redaction: RedactionOptions
    baseline: BaselineFile
    report: ReportOptions


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@with_options(VerifySettings)
@workspace_option
def verify(settings: VerifySettings, *, path: Path | None, workspace: Workspace) -> None:
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
    if settings.vendor is not None:
        workspace.load(settings.vendor)
    place = path or shown_path(workspace.root / FOLDER)
    found = _verified(place, settings, workspace)
    silence = settings.baseline.read(workspace).silence(found.findings, today())
    found.findings[:] = silence.counted
    is_broken = fails(found.findings, settings.fail_on)
    reason = ExitReason.FINDINGS if is_broken else ExitReason.AGREES
    message = ""
    accepted = f"{len(silence.silenced)} accepted by the baseline" if silence.silenced else ""
    if not found.interactions or not (found.sightings or is_broken):
        reason = ExitReason.NOTHING_EXAMINED
        message = f"nothing could be verified: {nothing_judged(found)}"
    settings.report.write(
        page_report(
            lambda: verification_page(found, reason, message),
            lambda: verification_text(found),
            lambda: verification_json(found),
        ),
        f"{verification_summary(found)}\n",
    )
    for told in filter(None, (accepted, message)):
        click.echo(told, err=True)
    raise click.exceptions.Exit(1 if reason is ExitReason.FINDINGS else reason.exit_code)


def _verified(place: Path, settings: VerifySettings, workspace: Workspace) -> Verification:
    """Return what the cassettes at a place say.

    Raises:
        UsageError: There are none.
    """
    with Progress(verb="verifying") as progress:
        scrutiny = make_scrutiny(
            workspace,
            settings.assumptions,
            settings.vendor,
            settings.redaction.open_redactor(),
            max_age_s=settings.max_age_s,
            played=None if settings.played is None else read_plays(settings.played),
        )
        found = verify_cassettes(place, scrutiny, progress)
    if not found.cassettes:
        raise UsageError(f"{place}: there are no cassettes")
    return found
