"""The options of every command that sends planned requests to a target."""

from collections.abc import Mapping
from dataclasses import dataclass

from truecopy.cli.completion import complete_vendor
from truecopy.cli.options.group import Number, option
from truecopy.cli.targets import is_live
from truecopy.contract.formats import is_absolute_url
from truecopy.errors import UsageError
from truecopy.judge import EXAMPLE_PICTURE, SendOptions, poll_interval_s, task_timeout_s
from truecopy.model import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """Whose contract it is, and how its requests are sent."""

    vendor: str | None = option(
        "--vendor",
        metavar="V",
        shell_complete=complete_vendor,
        help="Whose contract.  [default: the only one, or that of the address]",
    )
    is_dry_run: bool = option("--dry-run", is_flag=True, help="Print plan and cost; send nothing.")
    image_url: str | None = option(
        "--image-url", metavar="URL", help="A picture that the target can fetch, for requests."
    )
    poll_interval_s: float | None = option(
        "--poll-interval",
        type=Number(0.01),  # looks without a pause would be an attack
        metavar="S",
        help="Seconds between looks at a task.  [default: as documented, 0.5 on this machine]",
    )
    task_timeout_s: float | None = option(
        "--task-timeout",
        type=Number(0),
        metavar="S",
        help="Seconds that a task may take.  [default: as documented, 30 on this machine]",
    )
    timeout_s: float = option(
        "--timeout",
        type=Number(0.1),  # less may not be enough for a connection
        default=120.0,  # a picture that is made before the answer may take a minute or two
        metavar="S",
        help="Seconds that an answer may take, to its last byte.",
    )

    def send_options(
        self, contract: Contract, target: str, prices: Mapping[str, float]
    ) -> SendOptions:
        """Return how requests are to be sent.

        Raises:
            UsageError: A value cannot be used; it is shown.
        """
        is_near = not is_live(target)
        if self.image_url is not None and not is_absolute_url(self.image_url):
            raise UsageError(f"--image-url {self.image_url!r} is no address of a picture")
        timeout_s = self.task_timeout_s
        if timeout_s is None:
            timeout_s = task_timeout_s(contract, is_loopback=is_near)
        return SendOptions(
            prices=prices,
            image_url=self.image_url or (EXAMPLE_PICTURE if is_near else None),
            poll_interval_s=self.poll_interval_s or poll_interval_s(contract, is_loopback=is_near),
            task_timeout_s=timeout_s,
        )
