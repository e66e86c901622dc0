"""Tasks that are made again, and looked at until they are where the recorded ones were."""

from pathlib import Path

import pytest
from tests.examining import DRIFT_BY_NAME, SENDING, load
from tests.recordings import compare, drifted, opened
from tests.stand_ins import Watched

from truecopy.judge import SendOptions
from truecopy.recording.cassette_files import load_cassette
from truecopy.recording.comparison import Comparer
from truecopy.wire.inprocess import App


def test_a_refused_creation_is_one_difference(recordings: Path) -> None:
    """Where a task is not made any more, the looks at the recorded one say nothing, and are not sent."""
    found = drifted(recordings, "seed-newly-required")

    lines = {each.where for each in found.grave if "/accepted.yaml" in each.where}
    assert len(lines) == 1


@pytest.mark.parametrize("name", ["task-id-renamed", "answer-is-page"])
def test_a_task_without_an_id_is_not_looked_for(recordings: Path, name: str) -> None:
    """An answer that names no task has no looks to compare: its own difference is told, nothing else."""
    found = drifted(recordings, name)

    accepted = {each.where for each in found.grave if "/accepted.yaml" in each.where}
    assert len(accepted) == 1


def test_tasks_are_followed_under_their_new_ids(recordings: Path) -> None:
    """Looks go to the task that was made now, never to the recorded one."""
    watched: list[Watched] = []

    def watch(app: App) -> Watched:
        watched.append(Watched(app))
        return watched[0]

    compare(recordings / "mulerouter", "mulerouter", wrap=watch)

    cassette = load_cassette(recordings / "mulerouter/create-generation/accepted.yaml")
    recorded = cassette.interactions[1].url.rpartition("/")[2]
    assert all(recorded not in each.path for each in watched[0].seen)
    assert any("/generation/" in each.path for each in watched[0].seen)


def test_a_state_that_nobody_knows_is_waited_out(recordings: Path) -> None:
    """A task in a state that is not documented is not taken for ended."""
    found = drifted(recordings, "processing-called-running")

    assert all("/images" not in each.message for each in found.findings)


def test_a_task_that_ends_otherwise_is_not_compared(recordings: Path) -> None:
    """A failed task shows other things than a completed one, which says nothing of shapes."""
    found = drifted(recordings, "always-fails")

    skipped = found.comparer.skipped.values()
    assert any("ended 'failed', recorded is 'completed'" in each for each in skipped)
    assert all("/images" not in each.message for each in found.findings)


def test_a_task_that_never_ends_is_not_compared(recordings: Path) -> None:
    """A task that outlasts its time is told as not compared."""
    found = drifted(recordings, "never-ends")

    assert "the task has not ended in its time" in found.comparer.skipped.values()


@pytest.mark.parametrize("name", ["completed-called-succeeded", "never-ends", "created-queued"])
def test_time_is_waited_out_once(
    recordings: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that does not come to its recorded state costs its time once, not at each look."""
    drift = DRIFT_BY_NAME[name]
    waited: list[float] = []
    path = recordings / "mulerouter/create-generation/accepted.yaml"
    with opened(drift.vendor, drift) as sender:
        sleep = sender.sleep

        def wait(seconds: float) -> None:
            waited.append(seconds)
            sleep(seconds)

        monkeypatch.setattr(sender, "sleep", wait)
        list(Comparer(load("mulerouter"), sender, SENDING).compare(load_cassette(path)))

    assert sum(waited) < 2 * SENDING.task_timeout_s


def test_a_passed_state_is_no_difference(recordings: Path) -> None:
    """A state that passes between two looks is not missed."""
    slow = SendOptions(poll_interval_s=3, task_timeout_s=60)

    found = compare(recordings / "mulerouter", "mulerouter", sending=slow)

    assert found.findings == []
