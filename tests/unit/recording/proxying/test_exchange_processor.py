"""The exchange processor: what is kept and told of an exchange, in which order, and what never is."""

import base64
import contextlib
import gzip
import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx2
import pytest
from tests.drifts.vendor import make_vendor
from tests.stand_ins import serving
from tests.upstreams import (
    JSON,
    Line,
    answering,
    hangs,
    journal,
    nowhere,
    patience_s,
    proxying,
    resets_in_mid_answer,
    upstream,
)

from truecopy.errors import WorkspaceError
from truecopy.judge import Observation, TrafficJudge
from truecopy.model import Interaction

if TYPE_CHECKING:
    from truecopy.recording.proxying.exchange_journal import Passed

EDITS = "/v1/images/edits"
EDIT = {"model": "qwen-image-2.0-pro", "prompt": "A boat", "size": "512*512"}
KEY = "sk-a/secret+of-mine"
HEADERS = {"authorization": f"Bearer {KEY}"}


class Shelf:
    """Keeps what it is handed.

    Attributes:
        kept: Each exchange, with the thread that handed it in.
    """

    def __init__(self, problem: Exception | None = None) -> None:
        self.kept: list[tuple[Observation, Interaction, threading.Thread]] = []
        self._problem = problem

    def __call__(self, seen: Observation, interaction: Interaction) -> None:
        """Keep one."""
        self.kept.append((seen, interaction, threading.current_thread()))
        if self._problem:
            raise self._problem


def test_a_whole_exchange_is_kept() -> None:
    """What is kept is what went over the wire, keys and all, with its bodies opened."""
    body = json.dumps({"created": 1}).encode()
    behave = answering(
        gzip.compress(body), JSON.strip(), b"Content-Encoding: gzip", b"Set-Cookie: a"
    )
    shelf = Shelf()
    with (
        upstream(behave) as there,
        proxying("powertokens", there.url, keep=shelf, time_source=lambda: 5.0) as (url, _),
    ):
        httpx2.post(f"{url}{EDITS}?key=1", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    ((seen, kept, _),) = shelf.kept
    assert row["recorded"]
    assert seen.operation == "edit-image-json"
    assert len(seen.findings) == len(row["findings"]) > 0
    assert (kept.method, kept.url) == ("POST", f"{there.url}{EDITS}?key=1")
    assert kept.request_header("authorization") == f"Bearer {KEY}"
    assert kept.request_header("host") == there.url.removeprefix("http://")
    assert kept.request_header("accept-encoding") == "gzip, deflate"
    assert json.loads(kept.request_body) == EDIT
    assert (kept.status, kept.body) == (200, body)
    assert kept.headers == (
        ("content-type", "application/json"),
        ("set-cookie", "a"),
        ("content-length", str(len(body))),
    )
    assert (kept.sent_at, kept.failure) == (5.0, "")
    assert kept.elapsed_s > 0


def test_exchanges_are_kept_one_at_a_time_in_their_order() -> None:
    """One thread that is not the server's sees them as they ended."""
    shelf = Shelf()
    with upstream(answering()) as there, proxying("powertokens", there.url, keep=shelf) as (url, _):
        for number in range(5):
            httpx2.get(f"{url}/v1/{number}")
        rows = journal(url)

    assert [kept.url[-1] for _, kept, _ in shelf.kept] == list("01234")
    assert [row["path"][-1] for row in rows] == list("43210")
    (thread,) = {thread for *_, thread in shelf.kept}
    assert thread.name.startswith("exchanges")


@pytest.mark.parametrize("problem", [OSError("the disk is full"), WorkspaceError("no folder")])
def test_a_failure_to_keep_is_noted_and_harms_nothing(problem: Exception) -> None:
    """The client has its answer, the exchange is judged, and the journal says why it is not recorded."""
    with (
        serving(make_vendor("powertokens")) as there,
        proxying("powertokens", there, keep=Shelf(problem)) as (url, _),
    ):
        answers = [httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS) for _ in range(2)]
        rows = journal(url)

    assert [each.status_code for each in answers] == [200, 200]
    assert [row["note"] for row in rows] == [f"not recorded: {problem}"] * 2
    assert not any(row["recorded"] for row in rows)


def test_an_exchange_that_is_not_whole_is_not_kept() -> None:
    """What broke off, never came or cannot be opened is no recording."""
    shelf = Shelf()
    for behave in (resets_in_mid_answer, hangs, answering(b"?", b"Content-Encoding: compress")):
        with (
            upstream(behave) as there,
            proxying("powertokens", there.url, keep=shelf, timeout_s=patience_s(behave)) as (
                url,
                _,
            ),
        ):
            with contextlib.suppress(httpx2.RemoteProtocolError):
                httpx2.post(f"{url}{EDITS}", json=EDIT, headers={**HEADERS, "accept-encoding": ""})
            (row,) = journal(url)

            assert row["note"].startswith(("not judged: ", "neither judged nor recorded: "))
            assert not row["recorded"]

    assert shelf.kept == []


def test_what_the_contract_does_not_have_is_kept_and_noted() -> None:
    """Nothing can be said of an unknown path; whoever keeps exchanges decides about it."""
    shelf = Shelf()
    with upstream(answering()) as there, proxying("powertokens", there.url, keep=shelf) as (url, _):
        httpx2.get(f"{url}/v1/models")
        (row,) = journal(url)

    assert (row["operation"], row["findings"], row["recorded"]) == (None, [], True)
    assert row["note"] == "not judged: the contract has no operation for it"
    assert shelf.kept[0][0].operation == ""


def echoes() -> list[bytes]:
    """Return bodies that repeat the key: plainly, with escapes, and where a message is cut short."""
    said = f"Incorrect API key provided: {KEY}"
    plain = [{"error": {"message": said, "code": "x"}}, {"error": KEY}, {"created": KEY}, said]
    plain.append(f"see https://a.example/?key={quote(KEY, '')}")
    cut = [
        {"error": {"message": f"{'x' * length}{KEY}", "code": "x"}} for length in range(100, 150)
    ]
    found = [json.dumps(each).encode() for each in (*plain, *cut)]
    return [*found, *(each.replace(b"/", b"\\/") for each in found)]


@pytest.mark.slow
@pytest.mark.parametrize("status", [b"200 OK", b"400 Bad Request", b"401 Unauthorized"])
def test_the_key_is_nowhere(status: bytes) -> None:
    """However an upstream repeats the key, it is not in the journal, and is not told to anybody."""
    bodies = iter(echoes())
    told: list[Passed] = []

    def answer(line: Line) -> None:
        answering(next(bodies), JSON.strip(), status=status)(line)

    with (
        upstream(answer) as there,
        proxying("powertokens", there.url, tell=told.append) as (url, _),
        httpx2.Client() as client,
    ):
        for _ in echoes():
            client.post(f"{url}{EDITS}?api_key={KEY}", json=EDIT, headers=HEADERS)
        rows = json.dumps(journal(url))

    assert len(told) == len(echoes())
    for text in (rows, repr(told)):
        for part in (KEY, KEY[:9], KEY[5:], KEY.replace("/", "\\/"), quote(KEY, "")):
            assert part not in text


@pytest.mark.parametrize(
    "answer",
    ['{"task_info": {"id": "1", "status": "KEY"}}', '{"task_info": {"id": "1"}, "KEY": 1}'],
    ids=["a value", "a name"],
)
def test_a_key_that_is_written_otherwise_is_nowhere(answer: str) -> None:
    """A finding shows values decoded, and names in pointers: there the key is left out as well."""
    escaped = "".join(f"\\u{ord(each):04x}" for each in KEY)
    body = answer.replace("KEY", escaped).encode()
    with (
        upstream(answering(body, JSON.strip(), status=b"202 Accepted")) as there,
        proxying("mulerouter", there.url) as (url, _),
    ):
        path = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
        task = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
        httpx2.post(f"{url}{path}", json=task, headers=HEADERS)
        text = json.dumps(journal(url))

    assert "redacted-key-1" in text
    assert KEY not in text
    assert KEY.replace("/", "~1") not in text


@pytest.mark.parametrize("name", ["x-api-key", "cookie", "x-auth-token", "proxy-secret"])
def test_other_headers_with_secrets_are_not_told_either(name: str) -> None:
    """Keys travel in other headers as well."""
    body = json.dumps({"error": {"message": f"no {KEY}", "code": "x"}}).encode()
    with (
        upstream(answering(body, JSON.strip(), status=b"400 Bad Request")) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        httpx2.post(f"{url}{EDITS}", json=EDIT, headers={name: KEY})
        (row,) = journal(url)

    assert row["findings"]
    assert name.startswith("proxy-") or KEY not in json.dumps(row)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("pin-7", "pin-7"),
        ("sk-own-key-of-mine", "SK-OWN-KEY-OF-MINE"),
        ("sk-own-key-of-mine", base64.b64encode(b"key sk-own-key-of-mine").decode()),
        ("sk-own-key-of-mine", b"sk-own-key-of-mine".hex()),
        ("sk-own-key-of-mine", "".join(f"&#{ord(each)};" for each in "sk-own-key-of-mine")),
    ],
    ids=["short", "upper case", "base64", "hex", "HTML"],
)
def test_the_key_is_nowhere_in_any_writing(key: str, said: str) -> None:
    """However an upstream writes the key, and however short it is, no journal has it."""
    answer = json.dumps({"error": {"message": f"no {said}", "code": said}}).encode()
    with (
        upstream(answering(answer, JSON.strip(), status=b"400 Bad Request")) as there,
        proxying("powertokens", there.url) as (url, _),
    ):
        httpx2.post(f"{url}{EDITS}", json=EDIT, headers={"authorization": f"Bearer {key}"})
        text = json.dumps(journal(url))

    assert said not in text
    assert "redacted-key-1" in text


def test_a_judge_that_fails_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the judgement leaves the traffic alone, and a row that says so."""

    def fail(*_: Any) -> Observation:
        raise RuntimeError("a bug")

    monkeypatch.setattr(TrafficJudge, "see", fail)
    with upstream(answering()) as there, proxying("powertokens", there.url) as (url, _):
        answers = [httpx2.post(f"{url}{EDITS}", json=EDIT) for _ in range(2)]
        rows = journal(url)

    assert [each.status_code for each in answers] == [200, 200]
    assert [row["note"] for row in rows] == ["not judged: the judge failed"] * 2


def test_everybody_is_told_of_everything() -> None:
    """What was not judged is told as well."""
    told: list[Passed] = []
    with proxying("powertokens", nowhere(), tell=told.append) as (url, app):
        httpx2.post(f"{url}{EDITS}", json=EDIT)
        httpx2.request("TRACE", f"{url}{EDITS}")
        journal(url)

    assert [(each.method, each.status, each.answered_by) for each in told] == [
        ("POST", 502, "proxy"),
        ("TRACE", 405, "proxy"),
    ]
    assert app.journal.latest() == told[::-1]
