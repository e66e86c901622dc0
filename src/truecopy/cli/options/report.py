"""The options that say where a result goes, in which format, and what of it makes the exit code 1."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.ends import told
from truecopy.cli.files import print_text, write_file
from truecopy.cli.options.group import option
from truecopy.errors import UsageError
from truecopy.model import Finding, Severity
from truecopy.report import FORMATS, Render


def fail_on_option() -> Any:
    """Return the field of a group that `--fail-on` fills."""
    return option(
        "--fail-on",
        type=click.Choice([each.value for each in Severity]),
        default=Severity.WARNING.value,
        help="Least severity that makes the exit code 1.",
    )


def fails(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether a finding is as grave as `--fail-on` says, or graver."""
    return any(each.severity.rank <= Severity(fail_on).rank for each in findings)


class _ReportFile(click.ParamType[tuple[str, Path]]):
    """Format and path of a report: `junit=check.xml`."""

    name = "report"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        """Return format and path.

        Raises:
            UsageError: It does not read FORMAT=PATH, or there is no such format.
        """
        kind, _, path = str(value).partition("=")
        if path == "-":
            raise UsageError(f"--report {value}: standard output is what --format is for")
        if kind not in FORMATS or not path:
            known = ", ".join(FORMATS)
            raise UsageError(
                f"--report {value!r}: FORMAT=PATH was expected, with a format of {known}"
            )
        return kind, Path(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """Where the result of a command goes.

    Attributes:
        reports: Format and path of each report beside the result.
    """

    output_format: str = option(
        "--format",
        type=click.Choice(list(FORMATS)),
        default="text",
        help="What goes to standard output.",
    )
    reports: tuple[tuple[str, Path], ...] = option(
        "--report",
        type=_ReportFile(),
        multiple=True,
        metavar="FORMAT=PATH",
        help=f"Also write a report: {', '.join(FORMATS)}.",
    )
    output: Path | None = option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write the result there instead of to standard output.",
    )

    def require_writable(self) -> None:
        """Find out that a report cannot be written before anything is spent on it.

        Raises:
            UsageError: It cannot be.
        """
        for path in (*filter(None, (self.output,)), *(path for _, path in self.reports)):
            place = next(each for each in (path, *path.absolute().parents) if each.exists())
            is_right = place.is_dir() is (place != path)
            if not is_right or not os.access(place, os.W_OK):
                what = "is a folder" if path.is_dir() else f"{place} cannot be written to"
                raise UsageError(f"{path}: cannot be written: {what}")

    def refuse_files(self, mode: str) -> None:
        """Refuse files where none are written.

        Args:
            mode: The flag that makes it so.

        Raises:
            UsageError: One is asked for.
        """
        for flag, value in (("--report", self.reports), ("--output", self.output)):
            if value:
                raise UsageError(f"{flag} has no effect on {mode}")

    def write(self, render: Render, summary: str) -> None:
        """Write the result where it is wanted: what can be written is, whatever becomes of the rest.

        Args:
            render: Returns the result in a format.
            summary: A line for people who do not see the text.

        Raises:
            UsageError: Something could not be written; names each place.
        """
        places: list[tuple[str, Path | None]] = [*self.reports, (self.output_format, self.output)]
        problems = [_problem(render, kind, path) for kind, path in places]
        if self.output_format != "text" or self.output is not None:
            click.echo(summary, nl=False, err=True)
        if any(problems):
            raise UsageError("; ".join(filter(None, problems)))


def _problem(render: Render, kind: str, path: Path | None) -> str:
    """Write a report, to standard output without a path; return what went wrong, empty for nothing."""
    try:
        text = render(kind)
        if path is None:
            print_text(text)
        else:
            # Steps of one job share their summary.
            is_shared = str(path) == os.environ.get("GITHUB_STEP_SUMMARY")
            write_file(path, text, is_added=is_shared)
    except UsageError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the other reports are written all the same
        return f"{path or 'standard output'}: the {kind} report cannot be made: {told(error)}"
    return ""
