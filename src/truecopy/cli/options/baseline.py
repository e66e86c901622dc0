"""The options of the baseline: which findings are accepted, and how more become so."""

import getpass
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from truecopy.check import CheckResult
from truecopy.cli.files import write_file
from truecopy.cli.options.group import option
from truecopy.contract import Workspace
from truecopy.drift.baseline import BASELINE, Baseline, read_baseline
from truecopy.errors import UsageError
from truecopy.model import ExitReason, Finding, Severity


class _Day(click.ParamType[date]):
    """A day such as 2027-01-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day, such as 2027-01-31", param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineFile:
    """Which findings are accepted."""

    baseline_path: Path | None = option(
        "--baseline",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=f"Accepted findings, which are quiet.  [default: {BASELINE} of the workspace]",
    )

    def read(self, workspace: Workspace, *, may_be_new: bool = False) -> Baseline:
        """Return the baseline.

        Args:
            may_be_new: Whether a file that is named need not be there yet.

        Raises:
            UsageError: A file is named, and is not there.
            WorkspaceError: It cannot be used.
        """
        is_missing = self.baseline_path is not None and not self.baseline_path.exists()
        if is_missing and not may_be_new:
            raise UsageError(f"--baseline {self.baseline_path}: there is no such file")
        folder = Path() if workspace.is_fallback else workspace.root
        return read_baseline(self.baseline_path or folder / BASELINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOptions:
    """Which findings are accepted, and how more become so."""

    file: BaselineFile = BaselineFile()
    is_update: bool = option(
        "--baseline-update",
        is_flag=True,
        help="Accept what is found now; needs --reason.",
    )
    reason: str | None = option(
        "--reason", metavar="TEXT", help="Why the findings are accepted, for whoever reviews."
    )
    until: date | None = option(
        "--until",
        type=_Day(),
        metavar="DAY",
        help="Last day of the acceptance, such as 2027-01-31.",
    )
    is_prune: bool = option(
        "--baseline-prune",
        is_flag=True,
        help="Take out of the baseline what was looked at and is gone.",
    )

    def require_sense(self) -> None:
        """Refuse options that have no effect together, before anything is sent.

        Raises:
            UsageError: Two of them do not go together, or one is missing.
        """
        if self.is_update and not (self.reason or "").strip():
            raise UsageError("--baseline-update needs --reason: whoever reviews it asks why")
        for flag, value in (("--reason", self.reason), ("--until", self.until)):
            if value is not None and not self.is_update:
                raise UsageError(f"{flag} has no effect without --baseline-update")
        if self.until is not None and self.until < today():
            raise UsageError(f"--until {self.until}: that day is past")

    def read(self, workspace: Workspace) -> Baseline:
        """Return the baseline; the first acceptance may make its file.

        Raises:
            UsageError: A file is named, and is not there.
            WorkspaceError: It cannot be used.
        """
        return self.file.read(workspace, may_be_new=self.is_update)

    def applied(self, baseline: Baseline, result: CheckResult) -> CheckResult:
        """Return a result without the findings that are accepted, which it counts; write what is asked for."""
        baseline, told = self.written(
            baseline,
            result.contract.vendor,
            result.findings,
            result.examined,
            is_complete=result.is_complete and not result.unanswered,
        )
        silence = baseline.silence(result.findings, today())
        count = len(silence.silenced)
        if count:
            told = f"{told} {count} accepted by {baseline.path.name}.".strip()
        is_quiet = not any(each.severity is not Severity.INFO for each in silence.counted)
        reason = result.exit_reason
        return replace(
            result,
            findings=silence.counted,
            silenced=count,
            message=f"{result.message} {told}".strip(),
            exit_reason=ExitReason.AGREES if reason is ExitReason.FINDINGS and is_quiet else reason,
        )

    def written(
        self,
        baseline: Baseline,
        vendor: str,
        found: Iterable[Finding],
        examined: frozenset[str],
        *,
        is_complete: bool,
    ) -> tuple[Baseline, str]:
        """Return the baseline as it is to be from now on, and a sentence about it; empty for no change.

        Args:
            found: Everything that was found, accepted or not.
            examined: Ids of the claims that the run looked at.
            is_complete: Whether the run came to its end.
        """
        found = [each for each in found if each.severity is not Severity.INFO]
        changed = baseline
        if self.is_prune:
            changed = changed.pruned(vendor, found, examined, is_complete=is_complete)
        if self.is_update:
            changed = changed.updated(
                found, reason=str(self.reason), who=_who(), today=today(), until=self.until
            )
        if changed.accepted == baseline.accepted:
            return baseline, ""
        write_file(baseline.path, changed.text())
        before = {each.fingerprint for each in baseline.accepted}
        after = {each.fingerprint for each in changed.accepted}
        name, more, fewer = baseline.path.name, len(after - before), len(before - after)
        return changed, f"{name} is written: {more} more, {fewer} fewer."


def today() -> date:
    """Return the day it is, in UTC, as histories have it."""
    return datetime.now(UTC).date()


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, as in containers
        return "unknown"
