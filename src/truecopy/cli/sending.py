"""The options of every command that sends planned requests to a target."""

from collections.abc import Mapping
from typing import Any

import click

from truecopy.cli.budgets import read_prices
from truecopy.cli.options import Number, option_group
from truecopy.cli.targets import is_live
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError
from truecopy.judge import EXAMPLE_PICTURE, SendOptions, poll_interval_s, task_timeout_s
from truecopy.model import Contract

# Adds what says whose contract it is, and how its requests are sent.
sending_options = option_group(
    click.option(
        "--vendor",
        metavar="V",
        help="Whose contract.  [default: the only one, or that of the address]",
    ),
    click.option("--dry-run", is_flag=True, help="Print plan and cost; send nothing."),
    click.option(
        "--image-url", metavar="URL", help="A picture that the target can fetch, for requests."
    ),
    click.option(
        "--poll-interval",
        type=Number(0.01),
        metavar="S",
        help="Seconds between looks at a task.  [default: as documented, 0.5 on this machine]",
    ),
    click.option(
        "--task-timeout",
        type=Number(0),
        metavar="S",
        help="Seconds that a task may take.  [default: as documented, 30 on this machine]",
    ),
    click.option(
        "--timeout",
        type=Number(0.1),
        default=120.0,
        show_default=True,
        metavar="S",
        help="Seconds to wait for an answer.",
    ),
)


def read_sending(contract: Contract, target: str, settings: Mapping[str, Any]) -> SendOptions:
    """Return how requests are to be sent.

    Raises:
        UsageError: A value cannot be used; it is shown.
    """
    is_near = not is_live(target)
    image_url, timeout = settings["image_url"], settings["task_timeout"]
    if image_url is not None and not is_absolute_url(image_url):
        raise UsageError(f"--image-url {image_url!r} is no address of a picture")
    return SendOptions(
        prices=read_prices(contract, settings["prices"]),
        image_url=image_url or (EXAMPLE_PICTURE if is_near else None),
        poll_interval_s=settings["poll_interval"] or poll_interval_s(contract, is_loopback=is_near),
        task_timeout_s=task_timeout_s(contract, is_loopback=is_near)
        if timeout is None
        else timeout,
    )
