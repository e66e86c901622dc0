"""Options of a look at an endpoint."""

from dataclasses import dataclass

import click

from truecopy.cli.options.calls import CallOptions
from truecopy.cli.options.check import CheckSettings
from truecopy.cli.options.group import option
from truecopy.cli.options.memory import MemoryOptions
from truecopy.errors import UsageError

# Options of the check that a look with memory refuses; what is not looked at for the last could be taken for gone.
_OF_CHECK = ("--dry-run", "--self-test", "--max-failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireSettings:
    """Everything that a look at an endpoint can be told."""

    confirm: int = option(
        "--confirm",
        type=click.IntRange(0, 10),
        default=1,
        metavar="N",
        help="Further looks, in the same run and budget, before something new counts.",
    )
    memory: MemoryOptions
    calls: CallOptions
    check: CheckSettings

    def require_sense(self) -> None:
        """Refuse what is for another command, or has no effect.

        Raises:
            UsageError: Something is asked for that a look does not do, or a report cannot be written.
        """
        check = self.check
        given = (check.requests.is_dry_run, check.is_self_test, check.max_failures is not None)
        for flag, is_set in zip(_OF_CHECK, given, strict=True):
            if is_set:
                raise UsageError(f"{flag} is for `truecopy check`")
        check.report.require_writable()
        check.baseline.require_sense()


def hide_options_of_check(command: click.Command) -> None:
    """Leave out of a command's help the options of `truecopy check` that a look refuses."""
    for each in command.params:
        if isinstance(each, click.Option) and not set(each.opts).isdisjoint(_OF_CHECK):
            each.hidden = True
