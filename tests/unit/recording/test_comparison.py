"""Recorded requests played again: what has changed, and which side is stale."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from tests.cassettes import HEADER, make_interaction, save
from tests.drifts.drift import Drift
from tests.examining import DRIFT_BY_NAME, SENDING, TEST_VENDORS, load
from tests.recordings import KEY, Comparison, changed, compare, opened, record, rules
from tests.stand_ins import Watched, always

from truecopy.errors import BudgetReachedError, CredentialsError, TargetError
from truecopy.judge import SendOptions
from truecopy.model import Interaction, Severity
from truecopy.recording.comparison import Comparer
from truecopy.recording.files import find_cassettes, load_cassette
from truecopy.wire import Budget
from truecopy.wire.inprocess import App

BEARER = ("authorization", "Bearer redacted-key-1")
ADDED = [each for each in DRIFT_BY_NAME.values() if each.kind == "additive"]


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings of every vendor that keeps its contract."""
    folder = tmp_path_factory.mktemp("recordings")
    for vendor in TEST_VENDORS:
        record(folder / vendor, vendor)
    return folder


def drifted(recordings: Path, name: str) -> Comparison:
    """Compare the recordings of a vendor with what it answers since it has drifted."""
    drift = DRIFT_BY_NAME[name]
    return compare(recordings / drift.vendor, drift.vendor, drift)


def one_of(recordings: Path, folder: Path, path: str) -> Path:
    """Copy a cassette to a folder of its own, whose path is returned."""
    place = folder / Path(path).name
    place.write_bytes((recordings / path).read_bytes())
    return folder


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
def test_time_is_waited_out_once(recordings: Path, name: str) -> None:
    """A task that does not come to its recorded state costs its time once, not at each look."""
    drift = DRIFT_BY_NAME[name]
    waited: list[float] = []
    path = recordings / "mulerouter/create-generation/accepted.yaml"
    with opened(drift.vendor, drift) as sender:
        sleep = sender.sleep

        def wait(seconds: float) -> None:
            waited.append(seconds)
            sleep(seconds)

        sender.sleep = wait
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


def test_requests_are_sent_as_they_were_recorded(recordings: Path, tmp_path: Path) -> None:
    """Method, path, media type and body are those of the cassette; the key is that of now."""
    sent: list[bytes] = []

    def listen(app: App) -> App:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            async def read() -> object:
                message = await receive()
                sent.append(message.get("body", b""))
                return message

            await app(scope, read, send)

        return answer

    folder = one_of(recordings, tmp_path, "applerouter/edit-image-form/accepted.yaml")
    compare(folder, "applerouter", wrap=listen)

    assert load_cassette(next(folder.iterdir())).interactions[0].request_body in sent


@pytest.mark.parametrize(
    ("path", "keys"),
    [("accepted", {f"Bearer {KEY}"}), ("refused-key", {None})],
)
def test_the_key_is_sent_where_there_was_one(
    recordings: Path, tmp_path: Path, path: str, keys: set[str | None]
) -> None:
    """A request that had no key is sent without one, every other with the key of now."""
    watched: list[Watched] = []

    def watch(app: App) -> Watched:
        watched.append(Watched(app))
        return watched[0]

    folder = one_of(recordings, tmp_path, f"powertokens/edit-image-json/{path}.yaml")
    compare(folder, "powertokens", wrap=watch)

    posts = [each for each in watched[0].seen if each.method == "POST"]
    assert {each.headers.get("authorization") for each in posts} == keys


def test_a_key_that_was_refused_is_none_of_ours(recordings: Path, tmp_path: Path) -> None:
    """A recorded 401 of a request that had a key is asked for again with a key that is none."""
    refused = recordings / "powertokens/edit-image-json/refused-key.yaml"

    def with_key(_: int, each: Interaction) -> Interaction:
        headers = (*each.request_headers, ("authorization", "Bearer redacted-key-1"))
        return replace(each, request_headers=headers)

    changed(refused, with_key, tmp_path / "wrong-key.yaml")

    assert compare(tmp_path, "powertokens").findings == []


def test_another_base_address_does_not_matter(recordings: Path, tmp_path: Path) -> None:
    """A cassette from one address is compared at another: only the documented path counts."""
    accepted = recordings / "powertokens/edit-image-json/accepted.yaml"

    def elsewhere(_: int, each: Interaction) -> Interaction:
        body = each.body.replace(b"http://vendor.localhost", b"https://gateway.example/v9/x")
        url = each.url.replace("http://vendor.localhost", "https://gateway.example/v9/x")
        return replace(each, url=url, body=body)

    changed(accepted, elsewhere, tmp_path / "elsewhere.yaml")

    found = compare(tmp_path, "powertokens")
    assert found.findings == []
    assert found.comparer.compared == 2


def test_a_passed_state_is_no_difference(recordings: Path) -> None:
    """A state that passes between two looks is not missed."""
    slow = SendOptions(poll_interval_s=3, task_timeout_s=60)

    found = compare(recordings / "mulerouter", "mulerouter", sending=slow)

    assert found.findings == []


def test_a_cassette_of_vcr_is_compared(tmp_path: Path) -> None:
    """A cassette without a header is compared too, with the key of now: VCR.py's users leave keys out."""
    interaction = make_interaction(
        url="https://api.powertokens.ai/v1/images/edits", body=b'{"created": 1}'
    )
    header = replace(HEADER, tool="", contracts={}, base_url="")
    save(tmp_path / "plain.yaml", interaction, header=header)

    found = compare(tmp_path, "powertokens")

    assert [each.message.partition(";")[0] for each in found.grave] == [
        "status was 200, now it is 400",
        "/created was integer, now it is absent",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "@evil.example/v1/images/edits",
        ".evil.example/v1",
        "http://gateway.example/v9@evil.example/v1",
        "http://gateway.example/v9.evil.example",
        "//evil.example/v1",
        "nonsense",
        "",
        "/%2e%2e/@evil.example",
    ],
)
def test_a_key_goes_to_the_target_alone(tmp_path: Path, url: str) -> None:
    """No address in a cassette, which may be anybody's, leads a request with the key elsewhere."""
    watched: list[Watched] = []

    def watch(app: App) -> Watched:
        watched.append(Watched(app))
        return watched[0]

    header = replace(HEADER, base_url="http://gateway.example/v9")
    save(
        tmp_path / "a.yaml",
        make_interaction(url=url or "x", request_headers=(BEARER,)),
        header=header,
    )

    compare(tmp_path, "powertokens", wrap=watch)

    assert {each.headers["host"] for each in watched[0].seen} == {"vendor.localhost"}
    assert all(each.path.startswith("/") for each in watched[0].seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"request_headers": (("content-type", "application/j\u00e9son"), BEARER)},
        {"request_headers": (("content-type", "a\r\nx-other: b"), BEARER)},
        {"method": "GET /x"},
        {"method": "G\u00c9T"},
    ],
)
def test_what_no_request_can_have_is_not_sent(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A recorded request that no client could send is told, and the others are compared."""
    url = "https://api.powertokens.ai/v1/images/edits"
    plain = make_interaction(
        url=url, request_headers=(("content-type", "application/json"), BEARER)
    )
    odd = replace(plain, **changes)
    save(tmp_path / "a.yaml", odd, plain)

    found = compare(tmp_path, "powertokens")

    assert found.comparer.compared == 1
    assert list(found.comparer.skipped.values()) == [
        "the recorded request is none that can be sent"
    ]


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_refused_key_ends_it(recordings: Path, status: int) -> None:
    """Where the first answer speaks of the key, there is nothing to compare with."""
    with pytest.raises(CredentialsError, match=str(status)):
        compare(recordings / "powertokens", "powertokens", wrap=lambda _: always(status))


def test_nobody_there_ends_it(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, there is nothing to compare with."""
    with opened("powertokens") as sender:
        monkeypatch.setattr(
            sender,
            "send",
            lambda draft, _=0.0: Interaction(method="POST", url="x", failure="gone"),
        )
        comparer = Comparer(load("powertokens"), sender, SENDING)
        path = recordings / "powertokens/edit-image-json/accepted.yaml"

        with pytest.raises(TargetError, match="gone"):
            list(comparer.compare(load_cassette(path)))


def test_a_budget_ends_it(recordings: Path) -> None:
    """The budget is kept while comparing too; what was found before is known."""
    found: list[object] = []
    with opened("mulerouter", budget=Budget(max_requests=2)) as sender:
        comparer = Comparer(load("mulerouter"), sender, SENDING)
        path = recordings / "mulerouter/create-generation/accepted.yaml"

        with pytest.raises(BudgetReachedError):
            found += comparer.compare(load_cassette(path))

    assert comparer.compared == 2


def test_costs_are_reserved_as_for_any_request(recordings: Path) -> None:
    """A recorded request costs what it asks for: one that does not fit is not sent."""
    path = recordings / "mulerouter/create-generation/accepted.yaml"
    with opened("mulerouter", budget=Budget(max_cost_usd=0.07)) as sender:
        comparer = Comparer(load("mulerouter"), sender, SENDING)

        with pytest.raises(BudgetReachedError):
            list(comparer.compare(load_cassette(path)))

    assert sender.budget.requests == 0


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
