"""Scenarios as a mock file has them."""

from typing import Any

import pytest
from tests.examining import load

from truecopy.errors import WorkspaceError
from truecopy.mock.scenarios import Scenario, read_scenarios

CONTRACT = load("mulerouter")
CAUSES = ("rate-limit", "overloaded", "balance", "sold-out")


def read(**scenarios: Any) -> dict[str, Scenario]:
    """Return the scenarios of a file."""
    named = {name.replace("_", "-"): value for name, value in scenarios.items()}
    return read_scenarios(named, CAUSES, CONTRACT, "file")


def test_every_vendor_has_some() -> None:
    """A file may have others under their names."""
    assert list(read()) == ["success", "rate-limited", "overloaded", "no-balance"]
    assert read()["rate-limited"].times == 2
    assert read(rate_limited={"at": "edge", "answer": {"error": "balance"}})[
        "rate-limited"
    ] == Scenario(name="rate-limited", at="edge", cause="balance")


def test_a_scenario_is_what_its_entry_says() -> None:
    """An error at a stage, or another end of tasks."""
    found = read(
        sold={"at": "after-validation", "answer": {"error": "sold-out", "as_success": True}},
        slow={"task": {"state": "failed", "complete_s": 5, "shows": {"/a": 1}}},
    )

    assert found["sold"] == Scenario(
        name="sold", at="after-validation", cause="sold-out", status=200
    )
    assert found["slow"] == Scenario(
        name="slow", task_state="failed", complete_s=5.0, task_shows={"/a": 1}
    )


@pytest.mark.parametrize(
    "entry",
    [
        {"at": "dawn"},
        {"answer": {"error": "sold-out"}},
        {"at": "edge", "answer": {"error": "nope"}},
        {"task": {"state": "gone"}},
        {"task": {"complete_s": 0}},
        {"colour": 1},
    ],
)
def test_what_cannot_be_played_is_refused(entry: Any) -> None:
    """The message begins with the file."""
    with pytest.raises(WorkspaceError, match=r"^file"):
        read(x=entry)
