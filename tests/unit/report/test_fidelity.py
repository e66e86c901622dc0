"""What a mock was seen to keep."""

from tests.examining import examine, load
from tests.unit.report.results import (
    BROKEN,
    CONTRACT,
    HELD,
    OPEN,
    OWNER,
    make_result,
)

from truecopy.model import Ground, Standing, Verdict
from truecopy.report.fidelity import fidelity_markdown

GROUNDS = tuple(Ground)


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row below the head of a table."""
    lines = [line.strip("| ") for line in text.splitlines() if line.startswith("| ")]
    others = ("operation", "---", "ground", *GROUNDS)
    return [line.split(" | ") for line in lines if not line.startswith(others)]


def test_claims_are_counted_by_operation_and_kind() -> None:
    """Each verdict is in one row; how long a check took, and what it cost, are in none."""
    told = fidelity_markdown([make_result()])

    assert f"## {CONTRACT.title}" in told
    assert (
        f"Contract `{CONTRACT.fingerprint}`: 1 of 4 claims held, 2 broken, 1 undetermined." in told
    )
    counts = [sum(map(int, cells)) for _, _, *cells in rows(told)]
    assert sum(counts) == 4
    assert {owner for owner, *_ in rows(told)} == {OWNER}
    assert told == fidelity_markdown([make_result(elapsed_s=99.0, requests=1, seed=5)])


def test_claims_are_counted_by_ground() -> None:
    """Each claim is in the row of how sure it is; grounds that no claim has are left out."""
    told = fidelity_markdown([make_result()]).splitlines()

    counted = [line.strip("| ").split(" | ") for line in told if line.startswith("| stated")]
    assert counted == [["stated", "4", "1", "2", "1", "0"]]
    assert not any(line.startswith("| assumption") for line in told)


def test_reasons_of_what_is_undetermined_are_counted() -> None:
    """Each reason stands once, with how many claims it is of."""
    verdicts = tuple(
        Verdict(claim=claim, standing=Standing.UNDETERMINED, reason=reason)
        for claim, reason in ((HELD, "asked by nobody"), (BROKEN, "no key"), (OPEN, "no key"))
    )

    told = fidelity_markdown([make_result(verdicts=verdicts)])

    assert told.endswith("Undetermined:\n\n- 1: asked by nobody\n- 2: no key\n")


def test_every_kind_of_claim_has_its_row() -> None:
    """A vendor with tasks has rows for its edge, requests, answers, promises, statuses and tasks."""
    result = examine("mulerouter")

    found = rows(fidelity_markdown([result]))

    assert {kind.partition(":")[0] for _, kind, *_ in found} == {
        "edge",
        "requests",
        "answers",
        "promises",
        "statuses",
        "tasks",
    }
    assert sum(int(cell) for _, _, *cells in found for cell in cells) == len(result.verdicts)


def test_vendors_stand_below_each_other() -> None:
    """Each has a heading of its own, in the order in which they were judged."""
    other = load("powertokens")
    told = fidelity_markdown([make_result(), make_result(contract=other, verdicts=())])

    assert told.index(f"## {CONTRACT.title}") < told.index(f"## {other.title}")
