"""A client of tasks, from a local picture to downloaded results; the mock's clock moves instead of waiting."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from tests.end_to_end.downloads import download, measure
from tests.end_to_end.live_server import ROOT, LiveServer, running_server
from tests.end_to_end.task_client import TaskClient, TaskFailedError

from truecopy.picture import sample_picture

REMOTE = "https://example.com/picture.png"

MakeClient = Callable[..., TaskClient]


@pytest.fixture
def make_client(server: LiveServer, http: httpx2.Client) -> MakeClient:
    """Make clients, each with an account of its own, whose pauses move the mock's clock."""

    def pause(seconds: float) -> None:
        answer = http.post(f"{server.url}/_truecopy/clock", json={"advance_s": seconds})
        assert answer.status_code == 200

    def make(key: str | None = None) -> TaskClient:
        own = key or f"sk-mr-{uuid4().hex}"
        return TaskClient(http, f"{server.url}/mulerouter", own, pause)

    return make


def local_file(folder: Path, width: int, height: int, slug: str = "png") -> Path:
    """Write a picture, and return its path."""
    path = folder / f"picture-{width}x{height}.{slug}"
    path.write_bytes(sample_picture(format=slug, width=width, height=height))
    return path


def id_of(answer: httpx2.Response) -> str:
    """Return the id in the answer that accepts a task."""
    assert answer.status_code == 202, answer.text
    return str(answer.json()["task_info"]["id"])


def reachable(state: str) -> set[str]:
    """Return the states that a poll may see after `state`: itself, and all that transitions lead to."""
    path = ROOT / "contracts" / "mulerouter" / "lifecycle.json"
    transitions = json.loads(path.read_text())["transitions"]
    found, open_ends = {state}, [state]
    while open_ends:
        following = set(transitions.get(open_ends.pop(), ())) - found
        found |= following
        open_ends += following
    return found


def test_task_from_a_local_file_to_its_pictures(make_client: MakeClient, tmp_path: Path) -> None:
    """A task passes through every state in legal order, and yields n pictures of the asked size."""
    client = make_client()
    task_id = id_of(
        client.create(
            [local_file(tmp_path, 640, 480)],
            prompt="A boat",
            n=3,
            size="768*512",
            prefer="scenario=realistic",
        )
    )

    urls = client.follow(task_id, interval_s=3)

    assert client.seen[0] == "pending"
    assert set(client.seen) == {"pending", "processing", "completed"}
    assert all(after in reachable(before) for before, after in pairwise(client.seen))
    pictures = [download(url) for url in urls]
    assert [measure(each) for each in pictures] == [(768, 512)] * 3
    assert len(set(pictures)) == 3


def test_first_poll_at_once_shows_the_task(make_client: MakeClient) -> None:
    """A poll right after creation shows the task, never 404, with both times set."""
    client = make_client()
    created = client.create([REMOTE], prompt="A boat", prefer="scenario=realistic")

    shown = client.look(id_of(created))

    assert shown.status_code == 200
    assert shown.json() == created.json()
    info = shown.json()["task_info"]
    assert info["status"] == "pending"
    assert datetime.fromisoformat(info["created_at"]).tzinfo is not None
    assert info["updated_at"] == info["created_at"]
    assert "images" not in shown.json()
    assert "error" not in info


@pytest.mark.parametrize(
    ("width", "height", "slug"),
    [
        (640, 480, "jpeg"),
        (400, 1200, "webp"),
        (384, 384, "bmp"),
        (900, 500, "gif"),
        (500, 700, "tiff"),
    ],
)
def test_pictures_have_the_ratio_of_the_input(
    width: int, height: int, slug: str, make_client: MakeClient, tmp_path: Path
) -> None:
    """Without a size, the pictures have the aspect ratio of the last input, whatever its format."""
    client = make_client()
    first, last = local_file(tmp_path, 512, 512), local_file(tmp_path, width, height, slug)

    [url] = client.follow(id_of(client.create([first, last], prompt="A boat")), interval_s=1)

    got_width, got_height = measure(download(url))
    assert got_width / got_height == pytest.approx(width / height, rel=0.05)
    assert got_width * got_height == pytest.approx(1024 * 1024, rel=0.25)


def test_finished_task_stays_as_it_is(make_client: MakeClient) -> None:
    """Polls after the end show the same result, and its pictures do not change."""
    client = make_client()
    task_id = id_of(client.create([REMOTE], prompt="A boat", n=2))
    urls = client.follow(task_id, interval_s=1)

    again = client.follow(task_id, interval_s=1)

    assert [download(url) for url in again] == [download(url) for url in urls]
    assert client.seen[-2:] == ["completed", "completed"]


def test_other_account_sees_no_task(make_client: MakeClient) -> None:
    """A task of one key is unknown to another key, before and after its end."""
    client, stranger = make_client(), make_client()
    task_id = id_of(client.create([REMOTE], prompt="A boat"))

    early = stranger.look(task_id)
    client.follow(task_id, interval_s=1)
    late = stranger.look(task_id)

    assert (early.status_code, late.status_code) == (404, 404)
    assert early.json()["detail"] == late.json()["detail"]


def test_unknown_id_is_not_found(make_client: MakeClient) -> None:
    """An id that nobody created answers 404 with a detail that clients can show."""
    answer = make_client().look(str(uuid4()))

    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_failing_task_ends_with_its_error(make_client: MakeClient) -> None:
    """In the scenario task-fails polls answer 200, and the last state is failed, with an error."""
    client = make_client()
    created = client.create([REMOTE], prompt="A boat", prefer="scenario=task-fails")

    with pytest.raises(TaskFailedError) as caught:
        client.follow(id_of(created), interval_s=0.5)

    code, title, detail = caught.value.args
    assert isinstance(code, int)
    assert title
    assert detail
    assert all(after in reachable(before) for before, after in pairwise(client.seen))
    shown = client.look(id_of(created))
    assert shown.status_code == 200
    assert "images" not in shown.json()


@pytest.mark.parametrize("scenario", ["realistic", "task-fails"])
def test_applied_preference_is_echoed(scenario: str, make_client: MakeClient) -> None:
    """`Prefer: scenario=` is answered with Preference-Applied; without it there is no such header."""
    client = make_client()

    with_scenario = client.create([REMOTE], prompt="A boat", prefer=f"scenario={scenario}")
    without = client.create([REMOTE], prompt="A boat")

    assert with_scenario.headers["preference-applied"] == f"scenario={scenario}"
    assert "preference-applied" not in without.headers


def test_creation_survives_a_rate_limit(make_client: MakeClient) -> None:
    """A key of the scenario rate-limited is refused twice with Retry-After, and then accepted."""
    client = make_client(f"sk-scenario-rate-limited.{uuid4().hex}")

    created = client.create([REMOTE], prompt="A boat")

    assert created.status_code == 202
    assert client.waits == [1.0, 1.0]


def test_creation_gives_up_on_an_overload(make_client: MakeClient) -> None:
    """A vendor that stays overloaded answers 503 each time, with a detail."""
    client = make_client(f"sk-scenario-overloaded.{uuid4().hex}")

    answer = client.create([REMOTE], prompt="A boat")

    assert answer.status_code == 503
    assert len(client.waits) == 3
    assert answer.json()["detail"]


def test_every_answer_carries_a_trace(make_client: MakeClient) -> None:
    """Every answer, of success and of refusal, carries a Traceparent of the W3C's form."""
    client = make_client()

    answers = [client.create([REMOTE], prompt="A boat"), client.look(str(uuid4()))]

    for answer in answers:
        version, trace, parent, flags = answer.headers["traceparent"].split("-")
        assert (len(version), len(trace), len(parent), len(flags)) == (2, 32, 16, 2)


def test_pictures_expire_after_a_day(http: httpx2.Client) -> None:
    """A picture's address is good for 24 hours of the mock's clock, and refused a minute later."""
    with running_server("--vendor", "mulerouter") as live:

        def pause(seconds: float) -> None:
            http.post(f"{live.url}/_truecopy/clock", json={"advance_s": seconds})

        client = TaskClient(http, live.url, "sk-mr-test", pause)
        [url] = client.follow(id_of(client.create([REMOTE], prompt="A boat")), interval_s=1)
        assert measure(download(url)) == (1024, 1024)

        pause(86_390)
        assert http.get(url).status_code == 200

        pause(80)

        assert http.get(url).status_code == 403
