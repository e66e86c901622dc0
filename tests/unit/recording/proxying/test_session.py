"""Traffic kept as it passes."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.examining import load
from tests.recordings import grave, verify

from truecopy.errors import RecordingError
from truecopy.judge import TrafficJudge
from truecopy.model import Interaction
from truecopy.recording.cassette_files import find_cassettes, load_cassette
from truecopy.recording.proxying import session as sessions
from truecopy.recording.proxying.session import Session
from truecopy.redaction import Redactor
from truecopy.redaction.detectors import Detectors

BASE = "https://gateway.example/v9"
POLL = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
ID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
KEY = ("authorization", "Bearer sk-0123456789abcdef0123")
JSON = ("content-type", "application/json")
GOOD = {"images": ["https://example.com/a.png"], "prompt": "A kite"}


class Traffic:
    """A session, and the judge that says what each interaction is of."""

    def __init__(self, folder: Path) -> None:
        contract = load("mulerouter")
        self.judge = TrafficJudge(contract, base_urls=(BASE,))
        self.session = Session(contract, folder, BASE, Redactor())

    def keep(self, *interactions: Interaction) -> None:
        """Let interactions pass."""
        for each in interactions:
            self.session.keep(self.judge.see(each), each)


def task(state: str) -> bytes:
    """Return the body that shows a task in a state."""
    info = {
        "id": ID,
        "status": state,
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
    }
    images = {"images": ["https://files.example.com/1.png"]} if state == "completed" else {}
    return json.dumps({"task_info": info, **images}).encode()


def create(request: Any = GOOD, **changes: Any) -> Interaction:
    """Return the interaction that makes a task."""
    return Interaction(
        **{
            "method": "POST",
            "url": BASE + POLL,
            "request_headers": (JSON, KEY),
            "request_body": json.dumps(request).encode(),
            "status": 202,
            "headers": (JSON,),
            "body": task("pending"),
            "sent_at": 1_767_225_600.0,
            **changes,
        }
    )


def look(state: str, name: str = ID) -> Interaction:
    """Return a look at a task."""
    return Interaction(
        method="GET",
        url=f"{BASE}{POLL}/{name}",
        request_headers=(KEY,),
        status=200,
        headers=(JSON,),
        body=task(state).replace(ID.encode(), name.encode()),
        sent_at=1_767_225_601.0,
    )


def bodies(path: Path) -> list[bytes]:
    """Return the bodies of a cassette's answers."""
    return [each.body for each in load_cassette(path).interactions]


def test_a_task_and_its_looks_are_one_cassette(tmp_path: Path) -> None:
    """A look goes to the cassette of the request that made its task; the whole of it agrees."""
    traffic = Traffic(tmp_path)

    traffic.keep(create(), look("pending"), look("processing"), look("completed"))

    (path,) = find_cassettes(tmp_path)
    assert path.parent == tmp_path / "create-generation"
    assert traffic.session.paths == (path,)
    assert bodies(path) == [task("pending"), task("pending"), task("processing"), task("completed")]
    assert grave(verify(tmp_path).findings) == []


def test_equal_requests_share_a_cassette(tmp_path: Path) -> None:
    """The same request goes to the same cassette, however it is written; another to another."""
    traffic = Traffic(tmp_path)
    rewritten = json.dumps(dict(reversed(GOOD.items())), indent=2).encode()

    traffic.keep(create(), create(request_body=rewritten), create({**GOOD, "n": 2}))

    assert sorted(len(bodies(each)) for each in find_cassettes(tmp_path)) == [1, 2]


@pytest.mark.parametrize(
    "other",
    [
        create(request_headers=(JSON,), status=401, body=b"{}"),
        create(request_headers=(("content-type", "text/plain"), KEY), status=400, body=b"{}"),
        create(url=f"{BASE}{POLL}?trace=1"),
    ],
    ids=["no key", "media type", "parameter"],
)
def test_what_replay_tells_apart_is_kept_apart(tmp_path: Path, other: Interaction) -> None:
    """A request that replay does not take for the same one has a cassette of its own."""
    traffic = Traffic(tmp_path)

    traffic.keep(create(), other)

    assert len(find_cassettes(tmp_path)) == 2


def test_a_look_at_an_older_task_has_its_own_cassette(tmp_path: Path) -> None:
    """A look at a task that was not made in this session is kept under its own operation."""
    traffic = Traffic(tmp_path)

    traffic.keep(look("processing"), look("completed"))

    (path,) = find_cassettes(tmp_path)
    assert path.parent.name == "get-generation"
    assert len(bodies(path)) == 2


def test_what_is_of_no_operation_is_kept_too(tmp_path: Path) -> None:
    """A request that the contract does not have goes to a folder of its own."""
    traffic = Traffic(tmp_path)

    traffic.keep(create(url=f"{BASE}/v1/models", status=404, body=b"{}"))

    (path,) = find_cassettes(tmp_path)
    assert path.parent.name == "unmatched"


def test_a_new_session_records_anew(tmp_path: Path) -> None:
    """What an earlier session recorded of a request is replaced, under the same name; the rest stays."""
    other = create({**GOOD, "n": 2})
    Traffic(tmp_path).keep(create(), create(), other)
    before = find_cassettes(tmp_path)

    Traffic(tmp_path).keep(create())

    assert find_cassettes(tmp_path) == before
    assert sorted(len(bodies(each)) for each in before) == [1, 1]


def test_each_file_is_whole_after_each_interaction(tmp_path: Path) -> None:
    """Nothing is lost when the session ends at any moment, and nothing lies about beside the cassettes."""
    traffic = Traffic(tmp_path)

    for number, each in enumerate([create(), look("pending"), look("completed")], 1):
        traffic.keep(each)

        (path,) = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert len(bodies(path)) == number


def test_the_header_says_where_it_is_from(tmp_path: Path) -> None:
    """A cassette has the base address, the fingerprint, and the time of its first interaction."""
    Traffic(tmp_path).keep(create(), look("pending"))

    header = load_cassette(find_cassettes(tmp_path)[0]).header
    assert (header.target, header.base_url) == (BASE, BASE)
    assert header.contracts == {"mulerouter": load("mulerouter").fingerprint}
    assert header.recorded_at == create().sent_at


def test_a_fallback_of_the_mock_is_labelled_so(tmp_path: Path) -> None:
    """What the mock answered in the place of the vendor is not passed off as the vendor's."""
    Traffic(tmp_path).keep(create(headers=(JSON, ("x-truecopy", "mock"))))

    assert load_cassette(find_cassettes(tmp_path)[0]).header.target == "mock"


def test_the_key_is_nowhere(tmp_path: Path) -> None:
    """Keys are replaced, also where an answer repeats them; each key keeps its placeholder."""
    secret = KEY[1].partition(" ")[2]
    echo = create(status=400, body=json.dumps({"detail": f"bad key {secret}"}).encode())
    other = ("authorization", "Bearer sk-ffffffffffffffffffff")
    traffic = Traffic(tmp_path)

    traffic.keep(create(), echo, create(request_headers=(JSON, other)))

    (path,) = find_cassettes(tmp_path)
    keys = [each.request_header("authorization") for each in load_cassette(path).interactions]
    assert secret not in path.read_text()
    assert keys[0] == keys[1] != keys[2]


def test_what_may_be_secret_is_not_kept(tmp_path: Path) -> None:
    """An interaction that still holds what looks like a secret is an error; the rest of its cassette stays."""
    traffic = Traffic(tmp_path)
    traffic.keep(create())
    strange = create(body=json.dumps({"note": "acme-Zk39xQ71mW84pL20vB57nR66"}).encode())

    with pytest.raises(RecordingError, match="may be secret"):
        traffic.keep(strange)

    (path,) = find_cassettes(tmp_path)
    assert len(bodies(path)) == 1
    traffic.keep(look("completed"))
    assert len(bodies(path)) == 2


def test_a_cassette_does_not_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cassette has a thousand interactions at most; what comes then is told, and not kept."""
    monkeypatch.setattr(sessions, "_MOST_INTERACTIONS", 2)
    traffic = Traffic(tmp_path)
    traffic.keep(create(), create())

    with pytest.raises(RecordingError, match="which is the most"):
        traffic.keep(create())

    assert len(bodies(find_cassettes(tmp_path)[0])) == 2


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing can be written the cassette is as it was, and no part of a file is left."""
    traffic = Traffic(tmp_path)
    traffic.keep(create())
    (path,) = find_cassettes(tmp_path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RecordingError, match="No space left on device"):
            traffic.keep(look("completed"))

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    traffic.keep(look("completed"))
    assert len(bodies(path)) == 2


def test_a_task_made_again_goes_on_in_its_cassette(tmp_path: Path) -> None:
    """The same request again makes another task; its looks follow in the same cassette."""
    traffic = Traffic(tmp_path)
    second = ID.replace("3", "4")
    again = create(body=task("pending").replace(ID.encode(), second.encode()))

    traffic.keep(create(), look("completed"), again, look("completed", second))

    (path,) = find_cassettes(tmp_path)
    assert len(bodies(path)) == 4


def test_what_is_learned_later_is_replaced_in_what_was_written_before(tmp_path: Path) -> None:
    """A value that an exchange shows in a secret's place disappears from the earlier ones of its cassette too."""
    secret = "Zq81mvT0x9Lw3pRk"
    traffic = Traffic(tmp_path)
    plain = create(body=json.dumps({"note": f"about {secret}"}).encode())
    telling = create(body=json.dumps({"client_secret": secret}).encode())

    traffic.keep(plain)
    (path,) = find_cassettes(tmp_path)
    before = path.read_text()
    traffic.keep(telling, plain)

    assert secret in before
    assert secret not in path.read_text()
    first, second, third = (json.loads(each) for each in bodies(path))
    assert first == third == {"note": f"about {second['client_secret']}"}


def test_what_was_redacted_is_not_redacted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as no secret is learned, each exchange costs the look at itself alone."""
    looks: list[Interaction] = []
    changed = Detectors.changed

    def counted(self: Detectors, interaction: Interaction) -> Interaction:
        looks.append(interaction)
        return changed(self, interaction)

    traffic = Traffic(tmp_path)
    traffic.keep(create())
    (path,) = find_cassettes(tmp_path)
    monkeypatch.setattr(Detectors, "changed", counted)
    traffic.keep(*[look("pending") for _ in range(10)])

    assert len(bodies(path)) == 11
    # One to compare it with what was asked, and one to redact it.
    assert len(looks) <= 20
