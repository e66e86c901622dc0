"""The command line: one module a command, each parses, calls, prints and exits."""

import difflib
import io
import sys
from contextlib import suppress
from typing import NoReturn

import click

from truecopy import __version__
from truecopy.errors import TruecopyError

_COMMANDS = {
    "serve": "Play vendors on a local port.",
    "check": "Check an endpoint, mock or real, against a vendor's contract.",
    "certify": "Certify the mock by the check, and print what it was seen to keep.",
    "record": "Record a vendor's answers, redacted; or compare them with what it answers now.",
    "proxy": "Forward, judge and record your own traffic to a vendor.",
    "replay": "Serve recorded answers on a local port.",
    "verify": "Judge recordings by the contracts.",
    "recordings": "Export recordings for plain VCR.py.",
    "documents": "Fetch the vendors' pages as dated snapshots of text.",
    "derive": "Derive contracts from the vendors' documents, or check the ones that are there.",
    "diff": "Compare two contracts, claim by claim: what has changed, and whom it breaks.",
    "drift": "Find what no longer agrees with the contracts.",
    "vendors": "Look at the vendors of the workspace and at their rules.",
    "init": "Make a workspace for a vendor of your own, with an example that works.",
}


class _Lazy(click.Group):
    """Imports a command when it is called: `serve` does not wait for what only `derive` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        command = getattr(import_module(f"truecopy.cli.commands.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            near = difflib.get_close_matches(name, _COMMANDS)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"No such command {name!r}.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TRUECOPY"},
    epilog="Exit codes: 0 agrees, 1 findings, 2 could not work, 3 budget reached or deadline, 4 credentials refused, "
    "130 interrupted.",
)
@click.version_option(__version__, prog_name="truecopy")
def truecopy() -> None:
    """Certified copies of third-party HTTP APIs.

    Contracts are derived from a vendor's documents. A mock keeps them: real pictures, tasks that move through
    their states, the vendor's own errors. A check says whether an endpoint does. Recordings are real answers to
    test against, judged by the contract like everything else.

    \b
      truecopy serve                                every vendor on http://127.0.0.1:4747
      truecopy check http://127.0.0.1:4747/mulerouter --vendor mulerouter
      truecopy record mock --vendor mulerouter      its answers, to replay and to verify
      truecopy vendors show mulerouter              its rules, each with its source
      truecopy derive ./documents --check           do the documents still say so?

    Settings come from the command line, else from TRUECOPY_<COMMAND>_<OPTION> in the environment, else from
    [tool.truecopy.<command>] in pyproject.toml or [<command>] in truecopy.toml.
    """


def main() -> None:
    """Run the command line; a known error is one clear line and exit code 2."""
    if sys.stdout is None:
        _end("standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal has every character
    try:
        code = truecopy.main(prog_name="truecopy", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)  # 128 and the number of the signal, as shells have it
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (TruecopyError, OSError) as error:
        _end(str(error))
    sys.exit(code if isinstance(code, int) else 0)


def _end(problem: str) -> NoReturn:
    """Say what keeps the program from working, and end it."""
    click.echo(f"Error: {problem}", err=True)
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            # What cannot be written now cannot be written at the end either, where it would be a traceback.
            with suppress(OSError):
                sys.stdout.close()
    sys.exit(2)
