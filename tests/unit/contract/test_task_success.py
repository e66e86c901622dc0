"""Which end of a task is the good one."""

from dataclasses import replace

import pytest

from truecopy.contract import find_workspace
from truecopy.contract.task_success import success_state

CONTRACT = find_workspace().load("mulerouter")


@pytest.mark.parametrize(
    ("terminal", "shows", "expected"),
    [
        (("completed", "failed"), {"completed": ("/images",)}, "completed"),
        (("failed", "completed"), {"completed": ("/images",)}, "completed"),
        (("failed", "completed"), {"failed": ("/task_info/error",)}, "failed"),
        (("ended",), {}, "ended"),
    ],
)
def test_the_good_end_shows_the_pictures(
    terminal: tuple[str, ...], shows: dict[str, tuple[str, ...]], expected: str
) -> None:
    """Whatever the order; where no end shows them it is the first."""
    assert CONTRACT.lifecycle is not None
    lifecycle = replace(CONTRACT.lifecycle, terminal=terminal, shows=shows)

    assert success_state(CONTRACT, lifecycle) == expected
