"""A vendor recorded: what is sent, what is kept, and what is left as it was."""

from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, SENDING, TEST_VENDORS, load
from tests.recordings import HOST, KEY, grave, opened, record, rules, verify
from tests.stand_ins import Watched, always, broken_off

from truecopy.errors import SecretFoundError
from truecopy.judge import SendOptions
from truecopy.model import Interaction
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.recorder import Recorder
from truecopy.wire import Budget
from truecopy.wire.inprocess import App

REFUSALS = {
    "refused-key",
    "refused-method",
    "refused-path",
    "refused-media-type",
    "refused-body",
    "refused-value",
}


def names(folder: Path) -> set[str]:
    """Return operation and name of each cassette in a folder."""
    return {"/".join((each.parent.name, each.stem)) for each in find_cassettes(folder)}


def contents(folder: Path) -> dict[Path, bytes]:
    """Return every file of a folder."""
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def interactions(folder: Path) -> list[Interaction]:
    """Return all interactions of a folder."""
    return [each for path in find_cassettes(folder) for each in load_cassette(path).interactions]


def on_path(part: str, other: App, app: App) -> App:
    """Return an application that leaves requests for some paths to another one."""

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        await (other if part in scope["path"] else app)(scope, receive, send)

    return choose


def from_call(number: int, other: ASGIApp, app: App) -> App:
    """Return an application that leaves every request from the so many-th on to another one."""
    count = 0

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal count
        count += 1
        await (app if count < number else other)(scope, receive, send)

    return choose


def test_a_cassette_that_cannot_be_kept_is_told_and_the_others_are_kept() -> None:
    """What was paid for is not lost because one file holds what may be secret."""
    kept: list[str] = []

    def keep(operation: str, name: str, _: object) -> None:
        if name == "refused-key":
            raise SecretFoundError("a.yaml", 0, "is not written, since it holds what may be secret")
        kept.append(f"{operation}/{name}")

    with opened("powertokens") as sender:
        result = Recorder(load("powertokens"), sender, SENDING, keep).run()

    assert result.exit_reason == "incomplete"
    assert {name for _, name in result.omitted} == {"refused-key"}
    assert all("may be secret" in why for why in result.omitted.values())
    assert "edit-image-json/accepted" in kept


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_everything_of_a_vendor_is_recorded(tmp_path: Path, vendor: str) -> None:
    """Each operation has a good request, each media type too, and a refusal of each kind is there once a path."""
    result = record(tmp_path, vendor)

    contract, found = load(vendor), names(tmp_path)
    assert (result.exit_reason, result.omitted) == ("recorded", {})
    assert found == {"/".join(each) for each in result.kept}
    for operation in contract.operations.values():
        kinds = {each.partition("/")[2] for each in found if each.startswith(f"{operation.id}/")}
        if operation.path_parameters is not None:
            assert kinds == {"refused-key", "refused-method", "refused-unknown-id"}
        else:
            assert kinds >= {"accepted", "refused-key"}
            assert kinds >= REFUSALS - {"refused-method", "refused-path"}
    assert {each.partition("/")[2] for each in found} >= REFUSALS
    assert grave(verify(tmp_path).findings) == []


def test_a_task_is_recorded_to_its_end_with_a_picture(tmp_path: Path) -> None:
    """The good request has its looks until a terminal state, and one download of a picture."""
    record(tmp_path, "mulerouter")

    first, *looks, picture = load_cassette(
        tmp_path / "create-generation/accepted.yaml"
    ).interactions
    states = [each.body.partition(b'"status": "')[2].partition(b'"')[0] for each in looks]
    assert first.status == 202
    assert states[-1] == b"completed"
    assert b"completed" not in states[:-1]
    assert picture.body.startswith(b"\x89PNG")
    assert picture.url.encode() in looks[-1].body
    assert not picture.request_header("authorization")


@pytest.mark.parametrize("vendor", TEST_VENDORS)
def test_the_key_is_nowhere(tmp_path: Path, vendor: str) -> None:
    """No file has the key in it; whether there was one can be seen all the same."""
    record(tmp_path, vendor)

    assert all(KEY.encode() not in each for each in contents(tmp_path).values())
    keyed = [bool(each.request_header("authorization")) for each in interactions(tmp_path)]
    assert {True, False} == set(keyed)


def test_the_header_says_where_it_is_from(tmp_path: Path) -> None:
    """Each cassette has time, target, base address, the contract's fingerprint, and the tool's version."""
    record(tmp_path, "powertokens")

    for path in find_cassettes(tmp_path):
        cassette = load_cassette(path)
        header = cassette.header
        assert header.recorded_at == min(each.sent_at for each in cassette.interactions)
        assert (header.target, header.base_url) == (HOST, HOST)
        assert header.contracts == {"powertokens": load("powertokens").fingerprint}
        assert header.tool.startswith("truecopy ")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("form-gone", "the good request is not accepted: refused with 400"),
        ("server-at-work", "the good request is not accepted: 503"),
        ("never-ends", "the task has not ended in its time"),
        ("always-fails", "the task ended 'failed'"),
        ("task-id-renamed", "the answer names no task"),
        ("images-dead", "its picture cannot be had: the answer is 404"),
        ("key-not-needed", "there is no key: the request is accepted"),
        ("invalid-500", "500: the server failed"),
    ],
)
def test_what_is_not_as_it_should_be_leaves_the_old_cassette(
    tmp_path: Path, name: str, why: str
) -> None:
    """What a good recording cannot be made of is told, and what was recorded before stays as it was."""
    drift = DRIFT_BY_NAME[name]
    record(tmp_path, drift.vendor)
    before = contents(tmp_path)

    result = record(tmp_path, drift.vendor, drift)

    assert result.exit_reason == "incomplete"
    assert any(why in each for each in result.omitted.values()), result.omitted
    after = contents(tmp_path)
    for operation, kind in result.omitted:
        path = tmp_path / operation / f"{kind}.yaml"
        assert after[path] == before[path]
    assert after.keys() == before.keys()


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 400, 429, 500, 503, 301])
def test_a_target_of_another_kind_leaves_everything(tmp_path: Path, status: int) -> None:
    """Where no good request is accepted, no refusal is taken for the vendor's either: nothing is written."""
    record(tmp_path, "mulerouter")
    before = contents(tmp_path)

    result = record(tmp_path, "mulerouter", wrap=lambda _: always(status))

    assert result.exit_reason == "incomplete"
    assert result.kept == []
    assert contents(tmp_path) == before


def test_429_for_ever_leaves_the_old_cassette(tmp_path: Path) -> None:
    """A target that asks to slow down until patience ends has no recording made of it."""
    limited = always(429, headers={"retry-after": "1"})
    record(tmp_path, "powertokens")
    before = contents(tmp_path)

    result = record(tmp_path, "powertokens", wrap=lambda app: from_call(2, limited, app))

    assert result.exit_reason == "incomplete"
    assert any("429" in each for each in result.omitted.values())
    for operation, kind in result.omitted:
        path = tmp_path / operation / f"{kind}.yaml"
        assert path.read_bytes() == before[path]


def test_a_look_without_an_answer_is_not_kept(tmp_path: Path) -> None:
    """A look that the server fails, or that nobody answers, is no part of the recording; later ones are."""
    lookups = 0

    def failing(app: App) -> App:
        async def choose(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal lookups
            lookups += scope["method"] == "GET" and "/generation/" in scope["path"]
            is_bad = scope["method"] == "GET" and "/generation/" in scope["path"] and lookups <= 2
            await (always(503) if is_bad else app)(scope, receive, send)

        return choose

    result = record(tmp_path, "mulerouter", wrap=failing)

    assert result.omitted == {}
    statuses = {each.status for each in interactions(tmp_path)}
    assert 503 not in statuses
    assert 0 not in statuses


def test_a_refusal_under_the_status_of_success_is_a_refusal(tmp_path: Path) -> None:
    """An error that wears status 200 is recorded as what it is, and verifying says what is wrong with it."""
    drift = DRIFT_BY_NAME["error-inside-200"]

    result = record(tmp_path, drift.vendor, drift)

    assert ("generate-image", "refused-value") in result.kept
    assert "answer-status-differs" in rules(verify(tmp_path).findings)


@pytest.mark.parametrize("requests", [1, 2, 3, 8])
def test_a_budget_keeps_what_was_recorded(tmp_path: Path, requests: int) -> None:
    """When no more may be sent it ends, and each cassette that is there is whole."""
    result = record(tmp_path, "powertokens", budget=Budget(max_requests=requests))

    assert result.exit_reason == "budget"
    assert "--max-requests" in result.message
    assert names(tmp_path) == {"/".join(each) for each in result.kept}
    assert len(result.kept) < requests
    assert all(grave(verify(tmp_path / each[0]).findings) == [] for each in result.kept)


def test_what_would_cost_more_than_allowed_is_not_sent(tmp_path: Path) -> None:
    """Each request is reserved as if it were accepted; the one that does not fit is not sent."""
    watched: list[Watched] = []

    def watch(app: ASGIApp) -> ASGIApp:
        watched.append(Watched(app))
        return watched[0]

    result = record(tmp_path, "mulerouter", wrap=watch, budget=Budget(max_cost_usd=0.08))

    creations = [each for each in watched[0].seen if each.method == "POST"]
    assert result.exit_reason == "budget"
    assert result.kept[0] == ("create-generation", "accepted")
    assert creations


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_refused_key_ends_it(tmp_path: Path, status: int) -> None:
    """A first answer that speaks of the key ends it; nothing is written, and the key is not told."""
    result = record(tmp_path, "mulerouter", wrap=lambda _: always(status, b'{"detail": "no"}'))

    assert result.exit_reason == "credentials"
    assert str(status) in result.message
    assert KEY not in result.message
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_ends_it(tmp_path: Path) -> None:
    """A target that breaks every answer off counts as failing; nothing is written."""
    result = record(tmp_path, "mulerouter", wrap=broken_off)

    assert result.exit_reason in ("unreachable", "incomplete")
    assert list(tmp_path.iterdir()) == []


def test_another_good_request_stands_in_for_the_plainest(tmp_path: Path) -> None:
    """Where the plainest good request is refused, the next one that is accepted is recorded."""
    drift = DRIFT_BY_NAME["seed-newly-required"]

    result = record(tmp_path, drift.vendor, drift)

    assert result.omitted == {}
    accepted = load_cassette(tmp_path / "create-generation/accepted.yaml").interactions[0]
    assert b'"seed"' in accepted.request_body


def test_recording_again_replaces(tmp_path: Path) -> None:
    """A second recording has the same files, each newer."""
    record(tmp_path, "applerouter")
    before = names(tmp_path)
    path = tmp_path / "generate-image/accepted.yaml"
    first = load_cassette(path).header.recorded_at

    record(tmp_path, "applerouter")

    assert names(tmp_path) == before
    assert load_cassette(path).header.recorded_at > first


def test_an_interruption_leaves_what_is_known(tmp_path: Path) -> None:
    """Whoever interrupts finds in the result what was kept so far."""
    with opened("powertokens") as sender:

        def keep(operation: str, name: str, taken: object) -> None:
            if name != "accepted":
                raise KeyboardInterrupt

        recorder = Recorder(load("powertokens"), sender, SENDING, keep)
        with pytest.raises(KeyboardInterrupt):
            recorder.run()

    assert recorder.result.kept == [("edit-image-json", "accepted")]


def test_a_picture_that_the_target_can_fetch_may_be_missing(tmp_path: Path) -> None:
    """Where nobody gave an address of a picture, requests carry one; it is recorded all the same."""
    sending = SendOptions(image_url=None, poll_interval_s=0.1, task_timeout_s=5)

    result = record(tmp_path, "mulerouter", sending=sending)

    assert (result.exit_reason, result.omitted) == ("recorded", {})


@pytest.mark.slow
@pytest.mark.parametrize(
    "drift",
    [each for each in DRIFT_BY_NAME.values() if each.kind == "additive"],
    ids=lambda each: each.name,
)
def test_additions_are_recorded(tmp_path: Path, drift: Drift) -> None:
    """A vendor that only adds is recorded in full, and what is recorded breaks nothing."""
    result = record(tmp_path, drift.vendor, drift)

    assert (result.exit_reason, result.omitted) == ("recorded", {})
    assert grave(verify(tmp_path).findings) == []


def test_progress_tells_what_is_sent() -> None:
    """Each request is told before it is sent, and each state of a task."""
    told: list[str] = []
    with opened("mulerouter") as sender:
        Recorder(load("mulerouter"), sender, SENDING, lambda *_: None, told.append).run()

    assert told[0] == "create-generation: the plainest good request"
    assert any(each.endswith(" is completed") for each in told)
    assert any(each.endswith(": a picture") for each in told)


def test_a_mock_is_labelled_so(tmp_path: Path) -> None:
    """What says of itself that it is a mock is recorded as one, whatever its address."""

    def marked(app: App) -> App:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def mark(message: object) -> None:
                if isinstance(message, dict) and message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], (b"x-truecopy", b"mock")]
                await send(message)  # type: ignore[arg-type] # as ASGI has it

            await app(scope, receive, mark)

        return answer

    record(tmp_path, "powertokens", wrap=marked)

    assert {load_cassette(each).header.target for each in find_cassettes(tmp_path)} == {"mock"}
