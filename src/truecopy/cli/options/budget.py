"""The options that limit what may be spent and sent."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from truecopy.cli.files import own_file
from truecopy.cli.options.group import Number, option
from truecopy.cli.targets import is_live
from truecopy.errors import UsageError
from truecopy.judge import SendOptions
from truecopy.model import Contract, Probe
from truecopy.wire import Budget, Ledger

# No price of a picture and no rate of requests is as high: a number beyond it is a slip.
_MOST = 1e6


class _Rate(click.ParamType[float]):
    """So many in a second: `5`, or `5/s`."""

    name = "rate"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return a rate."""
        try:
            rate = float(str(value).removesuffix("/s"))
        except ValueError:
            rate = 0.0
        if not 0 < rate < _MOST:
            self.fail(f"{value!r} is no number of requests a second, such as 5 or 5/s", param, ctx)
        return rate


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetOptions:
    """What may be spent and sent."""

    max_cost_usd: float | None = option(
        "--max-cost",
        type=Number(0),
        metavar="USD",
        help="Stop with exit 3 before more may be spent; each request counts as if it were accepted.",
    )
    prices: tuple[str, ...] = option(
        "--price",
        multiple=True,
        metavar="OPERATION=USD",
        help="Price of a picture, where the contract has none or an old one.",
    )
    max_requests: int | None = option(
        "--max-requests",
        type=click.IntRange(1),
        metavar="N",
        help="Stop with exit 3 before more are sent.",
    )
    per_second: float | None = option(
        "--rate", type=_Rate(), metavar="N", help="Most requests in a second: 5, or 5/s."
    )
    deadline_s: float = option(
        "--deadline",
        type=Number(0.1),  # less is over before the first answer
        default=900.0,  # a check of a vendor whose pictures take seconds needs a third of it
        metavar="S",
        help="Stop with exit 3 after so many seconds.",
    )
    is_unlimited: bool = option(
        "--yes", is_flag=True, help="Spend on a live target without a budget."
    )
    ledger: Path | None = option(
        "--ledger",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where costs are noted before each paid request, so that a run that was killed counts "
        "towards the next.  [default: .truecopy/ledger-VENDOR.jsonl]",
    )

    def read_prices(self, contract: Contract) -> dict[str, float]:
        """Return operation -> price of a picture.

        Raises:
            UsageError: One does not read OPERATION=USD, or the operation is unknown.
        """
        return dict(_price(contract, each) for each in self.prices)

    def require(
        self, contract: Contract, target: str, sending: SendOptions, probes: Iterable[Probe]
    ) -> None:
        """Refuse to spend what nobody allowed, or what nobody knows.

        Args:
            probes: Everything that is to be sent.

        Raises:
            UsageError: A live target without a budget; a limit of costs where a price is unknown.
        """
        paid = dict.fromkeys(each.draft.operation for each in probes if each.draft.pictures)
        unknown = [each for each in paid if sending.price(contract.operations[each]) is None]
        if self.max_cost_usd is not None and unknown:
            hints = " ".join(f"--price {name}=USD" for name in unknown)
            raise UsageError(
                f"--max-cost cannot be kept: the price of {', '.join(unknown)} is not documented; say {hints}"
            )
        is_limited = self.max_cost_usd is not None or self.max_requests is not None
        if is_live(target) and not (is_limited or self.is_unlimited):
            raise UsageError(
                f"{target} is not on this machine, and its requests may cost money: set --max-cost or "
                "--max-requests, or say --yes; --dry-run shows plan and cost"
            )

    @contextmanager
    def open_budget(self, vendor: str, target: str) -> Iterator[Budget]:
        """Open the budget of a run, with its ledger where anything may be spent.

        Raises:
            UsageError: The ledger cannot be used.
        """
        budget = Budget(max_cost_usd=self.max_cost_usd, max_requests=self.max_requests)
        if not is_live(target) and self.max_cost_usd is None and self.ledger is None:
            yield budget
            return
        path = self.ledger or own_file(f"ledger-{vendor}.jsonl")
        with Ledger(path) as ledger:
            budget.ledger = ledger
            budget.carried_usd = ledger.carried_usd
            if ledger.carried_usd:
                click.echo(
                    f"{path}: an earlier run did not end; it may have spent ${ledger.carried_usd:.3f}, which "
                    "counts towards this one",
                    err=True,
                )
            yield budget


def _price(contract: Contract, text: str) -> tuple[str, float]:
    name, _, amount = text.partition("=")
    if name not in contract.operations:
        known = ", ".join(contract.operations)
        raise UsageError(
            f"--price {text}: {contract.vendor} has no operation {name!r}; it has: {known}"
        )
    try:
        price = float(amount)
    except ValueError:
        raise UsageError(f"--price {text}: {amount!r} is no number of dollars") from None
    if not 0 <= price < _MOST:
        raise UsageError(f"--price {text}: {amount} is no price")
    return name, price
