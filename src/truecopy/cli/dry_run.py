"""What a dry run prints: the requests of a plan, and what they would cost."""

from collections.abc import Iterable
from itertools import groupby

from truecopy.check import CheckOptions
from truecopy.check.options import FUZZ_KINDS, LIFECYCLE_RUNS, LIFECYCLE_STEPS
from truecopy.contract import CompiledOperation
from truecopy.judge import SendOptions
from truecopy.judge.request_factory import RequestFactory
from truecopy.judge.requests import cautious_schema
from truecopy.model import Contract, Operation, Outcome, Phase, Probe
from truecopy.model.pointers import node


def plan_text(
    contract: Contract,
    sending: SendOptions,
    probes: Iterable[Probe],
    generated: tuple[int, float | None] = (0, 0.0),
) -> str:
    """Return what would be sent, and what it would cost, for a dry run.

    Args:
        probes: In the order of their operations.
        generated: How many generated requests come on top, and what they cost at most; None where nobody knows.
    """
    rows = [(each, _cost_usd(contract, sending, each)) for each in probes]
    lines: list[str] = []
    for name, group in groupby(rows, key=lambda row: row[0].draft.operation):
        operation = contract.operations[name]
        lines.append(f"{name}  {operation.method} {operation.path}")
        lines += [_line(probe, cost_usd) for probe, cost_usd in group]
    generated_count, generated_usd = generated
    if generated_count:
        cost = "cost unknown" if generated_usd is None else f"at most ${generated_usd:.3f}"
        lines.append(
            f"up to {generated_count} generated requests more, {cost}, for the phases that generate; "
            "what they find is tried again in smaller forms, up to 500 times, on this machine only"
        )
    expected = sum(cost or 0.0 for probe, cost in rows if probe.outcome is Outcome.ACCEPTED)
    most = sum(cost or 0.0 for _, cost in rows) + (generated_usd or 0.0)
    told = f"${expected:.3f} if all goes as documented, at most ${most:.3f}"
    if generated_usd is None or any(cost is None for _, cost in rows):
        told = f"{told} and what has no known price" if most else "cost unknown"
        told += " (--price OPERATION=USD)"
    lines.append(f"{len(rows)} requests, look-ups of tasks and pictures not counted; {told}")
    return "\n".join(lines) + "\n"


def generated_cost(contract: Contract, options: CheckOptions) -> tuple[int, float | None]:
    """Return how many requests the phases that generate send at most, and what they may cost; None where nobody knows."""
    count, costs = 0, list[float | None]()
    for operation in contract.operations.values():
        price, number, pictures = options.sending.price(operation), 0, 0
        if Phase.FUZZ in options.phases and operation.request is not None:
            number = FUZZ_KINDS * options.max_examples
            pictures = number * _most_pictures(contract, operation)
        lifecycle = contract.lifecycle
        is_create = lifecycle is not None and lifecycle.create == operation.id
        if Phase.LIFECYCLE_FUZZ in options.phases and is_create:
            number += LIFECYCLE_RUNS * LIFECYCLE_STEPS
            pictures += LIFECYCLE_RUNS * LIFECYCLE_STEPS
        if number:
            count += number
            costs.append(None if price is None else price * pictures)
    return count, None if None in costs else sum(filter(None, costs))


def _most_pictures(contract: Contract, operation: Operation) -> int:
    """Return how many pictures a generated request may ask for."""
    factory = RequestFactory(contract, CompiledOperation(operation, {}), None)
    if not factory.count_at:
        return 1
    pointer = factory.count_at.replace("/", "/properties/")
    return int(node(cautious_schema(factory.schema, factory.count_at), pointer)["maximum"])


def _cost_usd(contract: Contract, sending: SendOptions, probe: Probe) -> float | None:
    """Return what a request costs if it is accepted; None where nobody knows."""
    if not probe.draft.pictures:
        return 0.0
    price = sending.price(contract.operations[probe.draft.operation])
    return None if price is None else price * probe.draft.pictures


def _line(probe: Probe, cost_usd: float | None) -> str:
    cost = "$?" if cost_usd is None else f"${cost_usd:.3f}"
    if not probe.draft.pictures or probe.outcome is Outcome.REFUSED:
        cost = ""
    return f"  {probe.outcome.value:9} {cost:>9}  {probe.label}"
