"""Budgets as the command line sets them, and what a plan would cost."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from truecopy.check import CheckOptions
from truecopy.check.options import FUZZ_KINDS, LIFECYCLE_RUNS, LIFECYCLE_STEPS
from truecopy.cli.options import Number, Setting, option_group
from truecopy.cli.targets import is_live
from truecopy.contract import CompiledOperation
from truecopy.contract.pointers import node
from truecopy.errors import UsageError
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.requests import cautious_schema
from truecopy.model import Contract, Operation, Outcome, Phase, Probe
from truecopy.wire import Budget, Ledger

FOLDER = Path(".truecopy")


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
        if not 0 < rate < 1e6:
            self.fail(f"{value!r} is no number of requests a second, such as 5 or 5/s", param, ctx)
        return rate


# Adds the options that limit what may be spent and sent.
budget_options = option_group(
    click.option(
        "--max-cost",
        type=Number(0),
        metavar="USD",
        help="Stop with exit 3 before more may be spent; each request counts as if it were accepted.",
    ),
    click.option(
        "--price",
        "prices",
        cls=Setting,
        multiple=True,
        metavar="OPERATION=USD",
        help="Price of a picture, where the contract has none or an old one.",
    ),
    click.option(
        "--max-requests",
        type=click.IntRange(1),
        metavar="N",
        help="Stop with exit 3 before more are sent.",
    ),
    click.option(
        "--rate",
        type=_Rate(),
        metavar="N",
        help="Most requests in a second: 5, or 5/s.",
    ),
    click.option("--yes", is_flag=True, help="Spend on a live target without a budget."),
    click.option(
        "--ledger",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where costs are noted before each paid request, so that a run that was killed counts "
        "towards the next.  [default: .truecopy/ledger-VENDOR.jsonl]",
    ),
)


def read_prices(contract: Contract, given: Iterable[str]) -> dict[str, float]:
    """Return operation -> price of a picture.

    Raises:
        UsageError: One does not read OPERATION=USD, or the operation is unknown.
    """
    prices = {}
    for text in given:
        name, _, amount = text.partition("=")
        if name not in contract.operations:
            known = ", ".join(contract.operations)
            raise UsageError(
                f"--price {text}: {contract.vendor} has no operation {name!r}; it has: {known}"
            )
        try:
            prices[name] = float(amount)
        except ValueError:
            raise UsageError(f"--price {text}: {amount!r} is no number of dollars") from None
        if not 0 <= prices[name] < 1e6:
            raise UsageError(f"--price {text}: {amount} is no price")
    return prices


class Priced(Protocol):
    """What knows prices."""

    def price(self, operation: Operation) -> float | None:
        """Return what one picture of an operation costs in US dollars; None where nobody knows."""
        ...


def require_budget(
    contract: Contract,
    target: str,
    priced: Priced,
    probes: Iterable[Probe],
    settings: Mapping[str, Any],
) -> None:
    """Refuse to spend what nobody allowed, or what nobody knows.

    Args:
        probes: Everything that is to be sent.

    Raises:
        UsageError: A live target without a budget; a limit of costs where a price is unknown.
    """
    unknown = {
        each.draft.operation: None
        for each in probes
        if each.draft.pictures and priced.price(contract.operations[each.draft.operation]) is None
    }
    if settings["max_cost"] is not None and unknown:
        hints = " ".join(f"--price {name}=USD" for name in unknown)
        raise UsageError(
            f"--max-cost cannot be kept: the price of {', '.join(unknown)} is not documented; say {hints}"
        )
    is_limited = settings["max_cost"] is not None or settings["max_requests"] is not None
    if is_live(target) and not is_limited and not settings["yes"]:
        raise UsageError(
            f"{target} is not on this machine, and its requests may cost money: set --max-cost or "
            "--max-requests, or say --yes; --dry-run shows plan and cost"
        )


@contextmanager
def open_budget(settings: Mapping[str, Any], vendor: str, *, is_live: bool) -> Iterator[Budget]:
    """Open the budget of a run, with its ledger where anything may be spent.

    Raises:
        UsageError: The ledger cannot be used.
    """
    max_cost, max_requests = settings["max_cost"], settings["max_requests"]
    budget = Budget(max_cost_usd=max_cost, max_requests=max_requests)
    if not is_live and max_cost is None and settings["ledger"] is None:
        yield budget
        return
    path = settings["ledger"] or in_folder(f"ledger-{vendor}.jsonl")
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


def in_folder(name: str) -> Path:
    """Return the path of a file in Truecopy's own folder, which is made, and kept out of git."""
    FOLDER.mkdir(exist_ok=True)
    ignore = FOLDER / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return FOLDER / name


def plan_text(
    contract: Contract,
    priced: Priced,
    probes: Iterable[Probe],
    generated: tuple[int, float] = (0, 0.0),
) -> str:
    """Return what would be sent, and what it would cost, for a dry run.

    Args:
        probes: In the order of their operations.
        generated: How many generated requests come on top, and what they cost at most.
    """
    lines, expected, most, is_known, count, last = [], 0.0, 0.0, True, 0, ""
    for probe in probes:
        operation = contract.operations[probe.draft.operation]
        if operation.id != last:
            lines.append(f"{operation.id}  {operation.method} {operation.path}")
            last = operation.id
        price = priced.price(operation)
        count += 1
        cost = (price or 0.0) * probe.draft.pictures
        is_known = is_known and (price is not None or not probe.draft.pictures)
        most += cost
        expected += cost if probe.outcome is Outcome.ACCEPTED else 0.0
        lines.append(f"  {probe.outcome.value:9} {_cost(probe, price):>9}  {probe.label}")
    generated_count, generated_usd = generated
    if generated_count:
        lines.append(
            f"up to {generated_count} generated requests more, at most ${generated_usd:.3f}, for the phases that "
            "generate; what they find is tried again in smaller forms, up to 500 times, on this machine only"
        )
        most += generated_usd
    told = f"${expected:.3f} if all goes as documented, at most ${most:.3f}"
    if not is_known:
        told = f"{told} and what has no known price" if most else "cost unknown"
        told += " (--price OPERATION=USD)"
    lines.append(f"{count} requests, look-ups of tasks and pictures not counted; {told}")
    return "\n".join(lines) + "\n"


def generated_cost(contract: Contract, options: CheckOptions) -> tuple[int, float]:
    """Return how many requests the phases that generate send at most, and what they may cost."""
    count, cost = 0, 0.0
    for operation in contract.operations.values():
        price = options.price(operation) or 0.0
        if Phase.FUZZ in options.phases and operation.request is not None:
            number = FUZZ_KINDS * options.max_examples
            count, cost = (
                count + number,
                cost + number * price * _most_pictures(contract, operation),
            )
        lifecycle = contract.lifecycle
        is_create = lifecycle is not None and lifecycle.create == operation.id
        if Phase.LIFECYCLE_FUZZ in options.phases and is_create:
            number = LIFECYCLE_RUNS * LIFECYCLE_STEPS
            count, cost = count + number, cost + number * price
    return count, cost


def _most_pictures(contract: Contract, operation: Operation) -> int:
    """Return how many pictures a generated request may ask for."""
    factory = RequestFactory(contract, CompiledOperation(operation, {}), None)
    counted = node(
        cautious_schema(factory.schema, factory.count_at), _schema_pointer(factory.count_at)
    )
    return int(counted["maximum"]) if factory.count_at else 1


def _schema_pointer(pointer: str) -> str:
    return "".join(f"/properties/{name}" for name in pointer.split("/")[1:])


def _cost(probe: Probe, price: float | None) -> str:
    if not probe.draft.pictures or probe.outcome is Outcome.REFUSED:
        return ""
    return "$?" if price is None else f"${price * probe.draft.pictures:.3f}"
