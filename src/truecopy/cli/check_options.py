"""The options of `truecopy check`, and what is read from them."""

from pathlib import Path
from typing import Any

import click

from truecopy.check import CheckOptions
from truecopy.check.options import DEFAULT_PHASES
from truecopy.cli.options import Setting, fail_on_option, option_group
from truecopy.cli.sending import read_sending
from truecopy.errors import UsageError
from truecopy.model import Contract, Phase
from truecopy.report import CHECK_FORMATS

_LARGEST_SEED = 2**31


# Adds what says how a check is run, beyond what every command that sends requests has.
check_options = option_group(
    click.option(
        "--phases",
        default=",".join(each.value for each in Phase if each in DEFAULT_PHASES),
        show_default=True,
        metavar="LIST",
        help=f"Parts of the check: {', '.join(each.value for each in Phase)}, or all.",
    ),
    click.option(
        "--provoke",
        multiple=True,
        metavar="STATE=HEADER:VALUE",
        help="Header by which the target lets a task end in a state, as mocks can.",
    ),
    click.option(
        "--second-token-env",
        metavar="NAME",
        help="Variable with the key of another account, to see that tasks are not shown to it.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, _LARGEST_SEED),
        default=0,
        show_default=True,
        metavar="N",
        help="Of generated requests.",
    ),
    click.option(
        "--max-examples",
        type=click.IntRange(1),
        default=50,
        show_default=True,
        metavar="N",
        help="Generated requests for each operation and kind.",
    ),
    click.option(
        "--max-failures",
        type=click.IntRange(1),
        metavar="N",
        help="Stop after so many findings above info.",
    ),
    fail_on_option,
    click.option(
        "--self-test",
        is_flag=True,
        help="Change the contract claim by claim, and show that each change is noticed.",
    ),
)


# Adds what says where the result goes.
report_options = option_group(
    click.option(
        "--format",
        "output_format",
        cls=Setting,
        type=click.Choice(list(CHECK_FORMATS)),
        default="text",
        show_default=True,
        help="What goes to standard output.",
    ),
    click.option(
        "--report",
        "reports",
        cls=Setting,
        multiple=True,
        metavar="FORMAT=PATH",
        help=f"Also write a report: {', '.join(CHECK_FORMATS)}.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write the result there instead of to standard output.",
    ),
)


def read_options(contract: Contract, target: str, settings: dict[str, Any]) -> CheckOptions:
    """Return how a check is to be run.

    Raises:
        UsageError: A value cannot be used; it is shown.
    """
    sending = read_sending(contract, target, settings)
    return CheckOptions(
        phases=_phases(settings["phases"]),
        prices=sending.prices,
        image_url=sending.image_url,
        poll_interval_s=sending.poll_interval_s,
        task_timeout_s=sending.task_timeout_s,
        provoke=dict(_provocation(contract, each) for each in settings["provoke"]),
        max_failures=settings["max_failures"],
        seed=settings["seed"],
        max_examples=settings["max_examples"],
    )


def _phases(text: str) -> frozenset[Phase]:
    if text == "all":
        return frozenset(Phase)
    names = [each.strip() for each in text.split(",") if each.strip()]
    known = [each.value for each in Phase]
    unknown = [each for each in names if each not in known]
    if unknown or not names:
        raise UsageError(
            f"--phases {text!r}: {', '.join(unknown) or 'nothing'} is no phase; there are {', '.join(known)}"
        )
    return frozenset(Phase(each) for each in names)


def _provocation(contract: Contract, text: str) -> tuple[str, dict[str, str]]:
    state, _, header = text.partition("=")
    name, _, value = header.partition(":")
    terminal = contract.lifecycle.terminal if contract.lifecycle else ()
    is_status = state.isdecimal() and 400 <= int(state) <= 599
    if not (is_status or state in terminal) or not name or not value:
        raise UsageError(
            f"--provoke {text!r}: STATE=HEADER:VALUE was expected, with a status of 400 to 599"
            + (f" or a state of {', '.join(terminal)}" if terminal else "")
        )
    return state, {name.strip(): value.strip()}


def read_report(text: str) -> tuple[str, Path]:
    """Return format and path of a report.

    Raises:
        UsageError: It does not read FORMAT=PATH, or there is no such format.
    """
    kind, _, path = text.partition("=")
    if path == "-":
        raise UsageError(f"--report {text}: standard output is what --format is for")
    if kind not in CHECK_FORMATS or not path:
        known = ", ".join(CHECK_FORMATS)
        raise UsageError(f"--report {text!r}: FORMAT=PATH was expected, with a format of {known}")
    return kind, Path(path)
