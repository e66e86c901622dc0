"""Recorded requests played again: what has changed, and which side is stale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, SENDING, TEST_VENDORS, load
from tests.recordings import compare, drifted, opened, rules
from tests.stand_ins import always

from truecopy.model import Severity
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.comparison import Comparer
from truecopy.wire.inprocess import App

ADDED = [each for each in DRIFT_BY_NAME.values() if each.kind == "additive"]


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
