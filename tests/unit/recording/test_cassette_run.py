"""What was told of a cassette that is played again."""

from pathlib import Path

import pytest
from tests.recordings import drifted


@pytest.mark.parametrize(
    ("name", "rule", "told"),
    [
        ("processing-called-running", "answer-value-undocumented", "'running'"),
        ("completed-called-succeeded", "answer-value-undocumented", "'succeeded'"),
        ("created-queued", "answer-value-undocumented", "'queued'"),
        ("id-changes", "lifecycle-id-differs", "is shown as"),
        ("updated-at-goes-back", "lifecycle-updated-reversed", "updated"),
    ],
)
def test_an_answer_of_the_same_shape_is_judged_too(
    recordings: Path, name: str, rule: str, told: str
) -> None:
    """What has the recorded shape and breaks the contract is told by its rule, with the value that is wrong."""
    found = drifted(recordings, name)

    shown = [each for each in found.grave if each.rule == rule and told in each.message]
    assert shown, [each.message for each in found.findings]
    assert {each.stale for each in shown} == {"contract"}
    assert all(".yaml:" in each.where for each in shown)
