"""What passes is judged: requests, answers, tasks, and what was compressed."""

import gzip
import json
import zlib
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx2
import pytest
from tests.drifts.vendor import make_vendor
from tests.stand_ins import serving
from tests.unit.recording.proxying.exchanges import EDIT, EDITS, HEADERS, PATIENCE_S, drift_called
from tests.upstreams import (
    JSON,
    MEGABYTE,
    answering,
    journal,
    proxying,
    upstream,
)

from truecopy.picture import sample_picture
from truecopy.wire.relay import Relay, Relayed

GRAVE = {"error", "warning"}
GOOD_ANSWER = json.dumps({"created": "text", "data": [{"url": "https://a.example/x.png"}]}).encode()


class Hasty(Relay):
    """Asks the upstream without waiting for the client's body."""

    def open(self, *request: Any) -> AbstractAsyncContextManager[Relayed]:
        """Send the request without a body."""
        return super().open(request[0], request[1], (), request[3])


def test_a_good_exchange_is_judged_and_found_good() -> None:
    """Request and answer pass unchanged; the journal tells the operation, and nothing is found."""
    with serving(make_vendor("powertokens")) as there, proxying("powertokens", there) as (url, app):
        answer = httpx2.post(f"{url}{EDITS}?secret=1", json=EDIT, headers=HEADERS)
        (row,) = journal(url)

    assert answer.status_code == 200
    assert len(answer.json()["data"]) == 1
    assert answer.json()["data"][0]["url"].startswith(there)
    assert row.pop("elapsed_s") >= 0
    assert row.pop("at").endswith("+00:00")
    assert "edit-image-json.200#status" in row.pop("held")
    assert row == {
        "method": "POST",
        "path": EDITS,
        "operation": "edit-image-json",
        "status": 200,
        "answered_by": "upstream",
        "findings": [],
        "note": None,
        "recorded": False,
    }
    assert (app.journal.exchanges, app.journal.severities.total()) == (1, 0)


@pytest.mark.parametrize(
    ("name", "changes", "severities"),
    [
        ("metadata-is-list", {}, GRAVE),
        ("form-201", {}, GRAVE),
        ("prompt-799", {"prompt": "x" * 800}, GRAVE),
        ("prompt-anything", {"prompt": 5}, {"info"}),
        ("error-message-renamed", {"prompt": 5}, {"info"}),
        ("data-renamed", {}, GRAVE),
    ],
)
def test_what_drifts_is_found(name: str, changes: dict[str, Any], severities: set[str]) -> None:
    """A vendor that keeps its contract no more is found out by ordinary traffic; what is assumed is told as info."""
    drift = drift_called(name)
    vendor = make_vendor("powertokens", drift)
    with serving(vendor) as there, proxying("powertokens", there) as (url, app):
        if "form" in f"{drift.claim} {name}":
            files = {"image": ("a.png", sample_picture(width=512, height=512), "image/png")}
            httpx2.post(f"{url}{EDITS}", data=EDIT, files=files, headers=HEADERS)
        else:
            # A key that was taken once is not what a later refusal is about.
            httpx2.post(f"{url}{EDITS}", json=EDIT, headers=HEADERS)
            httpx2.post(f"{url}{EDITS}", json={**EDIT, **changes}, headers=HEADERS)
        rows = journal(url)
        row = rows[0]

    found = {each["rule"]: each for each in row["findings"]}
    assert found.keys() & drift.rules
    grave = found[min(found.keys() & drift.rules)]
    assert grave["severity"] in severities
    assert grave["message"]
    assert app.journal.severities.total() == sum(len(each["findings"]) for each in rows)


def test_a_task_is_followed_over_its_look_ups() -> None:
    """A task that goes a forbidden way is found when the look-up that shows it passes."""
    clock = [1_800_000_000.0]
    vendor = make_vendor(
        "mulerouter", drift_called("processing-then-pending"), clock=lambda: clock[0]
    )
    path = "/vendors/alibaba/v1/qwen-image-edit-max/generation"
    body = {"images": ["https://example.com/a.png"], "prompt": "A boat"}
    with (
        serving(vendor) as there,
        proxying("mulerouter", there, time_source=lambda: clock[0]) as (url, _),
    ):
        created = httpx2.post(f"{url}{path}", json=body, headers=HEADERS).json()
        for _ in range(8):
            clock[0] += 0.05
            httpx2.get(f"{url}{path}/{created['task_info']['id']}", headers=HEADERS)
        rows = journal(url)

    rules = {each["rule"] for row in rows for each in row["findings"]}
    assert "lifecycle-transition-illegal" in rules
    assert [row["operation"] for row in rows] == ["get-generation"] * 8 + ["create-generation"]


@pytest.mark.parametrize(
    ("coding", "packed"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_an_encoded_answer_is_looked_into(coding: str, packed: Any) -> None:
    """The client gets the bytes as they are; what is in them is judged."""
    body = packed(GOOD_ANSWER)
    behave = answering(body, JSON.strip(), b"Content-Encoding: " + coding.encode())
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        with httpx2.stream("POST", f"{url}{EDITS}", json=EDIT, headers=HEADERS) as response:
            received = b"".join(response.iter_raw())
        (row,) = journal(url)

    assert received == body
    assert response.headers["content-encoding"] == coding
    rules = {each["rule"] for each in row["findings"]}
    assert {"answer-field-type-differs", "answer-field-missing"} <= rules


@pytest.mark.parametrize(
    ("coding", "body", "note"),
    [
        (b"compress", b"?", "the answer is encoded with 'compress', which cannot be opened"),
        (b"gzip", gzip.compress(GOOD_ANSWER, mtime=0)[:-4], "the answer's gzip data is damaged"),
    ],
)
def test_what_cannot_be_opened_is_not_judged(coding: bytes, body: bytes, note: str) -> None:
    """An answer that cannot be looked into passes, and the journal says why nothing is said of it."""
    behave = answering(body, b"Content-Encoding: " + coding)
    with upstream(behave) as there, proxying("powertokens", there.url) as (url, _):
        with httpx2.stream("POST", f"{url}{EDITS}", json=EDIT) as response:
            received = b"".join(response.iter_raw())
        (row,) = journal(url)

    assert received == body
    assert row["note"].startswith(f"not judged: {note}")


def test_an_answer_to_half_a_request_is_not_judged() -> None:
    """What was not read of a request is taken from the client, and the journal says what is missing."""
    with upstream(answering()) as there, proxying("powertokens", Hasty(there.url)) as (url, _):
        answer = httpx2.post(f"{url}{EDITS}", content=bytes(8 * MEGABYTE), timeout=PATIENCE_S)
        (row,) = journal(url)

    assert answer.status_code == 200
    assert row["note"] == "not judged: it was answered before the request was whole"
