"""Recorded requests played again: what has changed, and which side is stale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, SENDING, TEST_VENDORS, load
from tests.recordings import Comparison, compare, opened, rules
from tests.stand_ins import Watched, always

from truecopy.judge import SendOptions
from truecopy.model import Severity
from truecopy.recording.comparison import Comparer
from truecopy.recording.store import find_cassettes, load_cassette
from truecopy.wire.inprocess import App

ADDED = [each for each in DRIFT_BY_NAME.values() if each.kind == "additive"]


def drifted(recordings: Path, name: str) -> Comparison:
    """Compare the recordings of a vendor with what it answers since it has drifted."""
    drift = DRIFT_BY_NAME[name]
    return compare(recordings / drift.vendor, drift.vendor, drift)


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_a_vendor_that_has_not_changed_has_the_same_shapes(recordings: Path, vendor: str) -> None:
    """Other ids, times, addresses and pictures are no difference; everything is compared."""
    found = compare(recordings / vendor, vendor)

    interactions = [
        each
        for path in find_cassettes(recordings / vendor)
        for each in load_cassette(path).recorded
    ]
    assert found.findings == []
    assert found.comparer.skipped == {}
    assert found.comparer.compared == len(interactions)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "told", "stale"),
    [
        ("created-renamed", "/created was integer, now it is absent", "contract"),
        ("url-renamed", "/data/*/url was string, now it is absent", "contract"),
        ("created-is-text", "/created was integer, now it is string", "contract"),
        ("data-is-object", "/data was array, now it is object", "contract"),
        ("generate-201", "status was 200, now it is 201", "contract"),
        ("form-gone", "status was 200, now it is 400", "contract"),
        ("answers-as-page", "media type was application/json, now it is text/html", "contract"),
        ("answer-cut-off", "body was object, now it is absent", "contract"),
        ("error-unwrapped", "/error was object, now it is absent", "contract"),
        ("poll-202", "status was 200, now it is 202", "contract"),
        ("updated-at-removed", "/task_info/updated_at was string, now it is absent", "contract"),
        ("images-are-objects", "/images/* was string, now it is object", "contract"),
        ("completed-without-images", "/images was array, now it is absent", "contract"),
        ("seed-newly-required", "status was 202, now it is 400", "contract"),
        ("never-found", "status was 200, now it is 404", "contract"),
        ("any-body-read", "status was 400, now it is 200", "contract"),
        ("key-not-needed", "status was 401, now it is 202", "contract"),
        ("any-method", "status was 405, now it is 200", "contract"),
        ("any-path", "status was 404, now it is 202", "contract"),
        ("unknown-task-found", "status was 404, now it is 200", "contract"),
        ("unknown-task-410", "status was 404, now it is 410", "contract"),
        ("key-403-documented", "status was 401, now it is 403", "contract"),
        ("error-inside-200", "status was 400, now it is 200", "contract"),
        ("picture-cut-off", "picture was png 1024*1024, now it is no picture", "contract"),
        ("picture-is-page", "media type was image/png, now it is text/html", "contract"),
        ("images-dead", "picture was png 1024*1024, now it is not to be had", "contract"),
        ("url-dead", "picture was png 1024*1024, now it is not to be had", "contract"),
        ("size-16-wider", "picture was png 1024*1024, now it is png 1040*1024", "recording"),
        ("task-info-unwrapped", "/task_info was object, now it is absent", "contract"),
    ],
)
def test_a_drift_that_shows_is_found_with_the_stale_side(
    recordings: Path, name: str, told: str, stale: str
) -> None:
    """What clients rely on and is gone, renamed, of another type or status is found at file and line."""
    found = drifted(recordings, name)

    shown = [each for each in found.grave if each.message.startswith(told)]
    assert shown, [each.message for each in found.findings]
    # A refusal of what the contract lacks has no operation, and so no documented shape.
    assert {each.stale for each in shown if each.operation or len(shown) < 3} == {stale}
    assert rules(shown) == {"recording-shape-differs"}
    judged = [each for each in found.grave if each.rule != "recording-shape-differs"]
    assert {each.stale for each in judged} <= {"contract"}
    for each in shown:
        path, _, line = each.where.rpartition(":")
        assert Path(path).read_text().splitlines()[int(line) - 1].startswith("  response:") or (
            Path(path).read_text().splitlines()[int(line) - 2].startswith("  response:")
        )


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


@pytest.mark.slow
@pytest.mark.parametrize("drift", ADDED, ids=lambda each: each.name)
def test_an_addition_is_info(recordings: Path, drift: Drift) -> None:
    """A field that is new breaks no client: info at most."""
    found = compare(recordings / drift.vendor, drift.vendor, drift)

    assert found.grave == []
    assert found.comparer.skipped == {}


def test_a_finding_has_all_that_programs_need(recordings: Path) -> None:
    """Vendor, operation, pointer, and both sides stand in the finding."""
    found = drifted(recordings, "created-is-text").grave[0]

    assert (found.vendor, found.operation) == ("applerouter", "edit-image-form")
    assert (found.pointer, found.expected, found.actual) == ("/created", "integer", "string")
    assert found.severity is Severity.WARNING


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
        _run(Comparer(load("mulerouter"), sender, SENDING).compare(load_cassette(path)))

    assert sum(waited) < 2 * SENDING.task_timeout_s


def test_what_says_nothing_is_not_compared(recordings: Path) -> None:
    """A failing server is no change of shape; it is told, with file and line."""
    found = drifted(recordings, "server-at-work")

    assert found.findings == []
    place, why = next(iter(found.comparer.skipped.items()))
    assert place.endswith("edit-image-form/accepted.yaml:10")
    assert why == "503: the server failed"


def test_a_picture_that_is_not_given_for_now_is_not_compared(recordings: Path) -> None:
    """A failing server behind a link is no change of shape; it is told, with file and line."""

    def failing(app: App) -> App:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await (always(503) if "/files/" in scope["path"] else app)(scope, receive, send)

        return answer

    found = compare(recordings / "powertokens", "powertokens", wrap=failing)

    assert found.findings == []
    assert set(found.comparer.skipped.values()) == {"the answer is 503"}
    assert all("/accepted.yaml:" in each for each in found.comparer.skipped)


def test_nothing_is_written(recordings: Path) -> None:
    """Comparing leaves the cassettes as they are."""
    before = {each: each.read_bytes() for each in recordings.rglob("*.yaml")}

    drifted(recordings, "created-renamed")

    assert {each: each.read_bytes() for each in recordings.rglob("*.yaml")} == before


def test_a_passed_state_is_no_difference(recordings: Path) -> None:
    """A state that passes between two looks is not missed."""
    slow = SendOptions(poll_interval_s=3, task_timeout_s=60)

    found = compare(recordings / "mulerouter", "mulerouter", sending=slow)

    assert found.findings == []


def test_progress_tells_where_it_is(recordings: Path) -> None:
    """Each recorded interaction is told by file and line."""
    told: list[str] = []
    path = recordings / "powertokens/edit-image-json/accepted.yaml"
    with opened("powertokens") as sender:
        comparer = Comparer(load("powertokens"), sender, SENDING, told.append)
        _run(comparer.compare(load_cassette(path)))

    assert told[0] == f"cassettes: {path}:10"


def _run(findings: Iterator[object]) -> None:
    for _ in findings:
        pass
